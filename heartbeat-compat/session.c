// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdlib.h>
#include <unistd.h>

#include "heartbeat-compat/help.h"
#include "heartbeat-compat/load.h"
#include "heartbeat-compat/options.h"
#include "heartbeat-compat/plan.h"
#include "heartbeat-compat/session.h"

int eb_usage_error(const struct eb_command *command, const char *message)
{
	/* It quotes an argument, which is not for the terminal to obey. */
	g_autofree char *shown = eb_plan_fit(message);

	fprintf(stderr, "escapebeat: %s\n", shown);
	eb_usage(stderr, command);
	return EB_EXIT_USAGE;
}

bool eb_session_coloured(const struct eb_session *session, FILE *stream)
{
	const char *when = eb_given_value(&session->given, EB_OPT_COLOR);
	const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");

	if (when && strcmp(when, "auto") != 0)
		return strcmp(when, "always") == 0;
	return isatty(fileno(stream)) && term && strcmp(term, "dumb") != 0 &&
	       (!no_color || !*no_color);
}

void eb_session_load(struct eb_session *session)
{
	hb_load(session->cluster, (char *const *)session->given.operands->pdata,
		session->given.operands->len, session->diag);
}

int eb_session_exit(const struct eb_session *session)
{
	return eb_diag_exit(session->diag, eb_given_value(&session->given, EB_OPT_STRICT) != NULL);
}

int eb_session_take(struct eb_session *session)
{
	const struct eb_shape shape = { session->cluster, session->diag, &session->choices };

	for (guint i = 0; i < session->given.given->len; i++) {
		const struct eb_given *given =
			&g_array_index(session->given.given, struct eb_given, i);
		g_autofree char *why = eb_option_take(&shape, given->id, given->value);

		if (why)
			return eb_usage_error(session->given.command, why);
	}
	return 0;
}
