// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Handing lines over: hb_standby, hb_takeover, and what is left of them.
 *
 * As in Heartbeat a handing over is a single move, no lasting state: the node sets attributes
 * that make others better (hb-away-LINE, a positive score for everybody else), so it still
 * takes over when they die, and clears them at the next change of membership. With
 * auto_failback off they go as soon as the move is done, since then lines stay where they are.
 * See handover.h for the move, marks.h for the attributes.
 */
#ifndef EB_STANDBY_H
#define EB_STANDBY_H

#include "heartbeat-compat/daemon/handover.h"

struct hb_standby *hb_standby_new(struct hb_daemon *daemon);
void hb_standby_free(struct hb_standby *standby);

/*
 * This node hands over (HB_GIVING), or takes, and the others are asked to hand over (HB_TAKING).
 * begun is told at once or soon: 0; -ENOTCONN: nobody could take it; -EBUSY: such a move is under
 * way already; -EAGAIN: the configuration is not translated yet; -EHOSTDOWN: the daemons of all
 * others say nothing, so nobody would hear it. begun may be NULL.
 */
typedef void hb_standby_begun(void *data, int failed);
void hb_standby_begin(struct hb_standby *standby, enum hb_phase phase, enum hb_scope scope,
		      hb_standby_begun *begun, void *data);

/* The number of the move that began last, and how one goes: see handover.h. */
unsigned int hb_standby_number(const struct hb_standby *standby);
void hb_standby_tell(const struct hb_standby *standby, unsigned int number, struct hb_msg *msg);

/* A node announced that it hands over (t=standby), or asks others to (t=takeover). */
void hb_standby_heard(struct hb_standby *standby, const struct hb_peer *peer,
		      const struct hb_msg *msg);

/* This node will not do what was asked: why goes on after "the daemon of node NAME". */
void hb_standby_refuse(struct hb_standby *standby, const char *to, const char *why);

/* A node will not do what it was asked to (t=refused, to, why). */
void hb_standby_refused(struct hb_standby *standby, const struct hb_peer *peer,
			const struct hb_msg *msg);

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
