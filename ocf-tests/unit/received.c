// SPDX-License-Identifier: GPL-2.0-or-later
/* Transactions that one server has and another has not: errant ones, and those that wait in a relay log. */
#include <stdio.h>
#include <string.h>

#include "agents/database/errant.h"
#include "agents/database/relay.h"
#include "agents/database/replication.h"
#include "lib/core.h"
#include "ocf-tests/unit/tap.h"

static void test_errant(void **state)
{
	static const struct {
		const char *own, *primary, *history, *errant, *own_history;
	} rows[] = {
		/* between its own two, one of the primary's that both have */
		{ "0-1-15", "0-2-14", "0-1-13,0-2-14", "0-1-15", "0-1-15,0-2-14" },
		{ "0-1-100", "0-2-150", "0-1-100,0-2-150", "none" },
		{ "0-1-100", "0-2-150", "0-1-95,0-2-150", "0-1-96..100" },
		{ "0-1-100", "0-1-95", "0-1-95", "0-1-96..100" },
		{ "", "0-1-95", "0-1-95", "none" },
		{ "0-1-5,1-1-1", "0-1-95", "0-1-95", "1-1-1" },
		/* set up from a copy: its log begins later, its position is beyond */
		{ "0-1-90", "0-2-150", "0-2-150", "none" },
		{ "0-1-200", "0-2-150", "0-2-150", "0-1-151..200" },
		/* the same number written on both */
		{ "0-1-150", "0-2-150", "0-1-149,0-2-150", "0-1-150" },
	};

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct eb_view own = { .dialect = eb_dialect_of("10.11.1-MariaDB") };
		struct eb_view primary = own;
		struct eb_gtids rest;
		char told[64];

		eb_gtids_parse(EB_GTID_DOMAINS, rows[i].own, &own.applied);
		eb_gtids_parse(EB_GTID_DOMAINS, rows[i].primary, &primary.applied);
		eb_record_add(&primary.settings, "gtid_binlog_state", rows[i].history);
		eb_record_add(&own.settings, "gtid_binlog_state", rows[i].own_history);
		assert_int_equal(eb_replication_errant(&own, &primary, &rest), 0);
		assert_string_equal(eb_gtids_tell(&rest, told, sizeof(told)), rows[i].errant);
		eb_gtids_free(&rest);
		eb_view_free(&own);
		eb_view_free(&primary);
	}
}

/* What a server has written of its own since it was last looked at. */
static void test_own(void **state)
{
	static const char uuid[] = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
	static const struct {
		const char *version, *history, *before, *text, *rest;
	} rows[] = {
		{ "10.11.1-MariaDB", "0-1-60,0-2-50", "0-2-50", "0-2-50", "none" },
		{ "10.11.1-MariaDB", "0-1-60", "none", "none", "none" },
		{ "10.11.1-MariaDB", "0-1-60,0-2-61", "none", "0-2-61", "0-2-61" },
		{ "10.11.1-MariaDB", "0-1-60,0-2-63", "0-2-50", "0-2-63", "0-2-61..63" },
		{ "10.11.1-MariaDB", "0-1-64,0-2-63", "0-2-50", "0-2-63", "0-2-51..63" },
		{ "10.11.1-MariaDB", "0-2-5,2-2-1", "0-2-5", "0-2-5,2-2-1", "2-2-1" },
		/* the server 12 is not the server 2 */
		{ "10.11.1-MariaDB", "0-12-5", "none", "none", "none" },
		{ "8.4.3",
		  "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-7,4e11fa47-71ca-11e1-9e33-c80aa9429562:1-9",
		  "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5",
		  "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-7",
		  "3e11fa47-71ca-11e1-9e33-c80aa9429562:6-7" },
	};

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct eb_view view = { .dialect = eb_dialect_of(rows[i].version), .server_id = 2 };
		EB_CLEAN(eb_freep) char *text = NULL;
		struct eb_gtids rest;
		char told[128];

		eb_record_add(&view.settings, "server_uuid", uuid);
		eb_record_add(&view.settings, "gtid_binlog_state", rows[i].history);
		if (!view.dialect->mariadb)
			eb_gtids_parse(EB_GTID_SETS, rows[i].history, &view.applied);
		text = eb_errant_text(&view);
		assert_string_equal(text, rows[i].text);
		assert_int_equal(eb_errant_since(&view, rows[i].before, &rest), 0);
		assert_string_equal(eb_gtids_tell(&rest, told, sizeof(told)), rows[i].rest);
		eb_gtids_free(&rest);
		eb_view_free(&view);
	}
}

/* ...and of that, what its primary does not know. */
static void test_beyond(void **state)
{
	static const struct {
		const char *own, *before, *primary, *rest;
	} rows[] = {
		{ "0-1-60,0-2-61", "none", "0-1-60", "0-2-61" },
		/* nothing is known of before: the histories are compared elsewhere */
		{ "0-1-60,0-2-61", "", "0-1-60", "none" },
		/* hidden behind a later one of the primary's */
		{ "0-1-62,0-2-61", "0-2-50", "0-1-62,0-2-50", "0-2-51..61" },
		/* the primary's log begins behind ours: what is new was written here */
		{ "0-1-70,0-2-61", "0-2-50", "0-1-70", "0-2-51..61" },
		/* the primary had it from here, before */
		{ "0-1-60,0-2-61", "0-2-50", "0-1-60,0-2-61", "none" },
	};

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct eb_view own = { .dialect = eb_dialect_of("10.11.1-MariaDB"),
				       .server_id = 2 };
		struct eb_view primary = { .dialect = own.dialect, .server_id = 1 };
		struct eb_gtids rest = { 0 };
		char told[64];

		eb_record_add(&own.settings, "gtid_binlog_state", rows[i].own);
		eb_record_add(&primary.settings, "gtid_binlog_state", rows[i].primary);
		assert_int_equal(eb_errant_beyond(&own, rows[i].before, &primary, &rest), 0);
		assert_string_equal(eb_gtids_tell(&rest, told, sizeof(told)), rows[i].rest);
		eb_gtids_free(&rest);
		eb_view_free(&own);
		eb_view_free(&primary);
	}
}

