// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agents/database/folder.h"
#include "agents/database/stream.h"
#include "lib/clock.h"
#include "lib/log.h"
#include "lib/run.h"

enum { LOOK_MS = 100, SPEAK_MS = 5000, PIECE = 1024 * 1024, TAIL = 2048 };

struct child {
	const char *name;
	pid_t pid;
	int err; /* a memory file with what it complains */
	int status;
	bool ended;
};

static EB_NORETURN void become(const char *path, const char *const *argv, int in, int out, int err)
{
	sigset_t none;

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
	execv(path, (char *const *)argv);
	dprintf(STDERR_FILENO, "cannot execute %s: %s\n", path, strerror(errno));
	_exit(127);
}

static int spawn(struct child *child, const char *const *argv, int in, int out)
{
	char buf[PATH_MAX];
	const char *path = eb_run_find(argv[0], buf);

	*child = (struct child) { .name = argv[0], .err = -1 };
	if (!path)
		return -ENOENT;
	child->err = memfd_create("err", MFD_CLOEXEC);
	if (child->err < 0)
		return -errno;
	child->pid = fork();
	if (child->pid == 0)
		become(path, argv, in, out, child->err);
	if (child->pid < 0) {
		child->pid = 0;
		return -errno;
	}
	setpgid(child->pid, child->pid);
	return 0;
}

static bool has_ended(struct child *child)
{
	int status;

	if (child->pid && !child->ended && waitpid(child->pid, &status, WNOHANG) == child->pid) {
		child->ended = true;
		child->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
	}
	return child->ended || !child->pid;
}

/* What sleeps in the kernel is left behind after a second. */
static void end(struct child *child)
{
	int64_t until_ms = eb_clock_ms() + 1000;

	if (child->pid && !child->ended) {
		kill(-child->pid, SIGKILL);
		kill(child->pid, SIGKILL);
		while (!has_ended(child) && eb_clock_left(until_ms))
			eb_clock_sleep(5, until_ms);
	}
	eb_closep(&child->err);
}

/* Its last line that says anything. */
static void quote(const struct child *child, struct eb_stream *stream)
{
	char text[TAIL + 1], *rest = text, *line, last[300] = "it says nothing";
	off_t size = lseek(child->err, 0, SEEK_END);
	ssize_t n = pread(child->err, text, TAIL, size > TAIL ? size - TAIL : 0);

	text[n > 0 ? n : 0] = '\0';
	while ((line = strsep(&rest, "\r\n")))
		if (line[strspn(line, " \t")])
			snprintf(last, sizeof(last), "%s", line);
	snprintf(stream->words, sizeof(stream->words), "%s ended with exit code %d: %s",
		 child->name, child->status, last);
}

static int look(struct eb_stream *stream, int64_t began_ms, int64_t *speak_ms)
{
	eb_folder_room(stream->folder, &stream->room);
	if (stream->room < stream->reserve)
		return -ENOSPC;
	if (eb_clock_left(stream->deadline_ms) == 0)
		return -ETIMEDOUT;
	if (eb_clock_left(*speak_ms) == 0) {
		eb_log(EB_INFO, "%s: %" PRIu64 " MiB after %d s, %" PRIu64 " MiB are free",
		       stream->what, stream->bytes >> 20, (int)((eb_clock_ms() - began_ms) / 1000),
		       stream->room >> 20);
		*speak_ms += SPEAK_MS;
	}
	return 0;
}

/* Moves what is there; false when nothing more can come, or go. */
static bool move(struct eb_stream *stream, int from, int to)
{
	struct pollfd in = { .fd = from, .events = POLLIN }, out = { .fd = to, .events = POLLOUT };
	ssize_t n;

	if (poll(&in, 1, LOOK_MS) <= 0 || poll(&out, 1, LOOK_MS) <= 0)
		return true;
	n = splice(from, NULL, to, NULL, PIECE, SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
	if (n > 0)
		stream->bytes += (uint64_t)n;
	return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

static int attend(struct eb_stream *stream, struct child *source, struct child *sink, int *from,
		  int *to)
{
	int64_t began_ms = eb_clock_ms(), speak_ms = began_ms + SPEAK_MS, look_ms = 0;
	int r = 0;

	for (;;) {
		bool over = has_ended(source);

		over = has_ended(sink) && over && *from < 0;
		if (over || (source->ended && source->status) || (sink->ended && sink->status))
			break;
		if (eb_clock_left(look_ms) == 0) {
			r = look(stream, began_ms, &speak_ms);
			look_ms = eb_clock_ms() + LOOK_MS;
		}
		if (r < 0)
			return r;
		if (*from < 0) {
			eb_clock_sleep(LOOK_MS / 10, stream->deadline_ms);
		} else if (!move(stream, *from, *to)) {
			eb_closep(from);
			eb_closep(to);
			*from = *to = -1;
		}
	}
	/* Where the source fails, the sink complains of what is missing: it is not the cause. */
	if (has_ended(source) && source->status && source->status != 128 + SIGPIPE)
		quote(source, stream);
	else if (sink->status)
		quote(sink, stream);
	else if (source->status)
		quote(source, stream);
	return source->status || sink->status ? -EPIPE : 0;
}

static int run(struct eb_stream *stream, struct child *source, struct child *sink)
{
	EB_CLEAN(eb_closep) int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	int up[2] = { -1, -1 }, down[2] = { -1, -1 }, r = 0;

	if (stream->sink && (pipe2(up, O_CLOEXEC) < 0 || pipe2(down, O_CLOEXEC) < 0))
		r = -errno;
	if (r == 0)
		r = spawn(source, stream->source, null, stream->sink ? up[1] : null);
	if (r == 0 && stream->sink) {
		fcntl(up[0], F_SETPIPE_SZ, PIECE);
		fcntl(down[1], F_SETPIPE_SZ, PIECE);
		r = spawn(sink, stream->sink, down[0], null);
	}
	eb_closep(&up[1]);
	eb_closep(&down[0]);
	if (r == 0)
		r = attend(stream, source, sink, &up[0], &down[1]);
	else
		snprintf(stream->words, sizeof(stream->words), "cannot run %s: %s",
			 sink->name ?: source->name, strerror(-r));
	eb_closep(&up[0]);
	eb_closep(&down[1]);
	return r;
}

int eb_stream_run(struct eb_stream *stream)
{
	struct child source = { .err = -1 }, sink = { .err = -1 };
	void (*before)(int) = signal(SIGPIPE, SIG_IGN);
	int r;

	stream->bytes = stream->room = 0;
	stream->words[0] = '\0';
	r = run(stream, &source, &sink);
	end(&source);
	end(&sink);
	signal(SIGPIPE, before);
	return r;
}
