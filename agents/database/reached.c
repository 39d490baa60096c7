// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/database/reached.h"

/*
 * RESOURCE-reached is "1764277464|0-1-7", of the reign that began then.  It is a private attribute,
 * which costs the CIB nothing; and the cluster forgets those of a node with the node.  So it is one
 * of the other nodes, where the primary writes it.
 */
static const char word[] = "reached", around[] = "around";

enum { LINE = 200 }; /* of what is remembered no more can be compared */

void eb_reached_begin(const struct eb_call *call)
{
	eb_remember(call, around, "");
	eb_remember(call, "since", "");
	eb_remember(call, word, "");
	eb_reached_join(call);
}

static void add(char list[LINE], const char *nodes)
{
	char node[EB_NODE_NAME];
	size_t n;

	for (; nodes && *(nodes += strspn(nodes, " ")); nodes += n) {
		n = strcspn(nodes, " ");
		snprintf(node, sizeof(node), "%.*s", (int)n, nodes);
		if (strcmp(node, eb_cluster_self()) != 0)
			eb_cluster_list(list, LINE, node);
	}
}

void eb_reached_join(const struct eb_call *call)
{
	char list[LINE];

	eb_remembered(call, around, list, sizeof(list));
	add(list, eb_meta("notify_unpromoted_uname") ?: eb_meta("notify_slave_uname"));
	add(list, eb_meta("notify_start_uname"));
	if (eb_remember(call, around, list))
		eb_remember(call, word, "");
}

/* Which reign is it?  The CIB is asked once. */
static void since_of(const struct eb_call *call, char *since, size_t size)
{
	struct eb_reign reign;

	eb_remembered(call, "since", since, size);
	if (*since || eb_reign_recall(call, &reign) < 0 ||
	    strcmp(reign.primary, eb_cluster_self()) != 0)
		return;
	snprintf(since, size, "%s", reign.since);
	eb_remember(call, "since", since);
}

/* A receipt says more than this could; where they are required, nothing else counts. */
static bool has_receipts(const struct eb_call *call)
{
	const struct eb_mysql_conf *conf = call->conf;
	struct eb_semisync semisync;
	char text[LINE + 64];

	eb_remembered(call, "semisync", text, sizeof(text));
	eb_semisync_read(text, &semisync);
	return !strcmp(conf->semisync, "require") ||
	       (strcmp(conf->semisync, "off") != 0 && !semisync.alone && semisync.replicas > 0);
}

void eb_reached_tell(const struct eb_call *call, const struct eb_view *view)
{
	EB_CLEAN(eb_freep) char *position = eb_gtids_text(view->dialect->form, &view->applied);
	EB_CLEAN(eb_freep) char *text = NULL;
	char since[32], list[LINE], node[EB_NODE_NAME];
	const char *at = list;
	size_t n;

	if (has_receipts(call))
		return;
	since_of(call, since, sizeof(since));
	if (!position || !*since || asprintf(&text, "%s|%s", since, position) < 0 ||
	    (!eb_remember(call, word, text) && strlen(text) < LINE))
		return;
	eb_remembered(call, around, list, sizeof(list));
	if (!*list)
		eb_cluster_tell(call, word, text);
	for (; *(at += strspn(at, " ")); at += n) {
		n = strcspn(at, " ");
		snprintf(node, sizeof(node), "%.*s", (int)n, at);
		if (eb_cluster_tell_of(call, node, word, text) < 0)
			eb_remember(call, word, ""); /* again next time */
	}
}

struct told {
	const char *since;
	enum eb_gtid_form form;
	struct eb_gtids *gtids;
};

static void hear(const char *node, const char *value, void *context)
{
	const struct told *told = context;
	EB_CLEAN(eb_gtids_free) struct eb_gtids more = { 0 };
	size_t n = strlen(told->since);

	if (!n || strncmp(value, told->since, n) != 0 || value[n] != '|')
		return;
	if (eb_gtids_parse(told->form, value + n + 1, &more) < 0 ||
	    eb_gtids_join(told->gtids, &more) < 0)
		eb_log(EB_WARN, "what %s keeps in mind is not understood: %s", node, value);
}

int eb_reached_recall(const struct eb_call *call, const struct eb_reign *reign,
		      enum eb_gtid_form form, struct eb_gtids *gtids)
{
	struct told told = { reign->since, form, gtids };
	int r = eb_gtids_parse(form, reign->began, gtids);

	return r == 0 ? eb_cluster_ask(call, word, hear, &told) : r;
}
