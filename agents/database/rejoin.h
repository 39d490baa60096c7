// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What becomes of a member that cannot follow the primary, by rejoin_policy.  It is done in start
 * alone, where there is time and nobody uses the server: a monitor that finds the need writes it down
 * and fails, so that the cluster starts the server again.  Whoever is not sure of a primary leaves
 * everything as it is, and what is replaced is kept.
 */
#ifndef EB_AGENTS_DATABASE_REJOIN_H
#define EB_AGENTS_DATABASE_REJOIN_H

#include "agents/database/local.h"
#include "agents/database/view.h"

/* Before a member's server starts: in order what a kill left, and a clone if one is wanted. */
enum eb_ocf eb_rejoin_before(const struct eb_call *call);

/* The server runs: is it to be made one that can follow? */
bool eb_rejoin_is_due(const struct eb_call *call);

/* Does that; the server may be stopped behind it, and has to join anew. */
enum eb_ocf eb_rejoin(const struct eb_call *call);

/* Tells the server of a copy where in the primary's history it is. */
enum eb_ocf eb_rejoin_adopt(const struct eb_call *call, struct eb_local *local);

/* The monitor that confirms a start does not fail: the next one does. */
void eb_rejoin_starts(void);

/*
 * In a monitor: fails when this replica needs a start that lets it rejoin.  errant: the primary
 * was asked, and lacks what is here.
 */
enum eb_ocf eb_rejoin_watch(const struct eb_call *call, const struct eb_local *local,
			    const struct eb_view *view, bool errant);

/* Can these policies work here?  For validate-all. */
enum eb_ocf eb_rejoin_check(const struct eb_call *call);

/* Which error of replication means that only a copy helps, in words; NULL: none. */
const char *eb_rejoin_hopeless(const struct eb_replica *replica);

/*
 * What a log whose end is position has had, out of a history that may go on behind it; as
 * gtid_binlog_state wants it, the last one of each domain at the end.  To be freed; NULL when memory
 * is out, or one is no position.
 */
char *eb_rejoin_state(const char *history, const char *position);

/*
 * A fourth try within an hour would be a loop: is it time for another one?  The first asks by times
 * like "17 18", in seconds; count() writes one down.
 */
enum { EB_REJOIN_TRIES = 3 };
bool eb_rejoin_is_time(const char *times, long now);
bool eb_rejoin_may(const struct eb_call *call);
void eb_rejoin_count(const struct eb_call *call);

/* Makes the server one whose history is that, and ends there.  0 or -errno of sql.h. */
int eb_rejoin_set(struct eb_sql *sql, const char *state, const char *position);

#endif
