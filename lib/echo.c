// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <linux/icmp.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "lib/clock.h"
#include "lib/core.h"
#include "lib/echo.h"

enum { V4, V6, FAMILIES, GAP_MS = 1000, PAYLOAD = 56, IPV4_HEADER_MAX = 60 };

static const int families[FAMILIES] = { [V4] = AF_INET, [V6] = AF_INET6 };

/* An echo request and its answer: same layout for ICMP (RFC 792) and ICMPv6 (RFC 4443). */
struct packet {
	uint8_t type, code;
	uint16_t checksum, id, sequence;
	uint64_t cookie;
	uint16_t host;
} __attribute__((packed));

struct round {
	struct eb_echo *hosts;
	size_t n, open; /* open: not answered yet */
	struct {
		int fd;
		bool raw; /* answers come with an IPv4 header, checksums are ours */
	} sockets[FAMILIES];
	uint64_t cookie;
	uint8_t *buf;
	size_t size; /* of a request */
};

static int family_of(const struct eb_echo *host)
{
	switch (host->addr.ss_family) {
	case AF_INET: return V4;
	case AF_INET6: return V6;
	default: return -1;
	}
}

static int set_options(int fd, int family, const struct eb_echo_how *how)
{
	static const struct {
		int level, ttl, tos;
	} names[FAMILIES] = {
		[V4] = { IPPROTO_IP, IP_TTL, IP_TOS },
		[V6] = { IPPROTO_IPV6, IPV6_UNICAST_HOPS, IPV6_TCLASS },
	};
	socklen_t length = family == V4 ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
	int level = names[family].level;

	if (how->ttl && setsockopt(fd, level, names[family].ttl, &how->ttl, sizeof(how->ttl)) < 0)
		return -errno;
	if (how->tos && setsockopt(fd, level, names[family].tos, &how->tos, sizeof(how->tos)) < 0)
		return -errno;
	if (how->interface && setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, how->interface,
					 (socklen_t)strlen(how->interface)) < 0)
		return -errno;
	if (how->source && how->source->ss_family == families[family] &&
	    bind(fd, (const struct sockaddr *)how->source, length) < 0)
		return -errno;
	return 0;
}

/* A raw socket sees every ICMP packet of the host: let the kernel keep all but answers away. */
static void filter(int fd, int family)
{
	struct icmp_filter v4 = { ~(1U << ICMP_ECHOREPLY) };
	struct icmp6_filter v6;

	ICMP6_FILTER_SETBLOCKALL(&v6);
	ICMP6_FILTER_SETPASS(ICMP6_ECHO_REPLY, &v6);
	if (family == V4)
		setsockopt(fd, SOL_RAW, ICMP_FILTER, &v4, sizeof(v4));
	else
		setsockopt(fd, IPPROTO_ICMPV6, ICMP6_FILTER, &v6, sizeof(v6));
}

/* An ICMP datagram socket where net.ipv4.ping_group_range allows it, else a raw one. */
static int open_socket(struct round *round, int family, const struct eb_echo_how *how)
{
	int protocol = family == V4 ? IPPROTO_ICMP : IPPROTO_ICMPV6;
	int flags = SOCK_CLOEXEC | SOCK_NONBLOCK;
	int fd = socket(families[family], SOCK_DGRAM | flags, protocol);

	if (fd < 0) {
		fd = socket(families[family], SOCK_RAW | flags, protocol);
		if (fd < 0)
			return -errno;
		filter(fd, family);
		round->sockets[family].raw = true;
	}
	round->sockets[family].fd = fd;
	return set_options(fd, family, how);
}

/* RFC 1071. */
static uint16_t checksum(const uint8_t *data, size_t length)
{
	uint32_t sum = 0;
	uint16_t word;

	for (size_t i = 0; i + 1 < length; i += 2) {
		memcpy(&word, data + i, 2);
		sum += word;
	}
	if (length % 2) {
		word = 0;
		memcpy(&word, data + length - 1, 1);
		sum += word;
	}
	sum = (sum >> 16) + (sum & 0xffff);
	return (uint16_t) ~(sum + (sum >> 16));
}

static void ask(struct round *round, size_t i, int attempt)
{
	struct eb_echo *host = &round->hosts[i];
	int family = family_of(host);
	struct packet packet = {
		.type = family == V4 ? ICMP_ECHO : ICMP6_ECHO_REQUEST,
		.id = (uint16_t)round->cookie,
		.sequence = htons((uint16_t)(attempt + 1)),
		.cookie = round->cookie,
		.host = (uint16_t)i,
	};

	if (family < 0 || host->answered)
		return;
	memset(round->buf, 0, round->size);
	memcpy(round->buf, &packet, sizeof(packet));
	packet.checksum = checksum(round->buf, round->size);
	memcpy(round->buf, &packet, sizeof(packet)); /* the kernel makes that of ICMPv6 itself */
	host->error = 0;
	if (sendto(round->sockets[family].fd, round->buf, round->size, 0,
		   (const struct sockaddr *)&host->addr,
		   family == V4 ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6)) < 0)
		host->error = -errno;
}

