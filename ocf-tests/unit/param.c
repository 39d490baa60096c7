// SPDX-License-Identifier: GPL-2.0-or-later
/* Parameter rows: defaults, refusals, what is left alone, and how a wish is worded. */
#include <stdlib.h>
#include <string.h>

#include "lib/core.h"
#include "lib/param.h"
#include "ocf-tests/unit/tap.h"

struct conf {
	const char *name;
	const char *mode;
	const char *nothing;
	long count;
	long any;
	long pause_ms;
	long tick_ms;
	bool loud;
};

static const struct eb_param params[] = {
	{ "name", EB_STRING(struct conf, name), .flags = EB_REQUIRED, .alias = "title" },
	{ "mode", EB_STRING(struct conf, mode), .value = "fast", .choices = "fast|slow|off" },
	{ "nothing", EB_STRING(struct conf, nothing) },
	{ "count", EB_INT(struct conf, count), .value = "5", .min = 1, .max = 32 },
	{ "any", EB_INT(struct conf, any) },
	{ "pause", EB_TIME(struct conf, pause_ms), .value = "2", .min = 100, .max = 60000 },
	{ "tick", EB_TIME_MS(struct conf, tick_ms), .value = "200" },
	{ "loud", EB_BOOL(struct conf, loud), .value = "true" },
	{ 0 },
};

struct given {
	const char *name, *text;
};

static const char *lookup(const char *name, void *context)
{
	for (const struct given *given = context; given->name; given++)
		if (!strcmp(given->name, name))
			return given->text;
	return NULL;
}

static size_t fill(struct conf *conf, const struct given *given, struct eb_param_fault *faults,
		   size_t max)
{
	*conf = (struct conf) { 0 };
	return eb_params_fill(params, conf, lookup, (void *)given, faults, max);
}

static void defaults(void **state)
{
	const struct given given[] = { { "name", "x" }, { 0 } };
	struct conf conf;

	assert_int_equal(fill(&conf, given, NULL, 0), 0);
	assert_string_equal(conf.name, "x");
	assert_string_equal(conf.mode, "fast");
	assert_null(conf.nothing);
	assert_int_equal(conf.count, 5);
	assert_int_equal(conf.any, 0);
	assert_int_equal(conf.pause_ms, 2000);
	assert_int_equal(conf.tick_ms, 200);
	assert_true(conf.loud);
}

static void given_values(void **state)
{
	const struct given given[] = { { "title", "old name" }, { "mode", "off" },
				       { "count", "32" },       { "any", "-9" },
				       { "pause", "100ms" },    { "tick", "1s" },
				       { "loud", "no" },        { 0 } };
	struct conf conf;

	assert_int_equal(fill(&conf, given, NULL, 0), 0);
	assert_string_equal(conf.name, "old name");
	assert_string_equal(conf.mode, "off");
	assert_int_equal(conf.count, 32);
	assert_int_equal(conf.any, -9);
	assert_int_equal(conf.pause_ms, 100);
	assert_int_equal(conf.tick_ms, 1000);
	assert_false(conf.loud);
}

/* A name of today wins over its alias. */
static void alias(void **state)
{
	const struct given given[] = { { "title", "old" }, { "name", "new" }, { 0 } };
	struct conf conf;

	assert_int_equal(fill(&conf, given, NULL, 0), 0);
	assert_string_equal(conf.name, "new");
}

static void refused(void **state)
{
	const struct given given[] = {
		{ "mode", "fas" }, { "count", "33" },     { "any", "x" }, { "pause", "99ms" },
		{ "tick", "-1" },  { "loud", "perhaps" }, { 0 }
	};
	static const char *const names[] = {
		"name", "mode", "count", "any", "pause", "tick", "loud"
	};
	struct eb_param_fault faults[8];
	struct conf conf;

	assert_int_equal(fill(&conf, given, faults, EB_COUNT(faults)), EB_COUNT(names));
	for (size_t i = 0; i < EB_COUNT(names); i++)
		assert_string_equal(faults[i].param->name, names[i]);
	assert_null(faults[0].text);
	assert_string_equal(faults[1].text, "fas");
	/* What is refused leaves its default in place. */
	assert_string_equal(conf.mode, "fast");
	assert_int_equal(conf.count, 5);
	assert_int_equal(conf.pause_ms, 2000);
	assert_int_equal(conf.tick_ms, 200);
	assert_true(conf.loud);
}

static void more_faults_than_room(void **state)
{
	const struct given given[] = { { "count", "0" }, { "mode", "" }, { 0 } };
	struct eb_param_fault faults[2] = { 0 };
	struct conf conf;

	assert_int_equal(fill(&conf, given, faults, 1), 3);
	assert_string_equal(faults[0].param->name, "name");
	assert_null(faults[1].param);
}

static void wording(void **state)
{
	static const struct {
		size_t row;
		const char *text;
	} rows[] = {
		{ 0, "a text" },
		{ 1, "one of fast, slow, off" },
		{ 3, "a whole number from 1 to 32" },
		{ 4, "a whole number" },
		{ 5, "a time such as 30s or 1500ms from 100 to 60000 ms" },
		{ 7, "true or false" },
	};
	char buf[256];

	for (size_t i = 0; i < EB_COUNT(rows); i++)
		assert_string_equal(eb_param_expects(&params[rows[i].row], buf, sizeof(buf)),
				    rows[i].text);
	/* A buffer that is too small cuts, and ends where it ends. */
	memset(buf, '#', sizeof(buf));
	eb_param_expects(&params[1], buf, 11);
	assert_true(strlen(buf) < 11);
	assert_memory_equal(buf, "one of fast", strlen(buf));
	assert_int_equal(buf[11], '#');
}

static void environment(void **state)
{
	setenv("OCF_RESKEY_name", "web", 1);
	setenv("OCF_RESKEY_empty", "", 1);
	unsetenv("OCF_RESKEY_gone");
	assert_string_equal(eb_param_from_env("name", NULL), "web");
	assert_null(eb_param_from_env("empty", NULL));
	assert_null(eb_param_from_env("gone", NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults),    cmocka_unit_test(given_values),
		cmocka_unit_test(alias),       cmocka_unit_test(refused),
		cmocka_unit_test(wording),     cmocka_unit_test(more_faults_than_room),
		cmocka_unit_test(environment),
	};

	return EB_TAP(tests);
}
