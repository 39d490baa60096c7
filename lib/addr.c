// SPDX-License-Identifier: GPL-2.0-or-later
#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/addr.h"

int eb_addr_parse(const char *text, struct eb_addr *addr)
{
	struct eb_addr a = { .family = strchr(text, ':') ? AF_INET6 : AF_INET };

	if (inet_pton(a.family, text, a.bytes) != 1)
		return -EINVAL;
	if (a.family == AF_INET ? !a.bytes[0] : IN6_IS_ADDR_UNSPECIFIED(&a.in6))
		return -EINVAL;
	*addr = a;
	return 0;
}

size_t eb_addr_size(int family)
{
	return family == AF_INET6 ? 16 : 4;
}

int eb_addr_bits(int family)
{
	return (int)eb_addr_size(family) * 8;
}

struct eb_addr eb_addr_make(int family, const void *bytes)
{
	struct eb_addr addr = { .family = family };

	memcpy(addr.bytes, bytes, eb_addr_size(family));
	return addr;
}

const char *eb_addr_print(const struct eb_addr *addr, char buf[INET6_ADDRSTRLEN])
{
	if (!addr->family || !inet_ntop(addr->family, addr->bytes, buf, INET6_ADDRSTRLEN))
		strcpy(buf, "none");
	return buf;
}

bool eb_addr_equal(const struct eb_addr *a, const struct eb_addr *b)
{
	return a->family == b->family && !memcmp(a->bytes, b->bytes, eb_addr_size(a->family));
}

bool eb_addr_within(const struct eb_addr *addr, const struct eb_addr *net, int prefix)
{
	size_t whole = (size_t)prefix / 8;
	uint8_t mask = (uint8_t)(0xff00 >> prefix % 8);

	if (addr->family != net->family || prefix > eb_addr_bits(addr->family))
		return false;
	if (memcmp(addr->bytes, net->bytes, whole))
		return false;
	return !mask || !((addr->bytes[whole] ^ net->bytes[whole]) & mask);
}

const char *eb_addr_trouble(const struct eb_addr *addr)
{
	if (addr->family == AF_INET6) {
		if (IN6_IS_ADDR_MULTICAST(&addr->in6))
			return "a multicast address";
		return IN6_IS_ADDR_V4MAPPED(&addr->in6) ? "an IPv4 address written as IPv6" : NULL;
	}
	if (IN_MULTICAST(ntohl(addr->in.s_addr)))
		return "a multicast address";
	return addr->in.s_addr == INADDR_BROADCAST ? "the broadcast address" : NULL;
}

bool eb_addr_is_loopback(const struct eb_addr *addr)
{
	return addr->family == AF_INET ? addr->bytes[0] == 127 : IN6_IS_ADDR_LOOPBACK(&addr->in6);
}

bool eb_addr_is_linklocal(const struct eb_addr *addr)
{
	return addr->family == AF_INET6 && IN6_IS_ADDR_LINKLOCAL(&addr->in6);
}

struct eb_addr eb_addr_broadcast(const struct eb_addr *addr, int prefix, bool set)
{
	uint32_t host = prefix >= 32 ? 0 : htonl(0xffffffffU >> prefix);
	struct eb_addr result = *addr;

	result.in.s_addr = set ? addr->in.s_addr | host : addr->in.s_addr & ~host;
	return result;
}

bool eb_addr_advance(struct eb_addr *addr, unsigned n)
{
	uint8_t *last = addr->bytes + eb_addr_size(addr->family);
	unsigned limit = addr->family == AF_INET6 ? 0xffff : 0xff;
	unsigned low = addr->family == AF_INET6 ? last[-2] * 256U + last[-1] : last[-1];

	if (n > limit - low)
		return false;
	low += n;
	last[-1] = (uint8_t)low;
	if (addr->family == AF_INET6)
		last[-2] = (uint8_t)(low >> 8);
	return true;
}

int eb_prefix_parse(const char *text, long *prefix)
{
	struct in_addr mask;
	char *end;
	long n;

	if (strchr(text, '.')) {
		uint32_t holes;

		if (inet_pton(AF_INET, text, &mask) != 1)
			return -EINVAL;
		holes = ~ntohl(mask.s_addr);
		if (holes & (holes + 1))
			return -EINVAL;
		n = holes ? __builtin_clz(holes) : 32;
	} else {
		n = strtol(text, &end, 10);
		if (end == text || *end)
			return -EINVAL;
	}
	if (n < 1 || n > 128)
		return -ERANGE;
	*prefix = n;
	return 0;
}

static int parse_addr(const char *text, void *into)
{
	return eb_addr_parse(text, into);
}

static int parse_prefix(const char *text, void *into)
{
	return eb_prefix_parse(text, into);
}

const struct eb_type eb_type_addr = { "string", "an IPv4 or IPv6 address such as 192.168.1.1",
				      parse_addr };
const struct eb_type eb_type_prefix = { "string", "a prefix length such as 24", parse_prefix };
