// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * mysql-writer: inserts rows through an address over several connections, and records each row
 * that the server acknowledged.  A row is sent once and never again: what an error left open stays
 * open, so that a row which is there twice was doubled by the servers and not by the client.
 */
#include <err.h>
#include <getopt.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "ocf-tests/mysql/ack-log.h"
#include "ocf-tests/mysql/session.h"

#define MAX_CONNECTIONS 64
#define ANSWER_S        5

static struct settings {
	const char *server, *acks, *options;
	unsigned int run, connections, pace_ms;
	int log;
} set = { .connections = 4 };

static atomic_int stopping; /* the signal that ended it */

struct connection {
	pthread_t thread;
	unsigned int index, server;
	uint64_t sent, sure, unsure;
	MYSQL *mysql;
};

static void pause_ms(unsigned int ms)
{
	const struct timespec time = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L };

	nanosleep(&time, NULL);
}

static void hang_up(struct connection *self)
{
	mysql_close(self->mysql);
	self->mysql = NULL;
}

/* Connected, and whom to: the address can be anybody's. */
static void dial(struct connection *self)
{
	char why[256];
	MYSQL_RES *result;
	MYSQL_ROW row;

	self->mysql = eb_session_open(set.server, set.options, ANSWER_S, why, sizeof(why));
	if (!self->mysql)
		return;
	result = mysql_query(self->mysql, "SELECT @@server_id") ? NULL
								: mysql_store_result(self->mysql);
	row = result ? mysql_fetch_row(result) : NULL;
	if (row)
		self->server = (unsigned int)strtoul(row[0], NULL, 10);
	mysql_free_result(result);
	if (!row)
		hang_up(self);
}

/* One row.  Whatever the error is, the next one goes over a new connection: the server that
 * answered may no longer be the one that has the address. */
static void insert(struct connection *self)
{
	struct eb_ack ack = { .row = eb_row(set.run, self->index, self->sent) };
	char query[200];

	snprintf(query, sizeof(query),
		 "INSERT INTO " EB_TABLE " (run, connection, number, server)"
		 " VALUES (%u, %u, %" PRIu64 ", @@server_id)",
		 set.run, self->index, self->sent++);
	ack.sure = mysql_query(self->mysql, query) == 0;
	ack.server = ack.sure ? self->server : mysql_errno(self->mysql);
	ack.ms = eb_now_ms();
	eb_ack_add(set.log, &ack);
	if (ack.sure) {
		self->sure++;
		return;
	}
	self->unsure++;
	hang_up(self);
	pause_ms(20);
}

static void *work(void *argument)
{
	struct connection *self = argument;

	while (!stopping) {
		if (!self->mysql)
			dial(self);
		if (!self->mysql) {
			pause_ms(20);
			continue;
		}
		insert(self);
		if (set.pace_ms > 0)
			pause_ms(set.pace_ms);
	}
	if (self->mysql)
		hang_up(self);
	return NULL;
}

static void stop(int signal)
{
	stopping = signal;
}

static void usage(void)
{
	errx(2, "usage: mysql-writer --server HOST[:PORT]|SOCKET --options FILE --acks FILE "
		"--run N [--connections N] [--pace MS]");
}

static void parse(int argc, char **argv)
{
	static const struct option options[] = {
		{ "server", required_argument, NULL, 's' },
		{ "options", required_argument, NULL, 'o' },
		{ "acks", required_argument, NULL, 'a' },
		{ "run", required_argument, NULL, 'r' },
		{ "connections", required_argument, NULL, 'c' },
		{ "pace", required_argument, NULL, 'p' },
		{ 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case 's': set.server = optarg; break;
		case 'o': set.options = optarg; break;
		case 'a': set.acks = optarg; break;
		case 'r': set.run = (unsigned int)strtoul(optarg, NULL, 10); break;
		case 'c': set.connections = (unsigned int)strtoul(optarg, NULL, 10); break;
		case 'p': set.pace_ms = (unsigned int)strtoul(optarg, NULL, 10); break;
		default: usage();
		}
	}
	if (!set.server || !set.options || !set.acks || set.run == 0 || set.connections == 0 ||
	    set.connections > MAX_CONNECTIONS || optind < argc)
		usage();
}

int main(int argc, char **argv)
{
	static struct connection all[MAX_CONNECTIONS];
	uint64_t sure = 0, unsure = 0;

	parse(argc, argv);
	if (mysql_library_init(0, NULL, NULL))
		errx(2, "the client library does not start");
	set.log = eb_ack_open(set.acks);
	signal(SIGTERM, stop);
	signal(SIGINT, stop);
	for (unsigned int i = 0; i < set.connections; i++) {
		all[i].index = i;
		if (pthread_create(&all[i].thread, NULL, work, &all[i]))
			errx(2, "cannot start a thread");
	}
	while (!stopping) {
		pause_ms(100);
		fdatasync(set.log);
	}
	for (unsigned int i = 0; i < set.connections; i++) {
		pthread_join(all[i].thread, NULL);
		sure += all[i].sure;
		unsure += all[i].unsure;
	}
	if (fsync(set.log))
		err(2, "%s", set.acks);
	printf("acknowledged=%" PRIu64 " unsure=%" PRIu64 "\n", sure, unsure);
	return 0;
}
