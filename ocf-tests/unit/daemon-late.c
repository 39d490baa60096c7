// SPDX-License-Identifier: GPL-2.0-or-later
/* Whose heartbeats are late, and when it is the listener who did not hear. */
#include "ocf-tests/unit/two.h"

/* Silence of the daemon is a warning; only corosync says that a node is dead. */
static void late_is_not_dead(void **unused)
{
	struct hb_state *state = pair();
	struct hb_msg *msg = hb_msg_new("status");

	g_free(logged());
	hb_state_tick(state, 7999);
	SAID("");
	hb_state_tick(state, 8000);
	SAID("WARN: node web2: no heartbeat for 5000 ms\n");
	hb_state_tick(state, 100000);
	SAID("");
	assert_int_equal(hb_state_find(state, "web2")->status, HB_NODE_ACTIVE);
	hb_msg_add(msg, "st", "active");
	hb_msg_add(msg, "hg", "7");
	hb_state_status(state, 2, msg, 9000);
	SAID("WARN: Late heartbeat: Node web2: interval 6000 ms\n");
	hb_state_status(state, 2, msg, 20000);
	SAID("CRIT: Late heartbeat: Node web2: interval 11000 ms (> deadtime)\n");
	hb_msg_free(msg);
	hb_state_free(state);
}

/* corosync delivers nothing while it gives a node up, and nothing is read while we stand still: then our
 * own heartbeats are as late as all others. */
static void nobody_is_late_when_all_are(void **unused)
{
	struct hb_state *state = pair();
	struct hb_msg *msg = hb_msg_new("status");

	hb_msg_add(msg, "st", "active");
	hb_msg_add(msg, "hg", "7");
	hb_state_status(state, 1, msg, 3500);
	hb_state_status(state, 2, msg, 3900);
	g_free(logged());
	hb_state_status(state, 2, msg, 20000);
	SAID("");
	hb_state_status(state, 1, msg, 20000);
	SAID("WARN: nothing came through corosync for 16500 ms, not even from this node\n");
	hb_state_status(state, 1, msg, 20000); /* what has waited comes at once */
	hb_state_status(state, 2, msg, 20000);
	SAID("");
	/* First ours, then the other's. */
	hb_state_status(state, 1, msg, 40000);
	g_free(logged());
	hb_state_status(state, 2, msg, 40010);
	SAID("");
	/* It went on standing still when we were heard again. */
	hb_state_status(state, 1, msg, 60000);
	hb_state_status(state, 1, msg, 64000);
	g_free(logged());
	hb_state_status(state, 2, msg, 65010);
	SAID("CRIT: Late heartbeat: Node web2: interval 25000 ms (> deadtime)\n");
	hb_msg_free(msg);
	hb_state_free(state);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(late_is_not_dead),
		cmocka_unit_test(nobody_is_late_when_all_are),
	};

	return EB_TAP_WITH(tests, set_up, tear_down);
}
