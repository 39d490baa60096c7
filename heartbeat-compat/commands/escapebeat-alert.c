// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Pacemaker's alert agent: hands its news (CRM_alert_* in the environment) to the daemon, or, when
 * there is a recipient, mails them there. It never fails and never waits long, since Pacemaker has
 * nobody to tell.
 */
#include <stdlib.h>
#include <string.h>

#include "heartbeat-compat/daemon/client.h"
#include "lib/clock.h"
#include "lib/run.h"

enum { ASK_MS = 2000, MAIL_MS = 20000 };

static const char *const names[] = {
	"kind", "node", "rsc", "task", "rc", "desc", "attribute_name", "attribute_value"
};

static const char *value_of(const char *name)
{
	g_autofree char *variable = g_strconcat("CRM_alert_", name, NULL);

	return getenv(variable);
}

static const char *text_of(const char *name)
{
	const char *value = value_of(name);

	return value ? value : "";
}

/* ---- mail ----------------------------------------------------------------------------------- */

/* What happened, in a line; NULL: nothing that anybody wants a mail about. */
static char *subject(void)
{
	const char *kind = text_of("kind"), *node = text_of("node"), *desc = text_of("desc");

	if (strcmp(kind, "resource") == 0)
		return g_strdup_printf("%s: %s of %s %s (%s)", node, text_of("task"),
				       text_of("rsc"),
				       strcmp(text_of("rc"), "0") == 0 ? "done" : "failed",
				       *desc ? desc : text_of("rc"));
	if (strcmp(kind, "node") == 0)
		return g_strdup_printf("node %s is %s", node, desc);
	if (strcmp(kind, "fencing") == 0)
		return g_strdup_printf("fencing of %s: %s", node, desc);
	if (strcmp(kind, "takeover") == 0 || strcmp(kind, "address") == 0)
		return g_strdup_printf("node %s: %s", node, desc);
	return NULL;
}

/* A line end would begin a header of its own. */
static char *one_line(char *text)
{
	return g_strdelimit(text, "\r\n", ' ');
}

static void mail(const char *recipient)
{
	g_autofree char *what = subject(), *to = one_line(g_strdup(recipient)), *text = NULL;
	const char *const argv[] = { "sendmail", "-i", "-t", NULL };
	struct eb_run run = { .argv = argv, .deadline_ms = eb_clock_ms() + MAIL_MS };

	if (!what)
		return;
	text = g_strdup_printf("To: %s\nSubject: [cluster] %s\n\n%s\n\nat %s\n", to, one_line(what),
			       what, text_of("timestamp"));
	run.input = text;
	eb_run(&run);
	eb_run_free(&run);
}

/* ---- the daemon ----------------------------------------------------------------------------- */

static void hand_over(void)
{
	struct hb_msg *msg = hb_msg_new("alert"), *answer = NULL;

	for (size_t i = 0; i < EB_COUNT(names); i++) {
		const char *value = value_of(names[i]);

		if (value)
			hb_msg_add(msg, names[i], "%s", value);
	}
	hb_ask("escapebeat-alert", msg, ASK_MS, &answer);
	hb_msg_free(answer);
	hb_msg_free(msg);
}

int main(void)
{
	const char *recipient = value_of("recipient");

	if (recipient && *recipient)
		mail(recipient);
	else
		hand_over();
	return 0;
}
