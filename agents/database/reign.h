// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What lasts of a primary: who it is, what it had when it began, and its last word when it was
 * demoted by order.  It lies in the CIB, where it outlives the node.
 */
#ifndef EB_AGENTS_DATABASE_REIGN_H
#define EB_AGENTS_DATABASE_REIGN_H

#include "agents/database/cluster.h"

struct eb_reign {
	char primary[EB_NODE_NAME]; /* "" when there never was one */
	char began[1024];           /* its position then; "" when it is not known */
	char since[32];             /* when that was, and later than the one before */
	bool ended;                 /* it was demoted by order... */
	char last[1024];            /* ...with that position; "" when it cannot be read */
};

/*
 * RESOURCE_PRIMARY is "n1|0-1-7|1764277464", and "n1|0-1-7|1764277464|0-1-9|." when it was demoted.
 * Reads a text that may have been cut.
 */
void eb_reign_read(const char *text, struct eb_reign *reign);

/* 0 or -errno; the reign is set in any case. */
int eb_reign_recall(const struct eb_call *call, struct eb_reign *reign);

/*
 * Writes down that this node is the primary from this position on, after the reign before.  Before
 * anybody can write: what is found here is believed.  0 or -errno.
 */
int eb_reign_begin(const struct eb_call *call, const struct eb_reign *before, const char *position);

/* Adds what this node had when it ceased to be the primary, if it is the one of the record. */
void eb_reign_end(const struct eb_call *call, const char *position);

#endif
