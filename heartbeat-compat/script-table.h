// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The scripts that Heartbeat and its companions brought for haresources, and the agent that each
 * of them is by now: what its arguments are called there, and what the agent wants to be told
 * beyond them. How many it takes is in script-form.c. One row is all that a script needs.
 */
#ifndef EB_SCRIPT_TABLE_H
#define EB_SCRIPT_TABLE_H

#include "heartbeat-compat/plan.h"

/* How a script's arguments become parameters. */
enum eb_arguments {
	EB_ARGUMENTS_EACH,   /* one for each, in order */
	EB_ARGUMENTS_JOINED, /* all of them, with blanks between, for the first */
	EB_ARGUMENTS_SLASH,  /* ADDRESS/DEVICE, one for each part of the one argument */
	EB_ARGUMENTS_PORT,   /* a number is the second parameter, else it is the first */
};

struct eb_script {
	const char *name;
	const char *type;      /* of the agent; NULL: it stays the script that it is */
	const char *params[5]; /* ended by NULL */
	enum eb_arguments form;
	struct eb_pair preset; /* unless an argument says otherwise */
	const char *folder;    /* a first parameter without slash is a file there; or NULL */
	const char *prefix;    /* of a first argument, which the agent does not want; or NULL */
	bool optional;         /* its failure must not stop the line */
	bool own;           /* only the suite has the agent: else it stays the script that it is */
	const char *reason; /* why it is not exact; NULL: it is */
};

/* The row of a script, NULL when it has none: a service, or a script of the operator's. */
const struct eb_script *eb_script_find(const char *name);

/* All rows, by name; ended by name NULL. */
extern const struct eb_script eb_scripts[];

#endif
