// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where the cluster that is made of Heartbeat's places a line otherwise than Heartbeat did.
 * ocf-tests/differential/DIFFERENCES.md has the same rows for readers, and a test compares them.
 */
#include "heartbeat-compat/placement.h"

#define ON(kind) (1U << HB_EVENT_##kind)
#define LEGACY   (1U << HB_FAILBACK_LEGACY)
#define OFF      (1U << HB_FAILBACK_OFF)
#define ALWAYS   (1U << HB_FAILBACK_ON | LEGACY | OFF)

static const char REFUSES[] =
	"With auto_failback legacy, which is the default, Heartbeat refuses to hand over.";

const struct hb_difference hb_differences[] = {
	{ "D1", ON(ALONE), ALWAYS, false, false, 2, HB_AT_NODE, HB_AT_NOWHERE,
	  "a node that starts alone waits for the other one",
	  "Heartbeat knows no quorum: a node that hears nobody until initdead is over takes "
	  "everything, also what the other one, cut off but alive, is running." },
	{ "D2", ON(JOIN), OFF, false, false, 2, HB_AT_OTHER, HB_AT_NODE,
	  "so both start together, and each line at home",
	  "With auto_failback off lines stay where they are. Heartbeat had started them all on the "
	  "first node by then (D1), here both nodes start at the same moment, as in event start." },
	{ "D3", ON(STANDBY), LEGACY, false, false, 2, HB_AT_NODE, HB_AT_OTHER,
	  "hb_standby works with legacy, too", REFUSES },
	{ "D4", ON(TAKEOVER), LEGACY, false, false, 2, HB_AT_OTHER, HB_AT_NODE,
	  "hb_takeover works with legacy, too", REFUSES },
	{ "D5", ON(PING_LOST), LEGACY, true, false, 2, HB_AT_NODE, HB_AT_OTHER,
	  "ipfail works with legacy, too", REFUSES },
	{ "N1", 0, ALWAYS, false, false, 1, HB_AT_ANY, HB_AT_ANY, "it moves to the other one",
	  "A resource that fails to start leaves its group down on both nodes." },
	{ "N2", 0, ALWAYS, false, false, 1, HB_AT_ANY, HB_AT_ANY,
	  "its group moves to the other one",
	  "A dead service, or an address that was deleted by hand, is never noticed." },
	{ "N3", ON(SPLIT), ALWAYS, false, true, 2, HB_AT_MANY, HB_AT_ONE,
	  "the one that fencing leaves goes on",
	  "After a cut between two living nodes both run everything, and after healing both "
	  "restart." },
	{ "N3", ON(HEAL), ALWAYS, false, true, 2, HB_AT_ONE, HB_AT_ONE,
	  "the one that fencing leaves goes on",
	  "After a cut between two living nodes both run everything, and after healing both "
	  "restart." },
	{ "N4", 0, ALWAYS, false, false, 2, HB_AT_ANY, HB_AT_ANY, "every lost node is fenced",
	  "A node that dies while it hands its resources over is not fenced." },
	{ "N5", 0, ALWAYS, false, false, 1, HB_AT_ANY, HB_AT_ANY,
	  "hbscript reads it in the same way (status_mode)",
	  "A start is skipped when the status of a resource says OK or running in any sense, \"Not "
	  "OK\" included." },
	{ "N6", ~0U, ALWAYS, false, false, 3, HB_AT_MANY, HB_AT_ONE, "one node runs it",
	  "With three nodes a crash starts a group on both survivors, for seconds or for good." },
	{ 0 },
};

static bool is_at(enum hb_place place, hb_nodes nodes, unsigned int node)
{
	bool single = nodes && !(nodes & (nodes - 1));

	switch (place) {
	case HB_AT_ANY: return true;
	case HB_AT_NOWHERE: return !nodes;
	case HB_AT_NODE: return nodes == HB_NODE(node);
	case HB_AT_OTHER: return single && nodes != HB_NODE(node);
	case HB_AT_ONE: return single;
	case HB_AT_MANY: break;
	}
	return nodes && !single;
}

const struct hb_difference *hb_difference_find(const struct hb_rules *rules,
					       const struct hb_event *event, hb_nodes theirs,
					       hb_nodes ours)
{
	for (const struct hb_difference *row = hb_differences; row->id; row++)
		if (row->events & 1U << event->kind && row->failbacks & 1U << rules->failback &&
		    (rules->ipfail || !row->ipfail) && !(rules->unfenced && row->fenced) &&
		    rules->nodes >= row->nodes && is_at(row->theirs, theirs, event->node) &&
		    is_at(row->ours, ours, event->node) &&
		    (row->theirs != HB_AT_MANY || ours & theirs))
			return row;
	return NULL;
}
