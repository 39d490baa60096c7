// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ipc-say COUNT <BYTES: sends bytes as they are, behind the header of a request, to the daemon,
 * COUNT times, each on a connection of its own, and prints what came of the last one.
 * ipc-say --half N SECONDS: opens N connections and says half of a first word on each, then
 * prints a line and waits.
 * ipc-say --idle N SECONDS: as many that say who they are, as far as they get, and ask nothing.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <qb/qbipcc.h>

#include "heartbeat-compat/daemon/client.h"

static int connected(void)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	/* libqb's sockets are abstract: a NUL, then the name, and the whole field counts. */
	strcpy(to.sun_path + 1, HB_CLIENT_NAME);
	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)) < 0) {
		perror("ipc-say: connect");
		exit(1);
	}
	return fd;
}

static int stay(long seconds)
{
	puts("here");
	fflush(stdout);
	sleep((unsigned int)seconds);
	return 0;
}

/* Whether they are taken or shut again is what a test is about: what fails does not end this. */
static int half(long n, long seconds)
{
	while (n-- > 0)
		if (write(connected(), "ab", 2) != 2 && errno != EPIPE && errno != ECONNRESET)
			return 1;
	return stay(seconds);
}

static int idle(long n, long seconds)
{
	while (n-- > 0)
		if (!qb_ipcc_connect(HB_CLIENT_NAME, HB_CLIENT_MAX) && errno == ECONNREFUSED)
			return 1;
	return stay(seconds);
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

	signal(SIGPIPE, SIG_IGN);
	if (argc == 4 && strcmp(argv[1], "--half") == 0)
		return half(strtol(argv[2], NULL, 10), strtol(argv[3], NULL, 10));
	if (argc == 4 && strcmp(argv[1], "--idle") == 0)
		return idle(strtol(argv[2], NULL, 10), strtol(argv[3], NULL, 10));
	if (argc != 2) {
		fprintf(stderr, "usage: ipc-say COUNT <BYTES, ipc-say --half|--idle N SECONDS\n");
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
