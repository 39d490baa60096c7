// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A severed connection: a replica's, which the network lost without a word to either end, and
 * beside which the replica is connected anew.  MariaDB ends the old one before it serves the new
 * one, and with semi-sync waits in that until some replica says something: where there is only
 * this one, for hours, and with it whoever commits, or even whoever connects.  The kernel can end
 * the connection at once, and then the server goes on.
 */
#ifndef EB_AGENTS_DATABASE_SEVERED_H
#define EB_AGENTS_DATABASE_SEVERED_H

#include "agents/database/local.h"

/*
 * At each monitor of a primary: remembers by which connections replicas fetch, and ends those of
 * them that the server wanted to end, and could not.
 */
void eb_severed_watch(const struct eb_call *call, struct eb_sql *sql);

/*
 * For a server that answers nobody: ends the remembered ones from which nothing comes any more while
 * their hosts are heard by another connection.  True when there was one.
 */
bool eb_severed_end(const struct eb_call *call);

#endif
