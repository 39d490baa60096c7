// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Positions of both families as sets: how their texts are read, and that the algebra is one, by
 * comparison with sets of a few numbers that are kept as bits.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/database/gtid.h"
#include "lib/core.h"
#include "ocf-tests/unit/tap.h"

#define A "3e11fa47-71ca-11e1-9e33-c80aa9429562"
#define B "ffffffff-0000-4000-8000-0123456789ab"

static struct eb_gtids parse(enum eb_gtid_form form, const char *text)
{
	struct eb_gtids gtids;

	assert_int_equal(eb_gtids_parse(form, text, &gtids), 0);
	return gtids;
}

static void test_texts(void **state)
{
	static const struct {
		enum eb_gtid_form form;
		const char *text, *again; /* NULL: refused */
	} rows[] = {
		{ EB_GTID_DOMAINS, "", "" },
		{ EB_GTID_DOMAINS, "0-1-5", "0-1-5" },
		{ EB_GTID_DOMAINS, " 1-2-7, 0-1-5 ", "0-1-5,1-2-7" },
		{ EB_GTID_DOMAINS, "0-1-95,0-2-110", "0-2-110" },
		{ EB_GTID_DOMAINS, "0-1-0", "" },
		{ EB_GTID_DOMAINS, "0-1-18446744073709551615", "0-1-18446744073709551615" },
		{ EB_GTID_DOMAINS, "0-1-18446744073709551616", NULL },
		{ EB_GTID_DOMAINS, "0-4294967296-1", NULL },
		{ EB_GTID_DOMAINS, "0-1", NULL },
		{ EB_GTID_DOMAINS, "0-1-5-7", NULL },
		{ EB_GTID_DOMAINS, "0-1--5", NULL },
		{ EB_GTID_DOMAINS, "x", NULL },
		{ EB_GTID_SETS, "", "" },
		{ EB_GTID_SETS, A ":1-5", A ":1-5" },
		{ EB_GTID_SETS, A ":1-5:7:9-10,\n" B ":3", A ":1-5:7:9-10," B ":3" },
		{ EB_GTID_SETS, A ":1-5:6-9", A ":1-9" },
		{ EB_GTID_SETS, A ":7, " A ":1", A ":1:7" },
		{ EB_GTID_SETS, "3E11FA47-71CA-11E1-9E33-C80AA9429562:1", A ":1" },
		{ EB_GTID_SETS, A ":tag:1-3:Other:5", A ":other:5," A ":tag:1-3" },
		{ EB_GTID_SETS, A ":0", NULL },
		{ EB_GTID_SETS, A ":1-", NULL },
		{ EB_GTID_SETS, A "x:1", NULL },
		{ EB_GTID_SETS, "0-1-5", NULL },
	};

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct eb_gtids gtids;
		EB_CLEAN(eb_freep) char *text = NULL;
		int r = eb_gtids_parse(rows[i].form, rows[i].text, &gtids);

		assert_int_equal(r, rows[i].again ? 0 : -EINVAL);
		if (!rows[i].again)
			continue;
		text = eb_gtids_text(rows[i].form, &gtids);
		assert_string_equal(text, rows[i].again);
		eb_gtids_free(&gtids);
	}
}

static void test_domains(void **state)
{
	static const struct {
		const char *a, *b;
		enum eb_gtid_order order;
	} rows[] = {
		{ "", "", EB_GTID_EQUAL },
		{ "0-1-5", "", EB_GTID_MORE },
		{ "0-1-5", "0-2-6", EB_GTID_LESS },
		{ "0-1-5,1-2-7", "0-1-5", EB_GTID_MORE },
		{ "1-1-40,2-2-40", "2-2-40,1-1-40", EB_GTID_EQUAL },
		{ "0-1-5,1-2-7", "0-1-6", EB_GTID_APART },
		{ "0-1-5,1-2-7", "0-1-6,1-2-6", EB_GTID_APART },
		/* one number, two servers: two transactions */
		{ "0-1-5", "0-2-5", EB_GTID_APART },
		{ "0-1-5,1-1-9", "0-2-5", EB_GTID_APART },
	};

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct eb_gtids a = parse(EB_GTID_DOMAINS, rows[i].a);
		struct eb_gtids b = parse(EB_GTID_DOMAINS, rows[i].b);

		assert_int_equal(eb_gtids_compare(&a, &b), rows[i].order);
		eb_gtids_free(&a);
		eb_gtids_free(&b);
	}
}

