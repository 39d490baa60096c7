// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "lib/clock.h"
#include "lib/core.h"
#include "lib/helper.h"
#include "lib/proc.h"

/* Which process holds the lock: its pid, 0 for none, -errno. */
static pid_t holder(int fd)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	if (fcntl(fd, F_GETLK, &lock) < 0)
		return -errno;
	return lock.l_type == F_UNLCK ? 0 : lock.l_pid;
}

static int take_lock(int fd)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	if (fcntl(fd, F_SETLK, &lock) == 0)
		return 0;
	return errno == EACCES || errno == EAGAIN ? -EBUSY : -errno;
}

/* Gives up everything that the agent's caller waits for: its pipes, its process group. */
static void detach(int fd, int report)
{
	int null = open("/dev/null", O_RDWR);
	int low = fd < report ? fd : report, high = fd < report ? report : fd;

	setsid();
	(void)!chdir("/");
	for (int i = 0; i <= 2; i++)
		dup2(null, i);
	if (low > 3)
		close_range(3, (unsigned)low - 1, 0);
	if (high > low + 1)
		close_range((unsigned)low + 1, (unsigned)high - 1, 0);
	close_range((unsigned)high + 1, ~0U, 0);
}

static EB_NORETURN void live(int fd, int report, eb_helper_fn *fn, void *arg)
{
	int r;

	signal(SIGTERM, SIG_DFL);
	detach(fd, report);
	r = take_lock(fd);
	if (r == 0 && ftruncate(fd, 0) < 0)
		r = -errno;
	(void)!write(report, &r, sizeof(r));
	close(report);
	if (r == 0)
		fn(fd, arg);
	_exit(0);
}

int eb_helper_start(const char *path, eb_helper_fn *fn, void *arg)
{
	EB_CLEAN(eb_closep) int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	int ready[2], r = -EIO;
	pid_t pid;

	if (fd < 0)
		return -errno;
	if (pipe2(ready, O_CLOEXEC) < 0)
		return -errno;
	pid = fork();
	if (pid == 0)
		live(fd, ready[1], fn, arg);
	if (pid < 0)
		r = -errno;
	close(ready[1]);
	if (pid > 0 && read(ready[0], &r, sizeof(r)) != sizeof(r))
		r = -EIO;
	close(ready[0]);
	return r;
}

int eb_helper_stop(const char *path, int timeout_ms)
{
	EB_CLEAN(eb_closep) int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	struct eb_proc proc;
	pid_t pid;
	int r;

	if (fd < 0)
		return errno == ENOENT ? 0 : -errno;
	pid = holder(fd);
	if (pid <= 0)
		return pid;
	r = eb_proc_of(pid, &proc);
	if (r < 0)
		return r == -ESRCH ? 0 : r;
	/* Still the holder: so proc is that process, and not a later one of the same number. */
	if (holder(fd) != pid)
		return 0;
	r = eb_proc_end(&proc, timeout_ms / 2, eb_clock_ms() + timeout_ms);
	return r < 0 ? r : 1;
}
