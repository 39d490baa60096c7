// SPDX-License-Identifier: GPL-2.0-or-later
/* What a replica set decides by: dialects, status, standing, votes, quorum, errant, options. */
#include <stdio.h>
#include <string.h>

#include "agents/database/election.h"
#include "agents/database/errant.h"
#include "agents/database/holders.h"
#include "agents/database/options.h"
#include "agents/database/relay.h"
#include "agents/database/replication.h"
#include "agents/database/standing.h"
#include "lib/core.h"
#include "lib/score.h"
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

static void test_standing(void **state)
{
	const struct eb_mysql_conf conf = { .max_lag_s = 100 },
				   evict = { .max_lag_s = 100, .evict = true };
	static const struct {
		const char *what;
		bool read_only;
		struct eb_replica replica;
		long score;
		bool readable;
		struct eb_standing_facts facts;
	} rows[] = {
		{ "primary", false, { .host = "" }, 1001, true },
		{ "nobody's", true, { .host = "" }, 900, false },
		{ "good",
		  true,
		  { true, "n1", 0, EB_RECEIVING_YES, true, 0, 0, "", "", 0, "" },
		  900,
		  true },
		{ "2 s",
		  true,
		  { true, "n1", 0, EB_RECEIVING_YES, true, 0, 0, "", "", 2, "" },
		  900,
		  true },
		{ "3 s",
		  true,
		  { true, "n1", 0, EB_RECEIVING_YES, true, 0, 0, "", "", 3, "" },
		  800,
		  true },
		{ "60 s",
		  true,
		  { true, "n1", 0, EB_RECEIVING_YES, true, 0, 0, "", "", 60, "" },
		  700,
		  true },
		{ "100 s",
		  true,
		  { true, "n1", 0, EB_RECEIVING_YES, true, 0, 0, "", "", 100, "" },
		  500,
		  true },
		{ "101 s",
		  true,
		  { true, "n1", 0, EB_RECEIVING_YES, true, 0, 0, "", "", 101, "" },
		  10,
		  false },
		{ "no lag",
		  true,
		  { true, "n1", 0, EB_RECEIVING_YES, true, 0, 0, "", "", -1, "" },
		  EB_STANDING_KEEP,
		  false },
		{ "lost",
		  true,
		  { true, "n1", 0, EB_RECEIVING_CONNECTING, true, 2003, 0, "", "", -1, "" },
		  EB_STANDING_KEEP,
		  false },
		{ "stopped",
		  true,
		  { true, "n1", 0, EB_RECEIVING_NO, false, 0, 0, "", "", -1, "" },
		  10,
		  false },
		{ "started without replication",
		  true,
		  { true, "n1", 0, EB_RECEIVING_NO, false, 0, 0, "", "", -1, "" },
		  500,
		  false,
		  { .unstarted = true } },
		{ "stopped by an error, then started",
		  true,
		  { true, "n1", 0, EB_RECEIVING_NO, false, 0, 1062, "", "dup", -1, "" },
		  EB_SCORE_NEVER,
		  false,
		  { .unstarted = true } },
		{ "1062",
		  true,
		  { true, "n1", 0, EB_RECEIVING_YES, false, 0, 1062, "", "dup", -1, "" },
		  EB_SCORE_NEVER,
		  false },
		{ "1236",
		  true,
		  { true, "n1", 0, EB_RECEIVING_NO, true, 1236, 0, "purged", "", -1, "" },
		  EB_SCORE_NEVER,
		  false,
		  { .led = true } },
		{ "1236 of one that is no primary",
		  true,
		  { true, "n1", 0, EB_RECEIVING_NO, true, 1236, 0, "purged", "", -1, "" },
		  500,
		  false },
	};
	struct eb_standing standing;

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct eb_view view = { .read_only = rows[i].read_only,
					.replica = rows[i].replica };

		eb_standing_of(&conf, &view, &rows[i].facts, &standing);
		if (standing.score != rows[i].score || standing.readable != rows[i].readable)
			fail_msg("%s: %ld", rows[i].what, standing.score);
		/* Whoever is less than good is told why; who waits for a lag to be known is not. */
		if (rows[i].score < 500 && rows[i].score != EB_STANDING_KEEP)
			assert_true(standing.why[0]);
		if (rows[i].replica.lag_s == 101) {
			eb_standing_of(&evict, &view, &rows[i].facts, &standing);
			assert_int_equal(standing.score, EB_SCORE_NEVER);
		}
	}
}

