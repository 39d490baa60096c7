// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>

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

/* What the node calls so may come here. */
static void let_in(struct hb_standby *standby, enum hb_scope scope, const char *node)
{
	const struct hb_line *line;

	eb_for_each (line, standby->daemon->lines->list)
		if (hb_line_in(line, scope, node))
			hb_marks_want(standby->marks, line->away, false);
	tell(standby);
}

static bool is_elsewhere(const struct hb_standby *standby, const struct hb_line *line)
{
	return line->where && !line->partly &&
	       g_ascii_strcasecmp(line->where, standby->daemon->state->self->name) != 0;
}

/*
 * A move is over. Lines stay where they are by themselves with auto_failback off. A line that does
 * not go is not to do so hours later, when what kept it is over.
 */
static void let_go(void *data)
{
	struct hb_standby *standby = data;
	const struct hb_line *line;

	eb_for_each (line, standby->daemon->lines->list)
		if (standby->daemon->settings->failback == HB_FAILBACK_OFF ||
		    !is_elsewhere(standby, line))
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
	let_in(standby, HB_SCOPE_ALL, standby->daemon->state->self->name);
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
	return hb_state_other(daemon->state) ? 0 : -ENOTCONN;
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

static int give(struct hb_standby *standby, enum hb_scope scope, const char *to)
{
	const char *self = standby->daemon->state->self->name, *word = hb_scope_words[scope];
	int failed = check(standby, HB_GIVING);

	/* They keep it away from themselves until they hear of it. */
	if (!failed && hb_settings_takeover_waits(standby->daemon->settings) && is_alone(standby))
		failed = -EHOSTDOWN;
	hb_log(HB_LOG_INFO, "%s wants to go standby [%s]", self, word);
	if (failed == -ENOTCONN || failed == -EHOSTDOWN) {
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

/* Is what a node asked for on its way already, or here no more? */
static bool is_under_way(const struct request *request)
{
	const struct hb_standby *standby = request->standby;
	const struct hb_line *line;

	eb_for_each (line, standby->daemon->lines->list)
		if (hb_line_in(line, hb_scope_swapped(request->scope), request->to) &&
		    !is_elsewhere(standby, line) && !hb_standby_gives(standby, line))
			return false;
	return true;
}

/* Who asked waits for what will not be done. */
static void refuse(const struct request *request, int rc)
{
	if (rc == 0 || (rc == -EBUSY && is_under_way(request)))
		return;
	hb_standby_refuse(request->standby, request->to,
			  rc == -EBUSY ? "is handing over something else, and finishes that first"
			  : rc == -EAGAIN
				  ? "cannot do it yet: it has no corosync, or not read its files"
				  : "sees no other node");
}

static void begin(void *data, bool failed)
{
	struct request *request = data;
	int rc;

	begin_anew(request->standby);
	rc = request->phase == HB_GIVING ? give(request->standby, request->scope, request->to)
					 : take(request->standby, request->scope);
	if (request->begun)
		request->begun(request->data, rc);
	else if (request->to)
		refuse(request, rc);
	g_free(request->to);
	g_free(request);
}

static void ask(const struct request *asked)
{
	struct request *request = g_memdup2(asked, sizeof(*asked));

	/* The one under way may have arrived since the last look. */
	if (check(request->standby, request->phase) == -EBUSY)
		hb_view_ask(request->standby->daemon->view, begin, request);
	else
		begin(request, false);
}

void hb_standby_begin(struct hb_standby *standby, enum hb_phase phase, enum hb_scope scope,
		      hb_standby_begun *begun, void *data)
{
	const struct request request = { standby, phase, scope, NULL, begun, data };

	ask(&request);
}

/* ---- others --------------------------------------------------------------------------------- */

/* Is there a node beside that one and us which has handed nothing over? */
static bool has_third(const struct hb_standby *standby, const struct hb_peer *giver)
{
	const struct hb_daemon *daemon = standby->daemon;
	const struct hb_peer *peer;

	eb_for_each (peer, daemon->state->nodes)
		if (peer != daemon->state->self && peer != giver && !peer->ping && peer->member &&
		    !hb_hold_has_given(daemon->hold, peer))
			return true;
	return false;
}

/* Does this node hand a line over that the other one means, too? */
static bool collides(const struct hb_standby *standby, enum hb_scope scope, const char *node)
{
	const struct hb_line *line;

	eb_for_each (line, standby->daemon->lines->list)
		if (hb_standby_gives(standby, line) && hb_line_in(line, scope, node))
			return true;
	return false;
}

/*
 * Another node hands over. Two that are both away from a line would be equal, and nothing would
 * move: so who heard it last is there for it again. Not so when both do what a third one asked
 * them to, or when there is one who is not away: who was emptied stays empty then.
 */
static void other_gives(struct hb_standby *standby, const struct hb_peer *peer, enum hb_scope scope,
			const char *to)
{
	const char *word = hb_scope_words[scope], *self = standby->daemon->state->self->name;

	hb_log(HB_LOG_INFO, "%s wants to go standby [%s]", peer->name, word);
	if (to ? g_ascii_strcasecmp(to, self) != 0 : standby->away && has_third(standby, peer))
		return;
	hb_log(HB_LOG_INFO, "standby: acquire [%s] resources from %s", word, peer->name);
	if (collides(standby, scope, peer->name)) {
		hb_log(HB_LOG_WARN, "Standby request cancelled: the other node hands over, too");
		hb_handover_cancel(standby->handover, "the other node hands over, too");
	}
	let_in(standby, scope, peer->name);
	standby->away = hb_handover_phase(standby->handover) == HB_GIVING;
}

void hb_standby_heard(struct hb_standby *standby, const struct hb_peer *peer,
		      const struct hb_msg *msg)
{
	const char *word = hb_msg_get(msg, "scope");
	enum hb_scope scope = word ? hb_scope_of(word) : HB_SCOPES;
	bool gives = strcmp(hb_msg_get(msg, "t"), "standby") == 0;
	struct request request = { .standby = standby, .phase = HB_GIVING };

	if (scope == HB_SCOPES || !standby->daemon->lines || peer == standby->daemon->state->self)
		return;
	hb_hold_gave(standby->daemon->hold, peer, gives);
	if (gives) {
		other_gives(standby, peer, scope, hb_msg_get(msg, "to"));
	} else {
		request.scope = hb_scope_swapped(scope);
		request.to = g_strdup(peer->name);
		ask(&request);
	}
}

void hb_standby_refuse(struct hb_standby *standby, const char *to, const char *why)
{
	struct hb_msg *msg = hb_daemon_message(standby->daemon, "refused");

	hb_msg_add(msg, "to", "%s", to);
	hb_msg_add(msg, "why", "%s", why);
	hb_member_send(standby->daemon->member, msg);
	hb_msg_free(msg);
}

void hb_standby_refused(struct hb_standby *standby, const struct hb_peer *peer,
			const struct hb_msg *msg)
{
	const char *to = hb_msg_get(msg, "to"), *why = hb_msg_get(msg, "why");
	g_autofree char *text =
		g_strdup_printf("the daemon of node %s %s", peer->name, why ? why : "refuses");

	if (!to || g_ascii_strcasecmp(to, standby->daemon->state->self->name) != 0 ||
	    hb_handover_phase(standby->handover) != HB_TAKING)
		return;
	hb_log(HB_LOG_ERROR, "Standby request cancelled: %s", text);
	hb_handover_cancel(standby->handover, text);
}

void hb_standby_forget(struct hb_standby *standby)
{
	if (hb_handover_phase(standby->handover) == HB_GIVING) {
		hb_log(HB_LOG_INFO, "Cancelling pending standby operation");
		hb_handover_cancel(standby->handover, "members of the cluster came or went");
	}
	standby->away = false;
	/* Those of an earlier life of the daemon, too. */
	if (standby->daemon->lines)
		let_in(standby, HB_SCOPE_ALL, standby->daemon->state->self->name);
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
