// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/daemon/claims.h"
#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/daemon/held.h"
#include "heartbeat-compat/daemon/hold.h"
#include "heartbeat-compat/daemon/marks.h"
#include "heartbeat-compat/daemon/silence.h"
#include "heartbeat-compat/daemon/standby.h"
#include "heartbeat-compat/daemon/tell.h"
#include "heartbeat-compat/daemon/view.h"
#include "heartbeat-compat/daemon/waiting.h"
#include "lib/clock.h"

enum {
	LOOK_MS = 120000,
	SOON_MS = 1500,
	LISTEN_MS = 3000,
	DOUBT_MS = 30000, /* so long after Pacemaker began it may still drop what it knew */
};

struct hb_hold {
	struct hb_daemon *daemon;
	GHashTable *lines; /* id -> struct hb_held * */
	struct hb_claims *claims;
	GHashTable *gave;       /* a set of names of peers */
	struct hb_marks *marks; /* hb-hold-LINE */
	bool news;              /* for the file */
	bool looked;            /* what runs here is known */
	struct hb_silence *silence;
	uint32_t controller; /* Pacemaker's; another one: it began anew */
	int64_t doubt_ms;    /* until then its attributes are looked at often */
	int64_t look_ms;
};

static bool active(const struct hb_hold *hold)
{
	return hb_settings_takeover_waits(hold->daemon->settings);
}

static void fate_news(void *data)
{
	hb_hold_tick(data, eb_clock_ms());
}

struct hb_hold *hb_hold_new(struct hb_daemon *daemon)
{
	struct hb_hold *hold = g_new0(struct hb_hold, 1);

	*hold = (struct hb_hold) {
		.daemon = daemon,
		.lines = hb_held_recall(),
		.marks = hb_marks_new(daemon->settings->self, NULL, NULL),
		.claims = hb_claims_new(),
		.gave = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
	};
	hold->silence = hb_silence_new(daemon, hold->claims, fate_news, hold);
	return hold;
}

void hb_hold_free(struct hb_hold *hold)
{
	if (!hold)
		return;
	g_hash_table_unref(hold->lines);
	hb_claims_free(hold->claims);
	hb_silence_free(hold->silence);
	g_hash_table_unref(hold->gave);
	hb_marks_free(hold->marks);
	g_free(hold);
}

/* ---- one line ------------------------------------------------------------------------------- */

static void wait_no_more(struct hb_hold *hold, struct hb_held *held)
{
	hold->news |= held->died_ms != 0;
	held->died_ms = held->until_ms = 0;
	held->released = false;
}

static void forget(struct hb_hold *hold, struct hb_held *held)
{
	hold->news |= held->from != NULL;
	g_clear_pointer(&held->from, g_free);
	wait_no_more(hold, held);
}

static void serve(struct hb_hold *hold, struct hb_held *held, const char *who)
{
	if (g_strcmp0(held->from, who) != 0) {
		forget(hold, held);
		held->from = g_strdup(who);
		hold->news = true;
	}
	wait_no_more(hold, held);
	held->since_ms = eb_clock_ms();
}

/* Who was told that a takeover waits is told that it does not, whatever the reason. */
static void call_off(struct hb_hold *hold, const struct hb_held *held, const struct hb_line *line,
		     const char *who)
{
	g_autofree char *text = NULL;

	if (!held->until_ms)
		return;
	text = who ? g_strdup_printf("node %s serves it", who)
		   : g_strdup("nothing keeps it from starting");
	hb_log(HB_LOG_INFO, "takeover of '%s' is not due any more: %s", line->text, text);
	hb_tell(hold->daemon, "takeover", held->from, held->id, "not due any more");
}

/* Is the line to be kept from this node? */
static bool judge(struct hb_hold *hold, struct hb_held *held, const struct hb_line *line,
		  int64_t now_ms)
{
	const struct hb_state *state = hold->daemon->state;
	const char *who = hb_claims_who(hold->claims, state, held->id);
	enum hb_fate fate = hb_silence_fate(hold->silence, held, line, now_ms);

	if (held->own || (!active(hold) && !held->died_ms)) {
		forget(hold, held);
		return false;
	}
	if (who) {
		call_off(hold, held, line, who);
		serve(hold, held, who);
		return true;
	}
	/* Nothing is known without corosync: it stays as it is. */
	if (held->from && !state->connected)
		return true;
	if (fate == HB_FREED) {
		call_off(hold, held, line, NULL);
		forget(hold, held);
		return false;
	}
	if (fate == HB_DIED && !held->died_ms)
		held->died_ms = now_ms;
	if (!held->died_ms || hb_waiting(hold->daemon, held, line->text, now_ms, &hold->news))
		return true;
	hb_log(HB_LOG_INFO, "taking over '%s' from %s now", line->text, held->from);
	hb_tell(hold->daemon, "takeover", held->from, held->id, "taking over now");
	forget(hold, held);
	return false;
}