static void test_votes(void **state)
{
	struct eb_votes votes = { .form = EB_GTID_DOMAINS };
	const struct eb_vote *winner;

	(void)state;
	/* n3 has applied more, n2 has received more: n2. */
	assert_int_equal(eb_votes_add(&votes, "n2", "0-1-10"), 0);
	assert_int_equal(eb_votes_add(&votes, "n3", "0-1-5"), 0);
	assert_int_equal(eb_votes_judge(&votes, "n2", &winner), EB_ELECTED);
	assert_int_equal(eb_votes_judge(&votes, "n3", &winner), EB_BEATEN);
	assert_string_equal(winner->node, "n2");
	/* A second vote replaces the first. */
	assert_int_equal(eb_votes_add(&votes, "n3", "0-1-10"), 0);
	assert_int_equal(votes.n, 2);
	assert_int_equal(eb_votes_judge(&votes, "n3", &winner), EB_ELECTED);
	assert_int_equal(eb_votes_add(&votes, "n4", "0-1-9,1-4-1"), 0);
	assert_int_equal(eb_votes_judge(&votes, "n2", &winner), EB_APART);
	assert_string_equal(winner->node, "n4");
	assert_true(eb_votes_add(&votes, "n5", "what?") < 0);
	assert_null(eb_votes_of(&votes, "n5"));
	eb_votes_free(&votes);
}

static void test_quorum(void **state)
{
	static const struct {
		long given, nodes;
		const char *last, *record;
		size_t needed;
		const char *missing;
	} rows[] = {
		{ 0, 3, "", "", 3, "" },
		{ 0, 3, "n1", "", 2, "" },
		/* n2 has voted: it was not the one, of others as many are no help */
		{ 0, 3, "n1", "ON|1|n3", 1, "n3" },
		{ 0, 3, "n1", "ON|1|n2", 1, "" },
		{ 0, 3, "n1", "ON|2|n2 n3", 1, "n3" },
		{ 0, 4, "n1", "ON|2|n4 n3", 1, "n4 n3" },
		{ 2, 4, "n1", "ON|2|n4 n3", 2, "" },
		{ 0, 3, "n1", "OFF|0|n2", 1, "" },
		/* nobody has joined it since */
		{ 0, 2, "n1", "ON|0|", 1, "" },
		{ 0, 3, "n1", "ON|0|", 2, "" },
		/* without names, as it was written once */
		{ 0, 3, "n1", "ON|1", 2, "" },
		{ 0, 3, "n1", "ON|2", 2, "" },
		{ 0, 3, "n1", "nonsense", 2, "" },
		/* n2 is the last primary */
		{ 0, 3, "n2", "ON|2|n1 n3", 1, "" },
		{ 3, 3, "n2", "ON|2|n1 n3", 3, "" },
		/* its replicas may have what it has cut off */
		{ 0, 3, "n2", "CUT|2|n1 n3", 1, "n1 n3" },
		{ 0, 3, "n2", "CUT|1|n1", 1, "n1" },
		{ 0, 2, "n2", "CUT|0|", 2, "" },
		{ 0, 3, "n2", "CUT|2", 3, "" },
		{ 1, 3, "n2", "CUT|2|n1 n3", 1, "" },
		{ 0, 3, "n1", "CUT|2|n2 n3", 1, "n3" },
	};
	struct eb_votes votes = { .form = EB_GTID_DOMAINS };
	struct eb_semisync semisync;
	char text[64];

	(void)state;
	eb_votes_add(&votes, "n2", "0-1-10");
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct eb_quorum quorum;

		eb_semisync_read(rows[i].record, &semisync);
		quorum = eb_election_quorum(&votes, rows[i].given, rows[i].nodes, rows[i].last,
					    &semisync);
		if (quorum.needed != rows[i].needed || strcmp(quorum.missing, rows[i].missing) != 0)
			fail_msg("%s, last %s: %zu, %s", rows[i].record, rows[i].last,
				 quorum.needed, quorum.missing);
		eb_semisync_text(&semisync, text, sizeof(text));
		if (strchr(rows[i].record, '|'))
			assert_string_equal(text, rows[i].record);
	}
	eb_votes_free(&votes);
}

/* What one said who is not there is heard, and of equals one that is there wins. */
static void test_absent(void **state)
{
	struct eb_votes votes = { .form = EB_GTID_DOMAINS };
	const struct eb_vote *winner;

	(void)state;
	eb_votes_add(&votes, "n1", "0-1-10");
	votes.vote[0].absent = true;
	eb_votes_add(&votes, "n2", "0-1-8");
	assert_int_equal(eb_votes_judge(&votes, "n2", &winner), EB_BEATEN);
	assert_string_equal(winner->node, "n1");
	eb_votes_add(&votes, "n3", "0-1-10");
	assert_int_equal(eb_votes_judge(&votes, "n2", &winner), EB_BEATEN);
	assert_string_equal(winner->node, "n3");
	assert_int_equal(eb_votes_judge(&votes, "n3", &winner), EB_ELECTED);
	/* A vote of its own counts instead. */
	eb_votes_add(&votes, "n1", "0-1-7");
	assert_false(eb_votes_of(&votes, "n1")->absent);
	eb_votes_free(&votes);
}

