// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Who is connected to a server: clients, and replicas that fetch.
 */
#ifndef EB_AGENTS_DATABASE_SESSIONS_H
#define EB_AGENTS_DATABASE_SESSIONS_H

#include "agents/database/sql.h"

/*
 * Ends clients' sessions: all but our own, or those alone that wait for a replica's receipt.
 * Neither the server's threads nor a replica that fetches is one.  0 or -errno of sql.h.
 */
int eb_sessions_kill(struct eb_sql *sql, bool waiting_only);

/* The addresses of the replicas that fetch, of which so many are wanted; how many there are. */
enum { EB_SESSION_HOST = 256 };
size_t eb_sessions_replicas(struct eb_sql *sql, char hosts[][EB_SESSION_HOST], size_t want);

#endif
