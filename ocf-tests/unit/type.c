// SPDX-License-Identifier: GPL-2.0-or-later
/* What texts mean: whole numbers, times, booleans; and what is refused. */
#include <errno.h>
#include <limits.h>

#include "lib/core.h"
#include "lib/type.h"
#include "ocf-tests/unit/tap.h"

static void times(void **state)
{
	static const struct {
		const char *text;
		long unit_ms;
		int r;
		long ms;
	} rows[] = {
		{ "10", 1000, 0, 10000 },
		{ "10", 1, 0, 10 },
		{ "1.5s", 1, 0, 1500 },
		{ "200ms", 1000, 0, 200 },
		{ "200 msec", 1000, 0, 200 },
		{ "1500us", 1000, 0, 2 },
		{ "2min", 1000, 0, 120000 },
		{ "2m", 1000, 0, 120000 },
		{ "1h", 1000, 0, 3600000 },
		{ "1HR", 1000, 0, 3600000 },
		{ " 5 s ", 1000, 0, 5000 },
		{ "0", 1000, 0, 0 },
		{ ".5", 1000, 0, 500 },
		{ "", 1000, -EINVAL, 0 },
		{ "  ", 1000, -EINVAL, 0 },
		{ "s", 1000, -EINVAL, 0 },
		{ "5x", 1000, -EINVAL, 0 },
		{ "5s 6s", 1000, -EINVAL, 0 },
		{ "0x10", 1000, -EINVAL, 0 },
		{ "5 0x10", 1000, -EINVAL, 0 },
		{ "inf", 1000, -EINVAL, 0 },
		{ "nan", 1000, -EINVAL, 0 },
		{ "-nan", 1000, -EINVAL, 0 },
		{ "1e3", 1000, 0, 1000000 },
		{ "-1", 1000, -ERANGE, 0 },
		{ "1e300", 1000, -ERANGE, 0 },
		{ "9999999999h", 1000, -ERANGE, 0 },
	};

	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		long ms = -7;
		int r = eb_time_parse(rows[i].text, rows[i].unit_ms, &ms);

		if (r != rows[i].r || ms != (r ? -7 : rows[i].ms))
			fail_msg("'%s' in units of %ld ms: got %d and %ld, want %d and %ld",
				 rows[i].text, rows[i].unit_ms, r, ms, rows[i].r, rows[i].ms);
	}
}

static void bare_numbers(void **state)
{
	long ms = 0;

	assert_int_equal(eb_type_time.parse("3", &ms), 0);
	assert_int_equal(ms, 3000);
	assert_int_equal(eb_type_time_ms.parse("3", &ms), 0);
	assert_int_equal(ms, 3);
	assert_int_equal(eb_type_time_ms.parse("3s", &ms), 0);
	assert_int_equal(ms, 3000);
}

static void whole_numbers(void **state)
{
	static const struct {
		const char *text;
		int r;
		long value;
	} rows[] = {
		{ "0", 0, 0 },
		{ "24", 0, 24 },
		{ "-3", 0, -3 },
		{ " 7 ", 0, 7 },
		{ "010", 0, 10 },
		{ "9223372036854775807", 0, LONG_MAX },
		{ "9223372036854775808", -ERANGE, 0 },
		{ "", -EINVAL, 0 },
		{ " ", -EINVAL, 0 },
		{ "24a", -EINVAL, 0 },
		{ "0x18", -EINVAL, 0 },
		{ "1.5", -EINVAL, 0 },
		{ "1 2", -EINVAL, 0 },
	};

	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		long value = -7;
		int r = eb_type_int.parse(rows[i].text, &value);

		if (r != rows[i].r || value != (r ? -7 : rows[i].value))
			fail_msg("'%s': got %d and %ld", rows[i].text, r, value);
	}
}

static void booleans(void **state)
{
	static const char *const yes[] = { "yes",  "true", "1",  "YES", "TRUE",
					   "True", "ja",   "on", "ON" };
	static const char *const no[] = { "no", "false", "0", "off", "OFF", "No" };
	static const char *const bad[] = { "", "2", "maybe", "truely", " true", "01" };
	bool value;

	for (size_t i = 0; i < EB_COUNT(yes); i++) {
		value = false;
		assert_int_equal(eb_bool_parse(yes[i], &value), 0);
		assert_true(value);
	}
	for (size_t i = 0; i < EB_COUNT(no); i++) {
		value = true;
		assert_int_equal(eb_bool_parse(no[i], &value), 0);
		assert_false(value);
	}
	for (size_t i = 0; i < EB_COUNT(bad); i++) {
		value = true;
		assert_int_equal(eb_bool_parse(bad[i], &value), -EINVAL);
		assert_true(value);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times),
		cmocka_unit_test(bare_numbers),
		cmocka_unit_test(whole_numbers),
		cmocka_unit_test(booleans),
	};

	return EB_TAP(tests);
}
