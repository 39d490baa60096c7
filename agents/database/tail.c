// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/database/tail.h"

/* May it have been written by a transaction of rows, or between two? */
static bool is_harmless(const char *type, const char *info)
{
	static const char *const types[] = {
		"Table_map",      "Annotate_rows",  "Write_rows_v1",
		"Update_rows_v1", "Delete_rows_v1", "Write_rows",
		"Update_rows",    "Delete_rows",    "Xid",
	};

	for (size_t i = 0; i < EB_COUNT(types); i++)
		if (!strcmp(type, types[i]))
			return true;
	return !strcmp(type, "Query") && !strcmp(info, "COMMIT");
}

static bool is_errant(const struct eb_gtids *errant, unsigned domain, uint64_t number)
{
	for (size_t i = 0; i < errant->n; i++)
		if (strtoul(errant->spans[i].stream, NULL, 10) == domain &&
		    number >= errant->spans[i].from)
			return true;
	return false;
}

static void refuse(struct eb_tail *tail, const char *what, const char *info)
{
	if (!tail->why[0])
		snprintf(tail->why, sizeof(tail->why), "%s %s%.150s", tail->gtid, what, info);
}

/* "table_id: 18 (shop.t)" */
static int take_table(struct eb_tail *tail, const char *info)
{
	const char *from = strchr(info, '('), *to = from ? strrchr(from, ')') : NULL;
	const char *dot = from ? strchr(from, '.') : NULL;
	char *name;

	if (!to || !dot || dot > to) {
		refuse(tail, "changes a table that is not named: ", info);
		return 0;
	}
	if (asprintf(&name, "%.*s", (int)(to - from - 1), from + 1) < 0)
		return -ENOMEM;
	for (size_t i = 0; i < tail->n_tables; i++)
		if (!strcmp(tail->tables[i], name)) {
			free(name);
			return 0;
		}
	if (tail->n_tables == EB_TAIL_TABLES) {
		refuse(tail, "changes one table too many: ", name);
		free(name);
	} else {
		tail->tables[tail->n_tables++] = name;
	}
	return 0;
}

/* "BEGIN GTID 0-1-5", or "GTID 0-1-5" of a statement that commits by itself. */
static void begin(struct eb_tail *tail, const char *info, unsigned long long at)
{
	const char *number = strstr(info, "GTID ");
	unsigned domain, origin;
	uint64_t n;

	tail->open = false;
	if (!number || sscanf(number + 5, "%u-%u-%" SCNu64, &domain, &origin, &n) != 3)
		return;
	snprintf(tail->gtid, sizeof(tail->gtid), "%u-%u-%" PRIu64, domain, origin, n);
	tail->open = is_errant(tail->errant, domain, n);
	if (!tail->open && tail->n_files)
		refuse(tail, "stands behind them, and the primary has it", "");
	if (!tail->open)
		return;
	if (!tail->n_files)
		tail->at = at;
	tail->transactions++;
}

static int take_file(struct eb_tail *tail, const char *file)
{
	char *copy;

	if (tail->n_files && !strcmp(tail->files[tail->n_files - 1], file))
		return 0;
	if (tail->n_files == EB_TAIL_FILES) {
		refuse(tail, "is in one log too many: ", file);
		return 0;
	}
	copy = strdup(file);
	if (!copy)
		return -ENOMEM;
	tail->files[tail->n_files++] = copy;
	return 0;
}

int eb_tail_event(struct eb_tail *tail, const char *file, unsigned long long at, const char *type,
		  const char *info)
{
	int r = 0;

	if (!strcmp(type, "Gtid"))
		begin(tail, info, at);
	if (tail->open || tail->n_files)
		r = take_file(tail, file);
	if (!tail->open || r < 0 || !strcmp(type, "Rotate") || !strcmp(type, "Stop"))
		return r;
	if (!strcmp(type, "Gtid"))
		return 0; /* what stands in it comes next */
	if (!is_harmless(type, info))
		refuse(tail, "is no change of rows: ", info);
	if (!strcmp(type, "Xid") || !strcmp(type, "Query"))
		tail->open = false;
	return !strcmp(type, "Table_map") ? take_table(tail, info) : 0;
}

