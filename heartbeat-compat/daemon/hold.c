// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/daemon/held.h"
#include "heartbeat-compat/daemon/hold.h"
#include "heartbeat-compat/daemon/marks.h"
#include "heartbeat-compat/daemon/standby.h"
#include "heartbeat-compat/daemon/tell.h"
#include "heartbeat-compat/daemon/view.h"
#include "lib/clock.h"

enum {
	LOOK_MS = 120000,
	SOON_MS = 1500,
	LISTEN_MS = 3000,
	DOUBT_MS = 30000, /* so long after Pacemaker began it may still drop what it knew */
};

struct hb_hold {
	struct hb_daemon *daemon;
	GHashTable *lines;      /* id -> struct hb_held * */
	GHashTable *claims;     /* name of a peer -> GHashTable, a set of ids */
	GHashTable *gave;       /* a set of names of peers */
	struct hb_marks *marks; /* hb-hold-LINE */
	bool news;              /* for the file */
	uint32_t controller;    /* Pacemaker's; another one: it began anew */
	int64_t doubt_ms;       /* until then its attributes are looked at often */
	int64_t look_ms;
};

static bool active(const struct hb_hold *hold)
{
	const struct hb_settings *settings = hold->daemon->settings;

	return settings->takeover_manual || settings->takeover_delay_ms > 0;
}

struct hb_hold *hb_hold_new(struct hb_daemon *daemon)
{
	struct hb_hold *hold = g_new0(struct hb_hold, 1);

	*hold = (struct hb_hold) {
		.daemon = daemon,
		.lines = hb_held_recall(),
		.marks = hb_marks_new(daemon->settings->self, NULL, NULL),
		.claims = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						(GDestroyNotify)g_hash_table_unref),
		.gave = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
	};
	return hold;
}

void hb_hold_free(struct hb_hold *hold)
{
	if (!hold)
		return;
	g_hash_table_unref(hold->lines);
	g_hash_table_unref(hold->claims);
	g_hash_table_unref(hold->gave);
	hb_marks_free(hold->marks);
	g_free(hold);
}

/* ---- one line ------------------------------------------------------------------------------- */

/* Who of those that live says that it serves the line. A silent daemon's word stands, that of one
 * that took leave does not. */
static const char *claimer(const struct hb_hold *hold, const char *id)
{
	const struct hb_peer *peer;

	eb_for_each (peer, hold->daemon->state->nodes) {
		GHashTable *claims = g_hash_table_lookup(hold->claims, peer->name);

		if (peer != hold->daemon->state->self && peer->member && !peer->leaving && claims &&
		    g_hash_table_contains(claims, id))
			return peer->name;
	}
	return NULL;
}

/* It did not say goodbye. */
static bool is_dead(const struct hb_hold *hold, const char *name)
{
	const struct hb_peer *peer = hb_state_find(hold->daemon->state, name);

	return hold->daemon->state->connected && peer && !peer->member && !peer->leaving;
}

static void forget(struct hb_hold *hold, struct hb_held *held)
{
	hold->news |= held->until_ms != 0;
	g_clear_pointer(&held->from, g_free);
	held->until_ms = 0;
}

static void begin_waiting(struct hb_hold *hold, struct hb_held *held, const char *text,
			  int64_t now_ms)
{
	const struct hb_settings *settings = hold->daemon->settings;
	g_autofree char *what =
		settings->takeover_manual
			? g_strdup_printf("takeover of '%s' waits for hb_takeover", text)
			: g_strdup_printf("takeover of '%s' in %" G_GINT64_FORMAT
					  " s, or by hb_takeover",
					  text, settings->takeover_delay_ms / 1000);

	hold->news = true;
	held->until_ms =
		settings->takeover_manual ? INT64_MAX : now_ms + settings->takeover_delay_ms;
	hb_log(HB_LOG_WARN, "node %s is dead: %s", held->from, what);
	hb_tell(hold->daemon, "takeover", held->from, held->id, what);
}

