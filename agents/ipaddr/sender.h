// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The word about an address on the wire: is it free, it is here now, and does somebody
 * else claim it?
 *
 * Failover time is what a virtual address is for, so RFC 5227's seconds of probing before
 * the first use are split: a few milliseconds of probing before the address is taken (a
 * live owner's kernel answers within one), and then listening for as long as the
 * announcements go on.  What is heard after the start is written down, and the next
 * monitor fails with it.
 */
#ifndef EB_AGENTS_IPADDR_SENDER_H
#define EB_AGENTS_IPADDR_SENDER_H

#include "agents/ipaddr/vip.h"
#include "lib/announce.h"

/*
 * Asks the network of link whether another host has the address.  An answer may be the
 * last word of an owner that is just going, so it has to be repeated for a second.
 * 1: *who has it; 0: nobody answered; -errno.  *announce is opened on the way: the
 * same socket then serves eb_sender_announce, since the kernel takes some 10 ms to close a
 * packet socket (synchronize_net), and the agent would have to wait for that.
 */
int eb_sender_probe(struct eb_vip *vip, const struct eb_link *link, struct eb_announce *announce,
		    struct eb_hwaddr *who);

/*
 * Announces the address `rounds` times: the first before it returns, the rest from a
 * helper process that outlives the agent, or from here where arp_bg is off.
 * *announce is opened when it is not yet; the caller closes it.  0 or -errno.
 */
int eb_sender_announce(struct eb_vip *vip, const struct eb_link *link, struct eb_announce *announce,
		       long rounds);

/* Ends the helper, so that nothing is announced after the address has gone. */
void eb_sender_stop(const struct eb_vip *vip);

/* Who was heard to claim the address after it was started; empty: nobody. */
void eb_sender_conflict(const struct eb_vip *vip, char *who, size_t size);

#endif
