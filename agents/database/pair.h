// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A server as one of a pair, of which both are written to and each is the other's replica.  It is
 * opened for writing only after it was compared with its peer, or while it has none; and the
 * cluster is told where clients may write, so that an address goes there.
 */
#ifndef EB_AGENTS_DATABASE_PAIR_H
#define EB_AGENTS_DATABASE_PAIR_H

#include "agents/database/peer.h"

/* Tells that this member is about to be there, and may not be written to yet. */
void eb_pair_announce(const struct eb_call *call);

/* Behind the start of the server. */
enum eb_ocf eb_pair_join(const struct eb_call *call);

enum eb_ocf eb_pair_monitor(const struct eb_call *call, struct eb_local *local);

/*
 * What is failing is no longer written to: told before the cluster hears of the failure, so that its
 * first plan moves the address away, and does not wait for a recovery here.
 */
void eb_pair_give_up(const struct eb_call *call);

/* Takes back what the cluster was told. */
void eb_pair_leave(const struct eb_call *call);

/* What the server alone does not tell. */
struct eb_pair_facts {
	bool writable, readable; /* what was told before */
	bool lost;               /* the connection was broken at the monitor before, too */
	bool unstarted;          /* nobody has started replication since the server was */
	bool caught_up;          /* all is here that the peer had when it was asked */
	bool met;                /* the peer was looked for, and this came of it: */
	enum eb_meeting_end end;
	const char *node, *why;
};

struct eb_pair_verdict {
	bool writable, readable;
	char why[1200]; /* "" when all is well */
};

void eb_pair_judge(const struct eb_mysql_conf *conf, const struct eb_view *view,
		   const struct eb_pair_facts *facts, struct eb_pair_verdict *verdict);

#endif
