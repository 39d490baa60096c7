// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * drbddisk [RESOURCE...] start|stop|status: Heartbeat's resource script, which drbd-utils gave
 * up.  ResourceManager reads the words of status and not its exit code: "running" must be
 * among them whenever the resource may be primary.
 */
#include <stdio.h>
#include <string.h>

#include "agents/replica/roles.h"
#include "lib/clock.h"
#include "lib/core.h"

/* Heartbeat set no limit; a fence-peer handler may take its time, but not for ever. */
enum { PATIENCE_MS = 300 * 1000 };

/* Exit codes of the old script; those of status are the LSB's. */
enum { NAME_WANTED = 10, LSB_STOPPED = 3, LSB_UNKNOWN = 4 };

static int fail(const struct eb_roles *roles, const char *what)
{
	fprintf(stderr, "drbddisk: %s%s\n", what, roles->why);
	return 1;
}

static int start(struct eb_roles *roles)
{
	return eb_roles_promote(roles, EB_ROLES_START) < 0 ? fail(roles, "cannot become primary: ")
							   : 0;
}

static int stop(struct eb_roles *roles)
{
	return eb_roles_demote(roles, EB_ROLES_STOP) < 0 ? fail(roles, "cannot become secondary: ")
							 : 0;
}

static int status(struct eb_roles *roles)
{
	switch (eb_roles_look(roles)) {
	case EB_ROLES_PRIMARY: printf("running (%s)\n", roles->why); return 0;
	case EB_ROLES_SECONDARY: printf("stopped (%s)\n", roles->why); return LSB_STOPPED;
	case EB_ROLES_MIXED: printf("partly running (%s)\n", roles->why); return LSB_UNKNOWN;
	default:
		printf("cannot determine status, may be running (%s)\n", roles->why);
		return LSB_UNKNOWN;
	}
}

static const struct {
	const char *name;
	int (*run)(struct eb_roles *roles);
} verbs[] = { { "start", start }, { "stop", stop }, { "status", status } };

int main(int argc, char **argv)
{
	struct eb_roles roles = { .deadline_ms = eb_clock_ms() + PATIENCE_MS };
	const char *verb = argc > 1 ? argv[argc - 1] : "";
	char names[1024] = "";
	size_t used = 0;
	int r;

	for (int i = 1; i < argc - 1 && used < sizeof(names); i++)
		used += (size_t)snprintf(names + used, sizeof(names) - used, "%s%s",
					 i > 1 ? " " : "", argv[i]);
	for (size_t i = 0; i < EB_COUNT(verbs); i++) {
		if (strcmp(verb, verbs[i].name))
			continue;
		if (verbs[i].run == status && (!used || !strcmp(names, "all"))) {
			puts("A resource name is required for status inquiries.");
			return NAME_WANTED;
		}
		r = eb_roles_name(&roles, used ? names : NULL);
		/* A mistake in the configuration must not keep a disk primary. */
		if (r < 0 && roles.all && verbs[i].run == stop) {
			r = eb_roles_name_up(&roles);
			if (r == 0)
				fprintf(stderr, "drbddisk: %s: all that is up is made secondary\n",
					roles.why);
		}
		if (r < 0)
			return fail(&roles, "");
		return verbs[i].run(&roles);
	}
	puts("Usage: drbddisk [resource] {start|stop|status}");
	return 1;
}
