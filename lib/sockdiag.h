// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * TCP connections of this host, listed and ended by the kernel, as `ss -K` does: the peer gets a
 * reset and connects anew, instead of waiting for an owner that has moved; who reads from one here
 * learns at once that it has ended, instead of waiting for a peer that is gone.
 */
#ifndef EB_SOCKDIAG_H
#define EB_SOCKDIAG_H

#include "lib/addr.h"

struct eb_sock {
	struct eb_addr local, peer;
	uint16_t local_port, peer_port;
	uint32_t mute_ms; /* since the peer's last segment */
};

/* One connection; true when it is to be ended. */
typedef bool eb_sock_fn(const struct eb_sock *sock, void *context);

/*
 * Shows every TCP connection to judge, and ends those that it wants; listening sockets are none.
 * Returns how many it ended, or -errno: -EOPNOTSUPP when the kernel cannot
 * (CONFIG_INET_DIAG_DESTROY), -EPERM.
 */
int eb_sock_end(eb_sock_fn *judge, void *context);

/* Ends all whose local address is addr.  As above. */
int eb_sock_destroy(const struct eb_addr *addr);

#endif
