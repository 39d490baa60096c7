// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A connection to one server.  Nothing here waits without end: connecting and every answer have
 * a time limit, and a statement that waits for a lock gives up on the server's side as well, so
 * that a monitor which has gone leaves nothing behind that waits on.
 *
 * The states a server can be in come out as different errors, since they call for different
 * things: -ECONNREFUSED nobody listens (down, or not yet up); -ETIMEDOUT it listens and is
 * silent (stopped, or stuck); -EUSERS all connections are taken (it lives); -EACCES the account is
 * refused, or lacks a privilege; -EBUSY a lock was not had in time; -EIO anything else.  sql->why
 * has the server's words, sql->number its error code.
 */
#ifndef EB_AGENTS_DATABASE_SQL_H
#define EB_AGENTS_DATABASE_SQL_H

#include <stdint.h>

#include "agents/database/credentials.h"
#include "agents/database/record.h"
#include "lib/core.h"

struct eb_sql_login {
	const char *socket; /* a local server; NULL: host and port */
	const char *host;
	unsigned port;
	struct eb_account account;
	bool plain; /* nothing that this process will connect to is by TLS */
	bool tls; /* insist on it, and on a certificate of account's authority that is the host's */
	long patience_ms;    /* for connecting, and for each answer */
	int64_t deadline_ms; /* on eb_clock_ms() */
};

struct eb_sql {
	void *handle; /* of the client library */
	unsigned number;
	char why[512];
};

int eb_sql_open(struct eb_sql *sql, const struct eb_sql_login *login);
void eb_sql_close(struct eb_sql *sql);

/* Runs a statement whose result, if any, is not wanted. */
int eb_sql_run(struct eb_sql *sql, const char *fmt, ...) EB_PRINTF(2, 3);

/* The same for one of any length, as it is. */
int eb_sql_send(struct eb_sql *sql, const char *statement);

/*
 * Keeps what follows in this session out of the server's logs of statements, where its account may;
 * false when it may not, and there is such a log.
 */
bool eb_sql_hush(struct eb_sql *sql);

/* The first row of a result: column names and values; an empty result leaves the record empty. */
int eb_sql_record(struct eb_sql *sql, const char *statement, struct eb_record *record);

/* All rows, of which the first two columns are name and value. */
int eb_sql_pairs(struct eb_sql *sql, const char *statement, struct eb_record *record);

/* The first column of the first row, as a number; NULL and nothing count as otherwise. */
int eb_sql_number(struct eb_sql *sql, const char *statement, long otherwise, long *value);

/* Calls row() for every row; it ends early, without an error, when row() returns false. */
int eb_sql_each(struct eb_sql *sql, const char *statement,
		bool (*row)(char *const *values, unsigned n, void *context), void *context);

/* The version as the server told it when it was connected: "10.11.19-MariaDB-...". */
const char *eb_sql_version(const struct eb_sql *sql);

/* Text as a literal of SQL, with its quotes, in buf; returns buf.  What does not fit is cut. */
const char *eb_sql_quote(struct eb_sql *sql, const char *text, char *buf, size_t size);

#endif
