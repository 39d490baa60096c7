// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Ends the TCP connections of a local address, as `ss -K` does: the peer gets a
 * reset and connects anew, instead of waiting for an owner that has moved.
 */
#ifndef EB_SOCKDIAG_H
#define EB_SOCKDIAG_H

#include "lib/addr.h"

/*
 * Destroys every TCP connection whose local address is addr; listening sockets stay.
 * Returns how many, or -errno: -EOPNOTSUPP when the kernel cannot
 * (CONFIG_INET_DIAG_DESTROY), -EPERM.
 */
int eb_sock_destroy(const struct eb_addr *addr);

#endif
