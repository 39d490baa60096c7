// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/clock.h"
#include "lib/core.h"
#include "lib/file.h"
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

/* Closes all but the standard descriptors and those of keep, which it puts in order. */
static void close_others(int *keep, size_t n)
{
	unsigned next = 3;

	for (size_t i = 1; i < n; i++)
		for (size_t j = i; j > 0 && keep[j] < keep[j - 1]; j--) {
			int fd = keep[j];

			keep[j] = keep[j - 1];
			keep[j - 1] = fd;
		}
	for (size_t i = 0; i < n; i++) {
		if (keep[i] < 3)
			continue;
		if ((unsigned)keep[i] > next)
			close_range(next, (unsigned)keep[i] - 1, 0);
		next = (unsigned)keep[i] + 1;
	}
	close_range(next, ~0U, 0);
}

/* Gives up everything that the agent's caller waits for: its pipes, its process group. */
static void detach(int fd, int report, int keep)
{
	int null = open("/dev/null", O_RDWR);

	setsid();
	(void)!chdir("/");
	for (int i = 0; i <= 2; i++)
		dup2(null, i);
	close_others((int[]) { fd, report, keep }, 3);
}

struct job {
	const char *path;
	eb_helper_fn *fn;
	void *arg;
	int fd, report, keep;
};

/* A helper that has nothing to say leaves nothing; its lock still keeps others away. */
static void tidy(const struct job *job)
{
	struct stat st;

	if (fstat(job->fd, &st) == 0 && st.st_size == 0)
		unlink(job->path);
}

static EB_NORETURN void live(const struct job *job)
{
	int r;

	signal(SIGTERM, SIG_DFL);
	detach(job->fd, job->report, job->keep);
	r = take_lock(job->fd);
	if (r == 0 && ftruncate(job->fd, 0) < 0)
		r = -errno;
	(void)!write(job->report, &r, sizeof(r));
	close(job->report);
	if (r == 0) {
		job->fn(job->fd, job->arg);
		tidy(job);
	}
	_exit(0);
}

/* The file, and where a reboot took it, its folder. */
static int make_file(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0 && errno == ENOENT && eb_file_make_parent(path) == 0)
		fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	return fd;
}

int eb_helper_start(const char *path, eb_helper_fn *fn, void *arg, int keep)
{
	EB_CLEAN(eb_closep) int fd = make_file(path);
	struct job job = { path, fn, arg, fd, -1, keep };
	int ready[2], r = -EIO;
	pid_t pid;

	if (fd < 0 || pipe2(ready, O_CLOEXEC) < 0)
		return -errno;
	job.report = ready[1];
	pid = fork();
	if (pid == 0)
		live(&job);
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
