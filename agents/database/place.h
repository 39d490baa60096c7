// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The folders of a clone: datadir; beside it DATADIR.escapebeat-clone, where a copy is made; and
 * where what was replaced is kept.  Each step between them is one rename, and from what a kill leaves
 * the next call knows which step it was.
 */
#ifndef EB_AGENTS_DATABASE_PLACE_H
#define EB_AGENTS_DATABASE_PLACE_H

#include <limits.h>

#include "agents/database/conf.h"

struct eb_place {
	char data[PATH_MAX];   /* datadir, behind links, without a slash at its end */
	char parent[PATH_MAX]; /* where it lies */
	char fresh[PATH_MAX];
	char keep[PATH_MAX]; /* errant_dir; the same as parent by default */
};

/* What a file in a folder tells of it. */
enum eb_copy {
	EB_COPY_NONE, /* no copy: somebody lives on it */
	EB_COPY_BEGUN,
	EB_COPY_READY, /* whole, and its server has not yet been told its position */
};

void eb_place_of(const struct eb_mysql_conf *conf, struct eb_place *place);

/* Marks fresh. */
int eb_place_mark(const struct eb_place *place, enum eb_copy copy, const char *position,
		  const char *history);
enum eb_copy eb_place_state(const char *folder);

/* What a mark in datadir says.  1; 0 for none; -errno.  Both are to be freed. */
int eb_place_read(const struct eb_place *place, char **position, char **history);

/* Removes datadir's mark. */
int eb_place_unmark(const struct eb_place *place);

/*
 * Puts fresh into the place of datadir, which is kept with that note in it; kept (PATH_MAX) is
 * where, "" when it was empty.  0 or -errno: then datadir is as it was.
 */
int eb_place_swap(const struct eb_place *place, const char *note, char *kept);

/* Removes fresh, if it is marked.  0 or -errno. */
int eb_place_drop(const struct eb_place *place);

/* Brings in order what a killed call left.  0 or -errno. */
int eb_place_settle(const struct eb_place *place);

/* FOLDER/NAME.DATE, in buf of PATH_MAX, that is not there yet. */
void eb_place_name(const char *folder, const char *name, const char *end, char *buf);

#endif