/* Without Pacemaker a node serves nothing any more, or nobody there knows what: its daemon's word ends. */
static bool can_tell(const struct hb_hold *hold, const struct hb_peer *peer)
{
	return hb_member_controller(hold->daemon->member, peer->id) != 0;
}

/* Who is gone and comes back has said nothing yet. */
static void forget_claims(struct hb_hold *hold)
{
	const struct hb_state *state = hold->daemon->state;
	const struct hb_peer *peer;

	eb_for_each (peer, state->nodes) {
		if (!state->connected || !hb_claims_spoke(hold->claims, peer))
			continue;
		if (!peer->member)
			hb_claims_forget(hold->claims, peer);
		else if (!can_tell(hold, peer))
			hb_hold_silent(hold, peer);
	}
}

static void want(struct hb_hold *hold, const struct hb_line *line, bool kept)
{
	g_autofree char *mark = g_strdup_printf("hb-hold-%s", line->id + strlen("hb-"));

	hb_marks_want(hold->marks, mark, kept);
}

void hb_hold_dropped(struct hb_hold *hold, const struct hb_lines *old, const struct hb_lines *lines)
{
	const struct hb_line *line;

	eb_for_each (line, old->list)
		if (!hb_lines_has(lines, line->id)) {
			hold->news |= g_hash_table_remove(hold->lines, line->id);
			want(hold, line, false);
		}
}

static void settle(struct hb_hold *hold, int64_t now_ms)
{
	bool early = now_ms - hold->daemon->state->started_ms < LISTEN_MS;
	const struct hb_line *line;

	forget_claims(hold);
	eb_for_each (line, hold->daemon->lines->list) {
		struct hb_held *held = hb_held_of(hold->lines, line->id);
		bool kept = judge(hold, held, line, now_ms);

		/* Those who claim it may not have been heard yet, nor Pacemaker. */
		held->judged |= kept || (!early && (hold->looked || !active(hold)));
		if (held->judged)
			want(hold, line, kept);
	}
	if (hold->news)
		hb_held_keep(hold->lines);
	hold->news = false;
	hb_marks_tick(hold->marks, now_ms);
}

/* ---- claims --------------------------------------------------------------------------------- */

/* ipfail moves what a node serves to one that reaches more: it does not insist. With a ping node that
 * is dead for all it does. */
static bool is_to_move(const struct hb_hold *hold)
{
	return hold->daemon->settings->ipfail && hb_state_is_cut_off(hold->daemon->state);
}

/* Its home node is there and is to have it back. */
static bool goes_home(const struct hb_hold *hold, const struct hb_line *line)
{
	const struct hb_peer *home = hb_state_find(hold->daemon->state, line->home);

	return hold->daemon->settings->failback != HB_FAILBACK_OFF && home &&
	       home != hold->daemon->state->self && home->member &&
	       !g_hash_table_contains(hold->gave, home->name);
}

void hb_hold_add(const struct hb_hold *hold, struct hb_msg *status)
{
	bool to_move = is_to_move(hold);
	const struct hb_line *line;
	unsigned int n = 0;

	/* Without a policy of its own it does not look, so it knows nothing that others could wait by. */
	if (!hold->daemon->lines || !active(hold) || !hold->looked)
		return;
	eb_for_each (line, hold->daemon->lines->list) {
		const struct hb_held *held = g_hash_table_lookup(hold->lines, line->id);

		if (!to_move && held && held->own && !held->failed && !goes_home(hold, line) &&
		    !hb_standby_gives(hold->daemon->standby, line)) {
			hb_msg_add(status, "run", "%s", line->id);
			n++;
		}
	}
	hb_msg_add(status, "claims", "%u", n);
}

void hb_hold_heard(struct hb_hold *hold, const struct hb_peer *peer, const struct hb_msg *status)
{
	if (!active(hold) || peer == hold->daemon->state->self)
		return;
	if (can_tell(hold, peer) && hb_msg_get(status, "claims"))
		hb_claims_heard(hold->claims, peer, status);
	else if (can_tell(hold, peer) && hb_claims_spoke(hold->claims, peer))
		hb_hold_silent(hold, peer); /* its own ha.cf has no such policy any more */
	hb_hold_tick(hold, eb_clock_ms());
}

