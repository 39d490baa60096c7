// SPDX-License-Identifier: GPL-2.0-or-later
/* What servers call things, and what columns of theirs the agent knows. */
#include <string.h>

#include "agents/database/dialect.h"
#include "agents/database/view.h"
#include "lib/core.h"
#include "ocf-tests/unit/tap.h"

static void test_dialects(void **state)
{
	static const struct {
		const char *version, *name, *status, *change;
	} rows[] = {
		{ "10.11.19-MariaDB-0+deb12u1-log", "MariaDB", "SHOW ALL SLAVES STATUS",
		  "CHANGE MASTER TO" },
		{ "5.5.5-10.3.39-MariaDB", "MariaDB", "SHOW ALL SLAVES STATUS",
		  "CHANGE MASTER TO" },
		{ "11.4.2-MariaDB", "MariaDB", "SHOW ALL SLAVES STATUS", "CHANGE MASTER TO" },
		{ "5.6.24", "MySQL 5.6", "SHOW SLAVE STATUS", "CHANGE MASTER TO" },
		{ "5.7.44-log", "MySQL 5.7", "SHOW SLAVE STATUS", "CHANGE MASTER TO" },
		{ "8.0.22", "MySQL 8.0.4", "SHOW SLAVE STATUS", "CHANGE MASTER TO" },
		{ "8.0.25", "MySQL 8.0.23", "SHOW REPLICA STATUS", "CHANGE REPLICATION SOURCE TO" },
		{ "8.0.36", "MySQL 8.0.26", "SHOW REPLICA STATUS", "CHANGE REPLICATION SOURCE TO" },
		{ "8.4.3", "MySQL 8.4", "SHOW REPLICA STATUS", "CHANGE REPLICATION SOURCE TO" },
		{ "9.1.0", "MySQL 8.4", "SHOW REPLICA STATUS", "CHANGE REPLICATION SOURCE TO" },
		{ "nonsense", "MySQL 5.6", "SHOW SLAVE STATUS", "CHANGE MASTER TO" },
	};

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		const struct eb_dialect *dialect = eb_dialect_of(rows[i].version);

		assert_string_equal(dialect->name, rows[i].name);
		assert_string_equal(dialect->replica_status, rows[i].status);
		assert_string_equal(dialect->change, rows[i].change);
	}
	/* The words that 8.4 no longer knows. */
	assert_null(strstr(eb_dialect_of("8.4.0")->stop, "SLAVE"));
	assert_null(strstr(eb_dialect_of("8.4.0")->forget_binlog, "MASTER"));
}

struct pair {
	const char *name, *value;
};

static struct eb_record record_of(const struct pair *pairs)
{
	struct eb_record record = { 0 };

	for (; pairs->name; pairs++)
		eb_record_add(&record, pairs->name, pairs->value);
	return record;
}

static void test_columns(void **state)
{
	const struct pair old[] = { { "Master_Host", "n1" },
				    { "Master_Port", "3307" },
				    { "Slave_IO_Running", "Connecting" },
				    { "Slave_SQL_Running", "Yes" },
				    { "Seconds_Behind_Master", NULL },
				    { "Gtid_IO_Pos", "0-1-5" },
				    { 0 } };
	const struct pair new[] = {
		{ "Source_Host", "n1" },          { "Source_Port", "3307" },
		{ "Replica_IO_Running", "Yes" },  { "Replica_SQL_Running", "No" },
		{ "Seconds_Behind_Source", "7" }, { "Last_SQL_Errno", "1062" },
		{ "Retrieved_Gtid_Set", "x:1" },  { 0 }
	};
	struct eb_record record = record_of(old);
	struct eb_replica replica;

	(void)state;
	eb_replica_read(&record, &replica);
	assert_true(replica.configured && replica.applying);
	assert_int_equal(replica.receiving, EB_RECEIVING_CONNECTING);
	assert_int_equal(replica.port, 3307);
	assert_int_equal(replica.lag_s, -1);
	assert_string_equal(replica.received, "0-1-5");
	eb_record_free(&record);
	record = record_of(new);
	eb_replica_read(&record, &replica);
	assert_true(replica.configured && !replica.applying);
	assert_int_equal(replica.receiving, EB_RECEIVING_YES);
	assert_int_equal(replica.lag_s, 7);
	assert_int_equal(replica.apply_errno, 1062);
	eb_record_free(&record);
	eb_replica_read(&record, &replica);
	assert_false(replica.configured);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dialects),
		cmocka_unit_test(test_columns),
	};

	return EB_TAP(tests);
}
