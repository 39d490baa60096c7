// SPDX-License-Identifier: GPL-2.0-or-later
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "agents/script/script.h"
#include "lib/core.h"
#include "lib/file.h"

static const char resource_folder[] = "/etc/ha.d/resource.d";

static bool is_program(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

static int locate(struct eb_script *script, const char *name)
{
	const char *folders[] = { getenv("HA_RESOURCEDIR") ?: resource_folder, "/etc/init.d" };

	if (name[0] == '/') {
		snprintf(script->path, sizeof(script->path), "%s", name);
		return is_program(name) ? 0 : -ENOENT;
	}
	if (strchr(name, '/'))
		return -EINVAL;
	for (size_t i = 0; i < EB_COUNT(folders); i++) {
		snprintf(script->path, sizeof(script->path), "%s/%s", folders[i], name);
		if (is_program(script->path))
			return 0;
	}
	return -ENOENT;
}

int eb_script_find(struct eb_script *script, const char *name, const char *args)
{
	char *word, *rest;

	script->words = 0;
	script->argv[script->words++] = script->path;
	if ((size_t)snprintf(script->args, sizeof(script->args), "%s", args ?: "") >=
	    sizeof(script->args))
		return -E2BIG;
	for (word = strtok_r(script->args, " \t\n", &rest); word;
	     word = strtok_r(NULL, " \t\n", &rest)) {
		if (script->words > EB_SCRIPT_WORDS)
			return -E2BIG;
		script->argv[script->words++] = word;
	}
	return locate(script, name);
}

/* Variables of the cluster's call, which an agent that the script runs must not inherit. */
static bool is_ours(const char *variable)
{
	static const char *const prefixes[] = { "OCF_RESKEY_", "OCF_RESOURCE_", "OCF_RA_VERSION_",
						"OCF_CHECK_",  "OCF_OUTPUT_",   "OCF_EXIT_",
						"OCF_TRACE_",  "PCMK_",         "__OCF_" };

	for (size_t i = 0; i < EB_COUNT(prefixes); i++)
		if (!strncmp(variable, prefixes[i], strlen(prefixes[i])))
			return true;
	return false;
}

static void forget_call(void)
{
	char name[256];

	for (char **variable = environ; *variable;) {
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(*variable, "="), *variable);
		if (is_ours(name) && unsetenv(name) == 0)
			variable = environ; /* the list has moved up */
		else
			variable++;
	}
}

/*
 * Debian's init scripts hand themselves over to systemctl where /run/systemd/system
 * exists; in a container that folder may be the host's, and nobody would answer.
 */
static bool systemd_runs(void)
{
	EB_CLEAN(eb_freep) char *name = NULL;

	return access("/run/systemd/system", F_OK) == 0 &&
	       eb_file_read("/proc/1/comm", 64, &name, NULL) == 0 && !strcmp(name, "systemd\n");
}

void eb_script_surroundings(void)
{
	static const struct {
		const char *name, *value;
		int replace;
	} variables[] = {
		{ "HA_DIR", "/etc/ha.d", 0 },
		{ "HA_RESOURCEDIR", resource_folder, 0 },
		{ "HA_RCDIR", "/etc/ha.d/rc.d", 0 },
		{ "HA_FUNCS", "/etc/ha.d/shellfuncs", 0 },
		{ "HA_BIN", EB_COMPATDIR, 0 },
		{ "HA_DATEFMT", "%Y/%m/%d_%T\t", 0 },
		{ "HA_OSTATUS", "active", 0 },
		{ "OCF_ROOT", "/usr/lib/ocf", 0 },
		{ "OCF_AGENTS", "/usr/lib/ocf/resource.d/heartbeat/", 0 },
		{ "LC_ALL", "C", 1 },
		{ "PATH",
		  EB_COMPATDIR ":/usr/share/heartbeat:/usr/local/sbin:/usr/local/bin:"
			       "/usr/sbin:/usr/bin:/sbin:/bin",
		  1 },
	};
	struct utsname host;

	forget_call();
	for (size_t i = 0; i < EB_COUNT(variables); i++)
		setenv(variables[i].name, variables[i].value, variables[i].replace);
	if (uname(&host) == 0) {
		for (char *c = host.nodename; *c; c++)
			*c = (char)tolower((unsigned char)*c);
		setenv("HA_CURHOST", host.nodename, 1);
	}
	if (!systemd_runs())
		setenv("SYSTEMCTL_SKIP_REDIRECT", "1", 1);
	umask(022);
	(void)!chdir("/");
}

int eb_script_run(struct eb_script *script, const char *action, struct eb_run *run)
{
	script->argv[script->words] = action;
	script->argv[script->words + 1] = NULL;
	run->argv = script->argv;
	return eb_run(run);
}
