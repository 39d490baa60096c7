// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Takeovers by hand: from when to when a line is kept from this node, and which ones it claims itself.
 * The daemons speak; daemon-silence.c has what becomes of it when one does not.
 */
#include "ocf-tests/unit/holding.h"

static void a_claim_and_its_end(void **state)
{
	members(2);
	is_seen_at("web2");
	speaks("1");
	assert_int_equal(kept, 1);
	speaks("0"); /* it hands over */
	assert_int_equal(kept, 0);
	speaks("1");
	assert_int_equal(kept, 1);
	is_seen_at("web1");
	assert_int_equal(kept, 0);
	assert_int_equal(told, 0);
}

static void a_death_waits_for_a_word(void **state)
{
	members(2);
	speaks("1");
	members(1);
	assert_int_equal(kept, 1);
	assert_int_equal(told, 1);
	assert_int_equal(hb_hold_release(daemon_.hold, HB_SCOPE_ALL), 1);
	assert_int_equal(kept, 0);
}

/* The node is back before anybody said a word. */
static void a_return_calls_it_off(void **state)
{
	members(2);
	is_seen_at("web2");
	speaks("1");
	members(1);
	assert_int_equal(told, 1);
	members(2);
	speaks("1");
	assert_int_equal(kept, 1);
	assert_int_equal(called_off, 1);
	speaks("1");
	assert_int_equal(called_off, 1); /* once */
}

/* ha.cf is edited and read again while the line waits. */
static void a_reload_counts_for_what_waits(void **state)
{
	members(2);
	is_seen_at("web2");
	speaks("1");
	settings.takeover_manual = false;
	settings.takeover_delay_ms = 60;
	members(1);
	assert_int_equal(kept, 1);
	assert_int_equal(told, 0);
	settings.takeover_manual = true;
	hb_hold_tick(daemon_.hold, eb_clock_ms());
	assert_int_equal(told, 1);
	hb_hold_tick(daemon_.hold, eb_clock_ms() + 1000);
	assert_int_equal(kept, 1);
	assert_int_equal(told, 1); /* once */
	settings.takeover_manual = false;
	hb_hold_tick(daemon_.hold, eb_clock_ms());
	assert_int_equal(kept, 1);
	hb_hold_tick(daemon_.hold, eb_clock_ms() + 1000); /* counted from the death */
	assert_int_equal(kept, 0);
}

/* Nothing of the kind is said any more. */
static void a_reload_ends_the_wait(void **state)
{
	members(2);
	is_seen_at("web2");
	speaks("1");
	members(1);
	assert_int_equal(kept, 1);
	settings.takeover_manual = false;
	hb_hold_tick(daemon_.hold, eb_clock_ms());
	assert_int_equal(kept, 0);
}

/* What this node says of the line: "1", it claims it; NULL: nothing. */
static void claims(const char *count)
{
	struct hb_msg *msg = hb_msg_new("status");
	const char *got;

	hb_hold_add(daemon_.hold, msg);
	got = hb_msg_get(msg, "claims");
	assert_true(g_strcmp0(got, count) == 0);
	hb_msg_free(msg);
}

/* A node whose ha.cf lacks the policy claims nothing: others go by Pacemaker, and keep their own. */
static void who_has_no_policy(void **state)
{
	members(2);
	is_seen_at("web2");
	speaks("1");
	assert_int_equal(kept, 1);
	speaks(NULL);
	is_seen_at("web2");
	assert_int_equal(kept, 1);
	members(1);
	assert_int_equal(kept, 1);
	assert_int_equal(told, 1);
	settings.takeover_manual = false;
	claims(NULL);
}

/* With ipfail a node does not insist when another one reaches more ping nodes, and only then. */
static void a_dead_ping_node(void **state)
{
	struct hb_target gate = { .name = (char *)"gate" }, log = { .name = (char *)"log" };

	settings.ipfail = true;
	g_ptr_array_add(settings.pings, &gate);
	g_ptr_array_add(settings.pings, &log);
	hb_state_settings(daemon_.state, &settings);
	other = hb_state_find(daemon_.state, "web2");
	members(2);
	is_seen_at("web1");
	speaks("0");
	claims("1");
	other->pings = 2; /* web1's own have not been heard yet */
	claims("1");
	hb_state_pinged(daemon_.state, "gate", true, eb_clock_ms());
	hb_state_pinged(daemon_.state, "log", false, eb_clock_ms());
	claims("0");
	other->pings = 1; /* log is dead for both */
	claims("1");
	other->pings = 2;
	claims("0");
	other->digest = g_strdup("another"); /* its ha.cf may have more of them */
	claims("1");
	g_clear_pointer(&other->digest, g_free);
	settings.ipfail = false;
	claims("1");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(a_claim_and_its_end),    CASE(a_death_waits_for_a_word),
		CASE(a_return_calls_it_off),  CASE(a_reload_counts_for_what_waits),
		CASE(a_reload_ends_the_wait), CASE(who_has_no_policy),
		CASE(a_dead_ping_node),
	};

	return EB_TAP(tests);
}
