// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib.h>
#include <qb/qbdefs.h>

#include "heartbeat-compat/daemon/worker.h"
#include "lib/core.h"
#include "lib/run.h"

struct child {
	pid_t pid;
	int out;    /* the pipe; -1: closed, or never had one */
	int status; /* of waitpid; -errno when given up */
	GString *output;
	qb_loop_timer_handle timer;
	hb_work_done *done;
	hb_child_ended *ended;
	void *data;
};

static struct {
	qb_loop_t *loop;
	GPtrArray *children; /* struct child * */
} workers;

static void free_child(struct child *child)
{
	if (child->out >= 0) {
		qb_loop_poll_del(workers.loop, child->out);
		close(child->out);
	}
	if (child->timer)
		qb_loop_timer_del(workers.loop, child->timer);
	if (child->output)
		g_string_free(child->output, TRUE);
	g_free(child);
}

static int answer(const struct child *child)
{
	if (child->status < 0)
		return child->status;
	return WIFSIGNALED(child->status) ? 128 + WTERMSIG(child->status)
					  : WEXITSTATUS(child->status);
}

/* A child is done when it is reaped: a daemon that it left behind may hold the pipe for years. */
static void finish(struct child *child)
{
	g_ptr_array_remove_fast(workers.children, child);
	if (child->ended)
		child->ended(child->data, child->pid, child->status);
	else
		child->done(child->data, answer(child), child->output->str, child->output->len);
	free_child(child);
}

/* ---- output ----------------------------------------------------------------------------------- */

static void drop_pipe(struct child *child)
{
	qb_loop_poll_del(workers.loop, child->out);
	close(child->out);
	child->out = -1;
}

/* Reads what is there. False: there will be no more. */
static bool drain(struct child *child)
{
	char buf[4096];
	ssize_t n;

	while ((n = read(child->out, buf, sizeof(buf))) > 0)
		if (child->output->len + (size_t)n <= HB_WORK_OUTPUT)
			g_string_append_len(child->output, buf, n);
		else
			child->status = -EMSGSIZE;
	return n < 0 && (errno == EAGAIN || errno == EINTR);
}

static int32_t on_output(int32_t fd, int32_t events, void *data)
{
	struct child *child = data;

	if (!drain(child))
		drop_pipe(child);
	return 0;
}

/* ---- the end ---------------------------------------------------------------------------------- */

static struct child *find(pid_t pid)
{
	for (guint i = 0; i < workers.children->len; i++) {
		struct child *child = workers.children->pdata[i];

		if (child->pid == pid)
			return child;
	}
	return NULL;
}

static int32_t on_sigchld(int32_t number, void *data)
{
	struct child *child;
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		child = find(pid);
		if (!child)
			continue;
		if (child->out >= 0)
			drain(child);
		if (child->status >= 0)
			child->status = status;
		finish(child);
	}
	return 0;
}

enum { DIE_MS = 1000 };

static void on_timeout(void *data)
{
	struct child *child = data;
	bool again = child->status == -ETIMEDOUT;

	child->timer = 0;
	child->status = -ETIMEDOUT;
	if (again) {
		finish(child); /* it does not even die */
		return;
	}
	kill(-child->pid, SIGKILL);
	kill(child->pid, SIGKILL);
	qb_loop_timer_add(workers.loop, QB_LOOP_MED, DIE_MS * QB_TIME_NS_IN_MSEC, child, on_timeout,
			  &child->timer);
}

int hb_worker_init(qb_loop_t *loop)
{
	qb_loop_signal_handle handle;

	workers.loop = loop;
	workers.children = g_ptr_array_new();
	return qb_loop_signal_add(loop, QB_LOOP_MED, SIGCHLD, NULL, on_sigchld, &handle);
}

void hb_worker_end(void)
{
	while (workers.children->len) {
		struct child *child = workers.children->pdata[0];

		if (!child->ended)
			kill(-child->pid, SIGKILL);
		g_ptr_array_remove_index_fast(workers.children, 0);
		free_child(child);
	}
}

void hb_worker_watch(pid_t pid, hb_child_ended *ended, void *data)
{
	struct child *child = g_new0(struct child, 1);

	*child = (struct child) { .pid = pid, .out = -1, .ended = ended, .data = data };
	g_ptr_array_add(workers.children, child);
}

/* ---- starting --------------------------------------------------------------------------------- */

/* In the child: its own group, no signal of ours blocked or handled, output to the pipe. */
static void settle(int out)
{
	sigset_t none;
	int null = open("/dev/null", O_RDWR);

	setpgid(0, 0);
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	dup2(null, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(out, STDERR_FILENO);
}

int hb_worker_answer(int out, struct hb_msg *msg, int code)
{
	g_autofree char *text = NULL;
	const char *left;
	size_t size;

	text = hb_msg_encode(msg, &size);
	hb_msg_free(msg);
	for (left = text; size;) {
		ssize_t n = write(out, left, size);

		if (n < 0 && errno != EINTR)
			return EXIT_FAILURE;
		if (n > 0) {
			left += n;
			size -= (size_t)n;
		}
	}
	return code;
}

struct task {
	const char *path, *const *argv; /* a program, or */
	hb_work *work;                  /* a function */
	void *arg;
};

static void EB_NORETURN run_task(const struct task *task, int out)
{
	settle(out);
	if (task->work)
		_exit(task->work(out, task->arg));
	execv(task->path, (char *const *)task->argv);
	_exit(127);
}

static int start(const struct task *task, int timeout_ms, hb_work_done *done, void *data)
{
	struct child *child;
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	pid = fork();
	if (pid == 0)
		run_task(task, ends[1]);
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return -errno;
	}
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	child = g_new0(struct child, 1);
	*child = (struct child) {
		.pid = pid,
		.out = ends[0],
		.output = g_string_new(NULL),
		.done = done,
		.data = data,
	};
	g_ptr_array_add(workers.children, child);
	qb_loop_poll_add(workers.loop, QB_LOOP_MED, child->out, POLLIN, child, on_output);
	qb_loop_timer_add(workers.loop, QB_LOOP_MED, timeout_ms * QB_TIME_NS_IN_MSEC, child,
			  on_timeout, &child->timer);
	return 0;
}

int hb_worker_exec(const char *const *argv, int timeout_ms, hb_work_done *done, void *data)
{
	char path[PATH_MAX];
	struct task task = { .argv = argv };

	task.path = eb_run_find(argv[0], path);
	return task.path ? start(&task, timeout_ms, done, data) : -ENOENT;
}

int hb_worker_call(hb_work *work, void *arg, int timeout_ms, hb_work_done *done, void *data)
{
	struct task task = { .work = work, .arg = arg };

	return start(&task, timeout_ms, done, data);
}
