// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "agents/database/member.h"
#include "agents/database/pair.h"
#include "agents/database/relay.h"
#include "agents/database/replication.h"
#include "agents/database/standing.h"
#include "agents/database/told.h"
#include "lib/clock.h"

enum {
	CATCH_UP_MS = 1000, /* so long a monitor waits for what the peer had */
	LOOK_MS = 50,
};

static enum eb_ocf fail(const struct eb_sql *sql, const char *what)
{
	return eb_fail(OCF_ERR_GENERIC, 0, "cannot %s: %s (%u)", what, sql->why, sql->number);
}

static bool is_remembered(const struct eb_call *call, const char *what)
{
	char text[8];

	eb_remembered(call, what, text, sizeof(text));
	return !strcmp(text, "1");
}

static void tell(const struct eb_call *call, const struct eb_pair_verdict *verdict, bool always)
{
	struct eb_standing standing = { .score = EB_STANDING_KEEP, .readable = verdict->readable };
	const char *writable = verdict->writable ? "1" : "0";

	snprintf(standing.why, sizeof(standing.why), "%.399s", verdict->why);
	eb_standing_tell(call, &standing, always);
	eb_remember(call, "writable", writable);
	eb_told_of_resource(call, eb_peer_attribute, writable, always);
}

void eb_pair_announce(const struct eb_call *call)
{
	if (eb_in_cluster())
		tell(call, &(struct eb_pair_verdict) { .why = "" }, true);
}

void eb_pair_give_up(const struct eb_call *call)
{
	if (eb_mysql_is_pair(call) && eb_in_cluster() && !call->probe &&
	    is_remembered(call, "writable"))
		tell(call, &(struct eb_pair_verdict) { .why = "failed" }, false);
}

void eb_pair_leave(const struct eb_call *call)
{
	static const char *const words[] = { "writable", "open", "lost" };

	for (size_t i = 0; i < EB_COUNT(words); i++)
		eb_remember(call, words[i], "");
	if (!eb_mysql_is_pair(call) || !eb_in_cluster())
		return;
	eb_told_of_resource(call, "state", "", true);
	eb_told_of_resource(call, eb_peer_attribute, "", true);
}

static enum eb_ocf open_for_writing(const struct eb_call *call, struct eb_sql *sql,
				    struct eb_view *view)
{
	if (view->dialect->super_read_only && eb_sql_run(sql, "SET GLOBAL super_read_only=0") < 0)
		return fail(sql, "become writable");
	if (eb_sql_run(sql, "SET GLOBAL read_only=0") < 0)
		return fail(sql, "become writable");
	eb_log(EB_INFO, "writable");
	view->read_only = false;
	eb_remember(call, "open", "1");
	return OCF_SUCCESS;
}

/*
 * Is replication to be started?  Never over an error, nor over what somebody stopped; nor while
 * something is received and not applied, since what the peer has purged would be gone with it.
 */
static bool is_to_follow(const struct eb_call *call, const struct eb_local *local,
			 const struct eb_view *view, const struct eb_meeting *meeting)
{
	const struct eb_mysql_conf *conf = call->conf;
	const struct eb_replica *replica = &view->replica;

	if (!replica->configured || is_remembered(call, "unstarted"))
		return true;
	if (replica->apply_errno || !eb_gtids_has(&view->applied, &view->received))
		return false;
	if (strcmp(replica->host, meeting->host) != 0 ||
	    eb_replication_is_open(conf, local, replica))
		return true;
	if (replica->receiving == EB_RECEIVING_NO && replica->receive_errno)
		return true;
	return conf->manage_replication &&
	       (!replica->applying || replica->receiving == EB_RECEIVING_NO);
}

static enum eb_ocf follow(const struct eb_call *call, struct eb_local *local, struct eb_view *view,
			  const struct eb_meeting *meeting)
{
	if (eb_replication_point(call, local, view, meeting->host, &meeting->request) < 0)
		return fail(&local->sql, "follow the peer");
	eb_log(EB_INFO, "follows the peer %s", meeting->host);
	eb_remember(call, "unstarted", "");
	return OCF_SUCCESS;
}

/* Without a peer the relay log may hold what MariaDB would forget, and what only the peer has else. */
static enum eb_ocf apply_rest(const struct eb_call *call, struct eb_local *local,
			      struct eb_view *view)
{
	EB_CLEAN(eb_relay_free) struct eb_relay relay = { 0 };
	const struct eb_mysql_conf *conf = call->conf;

	if (eb_relay_look(&local->sql, view, &relay) < 0)
		return fail(&local->sql, "read the relay log");
	if (!relay.at || relay.mixed || !conf->relay_rescue)
		return OCF_SUCCESS;
	eb_log(EB_INFO, "no peer runs: what it had sent is applied from %s:%llu on", relay.file,
	       relay.at);
	if (eb_relay_rescue(&local->sql, view->dialect, &relay) < 0)
		return fail(&local->sql, "apply the relay log");
	return OCF_SUCCESS;
}

