// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reading JSON: what is taken, and what is refused at the right place.
 */
#include "heartbeat-compat/json-read.h"
#include "ocf-tests/unit/tap.h"

#include "lib/core.h"

static void strings(void **state)
{
	static const struct {
		const char *json, *want; /* NULL: refused */
	} rows[] = {
		{ "\"\"", "" },
		{ " \t\n\"a\\\"\\\\\\/\\n\\t\"", "a\"\\/\n\t" },
		{ "\"\\u00e4\\u20ac\\ud83d\\ude00\"", "ä€😀" },
		{ "\"ä\"", "ä" },
		{ "\"a", NULL },
		{ "\"a\\", NULL },
		{ "\"a\\x\"", NULL },
		{ "\"\\u12\"", NULL },
		{ "\"\\u0000\"", NULL },
		{ "\"\\ud83d\"", NULL },
		{ "\"\\ud83d\\u0041\"", NULL },
		{ "\"\\ude00\"", NULL },
		{ "\"a\nb\"", NULL },
		{ "a", NULL },
	};
	g_autoptr(GString) text = g_string_new(NULL);

	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct eb_json json = { rows[i].json };

		assert_int_equal(eb_json_string(&json, text), rows[i].want != NULL);
		assert_in_range(json.at - rows[i].json, 0, strlen(rows[i].json));
		if (rows[i].want) {
			assert_string_equal(text->str, rows[i].want);
			assert_true(eb_json_end(&json));
		}
	}
}

static void numbers(void **state)
{
	static const struct {
		const char *json;
		bool taken;
		int64_t want;
	} rows[] = {
		{ "0", true, 0 },
		{ " -12,", true, -12 },
		{ "9223372036854775807", true, INT64_MAX },
		{ "9223372036854775808", false, 0 },
		{ "1.5", false, 0 },
		{ "1e3", false, 0 },
		{ "-", false, 0 },
		{ "", false, 0 },
		{ "true", false, 0 },
	};

	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct eb_json json = { rows[i].json };
		int64_t got;

		assert_int_equal(eb_json_integer(&json, &got), rows[i].taken);
		if (rows[i].taken)
			assert_int_equal(got, rows[i].want);
	}
}

/* What is behind the value is what is left. */
static void skipped(void **state)
{
	static const char *const whole[] = {
		"{}",
		"[]",
		"null",
		"-1.5e+3",
		"\"a,]}\\\"\"",
		"[1,[2,{\"a\":[]}],{}]",
		"{\"a\":{\"b\":[true,false,null]},\"c\":\"}\"}",
	};
	static const char *const broken[] = {
		"",      "[",   "[1,]",  "[1 2]", "{\"a\"}", "{\"a\":}", "{a:1}",
		"{1:2}", "[1}", "nulls", "tru",   "\"",      "{,}",      "[[[[",
	};

	for (size_t i = 0; i < EB_COUNT(whole); i++) {
		g_autofree char *text = g_strconcat(whole[i], " ,x", NULL);
		struct eb_json json = { text };

		assert_true(eb_json_skip(&json));
		assert_true(eb_json_take(&json, ','));
		assert_string_equal(json.at, "x");
	}
	for (size_t i = 0; i < EB_COUNT(broken); i++) {
		struct eb_json json = { broken[i] };

		assert_false(eb_json_skip(&json));
	}
}

/* As deep as a stack would not be. */
static void deep(void **state)
{
	enum { DEPTH = 2000000 };
	g_autoptr(GString) text = g_string_new(NULL);
	struct eb_json json;

	for (int i = 0; i < DEPTH; i++)
		g_string_append_c(text, '[');
	json.at = text->str;
	assert_false(eb_json_skip(&json));
	for (int i = 0; i < DEPTH; i++)
		g_string_append_c(text, ']');
	json.at = text->str;
	assert_true(eb_json_skip(&json));
	assert_true(eb_json_end(&json));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(strings),
		cmocka_unit_test(numbers),
		cmocka_unit_test(skipped),
		cmocka_unit_test(deep),
	};

	return EB_TAP(tests);
}
