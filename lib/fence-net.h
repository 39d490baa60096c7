// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The address of a device: ip and ipport as an address that needs no name server any more.
 */
#ifndef EB_FENCE_NET_H
#define EB_FENCE_NET_H

#include <sys/socket.h>

#include "lib/fence.h"

enum { EB_FENCE_HOST = 64 }; /* room for the text of an address */

/*
 * Looks ip up, until fence->deadline_ms, and fills in the address with ipport.  0, or -errno
 * and the reason.
 */
int eb_fence_address(struct eb_fence *fence, struct sockaddr_storage *addr, socklen_t *len);

/* The same as text, "10.0.0.1" or "fe80::1%eth0", without the port. */
int eb_fence_host(struct eb_fence *fence, char host[EB_FENCE_HOST]);

/* A TCP connection to the device.  A non-blocking descriptor, close-on-exec; or as above. */
int eb_fence_connect(struct eb_fence *fence);

#endif
