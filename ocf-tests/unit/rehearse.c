// SPDX-License-Identifier: GPL-2.0-or-later
/* Verdicts of a rehearsal: a line at home on node 0, and what it did in each event, by hand. */
#include "heartbeat-compat/rehearse.h"
#include "ocf-tests/unit/tap.h"

static struct eb_rehearsal r;
static struct eb_cast cast;
static struct eb_act acts[8];
static struct eb_outcome outcomes[8];
static const unsigned int home[] = { 0 };

static void begin(enum hb_failback failback)
{
	r = (struct eb_rehearsal) {
		.casts = g_ptr_array_new(),
		.acts = g_ptr_array_new(),
		.rules = { .nodes = 2, .lines = 1, .home = home, .failback = failback },
		.timers = { 200, 2000, 4000, 2000 },
	};
	cast = (struct eb_cast) { .track = eb_track_new() };
	g_ptr_array_add(r.casts, &cast);
	r.theirs = hb_placement_new(&r.rules, 1);
	r.ours = hb_placement_new(&r.rules, 1);
}

static void end(void)
{
	g_ptr_array_free(r.casts, TRUE);
	g_ptr_array_free(r.acts, TRUE);
	hb_placement_free(r.theirs);
	hb_placement_free(r.ours);
	eb_track_clear(&cast.track);
}

/* An event that lasts a second, the line being where its track has it. */
static const struct eb_outcome *play(enum hb_event_kind kind, unsigned int node)
{
	guint number = r.acts->len;
	struct eb_act *act = &acts[number];

	*act = (struct eb_act) {
		.event = { .kind = kind, .node = node },
		.begun_ms = 1000 * (number + 1),
		.ended_ms = 1000 * (number + 2),
		.outcomes = &outcomes[number],
	};
	outcomes[number] = (struct eb_outcome) { 0 };
	g_ptr_array_add(r.acts, act);
	eb_rehearse_judge(&r, act);
	return &outcomes[number];
}

/* It runs there from that time on. */
static void goes(int node, int64_t ms)
{
	eb_track_end(&cast.track, 1 - node, ms - 300);
	eb_track_begin(&cast.track, node, ms);
}

static void follows_heartbeat(void **state)
{
	const struct eb_outcome *outcome;

	begin(HB_FAILBACK_ON);
	goes(0, 1500);
	outcome = play(HB_EVENT_START, 0);
	assert_int_equal(outcome->verdict, EB_AS_BEFORE);
	assert_int_equal(outcome->away_ms, 500);
	goes(1, 2400);
	outcome = play(HB_EVENT_CRASH, 0);
	assert_int_equal(outcome->verdict, EB_AS_BEFORE);
	assert_int_equal(outcome->away_ms, 300);
	assert_int_equal(outcome->arrival_ms, 400);
	assert_true(outcome->moved && outcome->they_move);
	assert_int_equal(eb_rehearse_count(&r, EB_AS_BEFORE), 2);
	end();
}

static void sees_what_does_not_come_back(void **state)
{
	begin(HB_FAILBACK_ON);
	goes(0, 1500);
	play(HB_EVENT_START, 0);
	goes(1, 2400);
	play(HB_EVENT_CRASH, 0);
	assert_int_equal(play(HB_EVENT_RETURN, 0)->verdict, EB_DIFFERS);
	assert_int_equal(eb_rehearse_count(&r, EB_DIFFERS), 1);
	end();
	begin(HB_FAILBACK_OFF);
	goes(0, 1500);
	play(HB_EVENT_START, 0);
	goes(1, 2400);
	play(HB_EVENT_CRASH, 0);
	assert_int_equal(play(HB_EVENT_RETURN, 0)->verdict, EB_AS_BEFORE);
	end();
}

static void sees_what_is_nowhere(void **state)
{
	const struct eb_outcome *outcome;

	begin(HB_FAILBACK_ON);
	outcome = play(HB_EVENT_START, 0);
	assert_int_equal(outcome->verdict, EB_DIFFERS);
	assert_int_equal(outcome->after, 0);
	assert_int_equal(outcome->arrival_ms, -1);
	end();
}

/* With legacy Heartbeat does not hand over; what it did not do is still not done in the next event. */
static void knows_differences(void **state)
{
	const struct eb_outcome *outcome;

	begin(HB_FAILBACK_LEGACY);
	goes(0, 1500);
	play(HB_EVENT_START, 0);
	goes(1, 2400);
	outcome = play(HB_EVENT_STANDBY, 0);
	assert_int_equal(outcome->verdict, EB_DOCUMENTED);
	assert_string_equal(outcome->because->id, "D3");
	outcome = play(HB_EVENT_LINK_LOST, 0);
	assert_int_equal(outcome->verdict, EB_DOCUMENTED);
	assert_string_equal(outcome->because->id, "D3");
	/* But not where the new cluster would not have it either. */
	goes(0, 4400);
	eb_track_end(&cast.track, 0, 4500);
	assert_int_equal(play(HB_EVENT_LINK_LOST, 0)->verdict, EB_DIFFERS);
	end();
}

/* A late answer to the client is no absence. */
static void forgives_noise(void **state)
{
	const struct eb_outcome *outcome;

	begin(HB_FAILBACK_ON);
	goes(0, 1500);
	play(HB_EVENT_START, 0);
	eb_track_end(&cast.track, 0, 2400);
	eb_track_begin(&cast.track, 0, 2460);
	outcome = play(HB_EVENT_LINK_LOST, 0);
	assert_false(outcome->moved);
	eb_track_end(&cast.track, 0, 3100);
	eb_track_begin(&cast.track, 0, 3800);
	outcome = play(HB_EVENT_LINK_LOST, 0);
	assert_true(outcome->moved);
	assert_int_equal(outcome->away_ms, 700);
	end();
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(follows_heartbeat),
		cmocka_unit_test(sees_what_does_not_come_back),
		cmocka_unit_test(sees_what_is_nowhere),
		cmocka_unit_test(knows_differences),
		cmocka_unit_test(forgives_noise),
	};

	return EB_TAP(tests);
}
