// SPDX-License-Identifier: GPL-2.0-or-later
/* What a server has: the writer's rows, and a checksum of every table that is not the server's. */
#ifndef EB_MYSQL_TABLES_H
#define EB_MYSQL_TABLES_H

#include <mysql.h>
#include <stddef.h>
#include <stdint.h>

struct eb_rows {
	uint64_t *row; /* eb_row, to be freed */
	size_t count;
};

struct eb_sums {
	char **line; /* "SCHEMA.TABLE CHECKSUM", in order of the names; NULL after the last */
	size_t count;
};

/* eb_rows_add: one more; exits when there is no memory. */
void eb_rows_add(struct eb_rows *rows, uint64_t row);

/* eb_tables_open: NULL with a message that names the server when it does not answer. */
MYSQL *eb_tables_open(const char *name, const char *where, const char *options);

/* Both exit with 2 and such a message when it ceases to. */
void eb_tables_rows(MYSQL *mysql, const char *name, struct eb_rows *rows);
void eb_tables_sums(MYSQL *mysql, const char *name, struct eb_sums *sums);

#endif
