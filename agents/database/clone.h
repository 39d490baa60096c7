// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The data of the primary in the place of our own.  They are received beside datadir, made ready,
 * and put in its place by a rename, so that at any moment one whole folder bears that name; what was
 * there before is kept under another one until a person removes it.  A file in the folder tells a
 * copy that is being made, or was just made, from data that somebody lived on.
 */
#ifndef EB_AGENTS_DATABASE_CLONE_H
#define EB_AGENTS_DATABASE_CLONE_H

#include <limits.h>

#include "agents/database/conf.h"

struct eb_clone {
	const char *node, *host; /* of the primary */
	const char *why;         /* written into the folder that is kept */
	const char *history;     /* what the primary's log had, by origin, before copying began */
	char *position;          /* the last transaction of the copy, by domain; to be freed */
};

/* Is there nothing in datadir that a server could start with? */
bool eb_clone_is_empty(const struct eb_mysql_conf *conf);

/* Why it cannot be done here, whoever the primary is; "" for nothing. */
const char *eb_clone_obstacle(const struct eb_mysql_conf *conf, char *buf, size_t size);

/*
 * Behind a killed one: a copy that was not yet in its place is removed, unless datadir is missing;
 * what was just replaced is kept.  0 or -errno.
 */
int eb_clone_settle(const struct eb_mysql_conf *conf);

/* Makes a copy beside datadir; the server may run meanwhile. */
enum eb_ocf eb_clone_receive(const struct eb_call *call, struct eb_clone *clone);

/* Puts it in datadir's place.  No server may run. */
enum eb_ocf eb_clone_swap(const struct eb_call *call, const struct eb_clone *clone);

/* Gives up a copy that was received. */
void eb_clone_drop(const struct eb_mysql_conf *conf);

/*
 * Is datadir a copy whose position nobody has yet told its server?  position and history, to be freed,
 * are what to tell.  1, 0 or -errno.
 */
int eb_clone_is_new(const struct eb_mysql_conf *conf, char **position, char **history);

/* The server has been told. */
int eb_clone_adopted(const struct eb_mysql_conf *conf);

/* Where errant_dir, or its default, is, in buf. */
const char *eb_clone_keeps_in(const struct eb_mysql_conf *conf, char buf[PATH_MAX]);

#endif