static bool same_address(const struct sockaddr_storage *a, const struct sockaddr_storage *b)
{
	const struct sockaddr_in *a4 = (const void *)a, *b4 = (const void *)b;
	const struct sockaddr_in6 *a6 = (const void *)a, *b6 = (const void *)b;

	if (a->ss_family != b->ss_family)
		return false;
	return a->ss_family == AF_INET
		       ? a4->sin_addr.s_addr == b4->sin_addr.s_addr
		       : !memcmp(&a6->sin6_addr, &b6->sin6_addr, sizeof(a6->sin6_addr));
}

/* Reads all answers that are there. */
static void hear(struct round *round, int family)
{
	size_t room = round->size + IPV4_HEADER_MAX;
	struct sockaddr_storage from;
	struct packet packet;

	for (;;) {
		socklen_t length = sizeof(from);
		ssize_t got = recvfrom(round->sockets[family].fd, round->buf, room, MSG_TRUNC,
				       (struct sockaddr *)&from, &length);
		size_t skip = 0;

		if (got < 0 && errno == EAGAIN)
			return;
		if (got < 0)
			continue; /* an ICMP error that the socket reports once */
		if (round->sockets[family].raw && family == V4)
			skip = 4U * (round->buf[0] & 0xf);
		if (got > (ssize_t)room || (size_t)got < skip + sizeof(packet))
			continue;
		memcpy(&packet, round->buf + skip, sizeof(packet));
		if (packet.type != (family == V4 ? ICMP_ECHOREPLY : ICMP6_ECHO_REPLY) ||
		    packet.cookie != round->cookie || packet.host >= round->n ||
		    round->hosts[packet.host].answered ||
		    !same_address(&from, &round->hosts[packet.host].addr))
			continue;
		round->hosts[packet.host].answered = true;
		round->open--;
	}
}

/* Listens until the time is over or nobody is left to be waited for. */
static void listen_until(struct round *round, int64_t until_ms)
{
	struct pollfd fds[FAMILIES];
	int n;

	for (int f = 0; f < FAMILIES; f++)
		fds[f] = (struct pollfd) { .fd = round->sockets[f].fd, .events = POLLIN };
	while (round->open > 0) {
		n = poll(fds, FAMILIES, eb_clock_left(until_ms));
		if (n == 0 || (n < 0 && errno != EINTR))
			return;
		for (int f = 0; n > 0 && f < FAMILIES; f++)
			if (fds[f].revents)
				hear(round, f);
	}
}

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static void ask_all(struct round *round, const struct eb_echo_how *how)
{
	int64_t start_ms = eb_clock_ms(), last_ms;
	int gap_ms = how->timeout_ms < GAP_MS ? how->timeout_ms : GAP_MS;

	for (int attempt = 0; attempt < how->attempts && round->open > 0; attempt++) {
		for (size_t i = 0; i < round->n; i++)
			ask(round, i, attempt);
		last_ms = start_ms + (int64_t)attempt * gap_ms;
		last_ms += attempt + 1 < how->attempts ? gap_ms : how->timeout_ms;
		listen_until(round, earlier(last_ms, how->until_ms));
		if (eb_clock_left(how->until_ms) == 0)
			return;
	}
}

int eb_echo(struct eb_echo *hosts, size_t n, const struct eb_echo_how *how)
{
	struct round round = {
		.hosts = hosts,
		.n = n < EB_ECHO_HOSTS ? n : EB_ECHO_HOSTS,
		.sockets = { { .fd = -1 }, { .fd = -1 } },
	};
	int payload = how->payload ? how->payload : PAYLOAD, r = 0;

	round.size = sizeof(struct icmphdr) + (size_t)payload;
	if (round.size < sizeof(struct packet))
		round.size = sizeof(struct packet);
	round.buf = calloc(1, round.size + IPV4_HEADER_MAX);
	if (!round.buf)
		return -ENOMEM;
	if (getrandom(&round.cookie, sizeof(round.cookie), 0) < 0)
		r = -errno;
	for (size_t i = 0; r == 0 && i < round.n; i++) {
		int family = family_of(&hosts[i]);

		hosts[i].answered = false;
		if (family >= 0)
			round.open++;
		if (family >= 0 && round.sockets[family].fd < 0)
			r = open_socket(&round, family, how);
	}
	if (r == 0)
		ask_all(&round, how);
	for (int f = 0; f < FAMILIES; f++)
		if (round.sockets[f].fd >= 0)
			close(round.sockets[f].fd);
	free(round.buf);
	return r;
}
