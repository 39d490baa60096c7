// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Who may have what a primary acknowledged.  A commit waits for one receipt, so what was
 * acknowledged is with one of those who were connected then, and nobody can tell with which: when
 * the primary is dead, all of them are asked.  The primary writes down their names; who joins it
 * says so itself, before it sends a receipt.  Too many names keep a promotion back, too few lose
 * transactions: so nobody is taken off the list before another has all that was written until then.
 */
#ifndef EB_AGENTS_DATABASE_HOLDERS_H
#define EB_AGENTS_DATABASE_HOLDERS_H

#include "agents/database/cluster.h"
#include "agents/database/dialect.h"
#include "agents/database/local.h"

/* ---- on a replica ---- */

/* Before it follows that primary.  0 or -errno: then it must not. */
int eb_holders_join(const struct eb_call *call, const char *primary, long server_id);

/* When its server has ended. */
void eb_holders_leave(const struct eb_call *call);

/* ---- on a primary ---- */

/* Before it can be written to: whoever is there may become one, and nobody else.  0 or -errno. */
int eb_holders_begin(const struct eb_call *call);

/*
 * Looks who is connected, and writes that down together with what semisync says.  At little cost
 * while nothing changes.
 */
void eb_holders_watch(const struct eb_call *call, struct eb_local *local,
		      const struct eb_dialect *dialect, struct eb_semisync *semisync);

/* It is to be looked at anew, since somebody came or went. */
void eb_holders_look_again(const struct eb_call *call);

/* Who has joined it, in list; and that this is written down now.  0 or -errno. */
int eb_holders_joined(const struct eb_call *call, char list[EB_HOLDERS]);
int eb_holders_take_over(const struct eb_call *call);

/* Every node that has joined a primary and not left: with its server_id.  0 or -errno. */
int eb_holders_present(const struct eb_call *call,
		       void (*each)(const char *node, const char *value, void *context),
		       void *context);

/* ---- in an election ---- */

/* All that was written down of a primary, by whomever.  0 or -errno. */
int eb_holders_of(const struct eb_call *call, const char *primary, struct eb_semisync *semisync);

/* ---- what only decides; lists are of nodes, parted by blanks, and of EB_HOLDERS ---- */

/* Adds those of list that are on the other one (or are not).  False when there is no room. */
bool eb_holders_add(char *to, const char *list, const char *other, bool is_on);

struct eb_holders {
	const char *before;    /* who was on the list, or has joined */
	const char *connected; /* whose replication is connected now */
	const char *present;   /* whose agent runs: it may be connected any moment */
};

/*
 * list: the new list, if nobody is known to have all; gone: those of it who leave it as soon as one
 * who is connected has all that was written until now.  False when there is no room for all.
 */
bool eb_holders_next(const struct eb_holders *holders, char *list, char *gone);

#endif
