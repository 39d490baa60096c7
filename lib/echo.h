// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ICMP echo to many hosts at once: one socket a family, every host asked in each
 * round until it has answered, the first answer to any round counts.  A dead host
 * costs the same time alone as among a hundred.
 */
#ifndef EB_ECHO_H
#define EB_ECHO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

enum { EB_ECHO_HOSTS = 1024, EB_ECHO_PAYLOAD_MAX = 65000 };

struct eb_echo {
	struct sockaddr_storage
		addr; /* IPv4 or IPv6; set by the caller; other families: not asked */
	bool answered;
	int error; /* of the last request that could not be sent, as -errno; 0: all were sent */
};

struct eb_echo_how {
	int attempts;     /* rounds, at least 1 */
	int timeout_ms;   /* how long the last round waits for answers */
	int64_t until_ms; /* on eb_clock_ms(): not answered by then is not answered */

	/* As options of ping(8); zero and NULL leave it to the kernel. */
	int payload;                           /* bytes after the ICMP header; 0: 56 */
	int ttl;                               /* hop limit */
	int tos;                               /* traffic class */
	const char *interface;                 /* leave through this one */
	const struct sockaddr_storage *source; /* leave with this address, for its family */
};

/*
 * Asks n hosts, at most EB_ECHO_HOSTS.  Rounds are a second apart, or timeout_ms when
 * that is less, so it ends within attempts times timeout_ms; at once when all have
 * answered.  0, or -errno when a socket that is wanted cannot be had (-EPERM: neither
 * CAP_NET_RAW nor net.ipv4.ping_group_range).
 */
int eb_echo(struct eb_echo *hosts, size_t n, const struct eb_echo_how *how);

#endif
