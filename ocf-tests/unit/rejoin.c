// SPDX-License-Identifier: GPL-2.0-or-later
/* What a member that rejoins is decided by: histories, errors, how often, and the end of a log. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/database/rejoin.h"
#include "agents/database/tail.h"
#include "lib/core.h"
#include "ocf-tests/unit/tap.h"

static void test_state_of_a_copy(void **state)
{
	static const struct {
		const char *history, *position, *want;
	} rows[] = {
		{ "0-1-5", "0-1-9", "0-1-9" },
		{ "0-1-5,0-2-7", "0-2-9", "0-1-5,0-2-9" },
		/* What lies behind the end was never there. */
		{ "0-1-100,0-2-95", "0-2-95", "0-2-95" },
		{ "0-1-95,0-3-98,0-1-100", "0-1-95", "0-1-95" },
		{ "0-2-3,1-2-4", "0-1-5", "0-2-3,0-1-5" },
		{ "0-1-5,1-7-2", "0-1-6,1-8-3", "1-7-2,0-1-6,1-8-3" },
		{ "10-1-5,1-1-4", "1-2-9,10-2-7", "1-1-4,10-1-5,1-2-9,10-2-7" },
		{ "", "0-1-5", "0-1-5" },
		{ "nonsense", "0-1-5", NULL },
	};

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		char *text = eb_rejoin_state(rows[i].history, rows[i].position);

		if (rows[i].want)
			assert_string_equal(text, rows[i].want);
		else
			assert_null(text);
		free(text);
	}
}

static void test_errors_that_only_a_copy_mends(void **state)
{
	static const struct {
		struct eb_replica replica;
		bool hopeless;
	} rows[] = {
		{ { .receive_errno = 1236,
		    .receive_error = "... have been purged",
		    .apply_error = "" },
		  true },
		{ { .receive_errno = 1236,
		    .receive_error = "GTID 0-1-5, which is not in the master's binlog",
		    .apply_error = "" },
		  true },
		{ { .receive_errno = 1236,
		    .receive_error = "log event entry exceeded max_allowed_packet",
		    .apply_error = "" },
		  false },
		{ { .receive_errno = 1045, .receive_error = "Access denied", .apply_error = "" },
		  false },
		{ { .receiving = EB_RECEIVING_CONNECTING,
		    .receive_errno = 1236,
		    .receive_error = "purged",
		    .apply_error = "" },
		  false },
		{ { .apply_errno = 1062, .apply_error = "Duplicate entry", .receive_error = "" },
		  true },
		{ { .apply_errno = 1032, .apply_error = "Can't find", .receive_error = "" }, true },
		{ { .apply_errno = 1950, .apply_error = "out-of-order", .receive_error = "" },
		  true },
		/* A full disk, a lock: not by another copy. */
		{ { .apply_errno = 1114, .apply_error = "full", .receive_error = "" }, false },
		{ { .apply_errno = 1205, .apply_error = "lock", .receive_error = "" }, false },
		{ { .apply_error = "", .receive_error = "" }, false },
	};

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++)
		assert_int_equal(eb_rejoin_hopeless(&rows[i].replica) != NULL, rows[i].hopeless);
}

static void test_a_fourth_try_within_an_hour(void **state)
{
	(void)state;
	assert_true(eb_rejoin_is_time("", 10000));
	assert_true(eb_rejoin_is_time("9000 9500", 10000));
	assert_false(eb_rejoin_is_time("9000 9500 9990", 10000));
	assert_true(eb_rejoin_is_time("6400 9500 9990", 10000));
	assert_false(eb_rejoin_is_time("6401 9500 9990", 10000));
	assert_true(eb_rejoin_is_time("99999 99999 99999", 10000)); /* a clock that was set back */
	assert_true(eb_rejoin_is_time("nonsense", 10000));
}

struct event {
	unsigned long long at;
	const char *file, *type, *info;
};

static void feed(struct eb_tail *tail, const struct event *events)
{
	for (; events->type; events++)
		assert_int_equal(
			eb_tail_event(tail, events->file, events->at, events->type, events->info),
			0);
}

