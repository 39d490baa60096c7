// SPDX-License-Identifier: GPL-2.0-or-later
/* What a pair decides by: settings that clash, histories of two halves, where may be written. */
#include <string.h>

#include "agents/database/options.h"
#include "agents/database/pair.h"
#include "lib/core.h"
#include "ocf-tests/unit/tap.h"

struct server {
	const char *id, *domain, *increment, *offset; /* NULL: the server has no such setting */
	const char *slave_pos, *binlog_pos, *history;
};

static struct eb_view view_of(const struct server *server)
{
	const struct {
		const char *name, *value;
	} settings[] = {
		{ "server_id", server->id },
		{ "gtid_domain_id", server->domain },
		{ "auto_increment_increment", server->increment },
		{ "auto_increment_offset", server->offset },
		{ "gtid_binlog_state", server->history },
	};
	struct eb_view view = { .dialect = eb_dialect_of("10.11.19-MariaDB") };
	struct eb_gtids more = { 0 };

	for (size_t i = 0; i < EB_COUNT(settings); i++)
		if (settings[i].value)
			eb_record_add(&view.settings, settings[i].name, settings[i].value);
	eb_gtids_parse(EB_GTID_DOMAINS, server->slave_pos, &view.applied);
	eb_gtids_parse(EB_GTID_DOMAINS, server->binlog_pos, &more);
	eb_gtids_join(&view.applied, &more);
	eb_gtids_free(&more);
	return view;
}

static void test_clash(void **state)
{
	static const struct {
		struct server own, peer;
		const char *clash; /* how it begins */
	} rows[] = {
		{ { "1", "1", "2", "1" }, { "2", "2", "2", "2" }, "" },
		{ { "1", "0", "2", "1" }, { "2", "2", "2", "2" }, "" },
		{ { "1", "1", "2", "1" }, { "1", "2", "2", "2" }, "this node: server_id is 1, on" },
		{ { "1", "7", "2", "1" },
		  { "2", "7", "2", "2" },
		  "this node: gtid_domain_id is 7, on its peer n2 it is 7: wants a number" },
		{ { "1", "1", "2", "1" },
		  { "2", "2", "2", "1" },
		  "this node: auto_increment_offset is 1, on its peer n2 it is 1: wants 1 on" },
		{ { "1", "1", "2", "1" },
		  { "2", "2", "3", "2" },
		  "this node: auto_increment_increment is 2, on its peer n2 it is 3: wants the same" },
		/* MySQL has no domains. */
		{ { "1", NULL, "2", "1" }, { "2", NULL, "2", "2" }, "" },
	};

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct eb_view own = view_of(&rows[i].own), peer = view_of(&rows[i].peer);
		char why[1200];

		eb_peer_clash(&own, &peer, "n2", why, sizeof(why));
		if (strncmp(why, rows[i].clash, strlen(rows[i].clash)) != 0 ||
		    (!*rows[i].clash && *why))
			fail_msg("row %zu: %s", i, why);
		eb_view_free(&own);
		eb_view_free(&peer);
	}
}

static void test_unfit(void **state)
{
	static const struct {
		struct server own;
		const char *why;
	} rows[] = {
		{ { "1", "1", "2", "1" }, "" },
		{ { "1", "1", "2", "2" }, "" },
		{ { "1", "1", "1", "1" }, "auto_increment_increment is 1: wants 2" },
		{ { "1", "1", "2", "3" }, "auto_increment_offset is 3: wants at most" },
	};

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct eb_view own = view_of(&rows[i].own);
		char why[1200];

		eb_peer_unfit(&own, why, sizeof(why));
		assert_true(*rows[i].why ? strstr(why, rows[i].why) != NULL : !*why);
		eb_view_free(&own);
	}
}

