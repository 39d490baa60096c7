// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lib/clock.h"
#include "lib/core.h"
#include "lib/file.h"
#include "lib/proc.h"

int eb_proc_of(pid_t pid, struct eb_proc *proc)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	char path[64], state;
	const char *rest;

	int r;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	r = pid > 0 ? eb_file_read(path, 65536, &text, NULL) : -ESRCH;
	if (r < 0)
		return r == -ENOENT ? -ESRCH : r;
	/* The name, field 2, may hold blanks and brackets: what follows its last ')' is sure. */
	rest = strrchr(text, ')');
	if (!rest || sscanf(rest + 1,
			    " %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d "
			    "%*d %*d %*d %*d %llu",
			    &state, &proc->start) != 2)
		return -ESRCH;
	proc->pid = pid;
	return state == 'Z' || state == 'X' ? -ESRCH : 0;
}

int eb_proc_alive(const struct eb_proc *proc)
{
	struct eb_proc now;
	int r = eb_proc_of(proc->pid, &now);

	/* What cannot be looked at may well live. */
	return r == 0 ? now.start == proc->start : r != -ESRCH;
}

/* Waits on the pidfd, which becomes readable when the process has ended. */
static bool gone_by(int pidfd, const struct eb_proc *proc, int64_t deadline_ms)
{
	struct pollfd fd = { .fd = pidfd, .events = POLLIN };

	while (poll(&fd, 1, eb_clock_left(deadline_ms)) < 0)
		if (errno != EINTR)
			break;
	return fd.revents || !eb_proc_alive(proc);
}

int eb_proc_end(const struct eb_proc *proc, int grace_ms, int64_t deadline_ms)
{
	EB_CLEAN(eb_closep) int pidfd = (int)syscall(SYS_pidfd_open, proc->pid, 0);
	int64_t soft_ms = grace_ms < 0 ? deadline_ms : eb_clock_ms() + grace_ms;

	/* The descriptor pins the process; only now does the start time prove which one it is. */
	if (pidfd < 0)
		return errno == ESRCH ? 0 : -errno;
	if (!eb_proc_alive(proc))
		return 0;
	if (syscall(SYS_pidfd_send_signal, pidfd, SIGTERM, NULL, 0) < 0 && errno == EPERM)
		return -EPERM;
	if (gone_by(pidfd, proc, soft_ms < deadline_ms ? soft_ms : deadline_ms))
		return 0;
	if (grace_ms < 0)
		return -ETIMEDOUT;
	syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0);
	return gone_by(pidfd, proc, deadline_ms) ? 0 : -ETIMEDOUT;
}

int eb_proc_load(const char *path, struct eb_proc *proc)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	int r = eb_file_read(path, 256, &text, NULL), pid;

	if (r < 0)
		return r;
	if (sscanf(text, "%d %llu", &pid, &proc->start) != 2 || pid <= 0)
		return -EINVAL;
	proc->pid = pid;
	return 0;
}

int eb_proc_save(const char *path, const struct eb_proc *proc)
{
	char text[64];
	int n = snprintf(text, sizeof(text), "%d %llu\n", (int)proc->pid, proc->start);

	return eb_file_replace(path, text, (size_t)n, 0644);
}
