// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The server as a process.  Which process it is, the kernel tells: a database server whose
 * working folder is the data folder, or that was started for it; the pid file only says where
 * to look first.  A number alone is never believed, nor is it ever sent a signal.
 */
#ifndef EB_AGENTS_DATABASE_SERVER_H
#define EB_AGENTS_DATABASE_SERVER_H

#include "agents/database/conf.h"
#include "lib/proc.h"

enum { EB_SERVER_ARGS = 96, EB_SERVER_ADDED = 60 }; /* of these what an administrator adds */

/* How many words additional_parameters has, of which more than EB_SERVER_ADDED are not taken. */
size_t eb_server_added(const char *text);

/* The process that serves conf->datadir.  1 and *proc; 0 when there is none. */
int eb_server_find(const struct eb_mysql_conf *conf, struct eb_proc *proc);

/* Do this program and command line, NUL between the arguments, belong to that data folder? */
bool eb_server_is(const char *exe, const char *cmdline, size_t length, const char *datadir);

/* What a start has under way. */
struct eb_server_start {
	struct eb_proc proc;
	long log_at; /* where the error log ended before */
};

/*
 * Starts the server on its own, with these further arguments (NULL-terminated), none of them
 * a secret: they show in the process list.  Makes the folders of pid file and socket,
 * and the log, when they are missing.  0 or -errno; what follows is to be watched.
 */
int eb_server_launch(const struct eb_mysql_conf *conf, const char *const *more,
		     struct eb_server_start *start);

/* The first error in the error log since the start; when there is none, its last line. */
const char *eb_server_words(const struct eb_mysql_conf *conf, const struct eb_server_start *start,
			    char *buf, size_t size);

/*
 * Ends it: a wrapper that would start it again first, then SIGTERM, after grace_ms SIGKILL.
 * Removes pid file and socket.  0 when nothing serves the data folder any more; -ETIMEDOUT.
 */
int eb_server_stop(const struct eb_mysql_conf *conf, int grace_ms, int64_t deadline_ms);

/* Removes pid file and socket that a dead server left behind. */
void eb_server_sweep(const struct eb_mysql_conf *conf);

#endif
