// SPDX-License-Identifier: GPL-2.0-or-later
/* Which process serves a data folder, and what a record of its answers holds. */
#include <string.h>

#include "agents/database/record.h"
#include "agents/database/server.h"
#include "ocf-tests/unit/tap.h"

#define LINE(text) text, sizeof(text)

static void test_is_server(void **state)
{
	(void)state;
	assert_true(eb_server_is("/usr/sbin/mariadbd", LINE("mariadbd\0--datadir=/d"), "/d"));
	assert_true(eb_server_is("/usr/sbin/mysqld", LINE("mysqld\0--datadir=/d/\0-x"), "/d"));
	assert_false(eb_server_is("/usr/bin/mysqldump", LINE("mysqldump\0--datadir=/d"), "/d"));
	assert_true(eb_server_is("/usr/sbin/mysqld-debug", LINE("m\0--datadir=/d"), "/d"));
	assert_true(eb_server_is("/usr/sbin/mysqld (deleted)", LINE("m\0--datadir=/d"), "/d//"));
	assert_false(eb_server_is("/usr/sbin/mysqld", LINE("mysqld\0--datadir=/data"), "/d"));
	assert_false(eb_server_is("/usr/sbin/mysqld", LINE("mysqld\0--datadir=/d"), "/data"));
	assert_false(eb_server_is("/usr/sbin/mysqld", LINE("mysqld\0--socket=--datadir=/d"), "/d"));
	assert_false(eb_server_is("/bin/sleep", LINE("mysqld\0--datadir=/d"), "/d"));
	assert_false(eb_server_is("/usr/sbin/mysqld", "", 0, "/d"));
}

static void test_record(void **state)
{
	struct eb_record record = { 0 };

	(void)state;
	eb_record_add(&record, "read_only", "ON");
	eb_record_add(&record, "Lag", "12");
	eb_record_add(&record, "Empty", "");
	eb_record_add(&record, "Nothing", NULL);
	eb_record_add(&record, "Odd", "12x");
	eb_record_add(&record, "Io", "Connecting");
	assert_string_equal(eb_record_get(&record, "READ_ONLY"), "ON");
	assert_true(eb_record_is_on(&record, "read_only"));
	assert_false(eb_record_is_on(&record, "Io"));
	assert_false(eb_record_is_on(&record, "nowhere"));
	assert_int_equal(eb_record_number(&record, "lag", -1), 12);
	assert_int_equal(eb_record_number(&record, "Empty", -1), -1);
	assert_int_equal(eb_record_number(&record, "Nothing", -1), -1);
	assert_int_equal(eb_record_number(&record, "Odd", -1), -1);
	assert_null(eb_record_get(&record, "Nothing"));
	eb_record_free(&record);
	assert_int_equal(record.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_is_server),
		cmocka_unit_test(test_record),
	};

	return EB_TAP(tests);
}
