// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where Heartbeat runs each line: the table that was measured on the real one, what hb_standby and
 * hb_takeover move, and how long it takes.
 */
#include "heartbeat-compat/placement.h"
#include "ocf-tests/unit/tap.h"

enum { A = 1, B = 2, BOTH = A | B, NONE = 0 };

/* ---- two lines, at home on the first and on the second node ---------------------------------- */

static const unsigned int homes[] = { 0, 1 };

#define RULES(value, watched)                                                                      \
	{                                                                                          \
		.nodes = 2, .lines = 2, .home = homes, .failback = HB_FAILBACK_##value,            \
		.ipfail = (watched)                                                                \
	}

/* What follows what, and where both lines are then: with on, off and legacy. */
static const struct step {
	enum hb_event_kind kind;
	unsigned int node, reaches;
	hb_nodes on[2], off[2], legacy[2];
} steps[] = {
	/* clang-format off */
	{ HB_EVENT_START,     0, 0, { A, B }, { A, B }, { A, B } },
	{ HB_EVENT_CRASH,     0, 0, { B, B }, { B, B }, { B, B } },
	{ HB_EVENT_RETURN,    0, 0, { A, B }, { B, B }, { A, B } },
	{ HB_EVENT_CRASH,     1, 0, { A, A }, { A, A }, { A, A } },
	{ HB_EVENT_RETURN,    1, 0, { A, B }, { A, A }, { A, B } },
	{ HB_EVENT_STANDBY,   0, 0, { B, B }, { B, B }, { A, B } },
	{ HB_EVENT_TAKEOVER,  0, 0, { A, A }, { A, A }, { A, B } },
	{ HB_EVENT_STANDBY,   0, 0, { B, B }, { B, B }, { A, B } },
	{ HB_EVENT_CRASH,     1, 0, { A, A }, { A, A }, { A, A } },
	{ HB_EVENT_RETURN,    1, 0, { A, B }, { A, A }, { A, B } },
	{ HB_EVENT_STOP,      0, 0, { B, B }, { B, B }, { B, B } },
	{ HB_EVENT_RETURN,    0, 0, { A, B }, { B, B }, { A, B } },
	{ HB_EVENT_PING_LOST, 0, 0, { B, B }, { B, B }, { A, B } },
	{ HB_EVENT_PING_BACK, 0, 1, { A, B }, { B, B }, { A, B } },
	{ HB_EVENT_PING_LOST, 1, 0, { A, A }, { A, A }, { A, B } },
	{ HB_EVENT_PING_LOST, 0, 0, { A, B }, { A, A }, { A, B } },
	{ HB_EVENT_PING_BACK, 0, 1, { A, A }, { A, A }, { A, B } },
	{ HB_EVENT_PING_BACK, 1, 1, { A, B }, { A, A }, { A, B } },
	{ HB_EVENT_LINK_LOST, 0, 0, { A, B }, { A, A }, { A, B } },
	{ HB_EVENT_SPLIT,     1, 0, { BOTH, BOTH }, { BOTH, BOTH }, { BOTH, BOTH } },
	{ HB_EVENT_HEAL,      1, 0, { A, B }, { A, B }, { A, B } },
	{ HB_EVENT_SPLIT,     1, 0, { BOTH, BOTH }, { BOTH, BOTH }, { BOTH, BOTH } },
	{ HB_EVENT_CRASH,     0, 0, { B, B }, { B, B }, { B, B } },
	{ HB_EVENT_CRASH,     1, 0, { NONE, NONE }, { NONE, NONE }, { NONE, NONE } },
	{ HB_EVENT_ALONE,     0, 0, { A, A }, { A, A }, { A, A } },
	{ HB_EVENT_STANDBY,   0, 0, { A, A }, { A, A }, { A, A } },
	{ HB_EVENT_JOIN,      1, 0, { A, B }, { A, A }, { A, B } },
	/* clang-format on */
};

static void play_table(const struct hb_rules *rules, size_t column)
{
	struct hb_placement *now = hb_placement_new(rules, 1);

	for (size_t i = 0; i < EB_COUNT(steps); i++) {
		const struct step *step = &steps[i];
		const struct hb_event event = { step->kind, step->node, HB_SHARE_ALL,
						step->reaches };
		const hb_nodes *want = column == 0   ? step->on
				       : column == 1 ? step->off
						     : step->legacy;

		hb_placement_after(rules, now, &event);
		for (size_t line = 0; line < 2; line++)
			if (now->where[line] != want[line])
				fail_msg("step %zu, %s: line %zu is on %#" G_GINT64_MODIFIER
					 "x, not %#" G_GINT64_MODIFIER "x",
					 i, hb_event_names[step->kind], line, now->where[line],
					 want[line]);
	}
	hb_placement_free(now);
}

