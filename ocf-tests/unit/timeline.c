// SPDX-License-Identifier: GPL-2.0-or-later
/* Stays on nodes: when something was away, where it was, and whether it ran twice. */
#include "heartbeat-compat/timeline.h"
#include "ocf-tests/unit/tap.h"

/* Runs on node 0 from 100, moves to 1 at 500 with a gap of 50, dies there at 900. */
static struct eb_track moved(void)
{
	struct eb_track track = eb_track_new();

	eb_track_begin(&track, 0, 100);
	eb_track_end(&track, 0, 450);
	eb_track_begin(&track, 1, 500);
	eb_track_end(&track, 1, 900);
	return track;
}

static void knows_where(void **state)
{
	struct eb_track track = moved();

	assert_int_equal(eb_track_at(&track, 99), EB_NOWHERE);
	assert_int_equal(eb_track_at(&track, 100), 0);
	assert_int_equal(eb_track_at(&track, 449), 0);
	assert_int_equal(eb_track_at(&track, 450), EB_NOWHERE);
	assert_int_equal(eb_track_at(&track, 500), 1);
	assert_int_equal(eb_track_at(&track, 900), EB_NOWHERE);
	eb_track_clear(&track);
}

static void adds_up_absence(void **state)
{
	struct eb_track track = moved();

	assert_int_equal(eb_track_away_ms(&track, 0, 1000), 100 + 50 + 100);
	assert_int_equal(eb_track_away_ms(&track, 200, 400), 0);
	assert_int_equal(eb_track_away_ms(&track, 460, 480), 20);
	assert_int_equal(eb_track_away_ms(&track, 950, 1000), 50);
	assert_int_equal(eb_track_away_ms(&track, 440, 460), 10);
	eb_track_clear(&track);
}

static void counts_an_overlap_once(void **state)
{
	struct eb_track track = eb_track_new();

	eb_track_begin(&track, 0, 0);
	eb_track_begin(&track, 1, 50);
	eb_track_end(&track, 1, 60);
	eb_track_end(&track, 0, 100);
	assert_int_equal(eb_track_away_ms(&track, 0, 200), 100);
	eb_track_clear(&track);
}

static void says_when_it_arrived(void **state)
{
	struct eb_track track = moved();

	assert_int_equal(eb_track_arrival_ms(&track, 440, 800), 60);
	assert_int_equal(eb_track_arrival_ms(&track, 600, 800), 0);
	assert_int_equal(eb_track_arrival_ms(&track, 600, 1000), -1);
	eb_track_clear(&track);
}

static void sees_two_at_once(void **state)
{
	struct eb_track track = moved();
	int64_t when = 0;

	assert_false(eb_track_twice(&track, INT64_MIN, INT64_MAX, &when));
	eb_track_begin(&track, 0, 890);
	assert_true(eb_track_twice(&track, INT64_MIN, INT64_MAX, &when));
	assert_int_equal(when, 890);
	eb_track_clear(&track);
	/* The long stay is not the neighbour of the one that falls into it. */
	track = eb_track_new();
	eb_track_begin(&track, 0, 0);
	eb_track_end(&track, 0, 1000);
	eb_track_begin(&track, 0, 2000);
	eb_track_end(&track, 0, 2100);
	eb_track_begin(&track, 1, 900);
	eb_track_end(&track, 1, 950);
	assert_true(eb_track_twice(&track, INT64_MIN, INT64_MAX, &when));
	assert_int_equal(when, 900);
	/* Of a part of the time: what lies before and behind it does not count. */
	assert_false(eb_track_twice(&track, 0, 900, NULL));
	assert_false(eb_track_twice(&track, 950, 3000, NULL));
	assert_true(eb_track_twice(&track, 920, 921, &when));
	assert_int_equal(when, 920);
	eb_track_clear(&track);
}

static void believes_no_second_beginning(void **state)
{
	struct eb_track track = eb_track_new();

	eb_track_begin(&track, 0, 10);
	eb_track_begin(&track, 0, 20);
	eb_track_end(&track, 0, 30);
	eb_track_end(&track, 0, 40);
	eb_track_end(&track, 1, 40);
	assert_int_equal(track.stays->len, 1);
	assert_int_equal(eb_track_away_ms(&track, 0, 100), 10 + 70);
	eb_track_clear(&track);
}

static void holds_a_group_together(void **state)
{
	struct eb_track one = moved(), two = eb_track_new(), group;
	const struct eb_track *members[] = { &one, &two };

	eb_track_begin(&two, 0, 150);
	eb_track_end(&two, 0, 400);
	eb_track_begin(&two, 1, 600);
	group = eb_track_together(members, 2);
	assert_int_equal(eb_track_at(&group, 120), EB_NOWHERE);
	assert_int_equal(eb_track_at(&group, 150), 0);
	assert_int_equal(eb_track_at(&group, 420), EB_NOWHERE);
	assert_int_equal(eb_track_at(&group, 550), EB_NOWHERE);
	assert_int_equal(eb_track_at(&group, 600), 1);
	assert_int_equal(eb_track_away_ms(&group, 0, 900), 150 + 200);
	eb_track_clear(&group);
	group = eb_track_together(members, 1);
	assert_int_equal(eb_track_away_ms(&group, 0, 1000), 250);
	eb_track_clear(&group);
	eb_track_clear(&one);
	eb_track_clear(&two);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_where),
		cmocka_unit_test(adds_up_absence),
		cmocka_unit_test(counts_an_overlap_once),
		cmocka_unit_test(says_when_it_arrived),
		cmocka_unit_test(sees_two_at_once),
		cmocka_unit_test(believes_no_second_beginning),
		cmocka_unit_test(holds_a_group_together),
	};

	return EB_TAP(tests);
}
