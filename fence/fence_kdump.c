// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fence_kdump: a node that writes a crash dump says so by itself, again and again, from the
 * kernel that was booted for it (fence_kdump_send of the dump's initramfs): then the old kernel
 * runs no more.  It stands before a real agent, to let the dump be finished.
 *
 * A message is two numbers in the sender's byte order, magic and version, from an address of
 * the node.
 */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/clock.h"
#include "lib/fence.h"

enum { MAX_NODES = 32 };

static const uint32_t magic = 0x1B302A40, version = 1;

struct conf {
	struct eb_fence_std std;
	const char *nodename, *family;
	long port, timeout_ms;
};

static const struct eb_param params[] = {
	{ "nodename", EB_STRING(struct conf, nodename), .letter = 'n',
	  .brief = "Names or addresses of the node, parted by commas" },
	{ "ipport", EB_INT(struct conf, port), .value = "7410", .min = 1, .max = 65535,
	  .letter = 'p', .brief = "UDP port to listen on" },
	{ "family", EB_STRING(struct conf, family), .value = "auto", .choices = "auto|ipv4|ipv6",
	  .letter = 'f', .brief = "Kind of addresses" },
	{ "timeout", EB_SECOND(struct conf, timeout_ms), .value = "60", .letter = 't',
	  .brief = "How long to wait for a message" },
	{ "usage", EB_BOOL(struct conf, std.help), .flags = EB_NO_VALUE | EB_GENERAL,
	  .brief = "Print a summary of the options" },
	{ 0 },
};

struct nodes {
	struct sockaddr_storage addrs[MAX_NODES];
	size_t n;
};

static int family_of(const struct conf *conf)
{
	return !strcmp(conf->family, "ipv4")   ? AF_INET
	       : !strcmp(conf->family, "ipv6") ? AF_INET6
					       : AF_UNSPEC;
}

/*
 * All addresses of all names.  The names of cluster nodes stand in /etc/hosts, and there is
 * time: whoever asks for this agent waits for a minute.
 */
static int look_up(struct eb_fence *fence, struct nodes *nodes)
{
	const struct conf *conf = fence->conf;
	struct addrinfo hints = { .ai_family = family_of(conf), .ai_socktype = SOCK_DGRAM }, *list;
	char words[1024], *rest, *word;

	if (!conf->nodename)
		return eb_fence_why(fence, -EINVAL, "option nodename is missing");
	snprintf(words, sizeof(words), "%s", conf->nodename);
	for (word = strtok_r(words, ", ", &rest); word; word = strtok_r(NULL, ", ", &rest)) {
		int r = getaddrinfo(word, NULL, &hints, &list);

		if (r)
			return eb_fence_why(fence, -EHOSTUNREACH, "cannot look %s up: %s", word,
					    gai_strerror(r));
		for (const struct addrinfo *a = list; a && nodes->n < MAX_NODES; a = a->ai_next)
			memcpy(&nodes->addrs[nodes->n++], a->ai_addr, a->ai_addrlen);
		freeaddrinfo(list);
	}
	return nodes->n ? 0 : eb_fence_why(fence, -EINVAL, "option nodename names nobody");
}

/* A socket for both families, or for the one that is wanted. */
static int listen_on(struct eb_fence *fence)
{
	const struct conf *conf = fence->conf;
	struct sockaddr_in6 any6 = { .sin6_family = AF_INET6,
				     .sin6_port = htons((in_port_t)conf->port) };
	struct sockaddr_in any4 = { .sin_family = AF_INET,
				    .sin_port = htons((in_port_t)conf->port) };
	int family = family_of(conf), off = 0, r = 0;
	EB_CLEAN(eb_closep) int fd = -1;

	if (family != AF_INET)
		fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd >= 0) {
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
		r = bind(fd, (struct sockaddr *)&any6, sizeof(any6));
	} else if (family != AF_INET6) {
		fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
		if (fd >= 0)
			r = bind(fd, (struct sockaddr *)&any4, sizeof(any4));
	}
	if (fd < 0 || r < 0)
		return eb_fence_why(fence, -errno, "cannot listen on UDP port %ld: %s", conf->port,
				    strerror(errno));
	r = fd;
	fd = -1;
	return r;
}

