// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ARP about one IPv4 address on one interface: announce it, ask who has it, hear
 * when somebody else claims it (RFC 826, RFC 5227).
 *
 * The packet socket lets the kernel build the link header, so that 20-byte
 * InfiniBand addresses (RFC 4391) work like Ethernet's, and it lets only messages pass
 * whose sender claims the address: a busy network does not wake us.
 */
#ifndef EB_ARP_H
#define EB_ARP_H

#include "lib/addr.h"
#include "lib/link.h"

struct eb_arp {
	int fd;
	struct eb_addr addr;
	struct eb_hwaddr hw; /* whose address it is; eb_arp_open takes the interface's */
	int index;
	uint16_t type; /* ARPHRD_... as it goes over the wire */
	struct eb_hwaddr broadcast;
};

#define EB_ARP_CLOSED ((struct eb_arp) { .fd = -1 })

/* Opens a socket for addr on link; needs CAP_NET_RAW.  -errno. */
int eb_arp_open(struct eb_arp *arp, const struct eb_link *link, const struct eb_addr *addr);

/* For EB_CLEAN. */
void eb_arp_close(struct eb_arp *arp);

/*
 * Tells all neighbours that addr is at hw: as a request for itself, or as a reply
 * that nobody asked for.  Some switches and hosts heed only the one, some only the
 * other.
 */
int eb_arp_announce_request(const struct eb_arp *arp);
int eb_arp_announce_reply(const struct eb_arp *arp);

/* Asks who has addr without claiming it: the sender is 0.0.0.0 (RFC 5227 section 2.1.1). */
int eb_arp_probe(const struct eb_arp *arp);

/*
 * Listens until the deadline (eb_clock_ms) for somebody else who claims addr.
 * 1: *who does; 0: nobody; -errno.  Probes of others are no claim: a switch that
 * tracks its hosts sends them.
 */
int eb_arp_listen(const struct eb_arp *arp, int64_t deadline_ms, struct eb_hwaddr *who);

#endif
