// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Read when the servers are at rest: a table is compared by CHECKSUM TABLE, which adds up over
 * rows, so that neither their order nor the storage matters.
 */
#include "ocf-tests/mysql/tables.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ocf-tests/mysql/ack-log.h"
#include "ocf-tests/mysql/session.h"

#define ANSWER_S 30

void eb_rows_add(struct eb_rows *rows, uint64_t row)
{
	if ((rows->count & (rows->count - 1)) == 0)
		rows->row = reallocarray(rows->row, rows->count ? 2 * rows->count : 1, sizeof(row));
	if (!rows->row)
		err(2, "cannot hold %zu rows", rows->count);
	rows->row[rows->count++] = row;
}

MYSQL *eb_tables_open(const char *name, const char *where, const char *options)
{
	char why[256] = "no memory";
	MYSQL *mysql = eb_session_open(where, options, ANSWER_S, why, sizeof(why));

	if (!mysql)
		printf("%s does not answer: %s\n", name, why);
	return mysql;
}

static MYSQL_RES *query(MYSQL *mysql, const char *name, const char *text)
{
	MYSQL_RES *result = mysql_query(mysql, text) ? NULL : mysql_store_result(mysql);

	if (!result)
		errx(2, "%s: %s: %s", name, text, mysql_error(mysql));
	return result;
}

void eb_tables_rows(MYSQL *mysql, const char *name, struct eb_rows *rows)
{
	MYSQL_RES *result = query(mysql, name, "SELECT run, connection, number FROM " EB_TABLE);
	MYSQL_ROW row;

	while ((row = mysql_fetch_row(result)))
		eb_rows_add(rows, eb_row((unsigned int)strtoul(row[0], NULL, 10),
					 (unsigned int)strtoul(row[1], NULL, 10),
					 strtoull(row[2], NULL, 10)));
	mysql_free_result(result);
}

/* "SCHEMA.TABLE CHECKSUM" of one table, whose name comes quoted. */
static char *sum_of(MYSQL *mysql, const char *name, const char *table)
{
	char text[300], *line = NULL;
	MYSQL_RES *result;
	MYSQL_ROW row;

	snprintf(text, sizeof(text), "CHECKSUM TABLE %s", table);
	result = query(mysql, name, text);
	row = mysql_fetch_row(result);
	if (!row || asprintf(&line, "%s %s", row[0], row[1] ? row[1] : "unreadable") < 0)
		errx(2, "%s: %s: no answer", name, text);
	mysql_free_result(result);
	return line;
}

void eb_tables_sums(MYSQL *mysql, const char *name, struct eb_sums *sums)
{
	MYSQL_RES *result = query(
		mysql, name,
		"SELECT CONCAT('`', table_schema, '`.`', table_name, '`') FROM information_schema.tables"
		" WHERE table_type = 'BASE TABLE' AND table_schema NOT IN"
		" ('mysql', 'information_schema', 'performance_schema', 'sys')"
		" ORDER BY BINARY CONCAT(table_schema, '.', table_name)");
	MYSQL_ROW row;

	sums->line = calloc(mysql_num_rows(result) + 1, sizeof(*sums->line));
	if (!sums->line)
		err(2, "%s", name);
	while ((row = mysql_fetch_row(result)))
		sums->line[sums->count++] = sum_of(mysql, name, row[0]);
	mysql_free_result(result);
}
