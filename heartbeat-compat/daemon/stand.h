// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Whether what comes is old. When the loop stood still (SIGSTOP, a disk that hangs), who asked for something
 * meanwhile has been told that nothing moves. All nodes hear all messages in one order, so with the
 * first word of our own that comes back after it the old ones are over.
 */
#ifndef EB_STAND_H
#define EB_STAND_H

#include <stdbool.h>
#include <stdint.h>

enum { HB_STAND_MS = 5000 }; /* as long as a move may stand still before it is given up */

/* Begins with zeroes. */
struct hb_stand {
	int64_t awake_ms; /* when the loop went round last; 0: not yet */
	int64_t woken;    /* the number of the first word after it; 0: that word is back */
};

/* The loop goes round. So many milliseconds it stood still; 0: it did not. */
int64_t hb_stand_awake(struct hb_stand *stand, int64_t now_ms);

/* The first word after it has been sent, with this sequence number. */
void hb_stand_spoke(struct hb_stand *stand, int64_t sequence);

/* A word of our own came back. */
void hb_stand_heard(struct hb_stand *stand, int64_t sequence);

/* Is what others ask for now of the time when it stood still? */
bool hb_stand_is_old(const struct hb_stand *stand);

#endif
