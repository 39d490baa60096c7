// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Transactions that a replica has of its own.  What it writes itself carries its own number, and
 * of those it gets no new ones while it follows somebody: so the set of them is remembered, and
 * only when it has grown the primary is asked whether it knows them.
 */
#ifndef EB_AGENTS_DATABASE_ERRANT_H
#define EB_AGENTS_DATABASE_ERRANT_H

#include "agents/database/local.h"
#include "agents/database/view.h"

/* What is in the history of this server and was written by it; to be freed.  0 or -errno. */
int eb_errant_own(const struct eb_view *view, struct eb_gtids *own);

/* The same as a text, which eb_errant_since() understands: "none", never "". */
char *eb_errant_text(const struct eb_view *view);

/* What was written here since that text; NULL when memory is out or the text is not understood. */
int eb_errant_since(const struct eb_view *view, const char *before, struct eb_gtids *rest);

/* Notes what it has written so far, as of this view; and that nothing is known of it. */
void eb_errant_note(const struct eb_call *call, const struct eb_view *view);
void eb_errant_forget(const struct eb_call *call);

/*
 * Adds to rest what was written here since that text ("" when nothing is known), as far as the
 * primary does not know it; MySQL's sets need no such text.  0 or -errno.
 */
int eb_errant_beyond(const struct eb_view *own, const char *before, const struct eb_view *primary,
		     struct eb_gtids *rest);

/*
 * In a monitor of a replica: has it anything that its primary does not know?  Then it is refused, as
 * in eb_replication_follow(), -EUCLEAN.  0 when it has nothing, or the primary cannot be asked now.
 */
int eb_errant_watch(const struct eb_call *call, const struct eb_local *local,
		    const struct eb_view *view);

/* For the log: what was written since it was noted, in buf. */
const char *eb_errant_tell(const struct eb_call *call, const struct eb_view *view, char *buf,
			   size_t size);

#endif
