// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Following a primary.  Before anything is changed here, the two histories are compared: what this
 * server wrote and the primary does not know must not be buried under what comes from there.
 */
#ifndef EB_AGENTS_DATABASE_REPLICATION_H
#define EB_AGENTS_DATABASE_REPLICATION_H

#include "agents/database/local.h"
#include "agents/database/view.h"

/* What is here and unknown to the primary; rest is to be freed.  0 or -errno. */
int eb_replication_errant(const struct eb_view *own, const struct eb_view *primary,
			  struct eb_gtids *rest);

/*
 * Makes the local server the replica of the node's, unless it is that and runs.  Refuses, with a
 * standing that says why, when the histories have diverged.  0 when it follows, or waits because
 * the primary does not answer (then nothing was changed); -EUCLEAN when it was refused; -EIO.
 */
int eb_replication_follow(const struct eb_call *call, struct eb_local *local, struct eb_view *view,
			  const char *node);

/* Does the node run our primary, as the records say?  Follows whomever they name; 0 for nobody. */
int eb_replication_find(const struct eb_call *call, struct eb_local *local, struct eb_view *view);

#endif
