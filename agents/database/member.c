// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "agents/database/errant.h"
#include "agents/database/folder.h"
#include "agents/database/holders.h"
#include "agents/database/member.h"
#include "agents/database/promotion.h"
#include "agents/database/reached.h"
#include "agents/database/receipts.h"
#include "agents/database/rejoin.h"
#include "agents/database/replication.h"
#include "agents/database/role.h"
#include "agents/database/standing.h"
#include "agents/database/told.h"
#include "lib/score.h"

static const char errant[] = "errant ";

static enum eb_ocf fail(const struct eb_sql *sql, const char *what)
{
	return eb_fail(OCF_ERR_GENERIC, 0, "cannot %s: %s (%u)", what, sql->why, sql->number);
}

static bool is_in_state(const struct eb_call *call, const char *begin)
{
	char state[64];

	eb_remembered(call, "state", state, sizeof(state));
	return !strncmp(state, begin, strlen(begin));
}

static bool is_refused(const struct eb_call *call)
{
	return is_in_state(call, errant);
}

static bool is_twin(const struct eb_call *call)
{
	return is_in_state(call, eb_replication_twin);
}

/* In the words of its state. */
static enum eb_ocf fail_twin(const struct eb_call *call)
{
	char state[400];

	eb_remembered(call, "state", state, sizeof(state));
	return eb_fail(OCF_ERR_INSTALLED, 0, "%s", state);
}

/* Before there ever was a primary, the configuration may name one: the others stay behind. */
static bool has_to_wait(const struct eb_call *call)
{
	const struct eb_mysql_conf *conf = call->conf;
	char primary[16];

	if (!conf->initial_primary || !strcmp(conf->initial_primary, eb_cluster_self()))
		return false;
	return eb_cluster_recall(call, "PRIMARY", primary, sizeof(primary)) == 0 && !*primary;
}

/* Was replication configured and not running when the server had started, and is so still? */
static bool is_unstarted(const struct eb_call *call, const struct eb_replica *replica)
{
	char mark[8];

	eb_remembered(call, "unstarted", mark, sizeof(mark));
	if (!*mark)
		return false;
	if (replica->configured && !replica->applying && replica->receiving == EB_RECEIVING_NO &&
	    !replica->apply_errno)
		return true;
	eb_remember(call, "unstarted", "");
	return false;
}

static void tell(const struct eb_call *call, const struct eb_view *view,
		 struct eb_standing_facts facts, bool always)
{
	const struct eb_mysql_conf *conf = call->conf;
	struct eb_standing standing;

	facts.unstarted = is_unstarted(call, &view->replica);
	eb_standing_of(conf, view, &facts, &standing);
	if (standing.score == EB_STANDING_GOOD && !view->replica.configured && has_to_wait(call))
		standing.score = 0;
	/* The server says so in its log alone, after half a minute; it answers meanwhile. */
	if (!standing.why[0] && eb_folder_is_full(conf->datadir))
		snprintf(standing.why, sizeof(standing.why),
			 "no space is left on the file system of %s: commits wait for some",
			 conf->datadir);
	eb_standing_tell(call, &standing, always);
}

enum eb_ocf eb_member_fit(const struct eb_view *view)
{
	if (strcmp(eb_view_setting(view, "log_bin"), "ON") != 0)
		return eb_fail(OCF_ERR_INSTALLED, 0,
			       "log_bin is off: there is nothing to replicate");
	if (view->server_id <= 0)
		return eb_fail(OCF_ERR_INSTALLED, 0, "server_id is 0: every node wants its own");
	return OCF_SUCCESS;
}

enum eb_ocf eb_member_join(const struct eb_call *call)
{
	EB_CLEAN(eb_local_close) struct eb_local local = { 0 };
	EB_CLEAN(eb_view_free) struct eb_view view = { 0 };
	EB_CLEAN(eb_view_free) struct eb_view after = { 0 };
	const char *primary;
	char node[EB_NODE_NAME];
	enum eb_ocf code;
	bool led;
	int r = eb_local_open_patient(call, &local);

