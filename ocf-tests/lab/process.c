// SPDX-License-Identifier: GPL-2.0-or-later
/* Processes by clone3(2) and pidfd_open(2), which glibc 2.36 wraps only in part. */
#include "ocf-tests/lab/process.h"

#include <errno.h>
#include <linux/sched.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

pid_t eb_process_clone(uint64_t flags)
{
	struct clone_args args = { .flags = flags, .exit_signal = SIGCHLD };

	return (pid_t)syscall(SYS_clone3, &args, sizeof(args));
}

int eb_process_open(pid_t pid)
{
	return (int)syscall(SYS_pidfd_open, pid, 0);
}

int eb_process_kill(int pidfd, int timeout_ms)
{
	struct pollfd dead = { .fd = pidfd, .events = POLLIN };
	int n;

	if (syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0) < 0 && errno != ESRCH)
		return -1;
	n = poll(&dead, 1, timeout_ms);
	if (n == 0)
		errno = ETIMEDOUT;
	return n > 0 ? 0 : -1;
}

unsigned long long eb_process_start(pid_t pid)
{
	unsigned long long start = 0;
	char path[32], stat[1024];
	char *field;
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	f = fopen(path, "re");
	if (!f)
		return 0;
	n = fread(stat, 1, sizeof(stat) - 1, f);
	fclose(f);
	stat[n] = '\0';
	/* The name in field 2 may hold blanks and parentheses; what follows its last one is sane. */
	field = strrchr(stat, ')');
	for (int i = 2; field && i < 22; i++)
		field = strchr(field + 1, ' ');
	if (field)
		sscanf(field, "%llu", &start);
	return start;
}
