// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Following a primary.  Before anything is changed here, the two histories are compared: what this
 * server wrote and the primary does not know must not be buried under what comes from there.
 */
#ifndef EB_AGENTS_DATABASE_REPLICATION_H
#define EB_AGENTS_DATABASE_REPLICATION_H

#include "agents/database/local.h"
#include "agents/database/view.h"

/*
 * Asks the server at host for its positions, by the account of replication; both are to be closed
 * and freed in any case.  0 or -errno of sql.h.
 */
int eb_replication_look(const struct eb_call *call, const struct eb_local *local, const char *host,
			struct eb_sql *sql, struct eb_view *view);

/* How the state of a member begins that is refused for having the primary's server_id. */
extern const char eb_replication_twin[];

/* What is here and unknown to the primary; rest is to be freed.  0 or -errno. */
int eb_replication_errant(const struct eb_view *own, const struct eb_view *primary,
			  struct eb_gtids *rest);

/* Has the standing say that these are unknown to that primary.  -EUCLEAN. */
int eb_replication_refuse(const struct eb_call *call, const char *node,
			  const struct eb_gtids *rest);

/*
 * Makes the local server the replica of the one at host, whatever it was before.  MariaDB's asks
 * for what comes after position, which may be less than it has; NULL: after all that it has.  0 or
 * -errno of sql.h.
 */
int eb_replication_point(const struct eb_call *call, struct eb_local *local,
			 const struct eb_view *view, const char *host,
			 const struct eb_gtids *position);

/*
 * Makes the local server the replica of the node's, unless it is that and runs.  Refuses, with a
 * standing that says why, when the histories have diverged: only from what a primary has, for a
 * server that is none yet, or not any more, may lack what was acknowledged.  0 when it follows; when
 * nothing was changed 1, since it follows already or the node is no primary, and 2 when the node
 * does not answer; -EUCLEAN when it was refused; -ENOTUNIQ when that is for the same server_id; -EIO.
 */
int eb_replication_follow(const struct eb_call *call, struct eb_local *local, struct eb_view *view,
			  const char *node);

/*
 * Stops receiving, and leaves a mark that this was no person: whoever looks later and finds it so
 * has it follow again.  Taken back when it follows, and when it is otherwise.  gone is the reign
 * (its since) whose primary is known to be no more, or "": for a minute nobody looks for that one.
 */
int eb_replication_pause(const struct eb_call *call, struct eb_sql *sql,
			 const struct eb_dialect *dialect, const char *gone);
bool eb_replication_is_paused(const struct eb_call *call, const struct eb_replica *replica);

/* Does it replicate without TLS, or by another authority's, although TLS is wanted? */
bool eb_replication_is_open(const struct eb_mysql_conf *conf, const struct eb_local *local,
			    const struct eb_replica *replica);

/* Follows whomever the records name, as above; 1 for nobody. */
int eb_replication_find(const struct eb_call *call, struct eb_local *local, struct eb_view *view);

#endif
