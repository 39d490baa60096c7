// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How good this member of the set is: as a score for promotion, as the attribute by which readers
 * are led, and in words for people.  In few steps, so that the cluster is written to only when
 * something has changed.
 */
#ifndef EB_AGENTS_DATABASE_STANDING_H
#define EB_AGENTS_DATABASE_STANDING_H

#include "agents/database/conf.h"
#include "agents/database/view.h"

enum {
	EB_STANDING_PROMOTED = 1001,
	EB_STANDING_ELECTED = 1000, /* whom an election found to have more */
	EB_STANDING_GOOD = 900,
	EB_STANDING_BEHIND = 500,
	EB_STANDING_BAD = 10,
	EB_STANDING_BEATEN = 1,
	EB_STANDING_KEEP =
		-1, /* what was said before: the reason may be that the primary is dead */
};

struct eb_standing {
	long score;
	bool readable;
	char why[400]; /* "" when all is well */
};

/* Is it a primary: writable, and nobody's replica? */
bool eb_view_is_primary(const struct eb_view *view);

/* What the view alone does not tell. */
struct eb_standing_facts {
	bool led;       /* there is a primary: it was asked, and is one */
	bool alone;     /* commits wait for a receipt, and no replica is connected */
	bool unasked;   /* receipts are required, and commits do not wait for them */
	bool unstarted; /* the server was started without replication, and nobody has started it */
};

/* What this view deserves. */
void eb_standing_of(const struct eb_mysql_conf *conf, const struct eb_view *view,
		    const struct eb_standing_facts *facts, struct eb_standing *standing);

/* Tells the cluster what has changed. */
void eb_standing_tell(const struct eb_call *call, const struct eb_standing *standing, bool always);

/* It must not be promoted, and why; it stays so until it is told otherwise. */
void eb_standing_refuse(const struct eb_call *call, const char *why);

#endif
