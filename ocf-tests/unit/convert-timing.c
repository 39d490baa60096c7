// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The arithmetic of deadtime: the figures of real configurations, and the limits of corosync.
 */
#include "heartbeat-compat/translate.h"
#include "ocf-tests/unit/tap.h"

#include "lib/core.h"

static const struct {
	int64_t deadtime_ms, keepalive_ms, warntime_ms;
	unsigned int links;
	struct eb_timing want;
} rows[] = {
	{ 30000, 2000, 10000, 1, { 13636, 29999, 2000, 6000, false, 73 } },
	{ 30000, 2000, 0, 2, { 13636, 29999, 2000, 35998, true, 0 } },
	{ 10000, 2000, 0, 1, { 4545, 9999, 757, 2272, false, 0 } },
	{ 10000, 1000, 5000, 1, { 4545, 9999, 757, 2272, false, 99 } },
	{ 1000, 200, 0, 2, { 454, 998, 200, 1197, true, 0 } },
	/* warned of later than a lost packet, sooner than never */
	{ 30000, 2000, 1000, 1, { 13636, 29999, 2000, 6000, false, 25 } },
	{ 10000, 1000, 60000, 1, { 4545, 9999, 757, 2272, false, 99 } },
	/* the shortest */
	{ 200, 90, 0, 1, { 130, 286, 21, 65, false, 0 } },
	{ 200, 90, 0, 2, { 130, 286, 90, 426, true, 0 } },
};

static void figures(void **state)
{
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct eb_timing got = eb_timing_of(rows[i].deadtime_ms, rows[i].keepalive_ms,
						    rows[i].warntime_ms, rows[i].links);

		assert_int_equal(got.token_ms, rows[i].want.token_ms);
		assert_int_equal(got.dead_ms, rows[i].want.dead_ms);
		assert_int_equal(got.ping_interval_ms, rows[i].want.ping_interval_ms);
		assert_int_equal(got.ping_timeout_ms, rows[i].want.ping_timeout_ms);
		assert_int_equal(got.pong_one, rows[i].want.pong_one);
		assert_int_equal(got.warning_percent, rows[i].want.warning_percent);
	}
}

/* Whatever the file says: three pings fit, and a link of several outlasts the node. */
static void limits(void **state)
{
	for (int64_t deadtime_ms = 1; deadtime_ms < 200000; deadtime_ms += 37)
		for (unsigned int links = 1; links < 4; links++) {
			struct eb_timing got =
				eb_timing_of(deadtime_ms, deadtime_ms / 3 + 1, deadtime_ms, links);

			assert_true(got.token_ms >= 130);
			assert_true(got.ping_interval_ms > 0);
			assert_true(3 * got.ping_interval_ms <= got.ping_timeout_ms);
			assert_true(links == 1 || got.ping_timeout_ms > got.dead_ms);
			assert_in_range(got.warning_percent, 25, 99);
		}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures),
		cmocka_unit_test(limits),
	};

	return EB_TAP(tests);
}
