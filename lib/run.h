// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Runs a program within a deadline and keeps what it says.
 *
 * The program is named by its full path or searched in a fixed list of folders,
 * never in PATH; it gets the arguments as they are, no shell; stdin is /dev/null
 * or a text of the caller's; it leads its own process group, which is killed when
 * the deadline passes; the program itself dies with us, too, so that the start of an
 * agent that was killed does not go on beside the stop that follows.  Output is read until the program has ended, not until the
 * pipe closes: a daemon that it left behind may keep the pipe for years.  Such a
 * daemon dies of SIGPIPE at its next word; who starts one gives it a file (out_fd).
 */
#ifndef EB_RUN_H
#define EB_RUN_H

#include <stddef.h>
#include <stdint.h>

enum { EB_RUN_OUTPUT = 64 * 1024 }; /* what is kept of the output; the rest is read and dropped */

struct eb_run {
	/* To be set by the caller: */
	const char *const *argv; /* NULL-terminated; argv[0] names the program */
	const char *const *env;  /* NULL: the environment of this process */
	const char *input;       /* written to its stdin (secrets go here); NULL: nothing */
	const char *folder;      /* its working directory; NULL: ours */
	int64_t deadline_ms;     /* on eb_clock_ms() */
	int out_fd;              /* takes its stdout; 0: output keeps it */
	int err_fd;              /* takes its stderr; 0: where stdout goes */
	int keep_fd;             /* stays open in it, a lock that is to last as long; 0: none */

	/* The result: */
	int status;   /* exit code; 128 + n when signal n ended it */
	char *output; /* what came, as it came, NUL-terminated; free with eb_run_free() */
	size_t length;
};

/*
 * Runs the program and waits for it.  0 when it ran to its end, whatever its exit
 * code (run->status); -ENOENT when there is no such program; -ETIMEDOUT when the
 * deadline passed: its process group was sent SIGKILL; -errno when it could not be
 * started.  A program that does not die within a second of SIGKILL (it sleeps
 * uninterruptibly in the kernel) is left behind, and the answer is -ETIMEDOUT too.
 * run->output is valid after 0 and -ETIMEDOUT.
 */
int eb_run(struct eb_run *run);

/* Frees the output; for EB_CLEAN. */
void eb_run_free(struct eb_run *run);

/* The full path of a program of the system, in buf (of PATH_MAX); NULL when there is none. */
const char *eb_run_find(const char *name, char *buf);

#endif
