// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "lib/clock.h"
#include "lib/fence-net.h"
#include "lib/resolve.h"

int eb_fence_address(struct eb_fence *fence, struct sockaddr_storage *addr, socklen_t *len)
{
	const struct eb_fence_std *std = fence->std;
	struct eb_resolve host = {
		.name = std->ip,
		.family = std->inet4_only   ? AF_INET
			  : std->inet6_only ? AF_INET6
					    : AF_UNSPEC,
	};
	int r = eb_resolve(&host, 1, fence->deadline_ms);
	in_port_t port = htons((in_port_t)std->ipport);

	if (r < 1)
		return eb_fence_why(fence, r < 0 ? r : -EHOSTUNREACH, "cannot look %s up: %s",
				    std->ip, r < 0 ? strerror(-r) : gai_strerror(host.error));
	*addr = host.addr;
	if (addr->ss_family == AF_INET6) {
		((struct sockaddr_in6 *)addr)->sin6_port = port;
		*len = sizeof(struct sockaddr_in6);
	} else {
		((struct sockaddr_in *)addr)->sin_port = port;
		*len = sizeof(struct sockaddr_in);
	}
	return 0;
}

int eb_fence_host(struct eb_fence *fence, char host[EB_FENCE_HOST])
{
	struct sockaddr_storage addr;
	socklen_t len;
	int r = eb_fence_address(fence, &addr, &len);

	if (r < 0)
		return r;
	if (getnameinfo((struct sockaddr *)&addr, len, host, EB_FENCE_HOST, NULL, 0,
			NI_NUMERICHOST))
		return eb_fence_why(fence, -EINVAL, "cannot write the address of %s",
				    fence->std->ip);
	return 0;
}

int eb_fence_connect(struct eb_fence *fence)
{
	struct sockaddr_storage addr;
	struct pollfd wait = { .events = POLLOUT };
	socklen_t len, size = sizeof(int);
	int r = eb_fence_address(fence, &addr, &len), error = 0, on = 1;
	EB_CLEAN(eb_closep) int fd = -1;

	if (r < 0)
		return r;
	fd = socket(addr.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	/* A question in two pieces would wait for the acknowledgement of the first: 40 ms. */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (connect(fd, (struct sockaddr *)&addr, len) < 0 && errno != EINPROGRESS)
		error = errno;
	wait.fd = fd;
	if (!error && poll(&wait, 1, eb_clock_left(fence->deadline_ms)) < 1)
		error = ETIMEDOUT;
	if (!error)
		getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
	if (error)
		return eb_fence_why(fence, -error, "cannot connect to %s port %ld: %s",
				    fence->std->ip, fence->std->ipport, strerror(error));
	r = fd;
	fd = -1;
	return r;
}
