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

	for (; *(names += strspn(names, " \t")); names += n) {
		n = strcspn(names, " \t");
		if (!eb_drbd_is_name(names, n))
			return -EINVAL;
		if (roles->n == EB_ROLES_MAX)
			return -E2BIG;
		snprintf(roles->names[roles->n++], sizeof(roles->names[0]), "%.*s", (int)n, names);
	}
	return 0;
}

static int fail(struct eb_roles *roles, int r, const char *why)
{
	size_t used = strlen(roles->why);

	roles->n = 0;
	snprintf(roles->why + used, sizeof(roles->why) - used, "%s%s", used ? "; " : "", why);
	return r;
}

int eb_roles_name(struct eb_roles *roles, const char *names)
{
	struct eb_drbd_order order = { .conf = roles->conf, .deadline_ms = roles->deadline_ms };
	char all[EB_ROLES_MAX * 64], text[448];
	int r = 0;

	roles->why[0] = '\0';
	roles->n = 0;
	roles->all = !names || !strcmp(names, "all");
	if (roles->all) {
		r = eb_drbd_names(&order, all, sizeof(all));
		names = all;
	}
	if (r == 0)
		r = add(roles, names);
	if (r == 0 && roles->n == 0)
		return fail(roles, -ENOENT,
			    roles->all ? "DRBD's configuration has no resource for this host"
				       : "no resource is named");
	if (r == 0)
		return 0;
	if (roles->all)
		snprintf(text, sizeof(text), "cannot list the resources of DRBD: %s",
			 order.said[0] ? order.said : strerror(-r));
	else if (r == -E2BIG)
		snprintf(text, sizeof(text), "more than %d resources are named", EB_ROLES_MAX);
	else
		snprintf(text, sizeof(text), "'%.300s' has what is no name of a resource", names);
	return fail(roles, r, text);
}

int eb_roles_name_up(struct eb_roles *roles)
{
	char all[EB_ROLES_MAX * 64], text[128];
	int r = eb_drbd_names_up(roles->deadline_ms, all, sizeof(all));

	roles->n = 0;
	if (r == 0)
		r = add(roles, all);
	if (r == 0)
		return 0;
	snprintf(text, sizeof(text), "cannot tell what is up: %s", strerror(-r));
	return fail(roles, r, text);
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
		r = primary ? eb_drbd_insist(&order, "primary", name)
			    : eb_drbd_secondary(&order, name);
		if (r == 0)
			return 0;
		if (--tries <= 0 || r != -EIO || eb_clock_left(roles->deadline_ms) <= RETRY_MS)
			break;
		eb_clock_sleep(RETRY_MS, roles->deadline_ms);
	}
	/* Why it was refused is worth a moment, also when the time for orders is over. */
	if (r == -EIO && eb_drbd_look(name, eb_clock_ms() + RETRY_MS, &state) < 0)
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
