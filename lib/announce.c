// SPDX-License-Identifier: GPL-2.0-or-later
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/icmp6.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/announce.h"
#include "lib/clock.h"
#include "lib/core.h"

/* Neighbours drop advertisements that may have passed a router (RFC 4861 section 7.1.2). */
enum { HOPS = 255 };

static int open_icmp6(const struct eb_link *link, const struct eb_addr *addr)
{
	struct sockaddr_in6 from = { .sin6_family = AF_INET6, .sin6_addr = addr->in6 };
	int hops = HOPS, index = link->index, r = 0;
	int fd = socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMPV6);

	if (fd < 0)
		return -errno;
	if (eb_addr_is_linklocal(addr))
		from.sin6_scope_id = (uint32_t)index;
	if (setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &hops, sizeof(hops)) < 0 ||
	    setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, &index, sizeof(index)) < 0 ||
	    bind(fd, (struct sockaddr *)&from, sizeof(from)) < 0)
		r = -errno;
	if (r == 0)
		return fd;
	close(fd);
	return r;
}

/* To all nodes: addr is at hw, whatever you knew before (override). */
static int advertise(const struct eb_announce *announce)
{
	const struct eb_hwaddr *hw = &announce->link.hw;
	struct sockaddr_in6 to = { .sin6_family = AF_INET6,
				   .sin6_scope_id = (uint32_t)announce->link.index };
	struct {
		struct nd_neighbor_advert head;
		struct nd_opt_hdr option;
		uint8_t room[40];
	} message = { 0 };
	/* Options count in units of 8; RFC 4391 section 9.3 puts two bytes before InfiniBand's 20. */
	size_t pad = hw->len == 20 ? 2 : 0;
	size_t units = (sizeof(message.option) + pad + hw->len + 7) / 8;
	size_t size = sizeof(message.head) + units * 8;

	inet_pton(AF_INET6, "ff02::1", &to.sin6_addr);
	message.head.nd_na_type = ND_NEIGHBOR_ADVERT;
	message.head.nd_na_flags_reserved = ND_NA_FLAG_OVERRIDE;
	message.head.nd_na_target = announce->addr.in6;
	message.option.nd_opt_type = ND_OPT_TARGET_LINKADDR;
	message.option.nd_opt_len = (uint8_t)units;
	memcpy(message.room + pad, hw->bytes, hw->len);
	if (sendto(announce->fd, &message, size, 0, (struct sockaddr *)&to, sizeof(to)) < 0)
		return -errno;
	return 0;
}

int eb_announce_open(struct eb_announce *announce, const struct eb_link *link,
		     const struct eb_addr *addr)
{
	*announce = EB_ANNOUNCE_CLOSED;
	announce->addr = *addr;
	announce->link = *link;
	if (addr->family == AF_INET)
		return eb_arp_open(&announce->arp, link, addr);
	announce->fd = open_icmp6(link, addr);
	return announce->fd < 0 ? announce->fd : 0;
}

int eb_announce_open_on(struct eb_announce *announce, const char *interface,
			const struct eb_addr *addr)
{
	EB_CLEAN(eb_nl_close) struct eb_nl nl = EB_NL_CLOSED;
	struct eb_link link;
	int r = eb_nl_open(&nl, NETLINK_ROUTE);

	*announce = EB_ANNOUNCE_CLOSED;
	if (r == 0)
		r = eb_link_get(&nl, interface, 0, &link);
	return r < 0 ? r : eb_announce_open(announce, &link, addr);
}

void eb_announce_close(struct eb_announce *announce)
{
	eb_arp_close(&announce->arp);
	if (announce->fd >= 0)
		close(announce->fd);
	announce->fd = -1;
}

int eb_announce_send(const struct eb_announce *announce, int what)
{
	int r = 0, s = 0;

	if (announce->addr.family == AF_INET6)
		return advertise(announce);
	if (what & EB_ARP_REQUEST)
		r = eb_arp_announce_request(&announce->arp);
	if (what & EB_ARP_REPLY)
		s = eb_arp_announce_reply(&announce->arp);
	return r < 0 ? r : s;
}

int eb_announce_rounds(const struct eb_announce *announce, int what, long rounds, long interval_ms)
{
	int r = 0;

	for (long i = 0; i < rounds && r == 0; i++) {
		if (i > 0)
			eb_clock_sleep((int)interval_ms, INT64_MAX);
		r = eb_announce_send(announce, what);
	}
	return r;
}
