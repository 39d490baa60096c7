// SPDX-License-Identifier: GPL-2.0-or-later
/* One exchange with the lab's power switch. */
#include "ocf-tests/lab/power-client.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

static int exchange(int fd, const char *request, char *answer, size_t size)
{
	size_t have = 0;
	ssize_t n;

	/* The newline ends the request; the connection stays open: closing it withdraws. */
	if (dprintf(fd, "%s\n", request) < 0)
		return -errno;
	while (have < size - 1 && (n = recv(fd, answer + have, size - 1 - have, 0)) != 0) {
		if (n < 0)
			return errno == EAGAIN ? -ETIMEDOUT : -errno;
		have += (size_t)n;
	}
	while (have > 0 && answer[have - 1] == '\n')
		have--;
	answer[have] = '\0';
	return have > 0 ? 0 : -ECONNRESET;
}

int eb_power_ask(const char *socket_path, const char *request, char *answer, size_t size)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	struct timeval patience = { .tv_sec = 35 };
	int fd, rc;

	if (strlen(socket_path) >= sizeof(to.sun_path))
		return -ENAMETOOLONG;
	strcpy(to.sun_path, socket_path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) < 0 ||
	    connect(fd, (struct sockaddr *)&to, sizeof(to)) < 0)
		rc = -errno;
	else
		rc = exchange(fd, request, answer, size);
	close(fd);
	return rc;
}
