// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What LVS direct routing asks of a virtual address.  A real server keeps the address
 * on its loopback to accept what the director forwards; the node that becomes the
 * director itself needs it on the network instead, and back on the loopback after.
 * For IPv6 the address merely must not be chosen as a source (RFC 6724 labels).
 */
#ifndef EB_AGENTS_IPADDR_LVS_H
#define EB_AGENTS_IPADDR_LVS_H

#include "agents/ipaddr/vip.h"

/* Takes the copies on the loopback away and writes them down.  0 or -errno. */
int eb_lvs_hide(struct eb_vip *vip);

/* Puts back what eb_lvs_hide took away.  0, also when that was nothing; -errno. */
int eb_lvs_show(struct eb_vip *vip);

/* Gives the IPv6 address a label of its own, or takes it away.  There already, gone already: 0. */
int eb_lvs_label(struct eb_vip *vip);
int eb_lvs_unlabel(struct eb_vip *vip);

#endif
