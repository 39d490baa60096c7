// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How far a primary came whose commits wait for nobody's receipt.  After its death what it had
 * beyond the others is lost: this tells people how much that is at least.
 */
#ifndef EB_AGENTS_DATABASE_REACHED_H
#define EB_AGENTS_DATABASE_REACHED_H

#include "agents/database/cluster.h"
#include "agents/database/reign.h"
#include "agents/database/view.h"

/* On who becomes primary: those that are there keep it in mind from now on. */
void eb_reached_begin(const struct eb_call *call);

/* On the primary, when others have started: those, too. */
void eb_reached_join(const struct eb_call *call);

/* On the primary, at its monitor: tells them, when it has come further and nobody sends receipts. */
void eb_reached_tell(const struct eb_call *call, const struct eb_view *view);

/*
 * All that the primary of that reign is known to have had, into gtids: what it began with, and
 * what it told since.  0 or -errno.
 */
int eb_reached_recall(const struct eb_call *call, const struct eb_reign *reign,
		      enum eb_gtid_form form, struct eb_gtids *gtids);

#endif
