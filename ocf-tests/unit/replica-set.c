// SPDX-License-Identifier: GPL-2.0-or-later
/* What a replica set decides by: standing, votes, quorum, reign, who holds what, options. */
#include <stdio.h>
#include <string.h>

#include "agents/database/election.h"
#include "agents/database/holders.h"
#include "agents/database/options.h"
#include "agents/database/standing.h"
#include "lib/core.h"
#include "lib/score.h"
#include "ocf-tests/unit/tap.h"

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
		cmocka_unit_test(test_standing), cmocka_unit_test(test_votes),
		cmocka_unit_test(test_quorum),   cmocka_unit_test(test_absent),
		cmocka_unit_test(test_reign),    cmocka_unit_test(test_holders),
		cmocka_unit_test(test_options),
	};

	return EB_TAP(tests);
}