struct event {
	unsigned long long at;
	const char *type, *info;
};

/* What SHOW RELAYLOG EVENTS of MariaDB 10.11 tells; the applied are 0-1-2. */
static void test_relay(void **state)
{
	static const struct {
		const char *what, *received;
		unsigned long long at;
		bool mixed;
		struct event events[8];
	} rows[] = {
		{ "nothing", "", 0, false, { { 4, "Format_desc", "Server ver" } } },
		{ "applied",
		  "0-1-2",
		  0,
		  false,
		  { { 300, "Gtid", "BEGIN GTID 0-1-2" }, { 350, "Xid", "COMMIT /* xid=9 */" } } },
		{ "two whole ones",
		  "0-1-4",
		  400,
		  false,
		  { { 300, "Gtid", "BEGIN GTID 0-1-2" },
		    { 350, "Xid", "COMMIT" },
		    { 400, "Gtid", "BEGIN GTID 0-1-3 cid=7" },
		    { 450, "Write_rows_v1", "table_id: 1" },
		    { 480, "Xid", "COMMIT" },
		    { 500, "Gtid", "GTID 0-1-4" },
		    { 550, "Query", "use `shop`; ALTER TABLE t" } } },
		{ "the end is missing",
		  "0-1-3",
		  400,
		  false,
		  { { 400, "Gtid", "BEGIN GTID 0-1-3" },
		    { 450, "Query", "COMMIT" },
		    { 500, "Gtid", "BEGIN GTID 0-1-4" },
		    { 550, "Annotate_rows", "INSERT" },
		    { 560, "Write_rows_v1", "flags: STMT_END_F" } } },
		{ "sent again",
		  "0-1-3",
		  500,
		  false,
		  { { 400, "Gtid", "BEGIN GTID 0-1-3" },
		    { 450, "Write_rows_v1", "" },
		    { 500, "Gtid", "BEGIN GTID 0-1-3" },
		    { 550, "Xid", "COMMIT" } } },
		{ "an applied one behind",
		  "0-1-3",
		  400,
		  true,
		  { { 400, "Gtid", "BEGIN GTID 0-1-3" },
		    { 450, "Xid", "COMMIT" },
		    { 500, "Gtid", "BEGIN GTID 0-1-2" },
		    { 550, "Xid", "COMMIT" } } },
		{ "a prepared one",
		  "0-1-3",
		  400,
		  false,
		  { { 400, "Gtid", "XA START X'78',X'',1 GTID 0-1-3" },
		    { 450, "Write_rows_v1", "flags: STMT_END_F" },
		    { 480, "Query", "XA END X'78',X'',1" },
		    { 500, "XA_prepare", "XA PREPARE X'78',X'',1" } } },
		{ "a prepared one without its end",
		  "",
		  0,
		  false,
		  { { 400, "Gtid", "XA START X'78',X'',1 GTID 0-1-3" },
		    { 450, "Write_rows_v1", "flags: STMT_END_F" },
		    { 480, "Query", "XA END X'78',X'',1" } } },
		{ "what was prepared is committed",
		  "0-1-3",
		  400,
		  false,
		  { { 400, "Gtid", "GTID 0-1-3" }, { 450, "Query", "XA COMMIT X'78',X'',1" } } },
		{ "words that end nothing",
		  "",
		  0,
		  false,
		  { { 400, "Gtid", "BEGIN GTID 0-1-3" },
		    { 450, "Query", "use `shop`; INSERT INTO t VALUES ('COMMIT')" },
		    { 480, "Query", "ROLLBACK TO `s`" } } },
		{ "the end, in a database",
		  "0-1-3",
		  400,
		  false,
		  { { 400, "Gtid", "BEGIN GTID 0-1-3" }, { 450, "Query", "use `shop`; COMMIT" } } },
		{ "no number",
		  "",
		  0,
		  false,
		  { { 400, "Gtid", "BEGIN GTID what" }, { 450, "Xid", "COMMIT" } } },
	};

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct eb_gtids applied;
		struct eb_relay relay = { .applied = &applied, .reading = "relay.000002" };
		EB_CLEAN(eb_freep) char *text = NULL;

		eb_gtids_parse(EB_GTID_DOMAINS, "0-1-2", &applied);
		for (const struct event *e = rows[i].events; e < rows[i].events + 8 && e->type; e++)
			assert_int_equal(eb_relay_event(&relay, e->at, e->type, e->info), 0);
		text = eb_gtids_text(EB_GTID_DOMAINS, &relay.received);
		if (strcmp(text, rows[i].received) != 0 || relay.at != rows[i].at ||
		    relay.mixed != rows[i].mixed)
			fail_msg("%s: %s at %llu", rows[i].what, text, relay.at);
		eb_relay_free(&relay);
		eb_gtids_free(&applied);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_errant),
		cmocka_unit_test(test_own),
		cmocka_unit_test(test_beyond),
		cmocka_unit_test(test_relay),
	};

	return EB_TAP(tests);
}
