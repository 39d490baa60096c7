// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Names of hosts to addresses, all at once and within a time: a name server that
 * does not answer must not hold an agent.
 */
#ifndef EB_RESOLVE_H
#define EB_RESOLVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

struct eb_resolve {
	const char *name;             /* a name, or an address (IPv6 with %interface) */
	int family;                   /* AF_INET or AF_INET6: addresses of this kind only; 0: any */
	struct sockaddr_storage addr; /* the first address; family AF_UNSPEC when there is none */
	int error;                    /* 0, or one of gai_strerror(3); EAI_AGAIN: not in time */
};

/*
 * Resolves n names until until_ms on eb_clock_ms().  Addresses are read without asking
 * anybody; each name is looked up by a child process, and none of them is left.  Returns
 * how many have got an address, -ENOMEM, or the error of pipe2(2).
 */
int eb_resolve(struct eb_resolve *hosts, size_t n, int64_t until_ms);

/* Reads host->name as an address, without asking anybody; false when it is none. */
bool eb_resolve_address(struct eb_resolve *host);

#endif
