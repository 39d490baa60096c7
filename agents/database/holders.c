// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "agents/database/holders.h"
#include "lib/clock.h"

/*
 * RESOURCE_JOINED is "n1|n2 n3": these have joined n1, which has not written that down yet.
 * RESOURCE-member of a node is the server_id by which its primary knows it.
 */
static const char joined_record[] = "JOINED", member_word[] = "member";

enum {
	RECORD = EB_HOLDERS + EB_NODE_NAME,
	JOIN_MS = 200,
	JOIN_TRIES = 10,
};

static int recall_joined(const struct eb_call *call, const char *primary, char list[EB_HOLDERS])
{
	size_t n = strlen(primary);
	char text[RECORD];
	int r = eb_cluster_recall(call, joined_record, text, sizeof(text));

	*list = '\0';
	if (r == 0 && !strncmp(text, primary, n) && text[n] == '|')
		snprintf(list, EB_HOLDERS, "%.*s", EB_HOLDERS - 1, text + n + 1);
	return r;
}

/* 1 when it is written down that this node may have what that primary acknowledges; 0: it is now. */
static int add_joined(const struct eb_call *call, const char *primary)
{
	struct eb_semisync semisync;
	char list[EB_HOLDERS], text[RECORD];
	int r = eb_semisync_recall(call, primary, &semisync);

	if (r < 0)
		return r;
	if (!semisync.named || eb_cluster_lists(semisync.holders, eb_cluster_self()))
		return 1;
	r = recall_joined(call, primary, list);
	if (r < 0 || eb_cluster_lists(list, eb_cluster_self()))
		return r < 0 ? r : 1;
	if (!eb_cluster_list(list, sizeof(list), eb_cluster_self()))
		return -ENOSPC;
	snprintf(text, sizeof(text), "%.*s|%s", EB_NODE_NAME - 2, primary, list);
	return eb_cluster_record(call, joined_record, text);
}

/* Another may join at once, and write over this: so it is looked for again a moment later. */
int eb_holders_join(const struct eb_call *call, const char *primary, long server_id)
{
	const struct eb_mysql_conf *conf = call->conf;
	char id[24];
	int r;

	if (!strcmp(conf->semisync, "off"))
		return 0;
	snprintf(id, sizeof(id), "%ld", server_id);
	r = eb_cluster_tell(call, member_word, id);
	for (int tries = JOIN_TRIES; r == 0 && tries > 0; tries--) {
		r = add_joined(call, primary);
		if (r == 0)
			eb_clock_sleep(JOIN_MS, call->deadline_ms);
	}
	if (r == 0 || r == -ENOSPC)
		eb_log(EB_WARN, "cannot add this node to those who have joined %s", primary);
	return r == 1 ? 0 : r < 0 ? r : -EAGAIN;
}

int eb_holders_take_over(const struct eb_call *call)
{
	return eb_cluster_record(call, joined_record, "-");
}

int eb_holders_joined(const struct eb_call *call, char list[EB_HOLDERS])
{
	return recall_joined(call, eb_cluster_self(), list);
}

int eb_holders_present(const struct eb_call *call,
		       void (*each)(const char *node, const char *value, void *context),
		       void *context)
{
	return eb_cluster_ask(call, member_word, each, context);
}

void eb_holders_leave(const struct eb_call *call)
{
	static const char *const words[] = { "connected", "holders", "leaving", "members" };

	for (size_t i = 0; i < EB_COUNT(words); i++)
		eb_remember(call, words[i], "");
	if (eb_in_cluster() && eb_mysql_is_member(call))
		eb_cluster_tell(call, member_word, "");
}

bool eb_holders_add(char *to, const char *list, const char *other, bool is_on)
{
	char node[EB_NODE_NAME];
	bool room = true;
	size_t n;

	for (; *(list += strspn(list, " ")); list += n) {
		n = strcspn(list, " ");
		snprintf(node, sizeof(node), "%.*s", (int)n, list);
		if (eb_cluster_lists(other, node) == is_on)
			room &= eb_cluster_list(to, EB_HOLDERS, node);
	}
	return room;
}

bool eb_holders_next(const struct eb_holders *holders, char *list, char *gone)
{
	char away[EB_HOLDERS] = "";
	bool room;

	*list = *gone = '\0';
	room = eb_holders_add(list, holders->connected, "", false) &&
	       eb_holders_add(list, holders->before, "", false);
	eb_holders_add(away, list, holders->connected, false);
	eb_holders_add(gone, away, holders->present, false);
	return room;
}

int eb_holders_of(const struct eb_call *call, const char *primary, struct eb_semisync *semisync)
{
	char list[EB_HOLDERS];
	int r = eb_semisync_recall(call, primary, semisync);

	if (r < 0 || !semisync->named)
		return r;
	r = recall_joined(call, primary, list);
	/* When there is no room for their names, it may be anybody. */
	semisync->named = r == 0 && eb_holders_add(semisync->holders, list, primary, false);
	return r;
}
