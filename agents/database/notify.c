// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the members do around a change of roles.  The cluster neither heeds the result of notify nor
 * waits for it for long, so nothing that a promotion depends on is done here alone: who did not
 * vote is missing in the election, and what was not applied is applied in promote.
 */
#include <errno.h>
#include <string.h>

#include "agents/database/cluster.h"
#include "agents/database/election.h"
#include "agents/database/holders.h"
#include "agents/database/promotion.h"
#include "agents/database/reached.h"
#include "agents/database/receipts.h"
#include "agents/database/reign.h"
#include "agents/database/replication.h"
#include "agents/database/server.h"
#include "agents/database/standing.h"
#include "lib/clock.h"

enum { FOLLOW_TRIES = 4 };

/*
 * From now on nothing more comes in, so that the votes stay true.  Where nothing is applied, the
 * receiving thread is left alone: with both threads stopped MariaDB throws its relay log away.
 */
static void before_promote(const struct eb_call *call, struct eb_local *local)
{
	EB_CLEAN(eb_view_free) struct eb_view first = { 0 }, view = { 0 };
	EB_CLEAN(eb_relay_free) struct eb_relay relay = { 0 };
	struct eb_sql *sql = &local->sql;
	struct eb_reign reign;
	int known = eb_reign_recall(call, &reign), r = eb_view_take(sql, &first);

	if (r == 0 && first.replica.configured && !first.replica.applying &&
	    !first.replica.apply_errno && first.replica.receiving != EB_RECEIVING_NO)
		r = eb_sql_run(sql, "%s", first.dialect->start_applying);
	else if (r == 0 && first.replica.applying && first.replica.receiving != EB_RECEIVING_NO)
		r = eb_replication_pause(call, sql, first.dialect,
					 eb_cluster_has_ended(reign.primary) ? reign.since : "");
	if (r == 0)
		r = eb_view_take(sql, &view);
	if (r == 0)
		r = eb_relay_look(sql, &view, &relay);
	if (r == 0)
		r = known;
	if (r == 0)
		r = eb_election_vote(call, &reign, &view);
	if (r < 0)
		eb_log(EB_WARN, "cannot tell what was received: %s", sql->why);
}

/* Whoever has just been promoted has much to do.  Until the next monitor commits may wait for us. */
static void after_promote(const struct eb_call *call, struct eb_local *local)
{
	EB_CLEAN(eb_view_free) struct eb_view view = { 0 };
	char node[EB_NODE_NAME];
	int tries = FOLLOW_TRIES;
	const char *primary = eb_cluster_other(eb_cluster_promoting(), node);

	eb_cluster_tell(call, "received", "");
	if (!primary)
		return;
	if (eb_view_take(&local->sql, &view) < 0)
		eb_log(EB_WARN, "cannot look at the server: %s", local->sql.why);
	else
		while (eb_replication_follow(call, local, &view, primary) == 2 && --tries > 0)
			eb_clock_sleep(500, call->deadline_ms);
}

/* A primary that was demoted by order has told how far it came: that much is waited for. */
static void after_demote(const struct eb_call *call, struct eb_local *local)
{
	struct eb_reign reign;
	struct eb_gtids target;

	if (eb_reign_recall(call, &reign) < 0 || !reign.last[0])
		return;
	for (;;) {
		EB_CLEAN(eb_view_free) struct eb_view view = { 0 };
		bool has;

		if (eb_view_take(&local->sql, &view) < 0 || !view.replica.configured ||
		    eb_gtids_parse(view.dialect->form, reign.last, &target) < 0)
			return;
		has = eb_gtids_has(&view.received, &target);
		eb_gtids_free(&target);
		if (has || view.replica.receiving == EB_RECEIVING_NO ||
		    eb_clock_left(call->deadline_ms) < 1000)
			return;
		eb_clock_sleep(100, call->deadline_ms);
	}
}

/* Who came or went may have what is acknowledged here: the primary writes down who it is. */
static void after_change(const struct eb_call *call, struct eb_local *local)
{
	EB_CLEAN(eb_view_free) struct eb_view view = { 0 };
	const struct eb_mysql_conf *conf = call->conf;

	eb_reached_join(call);
	if (!strcmp(conf->semisync, "off") || eb_view_take(&local->sql, &view) < 0 ||
	    !eb_view_is_primary(&view))
		return;
	eb_holders_look_again(call);
	eb_receipts_watch(call, local, view.dialect);
}

/* Is it about somebody else's start or stop, and this is no primary? */
static bool is_idle(const struct eb_call *call, const char *operation)
{
	char role[32];

	if (strcmp(operation, "start") != 0 && strcmp(operation, "stop") != 0)
		return false;
	eb_remembered(call, "role", role, sizeof(role));
	return strcmp(role, "promoted") != 0;
}

/*
 * A server that died before its first monitor dies unnoticed: Pacemaker begins monitors when a
 * promotion is complete, and that may be what cannot be without the vote from here.
 */
static void tell_missing(const struct eb_call *call, const struct eb_local *local,
			 const char *operation)
{
	struct eb_proc proc;

	if (!strcmp(operation, "promote") && eb_in_cluster() &&
	    eb_server_find(call->conf, &proc) == 0) {
		eb_log(EB_WARN, "no server runs, and the cluster believes in one: it is told");
		eb_cluster_tell_failed(call);
	} else {
		eb_log(EB_WARN, "cannot ask the server around %s: %s", operation, local->sql.why);
	}
}

enum eb_ocf eb_mysql_notify(const struct eb_call *call)
{
	static const struct {
		const char *type, *operation;
		void (*run)(const struct eb_call *call, struct eb_local *local);
	} rows[] = {
		{ "pre", "promote", before_promote }, { "post", "promote", after_promote },
		{ "post", "demote", after_demote },   { "post", "start", after_change },
		{ "post", "stop", after_change },
	};
	const char *type = eb_meta("notify_type") ?: "",
		   *operation = eb_meta("notify_operation") ?: "";
	EB_CLEAN(eb_local_close) struct eb_local local = { 0 };

	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		if (strcmp(type, rows[i].type) != 0 || strcmp(operation, rows[i].operation) != 0 ||
		    is_idle(call, operation))
			continue;
		/* The cluster would wait for what a server that hangs has to say, and stop it later. */
		if (eb_local_hangs(call))
			eb_log(EB_WARN, "the server hangs: it is not asked around %s", operation);
		else if (eb_local_open_patient(call, &local) == 0)
			rows[i].run(call, &local);
		else
			tell_missing(call, &local, operation);
	}
	return OCF_SUCCESS;
}
