// SPDX-License-Identifier: GPL-2.0-or-later
#include "ocf-tests/unit/tap.h"

#include <errno.h>
#include <string.h>

#include "lib/addr.h"
#include "lib/core.h"

static struct eb_addr addr(const char *text)
{
	struct eb_addr a;

	assert_int_equal(eb_addr_parse(text, &a), 0);
	return a;
}

static void reads_and_prints(void **state)
{
	static const struct {
		const char *text, *canonical;
	} cases[] = {
		{ "10.0.0.1", "10.0.0.1" },
		{ "255.255.255.255", "255.255.255.255" },
		{ "2001:DB8:0:0::1", "2001:db8::1" },
		{ "::ffff:10.0.0.1", "::ffff:10.0.0.1" },
		{ "fe80::1", "fe80::1" },
	};

	for (size_t i = 0; i < EB_COUNT(cases); i++) {
		struct eb_addr a = addr(cases[i].text);

		assert_string_equal(eb_addr_text(&a), cases[i].canonical);
	}
	assert_string_equal(eb_addr_text(&(struct eb_addr) { 0 }), "none");
}

static void refuses_what_nobody_can_own(void **state)
{
	static const char *const bad[] = {
		"",      "10.0.0",       "10.0.0.256", "10.0.0.1/24", "0.0.0.0",   "0.1.2.3",
		"::",    "fe80::1%eth0", "localhost",  " 10.0.0.1",   "10.0.0.1 ", "2001:db8::1/64",
		"1:2:3", "010.0.0.01",   "1e3.0.0.1"
	};
	struct eb_addr a;

	for (size_t i = 0; i < EB_COUNT(bad); i++)
		if (eb_addr_parse(bad[i], &a) != -EINVAL)
			fail_msg("'%s' was taken for an address", bad[i]);
}

static void compares(void **state)
{
	struct eb_addr a = addr("10.0.0.1"), b = addr("10.0.0.2"), c = addr("2001:db8::1");
	struct eb_addr same = addr("2001:db8:0::1");

	assert_true(eb_addr_equal(&a, &a));
	assert_false(eb_addr_equal(&a, &b));
	assert_false(eb_addr_equal(&a, &c));
	assert_true(eb_addr_equal(&c, &same));
}

static void knows_what_is_within_a_network(void **state)
{
	static const struct {
		const char *addr, *net;
		int prefix;
		bool within;
	} cases[] = {
		{ "10.0.0.1", "10.0.0.0", 24, true },
		{ "10.0.1.1", "10.0.0.0", 24, false },
		{ "10.0.1.1", "10.0.0.0", 23, true },
		{ "10.0.0.129", "10.0.0.128", 25, true },
		{ "10.0.0.127", "10.0.0.128", 25, false },
		{ "10.0.0.1", "10.0.0.1", 32, true },
		{ "10.0.0.2", "10.0.0.1", 32, false },
		{ "10.0.0.2", "192.168.0.1", 0, true },
		{ "10.0.0.2", "10.0.0.1", 33, false },
		{ "2001:db8::1", "2001:db8::", 64, true },
		{ "2001:db8:0:1::1", "2001:db8::", 64, false },
		{ "2001:db8:0:1::1", "2001:db8::", 63, true },
		{ "2001:db8::1", "2001:db8::1", 128, true },
		{ "10.0.0.1", "2001:db8::", 0, false },
	};

	for (size_t i = 0; i < EB_COUNT(cases); i++) {
		struct eb_addr a = addr(cases[i].addr), net = addr(cases[i].net);

		if (eb_addr_within(&a, &net, cases[i].prefix) != cases[i].within)
			fail_msg("%s within %s/%d: not %d", cases[i].addr, cases[i].net,
				 cases[i].prefix, cases[i].within);
	}
}

static void names_special_ones(void **state)
{
	struct eb_addr loop4 = addr("127.9.9.9"), loop6 = addr("::1"), link = addr("febf::1");
	struct eb_addr usual4 = addr("169.254.1.1"), usual6 = addr("fec0::1");

	assert_true(eb_addr_is_loopback(&loop4));
	assert_true(eb_addr_is_loopback(&loop6));
	assert_false(eb_addr_is_loopback(&usual4));
	assert_false(eb_addr_is_loopback(&usual6));
	assert_true(eb_addr_is_linklocal(&link));
	assert_false(eb_addr_is_linklocal(&usual4));
	assert_false(eb_addr_is_linklocal(&usual6));
}

static void finds_broadcast_addresses(void **state)
{
	struct eb_addr a = addr("10.1.2.3"), b;

	b = eb_addr_broadcast(&a, 20, true);
	assert_string_equal(eb_addr_text(&b), "10.1.15.255");
	b = eb_addr_broadcast(&a, 20, false);
	assert_string_equal(eb_addr_text(&b), "10.1.0.0");
	b = eb_addr_broadcast(&a, 32, true);
	assert_string_equal(eb_addr_text(&b), "10.1.2.3");
}

static void counts_on(void **state)
{
	struct eb_addr a = addr("10.0.0.254"), b = addr("2001:db8::ff");

	assert_true(eb_addr_advance(&a, 1));
	assert_string_equal(eb_addr_text(&a), "10.0.0.255");
	assert_false(eb_addr_advance(&a, 1));
	assert_string_equal(eb_addr_text(&a), "10.0.0.255");
	assert_true(eb_addr_advance(&b, 2));
	assert_string_equal(eb_addr_text(&b), "2001:db8::101");
	assert_false(eb_addr_advance(&b, 0xffff));
}

static void reads_prefixes(void **state)
{
	static const struct {
		const char *text;
		int result;
		long prefix;
	} cases[] = {
		{ "24", 0, 24 },
		{ "1", 0, 1 },
		{ "128", 0, 128 },
		{ "255.255.255.0", 0, 24 },
		{ "255.255.255.255", 0, 32 },
		{ "128.0.0.0", 0, 1 },
		{ "255.255.254.0", 0, 23 },
		{ "0", -ERANGE, 0 },
		{ "129", -ERANGE, 0 },
		{ "-1", -ERANGE, 0 },
		{ "0.0.0.0", -ERANGE, 0 },
		{ "255.0.255.0", -EINVAL, 0 },
		{ "0.0.0.255", -EINVAL, 0 },
		{ "255.255.255", -EINVAL, 0 },
		{ "", -EINVAL, 0 },
		{ "24x", -EINVAL, 0 },
		{ "/24", -EINVAL, 0 },
	};

	for (size_t i = 0; i < EB_COUNT(cases); i++) {
		long prefix = 0;
		int r = eb_prefix_parse(cases[i].text, &prefix);

		if (r != cases[i].result || prefix != cases[i].prefix)
			fail_msg("'%s': %d, %ld", cases[i].text, r, prefix);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_and_prints),
		cmocka_unit_test(refuses_what_nobody_can_own),
		cmocka_unit_test(compares),
		cmocka_unit_test(knows_what_is_within_a_network),
		cmocka_unit_test(names_special_ones),
		cmocka_unit_test(finds_broadcast_addresses),
		cmocka_unit_test(counts_on),
		cmocka_unit_test(reads_prefixes),
	};

	return EB_TAP(tests);
}
