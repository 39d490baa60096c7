// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the daemon believes: nodes, their links and shares. Pure state: it is told what happened
 * and when, writes the lines of ha-log that belong to a change, and answers questions. It knows
 * neither corosync nor sockets.
 *
 * The idea: a node is dead when corosync says so and never otherwise. Status messages tell what
 * a living node is doing, and when they are late that is worth a warning, no more.
 */
#ifndef EB_STATE_H
#define EB_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "heartbeat-compat/daemon/fields.h"
#include "heartbeat-compat/daemon/settings.h"

enum { HB_LINKS = 8 };

enum hb_node_status {
	HB_NODE_INIT,   /* not heard of since our start */
	HB_NODE_UP,     /* a member; its daemon is not heard yet */
	HB_NODE_ACTIVE, /* a member whose daemon speaks */
	HB_NODE_DEAD,   /* no member any more, or not before initdead was over */
	HB_NODE_PING,   /* a ping node that answers */
};

/* Which shares a node holds, as Heartbeat told it: its own lines, those of the others. */
enum hb_share { HB_SHARE_NONE, HB_SHARE_LOCAL, HB_SHARE_FOREIGN, HB_SHARE_ALL };

struct hb_node_link {
	char *name; /* the device; NULL: there is no such link */
	bool known, up;
};

struct hb_peer {
	char *name;
	uint32_t id; /* corosync's; 0: it does not know the node */
	bool ping;
	enum hb_node_status status;
	bool member, leaving; /* leaving: it said that it shuts down */
	int64_t member_ms;    /* since when it has been a member; 0: it is none */
	int64_t lost_ms;      /* when it was one last; 0: never */
	int64_t leaving_ms;   /* when it said so */
	int64_t heard_ms;     /* when its last status came, or its answer to a ping; 0: none yet */
	bool late;
	int64_t generation;
	int foreign;  /* why its last message that was none is not understood, -errno */
	char *digest; /* of its configuration; NULL: not told */
	int pings;    /* so many ping nodes answer it, as it tells; 0: not told */
	struct hb_node_link links[HB_LINKS];
};

struct hb_state {
	const struct hb_settings *settings;
	GPtrArray *nodes; /* struct hb_peer *: as in ha.cf, then ping nodes */
	struct hb_peer *self;
	int64_t started_ms;
	int64_t devices; /* fence devices in the CIB, as the node tells that looks there */
	bool connected;  /* corosync answers */
	bool knew;       /* it has, since the daemon began */
	bool inquorate;  /* its members are too few for a quorum */
	int64_t deaf_from_ms, deaf_until_ms; /* when not even our own messages came, last */
};

struct hb_state *hb_state_new(const struct hb_settings *settings, int64_t now_ms);
void hb_state_free(struct hb_state *state);

/* After a reload: nodes that stay keep what is known of them, ping nodes that go are forgotten, and
 * so are nodes that corosync does not know either. */
void hb_state_settings(struct hb_state *state, const struct hb_settings *settings);

struct hb_peer *hb_state_find(const struct hb_state *state, const char *name);
struct hb_peer *hb_state_find_id(const struct hb_state *state, uint32_t id);

/* ---- what happened -------------------------------------------------------------------------- */

/* corosync calls this node so. Unknown names are kept too: corosync's list counts. */
void hb_state_named(struct hb_state *state, uint32_t id, const char *name);

/* device: the name of the link, "link0" when the device is not known. */
void hb_state_link(struct hb_state *state, uint32_t id, unsigned int link, const char *device,
		   bool up);

/* The members now: who is none of them any more is dead. True when that is a change: others than
 * before, or corosync was gone in between; the first news of all is none. */
bool hb_state_members(struct hb_state *state, const uint32_t *ids, size_t n);

/* Are the members a quorum? To be said before who they are. */
void hb_state_quorum(struct hb_state *state, bool quorate);

/* corosync is gone: who lives is not known until it is back. */
void hb_state_lost(struct hb_state *state);

/* A status message of a node: st, hg (generation), dg (digest), fd (fence devices), pn (ping nodes that
 * answer); others read the rest. */
void hb_state_status(struct hb_state *state, uint32_t id, const struct hb_msg *msg, int64_t now_ms);

/* A node's daemon left the group of daemons; its node may live on. */
void hb_state_silent(struct hb_state *state, uint32_t id);

/* A ping node answered, or did not; it is dead after deadping without an answer. */
void hb_state_pinged(struct hb_state *state, const char *name, bool answered, int64_t now_ms);

/* Time passed: who is late, and who was never heard of. */
void hb_state_tick(struct hb_state *state, int64_t now_ms);

/* ---- answers -------------------------------------------------------------------------------- */

/* "active", "dead", ...: the words of cl_status. */
const char *hb_status_word(enum hb_node_status status);
const char *hb_share_word(enum hb_share share);

/* Does its daemon say nothing? True of nodes that are none of the members, too. */
bool hb_state_is_mute(const struct hb_state *state, const struct hb_peer *peer, int64_t now_ms);

/* So many ping nodes answer here. */
int hb_state_pings(const struct hb_state *state);

/* A member that reaches more ping nodes than this node can: its own that are not known to be dead
 * count, so that one without news does not seem cut off. */
bool hb_state_is_cut_off(const struct hb_state *state);

/* Another node that could take resources, NULL: there is none. */
const struct hb_peer *hb_state_other(const struct hb_state *state);

#endif
