// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/daemon/late.h"
#include "heartbeat-compat/daemon/state.h"

/* An orderly stop of a node takes as long as its services do; more than this it does not. */
enum { LEAVE_MAX_MS = 600000 };

/* Heartbeats come late on a busy machine: nothing for this long, and the daemon may stand still. */
enum { MUTE_MS = 5000 };

static const char *const status_words[] = {
	[HB_NODE_INIT] = "init", [HB_NODE_UP] = "up",     [HB_NODE_ACTIVE] = "active",
	[HB_NODE_DEAD] = "dead", [HB_NODE_PING] = "ping",
};

static const char *const share_words[] = {
	[HB_SHARE_NONE] = "none",
	[HB_SHARE_LOCAL] = "local",
	[HB_SHARE_FOREIGN] = "foreign",
	[HB_SHARE_ALL] = "all",
};

const char *hb_status_word(enum hb_node_status status)
{
	return status_words[status];
}

const char *hb_share_word(enum hb_share share)
{
	return share_words[share];
}

/* ---- nodes ---------------------------------------------------------------------------------- */

static void free_peer(gpointer pointer)
{
	struct hb_peer *peer = pointer;

	for (size_t i = 0; i < HB_LINKS; i++)
		g_free(peer->links[i].name);
	g_free(peer->name);
	g_free(peer->digest);
	g_free(peer);
}

struct hb_peer *hb_state_find(const struct hb_state *state, const char *name)
{
	struct hb_peer *peer;

	eb_for_each (peer, state->nodes)
		if (g_ascii_strcasecmp(peer->name, name) == 0)
			return peer;
	return NULL;
}

struct hb_peer *hb_state_find_id(const struct hb_state *state, uint32_t id)
{
	struct hb_peer *peer;

	eb_for_each (peer, state->nodes)
		if (id && peer->id == id)
			return peer;
	return NULL;
}

static struct hb_peer *add_peer(struct hb_state *state, const char *name, bool ping)
{
	struct hb_peer *peer = g_new0(struct hb_peer, 1);

	peer->name = g_strdup(name);
	peer->ping = ping;
	if (ping)
		peer->links[0].name = g_strdup(name);
	g_ptr_array_add(state->nodes, peer);
	return peer;
}

static bool is_wanted(const struct hb_settings *settings, const struct hb_peer *peer)
{
	const struct hb_target *target;
	const char *name;

	eb_for_each (target, settings->pings)
		if (peer->ping && g_ascii_strcasecmp(target->name, peer->name) == 0)
			return true;
	eb_for_each (name, settings->nodes)
		if (!peer->ping && g_ascii_strcasecmp(name, peer->name) == 0)
			return true;
	return peer->id || (!peer->ping && g_ascii_strcasecmp(settings->self, peer->name) == 0);
}

static void forget_unwanted(struct hb_state *state, const struct hb_settings *settings)
{
	for (guint i = state->nodes->len; i-- > 0;)
		if (!is_wanted(settings, state->nodes->pdata[i]))
			g_ptr_array_remove_index(state->nodes, i);
}

void hb_state_settings(struct hb_state *state, const struct hb_settings *settings)
{
	const struct hb_target *target;
	const char *name;

	state->settings = settings;
	forget_unwanted(state, settings);
	eb_for_each (name, settings->nodes)
		if (!hb_state_find(state, name))
			add_peer(state, name, false);
	eb_for_each (target, settings->pings)
		if (!hb_state_find(state, target->name))
			add_peer(state, target->name, true);
	state->self = hb_state_find(state, settings->self);
	if (!state->self)
		state->self = add_peer(state, settings->self, false);
}

struct hb_state *hb_state_new(const struct hb_settings *settings, int64_t now_ms)
{
	struct hb_state *state = g_new0(struct hb_state, 1);

	state->nodes = g_ptr_array_new_with_free_func(free_peer);
	state->started_ms = now_ms;
	hb_state_settings(state, settings);
	return state;
}

void hb_state_free(struct hb_state *state)
{
	if (!state)
		return;
	g_ptr_array_unref(state->nodes);
	g_free(state);
}

void hb_state_named(struct hb_state *state, uint32_t id, const char *name)
{
	struct hb_peer *peer = hb_state_find(state, name);

	if (!peer)
		peer = add_peer(state, name, false);
	peer->id = id;
}

/* ---- links ---------------------------------------------------------------------------------- */

