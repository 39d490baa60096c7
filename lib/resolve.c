// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/clock.h"
#include "lib/core.h"
#include "lib/resolve.h"

/* What a lookup tells: shorter than PIPE_BUF, so it arrives in one piece. */
struct answer {
	size_t host;
	int error;
	struct sockaddr_storage addr;
};

/* In a child: a lookup cannot be called off, and its threads crash a program that exits. */
static EB_NORETURN void look_up(const struct eb_resolve *host, size_t i, int fd)
{
	/* Who wants a kind means it; else one that this machine has. */
	const struct addrinfo by_name = { .ai_flags = host->family ? 0 : AI_ADDRCONFIG,
					  .ai_family = host->family,
					  .ai_socktype = SOCK_DGRAM };
	struct answer answer = { .host = i };
	struct addrinfo *found = NULL;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	answer.error = getaddrinfo(host->name, NULL, &by_name, &found);
	if (answer.error == 0)
		memcpy(&answer.addr, found->ai_addr, found->ai_addrlen);
	(void)!write(fd, &answer, sizeof(answer));
	_exit(0);
}

bool eb_resolve_address(struct eb_resolve *host)
{
	const struct addrinfo numeric = { .ai_flags = AI_NUMERICHOST,
					  .ai_family = host->family,
					  .ai_socktype = SOCK_DGRAM };
	struct addrinfo *found = NULL;
	int error = getaddrinfo(host->name, NULL, &numeric, &found);

	host->error = error;
	memset(&host->addr, 0, sizeof(host->addr));
	if (error)
		return false;
	memcpy(&host->addr, found->ai_addr, found->ai_addrlen);
	freeaddrinfo(found);
	return true;
}

/* Takes answers until all children have ended or the time is over. */
static void collect(struct eb_resolve *hosts, int fd, int64_t until_ms)
{
	struct pollfd in = { .fd = fd, .events = POLLIN };
	struct answer answer;
	int r;

	for (;;) {
		r = poll(&in, 1, eb_clock_left(until_ms));
		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0 || read(fd, &answer, sizeof(answer)) != sizeof(answer))
			return;
		hosts[answer.host].error = answer.error;
		hosts[answer.host].addr = answer.addr;
	}
}

/* Looks up the names among the hosts, a child process for each. */
static int ask(struct eb_resolve *hosts, size_t n, pid_t *children, int64_t until_ms)
{
	int fds[2];

	if (pipe2(fds, O_CLOEXEC) < 0)
		return -errno;
	for (size_t i = 0; i < n; i++) {
		if (hosts[i].error == 0)
			continue;
		children[i] = fork();
		if (children[i] == 0)
			look_up(&hosts[i], i, fds[1]);
		hosts[i].error = children[i] > 0 ? EAI_AGAIN : EAI_MEMORY;
	}
	close(fds[1]);
	collect(hosts, fds[0], until_ms);
	close(fds[0]);
	for (size_t i = 0; i < n; i++) {
		if (children[i] <= 0)
			continue;
		kill(children[i], SIGKILL);
		waitpid(children[i], NULL, 0);
	}
	return 0;
}

int eb_resolve(struct eb_resolve *hosts, size_t n, int64_t until_ms)
{
	EB_CLEAN(eb_freep) pid_t *children = calloc(n ? n : 1, sizeof(*children));
	size_t known = 0;
	int r;

	if (!children)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		known += eb_resolve_address(&hosts[i]);
	r = known < n ? ask(hosts, n, children, until_ms) : 0;
	if (r < 0)
		return r;
	known = 0;
	for (size_t i = 0; i < n; i++)
		known += hosts[i].addr.ss_family != AF_UNSPEC;
	return (int)known;
}