static void test_reign(void **state)
{
	static const struct {
		const char *text, *primary, *began, *since;
		bool ended;
		const char *last;
	} rows[] = {
		{ "", "", "", "", false, "" },
		{ "n1|0-1-7|99", "n1", "0-1-7", "99", false, "" },
		{ "n1||99", "n1", "", "99", false, "" },
		{ "n1|0-1-7|99|0-1-9|.", "n1", "0-1-7", "99", true, "0-1-9" },
		/* cut somewhere: a position without its end is none */
		{ "n1", "n1", "", "", false, "" },
		{ "n1|0-1-7", "n1", "", "", false, "" },
		{ "n1|0-1-7|99|0-1-9", "n1", "0-1-7", "99", true, "" },
		{ "n1|0-1-7|99|0-1-9|", "n1", "0-1-7", "99", true, "" },
	};
	struct eb_reign reign;

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		eb_reign_read(rows[i].text, &reign);
		assert_string_equal(reign.primary, rows[i].primary);
		assert_string_equal(reign.began, rows[i].began);
		assert_string_equal(reign.since, rows[i].since);
		assert_int_equal(reign.ended, rows[i].ended);
		assert_string_equal(reign.last, rows[i].last);
	}
}

static void test_holders(void **state)
{
	static const struct {
		const char *before, *connected, *present, *list, *gone;
	} rows[] = {
		{ "", "", "", "", "" },
		{ "", "n2", "n2 n3", "n2", "" },
		{ "n2", "n2 n3", "n2 n3", "n2 n3", "" },
		/* n2 has ended */
		{ "n2 n3", "n3", "n3", "n3 n2", "n2" },
		/* only its connection has, and may be back any moment */
		{ "n2 n3", "n3", "n2 n3", "n3 n2", "" },
		{ "n2 n3 n4", "n3", "n2 n3", "n3 n2 n4", "n4" },
		{ "n2 n3", "", "", "n2 n3", "n2 n3" },
		{ "n2 n22", "n22", "n22", "n22 n2", "n2" },
	};
	char list[EB_HOLDERS], gone[EB_HOLDERS], many[EB_HOLDERS], more[EB_HOLDERS];

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		const struct eb_holders holders = { rows[i].before, rows[i].connected,
						    rows[i].present };

		assert_true(eb_holders_next(&holders, list, gone));
		assert_string_equal(list, rows[i].list);
		assert_string_equal(gone, rows[i].gone);
	}
	snprintf(many, sizeof(many), "%0250d %0250d", 1, 2);
	snprintf(more, sizeof(more), "%0250d %0250d", 3, 4);
	assert_false(eb_holders_next(&(struct eb_holders) { many, more, "" }, list, gone));
}

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

static void test_options(void **state)
{
	char buf[512];

	(void)state;
	assert_string_equal(eb_options_faults("mysqld would have been started with the following:\n"
					      "--server_id=1 --log-bin=binlog ",
					      false, buf, sizeof(buf)),
			    "");
	assert_string_equal(eb_options_faults("--server-id=0 --log-bin", false, buf, sizeof(buf)),
			    "server-id is missing: every node wants its own");
	assert_string_equal(eb_options_faults("--server-id=1", false, buf, sizeof(buf)),
			    "log-bin is missing: there is nothing to replicate from");
	assert_string_equal(eb_options_faults("--server-id=1 --log-bin --loose_binlog_do_db=shop "
					      "--slave-skip-errors=all",
					      false, buf, sizeof(buf)),
			    "binlog-do-db leaves changes out of the binary log; "
			    "slave-skip-errors hides that the data have diverged");
	assert_string_equal(eb_options_faults("--server-id=1 --log-bin --slave-skip-errors=OFF",
					      false, buf, sizeof(buf)),
			    "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dialects), cmocka_unit_test(test_columns),
		cmocka_unit_test(test_standing), cmocka_unit_test(test_votes),
		cmocka_unit_test(test_quorum),   cmocka_unit_test(test_absent),
		cmocka_unit_test(test_reign),    cmocka_unit_test(test_holders),
		cmocka_unit_test(test_errant),   cmocka_unit_test(test_options),
		cmocka_unit_test(test_relay),    cmocka_unit_test(test_own),
		cmocka_unit_test(test_beyond),
	};

	return EB_TAP(tests);
}
