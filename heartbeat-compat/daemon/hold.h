// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Takeovers that wait: takeover_delay and takeover manual.
 *
 * The idea: Pacemaker reacts to a death within milliseconds, so whoever wants it to wait has to
 * say so before. Each daemon tells in its status which lines its node serves, and every other
 * daemon forbids those lines to its own node beforehand (attribute hb-hold-LINE, for which the
 * CIB has a rule of minus infinity). While the serving node lives, it can take its claim back,
 * and Pacemaker moves the line at once: hb_standby, a lost ping node, a failed service, an
 * orderly stop. When it dies, its claim stands, until the delay is over or somebody says
 * hb_takeover.
 *
 * A daemon that says nothing any more (it was ended, or killed) takes no claim back; what its node
 * served stands as long as Pacemaker does not know that the line was stopped there. So an
 * orderly stop of the whole node frees its lines, and the death of one whose daemon is off waits.
 */
#ifndef EB_HOLD_H
#define EB_HOLD_H

#include "heartbeat-compat/daemon/compatd.h"

struct hb_hold;

struct hb_hold *hb_hold_new(struct hb_daemon *daemon);
void hb_hold_free(struct hb_hold *hold);

/* Our own claims, into a status message; those of a peer, out of one (claims.h). */
void hb_hold_add(const struct hb_hold *hold, struct hb_msg *status);
void hb_hold_heard(struct hb_hold *hold, const struct hb_peer *peer, const struct hb_msg *status);

/* A peer's daemon says nothing any more: it took leave, or left the group. NULL is nobody. */
void hb_hold_silent(struct hb_hold *hold, const struct hb_peer *peer);

/* A peer handed its lines over by hb_standby, so they are not to come back to it by themselves;
 * peer NULL: that is over for all of them. */
void hb_hold_gave(struct hb_hold *hold, const struct hb_peer *peer, bool gave);
bool hb_hold_has_given(const struct hb_hold *hold, const struct hb_peer *peer);

/* An action of Pacemaker's on this node ended: rc 0 is success. */
void hb_hold_acted(struct hb_hold *hold, const char *line, int rc);

/* A reload: of old lines that are not among the new ones nothing stays. */
void hb_hold_dropped(struct hb_hold *hold, const struct hb_lines *old,
		     const struct hb_lines *lines);

/* There may be other lines, or places: look. */
void hb_hold_look(struct hb_hold *hold);
void hb_hold_tick(struct hb_hold *hold, int64_t now_ms);

/* The operator says that the lines may be taken over: how many were waiting. */
unsigned int hb_hold_release(struct hb_hold *hold, enum hb_scope scope);

#endif
