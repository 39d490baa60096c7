// SPDX-License-Identifier: GPL-2.0-or-later
/* The primary's view of who holds what it acknowledged. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/database/holders.h"
#include "agents/database/replication.h"

/*
 * What is remembered between two looks: "connected", the server_ids that were; "holders", the list
 * behind a sign whether it is complete; "leaving", who is gone, and all that was written by then;
 * "members", who has which server_id.
 */
enum { COMPLETE = '=', UNKNOWN = '?', WORD = 1024 };

struct followers {
	char ids[WORD]; /* of all that fetch: "2 3" */
	char members[WORD], present[EB_HOLDERS], connected[EB_HOLDERS], joined[EB_HOLDERS];
	long known; /* how many connections are of nodes that we know */
};

void eb_holders_look_again(const struct eb_call *call)
{
	eb_remember(call, "connected", "");
}

static bool note_id(char *const *values, unsigned n, void *context)
{
	char *ids = context;
	size_t used = strlen(ids);

	/* One node may have two, while the network has lost the first. */
	if (n > 0 && values[0] && used < WORD)
		snprintf(ids + used, WORD - used, "%s%s", used ? " " : "", values[0]);
	return true;
}

static void note_member(const char *node, const char *value, void *context)
{
	struct followers *followers = context;
	char pair[EB_NODE_NAME + 24];

	if (!strcmp(node, eb_cluster_self()))
		return;
	snprintf(pair, sizeof(pair), "%.20s=%s", value, node);
	eb_cluster_list(followers->members, sizeof(followers->members), pair);
	eb_cluster_list(followers->present, sizeof(followers->present), node);
}

/* The node that has that server_id, in node; the newest word counts, which stands first. */
static bool node_of(const char *members, const char *id, size_t length, char node[EB_NODE_NAME])
{
	size_t n;

	for (; *(members += strspn(members, " ")); members += n) {
		n = strcspn(members, " ");
		if (strncmp(members, id, length) != 0 || members[length] != '=')
			continue;
		snprintf(node, EB_NODE_NAME, "%.*s", (int)(n - length - 1), members + length + 1);
		return true;
	}
	return false;
}

static void name_them(struct followers *followers)
{
	const char *id = followers->ids;
	char node[EB_NODE_NAME];
	size_t n;

	for (; *(id += strspn(id, " ")); id += n) {
		n = strcspn(id, " ");
		if (!node_of(followers->members, id, n, node))
			continue;
		followers->known++;
		eb_cluster_list(followers->connected, sizeof(followers->connected), node);
	}
}

/* Asks the cluster who they are.  What it has forgotten since is remembered. */
static int ask_around(const struct eb_call *call, struct followers *followers)
{
	char before[WORD];
	int r = eb_holders_present(call, note_member, followers);

	eb_remembered(call, "members", before, sizeof(before));
	eb_holders_add(followers->members, before, followers->members, false);
	eb_remember(call, "members", followers->members);
	name_them(followers);
	return r;
}

/* All that was written before those were seen to be gone: a position that stays while they are. */
static int position_of(const struct eb_call *call, struct eb_sql *sql, const char *gone,
		       struct eb_gtids *position)
{
	EB_CLEAN(eb_view_free) struct eb_view now = { 0 };
	EB_CLEAN(eb_freep) char *text = NULL, *word = NULL;
	enum eb_gtid_form form = eb_dialect_of(eb_sql_version(sql))->form;
	size_t n = strlen(gone);
	char before[WORD * 4];
	int r;

	eb_remembered(call, "leaving", before, sizeof(before));
	if (!strncmp(before, gone, n) && before[n] == '|')
		return eb_gtids_parse(form, before + n + 1, position);
	r = eb_view_take_positions(sql, &now);
	if (r == 0)
		r = eb_gtids_join(position, &now.applied);
	text = r == 0 ? eb_gtids_text(form, position) : NULL;
	if (text && asprintf(&word, "%s|%s", gone, text) >= 0)
		eb_remember(call, "leaving", word);
	return r;
}

static bool is_had(const struct eb_call *call, const struct eb_local *local, const char *node,
		   const struct eb_gtids *position)
{
	EB_CLEAN(eb_sql_close) struct eb_sql sql = { 0 };
	EB_CLEAN(eb_view_free) struct eb_view view = { 0 };
	char host[256];

	eb_cluster_address(call, node, host, sizeof(host));
	return eb_replication_look(call, local, host, &sql, &view) == 0 &&
	       eb_gtids_has(&view.applied, position);
}

