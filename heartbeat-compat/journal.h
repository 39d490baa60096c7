// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The journal of a migration: what is about to be changed on this node, written and synced
 * before it is. Whatever ends the command, the next one reads how far it can have come; a last
 * line that is not whole announces something that was not done. Undoing is idempotent, so it
 * needs no journal of its own.
 */
#ifndef EB_JOURNAL_H
#define EB_JOURNAL_H

#include <stdbool.h>

#include <glib.h>

#include "lib/core.h"

struct eb_journal {
	char *path;
	int fd;           /* -1: read only */
	GPtrArray *lines; /* char * */
};

/* Reads the journal; one that is not there has no lines. 0 or -errno. */
int eb_journal_read(struct eb_journal *journal, const char *path);

/* Writes a line and waits until it is on the disk; one that is there already is not written
 * again. 0 or -errno. */
int eb_journal_note(struct eb_journal *journal, const char *format, ...) EB_PRINTF(2, 3);

/* Is there such a line; the rest of the first line that begins with these words, or NULL. */
bool eb_journal_has(const struct eb_journal *journal, const char *line);
const char *eb_journal_get(const struct eb_journal *journal, const char *words);

/* Everything is undone: the journal is renamed to PATH.undone. 0 or -errno. */
int eb_journal_end(struct eb_journal *journal);

/* Nothing was done: no journal is left, and no line. 0 or -errno. */
int eb_journal_drop(struct eb_journal *journal);

void eb_journal_close(struct eb_journal *journal);

#endif