static void measured(void **state)
{
	const struct hb_rules rules[] = { RULES(ON, true), RULES(OFF, true), RULES(LEGACY, true) };

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rules); i++)
		play_table(&rules[i], i);
}

/* What a row of events leaves: the last one alone is looked at. */
static void check(const struct hb_rules *rules, const struct hb_event *events, size_t count,
		  hb_nodes first, hb_nodes second)
{
	struct hb_placement *now = hb_placement_new(rules, 1), *copy;

	for (size_t i = 0; i < count; i++)
		hb_placement_after(rules, now, &events[i]);
	copy = hb_placement_copy(rules, now);
	hb_placement_free(now);
	assert_int_equal(copy->where[0], first);
	assert_int_equal(copy->where[1], second);
	hb_placement_free(copy);
}
#define CHECK(rules, first, second, ...)                                                           \
	do {                                                                                       \
		const struct hb_event events_[] = { { HB_EVENT_START }, __VA_ARGS__ };             \
		check(rules, events_, EB_COUNT(events_), first, second);                           \
	} while (0)

static void shares(void **state)
{
	const struct hb_rules rules = RULES(ON, false);
	const struct hb_event to_b = { HB_EVENT_STANDBY, 0, HB_SHARE_ALL };

	(void)state;
	CHECK(&rules, B, B, { HB_EVENT_STANDBY, 0, HB_SHARE_LOCAL });
	CHECK(&rules, A, B, { HB_EVENT_STANDBY, 0, HB_SHARE_FOREIGN });
	CHECK(&rules, A, B, to_b, { HB_EVENT_STANDBY, 1, HB_SHARE_FOREIGN });
	CHECK(&rules, B, A, to_b, { HB_EVENT_STANDBY, 1, HB_SHARE_LOCAL });
	CHECK(&rules, A, B, to_b, { HB_EVENT_TAKEOVER, 0, HB_SHARE_LOCAL });
	CHECK(&rules, B, A, to_b, { HB_EVENT_TAKEOVER, 0, HB_SHARE_FOREIGN });
}

static void without_ipfail(void **state)
{
	const struct hb_rules on = RULES(ON, false), off = RULES(OFF, false);

	(void)state;
	CHECK(&on, A, B, { HB_EVENT_PING_LOST, 0 });
	CHECK(&off, A, B, { HB_EVENT_PING_LOST, 0 });
}

/* A node that returns and reaches less has to give up again. */
static void return_without_ping(void **state)
{
	const struct hb_rules on = RULES(ON, true);

	(void)state;
	CHECK(&on, B, B, { HB_EVENT_PING_LOST, 0 }, { HB_EVENT_CRASH, 0 }, { HB_EVENT_RETURN, 0 });
}

static void here(void **state)
{
	const struct hb_rules legacy = RULES(LEGACY, true), off = RULES(OFF, true);
	const struct hb_rules ours = hb_rules_here(&legacy), ours_off = hb_rules_here(&off);
	const struct hb_event down[] = { { HB_EVENT_CRASH, 0 }, { HB_EVENT_CRASH, 1 } };

	(void)state;
	CHECK(&ours, B, B, { HB_EVENT_STANDBY, 0 });
	CHECK(&ours, B, B, { HB_EVENT_PING_LOST, 0 });
	CHECK(&ours, NONE, NONE, down[0], down[1], { HB_EVENT_ALONE, 0 });
	CHECK(&ours_off, A, B, down[0], down[1], { HB_EVENT_ALONE, 0 }, { HB_EVENT_JOIN, 1 });
	CHECK(&ours, A, A, { HB_EVENT_SPLIT, 1 });
	CHECK(&ours, A, B, { HB_EVENT_SPLIT, 1 }, { HB_EVENT_HEAL, 1 });
	CHECK(&ours_off, A, A, { HB_EVENT_SPLIT, 1 }, { HB_EVENT_HEAL, 1 });
}

static void three_nodes(void **state)
{
	const struct hb_rules theirs = {
		.nodes = 3, .lines = 2, .home = homes, .failback = HB_FAILBACK_ON
	};
	const struct hb_rules ours = hb_rules_here(&theirs);
	const struct hb_event crash = { HB_EVENT_CRASH, 0 };

	(void)state;
	CHECK(&theirs, 6, 2, crash);
	CHECK(&ours, 2, 2, crash);
	CHECK(&theirs, 1, 2, crash, { HB_EVENT_RETURN, 0 });
	assert_string_equal(hb_difference_find(&theirs, &crash, 6, 2)->id, "N6");
	assert_null(hb_difference_find(&theirs, &crash, 6, 6));
	/* Of the survivors one; and where Heartbeat has it on one, that one. */
	assert_null(hb_difference_find(&theirs, &crash, 6, 1));
	assert_null(hb_difference_find(&theirs, &crash, 2, 4));
}

