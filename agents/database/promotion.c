// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/database/cluster.h"
#include "agents/database/election.h"
#include "agents/database/holders.h"
#include "agents/database/promotion.h"
#include "agents/database/reached.h"
#include "agents/database/role.h"
#include "agents/database/standing.h"

enum { NO_SUCH_VARIABLE = 1193, FOREVER_MS = 2000000000 };

static enum eb_ocf fail(const struct eb_sql *sql, const char *what)
{
	return eb_fail(OCF_ERR_GENERIC, 0, "cannot %s: %s (%u)", what, sql->why, sql->number);
}

/* A setting that this version may not have. */
static int set(struct eb_sql *sql, const char *name, const char *rest, long value)
{
	int r = eb_sql_run(sql, "SET GLOBAL %s%s=%ld", name, rest, value);

	return r == -EIO && sql->number == NO_SUCH_VARIABLE ? 0 : r;
}

/*
 * Commits wait for a replica's receipt before anybody sees them (AFTER_SYNC).  Without a replica
 * they wait for ever (require), or as long as semisync_timeout says.
 */
static int set_semisync(const struct eb_mysql_conf *conf, struct eb_sql *sql,
			const struct eb_dialect *d)
{
	bool on = strcmp(conf->semisync, "off") != 0, required = !strcmp(conf->semisync, "require");
	int r;

	if (!on)
		return set(sql, d->semisync_primary, "_enabled", 0);
	r = set(sql, d->semisync_primary, "_timeout",
		required ? FOREVER_MS : conf->semisync_timeout_ms);
	if (r == 0)
		r = set(sql, d->wait_for_none, "", 1);
	if (r == 0) {
		r = eb_sql_run(sql, "SET GLOBAL %s_wait_point='AFTER_SYNC'", d->semisync_primary);
		if (r == -EIO && sql->number == NO_SUCH_VARIABLE)
			r = 0;
	}
	if (r < 0)
		return r;
	/* This one has to be there: without the plugin nothing would wait. */
	return eb_sql_run(sql, "SET GLOBAL %s_enabled=1", d->semisync_primary);
}

/* In this order: nobody writes before everything else is right. */
static int open_up(const struct eb_mysql_conf *conf, struct eb_sql *sql, const struct eb_view *view)
{
	const struct eb_dialect *d = view->dialect;
	int r = 0;

	if (view->replica.configured) {
		r = eb_sql_run(sql, "%s", d->stop);
		if (r == 0)
			r = eb_sql_run(sql, "%s", d->forget);
	}
	if (r == 0)
		r = set_semisync(conf, sql, d);
	if (r == 0 && d->super_read_only)
		r = eb_sql_run(sql, "SET GLOBAL super_read_only=0");
	return r == 0 ? eb_sql_run(sql, "SET GLOBAL read_only=0") : r;
}

/* Who, from which position on: what the next election and the others go by. */
static enum eb_ocf publish(const struct eb_call *call, const struct eb_view *view,
			   const struct eb_reign *before)
{
	EB_CLEAN(eb_freep) char *position = eb_gtids_text(view->dialect->form, &view->applied);
	int r = position ? eb_holders_begin(call) : -ENOMEM;

	if (r == 0)
		r = eb_reign_begin(call, before, position);
	if (r == 0)
		eb_reached_begin(call);
	return r == 0 ? OCF_SUCCESS
		      : eb_fail(OCF_ERR_GENERIC, -r,
				"not promoted: cannot write down who is primary from now on");
}

/* What a primary that cannot be asked is known to have had, what is here, and what that means. */
static void warn_of_loss(const struct eb_call *call, const struct eb_view *view,
			 const struct eb_reign *reign, const char *why)
{
	EB_CLEAN(eb_gtids_free) struct eb_gtids known = { 0 }, lost = { 0 };
	char there[300], here[300], gap[300], what[340] = "";
	int r = eb_reached_recall(call, reign, view->dialect->form, &known);

	eb_gtids_tell(&view->received, here, sizeof(here));
	eb_gtids_tell(&known, there, sizeof(there));
	if (r == 0 && eb_gtids_without(&known, &view->received, &lost) == 0 && lost.n > 0)
		snprintf(what, sizeof(what), "%s is lost, and ",
			 eb_gtids_tell(&lost, gap, sizeof(gap)));
	eb_log(EB_WARN,
	       "the last primary %s %s: it is last known to have had %s, and here is %s: %swhatever "
	       "it acknowledged beyond that is lost",
	       reign->primary, why, known.n > 0 ? there : "nothing that was told", here, what);
}

/*
 * A primary that waited for nobody's receipt may have acknowledged what nobody else has.  It need
 * not have told: between two monitors it may have lost its last replica, and gone on alone.
 */
