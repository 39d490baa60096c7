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
#include "agents/database/promotion.h"
#include "agents/database/replication.h"
#include "agents/database/server.h"
#include "lib/clock.h"

/*
 * From now on nothing more comes in, so that the votes stay true.  Where nothing is applied, the
 * receiving thread is left alone: with both threads stopped MariaDB throws its relay log away.
 */
static void before_promote(const struct eb_call *call, struct eb_local *local)
{
	EB_CLEAN(eb_view_free) struct eb_view first = { 0 }, view = { 0 };
	EB_CLEAN(eb_relay_free) struct eb_relay relay = { 0 };
	struct eb_sql *sql = &local->sql;
	int r = eb_view_take(sql, &first);

	if (r == 0 && first.replica.configured && !first.replica.applying &&
	    !first.replica.apply_errno && first.replica.receiving != EB_RECEIVING_NO)
		r = eb_sql_run(sql, "%s", first.dialect->start_applying);
	else if (r == 0 && first.replica.applying && first.replica.receiving != EB_RECEIVING_NO)
		r = eb_replication_pause(call, sql, first.dialect);
	if (r == 0)
		r = eb_view_take(sql, &view);
	if (r == 0)
		r = eb_relay_look(sql, &view, &relay);
	if (r == 0)
		r = eb_election_vote(call, &view);
	if (r < 0)
		eb_log(EB_WARN, "cannot tell what was received: %s", sql->why);
}

static void after_promote(const struct eb_call *call, struct eb_local *local)
{
	EB_CLEAN(eb_view_free) struct eb_view view = { 0 };
	char node[EB_NODE_NAME];
	const char *primary = eb_cluster_other(eb_cluster_promoting(), node);

	/* The address waits for this: nothing is taken back that was not told. */
	eb_cluster_tell(call, "received", "");
	if (eb_remember(call, "final", ""))
		eb_cluster_tell(call, "final", "");
	if (!primary)
		return;
	if (eb_view_take(&local->sql, &view) < 0)
		eb_log(EB_WARN, "cannot look at the server: %s", local->sql.why);
	else
		eb_replication_follow(call, local, &view, primary);
}

struct final {
	char position[4096];
};

static void take(const char *node, const char *value, void *context)
{
	struct final *final = context;

	(void)node;
	strncpy(final->position, value, sizeof(final->position) - 1);
}

/* A primary that was demoted by order has told how far it came: that much is waited for. */
static void after_demote(const struct eb_call *call, struct eb_local *local)
{
	struct final final = { "" };
	struct eb_gtids target;

	if (eb_cluster_ask(call, "final", take, &final) < 0 || !final.position[0])
		return;
	for (;;) {
		EB_CLEAN(eb_view_free) struct eb_view view = { 0 };
		bool has;

		if (eb_view_take(&local->sql, &view) < 0 || !view.replica.configured ||
		    eb_gtids_parse(view.dialect->form, final.position, &target) < 0)
			return;
		has = eb_gtids_has(&view.received, &target);
		eb_gtids_free(&target);
		if (has || view.replica.receiving == EB_RECEIVING_NO ||
		    eb_clock_left(call->deadline_ms) < 1000)
			return;
		eb_clock_sleep(100, call->deadline_ms);
	}
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
		{ "pre", "promote", before_promote },
		{ "post", "promote", after_promote },
		{ "post", "demote", after_demote },
	};
	const char *type = eb_meta("notify_type") ?: "",
		   *operation = eb_meta("notify_operation") ?: "";
	EB_CLEAN(eb_local_close) struct eb_local local = { 0 };

	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		if (strcmp(type, rows[i].type) != 0 || strcmp(operation, rows[i].operation) != 0)
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
