// SPDX-License-Identifier: GPL-2.0-or-later
/* Programs run within a deadline: output, exit codes, what is left behind. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/clock.h"
#include "lib/core.h"
#include "lib/run.h"
#include "ocf-tests/unit/tap.h"

enum { PLENTY_MS = 60000 };

static bool old_kernel; /* one that has no pidfd yet */

long syscall(long number, ...)
{
	static long (*real)(long, ...);
	va_list args;
	long a, b, c;

	if (old_kernel && number == SYS_pidfd_open) {
		errno = ENOSYS;
		return -1;
	}
	if (!real)
		real = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
	va_start(args, number);
	a = va_arg(args, long);
	b = va_arg(args, long);
	c = va_arg(args, long);
	va_end(args);
	return real(number, a, b, c);
}

static int no_pidfd(void **state)
{
	old_kernel = true;
	return 0;
}

static int pidfd(void **state)
{
	old_kernel = false;
	return 0;
}

static int sh(struct eb_run *run, const char *script, int timeout_ms)
{
	const char *argv[] = { "/bin/sh", "-c", script, NULL };

	run->argv = argv;
	run->deadline_ms = eb_clock_ms() + timeout_ms;
	return eb_run(run);
}

static void output_and_status(void **state)
{
	EB_CLEAN(eb_run_free) struct eb_run run = { 0 };

	assert_int_equal(sh(&run, "echo out; echo err >&2; exit 7", PLENTY_MS), 0);
	assert_int_equal(run.status, 7);
	assert_string_equal(run.output, "out\nerr\n");
	assert_int_equal(run.length, 8);
}

static void signalled(void **state)
{
	EB_CLEAN(eb_run_free) struct eb_run run = { 0 };

	assert_int_equal(sh(&run, "kill -TERM $$", PLENTY_MS), 0);
	assert_int_equal(run.status, 128 + SIGTERM);
}

static void missing(void **state)
{
	const char *argv[] = { "no-such-program-here", NULL };
	struct eb_run run = { .argv = argv, .deadline_ms = eb_clock_ms() + PLENTY_MS };

	assert_int_equal(eb_run(&run), -ENOENT);
	argv[0] = "/etc/passwd";
	assert_int_equal(eb_run(&run), -ENOENT);
	eb_run_free(&run);
}

/* The deadline kills the children of the program, too. */
static void timed_out(void **state)
{
	EB_CLEAN(eb_run_free) struct eb_run run = { 0 };
	int64_t start_ms = eb_clock_ms();
	int pid = 0;

	/* On a busy machine the program may not have come to its first word. */
	for (int limit_ms = 500; pid == 0 && limit_ms < PLENTY_MS; limit_ms *= 4) {
		eb_run_free(&run);
		assert_int_equal(sh(&run, "sleep 300 & echo $!; wait", limit_ms), -ETIMEDOUT);
		sscanf(run.output, "%d", &pid);
	}
	assert_true(eb_clock_ms() - start_ms < 2 * PLENTY_MS);
	assert_true(pid > 0);
	for (int i = 0; i < 1000 && kill(pid, 0) == 0; i++)
		eb_clock_sleep(20, INT64_MAX);
	assert_int_equal(kill(pid, 0), -1);
}

/* A daemon that keeps the output open is not waited for. */
static void daemon_left_behind(void **state)
{
	EB_CLEAN(eb_run_free) struct eb_run run = { 0 };
	int64_t start_ms = eb_clock_ms();
	int pid = 0;

	assert_int_equal(sh(&run, "sleep 300 & echo $!", PLENTY_MS), 0);
	assert_true(eb_clock_ms() - start_ms < PLENTY_MS / 2);
	assert_int_equal(sscanf(run.output, "%d", &pid), 1);
	assert_int_equal(kill(pid, SIGKILL), 0);
}

static void chatty_daemon(void **state)
{
	EB_CLEAN(eb_run_free) struct eb_run run = { 0 };
	int64_t start_ms = eb_clock_ms();
	int pid = 0;

	/* The pid first: once it talks, nothing else finds room. */
	assert_int_equal(sh(&run,
			    "sh -c 'kill -STOP $$; exec yes' & echo $!;"
			    "until grep -q '^State:.T' /proc/$!/status; do sleep 0.02; done;"
			    "kill -CONT $!; sleep 0.2; exit 0",
			    PLENTY_MS),
			 0);
	assert_true(eb_clock_ms() - start_ms < PLENTY_MS / 2);
	assert_int_equal(sscanf(run.output, "%d", &pid), 1);
	assert_int_equal(kill(pid, SIGKILL), 0);
}

