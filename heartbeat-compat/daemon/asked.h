// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What nodes want of each other when lines are handed over: one announces that it does, asks others
 * to, or says that it will not. What comes of it is a move of this node's (standby.h), begun,
 * or at its end, or leave for lines to come here.
 */
#ifndef EB_ASKED_H
#define EB_ASKED_H

#include "heartbeat-compat/daemon/compatd.h"

/* A node announced that it hands over (t=standby), or asks others to (t=takeover). */
void hb_asked_heard(struct hb_daemon *daemon, const struct hb_peer *peer, const struct hb_msg *msg);

/* This node will not do what was asked: why goes on after "the daemon of node NAME". */
void hb_asked_refuse(struct hb_daemon *daemon, const char *to, const char *why);

/* A node will not do what it was asked to (t=refused, to, why). */
void hb_asked_refused(const struct hb_daemon *daemon, const struct hb_peer *peer,
		      const struct hb_msg *msg);

#endif
