// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/placement.h"

const char *const hb_event_names[HB_EVENTS] = {
	[HB_EVENT_START] = "start",         [HB_EVENT_CRASH] = "crash",
	[HB_EVENT_STOP] = "stop",           [HB_EVENT_RETURN] = "return",
	[HB_EVENT_STANDBY] = "standby",     [HB_EVENT_TAKEOVER] = "takeover",
	[HB_EVENT_PING_LOST] = "ping-lost", [HB_EVENT_PING_BACK] = "ping-back",
	[HB_EVENT_ALONE] = "alone",         [HB_EVENT_JOIN] = "join",
	[HB_EVENT_LINK_LOST] = "link-lost", [HB_EVENT_SPLIT] = "split",
	[HB_EVENT_HEAL] = "heal",
};

struct hb_rules hb_rules_here(const struct hb_rules *rules)
{
	struct hb_rules here = *rules;

	here.here = true;
	if (here.failback == HB_FAILBACK_LEGACY)
		here.failback = HB_FAILBACK_ON;
	return here;
}

/* ---- placements ------------------------------------------------------------------------------ */

struct hb_placement *hb_placement_new(const struct hb_rules *rules, unsigned int reaches)
{
	struct hb_placement *placement = g_new0(struct hb_placement, 1);

	placement->reaches = g_new(unsigned int, rules->nodes);
	for (unsigned int node = 0; node < rules->nodes; node++)
		placement->reaches[node] = reaches;
	placement->where = g_new0(hb_nodes, rules->lines);
	return placement;
}

struct hb_placement *hb_placement_copy(const struct hb_rules *rules,
				       const struct hb_placement *placement)
{
	struct hb_placement *copy = hb_placement_new(rules, 0);

	copy->up = placement->up;
	copy->split = placement->split;
	if (rules->nodes)
		memcpy(copy->reaches, placement->reaches, rules->nodes * sizeof(*copy->reaches));
	if (rules->lines)
		memcpy(copy->where, placement->where, rules->lines * sizeof(*copy->where));
	return copy;
}

void hb_placement_free(struct hb_placement *placement)
{
	if (!placement)
		return;
	g_free(placement->reaches);
	g_free(placement->where);
	g_free(placement);
}

/* ---- moves ----------------------------------------------------------------------------------- */

/* An event at work. */
struct move {
	const struct hb_rules *rules;
	struct hb_placement *placement;
	const struct hb_event *event;
};

static hb_nodes first_of(hb_nodes nodes)
{
	return nodes & -nodes;
}

static bool is_one(hb_nodes nodes)
{
	return nodes && nodes == first_of(nodes);
}

/* Who takes over from a node: with Heartbeat everybody who is left; a pair leaves one. */
static hb_nodes heirs(const struct move *move, unsigned int node)
{
	hb_nodes others = move->placement->up & ~HB_NODE(node);

	return move->rules->here ? first_of(others) : others;
}

static bool is_at_home(const struct move *move, unsigned int line, unsigned int node)
{
	return move->rules->home[line] == node;
}

/* Where a line starts that ran nowhere. */
static hb_nodes birthplace(const struct move *move, unsigned int line)
{
	hb_nodes home = HB_NODE(move->rules->home[line]);

	return home & move->placement->up ? home : first_of(move->placement->up);
}

static void all_at_home(const struct move *move)
{
	for (unsigned int line = 0; line < move->rules->lines; line++)
		move->placement->where[line] = birthplace(move, line);
}

static bool is_of_share(const struct move *move, unsigned int line, unsigned int node,
			enum hb_share share)
{
	return share == HB_SHARE_ALL || is_at_home(move, line, node) == (share == HB_SHARE_LOCAL);
}

