// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The programs of the system and of the cluster that collecting and applying lean on: run with
 * a deadline, all that they say kept. Their output goes to memory that outlives them, so a
 * daemon that one of them leaves behind can go on writing to it.
 */
#ifndef EB_TOOL_H
#define EB_TOOL_H

#include <stdint.h>

/*
 * Runs argv (NULL-terminated; see run.h for how argv[0] is found) and waits at most wait_ms.
 * Returns its exit code, or -errno when it did not come to its end. *output (g_free; may be
 * NULL) is what it wrote to standard output and error, "" if nothing, also after a failure.
 */
int eb_tool(const char *const *argv, int64_t wait_ms, char **output);
#define EB_TOOL(wait_ms, output, ...)                                                              \
	eb_tool((const char *const[]) { __VA_ARGS__, NULL }, wait_ms, output)

/* The same, with more than argv: added to the environment (NULL-terminated NAME=VALUE), written to
 * standard input; each may be NULL. */
struct eb_tool_with {
	const char *const *env;
	const char *input;
};
int eb_tool_with(const char *const *argv, const struct eb_tool_with *with, int64_t wait_ms,
		 char **output);

/* The signal that ended a program of which eb_tool() returned code; 0: none did. */
int eb_tool_signal(int code);

/* The first line of what a program said, cut from the text itself, for a message. */
char *eb_first_line(char *output);

#endif
