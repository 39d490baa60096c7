// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Addresses on interfaces: listed, added, deleted.  An address is found by its
 * bytes; its prefix length, label and interface are what the kernel says, not what
 * somebody expects, so that a copy with another prefix cannot hide.
 */
#ifndef EB_IFADDR_H
#define EB_IFADDR_H

#include <linux/if_addr.h>
#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"
#include "lib/netlink.h"

struct eb_ifaddr {
	struct eb_addr addr; /* the local address (IFA_LOCAL) */
	struct eb_addr peer; /* of a point-to-point address; else equal to addr */
	struct eb_addr broadcast;
	int index; /* interface */
	int prefix;
	uint8_t scope;          /* RT_SCOPE_... */
	uint32_t flags;         /* IFA_F_... */
	uint32_t valid, usable; /* lifetimes in seconds; EB_FOREVER; usable: preferred */
	uint32_t metric;        /* of the prefix route; 0: the kernel's */
	char label[IFNAMSIZ];   /* IPv4 */
};

#define EB_FOREVER 0xffffffffU

struct eb_ifaddrs {
	struct eb_ifaddr *at;
	size_t n;
};

/*
 * Lists addresses of a family.  index 0: on every interface; addr NULL: all, else
 * only the copies of this one.  The caller frees with eb_ifaddrs_free.  An interface
 * that does not exist has no addresses.  -errno.
 */
int eb_ifaddr_list(struct eb_nl *nl, int family, int index, const struct eb_addr *addr,
		   struct eb_ifaddrs *list);

/* Frees the list; for EB_CLEAN. */
void eb_ifaddrs_free(struct eb_ifaddrs *list);

/* Adds the address.  -EEXIST when it is there with this prefix, else the kernel's -errno. */
int eb_ifaddr_add(struct eb_nl *nl, const struct eb_ifaddr *ifaddr);

/*
 * Deletes the address and leaves every other one in place.  An IPv4 address that is
 * the first of its subnet takes the others with it (net/ipv4/devinet.c) unless the
 * interface's promote_secondaries is on: so it is switched on when there are others,
 * and where that cannot be done (a read-only /proc/sys), those that went are added
 * again.  0 also when the address was gone already; -errno.
 */
int eb_ifaddr_delete(struct eb_nl *nl, const struct eb_ifaddr *ifaddr);

#endif