void hb_hold_gave(struct hb_hold *hold, const struct hb_peer *peer, bool gave)
{
	if (!peer)
		g_hash_table_remove_all(hold->gave);
	else if (gave)
		g_hash_table_add(hold->gave, g_strdup(peer->name));
	else
		g_hash_table_remove(hold->gave, peer->name);
}

bool hb_hold_has_given(const struct hb_hold *hold, const struct hb_peer *peer)
{
	return g_hash_table_contains(hold->gave, peer->name);
}

void hb_hold_silent(struct hb_hold *hold, const struct hb_peer *peer)
{
	if (!peer || peer == hold->daemon->state->self)
		return;
	hb_claims_forget(hold->claims, peer);
	hb_silence_begins(hold->silence);
}

/* ---- what runs here ------------------------------------------------------------------------- */

/* For a node whose daemon says nothing Pacemaker speaks. What is to come home here is not taken
 * over from anybody. */
static void see_silent(struct hb_hold *hold, struct hb_held *held, const struct hb_line *line)
{
	const struct hb_state *state = hold->daemon->state;
	const struct hb_peer *peer =
		line->where && !line->partly ? hb_state_find(state, line->where) : NULL;
	bool comes_home = hold->daemon->settings->failback != HB_FAILBACK_OFF &&
			  g_ascii_strcasecmp(line->home, state->self->name) == 0;

	if (peer && hb_silence_of(hold->silence, peer) && !comes_home)
		serve(hold, held, peer->name);
}

static void placed(void *data, bool failed)
{
	struct hb_hold *hold = data;
	const struct hb_line *line;
	bool news = false;

	if (failed)
		return;
	news = !hold->looked;
	hold->looked = true;
	hb_marks_seen(hold->marks, hb_view_marks(hold->daemon->view));
	eb_for_each (line, hold->daemon->lines->list) {
		struct hb_held *held = hb_held_of(hold->lines, line->id);
		bool own = line->where &&
			   g_ascii_strcasecmp(line->where, hold->daemon->state->self->name) == 0;

		/* Half of it is on its way, up or down: an action that ends will tell. */
		if (line->partly)
			own = held->own;
		news |= held->own != own;
		held->own = own;
		see_silent(hold, held, line);
	}
	if (news)
		hb_daemon_status(hold->daemon);
	hb_hold_tick(hold, eb_clock_ms());
}

void hb_hold_look(struct hb_hold *hold)
{
	int64_t now_ms = eb_clock_ms();

	hold->look_ms = now_ms + (now_ms < hold->doubt_ms ? SOON_MS : LOOK_MS);
	if (!active(hold) || !hold->daemon->lines)
		return;
	hb_view_ask(hold->daemon->view, placed, hold);
}

void hb_hold_acted(struct hb_hold *hold, const char *line, int rc)
{
	struct hb_held *held;

	if (!active(hold))
		return;
	held = hb_held_of(hold->lines, line);
	held->failed = rc != 0;
	if (rc != 0)
		hb_daemon_status(hold->daemon);
	hb_hold_look(hold);
	/* Pacemaker tells of an action a moment before its own state has it. */
	hold->look_ms = eb_clock_ms() + SOON_MS;
}

/* A Pacemaker that begins anew knows no attributes of its node. */
static void watch(struct hb_hold *hold, int64_t now_ms)
{
	const struct hb_daemon *daemon = hold->daemon;
	uint32_t controller = hb_member_controller(daemon->member, daemon->state->self->id);

	if (!controller || controller == hold->controller)
		return;
	hold->controller = controller;
	hold->doubt_ms = now_ms + DOUBT_MS;
	hold->look_ms = now_ms;
}

void hb_hold_tick(struct hb_hold *hold, int64_t now_ms)
{
	if (!hold->daemon->lines)
		return;
	if (active(hold))
		watch(hold, now_ms);
	if (active(hold) && now_ms >= hold->look_ms)
		hb_hold_look(hold);
	if (active(hold))
		hb_silence_tick(hold->silence, hold->lines, now_ms);
	if (active(hold) || g_hash_table_size(hold->lines))
		settle(hold, now_ms);
}

unsigned int hb_hold_release(struct hb_hold *hold, enum hb_scope scope)
{
	const struct hb_line *line;
	unsigned int count = 0;

	eb_for_each (line, hold->daemon->lines->list) {
		struct hb_held *held = g_hash_table_lookup(hold->lines, line->id);

		if (!held || !held->from ||
		    !hb_line_in(line, scope, hold->daemon->state->self->name))
			continue;
		if (held->died_ms) {
			held->released = true;
			count++;
		} else if (hb_silence_keeps(hold->silence, held)) {
			forget(hold, held);
		}
	}
	if (count)
		hb_hold_tick(hold, eb_clock_ms());
	return count;
}
