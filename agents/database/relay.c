// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/database/relay.h"

enum { NO_SUCH_LOG = 1220, FILES_MAX = 10000 };

/* The open transaction has come to its end: it was received as a whole. */
static int complete(struct eb_relay *relay)
{
	struct eb_gtids one = { &relay->open, 1 };
	bool applied = eb_gtids_has(relay->applied, &one);
	struct eb_gtid_span whole = relay->open;
	int r;

	if (!applied && !relay->at) {
		snprintf(relay->file, sizeof(relay->file), "%s", relay->reading);
		relay->at = relay->open_at;
	}
	relay->mixed |= applied && relay->at;
	whole.from = 1;
	one.spans = &whole;
	r = eb_gtids_join(&relay->received, &one);
	relay->open.to = 0;
	return r;
}

/* "BEGIN GTID 0-1-5", "XA START X'78',X'',1 GTID 0-1-5", "GTID 0-1-5", with words behind it or not. */
static void begin(struct eb_relay *relay, unsigned long long at, const char *info)
{
	const char *number = strstr(info, "GTID ");
	unsigned domain, origin;
	uint64_t n;

	relay->open.to = 0;
	if (!number || sscanf(number + 5, "%u-%u-%" SCNu64, &domain, &origin, &n) != 3 || n == 0)
		return;
	relay->open = (struct eb_gtid_span) { .from = n, .to = n, .origin = origin };
	snprintf(relay->open.stream, sizeof(relay->open.stream), "%u", domain);
	relay->open_at = at;
	relay->grouped = !strncmp(info, "BEGIN", 5) || !strncmp(info, "XA START", 8);
}

/* A statement may have the words in it, and ROLLBACK TO a savepoint ends nothing. */
static bool is_end(const char *info)
{
	const char *use = strncmp(info, "use `", 5) ? NULL : strstr(info, "`; ");

	info = use ? use + 3 : info;
	return !strcmp(info, "COMMIT") || !strcmp(info, "ROLLBACK");
}

int eb_relay_event(struct eb_relay *relay, unsigned long long at, const char *type,
		   const char *info)
{
	bool commit = !strncmp(type, "Xid", 3) || !strncmp(type, "XA_prepare", 10) ||
		      (!strcmp(type, "Query") && is_end(info));

	if (!strcmp(type, "Gtid")) {
		begin(relay, at, info);
		return 0;
	}
	if (!relay->open.to)
		return 0;
	if (relay->grouped ? commit : !strcmp(type, "Query"))
		return complete(relay);
	return 0;
}

/* Log_name, Pos, Event_type, Server_id, End_log_pos, Info */
static bool take(char *const *values, unsigned n, void *context)
{
	return n < 6 || !values[1] || !values[2] ||
	       eb_relay_event(context, strtoull(values[1], NULL, 10), values[2], values[5] ?: "") ==
		       0;
}

/* relay.000009 -> relay.000010; false when it has no number. */
static bool next_file(char *name, size_t size)
{
	char *dot = strrchr(name, '.'), *end;
	unsigned long number;
	int digits;

	if (!dot || !dot[1])
		return false;
	digits = (int)strlen(dot + 1);
	number = strtoul(dot + 1, &end, 10);
	if (*end)
		return false;
	snprintf(dot + 1, size - (size_t)(dot + 1 - name), "%0*lu", digits, number + 1);
	return true;
}

static int read_all(struct eb_sql *sql, struct eb_relay *relay)
{
	char quoted[1100], statement[1200];
	int r = 0;

	for (int i = 0; i < FILES_MAX; i++) {
		relay->open.to = 0; /* a transaction does not go on in the next file */
		snprintf(statement, sizeof(statement), "SHOW RELAYLOG EVENTS IN %s",
			 eb_sql_quote(sql, relay->reading, quoted, sizeof(quoted)));
		r = eb_sql_each(sql, statement, take, relay);
		if (r == -EIO && sql->number == NO_SUCH_LOG && i > 0)
			return 0; /* behind the last one */
		if (r < 0 || !next_file(relay->reading, sizeof(relay->reading)))
			return r;
	}
	return r;
}

int eb_relay_look(struct eb_sql *sql, struct eb_view *view, struct eb_relay *relay)
{
	const struct eb_replica *replica = &view->replica;
	int r;

	*relay = (struct eb_relay) { .applied = &view->applied };
	/* MySQL knows what it has received, and keeps it. */
	if (!view->dialect->mariadb || !replica->configured || replica->received[0] ||
	    replica->applying || replica->receiving != EB_RECEIVING_NO || replica->apply_errno)
		return 0;
	snprintf(relay->reading, sizeof(relay->reading), "%s",
		 eb_record_get(&view->status, "Relay_Log_File") ?: "");
	if (!relay->reading[0])
		return 0;
	r = read_all(sql, relay);
	return r < 0 ? r : eb_gtids_join(&view->received, &relay->received);
}

int eb_relay_rescue(struct eb_sql *sql, const struct eb_dialect *dialect,
		    const struct eb_relay *relay)
{
	char quoted[1100];
	/* With parallel threads MariaDB 10.11 dies of it (signal 11); who follows next sets them. */
	int r = eb_sql_run(sql, "SET GLOBAL slave_parallel_threads=0");

	if (r == 0)
		r = eb_sql_run(sql, "%s %s_USE_GTID=no, RELAY_LOG_FILE=%s, RELAY_LOG_POS=%llu",
			       dialect->change, dialect->option,
			       eb_sql_quote(sql, relay->file, quoted, sizeof(quoted)), relay->at);
	return r == 0 ? eb_sql_run(sql, "%s", dialect->start_applying) : r;
}

void eb_relay_free(struct eb_relay *relay)
{
	eb_gtids_free(&relay->received);
}
