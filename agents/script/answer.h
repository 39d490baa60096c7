// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the status action of a resource script means.
 */
#ifndef EB_AGENTS_SCRIPT_ANSWER_H
#define EB_AGENTS_SCRIPT_ANSWER_H

enum eb_answer {
	EB_ANSWER_STOPPED,
	EB_ANSWER_RUNNING,
	EB_ANSWER_NONE,    /* the script does not tell */
	EB_ANSWER_UNKNOWN, /* the script says that it does not know */
};

/*
 * As ResourceManager reads it: "not running" in any case is stopped; else "Running",
 * "running" or "OK" is running ("Not OK" too); anything else is stopped.
 */
enum eb_answer eb_answer_by_text(const char *text);

/* As the LSB has it: 0 running, 1 to 3 stopped, any other unknown. */
enum eb_answer eb_answer_by_exit(int status);

/*
 * As far as text and exit code speak for themselves:
 *   - systemctl's "Active:" line says it, whatever the journal lines below it talk of;
 *   - then ResourceManager's words;
 *   - then "stopped", "dead" and "inactive", as the init scripts of Red Hat and SUSE
 *     say it, and exit code 3 of a script that prints no usage;
 *   - all else is EB_ANSWER_NONE: no text, a usage message, words of its own.
 */
enum eb_answer eb_answer_auto(const char *text, int status);

#endif