static void more_than_is_kept(void **state)
{
	EB_CLEAN(eb_run_free) struct eb_run run = { 0 };

	assert_int_equal(sh(&run, "head -c 1000000 /dev/zero | tr '\\0' x; exit 3", PLENTY_MS), 0);
	assert_int_equal(run.status, 3);
	assert_int_equal(run.length, EB_RUN_OUTPUT);
	assert_int_equal(strlen(run.output), EB_RUN_OUTPUT);
}

static void input(void **state)
{
	EB_CLEAN(eb_run_free) struct eb_run run = { .input = "secret\n" };

	assert_int_equal(sh(&run, "cat", PLENTY_MS), 0);
	assert_string_equal(run.output, "secret\n");
	eb_run_free(&run);
	run.input = NULL;
	assert_int_equal(sh(&run, "cat", PLENTY_MS), 0);
	assert_string_equal(run.output, "");
}

static void apart(void **state)
{
	FILE *out = tmpfile(), *err = tmpfile();
	struct eb_run run = { .out_fd = fileno(out), .err_fd = fileno(err) };
	char text[16] = "";

	assert_int_equal(sh(&run, "echo out; echo err >&2", PLENTY_MS), 0);
	assert_string_equal(run.output, "");
	assert_int_equal(pread(fileno(out), text, 15, 0), 4);
	assert_string_equal(text, "out\n");
	assert_int_equal(pread(fileno(err), text, 15, 0), 4);
	assert_string_equal(text, "err\n");
	eb_run_free(&run);
	run.out_fd = 0;
	assert_int_equal(sh(&run, "echo out; echo err >&2", PLENTY_MS), 0);
	assert_string_equal(run.output, "out\n");
	eb_run_free(&run);
	fclose(out);
	fclose(err);
}

/* A descriptor that we let slip does not reach the program. */
static void descriptors(void **state)
{
	EB_CLEAN(eb_run_free) struct eb_run run = { 0 };
	int fd = fcntl(STDOUT_FILENO, F_DUPFD, 100);
	char script[64];

	assert_true(fd >= 100);
	snprintf(script, sizeof(script), "[ -e /proc/$$/fd/1 ] && [ ! -e /proc/$$/fd/%d ]", fd);
	assert_int_equal(sh(&run, script, PLENTY_MS), 0);
	assert_int_equal(run.status, 0);
	close(fd);
}

/* A program does not outlive who runs it: a killed start must not go on beside a stop. */
static void orphaned(void **state)
{
	int ends[2], pid = 0;
	char text[32] = "";
	pid_t runner;

	assert_int_equal(pipe(ends), 0);
	runner = fork();
	if (runner == 0) {
		struct eb_run run = { .err_fd = ends[1] };

		sh(&run, "echo $$ >&2; exec sleep 300", PLENTY_MS);
		_exit(0);
	}
	assert_true(read(ends[0], text, sizeof(text) - 1) > 0);
	assert_int_equal(sscanf(text, "%d", &pid), 1);
	assert_int_equal(kill(runner, SIGKILL), 0);
	assert_int_equal(waitpid(runner, NULL, 0), runner);
	for (int i = 0; i < 1000 && kill(pid, 0) == 0; i++)
		eb_clock_sleep(20, INT64_MAX);
	assert_int_equal(kill(pid, 0), -1);
	close(ends[0]);
	close(ends[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(output_and_status),
		cmocka_unit_test(signalled),
		cmocka_unit_test(missing),
		cmocka_unit_test(timed_out),
		cmocka_unit_test(daemon_left_behind),
		cmocka_unit_test(chatty_daemon),
		cmocka_unit_test(more_than_is_kept),
		cmocka_unit_test(input),
		cmocka_unit_test(apart),
		cmocka_unit_test(descriptors),
		cmocka_unit_test(orphaned),
		/* Kernels before 5.3, and valgrind. */
		cmocka_unit_test_setup_teardown(output_and_status, no_pidfd, pidfd),
		cmocka_unit_test_setup_teardown(timed_out, no_pidfd, pidfd),
		cmocka_unit_test_setup_teardown(daemon_left_behind, no_pidfd, pidfd),
	};

	return EB_TAP(tests);
}
