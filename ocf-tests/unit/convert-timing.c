// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The arithmetic of deadtime: the figures of real configurations, and the limits of corosync.
 */
#include "heartbeat-compat/translate.h"
#include "ocf-tests/unit/tap.h"

#include "lib/core.h"

static const struct {
	int64_t deadtime_ms, keepalive_ms, warntime_ms;
	unsigned int links, nodes;
	struct eb_timing want;
} rows[] = {
	/* one link; from 10 s on, several of them are reported down as soon as one */
	{ 30000, 2000, 10000, 1, 2, { 13636, 16364, 30000, 2000, 6000, false, true, 73 } },
	{ 30000, 2000, 0, 2, 2, { 13636, 16364, 30000, 2000, 6000, false, true, 0 } },
	{ 10000, 2000, 0, 1, 2, { 4545, 5455, 10000, 757, 2272, false, true, 0 } },
	{ 10000, 1000, 5000, 3, 3, { 4545, 5455, 10000, 757, 2272, false, true, 99 } },
	/* the settings that were measured under load */
	{ 3000, 500, 0, 2, 2, { 1363, 1637, 3000, 150, 3600, true, false, 0 } },
	{ 1000, 200, 0, 2, 2, { 454, 546, 1000, 50, 1200, true, false, 0 } },
	{ 500, 100, 0, 2, 2, { 227, 273, 500, 30, 600, true, false, 0 } },
	{ 260, 100, 0, 2, 2, { 130, 130, 260, 30, 400, true, false, 0 } },
	{ 1000, 200, 0, 1, 2, { 454, 546, 1000, 75, 227, false, false, 0 } },
	/* warned of later than a lost packet, sooner than never */
	{ 30000, 2000, 1000, 1, 2, { 13636, 16364, 30000, 2000, 6000, false, true, 25 } },
	{ 10000, 1000, 60000, 1, 2, { 4545, 5455, 10000, 757, 2272, false, true, 99 } },
	/* the shortest; three nodes need the consensus that is 1.2 times the token */
	{ 200, 90, 0, 1, 2, { 130, 130, 260, 21, 65, false, false, 0 } },
	{ 200, 90, 0, 2, 3, { 130, 156, 286, 30, 400, true, false, 0 } },
};

static void figures(void **state)
{
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct eb_timing got =
			eb_timing_of(rows[i].deadtime_ms, rows[i].keepalive_ms, rows[i].warntime_ms,
				     rows[i].links, rows[i].nodes);

		assert_int_equal(got.token_ms, rows[i].want.token_ms);
		assert_int_equal(got.consensus_ms, rows[i].want.consensus_ms);
		assert_int_equal(got.dead_ms, rows[i].want.dead_ms);
		assert_int_equal(got.is_long, rows[i].want.is_long);
		assert_int_equal(got.ping_interval_ms, rows[i].want.ping_interval_ms);
		assert_int_equal(got.ping_timeout_ms, rows[i].want.ping_timeout_ms);
		assert_int_equal(got.pong_one, rows[i].want.pong_one);
		assert_int_equal(got.warning_percent, rows[i].want.warning_percent);
	}
}

/* Whatever the file says: deadtime is kept, three pings fit, and a link of several outlasts the
 * node where a stall is what one has to fear. */
static void limits(void **state)
{
	for (int64_t deadtime_ms = 1; deadtime_ms < 200000; deadtime_ms += 37)
		for (unsigned int links = 1; links < 4; links++) {
			unsigned int nodes = links + 1;
			struct eb_timing got = eb_timing_of(deadtime_ms, deadtime_ms / 3 + 1,
							    deadtime_ms, links, nodes);

			assert_int_equal(got.dead_ms, MAX(deadtime_ms, nodes == 2 ? 260 : 286));
			assert_true(got.token_ms >= 130 && got.consensus_ms >= 130);
			assert_true(nodes == 2 || 5 * got.consensus_ms >= 6 * got.token_ms);
			assert_true(got.ping_interval_ms > 0);
			assert_true(3 * got.ping_interval_ms <= got.ping_timeout_ms);
			assert_true(!got.pong_one || got.ping_timeout_ms > got.dead_ms);
			assert_true(got.pong_one == (links > 1 && deadtime_ms < 10000));
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
