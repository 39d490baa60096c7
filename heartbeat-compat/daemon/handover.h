// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A move under way: followed by where Pacemaker runs the lines, until all of them have arrived, or
 * until Pacemaker has nothing left to do and still has not moved one, which is a move that will
 * not be. There is one at a time: one that begins takes the place of the one under way.
 */
#ifndef EB_HANDOVER_H
#define EB_HANDOVER_H

#include "heartbeat-compat/daemon/compatd.h"

enum hb_phase {
	HB_REST,
	HB_GIVING, /* this node hands over */
	HB_TAKING, /* others were asked to */
};

struct hb_handover;

/* The end of one, told while phase and scope are still its own. */
typedef void hb_handover_over(void *data);

struct hb_handover *hb_handover_new(struct hb_daemon *daemon, hb_handover_over *over, void *data);
void hb_handover_free(struct hb_handover *handover);

enum hb_phase hb_handover_phase(const struct hb_handover *handover);

/* Is the line one of those that are moved? For one under way. */
bool hb_handover_concerns(const struct hb_handover *handover, const struct hb_line *line);

/* When it is given up at the latest. */
int64_t hb_handover_until(const struct hb_handover *handover);

/* Of one under way: had all lines of the scope arrived when they were looked at last? */
bool hb_handover_arrived(const struct hb_handover *handover);

/*
 * One under way that has arrived is done by that; another one is given up. scope is what this node
 * calls it. to: who asked for it, with HB_GIVING: the lines are those that he means, and they are
 * to arrive at his node and no other; NULL: wherever Pacemaker has a place.
 */
void hb_handover_begin(struct hb_handover *handover, enum hb_phase phase, enum hb_scope scope,
		       const char *to);

/* Pacemaker is being told what to do (begun), and has been: before that nothing can move. */
void hb_handover_telling(struct hb_handover *handover, bool begun);

/* It counts no more: text says why to who waits. */
void hb_handover_cancel(struct hb_handover *handover, const char *text);

/* Pacemaker moved something, or may have: look where everything is. */
void hb_handover_look(struct hb_handover *handover);
void hb_handover_tick(struct hb_handover *handover, int64_t now_ms);

/*
 * The number of the one that began last; and of a number `state` (moving, done or failed), `text`
 * (its end) and for each line `line` (TEXT and NODE parted by a tab; NODE is empty where it does
 * not run, ? where part of it does).
 */
unsigned int hb_handover_number(const struct hb_handover *handover);
void hb_handover_tell(const struct hb_handover *handover, unsigned int number, struct hb_msg *msg);

#endif