static void test_tail_of_rows(void **state)
{
	static const struct event events[] = {
		{ 4, "b.1", "Format_desc", "Server ver: 10.11" },
		{ 300, "b.1", "Gtid", "BEGIN GTID 0-1-95" },
		{ 340, "b.1", "Query", "insert into t values (1)" },
		{ 400, "b.1", "Xid", "COMMIT /* xid=5 */" },
		{ 431, "b.1", "Gtid", "BEGIN GTID 0-1-96" },
		{ 470, "b.1", "Annotate_rows", "insert into shop.t values (1)" },
		{ 500, "b.1", "Table_map", "table_id: 18 (shop.t)" },
		{ 540, "b.1", "Write_rows_v1", "table_id: 18 flags: STMT_END_F" },
		{ 580, "b.1", "Xid", "COMMIT /* xid=6 */" },
		{ 611, "b.1", "Rotate", "b.2;pos=4" },
		{ 4, "b.2", "Format_desc", "Server ver: 10.11" },
		{ 256, "b.2", "Gtid_list", "[0-1-96]" },
		{ 299, "b.2", "Binlog_checkpoint", "b.2" },
		{ 340, "b.2", "Gtid", "BEGIN GTID 0-1-97 cid=8" },
		{ 380, "b.2", "Table_map", "table_id: 19 (shop.u)" },
		{ 420, "b.2", "Table_map", "table_id: 18 (shop.t)" },
		{ 440, "b.2", "Update_rows_v1", "table_id: 19" },
		{ 480, "b.2", "Delete_rows_v1", "table_id: 18 flags: STMT_END_F" },
		{ 520, "b.2", "Xid", "COMMIT /* xid=7 */" },
		{ 0 },
	};
	struct eb_gtid_span span = { "0-1", 96, 97, 0 };
	struct eb_gtids errant = { &span, 1 };
	struct eb_tail tail = { .errant = &errant };

	(void)state;
	feed(&tail, events);
	assert_string_equal(tail.why, "");
	assert_int_equal(tail.transactions, 2);
	assert_int_equal(tail.at, 431);
	assert_int_equal(tail.n_files, 2);
	assert_string_equal(tail.files[0], "b.1");
	assert_string_equal(tail.files[1], "b.2");
	assert_int_equal(tail.n_tables, 2);
	assert_string_equal(tail.tables[1], "shop.u");
	eb_tail_free(&tail);
}

static void test_tail_that_cannot_be_undone(void **state)
{
	static const struct {
		struct event events[4];
		const char *why;
	} rows[] = {
		{ { { 400, "b", "Gtid", "GTID 0-1-96" },
		    { 440, "b", "Query", "use `shop`; ALTER TABLE t ADD x INT" } },
		  "0-1-96 is no change of rows: use `shop`; ALTER TABLE t ADD x INT" },
		{ { { 400, "b", "Gtid", "BEGIN GTID 0-1-96" },
		    { 440, "b", "Query", "use `shop`; INSERT INTO t VALUES (1)" } },
		  "0-1-96 is no change of rows: use `shop`; INSERT INTO t VALUES (1)" },
		{ { { 400, "b", "Gtid", "BEGIN GTID 0-1-96" },
		    { 440, "b", "Write_rows_compressed_v1", "table_id: 18" } },
		  "0-1-96 is no change of rows: table_id: 18" },
		{ { { 400, "b", "Gtid", "BEGIN GTID 0-1-96" },
		    { 440, "b", "Xid", "COMMIT" },
		    { 480, "b", "Gtid", "BEGIN GTID 1-2-5" } },
		  "1-2-5 stands behind them, and the primary has it" },
	};
	struct eb_gtid_span span = { "0-1", 96, 97, 0 };
	struct eb_gtids errant = { &span, 1 };

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct eb_tail tail = { .errant = &errant };

		feed(&tail, rows[i].events);
		assert_string_equal(tail.why, rows[i].why);
		eb_tail_free(&tail);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_state_of_a_copy),
		cmocka_unit_test(test_errors_that_only_a_copy_mends),
		cmocka_unit_test(test_a_fourth_try_within_an_hour),
		cmocka_unit_test(test_tail_of_rows),
		cmocka_unit_test(test_tail_that_cannot_be_undone),
	};

	return EB_TAP(tests);
}