/* n1 writes into domain 1, n2 into domain 2; domain 0 is from before they were a pair. */
static void test_compare(void **state)
{
	static const struct {
		const char *what;
		struct server before, peer, after;
		enum eb_meeting_end end;
		const char *request, *why;
	} rows[] = {
		{ "new", { "1", "1" }, { "2", "2" }, { "1", "1" }, EB_MEETING_GOOD, "", "" },
		{ "each ahead in its own",
		  { "1", "1", .binlog_pos = "1-1-9,2-2-4", .history = "1-1-9,2-2-4" },
		  { "2", "2", .binlog_pos = "1-1-7,2-2-6", .history = "1-1-7,2-2-6" },
		  { "1", "1", .binlog_pos = "1-1-9,2-2-4", .history = "1-1-9,2-2-4" },
		  EB_MEETING_GOOD,
		  "1-1-7,2-2-4",
		  "" },
		{ "a peer that has nothing of ours",
		  { "1", "1", .binlog_pos = "0-1-3,1-1-9", .history = "0-1-3,1-1-9" },
		  { "2", "2", .binlog_pos = "0-1-3,2-2-6", .history = "0-1-3,2-2-6" },
		  { "1", "1", .binlog_pos = "0-1-3,1-1-9", .history = "0-1-3,1-1-9" },
		  EB_MEETING_GOOD,
		  "0-1-3",
		  "" },
		{ "both write on while they are asked",
		  { "1", "1", .binlog_pos = "1-1-9,2-2-4", .history = "1-1-9,2-2-4" },
		  { "2", "2", .binlog_pos = "1-1-11,2-2-6", .history = "1-1-11,2-2-6" },
		  { "1", "1", .binlog_pos = "1-1-12,2-2-7", .history = "1-1-12,2-2-7" },
		  EB_MEETING_GOOD,
		  "1-1-11,2-2-6",
		  "" },
		{ "we were set back",
		  { "1", "1", .binlog_pos = "1-1-9,2-2-6", .history = "1-1-9,2-2-6" },
		  { "2", "2", .binlog_pos = "1-1-12,2-2-6", .history = "1-1-12,2-2-6" },
		  { "1", "1", .binlog_pos = "1-1-9,2-2-6", .history = "1-1-9,2-2-6" },
		  EB_MEETING_LOST,
		  "",
		  "errant 1-1-10..12: written by this node" },
		{ "the peer was set back",
		  { "1", "1", .binlog_pos = "1-1-9,2-2-6", .history = "1-1-9,2-2-6" },
		  { "2", "2", .binlog_pos = "1-1-9,2-2-5", .history = "1-1-9,2-2-5" },
		  { "1", "1", .binlog_pos = "1-1-9,2-2-6", .history = "1-1-9,2-2-6" },
		  EB_MEETING_ERRANT,
		  "",
		  "errant 2-2-6: the peer n2" },
		{ "two beginnings",
		  { "1", "1", .binlog_pos = "0-1-5,1-1-9", .history = "0-1-5,1-1-9" },
		  { "2", "2", .binlog_pos = "0-2-5,2-2-6", .history = "0-2-5,2-2-6" },
		  { "1", "1", .binlog_pos = "0-1-5,1-1-9", .history = "0-1-5,1-1-9" },
		  EB_MEETING_LOST,
		  "",
		  "errant: 0-1-5 of this node is 0-2-5 on its peer n2" },
		{ "both wrote into a third domain",
		  { "1", "1", .binlog_pos = "0-1-5,1-1-9", .history = "0-1-5,0-2-3,1-1-9" },
		  { "2", "2", .binlog_pos = "0-2-6,2-2-6", .history = "0-1-2,0-2-6,2-2-6" },
		  { "1", "1", .binlog_pos = "0-1-5,1-1-9", .history = "0-1-5,0-2-3,1-1-9" },
		  EB_MEETING_LOST,
		  "",
		  "errant: only this node has" },
	};

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct eb_view before = view_of(&rows[i].before), peer = view_of(&rows[i].peer);
		struct eb_view after = view_of(&rows[i].after);
		struct eb_meeting meeting = { .node = "n2" };
		EB_CLEAN(eb_freep) char *request = NULL;

		assert_int_equal(eb_peer_compare(&before, &peer, &after, &meeting), 0);
		request = eb_gtids_text(EB_GTID_DOMAINS, &meeting.request);
		if (meeting.end != rows[i].end || strcmp(request, rows[i].request) != 0 ||
		    strncmp(meeting.why, rows[i].why, strlen(rows[i].why)) != 0)
			fail_msg("%s: %d '%s' '%s'", rows[i].what, (int)meeting.end, request,
				 meeting.why);
		eb_meeting_free(&meeting);
		eb_view_free(&before);
		eb_view_free(&peer);
		eb_view_free(&after);
	}
}

/* Shorthands for the rows below. */
#define RUNS(lag)                                                                                  \
	{                                                                                          \
		true, "n2", 0, EB_RECEIVING_YES, true, 0, 0, "", "", lag, ""                       \
	}
#define LOST                                                                                       \
	{                                                                                          \
		true, "n2", 0, EB_RECEIVING_CONNECTING, true, 2003, 0, "", "", -1, ""              \
	}
#define STOPPED                                                                                    \
	{                                                                                          \
		true, "n2", 0, EB_RECEIVING_NO, false, 0, 0, "", "", -1, ""                        \
	}
#define PURGED                                                                                     \
	{                                                                                          \
		true, "n2", 0, EB_RECEIVING_NO, true, 1236, 0, "purged", "", -1, ""                \
	}
#define CONFLICT                                                                                   \
	{                                                                                          \
		true, "n2", 0, EB_RECEIVING_YES, false, 0, 1062, "", "Duplicate", -1, ""           \
	}