/* What comes of having met the peer, or nobody.  Only what was never written to is refused. */
static enum eb_ocf act(const struct eb_call *call, struct eb_local *local, struct eb_view *view,
		       const struct eb_meeting *meeting)
{
	bool opened = is_remembered(call, "open");
	enum eb_ocf code = OCF_SUCCESS;

	if (meeting->end == EB_MEETING_CLASH && !opened)
		return eb_fail(OCF_ERR_INSTALLED, 0, "%s", meeting->why);
	if (meeting->end == EB_MEETING_ALONE && !opened)
		code = apply_rest(call, local, view);
	else if (meeting->end == EB_MEETING_GOOD && is_to_follow(call, local, view, meeting))
		code = follow(call, local, view, meeting);
	if (code == OCF_SUCCESS && !opened &&
	    (meeting->end == EB_MEETING_GOOD || meeting->end == EB_MEETING_ALONE ||
	     meeting->end == EB_MEETING_ERRANT))
		code = open_for_writing(call, &local->sql, view);
	return code;
}

enum eb_ocf eb_pair_join(const struct eb_call *call)
{
	EB_CLEAN(eb_local_close) struct eb_local local = { 0 };
	EB_CLEAN(eb_view_free) struct eb_view view = { 0 };
	EB_CLEAN(eb_meeting_free) struct eb_meeting meeting = { .end = EB_MEETING_ALONE };
	char why[400];
	enum eb_ocf code;
	int r = eb_local_open_patient(call, &local);

	if (r < 0)
		return eb_local_fail(call, &local, r);
	eb_remember(call, "unstarted", "1");
	eb_remember(call, "open", "");
	if (eb_view_take(&local.sql, &view) < 0)
		return fail(&local.sql, "look at the server");
	code = eb_member_fit(&view);
	if (code != OCF_SUCCESS)
		return code;
	if (*eb_peer_unfit(&view, why, sizeof(why)))
		return eb_fail(OCF_ERR_INSTALLED, 0, "%s", why);
	if (eb_in_cluster() && eb_peer_meet(call, &local, &view, &meeting) < 0)
		return fail(&local.sql, "look at the server");
	if (meeting.why[0])
		eb_log(EB_WARN, "%s", meeting.why);
	return act(call, &local, &view, &meeting);
}

/* Waits a moment for what the peer had; at the end view is as the server is then. */
static int catch_up(const struct eb_call *call, struct eb_sql *sql,
		    const struct eb_meeting *meeting, struct eb_view *view, bool *caught_up)
{
	int64_t until_ms = eb_clock_ms() + CATCH_UP_MS;

	for (;;) {
		int r;

		eb_view_free(view);
		r = eb_view_take(sql, view);
		if (r < 0)
			return r;
		*caught_up = meeting->end == EB_MEETING_GOOD &&
			     eb_gtids_has(&view->applied, &meeting->has);
		if (meeting->end != EB_MEETING_GOOD || *caught_up || view->replica.apply_errno ||
		    eb_clock_left(until_ms) == 0)
			return 0;
		eb_clock_sleep(LOOK_MS, call->deadline_ms);
	}
}

static bool is_well(const struct eb_mysql_conf *conf, const struct eb_local *local,
		    const struct eb_view *view, const struct eb_pair_facts *facts)
{
	const struct eb_replica *replica = &view->replica;

	return facts->writable && !eb_replication_is_open(conf, local, replica) &&
	       replica->applying && replica->receiving == EB_RECEIVING_YES;
}

/* A pair that is well is not asked any further: neither the cluster nor the peer. */
enum eb_ocf eb_pair_monitor(const struct eb_call *call, struct eb_local *local)
{
	EB_CLEAN(eb_view_free) struct eb_view view = { 0 };
	EB_CLEAN(eb_meeting_free) struct eb_meeting meeting = { 0 };
	struct eb_pair_facts facts = { .writable = is_remembered(call, "writable"),
				       .readable = is_remembered(call, "readable"),
				       .lost = is_remembered(call, "lost") };
	struct eb_pair_verdict verdict;
	enum eb_ocf code = OCF_SUCCESS;

	if (eb_view_take(&local->sql, &view) < 0)
		return fail(&local->sql, "look at the server");
	if (call->probe || !eb_in_cluster())
		return OCF_SUCCESS;
	facts.met = !is_well(call->conf, local, &view, &facts);
	if (facts.met) {
		if (eb_peer_meet(call, local, &view, &meeting) < 0)
			return fail(&local->sql, "look at the server");
		code = act(call, local, &view, &meeting);
		if (code == OCF_SUCCESS &&
		    catch_up(call, &local->sql, &meeting, &view, &facts.caught_up) < 0)
			return fail(&local->sql, "look at the server");
		facts.end = meeting.end;
		facts.node = meeting.node;
		facts.why = meeting.why;
	}
	if (code != OCF_SUCCESS)
		return code;
	facts.unstarted = is_remembered(call, "unstarted");
	eb_remember(call, "lost", view.replica.receiving == EB_RECEIVING_CONNECTING ? "1" : "");
	eb_pair_judge(call->conf, &view, &facts, &verdict);
	tell(call, &verdict, false);
	return OCF_SUCCESS;
}
