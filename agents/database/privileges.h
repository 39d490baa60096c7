// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the control account has to be allowed, by version: a failover is no time to learn that a
 * privilege is missing.
 */
#ifndef EB_AGENTS_DATABASE_PRIVILEGES_H
#define EB_AGENTS_DATABASE_PRIVILEGES_H

#include "agents/database/conf.h"

enum eb_privileges_for {
	EB_FOR_MEMBER = 1,    /* of a replica set */
	EB_FOR_PAIR = 2,      /* one of a pair */
	EB_FOR_SESSIONS = 4,  /* that kills the sessions of others */
	EB_FOR_FLASHBACK = 8, /* that takes transactions back */
};

/*
 * Which of the privileges for that (a sum of the above) these grants lack, in words in buf; "" when
 * none, or when it is not sure.  grants are the rows of SHOW GRANTS, each with its line end.
 */
const char *eb_privileges_missing(const char *version, const char *grants, int what, char *buf,
				  size_t size);

/*
 * Asks the server of this node for the account's grants.  OCF_ERR_PERM names account and privileges
 * that are missing, or why the account is refused; who cannot be asked now is not refused.
 */
enum eb_ocf eb_privileges_check(const struct eb_call *call);

#endif
