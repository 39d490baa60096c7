// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The daemons of all nodes, as members of one closed process group of corosync (CPG): messages
 * reach them all in the same order, and so does the news of who came and went.
 *
 * When corosync is not there, is busy or goes away, the group is joined again, soon at first and
 * then once a second, until it works. Nothing here waits: a message that cannot go out now (flow control) is kept and tried
 * again; the oldest one is dropped when too many wait, since a later status says it better.
 */
#ifndef EB_MEMBER_H
#define EB_MEMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <qb/qbloop.h>

#include "heartbeat-compat/daemon/fields.h"

struct hb_member;

struct hb_member_calls {
	void (*up)(void *data, uint32_t self); /* joined; self is our node id */
	void (*down)(void *data);              /* corosync is gone */
	void (*came)(void *data, uint32_t node);
	/* its daemon; alive: its node lives on */
	void (*went)(void *data, uint32_t node, bool alive);
	/* a message, our own too. Text that is none: msg NULL, failed says why */
	void (*heard)(void *data, uint32_t node, const struct hb_msg *msg, int failed);
};

/* Joins as soon as it can. Free with hb_member_close. */
struct hb_member *hb_member_open(qb_loop_t *loop, const struct hb_member_calls *calls, void *data);
void hb_member_close(struct hb_member *member);

/* Sends to all members. Without corosync it is dropped. */
void hb_member_send(struct hb_member *member, const struct hb_msg *msg);

/*
 * Sends the last message of all, and calls gone when the group has delivered it to us and so to
 * every other member in the same place of the order; the group is left only then. Not yet in the
 * group, it is joined first. gone comes after a few seconds whatever happens, and at once when
 * corosync is not there to deliver anything.
 */
typedef void hb_member_gone(void *data);
void hb_member_leave(struct hb_member *member, const struct hb_msg *last, hb_member_gone *gone);

/* Of the nodes whose daemon is in the group the one with the next larger id; 0: none has one, or we
 * are not in the group. */
uint32_t hb_member_next(const struct hb_member *member, uint32_t node);

/* Is this node's daemon in the group? */
bool hb_member_has(const struct hb_member *member, uint32_t node);

/* The process that is the node's controller of Pacemaker now, 0: there is none, or we are not in
 * the group. Pacemaker 2 and 3 join CPG's group "crmd" with it. */
uint32_t hb_member_controller(const struct hb_member *member, uint32_t node);

#endif
