// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Addresses on two nodes: address_check. A node that has an address of haresources asks its
 * network who else does (ARP probes, RFC 5227), which shows a split brain although the nodes do
 * not hear each other. IPv6 does so by itself: the kernel detects duplicates.
 */
#ifndef EB_DOUBLES_H
#define EB_DOUBLES_H

#include "heartbeat-compat/daemon/compatd.h"

struct hb_doubles;

struct hb_doubles *hb_doubles_new(struct hb_daemon *daemon);
void hb_doubles_free(struct hb_doubles *doubles);
void hb_doubles_tick(struct hb_doubles *doubles, int64_t now_ms);

#endif
