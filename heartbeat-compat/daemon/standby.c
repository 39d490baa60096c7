// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>

#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/daemon/handover.h"
#include "heartbeat-compat/daemon/hold.h"
#include "heartbeat-compat/daemon/marks.h"
#include "heartbeat-compat/daemon/standby.h"
#include "heartbeat-compat/daemon/view.h"
#include "lib/clock.h"

struct hb_standby {
	struct hb_daemon *daemon;
	struct hb_handover *handover;
	struct hb_marks *marks; /* hb-away-LINE */
	bool deaf;              /* Pacemaker did not take the marks; said */
	bool away;              /* lines were given that have not come back */
	bool begun;             /* an earlier life's marks are gone */
};

/* ---- marks ---------------------------------------------------------------------------------- */

static void told(void *data, int status)
{
	struct hb_standby *standby = data;
	/* Old marks are cleared when there is a Pacemaker again; nobody waits for that. */
	bool deaf = status != 0 && hb_handover_phase(standby->handover) != HB_REST;

	if (deaf && !standby->deaf)
		hb_log(HB_LOG_ERROR,
		       "cannot tell Pacemaker which lines are handed over (%d): trying again",
		       status);
	standby->deaf = deaf;
	hb_handover_telling(standby->handover, false);
}

static void tell(struct hb_standby *standby)
{
	if (hb_marks_write(standby->marks))
		hb_handover_telling(standby->handover, true);
}

/* The lines of the move that has begun are sent away from here, or no more. */
static void send_away(struct hb_standby *standby, bool away)
{
	const struct hb_line *line;

	/* It may have been restarted, and know of none. */
	if (away)
		hb_marks_doubt(standby->marks);
	eb_for_each (line, standby->daemon->lines->list)
		if (hb_handover_concerns(standby->handover, line))
			hb_marks_want(standby->marks, line->away, away);
	tell(standby);
}

void hb_standby_let_in(struct hb_standby *standby, enum hb_scope scope, const char *node)
{
	const struct hb_line *line;

	eb_for_each (line, standby->daemon->lines->list)
		if (hb_line_in(line, scope, node))
			hb_marks_want(standby->marks, line->away, false);
	standby->away = hb_handover_phase(standby->handover) == HB_GIVING;
	tell(standby);
}

/*
 * A move is over. Lines stay where they are by themselves with auto_failback off. A line that does
 * not go is not to do so hours later, when what kept it is over.
 */
static void let_go(void *data)
{
	struct hb_standby *standby = data;
	const struct hb_daemon *daemon = standby->daemon;
	const struct hb_line *line;

	eb_for_each (line, daemon->lines->list)
		if (daemon->settings->failback == HB_FAILBACK_OFF ||
		    !hb_line_is_elsewhere(line, daemon->state->self->name))
			hb_marks_want(standby->marks, line->away, false);
	tell(standby);
}

void hb_standby_dropped(struct hb_standby *standby, const struct hb_lines *old,
			const struct hb_lines *lines)
{
	const struct hb_line *line;

	eb_for_each (line, old->list)
		if (!hb_lines_has(lines, line->id))
			hb_marks_want(standby->marks, line->away, false);
	tell(standby);
}

void hb_standby_look(struct hb_standby *standby)
{
	hb_handover_look(standby->handover);
}

/* A daemon's end is the end of what it handed over, as a node's is, however it came about. */
static void begin_anew(struct hb_standby *standby)
{
	if (standby->begun || !standby->daemon->lines)
		return;
	standby->begun = true;
	hb_standby_let_in(standby, HB_SCOPE_ALL, standby->daemon->state->self->name);
}

void hb_standby_tick(struct hb_standby *standby, int64_t now_ms)
{
	begin_anew(standby);
	hb_handover_tick(standby->handover, now_ms);
	hb_marks_tick(standby->marks, now_ms);
}

/* ---- beginning ------------------------------------------------------------------------------ */

struct hb_standby *hb_standby_new(struct hb_daemon *daemon)
{
	struct hb_standby *standby = g_new0(struct hb_standby, 1);

	standby->daemon = daemon;
	standby->handover = hb_handover_new(daemon, let_go, standby);
	standby->marks = hb_marks_new(daemon->settings->self, told, standby);
	return standby;
}

void hb_standby_free(struct hb_standby *standby)
{
	if (!standby)
		return;
	hb_handover_free(standby->handover);
	hb_marks_free(standby->marks);
	g_free(standby);
}

/* May such a move begin? The opposite of the one under way may: somebody wants it back. */
static int check(const struct hb_standby *standby, enum hb_phase phase)
{
	const struct hb_daemon *daemon = standby->daemon;

	if (!daemon->lines || !daemon->state->connected)
		return -EAGAIN;
	if (hb_handover_phase(standby->handover) == phase &&
	    !hb_handover_arrived(standby->handover))
		return -EBUSY;
	if (hb_state_other(daemon->state))
		return 0;
	return daemon->state->inquorate ? -ENETDOWN : -ENOTCONN;
}

/* to: who asked for it; NULL: nobody did. */
static void announce(struct hb_standby *standby, const char *type, enum hb_scope scope,
		     const char *to)
{
	struct hb_msg *msg = hb_daemon_message(standby->daemon, type);

	hb_msg_add(msg, "scope", "%s", hb_scope_words[scope]);
	if (to)
		hb_msg_add(msg, "to", "%s", to);
	hb_member_send(standby->daemon->member, msg);
	hb_msg_free(msg);
}

