// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Do all nodes say the same, and if not, who says something else, and what?
 *
 * Each tells the digest of what came out of its files. Silence is no agreement: a node that
 * is there has to be heard, and one whose digest differed goes on differing until it says something
 * else or is gone. When a difference outlasts the editing of files, each node sends its
 * lines to the others, which tell the first that differs.
 */
#ifndef EB_AGREEMENT_H
#define EB_AGREEMENT_H

#include "heartbeat-compat/daemon/compatd.h"
#include "heartbeat-compat/daemon/dispute.h"

/* Begins with zeroes; at the end both are for hb_dispute_ends. */
struct hb_agreement {
	struct hb_dispute differs; /* the digest of another node, and its name */
	struct hb_dispute waits;   /* for a node that says nothing */
};

/* Do they, as far as is known now? Asked again each keepalive, it says in time why not. The daemon
 * has its lines. */
bool hb_agreement_reached(struct hb_agreement *agreement, struct hb_daemon *daemon);

/* A node's haresources, sent because digests differ (message type config). */
void hb_agreement_differs(const struct hb_daemon *daemon, const struct hb_peer *peer,
			  const struct hb_msg *msg);

#endif
