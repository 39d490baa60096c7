// SPDX-License-Identifier: GPL-2.0-or-later
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <net/if_arp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/arp.h"
#include "lib/clock.h"
#include "lib/core.h"

enum { ETHERTYPE_ARP_ = 0x0806 };

/* A message: a fixed head, then hardware and protocol address of sender and target. */
struct head {
	uint16_t hw_type, proto;
	uint8_t hw_len, proto_len;
	uint16_t op;
} __attribute__((packed));

enum { MESSAGE = sizeof(struct head) + 2 * (32 + 4) };

/* Like sockaddr_ll, with room for a link-layer address of any length. */
struct link_addr {
	struct sockaddr_ll ll;
	uint8_t room[32];
};

static socklen_t fill_addr(const struct eb_arp *arp, struct link_addr *to)
{
	*to = (struct link_addr) { .ll = {
					   .sll_family = AF_PACKET,
					   .sll_protocol = htons(ETHERTYPE_ARP_),
					   .sll_ifindex = arp->index,
					   .sll_halen = arp->broadcast.len,
				   } };
	memcpy((char *)to + offsetof(struct sockaddr_ll, sll_addr), arp->broadcast.bytes,
	       arp->broadcast.len);
	return sizeof(*to);
}

/* Passes messages whose sender's protocol address is addr. */
static int filter(int fd, const struct eb_arp *arp)
{
	uint32_t sender = (uint32_t)sizeof(struct head) + arp->hw.len;
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, sender),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ntohl(arp->addr.in.s_addr), 0, 1),
		BPF_STMT(BPF_RET | BPF_K, 0xffffffffU),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	struct sock_fprog prog = { EB_COUNT(code), code };

	if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof(prog)) < 0)
		return -errno;
	return 0;
}

int eb_arp_open(struct eb_arp *arp, const struct eb_link *link, const struct eb_addr *addr)
{
	struct link_addr at;
	int r;

	*arp = (struct eb_arp) {
		.fd = -1,
		.addr = *addr,
		.hw = link->hw,
		.index = link->index,
		.type = link->type == ARPHRD_LOOPBACK ? ARPHRD_ETHER : link->type,
		.broadcast = link->broadcast,
	};
	/* Protocol 0 hears nothing until the filter is in place and bind() says what to hear. */
	arp->fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (arp->fd < 0)
		return -errno;
	r = filter(arp->fd, arp);
	fill_addr(arp, &at);
	if (r == 0 && bind(arp->fd, (struct sockaddr *)&at, sizeof(at.ll)) < 0)
		r = -errno;
	if (r < 0)
		eb_arp_close(arp);
	return r;
}

void eb_arp_close(struct eb_arp *arp)
{
	if (arp->fd >= 0)
		close(arp->fd);
	arp->fd = -1;
}

static uint8_t *put(uint8_t *at, const void *bytes, size_t len)
{
	memcpy(at, bytes, len);
	return at + len;
}

static int transmit(const struct eb_arp *arp, uint16_t op, const struct in_addr *sender,
		    const struct eb_hwaddr *target)
{
	struct head head = { htons(arp->type), htons(0x0800), arp->hw.len, 4, htons(op) };
	uint8_t message[MESSAGE], *end = put(message, &head, sizeof(head));
	struct link_addr to;
	socklen_t len = fill_addr(arp, &to);

	end = put(end, arp->hw.bytes, arp->hw.len);
	end = put(end, sender, 4);
	end = put(end, target->bytes, arp->hw.len);
	end = put(end, &arp->addr.in, 4);
	if (sendto(arp->fd, message, (size_t)(end - message), 0, (struct sockaddr *)&to, len) < 0)
		return -errno;
	return 0;
}

int eb_arp_announce_request(const struct eb_arp *arp)
{
	return transmit(arp, ARPOP_REQUEST, &arp->addr.in, &arp->broadcast);
}

int eb_arp_announce_reply(const struct eb_arp *arp)
{
	return transmit(arp, ARPOP_REPLY, &arp->addr.in, &arp->broadcast);
}

int eb_arp_probe(const struct eb_arp *arp)
{
	static const struct in_addr nobody;
	static const struct eb_hwaddr unknown;

	return transmit(arp, ARPOP_REQUEST, &nobody, &unknown);
}

/* Does the message come from another hardware address than ours?  Fills *who. */
static bool is_foreign(const struct eb_arp *arp, const uint8_t *message, ssize_t len,
		       struct eb_hwaddr *who)
{
	struct head head;

	if (len < (ssize_t)(sizeof(head) + arp->hw.len + 4))
		return false;
	memcpy(&head, message, sizeof(head));
	if (head.hw_len != arp->hw.len || head.proto_len != 4)
		return false;
	*who = (struct eb_hwaddr) { .len = arp->hw.len };
	memcpy(who->bytes, message + sizeof(head), who->len);
	return !eb_hwaddr_equal(who, &arp->hw);
}

int eb_arp_listen(const struct eb_arp *arp, int64_t deadline_ms, struct eb_hwaddr *who)
{
	struct pollfd pfd = { .fd = arp->fd, .events = POLLIN };

	for (;;) {
		uint8_t message[MESSAGE];
		ssize_t len;
		int n = poll(&pfd, 1, eb_clock_left(deadline_ms));

		if (n < 0 && errno != EINTR)
			return -errno;
		if (n == 0)
			return 0;
		len = recv(arp->fd, message, sizeof(message), MSG_DONTWAIT);
		if (len < 0 && errno != EINTR && errno != EAGAIN)
			return -errno;
		if (len > 0 && is_foreign(arp, message, len, who))
			return 1;
	}
}