/* Would nobody hear a request? */
static bool is_alone(const struct hb_standby *standby)
{
	const struct hb_state *state = standby->daemon->state;
	const struct hb_peer *peer;

	eb_for_each (peer, state->nodes)
		if (peer != state->self && !hb_state_is_mute(state, peer, eb_clock_ms()))
			return false;
	return true;
}

/* A node that keeps nothing away from itself, since nobody there hears that we ask for it: Pacemaker
 * could move there what others give. NULL: there is none. */
static const struct hb_peer *bystander(const struct hb_standby *standby)
{
	const struct hb_daemon *daemon = standby->daemon;
	const struct hb_peer *peer;

	eb_for_each (peer, daemon->state->nodes)
		if (peer != daemon->state->self && !peer->ping && peer->member &&
		    hb_state_is_mute(daemon->state, peer, eb_clock_ms()) &&
		    hb_member_controller(daemon->member, peer->id))
			return peer;
	return NULL;
}

static int give(struct hb_standby *standby, enum hb_scope scope, const char *to)
{
	const char *self = standby->daemon->state->self->name, *word = hb_scope_words[scope];
	int failed = check(standby, HB_GIVING);

	/* They keep it away from themselves until they hear of it. */
	if (!failed && hb_settings_takeover_waits(standby->daemon->settings) && is_alone(standby))
		failed = -EHOSTDOWN;
	hb_log(HB_LOG_INFO, "%s wants to go standby [%s]", self, word);
	if (failed == -ENOTCONN || failed == -ENETDOWN || failed == -EHOSTDOWN) {
		hb_log(HB_LOG_WARN, "No reply to standby request.  Standby request cancelled.");
	} else if (failed == -EBUSY) {
		hb_log(HB_LOG_WARN, "Standby in progress- new request ignored [%d seconds left]",
		       eb_clock_left(hb_handover_until(standby->handover)) / 1000);
	}
	if (failed)
		return failed;
	hb_handover_begin(standby->handover, HB_GIVING, scope, to);
	standby->away = true;
	announce(standby, "standby", scope, to);
	hb_daemon_status(standby->daemon); /* it insists on them no more */
	hb_log(HB_LOG_INFO, "standby: %s can take our %s resources",
	       to ? to : hb_state_other(standby->daemon->state)->name, word);
	hb_log(HB_LOG_INFO, "give up %s HA resources (standby).", word);
	send_away(standby, true);
	return 0;
}

static int take(struct hb_standby *standby, enum hb_scope scope)
{
	int failed = check(standby, HB_TAKING);
	bool released = failed != -EAGAIN && hb_hold_release(standby->daemon->hold, scope) > 0;

	if (!failed && is_alone(standby))
		failed = -EHOSTDOWN;
	if (!failed && bystander(standby)) {
		hb_log(HB_LOG_WARN,
		       "Standby request cancelled: the daemon of node %s says nothing, and what the "
		       "others give could go there",
		       bystander(standby)->name);
		failed = -EHOSTUNREACH;
	}
	if (failed && !released)
		return failed;
	hb_handover_begin(standby->handover, HB_TAKING, scope, NULL);
	announce(standby, "takeover", scope, NULL);
	send_away(standby, false);
	standby->away = false;
	return 0;
}

struct request {
	struct hb_standby *standby;
	enum hb_phase phase;
	enum hb_scope scope;
	char *to;
	hb_standby_begun *begun;
	void *data;
};

static void begin(void *data, bool failed)
{
	struct request *request = data;
	int rc;

	begin_anew(request->standby);
	rc = request->phase == HB_GIVING ? give(request->standby, request->scope, request->to)
					 : take(request->standby, request->scope);
	request->begun(request->data, rc);
	g_free(request->to);
	g_free(request);
}

void hb_standby_begin(struct hb_standby *standby, enum hb_phase phase, enum hb_scope scope,
		      const char *to, hb_standby_begun *begun, void *data)
{
	struct request *request = g_new(struct request, 1);

	*request = (struct request) { standby, phase, scope, g_strdup(to), begun, data };
	/* The one under way may have arrived since the last look. */
	if (check(standby, phase) == -EBUSY)
		hb_view_ask(standby->daemon->view, begin, request);
	else
		begin(request, false);
}

/* ---- the move under way ----------------------------------------------------------------------- */

void hb_standby_cancel(struct hb_standby *standby, const char *text)
{
	hb_handover_cancel(standby->handover, text);
}

void hb_standby_forget(struct hb_standby *standby)
{
	if (hb_handover_phase(standby->handover) == HB_GIVING) {
		hb_log(HB_LOG_INFO, "Cancelling pending standby operation");
		hb_handover_cancel(standby->handover, "members of the cluster came or went");
	}
	/* Those of an earlier life of the daemon, too. */
	if (standby->daemon->lines)
		hb_standby_let_in(standby, HB_SCOPE_ALL, standby->daemon->state->self->name);
}

enum hb_phase hb_standby_phase(const struct hb_standby *standby)
{
	return hb_handover_phase(standby->handover);
}

bool hb_standby_gives(const struct hb_standby *standby, const struct hb_line *line)
{
	return hb_handover_phase(standby->handover) == HB_GIVING &&
	       hb_handover_concerns(standby->handover, line);
}

bool hb_standby_away(const struct hb_standby *standby)
{
	return standby->away;
}

unsigned int hb_standby_number(const struct hb_standby *standby)
{
	return hb_handover_number(standby->handover);
}

void hb_standby_tell(const struct hb_standby *standby, unsigned int number, struct hb_msg *msg)
{
	hb_handover_tell(standby->handover, number, msg);
}