/* Is the line to be kept from this node? */
static bool judge(struct hb_hold *hold, struct hb_held *held, const char *text, int64_t now_ms)
{
	const char *who = claimer(hold, held->id);

	if (held->own || !active(hold)) {
		forget(hold, held);
		return false;
	}
	if (who) {
		if (g_strcmp0(held->from, who) != 0) {
			forget(hold, held);
			held->from = g_strdup(who);
		}
		hold->news |= held->until_ms != 0;
		held->until_ms = 0;
		return true;
	}
	/* Nothing is known without corosync: it stays as it is. */
	if (held->from && !hold->daemon->state->connected)
		return true;
	if (!held->from || !is_dead(hold, held->from)) {
		forget(hold, held);
		return false;
	}
	if (!held->until_ms)
		begin_waiting(hold, held, text, now_ms);
	if (now_ms < held->until_ms)
		return true;
	hb_log(HB_LOG_INFO, "taking over '%s' from %s now", text, held->from);
	hb_tell(hold->daemon, "takeover", held->from, held->id, "taking over now");
	forget(hold, held);
	return false;
}

static void settle(struct hb_hold *hold, int64_t now_ms)
{
	bool early = now_ms - hold->daemon->state->started_ms < LISTEN_MS;
	const struct hb_line *line;

	eb_for_each (line, hold->daemon->lines->list) {
		struct hb_held *held = hb_held_of(hold->lines, line->id);
		bool want = judge(hold, held, line->text, now_ms);
		g_autofree char *mark = g_strdup_printf("hb-hold-%s", line->id + strlen("hb-"));

		/* Those who claim it may not have been heard yet. */
		held->judged |= want || !early;
		if (held->judged)
			hb_marks_want(hold->marks, mark, want);
	}
	if (hold->news)
		hb_held_keep(hold->lines);
	hold->news = false;
	hb_marks_tick(hold->marks, now_ms);
}

/* ---- claims --------------------------------------------------------------------------------- */

/* With ipfail a node that reaches less than it should is no place to insist on. */
static bool is_cut_off(const struct hb_hold *hold)
{
	const struct hb_peer *peer;

	eb_for_each (peer, hold->daemon->state->nodes)
		if (peer->ping && peer->status == HB_NODE_DEAD)
			return hold->daemon->settings->ipfail;
	return false;
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
	const struct hb_line *line;

	if (!active(hold) || !hold->daemon->lines || is_cut_off(hold))
		return;
	eb_for_each (line, hold->daemon->lines->list) {
		const struct hb_held *held = g_hash_table_lookup(hold->lines, line->id);

		if (held && held->own && !held->failed && !goes_home(hold, line) &&
		    !hb_standby_gives(hold->daemon->standby, line))
			hb_msg_add(status, "run", "%s", line->id);
	}
}

void hb_hold_heard(struct hb_hold *hold, const struct hb_peer *peer, const struct hb_msg *status)
{
	GHashTable *claims;
	const char *id;

	if (!active(hold) || peer == hold->daemon->state->self)
		return;
	claims = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (unsigned int i = 0; (id = hb_msg_nth(status, "run", i)); i++)
		g_hash_table_add(claims, g_strdup(id));
	g_hash_table_replace(hold->claims, g_strdup(peer->name), claims);
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

/* ---- what runs here ------------------------------------------------------------------------- */

static void placed(void *data, bool failed)
{
	struct hb_hold *hold = data;
	const struct hb_line *line;
	bool news = false;

	if (failed)
		return;
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
	uint32_t controller = hb_member_controller(hold->daemon->member);

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
	if (active(hold) || g_hash_table_size(hold->lines))
		settle(hold, now_ms);
}

unsigned int hb_hold_release(struct hb_hold *hold, enum hb_scope scope)
{
	const struct hb_line *line;
	unsigned int count = 0;

	eb_for_each (line, hold->daemon->lines->list) {
		struct hb_held *held = g_hash_table_lookup(hold->lines, line->id);

		if (!held || !held->until_ms ||
		    !hb_line_in(line, scope, hold->daemon->state->self->name))
			continue;
		held->until_ms = 1;
		count++;
	}
	if (count)
		hb_hold_tick(hold, eb_clock_ms());
	return count;
}
