// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Undoing the end of a log that the primary does not have.  It is written to a file first.  The rows are
 * turned back in one transaction, which also leaves a token: whatever is killed when, the next start
 * knows from it whether that was done, and goes on there.
 */
#ifndef EB_AGENTS_DATABASE_FLASHBACK_H
#define EB_AGENTS_DATABASE_FLASHBACK_H

#include "agents/database/local.h"
#include "agents/database/view.h"

/*
 * Undoes what is errant.  The server neither replicates nor takes writes.  0; 1 when it cannot be
 * undone, and why is told in why; -errno with sql->why or a message in why: nothing was
 * changed, or eb_flashback_resume() goes on.
 */
int eb_flashback(const struct eb_call *call, struct eb_local *local, const struct eb_view *own,
		 const struct eb_gtids *errant, char *why, size_t size);

/* Behind a killed one, before anything replicates.  0 or -errno, with sql->why. */
int eb_flashback_resume(const struct eb_call *call, struct eb_local *local);

#endif
