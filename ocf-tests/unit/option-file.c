// SPDX-License-Identifier: GPL-2.0-or-later
/* Lines of option files, and which options are dangerous. */
#include <stdlib.h>
#include <string.h>

#include "lib/core.h"
#include "lib/option-file.h"
#include "ocf-tests/unit/tap.h"

static void test_lines(void **state)
{
	static const struct {
		const char *text;
		enum eb_option_kind kind;
		const char *name, *value;
	} rows[] = {
		{ "", EB_OPTION_NOTHING, NULL, NULL },
		{ " \t\r", EB_OPTION_NOTHING, NULL, NULL },
		{ "# a=b", EB_OPTION_NOTHING, NULL, NULL },
		{ "; a=b", EB_OPTION_NOTHING, NULL, NULL },
		{ "!include /x", EB_OPTION_NOTHING, NULL, NULL },
		{ " [mysqld] ", EB_OPTION_GROUP, "mysqld", NULL },
		{ "[", EB_OPTION_ODD, "", NULL },
		{ "[mysqld", EB_OPTION_ODD, "mysqld", NULL },
		{ "[a] b=[c]", EB_OPTION_ODD, "a] b=[c]", NULL },
		{ "a='b''c'", EB_OPTION_SET, "a", "b''c" },
		{ "a='b' # it's", EB_OPTION_SET, "a", "b" },
		{ "skip-slave-start", EB_OPTION_SET, "skip-slave-start", NULL },
		{ "skip-slave-start # a=b", EB_OPTION_SET, "skip-slave-start", NULL },
		{ " a = b c \r", EB_OPTION_SET, "a", "b c" },
		{ "a=", EB_OPTION_SET, "a", "" },
		{ "=b", EB_OPTION_SET, "", "b" },
		{ "a=b#c", EB_OPTION_SET, "a", "b#c" },
		{ "a=b #c", EB_OPTION_SET, "a", "b" },
		{ "a=\"b #c\"", EB_OPTION_SET, "a", "b #c" },
		{ "a='b' # c", EB_OPTION_SET, "a", "b" },
		{ "a='b", EB_OPTION_SET, "a", "'b" },
		{ "a='", EB_OPTION_SET, "a", "'" },
		{ "a='b'c", EB_OPTION_SET, "a", "'b'c" },
	};

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		const struct eb_option_line line =
			eb_option_line(rows[i].text, strlen(rows[i].text));
		char *name = strndup(line.name ? line.name : "", line.name_length);
		char *value = strndup(line.value ? line.value : "", line.value_length);

		assert_int_equal(line.kind, rows[i].kind);
		assert_string_equal(name, rows[i].name ? rows[i].name : "");
		assert_int_equal(line.value != NULL, rows[i].value != NULL);
		assert_string_equal(value, rows[i].value ? rows[i].value : "");
		free(name);
		free(value);
	}
}

static bool is(const char *written, const char *name)
{
	return eb_option_is(written, strlen(written), name);
}

static void test_names(void **state)
{
	(void)state;
	assert_true(is("binlog_do-db", "binlog-do-db"));
	assert_true(is("loose-binlog_do_db", "binlog-do-db"));
	assert_true(is("shop.binlog-do-db", "binlog-do-db"));
	assert_false(is("binlog-do-dbs", "binlog-do-db"));
	assert_false(is("binlog-do", "binlog-do-db"));
	assert_false(is("loose-", "loose"));
	assert_false(is("", "a"));
	assert_true(eb_option_is_servers("mysqld", 6));
	assert_true(eb_option_is_servers("mariadb-10.11", 13));
	assert_false(eb_option_is_servers("mysqld_safe", 11));
	assert_false(eb_option_is_servers("mysql", 5));
}

static const char *danger(const char *name, const char *value)
{
	const struct eb_danger *found =
		eb_danger_find(name, strlen(name), value, value ? strlen(value) : 0);

	return found ? found->name : "";
}

static void test_dangers(void **state)
{
	(void)state;
	assert_string_equal(danger("slave_skip_errors", "all"), "slave-skip-errors");
	assert_string_equal(danger("slave-skip-errors", "1062,1032"), "slave-skip-errors");
	assert_string_equal(danger("slave-skip-errors", "off"), "");
	assert_string_equal(danger("slave-exec-mode", "IDEMPOTENT"), "slave-exec-mode");
	assert_string_equal(danger("slave-exec-mode", "strict"), "");
	assert_string_equal(danger("replica-skip-errors", NULL), "replica-skip-errors");
	assert_string_equal(danger("binlog-do-db", "OFF"), "binlog-do-db");
	assert_string_equal(danger("binlog-format", "ROW"), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_dangers),
	};

	return EB_TAP(tests);
}