static enum eb_ocf check_absent(const struct eb_call *call, const struct eb_view *view,
				const struct eb_last *last)
{
	const struct eb_mysql_conf *conf = call->conf;
	const struct eb_reign *reign = &last->reign;
	bool off = !strcmp(conf->semisync, "off"), required = !strcmp(conf->semisync, "require");
	char told[300];

	if (!*reign->primary || last->heard || !strcmp(reign->primary, eb_cluster_self()))
		return OCF_SUCCESS;
	if (required && !last->semisync.alone)
		return OCF_SUCCESS; /* who may have sent receipts was asked */
	if (required && !conf->allow_loss) {
		eb_gtids_tell(&view->received, told, sizeof(told));
		return eb_fail(
			OCF_ERR_GENERIC, 0,
			"not promoted: the last primary %s acknowledged without a replica "
			"before it was lost; here is %s; allow_data_loss=true goes on with that",
			reign->primary, told);
	}
	warn_of_loss(
		call, view, reign,
		off                    ? "cannot be asked, and semisync is off"
		: last->semisync.alone ? "acknowledged without a replica before it was lost"
		: last->semisync.replicas > 0
			? "cannot be asked, and may have lost its replicas after its last monitor"
			: "cannot be asked, and had no replica at its last monitor");
	return OCF_SUCCESS;
}

static enum eb_ocf promote(const struct eb_call *call, struct eb_sql *sql, struct eb_view *view)
{
	EB_CLEAN(eb_relay_free) struct eb_relay relay = { 0 };
	EB_CLEAN(eb_view_free) struct eb_view drained = { 0 };
	enum eb_ocf code = OCF_SUCCESS;
	struct eb_last last;

	if (eb_relay_look(sql, view, &relay) < 0)
		return fail(sql, "read the relay log");
	if (eb_in_cluster()) {
		if (eb_election_recall(call, &last) < 0)
			return eb_fail(OCF_ERR_GENERIC, 0,
				       "not promoted: cannot read who was primary last");
		code = eb_election_hold(call, view, &last);
		if (code == OCF_SUCCESS)
			code = check_absent(call, view, &last);
	}
	if (code == OCF_SUCCESS)
		code = eb_promotion_drain(call, sql, view, &relay);
	if (code == OCF_SUCCESS && eb_view_take(sql, &drained) < 0)
		return fail(sql, "look at the server");
	if (code == OCF_SUCCESS && eb_in_cluster())
		code = publish(call, &drained, &last.reign);
	if (code != OCF_SUCCESS)
		return code;
	if (open_up(call->conf, sql, view) < 0)
		return fail(sql, "become writable");
	return OCF_SUCCESS;
}

/*
 * It is primary already: a new reign begins, in which votes about the last one do not count.  What
 * was acknowledged without a receipt by then is what it begins with.
 */
static enum eb_ocf promote_again(const struct eb_call *call, struct eb_sql *sql,
				 const struct eb_view *now)
{
	EB_CLEAN(eb_view_free) struct eb_view view = { 0 };
	const struct eb_mysql_conf *conf = call->conf;
	struct eb_reign before;

	if (!eb_in_cluster())
		return OCF_SUCCESS;
	if (eb_reign_recall(call, &before) < 0)
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "not promoted: cannot read who was primary last");
	if (set_semisync(conf, sql, now->dialect) < 0)
		return fail(sql, "set semi-sync");
	if (eb_view_take(sql, &view) < 0)
		return fail(sql, "look at the server");
	return publish(call, &view, &before);
}

/* What somebody made writable was not elected, and may lack what others have. */
static int close_meddled(const struct eb_call *call, struct eb_sql *sql, struct eb_view *view)
{
	int r;

	if (!eb_view_is_primary(view) || eb_role_is_given(call))
		return 0;
	eb_log(EB_WARN, "the server was made writable by somebody: it is closed for the election");
	r = eb_demotion_close(call, sql, view->dialect);
	eb_view_free(view);
	return r < 0 ? r : eb_view_take(sql, view);
}

enum eb_ocf eb_mysql_promote(const struct eb_call *call)
{
	EB_CLEAN(eb_local_close) struct eb_local local = { 0 };
	EB_CLEAN(eb_view_free) struct eb_view view = { 0 };
	const struct eb_standing primary = { EB_STANDING_PROMOTED, true, "" };
	int r = eb_local_open_patient(call, &local);
	enum eb_ocf code;

	if (r == 0 && !eb_mysql_is_member(call)) {
		eb_role_set(call, EB_ROLE_PROMOTED);
		return OCF_SUCCESS;
	}
	if (r < 0)
		return eb_local_fail(call, &local, r);
	if (eb_view_take(&local.sql, &view) < 0)
		return fail(&local.sql, "look at the server");
	if (close_meddled(call, &local.sql, &view) < 0)
		return fail(&local.sql, "make the server read-only before its election");
	code = eb_view_is_primary(&view) ? promote_again(call, &local.sql, &view)
					 : promote(call, &local.sql, &view);
	if (code != OCF_SUCCESS)
		return code;
	eb_remember(call, "rejoin", ""); /* whom should it follow */
	if (!eb_view_is_primary(&view))
		eb_log(EB_INFO, "promoted");
	eb_role_set(call, EB_ROLE_PROMOTED);
	if (eb_in_cluster())
		eb_standing_tell(call, &primary, false);
	return OCF_SUCCESS;
}
