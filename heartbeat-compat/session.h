// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One run of escapebeat: what was given, and what a command works on. What options say goes into the
 * model, the messages and the choices at once, so that no command reads them itself.
 */
#ifndef EB_SESSION_H
#define EB_SESSION_H

#include <stdio.h>

#include "heartbeat-compat/grammar.h"
#include "heartbeat-compat/translate.h"

struct eb_session {
	struct eb_invocation given;
	struct hb_cluster *cluster;
	struct eb_diag *diag;
	struct eb_choices choices;
};

/* Says what is wrong with the command line (command NULL: none was understood), and how it is used.
 * Returns the exit code. */
int eb_usage_error(const struct eb_command *command, const char *message);

/* Hands the options to whom they are for. 0, or the exit code of a usage error, which was said. */
int eb_session_take(struct eb_session *session);

/* Reads and judges the operands. */
void eb_session_load(struct eb_session *session);

/* The exit code that the messages lead to. */
int eb_session_exit(const struct eb_session *session);

/* May messages to this stream have colours? */
bool eb_session_coloured(const struct eb_session *session, FILE *stream);

/* The command check (session-check.c). Returns its exit code. */
int eb_session_check(struct eb_session *session);

/* The command plan (session-plan.c). Returns its exit code. */
int eb_session_plan(struct eb_session *session);

#endif
