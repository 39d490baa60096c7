// SPDX-License-Identifier: GPL-2.0-or-later
/* Asking the users of a mount to go: each by its descriptor, so that no other process is hit. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "agents/filesystem/users.h"
#include "lib/clock.h"

static bool is_signal(long number)
{
	return number > 0 && number <= SIGRTMAX;
}

/* RTMIN, RTMIN+3, RTMAX-1; 0: none of them. */
static int realtime(const char *name)
{
	long base = !strncasecmp(name, "RTMIN", 5)   ? SIGRTMIN
		    : !strncasecmp(name, "RTMAX", 5) ? SIGRTMAX
						     : 0,
	     step = 0;
	char *end;

	if (!base)
		return 0;
	name += 5;
	if (*name) {
		step = strtol(name, &end, 10);
		if ((*name != '+' && *name != '-') || *end || end == name + 1)
			return 0;
	}
	return base + step >= SIGRTMIN && is_signal(base + step) ? (int)(base + step) : 0;
}

int eb_fs_signal_number(const char *name, size_t length)
{
	char text[16], *end;
	const char *plain;
	long number;

	if (length == 0 || length >= sizeof(text))
		return 0;
	memcpy(text, name, length);
	text[length] = '\0';
	number = strtol(text, &end, 10);
	if (*end == '\0')
		return is_signal(number) ? (int)number : 0;
	plain = text + (strncasecmp(text, "SIG", 3) ? 0 : 3);
	for (int i = 1; i < SIGRTMIN; i++) {
		const char *known = sigabbrev_np(i);

		if (known && !strcasecmp(plain, known))
			return i;
	}
	return realtime(plain);
}

static void send_all(const struct eb_fs_user *user, const char *signals)
{
	size_t n;

	for (const char *at = signals; *(at += strspn(at, " ,")); at += n) {
		int number;

		n = strcspn(at, " ,");
		number = eb_fs_signal_number(at, n);
		if (number && user->pidfd >= 0)
			syscall(SYS_pidfd_send_signal, user->pidfd, number, NULL, 0);
	}
}

size_t eb_fs_users_signal(const struct eb_fs_users *users, const char *signals)
{
	size_t count = 0;

	for (size_t i = 0; i < users->n; i++) {
		if (users->list[i].needed)
			continue;
		send_all(&users->list[i], signals);
		count++;
	}
	return count;
}

void eb_fs_users_wait(const struct eb_fs_users *users, int64_t deadline_ms)
{
	for (size_t i = 0; i < users->n; i++) {
		struct pollfd end = { .fd = users->list[i].pidfd, .events = POLLIN };

		if (!users->list[i].needed && end.fd >= 0)
			while (poll(&end, 1, eb_clock_left(deadline_ms)) < 0 && errno == EINTR)
				;
	}
}