struct names {
	char *list[EB_TAIL_FILES * 8];
	size_t n;
};

static bool take_name(char *const *values, unsigned n, void *context)
{
	struct names *names = context;

	if (n < 1 || !values[0])
		return true;
	if (names->n == EB_COUNT(names->list))
		return false;
	names->list[names->n] = strdup(values[0]);
	return names->list[names->n++] != NULL;
}

struct reading {
	struct eb_tail *tail;
	const char *file;
	int r;
};

/* Log_name, Pos, Event_type, Server_id, End_log_pos, Info */
static bool take_row(char *const *values, unsigned n, void *context)
{
	struct reading *reading = context;

	if (n < 6 || !values[1] || !values[2])
		return true;
	reading->r = eb_tail_event(reading->tail, reading->file, strtoull(values[1], NULL, 10),
				   values[2], values[5] ?: "");
	return reading->r == 0;
}

struct start {
	const struct eb_gtids *errant;
	bool before; /* the file begins before all of it */
};

static bool take_start(char *const *values, unsigned n, void *context)
{
	struct start *start = context;
	struct eb_gtids begin;

	if (n < 1 || eb_gtids_parse(EB_GTID_DOMAINS, values[0], &begin) < 0)
		return false;
	start->before = true;
	for (size_t i = 0; i < begin.n; i++)
		start->before &= !is_errant(start->errant,
					    (unsigned)strtoul(begin.spans[i].stream, NULL, 10),
					    begin.spans[i].to);
	eb_gtids_free(&begin);
	return true;
}

/* From the end on: a log may be long. */
static int find_first(struct eb_sql *sql, const struct eb_tail *tail, const struct names *names,
		      size_t *first)
{
	char quoted[1100], statement[1200];
	struct start start = { .errant = tail->errant };

	for (*first = names->n; *first > 0 && !start.before;) {
		int r;

		(*first)--;
		snprintf(statement, sizeof(statement), "SELECT BINLOG_GTID_POS(%s, 4)",
			 eb_sql_quote(sql, names->list[*first], quoted, sizeof(quoted)));
		r = eb_sql_each(sql, statement, take_start, &start);
		if (r < 0)
			return r;
	}
	return start.before ? 0 : -ENOENT;
}

static int read_file(struct eb_sql *sql, struct eb_tail *tail, const char *file)
{
	struct reading reading = { tail, file, 0 };
	char quoted[1100], statement[1200];
	int r;

	snprintf(statement, sizeof(statement), "SHOW BINLOG EVENTS IN %s",
		 eb_sql_quote(sql, file, quoted, sizeof(quoted)));
	r = eb_sql_each(sql, statement, take_row, &reading);
	return r < 0 ? r : reading.r;
}

int eb_tail_look(struct eb_sql *sql, struct eb_tail *tail)
{
	struct names names = { .n = 0 };
	size_t first = 0;
	int r = eb_sql_each(sql, "SHOW BINARY LOGS", take_name, &names);

	if (r == 0)
		r = find_first(sql, tail, &names, &first);
	if (r == -ENOENT)
		snprintf(sql->why, sizeof(sql->why),
			 "the log does not reach back to where they begin");
	for (size_t i = first; r == 0 && i < names.n; i++)
		r = read_file(sql, tail, names.list[i]);
	for (size_t i = 0; i < names.n; i++)
		free(names.list[i]);
	return r;
}

void eb_tail_free(struct eb_tail *tail)
{
	for (size_t i = 0; i < tail->n_files; i++)
		free(tail->files[i]);
	for (size_t i = 0; i < tail->n_tables; i++)
		free(tail->tables[i]);
	tail->n_files = tail->n_tables = 0;
}
