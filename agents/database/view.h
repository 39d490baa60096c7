// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * All that a server tells about itself as a member of a replica set, taken in three questions:
 * its settings, its own positions, and how its replication is.
 */
#ifndef EB_AGENTS_DATABASE_VIEW_H
#define EB_AGENTS_DATABASE_VIEW_H

#include "agents/database/dialect.h"
#include "agents/database/record.h"
#include "agents/database/sql.h"

enum eb_receiving { EB_RECEIVING_NO, EB_RECEIVING_CONNECTING, EB_RECEIVING_YES };

/* SHOW REPLICA STATUS, whatever the names of its columns.  The texts point into the record. */
struct eb_replica {
	bool configured;
	const char *host; /* of its source; "" when there is none */
	long port;
	enum eb_receiving receiving;
	bool applying;
	long receive_errno, apply_errno;
	const char *receive_error, *apply_error;
	long lag_s;           /* -1: the server does not know */
	const char *received; /* position; "" when it does not know, as after a start */
	bool tls;             /* it insists on TLS, */
	const char *ca;       /* and on this file's authority */
};

struct eb_view {
	const struct eb_dialect *dialect;
	struct eb_record settings, status;
	struct eb_replica replica;
	bool read_only;
	long server_id;
	struct eb_gtids applied;  /* what is here: written or applied */
	struct eb_gtids received; /* and what only the relay log has */
};

/* Reads a row of replica status; an empty record is a server without a source. */
void eb_replica_read(const struct eb_record *record, struct eb_replica *replica);

/* Asks.  As eb_sql_run(); -EPROTO when a position is not understood.  Free in any case. */
int eb_view_take(struct eb_sql *sql, struct eb_view *view);

/* The same without the state of replication, for which an account needs no privilege. */
int eb_view_take_positions(struct eb_sql *sql, struct eb_view *view);
void eb_view_free(struct eb_view *view);

/* What the server wrote, by origin: every transaction that is in its history.  0 or -errno. */
int eb_view_history(const struct eb_view *view, struct eb_gtids *history);

/* A setting, "" when the server has none of that name. */
const char *eb_view_setting(const struct eb_view *view, const char *name);

#endif
