// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Who gets in at the daemon's socket, before libqb asks who it is.
 *
 * libqb takes every connection and keeps it until its other end speaks or goes: a user who opens
 * a thousand and says nothing would have all our descriptors. But it hands each of them to the
 * loop by handlers of ours, where a refusal closes it. So connections are counted there, by the
 * credentials that the kernel keeps with a socket, and shown out when their time is over.
 *
 * Room is kept for those whose cluster it is: what anybody may fill leaves places for the members
 * of haclient, and these leave places for root and the daemon's own user. A user gets no more than half
 * of what others leave.
 */
#ifndef EB_DOOR_H
#define EB_DOOR_H

#include <sys/types.h>

#include <qb/qbdefs.h>
#include <qb/qbipcs.h>
#include <qb/qbloop.h>

/* The door of this process, which has one: the handlers for qb_ipcs_poll_handlers_set(). */
struct qb_ipcs_poll_handlers *hb_door_open(qb_loop_t *loop);

/* Forgets whom it has seen; the connections are libqb's. */
void hb_door_close(void);

/* A line about a client of this user: one in ten minutes, and of a few users. A flood stays a line. */
void hb_door_complain(uid_t uid, const char *why);

#endif
