// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which of a pair clients may use.  Where the peer's changes are applied, or will not come since
 * the peer is dead; what nobody can know leaves standing what was said before, since both would
 * lose the address over a broken cable.
 */
#include <stdarg.h>
#include <stdio.h>

#include "agents/database/pair.h"

static void say(struct eb_pair_verdict *verdict, bool both, const char *fmt, ...) EB_PRINTF(3, 4);
static void say(struct eb_pair_verdict *verdict, bool both, const char *fmt, ...)
{
	va_list args;

	verdict->writable = verdict->readable = both;
	va_start(args, fmt);
	vsnprintf(verdict->why, sizeof(verdict->why), fmt, args);
	va_end(args);
}

/* Nothing more will come: what did come is waited for, unless it is stuck. */
static void judge_alone(const struct eb_view *view, struct eb_pair_verdict *verdict)
{
	const struct eb_replica *replica = &view->replica;

	if (replica->applying && !eb_gtids_has(&view->applied, &view->received))
		say(verdict, false, "no peer runs; what it had sent is being applied");
	else if (replica->apply_errno)
		say(verdict, true, "no peer runs; replication stopped by error %ld: %s",
		    replica->apply_errno, replica->apply_error);
	else
		say(verdict, true, "no peer runs");
}

static void judge_connection(const struct eb_view *view, const struct eb_pair_facts *facts,
			     struct eb_pair_verdict *verdict)
{
	const struct eb_replica *replica = &view->replica;

	if (!replica->configured || facts->unstarted)
		snprintf(verdict->why, sizeof(verdict->why), "%s",
			 facts->why && *facts->why ? facts->why : "waits for the peer");
	else if (!replica->applying ||
		 (replica->receiving == EB_RECEIVING_NO && !replica->receive_errno))
		say(verdict, false, "replication was stopped by somebody");
	else if (replica->receiving == EB_RECEIVING_NO)
		say(verdict, false, "the peer %s cannot be followed, error %ld: %s", replica->host,
		    replica->receive_errno, replica->receive_error);
	else {
		verdict->readable = verdict->readable && !facts->lost;
		snprintf(verdict->why, sizeof(verdict->why), "no connection to the peer %s%s%.200s",
			 replica->host, *replica->receive_error ? ": " : "",
			 replica->receive_error);
	}
}

static void judge_running(const struct eb_mysql_conf *conf, const struct eb_view *view,
			  const struct eb_pair_facts *facts, struct eb_pair_verdict *verdict)
{
	long lag_s = view->replica.lag_s;

	if (lag_s > conf->max_lag_s)
		say(verdict, false, "more than max_slave_lag (%ld s) behind the peer %s",
		    conf->max_lag_s, view->replica.host);
	else if (facts->caught_up || (facts->writable && lag_s >= 0))
		say(verdict, true, "%s", "");
	else if (!facts->writable)
		say(verdict, false, "catches up with the peer %s", view->replica.host);
}

void eb_pair_judge(const struct eb_mysql_conf *conf, const struct eb_view *view,
		   const struct eb_pair_facts *facts, struct eb_pair_verdict *verdict)
{
	const struct eb_replica *replica = &view->replica;

	*verdict = (struct eb_pair_verdict) { facts->writable, facts->readable, "" };
	if (facts->met && facts->end == EB_MEETING_LOST)
		say(verdict, false, "%s", facts->why);
	else if (facts->met && facts->end == EB_MEETING_ALONE)
		judge_alone(view, verdict);
	else if (replica->apply_errno)
		say(verdict, false, "replication stopped by error %ld: %s", replica->apply_errno,
		    replica->apply_error);
	/* Its fault, which it is told of itself: what is here stays good. */
	else if (facts->met && (facts->end == EB_MEETING_CLASH || facts->end == EB_MEETING_ERRANT))
		snprintf(verdict->why, sizeof(verdict->why), "%s", facts->why);
	else if (!replica->applying || replica->receiving != EB_RECEIVING_YES)
		judge_connection(view, facts, verdict);
	else
		judge_running(conf, view, facts, verdict);
	if (!view->read_only)
		return;
	verdict->writable = false;
	if (!verdict->why[0])
		snprintf(verdict->why, sizeof(verdict->why), "read_only was set by somebody");
}
