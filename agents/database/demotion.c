// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "agents/database/cluster.h"
#include "agents/database/promotion.h"
#include "agents/database/reign.h"
#include "agents/database/role.h"
#include "agents/database/server.h"
#include "agents/database/sessions.h"
#include "agents/database/standing.h"
#include "lib/clock.h"

/*
 * Read-only waits for commits under way.  Those that wait for a receipt that may never come are
 * killed: nobody was told of them as committed, and a receipt is not needed of a server that will
 * be a replica itself.
 */
int eb_demotion_close(const struct eb_call *call, struct eb_sql *sql, const struct eb_dialect *d)
{
	bool told = false;
	int r = eb_sql_run(sql, "SET SESSION lock_wait_timeout=1");

	while (r == 0) {
		r = eb_sql_run(sql, "SET GLOBAL read_only=1");
		if (r != -EBUSY || eb_clock_left(call->deadline_ms) < 2000)
			break;
		if (!told)
			eb_log(EB_WARN,
			       "sessions that wait for a replica's receipt, or hold locks, "
			       "are killed: nobody was told that they have committed");
		/* At first only those, then all that hold it up. */
		r = eb_sessions_kill(sql, !told);
		told = true;
	}
	if (r == 0 && d->super_read_only)
		r = eb_sql_run(sql, "SET GLOBAL super_read_only=1");
	return r;
}

/* The last word of who was primary: without all of that nobody else becomes it. */
static void publish(const struct eb_call *call, struct eb_sql *sql)
{
	EB_CLEAN(eb_view_free) struct eb_view view = { 0 };
	EB_CLEAN(eb_freep) char *position = NULL;

	if (eb_view_take(sql, &view) == 0)
		position = eb_gtids_text(view.dialect->form, &view.applied);
	if (position)
		eb_reign_end(call, position);
	else
		eb_log(EB_WARN, "cannot tell how far the primary came: %s", sql->why);
}

/* What is dead is demoted: anything else would be a failure of its own in the cluster's eyes. */
static enum eb_ocf tell_dead(void)
{
	eb_log(EB_INFO, "demoted: no server runs");
	return OCF_SUCCESS;
}

static bool is_primary(struct eb_sql *sql)
{
	EB_CLEAN(eb_view_free) struct eb_view view = { 0 };

	return eb_view_take(sql, &view) == 0 && eb_view_is_primary(&view);
}

/* Nobody writes any more, and nobody's commit waits for a replica. */
static int close_down(const struct eb_call *call, struct eb_sql *sql)
{
	const struct eb_mysql_conf *conf = call->conf;
	const struct eb_dialect *dialect = eb_dialect_of(eb_sql_version(sql));
	int r = eb_demotion_close(call, sql, dialect);

	if (r == 0 && conf->kill_sessions)
		r = eb_sessions_kill(sql, false);
	/* Whichever plugin it has, or none. */
	if (r == 0 && eb_sql_run(sql, "SET GLOBAL %s_enabled=0", dialect->semisync_primary) < 0)
		eb_sql_run(sql, "SET GLOBAL %s_enabled=0",
			   eb_dialect_with_old_plugins(dialect)->semisync_primary);
	return r;
}

enum eb_ocf eb_mysql_demote(const struct eb_call *call)
{
	EB_CLEAN(eb_local_close) struct eb_local local = { 0 };
	const struct eb_mysql_conf *conf = call->conf;
	bool was_primary;
	struct eb_proc proc;
	int r = eb_server_find(conf, &proc);

	eb_role_set(call, EB_ROLE_LEAVING);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot look for the server's process");
	if (r == 0)
		return tell_dead();
	if (!eb_mysql_is_member(call))
		return OCF_SUCCESS;
	/* One that hangs is for stop to end: the sooner that begins, the better. */
	if (eb_local_hangs(call))
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "the server on %s does not answer within %ld ms: it hangs or is "
			       "stopped, and cannot be demoted",
			       conf->socket, conf->connect_timeout_ms);
	r = eb_local_open_patient(call, &local);
	if (r < 0)
		return eb_proc_alive(&proc) ? eb_local_fail(call, &local, r) : tell_dead();
	was_primary = eb_in_cluster() && is_primary(&local.sql);
	r = close_down(call, &local.sql);
	if (r < 0)
		return !eb_proc_alive(&proc)
			       ? tell_dead()
			       : eb_fail(OCF_ERR_GENERIC, 0, "cannot become read-only: %s (%u)",
					 local.sql.why, local.sql.number);
	eb_role_set(call, EB_ROLE_UNPROMOTED);
	eb_log(EB_INFO, "demoted");
	/* A promotion that failed is demoted, too, and has no last word. */
	if (was_primary)
		publish(call, &local.sql);
	if (eb_in_cluster())
		eb_standing_tell(call, &(struct eb_standing) { EB_STANDING_GOOD, false, "" }, true);
	return OCF_SUCCESS;
}
