// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/clock.h"
#include "lib/core.h"
#include "lib/guard.h"

enum { DEATH_MS = 200 }; /* a process that can die has died by then */

/* The caller waits for the end of our pipes: keep none of them but the one that answers. */
static EB_NORETURN void work(eb_guard_fn *fn, void *arg, int answer)
{
	int null = open("/dev/null", O_RDWR), r;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setpgid(0, 0);
	(void)!chdir("/");
	for (int i = 0; i <= 2; i++)
		dup2(null, i);
	if (answer > 3)
		syscall(SYS_close_range, 3U, (unsigned)answer - 1, 0U);
	syscall(SYS_close_range, (unsigned)answer + 1, ~0U, 0U);
	r = fn(arg);
	(void)!write(answer, &r, sizeof(r));
	_exit(0);
}

/* Waits for the answer, or for the end of a child that gives none. */
static int listen_to(int fd, int64_t deadline_ms)
{
	struct pollfd answer = { .fd = fd, .events = POLLIN };
	int r = -EIO, n;

	do
		n = poll(&answer, 1, eb_clock_left(deadline_ms));
	while (n < 0 && errno == EINTR);
	if (n == 0)
		return -ETIMEDOUT;
	return read(fd, &r, sizeof(r)) == sizeof(r) ? r : -EIO;
}

static bool ends_by(pid_t pid, int64_t deadline_ms)
{
	EB_CLEAN(eb_closep) int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	struct pollfd end = { .fd = pidfd, .events = POLLIN };

	while (poll(&end, 1, eb_clock_left(deadline_ms)) < 0 && errno == EINTR)
		;
	return waitpid(pid, NULL, WNOHANG) == pid;
}

int eb_guard(eb_guard_fn *fn, void *arg, int64_t deadline_ms, pid_t *left)
{
	int ends[2], r;
	pid_t pid;

	if (left)
		*left = 0;
	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	pid = fork();
	if (pid == 0)
		work(fn, arg, ends[1]);
	r = pid < 0 ? -errno : 0;
	close(ends[1]);
	if (pid > 0) {
		r = listen_to(ends[0], deadline_ms);
		if (r == -ETIMEDOUT)
			kill(pid, SIGKILL);
		if (!ends_by(pid, eb_clock_ms() + DEATH_MS) && left)
			*left = pid;
	}
	close(ends[0]);
	return r;
}

/* The answer is in memory that the child shares with us. */
struct asking {
	eb_guard_ask_fn *fn;
	const void *question;
	void *answer;
};

static int ask(void *arg)
{
	const struct asking *asking = arg;

	return asking->fn(asking->question, asking->answer);
}

int eb_guard_ask(eb_guard_ask_fn *fn, const void *question, void *answer, size_t size,
		 int64_t deadline_ms)
{
	struct asking asking = { fn, question, NULL };
	int r;

	asking.answer = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (asking.answer == MAP_FAILED)
		return -errno;
	r = eb_guard(ask, &asking, deadline_ms, NULL);
	if (r == 0)
		memcpy(answer, asking.answer, size);
	munmap(asking.answer, size);
	return r;
}
