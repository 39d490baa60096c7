// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Keeps the CIB at what /etc/ha.d says, as long as all nodes say the same.
 *
 * Every node translates its own files and tells the others the digest of what came out. When
 * all that are there tell the same, the one with the smallest id of those where Pacemaker runs brings
 * the CIB to it. When they do not (agreement.h), nothing is changed.
 */
#ifndef EB_OWNER_H
#define EB_OWNER_H

#include "heartbeat-compat/daemon/compatd.h"

struct hb_owner *hb_owner_new(struct hb_daemon *daemon);
void hb_owner_free(struct hb_owner *owner);

/* /etc/ha.d was read again: translate it. */
void hb_owner_translate(struct hb_owner *owner);

/* Something changed that decides whether and by whom the CIB is brought along. */
void hb_owner_look(struct hb_owner *owner);

/* What this node found in the CIB, as the one that brings it along, into a status message. */
void hb_owner_add(const struct hb_owner *owner, struct hb_msg *status);

/* A status message of a node: what it has brought, if it is the one that does. */
void hb_owner_heard(struct hb_owner *owner, const struct hb_peer *peer, const struct hb_msg *msg);

/* Has passed: looks again when it is time to. */
void hb_owner_tick(struct hb_owner *owner, int64_t now_ms);

#endif
