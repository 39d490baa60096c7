// SPDX-License-Identifier: GPL-2.0-or-later
/* Deadlines: what is left of them, and that no sleep goes beyond one. */
#include <limits.h>

#include "lib/clock.h"
#include "ocf-tests/unit/tap.h"

static void left(void **state)
{
	int64_t now_ms = eb_clock_ms();
	int left_ms;

	assert_int_equal(eb_clock_left(now_ms - 1), 0);
	assert_int_equal(eb_clock_left(INT64_MIN / 2), 0);
	assert_int_equal(eb_clock_left(INT64_MAX), INT_MAX);
	left_ms = eb_clock_left(now_ms + 100000);
	assert_in_range(left_ms, 1, 100000);
}

static void never_back(void **state)
{
	int64_t before_ms = eb_clock_ms();

	for (int i = 0; i < 1000; i++) {
		int64_t now_ms = eb_clock_ms();

		assert_true(now_ms >= before_ms);
		before_ms = now_ms;
	}
}

static void sleeps(void **state)
{
	int64_t start_ms = eb_clock_ms();

	eb_clock_sleep(60000, start_ms - 1); /* the deadline is over */
	assert_true(eb_clock_ms() - start_ms < 60000);
	start_ms = eb_clock_ms();
	eb_clock_sleep(30, INT64_MAX);
	assert_true(eb_clock_ms() - start_ms >= 29);
	eb_clock_sleep(60000, start_ms + 50);
	assert_true(eb_clock_ms() - start_ms < 60000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(left),
		cmocka_unit_test(never_back),
		cmocka_unit_test(sleeps),
	};

	return EB_TAP(tests);
}
