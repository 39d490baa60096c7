// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

#include "heartbeat-compat/commands/unit.h"
#include "lib/clock.h"
#include "lib/core.h"
#include "lib/run.h"

#define UNIT "escapebeatd.service"

enum {
	ASK_MS = 5000,
	STOP_MS = 75000, /* twice its TimeoutStopSec, for SIGTERM and for SIGKILL, and a bit */
};

/* What the unit is at; g_free. NULL: nobody knows. */
static char *state(pid_t *pid)
{
	const char *const argv[] = { "systemctl", "show", "--property=MainPID,ActiveState", UNIT,
				     NULL };
	EB_CLEAN(eb_run_free)
	struct eb_run run = { .argv = argv, .deadline_ms = eb_clock_ms() + ASK_MS };
	g_auto(GStrv) lines = NULL;
	char *word = NULL;

	*pid = 0;
	/* sd_booted(3) */
	if (access("/run/systemd/system", F_OK) < 0 || eb_run(&run) != 0 || run.status != 0)
		return NULL;
	lines = g_strsplit(run.output, "\n", -1);
	for (char **line = lines; *line; line++) {
		char *value = strchr(*line, '=');

		if (g_str_has_prefix(*line, "MainPID="))
			*pid = (pid_t)atoi(value + 1);
		else if (g_str_has_prefix(*line, "ActiveState=") && !word)
			word = g_strdup(value + 1);
	}
	return word;
}

/* "failed" is down, too: it had to be killed. */
static bool is_down(const char *word)
{
	return strcmp(word, "inactive") == 0 || strcmp(word, "failed") == 0;
}

bool hb_unit_has(pid_t pid)
{
	pid_t main;
	g_autofree char *word = state(&main);

	return word && !is_down(word) && (main == pid || !pid);
}

char *hb_unit_stop(void)
{
	const char *const argv[] = { "systemctl", "--no-ask-password", "stop", UNIT, NULL };
	EB_CLEAN(eb_run_free)
	struct eb_run run = { .argv = argv, .deadline_ms = eb_clock_ms() + STOP_MS };
	int failed = eb_run(&run);
	g_autofree char *word = NULL;
	pid_t main;

	if (!failed && run.status != 0 && *run.output)
		return g_strndup(run.output, strcspn(run.output, "\n"));
	word = state(&main);
	if (!failed && word && is_down(word))
		return NULL;
	return g_strdup_printf("systemctl stop " UNIT " %s, and the unit is %s",
			       failed ? g_strerror(-failed) : "has ended", word ? word : "unknown");
}