/* Is it the same host?  An IPv4 address may come in IPv6's clothes. */
static bool same_host(const struct sockaddr_storage *a, const struct sockaddr_storage *b)
{
	const struct in6_addr *six = &((const struct sockaddr_in6 *)a)->sin6_addr;

	if (a->ss_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(six) && b->ss_family == AF_INET)
		return !memcmp(&six->s6_addr[12], &((const struct sockaddr_in *)b)->sin_addr, 4);
	if (a->ss_family != b->ss_family)
		return false;
	if (a->ss_family == AF_INET)
		return ((const struct sockaddr_in *)a)->sin_addr.s_addr ==
		       ((const struct sockaddr_in *)b)->sin_addr.s_addr;
	return !memcmp(six, &((const struct sockaddr_in6 *)b)->sin6_addr, sizeof(*six));
}

/* Takes what has come; is it the message of one of the nodes? */
static bool is_message(int fd, const struct nodes *nodes)
{
	struct sockaddr_storage from;
	socklen_t len = sizeof(from);
	uint32_t numbers[3];
	ssize_t n = recvfrom(fd, numbers, sizeof(numbers), 0, (struct sockaddr *)&from, &len);

	/* The sender's processor need not be of our kind. */
	if (n != 2 * sizeof(uint32_t) ||
	    !((numbers[0] == magic && numbers[1] == version) ||
	      (numbers[0] == __builtin_bswap32(magic) && numbers[1] == __builtin_bswap32(version))))
		return false;
	for (size_t i = 0; i < nodes->n; i++)
		if (same_host(&from, &nodes->addrs[i]))
			return true;
	return false;
}

static int set(struct eb_fence *fence, const char *plug, enum eb_power power)
{
	const struct conf *conf = fence->conf;
	struct nodes nodes = { .n = 0 };
	EB_CLEAN(eb_closep) int fd = -1;
	int64_t until_ms = eb_clock_ms() + conf->timeout_ms;
	int r = look_up(fence, &nodes);

	if (r < 0)
		return r;
	fd = listen_on(fence);
	if (fd < 0)
		return fd;
	while (eb_clock_left(until_ms) > 0) {
		struct pollfd wait = { .fd = fd, .events = POLLIN };

		if (poll(&wait, 1, eb_clock_left(until_ms)) > 0 && is_message(fd, &nodes))
			return 0;
	}
	/* Not -ETIMEDOUT: the device is not late, the node just writes no dump.  Final. */
	return eb_fence_why(fence, -ENODEV, "no message from %s within %ld s", conf->nodename,
			    conf->timeout_ms / 1000);
}

/* Could we hear a message, and would we know whose it is? */
static int monitor(struct eb_fence *fence)
{
	const struct conf *conf = fence->conf;
	struct nodes nodes = { .n = 0 };

	return conf->nodename ? look_up(fence, &nodes) : 0;
}

static const struct eb_fence_agent kdump = {
	.name = "kdump",
	.brief = "Waits for the word of a node that it writes a crash dump",
	.detail = "Succeeds when the node says that it has crashed and writes its dump, which "
		  "fence_kdump_send does from the kernel that writes it.  Put it before a real "
		  "fence agent in a fencing topology.  When no message comes, nothing is known of "
		  "the node, and off fails.",
	.url = "https://github.com/ClusterLabs/fence-agents",
	.flags = EB_TRUSTED | EB_NO_ON | EB_FABRIC,
	.conf_size = sizeof(struct conf),
	.params = params,
	.set = set,
	.monitor = monitor,
};

const struct eb_fence_agent *const eb_fence_agents[] = { &kdump, NULL };
