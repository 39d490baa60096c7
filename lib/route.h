// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which interface an address belongs to: the one whose connected network contains it.
 */
#ifndef EB_ROUTE_H
#define EB_ROUTE_H

#include "lib/addr.h"
#include "lib/netlink.h"

struct eb_route {
	struct eb_addr net;
	int prefix;
	int index; /* interface */
	uint32_t metric;
	struct eb_addr src; /* the host's own address there; family 0: not said */
};

/*
 * The most specific route of the main table that reaches addr without a gateway,
 * among equals the one with the lowest metric.  Default routes, and routes of other
 * types than unicast, do not count.  index 0: on any interface; longest: at most this
 * many bits of prefix.  -ENOENT when there is none; else -errno.
 */
int eb_route_connected(struct eb_nl *nl, const struct eb_addr *addr, int index, int longest,
		       struct eb_route *route);

#endif
