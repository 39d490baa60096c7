// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A resource script of Heartbeat, or an init script, and the surroundings in which
 * Heartbeat ran it.
 */
#ifndef EB_AGENTS_SCRIPT_SCRIPT_H
#define EB_AGENTS_SCRIPT_SCRIPT_H

#include <limits.h>
#include <stddef.h>

#include "lib/run.h"

enum { EB_SCRIPT_WORDS = 64 };

struct eb_script {
	char path[PATH_MAX];
	const char *argv[EB_SCRIPT_WORDS + 3]; /* path, arguments, action, NULL */
	size_t words;                          /* path and arguments */
	char args[4096];                       /* the texts of the arguments */
};

/*
 * Looks for the script: an absolute path, or a name in HA_RESOURCEDIR (default
 * /etc/ha.d/resource.d) and then in /etc/init.d; args are its first arguments, parted
 * by blanks (may be NULL).  0; -ENOENT when there is no such executable file; -EINVAL
 * when name is a relative path; -E2BIG for too many arguments.
 */
int eb_script_find(struct eb_script *script, const char *name, const char *args);

/*
 * Makes this process's environment, working directory and umask those of a script under
 * ResourceManager: the cluster's own variables are gone, HA_* and PATH are there.
 */
void eb_script_surroundings(void);

/* Runs one action, as eb_run() does; run->argv is set here.  Errors of eb_run(). */
int eb_script_run(struct eb_script *script, const char *action, struct eb_run *run);

#endif
