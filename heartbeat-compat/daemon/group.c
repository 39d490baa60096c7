// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the group of daemons tells, handed to the parts that it concerns.
 */
#include <string.h>

#include "heartbeat-compat/daemon/agreement.h"
#include "heartbeat-compat/daemon/asked.h"
#include "heartbeat-compat/daemon/compatd.h"
#include "heartbeat-compat/daemon/group.h"
#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/daemon/hold.h"
#include "heartbeat-compat/daemon/owner.h"
#include "heartbeat-compat/daemon/respawn.h"
#include "lib/clock.h"

static void group_up(void *data, uint32_t self)
{
	struct hb_daemon *daemon = data;

	daemon->state->self->id = self;
	hb_daemon_local_status(daemon, HB_NODE_ACTIVE);
	hb_daemon_status(daemon);
	hb_respawns_begin(daemon->respawns);
}

static void group_down(void *data)
{
	struct hb_daemon *daemon = data;

	hb_log(HB_LOG_WARN, "corosync is gone: waiting for it");
	hb_daemon_local_status(daemon, HB_NODE_UP);
}

/* Who comes wants to know of us at once. */
static void group_came(void *data, uint32_t node)
{
	hb_daemon_status(data);
}

static void group_went(void *data, uint32_t node, bool alive)
{
	struct hb_daemon *daemon = data;

	/* Of a node that died the members tell, a moment later. */
	if (alive)
		hb_state_silent(daemon->state, node);
	hb_hold_silent(daemon->hold, hb_state_find_id(daemon->state, node));
	hb_owner_look(daemon->owner);
}

static void take_leave(struct hb_daemon *daemon, struct hb_peer *peer)
{
	peer->leaving = true;
	peer->leaving_ms = eb_clock_ms();
	hb_hold_silent(daemon->hold, peer);
	hb_log(HB_LOG_INFO, "Received shutdown notice from '%s'.", peer->name);
	hb_log(HB_LOG_INFO, "Resources being acquired from %s.", peer->name);
}

static void take_status(struct hb_daemon *daemon, struct hb_peer *peer, const struct hb_msg *msg)
{
	g_autofree char *before = g_strdup(peer->digest);
	bool active = peer->status == HB_NODE_ACTIVE;

	hb_state_status(daemon->state, peer->id, msg, eb_clock_ms());
	hb_hold_heard(daemon->hold, peer, msg);
	hb_owner_heard(daemon->owner, peer, msg);
	if (g_strcmp0(before, peer->digest) != 0 || !active)
		hb_owner_look(daemon->owner);
}

/* Who is asked to hand over refuses what was asked before it woke. */
static bool refuses(struct hb_daemon *daemon, const struct hb_peer *peer)
{
	if (!hb_stand_is_old(&daemon->stand) || peer == daemon->state->self)
		return false;
	hb_log(HB_LOG_WARN, "what %s asked for while the daemon stood still is not done",
	       peer->name);
	hb_asked_refuse(daemon, peer->name, "stood still when it was asked");
	return true;
}

static void group_heard(void *data, uint32_t node, const struct hb_msg *msg, int failed)
{
	struct hb_daemon *daemon = data;
	struct hb_peer *peer = hb_state_find_id(daemon->state, node);
	const char *type;

	hb_daemon_awake(daemon, eb_clock_ms());
	if (!peer)
		return;
	if (!msg) {
		if (peer->foreign != failed)
			hb_log(HB_LOG_ERROR, "node %s speaks another protocol: %s", peer->name,
			       g_strerror(-failed));
		peer->foreign = failed; /* said once */
		return;
	}
	type = hb_msg_get(msg, "t");
	if (peer == daemon->state->self)
		hb_stand_heard(&daemon->stand, hb_msg_number(msg, "seq", 0));
	if (strcmp(type, "status") == 0)
		take_status(daemon, peer, msg);
	else if (strcmp(type, "standby") == 0 ||
		 (strcmp(type, "takeover") == 0 && !refuses(daemon, peer)))
		hb_asked_heard(daemon, peer, msg);
	else if (strcmp(type, "refused") == 0)
		hb_asked_refused(daemon, peer, msg);
	else if (strcmp(type, "config") == 0)
		hb_agreement_differs(daemon, peer, msg);
	else if (strcmp(type, "shutdown") == 0 && peer != daemon->state->self)
		take_leave(daemon, peer);
}

const struct hb_member_calls hb_group_calls = {
	.up = group_up,
	.down = group_down,
	.came = group_came,
	.went = group_went,
	.heard = group_heard,
};