/* Moves in order. With legacy Heartbeat says that it does not do this, and exits with success. */
static void give_up(const struct move *move, unsigned int node, enum hb_share share)
{
	hb_nodes to = heirs(move, node), *where = move->placement->where;

	if (move->rules->failback == HB_FAILBACK_LEGACY || move->placement->split || !to)
		return;
	for (unsigned int line = 0; line < move->rules->lines; line++)
		if (where[line] & HB_NODE(node) && is_of_share(move, line, node, share))
			where[line] = to;
}

static enum hb_share swapped(enum hb_share share)
{
	static const enum hb_share other[] = {
		[HB_SHARE_ALL] = HB_SHARE_ALL,
		[HB_SHARE_LOCAL] = HB_SHARE_FOREIGN,
		[HB_SHARE_FOREIGN] = HB_SHARE_LOCAL,
	};

	return other[share];
}

/* hb_takeover asks the others to stand by: what is local to me is foreign to them. */
static void take_over(const struct move *move)
{
	for (unsigned int node = 0; node < move->rules->nodes; node++)
		if (node != move->event->node && HB_NODE(node) & move->placement->up)
			give_up(move, node, swapped(move->event->share));
}

/*
 * ipfail: who reaches fewer ping nodes than another one gives up everything. When they are equal
 * again, each gives up what is foreign if auto_failback is on.
 */
static void compare_pings(const struct move *move, bool changed)
{
	const struct hb_placement *placement = move->placement;
	unsigned int most = 0;
	bool equal = true;

	if (!move->rules->ipfail || placement->split)
		return;
	for (unsigned int node = 0; node < move->rules->nodes; node++)
		if (HB_NODE(node) & placement->up)
			most = MAX(most, placement->reaches[node]);
	for (unsigned int node = 0; node < move->rules->nodes; node++)
		if (HB_NODE(node) & placement->up && placement->reaches[node] < most) {
			equal = false;
			give_up(move, node, HB_SHARE_ALL);
		}
	for (unsigned int node = 0; equal && changed && node < move->rules->nodes; node++)
		if (HB_NODE(node) & placement->up && move->rules->failback == HB_FAILBACK_ON)
			give_up(move, node, HB_SHARE_FOREIGN);
}

/* ---- events ---------------------------------------------------------------------------------- */

static void start(const struct move *move)
{
	move->placement->up = 0;
	for (unsigned int node = 0; node < move->rules->nodes; node++)
		move->placement->up |= HB_NODE(node);
	move->placement->split = false;
	all_at_home(move);
}

/* Heartbeat knows no quorum; here a node that has seen nobody waits. */
static void start_alone(const struct move *move)
{
	move->placement->up = HB_NODE(move->event->node);
	for (unsigned int line = 0; line < move->rules->lines; line++)
		move->placement->where[line] =
			move->rules->here && move->rules->nodes > 1 ? 0 : move->placement->up;
}

static void lose(const struct move *move)
{
	struct hb_placement *placement = move->placement;
	hb_nodes node = HB_NODE(move->event->node), to = heirs(move, move->event->node);

	placement->up &= ~node;
	for (unsigned int line = 0; line < move->rules->lines; line++)
		if (placement->where[line] & node)
			placement->where[line] =
				placement->split ? placement->where[line] & ~node : to;
	placement->split &= !is_one(placement->up) && placement->up;
}

static void come(const struct move *move)
{
	struct hb_placement *placement = move->placement;
	unsigned int node = move->event->node;

	if (!placement->up) {
		start_alone(move);
		return;
	}
	placement->up |= HB_NODE(node);
	for (unsigned int line = 0; line < move->rules->lines; line++)
		if (!placement->where[line])
			placement->where[line] = birthplace(move, line);
		else if (is_at_home(move, line, node) && move->rules->failback != HB_FAILBACK_OFF)
			placement->where[line] = HB_NODE(node);
	compare_pings(move, false);
}

/* Of a pair both sides have quorum; of more nodes the one that is cut off has none, and stops. */
static bool has_two_sides(const struct hb_rules *rules)
{
	return !rules->here || (rules->unfenced && rules->nodes == 2);
}

