// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The other server of a pair.  Who it is, and whether it lives, its attribute RESOURCE-writable
 * tells, which every member has from the beginning of its start to the end of its stop.  What is
 * wrong between the two is found before anything is changed: settings that would make their
 * transactions or keys collide, and histories that are not two halves of one.
 */
#ifndef EB_AGENTS_DATABASE_PEER_H
#define EB_AGENTS_DATABASE_PEER_H

#include "agents/database/cluster.h"
#include "agents/database/local.h"
#include "agents/database/view.h"

extern const char eb_peer_attribute[]; /* the WHAT of RESOURCE-writable */

enum eb_meeting_end {
	EB_MEETING_ALONE,  /* no other server runs */
	EB_MEETING_SILENT, /* one does, and cannot be asked */
	EB_MEETING_CLASH,  /* its settings and ours exclude each other */
	EB_MEETING_ERRANT, /* it lacks what it wrote itself: it must not be followed */
	EB_MEETING_LOST,   /* here something is missing that this server wrote, or both differ */
	EB_MEETING_GOOD,
};

struct eb_meeting {
	enum eb_meeting_end end;
	char node[EB_NODE_NAME], host[256];
	char why[1200];          /* "" for ALONE and GOOD */
	struct eb_gtids has;     /* GOOD: all that the peer had */
	struct eb_gtids request; /* GOOD, MariaDB: from where on its log is to be asked for */
};

/*
 * Looks for the peer and compares.  view is what this server was before the peer was asked; it is
 * taken anew, since either may have gone on meanwhile.  Free the meeting in any case.  0 or -errno
 * for the local server alone.
 */
int eb_peer_meet(const struct eb_call *call, struct eb_local *local, struct eb_view *view,
		 struct eb_meeting *meeting);
void eb_meeting_free(struct eb_meeting *meeting);

/* Why settings of this server make a pair impossible, whatever the peer's are; "" for none. */
const char *eb_peer_unfit(const struct eb_view *own, char *buf, size_t size);

/* Why the two make no pair, in words that name node, value and what is wanted; "" for none. */
const char *eb_peer_clash(const struct eb_view *own, const struct eb_view *peer, const char *node,
			  char *buf, size_t size);

/* Compares the histories: before and after are this server's before and after the peer's. */
int eb_peer_compare(const struct eb_view *before, const struct eb_view *peer,
		    const struct eb_view *after, struct eb_meeting *meeting);

#endif