static void test_rest(void **state)
{
	struct eb_gtids a = parse(EB_GTID_ORIGINS, "0-1-100,0-2-7,1-1-3"),
			b = parse(EB_GTID_ORIGINS, "0-1-95,0-2-110"), rest;
	char buf[128], small[12];

	(void)state;
	assert_int_equal(eb_gtids_without(&a, &b, &rest), 0);
	assert_string_equal(eb_gtids_tell(&rest, buf, sizeof(buf)), "0-1-96..100, 1-1-1..3");
	assert_int_equal(strlen(eb_gtids_tell(&rest, small, sizeof(small))), 11);
	assert_int_equal(eb_gtids_count(&rest), 8);
	eb_gtids_free(&rest);
	assert_string_equal(eb_gtids_tell(&rest, buf, sizeof(buf)), "none");
	eb_gtids_free(&a);
	eb_gtids_free(&b);
	a = parse(EB_GTID_DOMAINS, "0-1-5");
	b = parse(EB_GTID_DOMAINS, "0-2-5");
	assert_int_equal(eb_gtids_without(&a, &b, &rest), 0);
	assert_string_equal(eb_gtids_tell(&rest, buf, sizeof(buf)), "0-1-5");
	eb_gtids_free(&rest);
	eb_gtids_free(&a);
	eb_gtids_free(&b);
	a = parse(EB_GTID_SETS, "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-3:7");
	assert_string_equal(eb_gtids_tell(&a, buf, sizeof(buf)),
			    "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-3, "
			    "3e11fa47-71ca-11e1-9e33-c80aa9429562:7");
	eb_gtids_free(&a);
}

/* Two streams of 16 numbers each are 32 bits. */
static struct eb_gtids of_bits(uint32_t bits)
{
	char text[1024] = "";
	size_t used = 0;

	for (int half = 0; half < 2; half++) {
		uint32_t part = half ? bits >> 16 : bits & 0xffff;

		if (!part)
			continue;
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%s", used ? "," : "",
					 half ? B : A);
		for (int i = 0; i < 16; i++)
			if (part & 1U << i)
				used += (size_t)snprintf(text + used, sizeof(text) - used, ":%d",
							 i + 1);
	}
	return parse(EB_GTID_SETS, text);
}

static uint32_t to_bits(const struct eb_gtids *gtids)
{
	uint32_t bits = 0;

	for (size_t i = 0; i < gtids->n; i++)
		for (uint64_t k = gtids->spans[i].from; k <= gtids->spans[i].to; k++)
			bits |= 1U << (k - 1 + (strcmp(gtids->spans[i].stream, A) ? 16 : 0));
	return bits;
}

static uint32_t chance(void)
{
	static uint64_t x = 88172645463325252U;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return (uint32_t)(x >> 16);
}

/* Some sparse, some dense, some a part of the other. */
static void test_algebra(void **state)
{
	(void)state;
	for (int round = 0; round < 20000; round++) {
		uint32_t p = chance() & (round & 1 ? chance() : ~0U), q = chance() & chance();
		struct eb_gtids a, b, rest, again;
		EB_CLEAN(eb_freep) char *text = NULL;

		if (round % 3 == 0)
			q &= p;
		a = of_bits(p);
		b = of_bits(q);
		assert_int_equal(to_bits(&a), p);
		assert_int_equal(eb_gtids_has(&a, &b), (q & ~p) == 0);
		assert_int_equal(eb_gtids_compare(&a, &b), p == q          ? EB_GTID_EQUAL
							   : (q & ~p) == 0 ? EB_GTID_MORE
							   : (p & ~q) == 0 ? EB_GTID_LESS
									   : EB_GTID_APART);
		assert_int_equal(eb_gtids_without(&a, &b, &rest), 0);
		assert_int_equal(to_bits(&rest), p & ~q);
		assert_int_equal(eb_gtids_count(&rest), __builtin_popcount(p & ~q));
		assert_int_equal(eb_gtids_join(&b, &a), 0);
		assert_int_equal(to_bits(&b), p | q);
		text = eb_gtids_text(EB_GTID_SETS, &a);
		again = parse(EB_GTID_SETS, text);
		assert_int_equal(eb_gtids_compare(&a, &again), EB_GTID_EQUAL);
		eb_gtids_free(&again);
		eb_gtids_free(&rest);
		eb_gtids_free(&a);
		eb_gtids_free(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_domains),
		cmocka_unit_test(test_rest),
		cmocka_unit_test(test_algebra),
	};

	return EB_TAP(tests);
}
