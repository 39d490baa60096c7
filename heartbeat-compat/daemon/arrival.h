// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Whether what all nodes agree on has arrived in the CIB. One of them brings it there, and its status
 * says so; when that does not come in time the others, whose logs would have nothing of it, say it.
 */
#ifndef EB_ARRIVAL_H
#define EB_ARRIVAL_H

#include <stdbool.h>
#include <stdint.h>

enum { HB_ARRIVAL_MS = 60000 }; /* several attempts, and Pacemaker's start */

/* Begins with zeroes. */
struct hb_arrival {
	char *digest;     /* what is agreed on; NULL: nothing. For g_free at the end */
	int64_t since_ms; /* waited for since then; 0: it has arrived, or its absence was said */
};

/* What the nodes agree on now; digest NULL: on nothing. */
void hb_arrival_agreed(struct hb_arrival *arrival, const char *digest, int64_t now_ms);

/* Is anything waited for? */
bool hb_arrival_waits(const struct hb_arrival *arrival);

/* This is in the CIB. */
void hb_arrival_came(struct hb_arrival *arrival, const char *digest);

/* It should have come. True once for what was agreed on. */
bool hb_arrival_late(struct hb_arrival *arrival, int64_t now_ms);

#endif
