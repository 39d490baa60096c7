// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * An IPv4 or IPv6 address as a value: read, printed, compared.  Nothing here asks
 * the kernel.
 */
#ifndef EB_ADDR_H
#define EB_ADDR_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/type.h"

struct eb_addr {
	int family; /* AF_INET or AF_INET6; 0: no address */
	union {
		struct in_addr in;
		struct in6_addr in6;
		uint8_t bytes[16];
	};
};

/*
 * Reads "10.0.0.1" or "2001:db8::1"; no prefix, no zone.  The unspecified address
 * and net 0 are refused: nobody can own them.  -EINVAL.
 */
int eb_addr_parse(const char *text, struct eb_addr *addr);

/* An address of this family from the kernel's bytes (4 or 16 of them). */
struct eb_addr eb_addr_make(int family, const void *bytes);

/* Bytes of an address of this family: 4 or 16. */
size_t eb_addr_size(int family);

/* The longest prefix of this family: 32 or 128. */
int eb_addr_bits(int family);

/* Prints to buf, which it returns; "none" for no address. */
const char *eb_addr_print(const struct eb_addr *addr, char buf[INET6_ADDRSTRLEN]);

/* The text of an address; it lives until the end of the block that asks for it. */
#define eb_addr_text(addr) eb_addr_print((addr), (char[INET6_ADDRSTRLEN]) { 0 })

bool eb_addr_equal(const struct eb_addr *a, const struct eb_addr *b);

/* Is addr in the network net/prefix?  Never across families. */
bool eb_addr_within(const struct eb_addr *addr, const struct eb_addr *net, int prefix);

/* Why no interface can have this address ("a multicast address"); NULL: one can. */
const char *eb_addr_trouble(const struct eb_addr *addr);

/* 127.0.0.0/8 or ::1; fe80::/10. */
bool eb_addr_is_loopback(const struct eb_addr *addr);
bool eb_addr_is_linklocal(const struct eb_addr *addr);

/* The IPv4 address with all host bits set (or cleared): the net's broadcast addresses. */
struct eb_addr eb_addr_broadcast(const struct eb_addr *addr, int prefix, bool set);

/* Adds n to the address taken as a number; false when that leaves the last 8 (v4) or 16 bits. */
bool eb_addr_advance(struct eb_addr *addr, unsigned n);

/*
 * Reads a prefix length, "24", or the same as an IPv4 mask, "255.255.255.0".
 * -EINVAL when it is neither, -ERANGE when it is not from 1 to 128.
 */
int eb_prefix_parse(const char *text, long *prefix);

extern const struct eb_type eb_type_addr;   /* struct eb_addr */
extern const struct eb_type eb_type_prefix; /* long: 1..128, or a dotted mask */

#endif
