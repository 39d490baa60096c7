// SPDX-License-Identifier: GPL-2.0-or-later
/* What the writer was told about each row, on disk: the only truth the oracle judges by. */
#ifndef EB_MYSQL_ACK_LOG_H
#define EB_MYSQL_ACK_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The table of the writer; it has no unique key, so that a row applied twice is there twice. */
#define EB_TABLE "loss.written"

struct eb_ack {
	uint64_t row; /* eb_row */
	int64_t ms;   /* when the answer came, since 1970 */
	bool sure;    /* OK; otherwise an error, which leaves open whether the row is there */
	unsigned int server; /* server_id of who answered; of an error its number */
};

/* eb_row: run, connection and number of a row as one key. */
uint64_t eb_row(unsigned int run, unsigned int connection, uint64_t number);
unsigned int eb_row_run(uint64_t row);

/* eb_row_text: RUN:CONNECTION:NUMBER, in a buffer of the caller. */
const char *eb_row_text(uint64_t row, char *text, size_t size);

/* eb_now_ms: the wall clock, milliseconds since 1970. */
int64_t eb_now_ms(void);

/* eb_ack_open: for appending; exits with a message when that cannot be. */
int eb_ack_open(const char *path);

/* eb_ack_add: one record, by one write: threads need no lock.  Exits when it cannot be written. */
void eb_ack_add(int fd, const struct eb_ack *ack);

/* eb_ack_load: all records, to be freed; exits with a message for what is no record. */
struct eb_ack *eb_ack_load(const char *path, size_t *count);

#endif
