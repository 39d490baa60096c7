// SPDX-License-Identifier: GPL-2.0-or-later
#include "heartbeat-compat/daemon/late.h"
#include "heartbeat-compat/daemon/ha-log.h"

static bool is_long(const struct hb_state *state, int64_t ms)
{
	return ms >= state->settings->warntime_ms;
}

/*
 * Our own messages come the same way. When they do not, either, this daemon stood still, or corosync did,
 * as it does while it gives a node up: no other one is late by that.
 */
static bool is_deaf(const struct hb_state *state, int64_t now_ms)
{
	return state->self->heard_ms && is_long(state, now_ms - state->self->heard_ms);
}

/* How long it was silent while it could be heard. */
static int64_t silent_ms(const struct hb_state *state, const struct hb_peer *peer, int64_t now_ms)
{
	int64_t deaf_ms = state->deaf_until_ms - MAX(peer->heard_ms, state->deaf_from_ms);

	return now_ms - peer->heard_ms - MAX(deaf_ms, 0);
}

static void say_deaf(int64_t interval_ms)
{
	hb_log(HB_LOG_WARN,
	       "nothing came through corosync for %" G_GINT64_FORMAT " ms, not even from this node",
	       interval_ms);
}

static void say_late(const struct hb_state *state, const struct hb_peer *peer, int64_t interval_ms)
{
	if (interval_ms > state->settings->deadtime_ms)
		hb_log(HB_LOG_CRIT,
		       "Late heartbeat: Node %s: interval %" G_GINT64_FORMAT " ms (> deadtime)",
		       peer->name, interval_ms);
	else
		hb_log(HB_LOG_WARN, "Late heartbeat: Node %s: interval %" G_GINT64_FORMAT " ms",
		       peer->name, interval_ms);
}

void hb_late_judge(struct hb_state *state, const struct hb_peer *peer, int64_t now_ms)
{
	bool deaf = is_deaf(state, now_ms);

	if (deaf) {
		state->deaf_from_ms = state->self->heard_ms;
		state->deaf_until_ms = now_ms;
	}
	if (!peer->heard_ms)
		return;
	if (peer == state->self && deaf)
		say_deaf(now_ms - peer->heard_ms);
	else if (peer != state->self && is_long(state, silent_ms(state, peer, now_ms)))
		say_late(state, peer, now_ms - peer->heard_ms);
}