static void one_node(void **state)
{
	const unsigned int home[] = { 0, 0 };
	const struct hb_rules rules = {
		.nodes = 1, .lines = 2, .home = home, .failback = HB_FAILBACK_ON
	};
	const struct hb_rules ours = hb_rules_here(&rules);

	(void)state;
	CHECK(&rules, 1, 1, { HB_EVENT_STANDBY, 0 });
	CHECK(&rules, 0, 0, { HB_EVENT_CRASH, 0 });
	CHECK(&ours, 1, 1, { HB_EVENT_CRASH, 0 }, { HB_EVENT_ALONE, 0 });
}

/* Figures that were measured on the real one, VIP alone: medians, within a second and a half. */
static void delays(void **state)
{
	static const struct {
		struct hb_timers timers;
		enum hb_event_kind kind;
		int64_t away_ms, begins_ms;
	} rows[] = {
		{ { 2000, 30000, 60000, 30000 }, HB_EVENT_CRASH, 29600, 29500 },
		{ { 200, 1000, 12000, 1000 }, HB_EVENT_CRASH, 1330, 1300 },
		{ { 200, 2000, 12000, 2000 }, HB_EVENT_CRASH, 2380, 2340 },
		{ { 2000, 30000, 60000, 30000 }, HB_EVENT_STOP, 460, 0 },
		{ { 2000, 30000, 60000, 30000 }, HB_EVENT_STANDBY, 610, 900 },
		{ { 200, 2000, 12000, 2000 }, HB_EVENT_START, 11000, 11000 },
		{ { 2000, 30000, 60000, 30000 }, HB_EVENT_START, 13000, 13000 },
		{ { 2000, 30000, 60000, 30000 }, HB_EVENT_ALONE, 61000, 61000 },
		{ { 2000, 30000, 60000, 30000 }, HB_EVENT_RETURN, 610, 4000 },
		{ { 200, 1500, 6000, 1500 }, HB_EVENT_PING_LOST, 400, 2850 },
		{ { 200, 2000, 6000, 2000 }, HB_EVENT_HEAL, 15500, 1000 },
	};

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct hb_delay delay = hb_delay_of(&rows[i].timers, rows[i].kind);

		assert_in_range(delay.away_ms - rows[i].away_ms + 1500, 0, 3000);
		assert_in_range(delay.begins_ms - rows[i].begins_ms + 1500, 0, 3000);
	}
	assert_int_equal(hb_delay_of(&rows[0].timers, HB_EVENT_LINK_LOST).begins_ms, HB_NEVER);
}

/* Nobody fences: of a pair both go on, as with Heartbeat; of three the one that is cut off stops. */
static void here_unfenced(void **state)
{
	static const unsigned int three[] = { 0, 1 };
	struct hb_rules off = RULES(OFF, false), many = { .nodes = 3, .lines = 2, .home = three };
	struct hb_rules ours = hb_rules_here(&off), ours_many;
	const struct hb_event split = { HB_EVENT_SPLIT, 0 }, heal = { HB_EVENT_HEAL, 0 };

	(void)state;
	CHECK(&ours, B, B, split);
	CHECK(&ours, B, B, split, heal);
	ours.unfenced = true;
	CHECK(&ours, BOTH, BOTH, split);
	CHECK(&ours, A, B, split, heal);
	many.unfenced = true;
	ours_many = hb_rules_here(&many);
	CHECK(&ours_many, B, B, split);
	/* Fencing is no reason for anything, then. */
	off.unfenced = false;
	assert_string_equal(hb_difference_find(&off, &split, BOTH, B)->id, "N3");
	off.unfenced = true;
	assert_null(hb_difference_find(&off, &split, BOTH, B));
	assert_string_equal(hb_difference_find(&many, &split, BOTH, B)->id, "N6");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(measured),       cmocka_unit_test(shares),
		cmocka_unit_test(without_ipfail), cmocka_unit_test(return_without_ping),
		cmocka_unit_test(here),           cmocka_unit_test(here_unfenced),
		cmocka_unit_test(three_nodes),    cmocka_unit_test(one_node),
		cmocka_unit_test(delays),
	};

	return EB_TAP(tests);
}