/* Has one of those that are connected all that those may have who are gone? */
static bool is_replaced(const struct eb_call *call, struct eb_local *local, const char *gone,
			const char *connected)
{
	EB_CLEAN(eb_gtids_free) struct eb_gtids position = { 0 };
	char node[EB_NODE_NAME];
	size_t n;

	if (position_of(call, &local->sql, gone, &position) < 0)
		return false;
	for (; *(connected += strspn(connected, " ")); connected += n) {
		n = strcspn(connected, " ");
		snprintf(node, sizeof(node), "%.*s", (int)n, connected);
		if (is_had(call, local, node, &position))
			return true;
	}
	return false;
}

/* From before the agent remembered: what is written down, else all that are there. */
static void begin_with(const struct eb_call *call, const struct followers *followers, char *list)
{
	struct eb_semisync semisync;

	eb_semisync_recall(call, eb_cluster_self(), &semisync);
	snprintf(list, EB_HOLDERS, "%s", semisync.named ? semisync.holders : followers->present);
}

static void look_around(const struct eb_call *call, struct eb_local *local, long replicas,
			char list[EB_HOLDERS + 1], struct followers *followers)
{
	char next[EB_HOLDERS] = "", gone[EB_HOLDERS] = "", before[EB_HOLDERS];
	int r = ask_around(call, followers);
	bool complete;

	if (*list)
		snprintf(before, sizeof(before), "%s", list + 1);
	else
		begin_with(call, followers, before);
	/* A receipt of a stranger proves nothing: then everybody is asked, too. */
	complete = eb_holders_joined(call, followers->joined) == 0 && replicas <= followers->known;
	complete &= eb_holders_add(before, followers->joined, "", false);
	complete &= eb_holders_next(&(struct eb_holders) { .before = before,
							   .connected = followers->connected,
							   .present = followers->present },
				    next, gone);
	if (r < 0) {
		/* Who runs is not known: nobody leaves. */
	} else if (!*gone) {
		eb_remember(call, "leaving", "");
	} else if (is_replaced(call, local, gone, followers->connected)) {
		eb_remember(call, "leaving", "");
		*before = '\0';
		eb_holders_add(before, next, gone, false);
		snprintf(next, sizeof(next), "%s", before);
	}
	snprintf(list, EB_HOLDERS + 1, "%c%.*s", complete ? COMPLETE : UNKNOWN, EB_HOLDERS - 1,
		 next);
	eb_remember(call, "holders", list);
}

/* Those who have joined are on the list now; if it is no other who has meanwhile. */
static void take_over(const struct eb_call *call, const struct followers *followers)
{
	char joined[EB_HOLDERS];

	if (followers->joined[0] && eb_holders_joined(call, joined) == 0 &&
	    !strcmp(joined, followers->joined))
		eb_holders_take_over(call);
}

void eb_holders_watch(const struct eb_call *call, struct eb_local *local,
		      const struct eb_dialect *dialect, struct eb_semisync *semisync)
{
	struct followers followers = { "" };
	char seen[WORD + 24], before[WORD + 24], leaving[8], list[EB_HOLDERS + 1];
	bool changed;
	int r = eb_sql_each(&local->sql, dialect->replicas, note_id, followers.ids);

	/* Without the names everybody is asked. */
	snprintf(seen, sizeof(seen), "%ld: %s", semisync->replicas, r < 0 ? "?" : followers.ids);
	eb_remembered(call, "connected", before, sizeof(before));
	eb_remembered(call, "leaving", leaving, sizeof(leaving));
	eb_remembered(call, "holders", list, sizeof(list));
	changed = strcmp(seen, before) != 0 || !*list;
	if (changed && r < 0)
		eb_log(EB_WARN, "cannot tell which replicas are connected: %s (%u)", local->sql.why,
		       local->sql.number);
	if (r == 0 && (changed || (*leaving && *followers.ids)))
		look_around(call, local, semisync->replicas, list, &followers);
	semisync->named = r == 0 && *list == COMPLETE;
	snprintf(semisync->holders, sizeof(semisync->holders), "%s", *list ? list + 1 : "");
	if (eb_semisync_record(call, semisync) < 0)
		return;
	eb_remember(call, "connected", seen);
	take_over(call, &followers);
}

int eb_holders_begin(const struct eb_call *call)
{
	const struct eb_mysql_conf *conf = call->conf;
	const char *there = eb_meta("notify_unpromoted_uname") ?: eb_meta("notify_slave_uname");
	struct eb_semisync semisync = { .replicas = -1 };
	char list[EB_HOLDERS + 1];

	if (strcmp(conf->semisync, "off") != 0) {
		semisync = (struct eb_semisync) { 0 };
		semisync.named =
			eb_holders_add(semisync.holders, there ?: "", eb_cluster_self(), false);
	}
	snprintf(list, sizeof(list), "%c%s", COMPLETE, semisync.holders);
	eb_holders_look_again(call);
	eb_remember(call, "leaving", "");
	eb_remember(call, "holders", list);
	eb_remember(call, "semisync", "");
	return eb_semisync_record(call, &semisync);
}
