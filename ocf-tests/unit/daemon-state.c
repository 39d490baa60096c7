// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the daemon believes, and the lines of ha-log that it writes when that changes.
 */
#include "ocf-tests/unit/two.h"

static void a_node_comes_and_dies(void **unused)
{
	struct hb_state *state = pair();
	static const uint32_t self[] = { 1 };
	const struct hb_peer *other = hb_state_find(state, "WEB2");

	SAID("info: Status update for node web2: status up\n"
	     "info: Status update for node web2: status active\n");
	assert_int_equal(other->status, HB_NODE_ACTIVE);
	assert_ptr_equal(hb_state_other(state), other);
	hb_state_members(state, self, 1);
	SAID("WARN: node web2: is dead\n"
	     "WARN: No STONITH device configured.\n"
	     "WARN: Shared disks are not protected.\n"
	     "info: Resources being acquired from web2.\n");
	assert_int_equal(other->status, HB_NODE_DEAD);
	assert_null(hb_state_other(state));
	hb_state_free(state);
}

/* ha.cf names no device, and there is one in the CIB: it is not said that there is none. */
static void a_device_in_the_cib(void **unused)
{
	struct hb_state *state = pair();
	static const uint32_t self[] = { 1 };
	struct hb_msg *msg = hb_msg_new("status");

	hb_msg_add(msg, "st", "active");
	hb_msg_add(msg, "hg", "7");
	hb_msg_add(msg, "fd", "1");
	hb_state_status(state, 2, msg, 3500);
	g_free(logged());
	hb_state_members(state, self, 1);
	SAID("WARN: node web2: is dead\n"
	     "info: Resources being acquired from web2.\n");
	hb_msg_free(msg);
	hb_state_free(state);
}

/* Who is left without quorum takes nothing over. */
static void without_quorum(void **unused)
{
	struct hb_state *state = pair();
	static const uint32_t self[] = { 1 };

	g_free(logged());
	hb_state_quorum(state, true);
	SAID("");
	hb_state_quorum(state, false);
	hb_state_members(state, self, 1);
	SAID("WARN: no quorum: too few nodes are there, and Pacemaker runs no resources here unless "
	     "no-quorum-policy says so\n"
	     "WARN: node web2: is dead\n"
	     "WARN: No STONITH device configured.\n"
	     "WARN: Shared disks are not protected.\n");
	hb_state_quorum(state, false);
	SAID("");
	hb_state_quorum(state, true);
	SAID("info: there is a quorum: Pacemaker runs resources here\n");
	/* Without corosync nothing is known; what it says then counts. */
	hb_state_quorum(state, false);
	hb_state_lost(state);
	assert_false(state->inquorate);
	g_free(logged());
	hb_state_free(state);
}

static void a_restart_is_noticed(void **unused)
{
	struct hb_state *state = pair();
	struct hb_msg *msg = hb_msg_new("status");

	g_free(logged());
	hb_msg_add(msg, "st", "active");
	hb_msg_add(msg, "hg", "8");
	hb_state_status(state, 2, msg, 3500);
	SAID("info: Heartbeat restart on node web2\n");
	hb_msg_free(msg);
	hb_state_free(state);
}

/* Its daemon took leave and came back: when the node dies now, that is news. */
static void a_leave_is_over_with_the_return(void **unused)
{
	struct hb_state *state = pair();
	static const uint32_t self[] = { 1 };
	struct hb_msg *msg = hb_msg_new("status");

	hb_state_find(state, "web2")->leaving = true;
	hb_msg_add(msg, "st", "active");
	hb_msg_add(msg, "hg", "8");
	hb_state_status(state, 2, msg, 3500);
	g_free(logged());
	hb_state_members(state, self, 1);
	SAID("WARN: node web2: is dead\n"
	     "WARN: No STONITH device configured.\n"
	     "WARN: Shared disks are not protected.\n"
	     "info: Resources being acquired from web2.\n");
	hb_msg_free(msg);
	hb_state_free(state);
}

static void an_orderly_end_is_no_death(void **unused)
{
	struct hb_state *state = pair();
	static const uint32_t self[] = { 1 };

	g_free(logged());
	hb_state_find(state, "web2")->leaving = true;
	hb_state_members(state, self, 1);
	SAID("");
	assert_int_equal(hb_state_find(state, "web2")->status, HB_NODE_DEAD);
	hb_state_free(state);
}

static void never_heard_of(void **unused)
{
	struct hb_state *state = hb_state_new(&settings, 1000);
	static const uint32_t self[] = { 1 };

	hb_state_named(state, 1, "web1");
	hb_state_members(state, self, 1);
	hb_state_tick(state, 60999);
	SAID("");
	assert_int_equal(hb_state_find(state, "web2")->status, HB_NODE_INIT);
	hb_state_tick(state, 61000);
	assert_int_equal(hb_state_find(state, "web2")->status, HB_NODE_DEAD);
	g_free(logged());
	hb_state_free(state);
}

static void corosync_gone(void **unused)
{
	struct hb_state *state = pair();

	g_free(logged());
	hb_state_lost(state);
	assert_int_equal(hb_state_find(state, "web2")->status, HB_NODE_INIT);
	/* What is not known is not dead, however long it lasts. */
	hb_state_tick(state, 1000000);
	assert_int_equal(hb_state_find(state, "web2")->status, HB_NODE_INIT);
	SAID("");
	hb_state_free(state);
}