#define MET(e) .met = true, .end = EB_MEETING_##e, .why = "why"
#define WAS    .writable = true, .readable = true

static void test_judge(void **state)
{
	const struct eb_mysql_conf conf = { .max_lag_s = 10 };
	static const struct {
		const char *what;
		struct eb_replica replica;
		struct eb_pair_facts facts;
		bool closed, backlog;
		bool writable, readable;
		const char *why;
	} rows[] = {
		{ "well", RUNS(0), { WAS }, .writable = 1, .readable = 1, .why = "" },
		{ "new", RUNS(0), { MET(GOOD) }, .why = "catches up with" },
		{ "has all",
		  RUNS(0),
		  { MET(GOOD), .caught_up = true },
		  .writable = 1,
		  .readable = 1,
		  .why = "" },
		{ "10 s", RUNS(10), { WAS }, .writable = 1, .readable = 1, .why = "" },
		{ "11 s", RUNS(11), { WAS }, .why = "more than max_slave_lag (10 s)" },
		{ "lag unknown", RUNS(-1), { WAS }, .writable = 1, .readable = 1, .why = "" },
		{ "conflict",
		  CONFLICT,
		  { WAS, MET(GOOD) },
		  .why = "replication stopped by error 1062" },
		{ "conflict, alone",
		  CONFLICT,
		  { MET(ALONE) },
		  .writable = 1,
		  .readable = 1,
		  .why = "no peer runs; replication stopped by error 1062" },
		{ "alone",
		  LOST,
		  { MET(ALONE) },
		  .writable = 1,
		  .readable = 1,
		  .why = "no peer runs" },
		{ "alone, not all applied",
		  LOST,
		  { WAS, MET(ALONE) },
		  .backlog = true,
		  .why = "no peer runs; what it had sent is being applied" },
		{ "cut",
		  LOST,
		  { WAS, MET(SILENT) },
		  .writable = 1,
		  .readable = 1,
		  .why = "no conn" },
		{ "cut for long",
		  LOST,
		  { WAS, MET(SILENT), .lost = true },
		  .writable = 1,
		  .why = "no conn" },
		{ "cut when it was bad", LOST, { MET(SILENT) }, .why = "no connection" },
		{ "started beside a silent one",
		  STOPPED,
		  { MET(SILENT), .unstarted = true },
		  .why = "why" },
		{ "stopped",
		  STOPPED,
		  { WAS, MET(GOOD) },
		  .why = "replication was stopped by somebody" },
		{ "purged",
		  PURGED,
		  { WAS, MET(GOOD) },
		  .why = "the peer n2 cannot be followed, error 1236" },
		{ "its settings",
		  LOST,
		  { WAS, MET(CLASH) },
		  .writable = 1,
		  .readable = 1,
		  .why = "why" },
		{ "its history",
		  LOST,
		  { WAS, MET(ERRANT) },
		  .writable = 1,
		  .readable = 1,
		  .why = "why" },
		{ "our history", RUNS(0), { WAS, MET(LOST) }, .why = "why" },
		{ "closed",
		  RUNS(0),
		  { WAS },
		  .closed = true,
		  .readable = 1,
		  .why = "read_only was set by somebody" },
	};

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct eb_view view = { .replica = rows[i].replica, .read_only = rows[i].closed };
		struct eb_pair_verdict verdict;

		if (rows[i].backlog)
			eb_gtids_parse(EB_GTID_DOMAINS, "2-2-5", &view.received);
		eb_pair_judge(&conf, &view, &rows[i].facts, &verdict);
		if (verdict.writable != rows[i].writable || verdict.readable != rows[i].readable ||
		    strncmp(verdict.why, rows[i].why, strlen(rows[i].why)) != 0 ||
		    (!*rows[i].why && *verdict.why))
			fail_msg("%s: writable %d, readable %d, %s", rows[i].what, verdict.writable,
				 verdict.readable, verdict.why);
		eb_view_free(&view);
	}
}

static void test_options(void **state)
{
	char buf[512];

	(void)state;
	eb_options_faults("--server-id=1 --log-bin --auto_increment_increment=2 "
			  "--auto-increment-offset=1",
			  true, buf, sizeof(buf));
	assert_string_equal(buf, "");
	eb_options_faults("--server-id=1 --log-bin --auto-increment-increment=1", true, buf,
			  sizeof(buf));
	assert_string_equal(
		buf, "auto-increment-increment is not 2: both would give out the same "
		     "keys; auto-increment-offset is missing: 1 on one node, 2 on the other");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clash),   cmocka_unit_test(test_unfit),
		cmocka_unit_test(test_compare), cmocka_unit_test(test_judge),
		cmocka_unit_test(test_options),
	};

	return EB_TAP(tests);
}
