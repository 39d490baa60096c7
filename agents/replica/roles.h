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
	bool all;      /* those of the configuration were asked for */
	char why[512]; /* of the last failure, or what was last seen */
};

enum eb_roles_seen {
	EB_ROLES_PRIMARY,   /* all */
	EB_ROLES_SECONDARY, /* all, or not up */
	EB_ROLES_MIXED,
	EB_ROLES_UNKNOWN,
};

/*
 * Names parted by blanks; NULL or "all": those of the configuration.  0 with at least one name; -errno
 * with why and none.
 */
int eb_roles_name(struct eb_roles *roles, const char *names);

/*
 * After that has failed: all that is up in the kernel, which may be none; why stays.  What is not up is
 * not primary, so this is what there is to demote.  0, -errno with more why.
 */
int eb_roles_name_up(struct eb_roles *roles);

/* What they are; why tells it in words. */
enum eb_roles_seen eb_roles_look(struct eb_roles *roles);

/*
 * Makes all primary, or, in reverse order, secondary; a refusal is tried again as often as tries
 * says, until the deadline.  0; -EIO with why.
 */
int eb_roles_promote(struct eb_roles *roles, int tries);
int eb_roles_demote(struct eb_roles *roles, int tries);

#endif
