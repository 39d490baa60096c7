// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The table of grammar.h, and the table of messages, for people.
 */
#ifndef EB_HELP_H
#define EB_HELP_H

#include <stdio.h>

#include "heartbeat-compat/grammar.h"

/* Of one command; NULL: the overview. */
void eb_help(FILE *out, const struct eb_command *command);

/* One line: "usage: escapebeat plan [OPTION...] PATH...; ...". */
void eb_usage(FILE *out, const struct eb_command *command);

/* A code of a message, a directive, or "exit". 0; -ENOENT with *near set to the word that was
 * probably meant, or to NULL. */
int eb_explain(FILE *out, const char *word, const char **near);

#endif
