// SPDX-License-Identifier: GPL-2.0-or-later
#include "ocf-tests/unit/tap.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/clock.h"
#include "lib/file.h"
#include "lib/helper.h"

enum { STOP_MS = 20000 };

static char folder[] = "/tmp/eb-helper-XXXXXX";
static char path[sizeof(folder) + 8];

static int set_up(void **state)
{
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/file", folder);
	return 0;
}

static int tear_down(void **state)
{
	eb_helper_stop(path, STOP_MS);
	unlink(path);
	return rmdir(folder);
}

static void sleep_long(int fd, void *arg)
{
	sleep(1000);
}

static void sleep_deaf(int fd, void *arg)
{
	signal(SIGTERM, SIG_IGN);
	sleep(1000);
}

static void note(int fd, void *arg)
{
	dprintf(fd, "%s", (const char *)arg);
}

static void nothing(int fd, void *arg)
{
}

/* Says which descriptors it found open, in one piece: who reads may look at any time. */
static void look_around(int fd, void *arg)
{
	char found[256] = "";
	size_t n = 0;

	for (int i = 0; i < 64; i++)
		if (fcntl(i, F_GETFD) >= 0 && i != fd)
			n += (size_t)snprintf(found + n, sizeof(found) - n, "%d ", i);
	dprintf(fd, "%s", found);
}

/* The file's text once the helper is through; NULL when the file is gone. */
static char *await_text(void)
{
	int64_t deadline_ms = eb_clock_ms() + STOP_MS;
	char *text = NULL;

	while (eb_clock_ms() < deadline_ms) {
		free(text);
		text = NULL;
		if (eb_file_read(path, 4096, &text, NULL) == -ENOENT)
			return NULL;
		if (text && *text)
			break;
		eb_clock_sleep(10, deadline_ms);
	}
	return text;
}

static void lives_until_it_is_stopped(void **state)
{
	assert_int_equal(eb_helper_stop(path, STOP_MS), 0);
	assert_int_equal(eb_helper_start(path, sleep_long, NULL, -1), 0);
	assert_int_equal(eb_helper_start(path, sleep_long, NULL, -1), -EBUSY);
	assert_int_equal(eb_helper_stop(path, STOP_MS), 1);
	assert_int_equal(eb_helper_stop(path, STOP_MS), 0);
}

static void is_killed_when_it_is_deaf(void **state)
{
	assert_int_equal(eb_helper_start(path, sleep_deaf, NULL, -1), 0);
	assert_int_equal(eb_helper_stop(path, 400), 1);
}

static void leaves_what_it_wrote(void **state)
{
	char word[] = "word", *text;

	assert_int_equal(eb_helper_start(path, note, word, -1), 0);
	text = await_text();
	assert_non_null(text);
	assert_string_equal(text, "word");
	free(text);
	unlink(path);
}

static void leaves_no_empty_file(void **state)
{
	assert_int_equal(eb_helper_start(path, nothing, NULL, -1), 0);
	assert_null(await_text());
}

static void holds_no_descriptor_of_the_caller(void **state)
{
	int pipe_fds[2], keep = open("/dev/null", O_RDONLY | O_CLOEXEC);
	struct pollfd end = { .events = POLLIN };
	char want[32], *text;

	assert_true(keep >= 0);
	assert_int_equal(pipe(pipe_fds), 0);
	assert_int_equal(eb_helper_start(path, look_around, NULL, keep), 0);
	text = await_text();
	assert_non_null(text);
	snprintf(want, sizeof(want), "0 1 2 %d ", keep);
	assert_string_equal(text, want);
	free(text);
	unlink(path);

	assert_int_equal(eb_helper_start(path, sleep_long, NULL, -1), 0);
	close(pipe_fds[1]);
	end.fd = pipe_fds[0];
	assert_int_equal(poll(&end, 1, STOP_MS), 1);
	close(pipe_fds[0]);
	close(keep);
	assert_int_equal(eb_helper_stop(path, STOP_MS), 1);
}

/* A file that names somebody else's process is just a file. */
static void ends_no_other_process(void **state)
{
	pid_t innocent = fork();
	char text[16];
	int status;

	if (innocent == 0) {
		pause();
		_exit(0);
	}
	snprintf(text, sizeof(text), "%d\n", (int)innocent);
	assert_int_equal(eb_file_replace(path, text, strlen(text), 0600), 0);
	assert_int_equal(eb_helper_stop(path, STOP_MS), 0);
	assert_int_equal(waitpid(innocent, &status, WNOHANG), 0);
	kill(innocent, SIGKILL);
	assert_int_equal(waitpid(innocent, &status, 0), innocent);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lives_until_it_is_stopped),
		cmocka_unit_test(is_killed_when_it_is_deaf),
		cmocka_unit_test(leaves_what_it_wrote),
		cmocka_unit_test(leaves_no_empty_file),
		cmocka_unit_test(holds_no_descriptor_of_the_caller),
		cmocka_unit_test(ends_no_other_process),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