/* Each side takes the other one for dead. */
static void split(const struct move *move)
{
	if (!has_two_sides(move->rules)) {
		lose(move);
		return;
	}
	move->placement->split = true;
	for (unsigned int line = 0; line < move->rules->lines; line++)
		move->placement->where[line] = move->placement->up;
}

/* Heartbeat restarts on both sides when it finds that the dead one lives; Pacemaker stops what runs
 * twice on both, and starts it where it belongs. */
static void heal(const struct move *move)
{
	if (!has_two_sides(move->rules)) {
		come(move);
	} else if (move->placement->split) {
		move->placement->split = false;
		all_at_home(move);
	}
}

void hb_placement_after(const struct hb_rules *rules, struct hb_placement *placement,
			const struct hb_event *event)
{
	struct move move = { rules, placement, event };

	switch (event->kind) {
	case HB_EVENT_START: start(&move); break;
	case HB_EVENT_ALONE: start_alone(&move); break;
	case HB_EVENT_CRASH:
	case HB_EVENT_STOP: lose(&move); break;
	case HB_EVENT_RETURN:
	case HB_EVENT_JOIN: come(&move); break;
	case HB_EVENT_STANDBY: give_up(&move, event->node, event->share); break;
	case HB_EVENT_TAKEOVER: take_over(&move); break;
	case HB_EVENT_PING_LOST:
	case HB_EVENT_PING_BACK:
		placement->reaches[event->node] = event->reaches;
		compare_pings(&move, true);
		break;
	case HB_EVENT_SPLIT: split(&move); break;
	case HB_EVENT_HEAL: heal(&move); break;
	case HB_EVENT_LINK_LOST:
	case HB_EVENTS: break;
	}
}

/* ---- how long it takes --------------------------------------------------------------------- */

enum {
	STABLE_MS = 10000,  /* two nodes that start together wait for this */
	DECIDE_MS = 1000,   /* from knowing to acting */
	GAP_MS = 500,       /* from the last stop on one node to the first start on the other */
	RESTART_MS = 16000, /* both nodes restart after a partition */
};

struct hb_delay hb_delay_of(const struct hb_timers *timers, enum hb_event_kind kind)
{
	int64_t dead_ms = timers->deadtime_ms + GAP_MS;
	int64_t start_ms = STABLE_MS + timers->keepalive_ms + DECIDE_MS;
	int64_t alone_ms = timers->initdead_ms + DECIDE_MS;
	int64_t ping_ms = timers->deadping_ms + 2 * timers->keepalive_ms + DECIDE_MS;
	int64_t join_ms = 2 * timers->keepalive_ms + DECIDE_MS;

	switch (kind) {
	case HB_EVENT_START: return (struct hb_delay) { start_ms, start_ms };
	case HB_EVENT_ALONE: return (struct hb_delay) { alone_ms, alone_ms };
	case HB_EVENT_CRASH: return (struct hb_delay) { dead_ms, dead_ms };
	case HB_EVENT_STOP: return (struct hb_delay) { 0, GAP_MS };
	case HB_EVENT_RETURN:
	case HB_EVENT_JOIN: return (struct hb_delay) { join_ms, GAP_MS };
	case HB_EVENT_STANDBY:
	case HB_EVENT_TAKEOVER: return (struct hb_delay) { DECIDE_MS, GAP_MS };
	case HB_EVENT_PING_LOST: return (struct hb_delay) { ping_ms, GAP_MS };
	case HB_EVENT_PING_BACK: return (struct hb_delay) { join_ms, GAP_MS };
	case HB_EVENT_SPLIT: return (struct hb_delay) { dead_ms, 0 };
	case HB_EVENT_HEAL: return (struct hb_delay) { DECIDE_MS, RESTART_MS };
	case HB_EVENT_LINK_LOST:
	case HB_EVENTS: break;
	}
	return (struct hb_delay) { HB_NEVER, 0 };
}
