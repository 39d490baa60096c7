// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The command line of escapebeat as one table. Parsing, help, the manual page and the
 * completions of shells all read it, so none of them can know an option that another does not.
 *
 * Words are exact: an abbreviation or a slip is refused with the word that was probably meant.
 */
#ifndef EB_GRAMMAR_H
#define EB_GRAMMAR_H

#include <stdbool.h>

#include <glib.h>

enum eb_command_id {
	EB_COLLECT,
	EB_CHECK,
	EB_PLAN,
	EB_SHOW,
	EB_REHEARSE,
	EB_APPLY,
	EB_VERIFY,
	EB_ROLLBACK,
	EB_RELOAD,
	EB_EXPLAIN,
	EB_COMMANDS
};

enum eb_option_id {
	EB_OPT_ACCEPT,
	EB_OPT_ALONE,
	EB_OPT_AS,
	EB_OPT_COLOR,
	EB_OPT_DRBD,
	EB_OPT_EVENTS,
	EB_OPT_FENCE_PREFIX,
	EB_OPT_FENCE_PROVIDER,
	EB_OPT_HELP,
	EB_OPT_JSON,
	EB_OPT_NEW_KEY,
	EB_OPT_NODE,
	EB_OPT_NODE_ADDRESS,
	EB_OPT_OBFUSCATE,
	EB_OPT_OUTPUT,
	EB_OPT_OVERRIDE,
	EB_OPT_PROVIDER,
	EB_OPT_REAL,
	EB_OPT_SELF,
	EB_OPT_SERVICE,
	EB_OPT_STAGE,
	EB_OPT_STRICT,
	EB_OPT_TARGET,
	EB_OPT_VALIDATE,
	EB_OPT_VERSION,
	EB_OPT_WAIT,
	EB_OPT_WITH_KEY,
	EB_OPT_YES,
	EB_OPTIONS
};

/* What a shell can fill in for a value. */
enum eb_fill { EB_FILL_NONE, EB_FILL_FILE, EB_FILL_CODE, EB_FILL_CHOICE };

struct eb_option {
	const char *name; /* without the dashes */
	char letter;      /* '\0': none */
	const char *meta; /* name of the value; NULL: takes none */
	enum eb_fill fill;
	const char *const *choices; /* EB_FILL_CHOICE: ended by NULL */
	unsigned int commands;      /* 1 << command, of those that take it */
	const char *brief;          /* verb phrase, lower case, at most 60 columns */
	const char *detail;         /* for the manual; NULL: the brief says it all */
};

struct eb_command {
	const char *name;
	const char *operand; /* "PATH..." */
	int least, most;     /* operands; most -1: any number */
	enum eb_fill fill;
	const char *brief;
	const char *detail;
	const char *examples; /* lines */
};

/* Strings of the tables are static; those of an invocation are argv's, which has to outlive it. */
extern const struct eb_command eb_commands[EB_COMMANDS];
extern const struct eb_option eb_options[EB_OPTIONS];

/* Exit codes with their meaning, for help, manual and `explain exit`; ended by text NULL. */
struct eb_exit {
	int code;
	const char *text;
};
extern const struct eb_exit eb_exits[];
enum { EB_EXIT_USAGE = 4, EB_EXIT_STALE = 5, EB_EXIT_LATE = 6 };

/* An option as given. */
struct eb_given {
	enum eb_option_id id;
	const char *value; /* NULL: takes none */
};

struct eb_invocation {
	const struct eb_command *command; /* NULL: none was given */
	GArray *given;                    /* struct eb_given, in order */
	GPtrArray *operands;              /* char * */
};

/*
 * Reads the command line. 0, or -EINVAL with *why (g_free) set to one message; the command is
 * then set as far as it was understood.
 */
int eb_grammar_parse(char **argv, struct eb_invocation *invocation, char **why);
void eb_invocation_clear(struct eb_invocation *invocation);

/* The last value of an option, "" for one without value; NULL: not given. */
const char *eb_given_value(const struct eb_invocation *invocation, enum eb_option_id id);

#endif
