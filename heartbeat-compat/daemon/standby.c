// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>

#include "heartbeat-compat/daemon/attribute.h"
#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/daemon/handover.h"
#include "heartbeat-compat/daemon/hold.h"
#include "heartbeat-compat/daemon/standby.h"
#include "lib/clock.h"

struct hb_standby {
	struct hb_daemon *daemon;
	struct hb_handover *handover;
	bool away; /* lines were given that have not come back */
};

/* ---- attributes ----------------------------------------------------------------------------- */

static void written(void *data, int status, const char *output, size_t length)
{
	struct hb_standby *standby = data;

	if (status != 0)
		hb_log(HB_LOG_ERROR, "cannot tell Pacemaker which lines are handed over (%d)",
		       status);
	hb_handover_telling(standby->handover, false);
}

typedef bool line_test(const struct hb_standby *standby, const struct hb_line *line);

/* Those lines of the scope that pass the test (NULL: all) are sent away from here, or no more. */
static void send_away(struct hb_standby *standby, enum hb_scope scope, line_test *test, bool away)
{
	const struct hb_daemon *daemon = standby->daemon;
	g_autoptr(GPtrArray) names = g_ptr_array_new(), none = g_ptr_array_new();
	const struct hb_line *line;

	eb_for_each (line, daemon->lines->list)
		if (hb_line_in(line, scope, daemon->state->self->name) &&
		    (!test || test(standby, line)))
			g_ptr_array_add(names, (char *)line->away);
	if (hb_attributes_write(daemon->state->self->name, away ? names : none, away ? none : names,
				written, standby) == 0)
		hb_handover_telling(standby->handover, true);
}

static bool misses(const struct hb_standby *standby, const struct hb_line *line)
{
	return hb_handover_misses(standby->handover, line);
}

/*
 * Lines stay where they are by themselves with auto_failback off. A line that does not go is not
 * to do so hours later, when what kept it is over.
 */
static void let_go(void *data)
{
	struct hb_standby *standby = data;

	if (hb_handover_phase(standby->handover) == HB_GIVING)
		send_away(standby, hb_handover_scope(standby->handover),
			  standby->daemon->settings->failback == HB_FAILBACK_OFF ? NULL : misses,
			  false);
}

void hb_standby_look(struct hb_standby *standby)
{
	hb_handover_look(standby->handover);
}

void hb_standby_tick(struct hb_standby *standby, int64_t now_ms)
{
	hb_handover_tick(standby->handover, now_ms);
}

/* ---- beginning ------------------------------------------------------------------------------ */

struct hb_standby *hb_standby_new(struct hb_daemon *daemon)
{
	struct hb_standby *standby = g_new0(struct hb_standby, 1);

	standby->daemon = daemon;
	standby->handover = hb_handover_new(daemon, let_go, standby);
	return standby;
}

void hb_standby_free(struct hb_standby *standby)
{
	if (!standby)
		return;
	hb_handover_free(standby->handover);
	g_free(standby);
}

/* May such a move begin? The opposite of the one under way may: somebody wants it back. */
static int check(const struct hb_standby *standby, enum hb_phase phase)
{
	const struct hb_daemon *daemon = standby->daemon;

	if (!daemon->lines || !daemon->state->connected)
		return -EAGAIN;
	if (hb_handover_phase(standby->handover) == phase)
		return -EBUSY;
	return hb_state_other(daemon->state) ? 0 : -ENOTCONN;
}

static void announce(struct hb_standby *standby, const char *type, enum hb_scope scope)
{
	struct hb_msg *msg = hb_daemon_message(standby->daemon, type);

	hb_msg_add(msg, "scope", "%s", hb_scope_words[scope]);
	hb_member_send(standby->daemon->member, msg);
	hb_msg_free(msg);
}

