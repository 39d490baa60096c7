// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ipc-say COUNT <BYTES: sends bytes as they are, behind the header of a request, to the daemon,
 * COUNT times, each on a connection of its own, and prints what came of the last one.
 * ipc-say --half N: opens N connections and says half of a first word on each, then waits a second.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <qb/qbipcc.h>

#include "heartbeat-compat/daemon/client.h"

static int half(long n)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };

	/* libqb's sockets are abstract: a NUL, then the name, and the whole field counts. */
	strcpy(to.sun_path + 1, HB_CLIENT_NAME);
	while (n-- > 0) {
		int fd = socket(AF_UNIX, SOCK_STREAM, 0);

		if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)) < 0) {
			perror("ipc-say: connect");
			return 1;
		}
		if (write(fd, "ab", 2) != 2)
			return 1;
	}
	sleep(1);
	return 0;
}

static ssize_t say(const char *bytes, size_t size, char *answer, size_t room)
{
	struct qb_ipc_request_header head = { .id = 1, .size = (int32_t)(sizeof(head) + size) };
	struct iovec parts[] = { { &head, sizeof(head) }, { (char *)bytes, size } };
	qb_ipcc_connection_t *connection = qb_ipcc_connect(HB_CLIENT_NAME, HB_CLIENT_MAX);
	ssize_t n;

	if (!connection)
		return -errno;
	n = qb_ipcc_sendv_recv(connection, parts, 2, answer, room, 5000);
	qb_ipcc_disconnect(connection);
	return n;
}

int main(int argc, char **argv)
{
	static char bytes[1 << 20], answer[HB_CLIENT_MAX];
	size_t size;
	long count;
	ssize_t n = 0;

	if (argc == 3 && strcmp(argv[1], "--half") == 0)
		return half(strtol(argv[2], NULL, 10));
	if (argc != 2) {
		fprintf(stderr, "usage: ipc-say COUNT <BYTES, or ipc-say --half N\n");
		return 2;
	}
	size = fread(bytes, 1, sizeof(bytes), stdin);
	for (count = strtol(argv[1], NULL, 10); count > 0; count--)
		n = say(bytes, size, answer, sizeof(answer));
	if (n < 0) {
		printf("%s\n", strerror((int)-n));
		return 1;
	}
	fwrite(answer + sizeof(struct qb_ipc_response_header), 1,
	       (size_t)n - sizeof(struct qb_ipc_response_header), stdout);
	return 0;
}
