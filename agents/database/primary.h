// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The primary of the set, asked over the network.  Only a server that takes writes has a history that
 * counts; whoever the cluster or its records name may be dead, or none any more.
 */
#ifndef EB_AGENTS_DATABASE_PRIMARY_H
#define EB_AGENTS_DATABASE_PRIMARY_H

#include "agents/database/cluster.h"
#include "agents/database/local.h"
#include "agents/database/view.h"

struct eb_primary {
	char node[EB_NODE_NAME], host[256]; /* "" when nobody is known */
	struct eb_sql sql;
	struct eb_view view;
};

/*
 * Finds and asks it; to be closed in any case.  0, -ENOENT when nobody is known, -EROFS when it is
 * none, or -errno of sql.h.
 */
int eb_primary_find(const struct eb_call *call, const struct eb_local *local,
		    struct eb_primary *primary);
void eb_primary_close(struct eb_primary *primary);

#endif