void hb_state_link(struct hb_state *state, uint32_t id, unsigned int link, const char *device,
		   bool up)
{
	struct hb_peer *peer = hb_state_find_id(state, id);
	struct hb_node_link *entry;

	/* corosync counts the loopback as a link of our own. */
	if (!peer || peer == state->self || link >= HB_LINKS)
		return;
	entry = &peer->links[link];
	if (g_strcmp0(entry->name, device) != 0) {
		g_free(entry->name);
		entry->name = g_strdup(device);
		entry->known = false;
	}
	if ((!entry->known || entry->up != up) && (entry->known || up))
		hb_log(HB_LOG_INFO, "Link %s:%s %s.", peer->name, device, up ? "up" : "dead");
	entry->known = true;
	entry->up = up;
}

/* ---- members -------------------------------------------------------------------------------- */

static void set_status(struct hb_peer *peer, enum hb_node_status status)
{
	if (peer->status == status)
		return;
	peer->status = status;
	if (status != HB_NODE_DEAD)
		hb_log(HB_LOG_INFO, "Status update for node %s: status %s", peer->name,
		       hb_status_word(status));
}

static void die(const struct hb_state *state, struct hb_peer *peer)
{
	peer->member = false;
	peer->heard_ms = 0;
	peer->late = false;
	if (peer->status == HB_NODE_DEAD)
		return;
	if (!peer->leaving) {
		hb_log(HB_LOG_WARN, "node %s: is dead", peer->name);
		if (!state->settings->fencing && !state->devices) {
			hb_log(HB_LOG_WARN, "No STONITH device configured.");
			hb_log(HB_LOG_WARN, "Shared disks are not protected.");
		}
		if (!state->inquorate)
			hb_log(HB_LOG_INFO, "Resources being acquired from %s.", peer->name);
	}
	set_status(peer, HB_NODE_DEAD);
}

static bool lists(const uint32_t *ids, size_t n, uint32_t id)
{
	for (size_t i = 0; i < n; i++)
		if (ids[i] == id)
			return id != 0;
	return false;
}

bool hb_state_members(struct hb_state *state, const uint32_t *ids, size_t n)
{
	bool changed = false, knew = state->knew;
	struct hb_peer *peer;

	state->connected = state->knew = true;
	eb_for_each (peer, state->nodes) {
		bool member = lists(ids, n, peer->id);

		if (peer->ping || member == peer->member)
			continue;
		changed = true;
		if (!member) {
			die(state, peer);
			continue;
		}
		peer->member = true;
		peer->leaving = false;
		if (peer != state->self)
			set_status(peer, HB_NODE_UP);
	}
	return changed && knew;
}

/* Heartbeat knew none: who is left here does not take over then, and stops what it has. */
void hb_state_quorum(struct hb_state *state, bool quorate)
{
	if (state->inquorate == !quorate)
		return;
	state->inquorate = !quorate;
	if (quorate)
		hb_log(HB_LOG_INFO, "there is a quorum: Pacemaker runs resources here");
	else
		hb_log(HB_LOG_WARN,
		       "no quorum: too few nodes are there, and Pacemaker runs no resources "
		       "here unless no-quorum-policy says so");
}

void hb_state_lost(struct hb_state *state)
{
	struct hb_peer *peer;

	state->connected = state->inquorate = false;
	eb_for_each (peer, state->nodes) {
		if (peer->ping)
			continue;
		peer->member = peer->late = false;
		peer->heard_ms = 0;
		peer->status = HB_NODE_INIT;
		for (size_t i = 0; i < HB_LINKS; i++)
			peer->links[i].up = peer->links[i].known = false;
	}
}

/* ---- status messages ------------------------------------------------------------------------ */

void hb_state_status(struct hb_state *state, uint32_t id, const struct hb_msg *msg, int64_t now_ms)
{
	struct hb_peer *peer = hb_state_find_id(state, id);
	const char *word = hb_msg_get(msg, "st"), *digest = hb_msg_get(msg, "dg");
	int64_t generation = hb_msg_number(msg, "hg", 0);

	if (!peer)
		return;
	hb_late_judge(state, peer, now_ms);
	if (peer != state->self && peer->generation && generation != peer->generation)
		hb_log(HB_LOG_INFO, "Heartbeat restart on node %s", peer->name);
	/* Who takes leave says nothing more: this one is back. */
	peer->leaving = false;
	peer->generation = generation;
	peer->heard_ms = now_ms;
	peer->late = false;
	if (g_strcmp0(peer->digest, digest) != 0) {
		g_free(peer->digest);
		peer->digest = g_strdup(digest);
	}
	peer->pings = (int)hb_msg_number(msg, "pn", 0);
	state->devices = hb_msg_number(msg, "fd", state->devices);
	/* corosync's news of the member may come behind its first message. */
	if (peer != state->self)
		set_status(peer, g_strcmp0(word, "active") == 0 ? HB_NODE_ACTIVE : HB_NODE_UP);
}