int hb_standby_begin(struct hb_standby *standby, enum hb_scope scope)
{
	const char *self = standby->daemon->state->self->name, *word = hb_scope_words[scope];
	int failed = check(standby, HB_GIVING);

	hb_log(HB_LOG_INFO, "%s wants to go standby [%s]", self, word);
	if (failed == -ENOTCONN) {
		hb_log(HB_LOG_WARN, "No reply to standby request.  Standby request cancelled.");
	} else if (failed == -EBUSY) {
		hb_log(HB_LOG_WARN, "Standby in progress- new request ignored [%d seconds left]",
		       eb_clock_left(hb_handover_until(standby->handover)) / 1000);
	}
	if (failed)
		return failed;
	hb_handover_begin(standby->handover, HB_GIVING, scope);
	standby->away = true;
	announce(standby, "standby", scope);
	hb_daemon_status(standby->daemon); /* it insists on them no more */
	hb_log(HB_LOG_INFO, "standby: %s can take our %s resources",
	       hb_state_other(standby->daemon->state)->name, word);
	hb_log(HB_LOG_INFO, "give up %s HA resources (standby).", word);
	send_away(standby, scope, NULL, true);
	return 0;
}

/* What is one node's own is foreign to the other. */
static enum hb_scope swapped(enum hb_scope scope)
{
	static const enum hb_scope others[] = {
		[HB_SCOPE_ALL] = HB_SCOPE_ALL,
		[HB_SCOPE_LOCAL] = HB_SCOPE_FOREIGN,
		[HB_SCOPE_FOREIGN] = HB_SCOPE_LOCAL,
	};

	return others[scope];
}

int hb_standby_take(struct hb_standby *standby, enum hb_scope scope)
{
	int failed = check(standby, HB_TAKING);
	bool released = failed != -EAGAIN && hb_hold_release(standby->daemon->hold, scope) > 0;

	if (failed && !(failed == -ENOTCONN && released))
		return failed;
	hb_handover_begin(standby->handover, HB_TAKING, scope);
	announce(standby, "takeover", scope);
	send_away(standby, scope, NULL, false);
	standby->away = false;
	return 0;
}

/* ---- others --------------------------------------------------------------------------------- */

void hb_standby_heard(struct hb_standby *standby, const struct hb_peer *peer,
		      const struct hb_msg *msg)
{
	const char *word = hb_msg_get(msg, "scope");
	enum hb_scope scope = word ? hb_scope_of(word) : HB_SCOPES;
	bool own = peer == standby->daemon->state->self;

	if (scope == HB_SCOPES || !standby->daemon->lines)
		return;
	if (own)
		return;
	hb_hold_gave(standby->daemon->hold, peer, strcmp(hb_msg_get(msg, "t"), "standby") == 0);
	if (strcmp(hb_msg_get(msg, "t"), "standby") == 0) {
		hb_log(HB_LOG_INFO, "%s wants to go standby [%s]", peer->name, word);
		hb_log(HB_LOG_INFO, "standby: acquire [%s] resources from %s", word, peer->name);
		/* Two that are both away would be equal, and nothing would move. */
		if (hb_handover_phase(standby->handover) == HB_GIVING)
			hb_handover_cancel(standby->handover, "the other node hands over, too");
		send_away(standby, swapped(scope), NULL, false);
		standby->away = false;
	} else {
		hb_standby_begin(standby, swapped(scope));
	}
}

void hb_standby_forget(struct hb_standby *standby)
{
	if (hb_handover_phase(standby->handover) == HB_GIVING) {
		hb_log(HB_LOG_INFO, "Cancelling pending standby operation");
		hb_handover_cancel(standby->handover, "members of the cluster came or went");
	}
	if (!standby->away || !standby->daemon->lines)
		return;
	standby->away = false;
	send_away(standby, HB_SCOPE_ALL, NULL, false);
}

bool hb_standby_gives(const struct hb_standby *standby, const struct hb_line *line)
{
	return hb_handover_phase(standby->handover) == HB_GIVING &&
	       hb_line_in(line, hb_handover_scope(standby->handover),
			  standby->daemon->state->self->name);
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
