// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "agents/replica/roles.h"
#include "lib/clock.h"

enum { RETRY_MS = 1000 };

static int add(struct eb_roles *roles, const char *names)
{
	size_t n;

	roles->n = 0;
	for (; *(names += strspn(names, " \t")); names += n) {
		n = strcspn(names, " \t");
		if (roles->n == EB_ROLES_MAX || n >= sizeof(roles->names[0]))
			return -E2BIG;
		snprintf(roles->names[roles->n++], sizeof(roles->names[0]), "%.*s", (int)n, names);
	}
	return 0;
}

int eb_roles_name(struct eb_roles *roles, const char *names)
{
	struct eb_drbd_order order = { .conf = roles->conf, .deadline_ms = roles->deadline_ms };
	char all[EB_ROLES_MAX * 64];
	int r = 0;

	roles->why[0] = '\0';
	if (!names || !strcmp(names, "all")) {
		r = eb_drbd_names(&order, all, sizeof(all));
		names = all;
	}
	if (r == 0)
		r = add(roles, names);
	if (r < 0)
		snprintf(roles->why, sizeof(roles->why), "cannot list the resources of DRBD: %s",
			 strerror(-r));
	return r;
}

static void append(struct eb_roles *roles, const char *name, const char *text)
{
	size_t used = strlen(roles->why);

	snprintf(roles->why + used, sizeof(roles->why) - used, "%s%s: %s", used ? "; " : "", name,
		 text);
}

enum eb_roles_seen eb_roles_look(struct eb_roles *roles)
{
	bool any[2] = { false, false }, unknown = false;

	roles->why[0] = '\0';
	for (size_t i = 0; i < roles->n; i++) {
		struct eb_drbd state;
		char text[256];
		int r = eb_drbd_look(roles->names[i], roles->deadline_ms, &state);

		append(roles, roles->names[i],
		       r < 0 ? strerror(-r) : eb_drbd_describe(&state, text, sizeof(text)));
		unknown |= r < 0 || (state.up && state.role == EB_DRBD_ROLE_UNKNOWN);
		any[r == 0 && state.role == EB_DRBD_PRIMARY] = true;
	}
	if (unknown)
		return EB_ROLES_UNKNOWN;
	if (any[0] && any[1])
		return EB_ROLES_MIXED;
	return any[1] ? EB_ROLES_PRIMARY : EB_ROLES_SECONDARY;
}

/* One resource, to its end. */
static int turn(struct eb_roles *roles, const char *name, bool primary, int tries)
{
	struct eb_drbd_order order = { .conf = roles->conf, .deadline_ms = roles->deadline_ms };
	struct eb_drbd state;
	char text[384];
	int r;

	for (;;) {
		/* What is not up is not primary: there is nothing to demote. */
		if (!primary && eb_drbd_look(name, roles->deadline_ms, &state) == 0 && !state.up)
			return 0;
		r = eb_drbd_adm(&order, NULL, primary ? "primary" : "secondary", name);
		if (r == 0)
			return 0;
		if (--tries <= 0 || r != -EIO || eb_clock_left(roles->deadline_ms) <= RETRY_MS)
			break;
		eb_clock_sleep(RETRY_MS, roles->deadline_ms);
	}
	if (r == -EIO && eb_drbd_look(name, roles->deadline_ms, &state) < 0)
		state = (struct eb_drbd) { .loaded = true, .up = true };
	append(roles, name,
	       r == -EIO ? eb_drbd_refusal(&order, &state, text, sizeof(text)) : strerror(-r));
	return r;
}

int eb_roles_promote(struct eb_roles *roles, int tries)
{
	roles->why[0] = '\0';
	for (size_t i = 0; i < roles->n; i++) {
		int r = turn(roles, roles->names[i], true, tries);

		if (r < 0)
			return r;
	}
	return 0;
}

/* Each is tried, whatever becomes of the others. */
int eb_roles_demote(struct eb_roles *roles, int tries)
{
	int result = 0;

	roles->why[0] = '\0';
	for (size_t i = roles->n; i-- > 0;) {
		int r = turn(roles, roles->names[i], false, tries);

		if (r < 0)
			result = r;
	}
	return result;
}
