// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * mysql-oracle: compares what clients were told with what the servers have.  The first server is
 * the one that counts, the primary: a row that it lacks is lost, whoever else may have it.
 */
#include <err.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ocf-tests/mysql/ack-log.h"
#include "ocf-tests/mysql/tables.h"

#define MAX_SERVERS 8
#define MAX_SHOWN   10

static struct settings {
	const char *acks, *options, *known;
	unsigned int run;
	int64_t since_ms;
} set;

static struct server {
	const char *name, *where;
	struct eb_rows rows;
	struct eb_sums sums;
} servers[MAX_SERVERS];
static size_t server_count;

static struct verdict {
	size_t sure, lost, known, doubled, unsure, differing;
	int64_t away_ms; /* -1: no acknowledgement since */
	int64_t back_ms; /* the wall clock at its end */
} verdict;

static int compare_rows(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static int compare_times(const void *a, const void *b)
{
	const struct eb_ack *x = a, *y = b;

	return (x->ms > y->ms) - (x->ms < y->ms);
}

static bool has_row(const struct eb_rows *rows, uint64_t row)
{
	return rows->count > 0 && bsearch(&row, rows->row, rows->count, sizeof(row), compare_rows);
}

/* Rows that an earlier round has reported as lost; a loss counts once. */
static void load_known(struct eb_rows *known)
{
	FILE *file = set.known ? fopen(set.known, "re") : NULL;
	uint64_t row;

	while (file && fscanf(file, "%" SCNu64, &row) == 1)
		eb_rows_add(known, row);
	if (file)
		fclose(file);
	if (known->count > 0)
		qsort(known->row, known->count, sizeof(*known->row), compare_rows);
}

static void report_loss(const struct eb_ack *ack, FILE *known)
{
	char text[64];

	if (verdict.lost++ < MAX_SHOWN)
		printf("lost %s, acknowledged at %" PRId64 " by server %u\n",
		       eb_row_text(ack->row, text, sizeof(text)), ack->ms, ack->server);
	if (known)
		fprintf(known, "%" PRIu64 "\n", ack->row);
}

static void judge_losses(const struct eb_ack *acks, size_t count)
{
	struct eb_rows known = { 0 };
	FILE *file;

	load_known(&known);
	file = set.known ? fopen(set.known, "ae") : NULL;
	if (set.known && !file)
		err(2, "%s", set.known);
	for (size_t i = 0; i < count; i++) {
		bool there = has_row(&servers[0].rows, acks[i].row);

		if (!acks[i].sure)
			verdict.unsure += there;
		else if (!there && has_row(&known, acks[i].row))
			verdict.known++;
		else if (!there)
			report_loss(&acks[i], file);
		verdict.sure += acks[i].sure && eb_row_run(acks[i].row) == set.run;
	}
	if (file && fclose(file))
		err(2, "%s", set.known);
	free(known.row);
}

static void judge_doubles(const struct server *server)
{
	const struct eb_rows *rows = &server->rows;
	char text[64];

	for (size_t i = 1; i < rows->count; i++) {
		if (rows->row[i] != rows->row[i - 1])
			continue;
		if (verdict.doubled++ < MAX_SHOWN)
			printf("doubled %s on %s\n", eb_row_text(rows->row[i], text, sizeof(text)),
			       server->name);
	}
}

/* Order of two "SCHEMA.TABLE CHECKSUM" by name; behind the last one everything sorts last. */
static int compare_names(const char *a, const char *b)
{
	size_t na = a ? strcspn(a, " ") : 0, nb = b ? strcspn(b, " ") : 0;
	int order = a && b ? strncmp(a, b, na < nb ? na : nb) : (b != NULL) - (a != NULL);

	return order ? order : (na > nb) - (na < nb);
}

static void judge_sums(const struct server *server)
{
	char *const *want = servers[0].sums.line, *const *have = server->sums.line;

	while (*want || *have) {
		int order = compare_names(*want, *have);
		const char *a = order <= 0 ? *want++ : "nothing";
		const char *b = order >= 0 ? *have++ : "nothing";

		if (strcmp(a, b) == 0)
			continue;
		verdict.differing++;
		printf("differs: %s on %s, %s on %s\n", a, servers[0].name, b, server->name);
	}
}

/* The longest silence that ended after the fault: from the last answer before it to the next. */
static void judge_silence(struct eb_ack *acks, size_t count)
{
	int64_t before_ms = 0;

	verdict.away_ms = -1;
	qsort(acks, count, sizeof(*acks), compare_times);
	for (size_t i = 0; i < count; i++) {
		if (!acks[i].sure || eb_row_run(acks[i].row) != set.run)
			continue;
		if (acks[i].ms > set.since_ms && before_ms > 0 &&
		    acks[i].ms - before_ms > verdict.away_ms) {
			verdict.away_ms = acks[i].ms - before_ms;
			verdict.back_ms = acks[i].ms;
		}
		before_ms = acks[i].ms;
	}
}

static void add_server(char *spec)
{
	struct server *server = &servers[server_count];
	char *equals = strchr(spec, '=');

	if (server_count++ == MAX_SERVERS || !equals)
		errx(2, "%s: expected NAME=HOST[:PORT] or NAME=SOCKET, at most %d", spec,
		     MAX_SERVERS);
	*equals = '\0';
	server->name = spec;
	server->where = equals + 1;
}

static void parse(int argc, char **argv)
{
	static const struct option options[] = {
		{ "acks", required_argument, NULL, 'a' },
		{ "options", required_argument, NULL, 'o' },
		{ "known", required_argument, NULL, 'k' },
		{ "run", required_argument, NULL, 'r' },
		{ "since", required_argument, NULL, 's' },
		{ 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case 'a': set.acks = optarg; break;
		case 'o': set.options = optarg; break;
		case 'k': set.known = optarg; break;
		case 'r': set.run = (unsigned int)strtoul(optarg, NULL, 10); break;
		case 's': set.since_ms = strtoll(optarg, NULL, 10); break;
		default: set.acks = NULL; optind = argc;
		}
	}
	while (optind < argc)
		add_server(argv[optind++]);
	if (!set.acks || !set.options || set.run == 0 || server_count == 0)
		errx(2, "usage: mysql-oracle --acks FILE --options FILE --run N [--since MS] "
			"[--known FILE] PRIMARY=WHERE [NAME=WHERE]...");
}

/* A replica that does not answer differs in everything; without the primary there is no truth. */
static void judge_server(struct server *server)
{
	MYSQL *mysql = eb_tables_open(server->name, server->where, set.options);

	if (!mysql && server == servers)
		exit(2);
	if (!mysql) {
		verdict.differing++;
		return;
	}
	eb_tables_rows(mysql, server->name, &server->rows);
	if (server->rows.count > 0)
		qsort(server->rows.row, server->rows.count, sizeof(uint64_t), compare_rows);
	eb_tables_sums(mysql, server->name, &server->sums);
	mysql_close(mysql);
	judge_doubles(server);
	judge_sums(server);
}

int main(int argc, char **argv)
{
	struct eb_ack *acks;
	size_t count;

	parse(argc, argv);
	acks = eb_ack_load(set.acks, &count);
	for (size_t i = 0; i < server_count; i++)
		judge_server(&servers[i]);
	judge_losses(acks, count);
	judge_silence(acks, count);
	printf("verdict acknowledged=%zu lost=%zu earlier=%zu doubled=%zu differing=%zu unsure=%zu "
	       "away=%" PRId64 " back=%" PRId64 "\n",
	       verdict.sure, verdict.lost, verdict.known, verdict.doubled, verdict.differing,
	       verdict.unsure, verdict.away_ms, verdict.back_ms);
	return verdict.lost + verdict.doubled + verdict.differing > 0;
}
