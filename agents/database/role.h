// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The role that the cluster gave this server.  That it can be written to is none: anybody can make
 * it so.  A word that outlives the call says what the agent's own actions made of it; the cluster,
 * what it expects to find; and where neither is known, the records, who was promoted last.
 */
#ifndef EB_AGENTS_DATABASE_ROLE_H
#define EB_AGENTS_DATABASE_ROLE_H

#include "agents/database/conf.h"

enum eb_role {
	EB_ROLE_UNKNOWN,
	EB_ROLE_PROMOTED,
	EB_ROLE_LEAVING, /* a demote has begun, and was perhaps ended before its end */
	EB_ROLE_UNPROMOTED,
};

/* What the actions made of it. */
void eb_role_set(const struct eb_call *call, enum eb_role role);
enum eb_role eb_role_of(const struct eb_call *call);

/* Is it, if it can be written to, the one that the cluster promoted?  Without a cluster it is. */
bool eb_role_is_given(const struct eb_call *call);

#endif
