// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tells the neighbours where an address is now: ARP for IPv4, an unsolicited
 * neighbour advertisement for IPv6 (RFC 4861 section 7.2.6).
 */
#ifndef EB_ANNOUNCE_H
#define EB_ANNOUNCE_H

#include "lib/addr.h"
#include "lib/arp.h"
#include "lib/link.h"

/* What an IPv4 round consists of. */
enum { EB_ARP_REQUEST = 1 << 0, EB_ARP_REPLY = 1 << 1, EB_ARP_BOTH = 3 };

struct eb_announce {
	struct eb_addr addr;
	struct eb_link link;
	struct eb_arp arp; /* IPv4 */
	int fd;            /* IPv6 */
};

#define EB_ANNOUNCE_CLOSED ((struct eb_announce) { .fd = -1, .arp = EB_ARP_CLOSED })

/*
 * Opens what is needed to announce addr on link.  An IPv6 address has to be on the
 * interface already and past duplicate address detection, as the advertisement is
 * sent from it.  -errno.
 */
int eb_announce_open(struct eb_announce *announce, const struct eb_link *link,
		     const struct eb_addr *addr);

/* The same for the interface of this name.  -ENODEV when there is none. */
int eb_announce_open_on(struct eb_announce *announce, const char *interface,
			const struct eb_addr *addr);

/* For EB_CLEAN. */
void eb_announce_close(struct eb_announce *announce);

/* Sends one round; what: EB_ARP_..., ignored for IPv6.  0 or the first -errno. */
int eb_announce_send(const struct eb_announce *announce, int what);

/* Sends this many rounds, interval_ms apart.  0 or the -errno that ended it. */
int eb_announce_rounds(const struct eb_announce *announce, int what, long rounds, long interval_ms);

#endif
