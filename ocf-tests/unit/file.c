// SPDX-License-Identifier: GPL-2.0-or-later
/* Files, locks and processes: the small things that agents lean on when others crash. */
#include <errno.h>
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/clock.h"
#include "lib/core.h"
#include "lib/file.h"
#include "lib/lock.h"
#include "lib/proc.h"
#include "ocf-tests/unit/tap.h"

static char folder[] = "/tmp/eb-file.XXXXXX";

static const char *in_folder(const char *name)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static int set_up(void **state)
{
	return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", folder);
	return system(command);
}

static void replace_and_read(void **state)
{
	const char *path = in_folder("a");
	char *text = NULL;
	size_t length;
	struct stat st;

	assert_int_equal(eb_file_read(path, 100, &text, NULL), -ENOENT);
	assert_int_equal(eb_file_replace(path, "one", 3, 0640), 0);
	assert_int_equal(eb_file_replace(path, "second", 6, 0640), 0);
	assert_int_equal(eb_file_read(path, 6, &text, &length), 0);
	assert_int_equal(length, 6);
	assert_string_equal(text, "second");
	free(text);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	assert_int_equal(eb_file_read(path, 5, &text, NULL), -EFBIG);
	assert_int_equal(eb_file_remove(path), 0);
	assert_int_equal(eb_file_remove(path), 0);
}

static void not_regular(void **state)
{
	const char *path = in_folder("fifo");
	char *text = NULL;

	assert_int_equal(eb_file_read(folder, 100, &text, NULL), -EISDIR);
	assert_int_equal(mkfifo(path, 0600), 0);
	alarm(30);
	assert_int_equal(eb_file_read(path, 100, &text, NULL), -EINVAL);
	alarm(0);
	assert_int_equal(eb_file_read("/proc/self/status", 100000, &text, NULL), 0);
	assert_non_null(strstr(text, "Name:"));
	free(text);
}

/* A plan stored as /dev/null must leave /dev/null a device, and a link a link. */
static void kept_as_they_are(void **state)
{
	char link[128];
	char *text = NULL;
	struct stat st;

	assert_int_equal(eb_file_replace("/dev/null", "x", 1, 0600), 0);
	assert_int_equal(stat("/dev/null", &st), 0);
	assert_true(S_ISCHR(st.st_mode));
	assert_int_equal(eb_file_replace("/dev/full", "x", 1, 0600), -ENOSPC);
	snprintf(link, sizeof(link), "%s", in_folder("link"));
	assert_int_equal(symlink("target", link), 0);
	assert_int_equal(eb_file_replace(in_folder("target"), "old", 3, 0600), 0);
	assert_int_equal(eb_file_replace(link, "new", 3, 0600), 0);
	assert_int_equal(lstat(link, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(eb_file_read(in_folder("target"), 9, &text, NULL), 0);
	assert_string_equal(text, "new");
	free(text);
}

static void no_litter(void **state)
{
	char path[128];
	glob_t litter;

	snprintf(path, sizeof(path), "%s", in_folder("sub"));
	assert_int_equal(eb_file_make_folder(in_folder("sub/deep")), 0);
	assert_int_equal(eb_file_make_folder(in_folder("sub/deep")), 0);
	/* A folder cannot be replaced by a file, and nothing is left of the try. */
	assert_int_equal(eb_file_replace(path, "x", 1, 0600), -EISDIR);
	assert_int_equal(glob(in_folder("sub.*"), 0, NULL, &litter), GLOB_NOMATCH);
	assert_int_equal(rmdir(in_folder("sub/deep")), 0);
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(eb_file_replace(in_folder("none/x"), "x", 1, 0600), -ENOENT);
}

static void locks(void **state)
{
	const char *path = in_folder("lock");
	int fd = eb_lock(path, eb_clock_ms() + 1000), again;

	assert_true(fd >= 0);
	again = eb_lock(path, eb_clock_ms() + 100);
	assert_int_equal(again, -ETIMEDOUT);
	close(fd);
	again = eb_lock(path, eb_clock_ms() + 60000);
	assert_true(again >= 0);
	close(again);
}

static void processes(void **state)
{
	struct eb_proc proc, loaded;
	const char *path = in_folder("pid");
	pid_t pid = fork();

	if (pid == 0) {
		pause();
		_exit(0);
	}
	assert_int_equal(eb_proc_of(pid, &proc), 0);
	assert_int_equal(eb_proc_save(path, &proc), 0);
	assert_int_equal(eb_proc_load(path, &loaded), 0);
	assert_int_equal(loaded.pid, proc.pid);
	assert_true(loaded.start == proc.start);
	assert_true(eb_proc_alive(&loaded));
	/* The same number with another start is another process: it is never signalled. */
	loaded.start++;
	assert_false(eb_proc_alive(&loaded));
	assert_int_equal(eb_proc_end(&loaded, 0, eb_clock_ms() + 1000), 0);
	assert_true(eb_proc_alive(&proc));
	assert_int_equal(eb_proc_end(&proc, 60000, eb_clock_ms() + 60000), 0);
	assert_false(eb_proc_alive(&proc));
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(eb_proc_of(pid, &proc), -ESRCH);
}

/* One that does not heed SIGTERM lives on when it is not to be killed. */
static void deaf_process(void **state)
{
	struct eb_proc proc;
	pid_t pid;

	signal(SIGTERM, SIG_IGN);
	pid = fork();
	if (pid == 0) {
		pause();
		_exit(0);
	}
	signal(SIGTERM, SIG_DFL);
	assert_int_equal(eb_proc_of(pid, &proc), 0);
	assert_int_equal(eb_proc_end(&proc, -1, eb_clock_ms() + 50), -ETIMEDOUT);
	assert_true(eb_proc_alive(&proc));
	assert_int_equal(eb_proc_end(&proc, 10, eb_clock_ms() + 60000), 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

/* A file that holds no process names none. */
static void no_process(void **state)
{
	static const char *const texts[] = { "", "12", "abc 1", "-5 7", "0 0" };
	const char *path = in_folder("bad");
	struct eb_proc proc;

	for (size_t i = 0; i < EB_COUNT(texts); i++) {
		assert_int_equal(eb_file_replace(path, texts[i], strlen(texts[i]), 0600), 0);
		assert_int_equal(eb_proc_load(path, &proc), -EINVAL);
	}
	assert_int_equal(eb_proc_load(in_folder("gone"), &proc), -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(replace_and_read),
		cmocka_unit_test(not_regular),
		cmocka_unit_test(kept_as_they_are),
		cmocka_unit_test(no_litter),
		cmocka_unit_test(locks),
		cmocka_unit_test(processes),
		cmocka_unit_test(deaf_process),
		cmocka_unit_test(no_process),
	};

	return EB_TAP_WITH(tests, set_up, tear_down);
}
