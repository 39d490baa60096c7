// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A service behind a resource script: what it is told to do, and whether it runs.
 */
#ifndef EB_AGENTS_SCRIPT_SERVICE_H
#define EB_AGENTS_SCRIPT_SERVICE_H

#include <limits.h>
#include <stdbool.h>

#include "agents/script/answer.h"
#include "agents/script/script.h"
#include "lib/agent.h"

struct eb_service {
	const char *name; /* of the script, as configured */
	const char *mode; /* auto, text, exit or state */
	struct eb_script script;
	int found; /* of eb_script_find() */
	int64_t deadline_ms;
	char state[PATH_MAX];  /* there from a start until a stop has succeeded */
	char output[PATH_MAX]; /* what start and stop print, and the daemon after them */
	int status;            /* the script's last exit code */
	char said[256];        /* its last line, or why it could not be asked */
};

/* Finds the script and takes on its surroundings (eb_script_surroundings()). */
void eb_service_init(struct eb_service *service, const struct eb_call *call, const char *name,
		     const char *args, const char *mode);

/*
 * Runs start or stop and logs what it prints.  0 when its exit code is 0, 1 when not,
 * or -errno.  It prints into a file: the daemon that it leaves behind may keep that open
 * as long as it likes.
 */
int eb_service_act(struct eb_service *service, const char *action);

/* Is the service running?  EB_ANSWER_UNKNOWN when status gave no answer; never NONE. */
enum eb_answer eb_service_look(struct eb_service *service);

/* The same from the state file alone. */
enum eb_answer eb_service_remembered(const struct eb_service *service);

/* Waits some seconds until the answer is this one; true when it is. */
bool eb_service_settles(struct eb_service *service, enum eb_answer wanted);

/* Empties the output file when a daemon has written more than a megabyte there. */
void eb_service_trim_output(const struct eb_service *service);

#endif
