// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * frames INTERFACE: prints what is announced to this interface, a line a frame, until it is
 * killed:
 *
 *   arp request SENDER-IP SENDER-MAC TARGET-IP
 *   arp reply SENDER-IP SENDER-MAC TARGET-IP
 *   advert TARGET-IP MAC
 */
#include <arpa/inet.h>
#include <err.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/icmp6.h>
#include <netinet/if_ether.h>
#include <netinet/ip6.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static const char *mac(const unsigned char *bytes, char buf[18])
{
	snprintf(buf, 18, "%02x:%02x:%02x:%02x:%02x:%02x", bytes[0], bytes[1], bytes[2], bytes[3],
		 bytes[4], bytes[5]);
	return buf;
}

static void print_arp(const unsigned char *frame, size_t len)
{
	char sender[INET_ADDRSTRLEN], target[INET_ADDRSTRLEN], hw[18];
	struct ether_arp arp;

	if (len < sizeof(arp))
		return;
	memcpy(&arp, frame, sizeof(arp));
	printf("arp %s %s %s %s\n", ntohs(arp.ea_hdr.ar_op) == ARPOP_REQUEST ? "request" : "reply",
	       inet_ntop(AF_INET, arp.arp_spa, sender, sizeof(sender)), mac(arp.arp_sha, hw),
	       inet_ntop(AF_INET, arp.arp_tpa, target, sizeof(target)));
}

static void print_advert(const unsigned char *frame, size_t len)
{
	struct {
		struct ip6_hdr ip;
		struct nd_neighbor_advert advert;
		struct nd_opt_hdr option;
		unsigned char hw[6];
	} __attribute__((packed)) packet;
	char target[INET6_ADDRSTRLEN], hw[18];
	struct in6_addr addr;

	if (len < sizeof(packet))
		return;
	memcpy(&packet, frame, sizeof(packet));
	if (packet.ip.ip6_nxt != IPPROTO_ICMPV6 || packet.advert.nd_na_type != ND_NEIGHBOR_ADVERT)
		return;
	addr = packet.advert.nd_na_target;
	printf("advert %s %s\n", inet_ntop(AF_INET6, &addr, target, sizeof(target)),
	       mac(packet.hw, hw));
}

int main(int argc, char **argv)
{
	struct sockaddr_ll at = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL) };
	int fd = socket(AF_PACKET, SOCK_DGRAM, 0);

	if (argc != 2)
		errx(2, "usage: frames INTERFACE");
	at.sll_ifindex = (int)if_nametoindex(argv[1]);
	if (fd < 0 || !at.sll_ifindex || bind(fd, (struct sockaddr *)&at, sizeof(at)) < 0)
		err(1, "%s", argv[1]);
	puts("ready");
	for (;;) {
		unsigned char frame[2048];
		socklen_t size = sizeof(at);
		ssize_t len;

		fflush(stdout);
		len = recvfrom(fd, frame, sizeof(frame), 0, (struct sockaddr *)&at, &size);
		if (len < 0)
			err(1, "%s", argv[1]);
		if (at.sll_pkttype == PACKET_OUTGOING)
			continue;
		if (at.sll_protocol == htons(ETH_P_ARP))
			print_arp(frame, (size_t)len);
		else if (at.sll_protocol == htons(ETH_P_IPV6))
			print_advert(frame, (size_t)len);
	}
}
