// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A network interface as the kernel sees it, and whether anything can pass it.
 */
#ifndef EB_LINK_H
#define EB_LINK_H

#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>

#include "lib/netlink.h"

/* The loopback device has this number in every namespace (include/net/net_namespace.h). */
enum { EB_LINK_LOOPBACK = 1 };

/* A link-layer address: 6 bytes on Ethernet, 20 on InfiniBand. */
struct eb_hwaddr {
	uint8_t len;
	uint8_t bytes[32]; /* MAX_ADDR_LEN of the kernel */
};

struct eb_link {
	int index;
	char name[IFNAMSIZ];
	unsigned flags;    /* IFF_... */
	uint8_t operstate; /* IF_OPER_... of linux/if.h */
	uint16_t type;     /* ARPHRD_... */
	struct eb_hwaddr hw, broadcast;
};

/*
 * The interface of this name (an altname will do), or, with name NULL, of this
 * index.  -ENODEV when there is none.
 */
int eb_link_get(struct eb_nl *nl, const char *name, int index, struct eb_link *link);

/* Sets the interface administratively up. */
int eb_link_raise(struct eb_nl *nl, const struct eb_link *link);

/*
 * Why nothing can pass the interface ("it is down", "it has no carrier"), or NULL when
 * something can.  The carrier flag is believed rather than operstate, which the
 * kernel's link watch updates up to a second later.
 */
const char *eb_link_trouble(const struct eb_link *link);

/* Do neighbours on this interface have to be told of a new address? */
bool eb_link_has_neighbours(const struct eb_link *link);

/* Is hw the address of any interface of this host?  1, 0 or -errno. */
int eb_link_is_ours(struct eb_nl *nl, const struct eb_hwaddr *hw);

/* "02:00:00:00:00:01"; buf is returned. */
enum { EB_HWADDR_TEXT = 3 * 32 };
const char *eb_hwaddr_print(const struct eb_hwaddr *hw, char buf[EB_HWADDR_TEXT]);
#define eb_hwaddr_text(hw) eb_hwaddr_print((hw), (char[EB_HWADDR_TEXT]) { 0 })

bool eb_hwaddr_equal(const struct eb_hwaddr *a, const struct eb_hwaddr *b);

#endif
