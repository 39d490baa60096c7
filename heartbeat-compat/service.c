// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

#include "heartbeat-compat/service.h"
#include "heartbeat-compat/tool.h"
#include "lib/clock.h"
#include "lib/core.h"
#include "lib/file.h"
#include "lib/proc.h"

enum { ASK_MS = 10000, POLL_MS = 50 };

enum op { RUNS, ENABLED, START, STOP, ENABLE, DISABLE, OPS };

/* The words of a command; "@" stands for the service. */
struct words {
	const char *argv[5];
};

static const struct words systemd[OPS] = {
	[RUNS] = { { "systemctl", "show", "--property=ActiveState", "--value", "@" } },
	[ENABLED] = { { "systemctl", "is-enabled", "--quiet", "@" } },
	[START] = { { "systemctl", "start", "@" } },
	[STOP] = { { "systemctl", "stop", "@" } },
	[ENABLE] = { { "systemctl", "enable", "--quiet", "@" } },
	[DISABLE] = { { "systemctl", "disable", "--quiet", "@" } },
};

/* ENABLED is read off the links themselves. */
static const struct words scripts[OPS] = {
	[RUNS] = { { "/etc/init.d/@", "status" } },
	[START] = { { "/etc/init.d/@", "start" } },
	[STOP] = { { "/etc/init.d/@", "stop" } },
	[ENABLE] = { { "update-rc.d", "@", "enable" } },
	[DISABLE] = { { "update-rc.d", "@", "disable" } },
};

bool eb_service_has_units(void)
{
	return access("/run/systemd/system", F_OK) == 0;
}

static int call(enum op op, const char *name, int64_t wait_ms, char **output)
{
	const struct words *row = eb_service_has_units() ? &systemd[op] : &scripts[op];
	const char *argv[EB_COUNT(row->argv) + 1] = { NULL };
	g_autofree char *script = g_strconcat("/etc/init.d/", name, NULL);

	for (size_t i = 0; i < EB_COUNT(row->argv) && row->argv[i]; i++) {
		const char *word = row->argv[i];

		argv[i] = strcmp(word, "@") == 0          ? name
			  : word[strlen(word) - 1] == '@' ? script
							  : word;
	}
	return eb_tool(argv, wait_ms, output);
}

/* Heartbeat may have been started by hand; who has its pid file is asked directly. */
static bool pid_lives(const char *name)
{
	g_autofree char *path = g_strdup_printf("/run/%s.pid", name);
	EB_CLEAN(eb_freep) char *text = NULL;
	struct eb_proc proc;

	return eb_file_read(path, 64, &text, NULL) == 0 && atoi(text) > 0 &&
	       eb_proc_of(atoi(text), &proc) == 0;
}

enum state { STOPPED, RUNNING, CHANGING };

/* systemd knows services that are on their way: these neither run nor have they stopped. */
static enum state state_of(const char *name)
{
	g_autofree char *said = NULL;
	int status = call(RUNS, name, ASK_MS, &said);

	if (!eb_service_has_units())
		return status == 0 || pid_lives(name) ? RUNNING : STOPPED;
	g_strstrip(said);
	if (strcmp(said, "active") == 0 || strcmp(said, "reloading") == 0)
		return RUNNING;
	if (strcmp(said, "activating") == 0 || strcmp(said, "deactivating") == 0)
		return CHANGING;
	return pid_lives(name) ? RUNNING : STOPPED;
}

bool eb_service_runs(const char *name)
{
	return state_of(name) != STOPPED;
}

bool eb_service_enabled(const char *name)
{
	g_autofree char *pattern = g_strdup_printf("/etc/rc[2-5].d/S[0-9][0-9]%s", name);
	glob_t found;

	if (eb_service_has_units())
		return call(ENABLED, name, ASK_MS, NULL) == 0;
	if (glob(pattern, 0, NULL, &found) != 0)
		return false;
	globfree(&found);
	return true;
}

int eb_service_known(const char *name)
{
	g_autofree char *said = NULL, *unit = g_strconcat(name, ".service", NULL);
	int status = EB_TOOL(ASK_MS, &said, "systemctl", "show", "--property=LoadState", "--value",
			     unit);

	if (status < 0)
		return status;
	return strcmp(g_strstrip(said), "loaded") == 0;
}

int eb_service_run(const char *name, bool run, int64_t wait_ms, char **why)
{
	int64_t deadline_ms = eb_clock_ms() + wait_ms;
	enum state wanted = run ? RUNNING : STOPPED;
	int status;

	if (state_of(name) == wanted)
		return 1;
	status = call(run ? START : STOP, name, wait_ms, why);
	while (status == 0 && state_of(name) != wanted) {
		if (eb_clock_left(deadline_ms) == 0)
			status = -ETIMEDOUT;
		else
			eb_clock_sleep(POLL_MS, deadline_ms);
	}
	return status > 0 ? -EIO : status;
}

int eb_service_enable(const char *name, bool enable, char **why)
{
	int status;

	if (eb_service_enabled(name) == enable)
		return 0;
	status = call(enable ? ENABLE : DISABLE, name, ASK_MS, why);
	return status > 0 ? -EIO : status;
}

int eb_service_reload(char **why)
{
	if (!eb_service_has_units() || EB_TOOL(ASK_MS, why, "systemctl", "daemon-reload") == 0)
		return 0;
	return -EIO;
}