	if (r < 0)
		return eb_local_fail(call, &local, r);
	eb_role_set(call, EB_ROLE_UNPROMOTED);
	eb_remember(call, "state", "");
	eb_remember(call, "unstarted", "1");
	eb_remember(call, "paused", "");
	code = eb_rejoin_adopt(call, &local);
	if (code != OCF_SUCCESS)
		return code;
	eb_errant_forget(call);
	if (eb_view_take(&local.sql, &view) < 0)
		return fail(&local.sql, "look at the server");
	code = eb_member_fit(&view);
	if (code != OCF_SUCCESS)
		return code;
	if (!view.read_only && eb_demotion_close(call, &local.sql, view.dialect) < 0)
		return fail(&local.sql, "become read-only");
	if (!eb_in_cluster())
		return OCF_SUCCESS;
	primary = eb_cluster_other(eb_cluster_promoted(), node);
	r = primary ? eb_replication_follow(call, &local, &view, primary) : 1;
	led = r == 0;
	if (r == -ENOTUNIQ)
		return fail_twin(call);
	if (r == -EUCLEAN)
		return OCF_SUCCESS; /* it runs, must not be promoted, and its state says why */
	if (eb_view_take(&local.sql, &after) == 0)
		tell(call, &after, (struct eb_standing_facts) { .led = led }, true);
	return OCF_SUCCESS;
}

void eb_member_leave(const struct eb_call *call)
{
	const struct eb_mysql_conf *conf = call->conf;

	eb_role_set(call, EB_ROLE_UNKNOWN);
	eb_remember(call, "state", "");
	eb_remember(call, "unstarted", "");
	eb_remember(call, "paused", "");
	eb_remember(call, "readable", "");
	eb_remember(call, "semisync", "");
	eb_remember(call, "replicas", "");
	eb_holders_leave(call);
	eb_errant_forget(call);
	if (!eb_mysql_replicates(call) || !eb_in_cluster())
		return;
	if (eb_mysql_is_member(call))
		eb_score_forget(call);
	eb_told_attribute(call, conf->reader_attribute, "", true);
	eb_told_of_resource(call, "state", "", false);
}

/* Receipts are required, and a restart by hand or a person has ended that. */
static bool is_unasked(const struct eb_call *call)
{
	const struct eb_mysql_conf *conf = call->conf;
	struct eb_semisync semisync;
	char text[EB_WORD];

	eb_remembered(call, "semisync", text, sizeof(text));
	eb_semisync_read(text, &semisync);
	return !strcmp(conf->semisync, "require") && semisync.alone;
}

static enum eb_ocf monitor_primary(const struct eb_call *call, struct eb_local *local,
				   const struct eb_view *view)
{
	const struct eb_mysql_conf *conf = call->conf;
	struct eb_standing_facts facts = { .led = true };

	eb_errant_forget(call);
	if (!eb_in_cluster())
		return OCF_RUNNING_PROMOTED;
	/* Not within promote, which clients wait for: nobody can have sent a receipt by then. */
	if (strcmp(conf->semisync, "off") != 0 && eb_is_recurring())
		facts.alone = eb_receipts_watch(call, local, view->dialect);
	facts.unasked = is_unasked(call);
	if (eb_is_recurring())
		eb_reached_tell(call, view);
	tell(call, view, facts, false);
	return OCF_RUNNING_PROMOTED;
}

/*
 * Somebody made it writable: what is written there would be nobody else's.  At the end view is as
 * the server is then.
 */
static enum eb_ocf close_replica(const struct eb_call *call, struct eb_sql *sql,
				 struct eb_view *view)
{
	char written[256];

