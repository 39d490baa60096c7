// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Handing lines over: hb_standby, hb_takeover, and what is left of them.
 *
 * As in Heartbeat a handing over is a single move, no lasting state: the node sets attributes
 * that make others better (hb-away-LINE, a positive score for everybody else), so it still
 * takes over when they die, and clears them at the next change of membership. With
 * auto_failback off they go as soon as the move is done, since then lines stay where they are.
 * See handover.h for the move, marks.h for the attributes, asked.h for what other nodes want.
 */
#ifndef EB_STANDBY_H
#define EB_STANDBY_H

#include "heartbeat-compat/daemon/handover.h"

struct hb_standby *hb_standby_new(struct hb_daemon *daemon);
void hb_standby_free(struct hb_standby *standby);

/*
 * This node hands over (HB_GIVING), or takes, and the others are asked to hand over (HB_TAKING).
 * to: the node that asked for it, NULL: none did.
 * begun is told at once or soon: 0; -ENOTCONN: nobody could take it; -EBUSY: such a move is under
 * way already; -EAGAIN: the configuration is not translated yet; -EHOSTDOWN: the daemons of all
 * others say nothing, so nobody would hear it.
 */
typedef void hb_standby_begun(void *data, int failed);
void hb_standby_begin(struct hb_standby *standby, enum hb_phase phase, enum hb_scope scope,
		      const char *to, hb_standby_begun *begun, void *data);

/* The number of the move that began last, and how one goes: see handover.h. */
unsigned int hb_standby_number(const struct hb_standby *standby);
void hb_standby_tell(const struct hb_standby *standby, unsigned int number, struct hb_msg *msg);

/* The move that is under way, and its end: text says why to who waits. */
enum hb_phase hb_standby_phase(const struct hb_standby *standby);
void hb_standby_cancel(struct hb_standby *standby, const char *text);

/* What the node calls so may come here: it hands it over. */
void hb_standby_let_in(struct hb_standby *standby, enum hb_scope scope, const char *node);

/* A reload: of old lines that are not among the new ones no mark stays. */
void hb_standby_dropped(struct hb_standby *standby, const struct hb_lines *old,
			const struct hb_lines *lines);

/* Members came or went: what was handed over counts no more. */
void hb_standby_forget(struct hb_standby *standby);

/* Pacemaker moved something, or may have: look where everything is, soon. */
void hb_standby_look(struct hb_standby *standby);
void hb_standby_tick(struct hb_standby *standby, int64_t now_ms);

/* Is this node handing the line over just now? */
bool hb_standby_gives(const struct hb_standby *standby, const struct hb_line *line);

/* Did this node give lines away that have not come back? */
bool hb_standby_away(const struct hb_standby *standby);

#endif
