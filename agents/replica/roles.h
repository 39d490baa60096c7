// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One or more DRBD resources whose role says whether a service may use them: what drbddisk
 * is, as agent and as a script of Heartbeat.  DRBD itself is up before, and stays so.
 */
#ifndef EB_AGENTS_REPLICA_ROLES_H
#define EB_AGENTS_REPLICA_ROLES_H

#include "lib/drbd.h"

enum { EB_ROLES_MAX = 32, EB_ROLES_START = 6, EB_ROLES_STOP = 3 }; /* tries, a second apart */

struct eb_roles {
	const char *conf; /* another drbd.conf, or NULL */
	int64_t deadline_ms;
	char names[EB_ROLES_MAX][64];
	size_t n;
	char why[512]; /* of the last failure, or what was last seen */
};

enum eb_roles_seen {
	EB_ROLES_PRIMARY,   /* all */
	EB_ROLES_SECONDARY, /* all, or not up */
	EB_ROLES_MIXED,
	EB_ROLES_UNKNOWN,
};

/* Names parted by blanks; NULL or "all": those of the configuration.  0, -errno with why. */
int eb_roles_name(struct eb_roles *roles, const char *names);

/* What they are; why tells it in words. */
enum eb_roles_seen eb_roles_look(struct eb_roles *roles);

/*
 * Makes all primary, or, in reverse order, secondary; a refusal is tried again as often as tries
 * says, until the deadline.  0; -EIO with why.
 */
int eb_roles_promote(struct eb_roles *roles, int tries);
int eb_roles_demote(struct eb_roles *roles, int tries);

#endif
