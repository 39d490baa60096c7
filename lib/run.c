// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/clock.h"
#include "lib/core.h"
#include "lib/run.h"

enum { ASK_MS = 5 }; /* how often, where the kernel does not tell of the end */

extern char **environ;

static const char *const folders[] = { "/usr/sbin", "/usr/bin",        "/sbin",
				       "/bin",      "/usr/local/sbin", "/usr/local/bin" };

const char *eb_run_find(const char *name, char *buf)
{
	if (strchr(name, '/'))
		return access(name, X_OK) == 0 ? name : NULL;
	for (size_t i = 0; i < EB_COUNT(folders); i++) {
		snprintf(buf, PATH_MAX, "%s/%s", folders[i], name);
		if (access(buf, X_OK) == 0)
			return buf;
	}
	return NULL;
}

/* The child's half; only what is safe between fork and exec.  Reports errno through fd. */
static void become(const struct eb_run *run, const char *path, int in, int pipe, int report)
{
	int out = run->out_fd ? run->out_fd : pipe;
	int err = run->err_fd ? run->err_fd : out;
	sigset_t none;
	int error;

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	/* A daemon started here must not keep descriptors that the cluster let slip to us. */
	syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
	if (run->keep_fd)
		fcntl(run->keep_fd, F_SETFD, 0);
	if (dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0 &&
	    dup2(err, STDERR_FILENO) >= 0 && (!run->folder || chdir(run->folder) == 0))
		execve(path, (char *const *)run->argv,
		       run->env ? (char *const *)run->env : environ);
	error = errno;
	(void)!write(report, &error, sizeof(error));
	_exit(127);
}

/* Returns the child's pid, or -errno when it could not be started. */
static pid_t spawn(const struct eb_run *run, const char *path, int in, int out)
{
	int report[2], error = 0;
	pid_t pid;

	if (pipe2(report, O_CLOEXEC) < 0)
		return -errno;
	pid = fork();
	if (pid == 0)
		become(run, path, in, out, report[1]);
	if (pid < 0)
		error = errno;
	close(report[1]);
	/* The pipe closes at exec; what arrives before that is why there was none. */
	if (pid > 0)
		while (read(report[0], &error, sizeof(error)) < 0 && errno == EINTR)
			;
	close(report[0]);
	if (pid > 0 && error)
		waitpid(pid, NULL, 0);
	return error ? -error : pid;
}

static void keep(struct eb_run *run, const char *data, size_t n)
{
	size_t room = EB_RUN_OUTPUT - run->length;

	if (n > room)
		n = room;
	memcpy(run->output + run->length, data, n);
	run->length += n;
	run->output[run->length] = '\0';
}

/* Reads what is there; false at the end of the stream. */
static bool drain(struct eb_run *run, int fd)
{
	char data[4096];
	ssize_t n = 0;

	/* Bounded: what a daemon goes on writing must not hold us here. */
	for (int i = 0; i <= 2 * EB_RUN_OUTPUT / (int)sizeof(data); i++) {
		n = read(fd, data, sizeof(data));
		if (n <= 0)
			break;
		keep(run, data, (size_t)n);
	}
	return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

/* Without a pidfd (kernels before 5.3, valgrind) the child is asked for again and again. */
static bool has_ended(pid_t pid)
{
	siginfo_t info = { 0 };

	return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
	       info.si_pid == pid;
}

/* Waits for the end of the program, reading meanwhile; 0 or -ETIMEDOUT. */
static int attend(struct eb_run *run, pid_t pid, int pidfd, int out, int64_t deadline_ms)
{
	struct pollfd fds[] = { { .fd = pidfd, .events = POLLIN },
				{ .fd = out, .events = POLLIN } };

	for (;;) {
		int left = eb_clock_left(deadline_ms);
		int n = poll(fds, EB_COUNT(fds), pidfd < 0 && left > ASK_MS ? ASK_MS : left);

		if (n < 0 && errno != EINTR)
			return -errno;
		if (fds[1].fd >= 0 && fds[1].revents && !drain(run, out))
			fds[1].fd = -1;
		if ((n > 0 && fds[0].revents) || (pidfd < 0 && has_ended(pid))) {
			drain(run, out);
			return 0;
		}
		if (eb_clock_left(deadline_ms) == 0)
			return -ETIMEDOUT;
	}
}

static int reap(struct eb_run *run, pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	run->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
	return 0;
}

static int supervise(struct eb_run *run, pid_t pid, int out)
{
	EB_CLEAN(eb_closep) int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	int r = attend(run, pid, pidfd, out, run->deadline_ms);

	if (r == 0)
		return reap(run, pid);
	kill(-pid, SIGKILL);
	kill(pid, SIGKILL);
	if (attend(run, pid, pidfd, out, eb_clock_ms() + 1000) == 0)
		reap(run, pid);
	return r;
}

/* stdin: /dev/null, or an unlinked memory file with the caller's text at its start. */
static int open_input(const char *text)
{
	int fd;

	if (!text)
		return open("/dev/null", O_RDONLY | O_CLOEXEC);
	fd = memfd_create("input", MFD_CLOEXEC);
	if (fd >= 0 && (write(fd, text, strlen(text)) != (ssize_t)strlen(text) ||
			lseek(fd, 0, SEEK_SET) != 0)) {
		close(fd);
		return -1;
	}
	return fd;
}

int eb_run(struct eb_run *run)
{
	EB_CLEAN(eb_closep) int in = open_input(run->input);
	EB_CLEAN(eb_closep) int out = -1;
	const char *path;
	char buf[PATH_MAX];
	int ends[2];
	pid_t pid;

	run->length = 0;
	run->status = -1;
	run->output = NULL;
	path = eb_run_find(run->argv[0], buf);
	if (!path)
		return -ENOENT;
	if (in < 0)
		return -errno;
	run->output = malloc(EB_RUN_OUTPUT + 1);
	if (!run->output)
		return -ENOMEM;
	run->output[0] = '\0';
	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	out = ends[0];
	fcntl(out, F_SETFL, O_NONBLOCK);
	pid = spawn(run, path, in, ends[1]);
	close(ends[1]);
	return pid < 0 ? (int)pid : supervise(run, pid, out);
}

void eb_run_free(struct eb_run *run)
{
	free(run->output);
	run->output = NULL;
	run->length = 0;
}