void hb_state_silent(struct hb_state *state, uint32_t id)
{
	struct hb_peer *peer = hb_state_find_id(state, id);

	if (!peer || peer == state->self || !peer->member)
		return;
	peer->heard_ms = 0;
	peer->late = false;
	set_status(peer, HB_NODE_UP);
}

void hb_state_tick(struct hb_state *state, int64_t now_ms)
{
	struct hb_peer *peer;

	eb_for_each (peer, state->nodes) {
		if (peer == state->self || peer->ping)
			continue;
		/* A node whose daemon was ended, and no more of it, can still die. */
		if (peer->leaving && peer->member && now_ms - peer->leaving_ms >= LEAVE_MAX_MS)
			peer->leaving = false;
		/* Said once while it lasts; the whole interval is said when it is over. */
		if (peer->heard_ms && !peer->late &&
		    now_ms - peer->heard_ms >= state->settings->warntime_ms) {
			peer->late = true;
			hb_log(HB_LOG_WARN, "node %s: no heartbeat for %" G_GINT64_FORMAT " ms",
			       peer->name, now_ms - peer->heard_ms);
		}
		if (peer->status == HB_NODE_INIT && state->connected &&
		    now_ms - state->started_ms >= state->settings->initdead_ms)
			die(state, peer);
	}
}

void hb_state_pinged(struct hb_state *state, const char *name, bool answered, int64_t now_ms)
{
	struct hb_peer *peer = hb_state_find(state, name);
	struct hb_node_link *link;

	if (!peer || !peer->ping)
		return;
	link = &peer->links[0];
	if (answered) {
		peer->heard_ms = now_ms;
		if (!link->up)
			hb_log(HB_LOG_INFO, "Link %s:%s up.", name, name);
		link->up = true;
		set_status(peer, HB_NODE_PING);
	} else if (peer->status != HB_NODE_DEAD &&
		   now_ms - MAX(peer->heard_ms, state->started_ms) >=
			   state->settings->deadping_ms) {
		hb_log(HB_LOG_WARN, "node %s: is dead", name);
		if (link->up)
			hb_log(HB_LOG_INFO, "Link %s:%s dead.", name, name);
		link->up = false;
		set_status(peer, HB_NODE_DEAD);
	}
}

bool hb_state_is_mute(const struct hb_state *state, const struct hb_peer *peer, int64_t now_ms)
{
	int64_t patience_ms = MAX(2 * state->settings->keepalive_ms, MUTE_MS);

	/* Who has come just now may not have been heard yet. */
	return peer->ping || !peer->member ||
	       now_ms - MAX(peer->heard_ms, peer->member_ms) >= patience_ms;
}

static int count_pings(const struct hb_state *state, bool doubtful)
{
	const struct hb_peer *peer;
	int n = 0;

	eb_for_each (peer, state->nodes)
		if (peer->ping &&
		    (peer->status == HB_NODE_PING || (doubtful && peer->status != HB_NODE_DEAD)))
			n++;
	return n;
}

int hb_state_pings(const struct hb_state *state)
{
	return count_pings(state, false);
}

bool hb_state_is_cut_off(const struct hb_state *state)
{
	int own = count_pings(state, true);
	const struct hb_peer *peer;

	eb_for_each (peer, state->nodes)
		if (peer != state->self && peer->member && peer->status == HB_NODE_ACTIVE &&
		    g_strcmp0(peer->digest, state->self->digest) == 0 && peer->pings > own)
			return true;
	return false;
}

const struct hb_peer *hb_state_other(const struct hb_state *state)
{
	const struct hb_peer *peer;

	eb_for_each (peer, state->nodes)
		if (peer != state->self && !peer->ping && peer->member)
			return peer;
	return NULL;
}
