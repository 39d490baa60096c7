// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Who keeps a mount busy: the processes that have a file, a folder, a mapping or a socket of it,
 * in whatever mount namespace.  Read from /proc and from the kernel's table of sockets, by mount
 * numbers and by names; nothing on any file system is touched, so that a server that is gone
 * hangs nobody.
 */
#ifndef EB_AGENTS_FILESYSTEM_USERS_H
#define EB_AGENTS_FILESYSTEM_USERS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "lib/mount.h"

/* What they use: one mount, or a whole file system wherever it is mounted. */
struct eb_fs_use {
	int mount;      /* id of the mount; used when dev is 0 */
	dev_t dev;      /* of the file system */
	bool by_status; /* also ask each open file itself: finds those of mounts that have gone */
};

struct eb_fs_user {
	pid_t pid;
	int pidfd;     /* -1 when there are too many of them */
	bool needed;   /* by the cluster or the system, ourselves included: never signalled */
	char name[17]; /* as ps shows it */
};

struct eb_fs_users {
	struct eb_fs_user *list;
	size_t n;
};

/* Finds them; 0 or -errno.  by_status may hang: to be called in a child then. */
int eb_fs_users_find(const struct eb_fs_use *use, struct eb_fs_users *users);
void eb_fs_users_free(struct eb_fs_users *users);

/*
 * Sends these signals to all but those needed, then waits until all signalled have ended or the
 * deadline passed.  signals is a list of names or numbers.  Returns how many were signalled.
 */
size_t eb_fs_users_signal(const struct eb_fs_users *users, const char *signals);
void eb_fs_users_wait(const struct eb_fs_users *users, int64_t deadline_ms);

/* Whoever called us, and the cluster: to end them would end this stop.  name: as ps shows it. */
bool eb_fs_is_needed(pid_t pid, const char *name);

/* Calls fn for one process of each mount namespace but ours, until it returns other than 0. */
typedef int eb_fs_namespace_fn(pid_t pid, const struct eb_mounts *mounts, void *arg);
int eb_fs_namespaces(eb_fs_namespace_fn *fn, void *arg);

/* The number of a signal: "TERM", "sigterm", "15", "RTMIN+1".  0: none. */
int eb_fs_signal_number(const char *name, size_t length);

#endif
