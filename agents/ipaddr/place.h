// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where a virtual address goes: the interface and what surrounds the address there,
 * from the parameters and, for what they leave open, from the connected route.
 */
#ifndef EB_AGENTS_IPADDR_PLACE_H
#define EB_AGENTS_IPADDR_PLACE_H

#include "agents/ipaddr/vip.h"

struct eb_place {
	struct eb_link link;
	struct eb_ifaddr ifaddr; /* ready to be added */
};

/* Fills in the place.  OCF_SUCCESS, or the code of a failure that has been told. */
enum eb_ocf eb_place_find(struct eb_vip *vip, struct eb_place *place);

/*
 * The configured interface cannot be had (-ENODEV or another -errno): tells it and returns
 * the code.  In a cluster another node may have the interface, so this one is
 * ruled out; without a cluster around, it is the parameter that is wrong.
 */
enum eb_ocf eb_place_missing(const struct eb_vip *vip, int err);

#endif