/* Who they are counts, not how many: what was handed over is over when they change. */
static void members_are_a_set(void **unused)
{
	static const uint32_t both[] = { 1, 2 }, turned[] = { 2, 1 }, exchanged[] = { 1, 3 },
			      self[] = { 1 };
	struct hb_state *state = hb_state_new(&settings, 1000);

	hb_state_named(state, 1, "web1");
	hb_state_named(state, 2, "web2");
	hb_state_named(state, 3, "web3");
	assert_false(hb_state_members(state, both, 2)); /* the first news */
	assert_false(hb_state_members(state, both, 2));
	assert_false(hb_state_members(state, turned, 2));
	assert_true(hb_state_members(state, exchanged, 2));
	assert_true(hb_state_members(state, self, 1));
	assert_false(hb_state_members(state, self, 1));
	g_free(logged());
	hb_state_free(state);
}

/* The others saw this node go, whoever is there when corosync is back. */
static void a_restart_of_corosync_is_a_change(void **unused)
{
	static const uint32_t both[] = { 1, 2 };
	struct hb_state *state = pair();

	hb_state_lost(state);
	assert_true(hb_state_members(state, both, 2));
	assert_false(hb_state_members(state, both, 2));
	g_free(logged());
	hb_state_free(state);
}

static void links(void **unused)
{
	struct hb_state *state = pair();

	g_free(logged());
	hb_state_link(state, 2, 0, "eth1", true);
	hb_state_link(state, 2, 0, "eth1", true);
	hb_state_link(state, 2, 0, "eth1", false);
	hb_state_link(state, 1, 0, "eth1", true); /* our own is no news */
	hb_state_link(state, 9, 0, "eth1", true);
	hb_state_link(state, 2, HB_LINKS, "eth1", true);
	SAID("info: Link web2:eth1 up.\n"
	     "info: Link web2:eth1 dead.\n");
	hb_state_free(state);
}

static void ping_nodes(void **unused)
{
	struct hb_state *state = pair();

	g_free(logged());
	hb_state_pinged(state, "router", true, 5000);
	hb_state_pinged(state, "router", false, 14999);
	SAID("info: Link router:router up.\n"
	     "info: Status update for node router: status ping\n");
	hb_state_pinged(state, "router", false, 15000);
	hb_state_pinged(state, "router", false, 16000);
	SAID("WARN: node router: is dead\n"
	     "info: Link router:router dead.\n");
	hb_state_pinged(state, "router", true, 17000);
	SAID("info: Link router:router up.\n"
	     "info: Status update for node router: status ping\n");
	hb_state_free(state);
}

/* Rows: when web2 became a member, when it was heard last, and whether it is mute at 20 s. */
static void who_is_mute(void **unused)
{
	static const struct {
		int64_t member_ms, heard_ms;
		bool mute;
	} rows[] = {
		{ 1000, 19000, false }, { 1000, 15001, false }, { 1000, 15000, true },
		{ 19000, 0, false },    { 1000, 0, true },
	};
	struct hb_state *state = pair();
	struct hb_peer *peer = hb_state_find(state, "web2");

	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		peer->member_ms = rows[i].member_ms;
		peer->heard_ms = rows[i].heard_ms;
		assert_int_equal(hb_state_is_mute(state, peer, 20000), rows[i].mute);
	}
	peer->member = false;
	assert_true(hb_state_is_mute(state, peer, 19000));
	hb_state_free(state);
}

/* What ha.cf names no longer is forgotten, unless corosync knows it. */
static void a_reload_forgets(void **unused)
{
	struct hb_state *state = pair();
	GPtrArray *pings = settings.pings, *nodes = settings.nodes;

	settings.pings = g_ptr_array_new();
	settings.nodes = g_ptr_array_new();
	g_ptr_array_add(settings.nodes, (char *)"web3");
	hb_state_settings(state, &settings);
	assert_null(hb_state_find(state, "router"));
	assert_int_equal(hb_state_find(state, "web2")->status, HB_NODE_ACTIVE);
	assert_ptr_equal(state->self, hb_state_find(state, "web1"));
	g_ptr_array_set_size(settings.nodes, 0);
	hb_state_settings(state, &settings);
	assert_null(hb_state_find(state, "web3"));
	assert_int_equal(state->nodes->len, 2);
	g_ptr_array_unref(settings.pings);
	g_ptr_array_unref(settings.nodes);
	settings.pings = pings;
	settings.nodes = nodes;
	hb_state_free(state);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_node_comes_and_dies),
		cmocka_unit_test(a_device_in_the_cib),
		cmocka_unit_test(without_quorum),
		cmocka_unit_test(a_restart_is_noticed),
		cmocka_unit_test(a_leave_is_over_with_the_return),
		cmocka_unit_test(an_orderly_end_is_no_death),
		cmocka_unit_test(never_heard_of),
		cmocka_unit_test(corosync_gone),
		cmocka_unit_test(members_are_a_set),
		cmocka_unit_test(a_restart_of_corosync_is_a_change),
		cmocka_unit_test(links),
		cmocka_unit_test(ping_nodes),
		cmocka_unit_test(who_is_mute),
		cmocka_unit_test(a_reload_forgets),
	};

	return EB_TAP_WITH(tests, set_up, tear_down);
}
