// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The end of a binary log that the primary does not have: where it begins, and whether all of it are
 * changes of rows, which can be turned round.  A statement cannot, nor can a change of a table itself.
 */
#ifndef EB_AGENTS_DATABASE_TAIL_H
#define EB_AGENTS_DATABASE_TAIL_H

#include "agents/database/gtid.h"
#include "agents/database/sql.h"

enum { EB_TAIL_FILES = 512, EB_TAIL_TABLES = 256 };

struct eb_tail {
	const struct eb_gtids *errant; /* "0-1" from 96 to 100, as of eb_replication_errant() */
	char *files[EB_TAIL_FILES];    /* from the one in which it begins; to be freed */
	size_t n_files;
	unsigned long long at;        /* it begins at this byte of the first */
	char *tables[EB_TAIL_TABLES]; /* that it changes, as `a.b`; to be freed */
	size_t n_tables;
	unsigned long transactions;
	char why[300]; /* why it cannot be undone; "" when it can */

	bool open; /* the event is in one of its transactions */
	char gtid[64];
};

/* Takes one event, as SHOW BINLOG EVENTS tells it.  0 or -ENOMEM. */
int eb_tail_event(struct eb_tail *tail, const char *file, unsigned long long at, const char *type,
		  const char *info);

/* Reads the log of a server.  0; -errno with sql->why.  Free in any case. */
int eb_tail_look(struct eb_sql *sql, struct eb_tail *tail);
void eb_tail_free(struct eb_tail *tail);

#endif