	if (eb_demotion_close(call, sql, view->dialect) < 0)
		return fail(sql, "make the replica read-only again");
	eb_view_free(view);
	if (eb_view_take(sql, view) < 0)
		return fail(sql, "look at the server");
	eb_log(EB_WARN,
	       "read_only was off, and this is not the node that the cluster promoted: it is set "
	       "again; written here meanwhile: %s",
	       eb_errant_tell(call, view, written, sizeof(written)));
	return OCF_SUCCESS;
}

/* Does it lack a primary for a reason that may have gone, or is it ours what somebody stopped? */
static bool is_lost(const struct eb_mysql_conf *conf, const struct eb_local *local,
		    const struct eb_replica *replica)
{
	if (conf->manage_replication && !replica->apply_errno &&
	    (!replica->applying || replica->receiving == EB_RECEIVING_NO))
		return true;
	return !replica->configured || eb_replication_is_open(conf, local, replica) ||
	       replica->receiving == EB_RECEIVING_CONNECTING ||
	       (replica->receiving == EB_RECEIVING_NO && replica->receive_errno);
}

static enum eb_ocf monitor_replica(const struct eb_call *call, struct eb_local *local,
				   struct eb_view *view)
{
	EB_CLEAN(eb_view_free) struct eb_view after = { 0 };
	const struct eb_mysql_conf *conf = call->conf;
	const struct eb_view *now = view;
	enum eb_ocf code;
	int r = 1;

	if (!eb_in_cluster())
		return OCF_SUCCESS;
	if (!view->replica.configured)
		eb_errant_note(call, view);
	else
		r = eb_errant_watch(call, local, view) ?: 1;
	if (r == -EUCLEAN)
		return eb_rejoin_watch(call, local, view, true);
	if (eb_replication_is_paused(call, &view->replica) ||
	    is_lost(conf, local, &view->replica) || is_unstarted(call, &view->replica) ||
	    is_refused(call) || is_twin(call)) {
		r = eb_replication_find(call, local, view);
		if (eb_view_take(&local->sql, &after) < 0)
			return fail(&local->sql, "look at the server");
		now = &after;
	}
	/* Refused stays refused, until it follows somebody. */
	if (r == -ENOTUNIQ || (r != 0 && is_twin(call)))
		return OCF_SUCCESS;
	if (r == -EUCLEAN || (!now->replica.applying && is_refused(call)))
		return eb_rejoin_watch(call, local, now, r == -EUCLEAN);
	tell(call, now, (struct eb_standing_facts) { .led = r == 0 }, false);
	code = eb_rejoin_watch(call, local, view, false);
	if (code != OCF_SUCCESS)
		return code;
	if (conf->evict && now->replica.lag_s > conf->max_lag_s)
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "%ld s behind the primary, max_slave_lag is %ld s",
			       now->replica.lag_s, conf->max_lag_s);
	return OCF_SUCCESS;
}

enum eb_ocf eb_member_monitor(const struct eb_call *call, struct eb_local *local)
{
	EB_CLEAN(eb_view_free) struct eb_view view = { 0 };
	struct eb_sql *sql = &local->sql;
	enum eb_ocf code = OCF_SUCCESS;
	enum eb_role role;

	if (eb_view_take(sql, &view) < 0)
		return fail(sql, "look at the server");
	if (call->probe)
		return eb_view_is_primary(&view) ? OCF_RUNNING_PROMOTED : OCF_SUCCESS;
	if (eb_view_is_primary(&view) && eb_role_is_given(call))
		return monitor_primary(call, local, &view);
	role = eb_role_of(call);
	if (role == EB_ROLE_PROMOTED && view.read_only)
		return eb_fail(OCF_FAILED_PROMOTED, 0,
			       "the promoted server is read-only: somebody set it");
	if (role != EB_ROLE_PROMOTED)
		eb_role_set(call, EB_ROLE_UNPROMOTED);
	if (!view.read_only)
		code = close_replica(call, sql, &view);
	return code == OCF_SUCCESS ? monitor_replica(call, local, &view) : code;
}
