// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which nodes are members of the cluster, by corosync, the only authority on who is dead; and
 * what corosync knows of them: names, and whether their links work.
 *
 * Membership and links come as events. Connected once a second until it works, as the group of
 * daemons (member.h).
 */
#ifndef EB_QUORUM_H
#define EB_QUORUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <qb/qbloop.h>

struct hb_quorum;

struct hb_quorum_calls {
	/* A node of corosync's nodelist; all of them are named before anything else. */
	void (*node)(void *data, uint32_t node, const char *name);
	/* A link of a node to this one, now and when it changes; address: this node's own there,
	 * NULL when it is not known. */
	void (*link)(void *data, uint32_t node, unsigned int link, const char *address, bool up);
	void (*members)(void *data, const uint32_t *nodes, size_t n, bool quorate);
	void (*lost)(void *data); /* corosync is gone: nothing is known any more */
};

struct hb_quorum *hb_quorum_open(qb_loop_t *loop, const struct hb_quorum_calls *calls, void *data);
void hb_quorum_close(struct hb_quorum *quorum);

/*
 * Lets this user speak to corosync, as a file in uidgid.d does from corosync's next start on;
 * without effect when corosync does not run. For root.
 */
void hb_quorum_admit(uid_t uid);

#endif
