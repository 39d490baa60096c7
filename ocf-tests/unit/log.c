// SPDX-License-Identifier: GPL-2.0-or-later
/* The log: one line a call whatever the text, errno left alone, and nothing that blocks. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/file.h"
#include "lib/log.h"
#include "ocf-tests/unit/tap.h"

static char folder[] = "/tmp/eb-log.XXXXXX", path[64];

static int set_up(void **state)
{
	/* A terminal would be preferred to the file. */
	if (!mkdtemp(folder) || !freopen("/dev/null", "w", stderr))
		return -1;
	snprintf(path, sizeof(path), "%s/log", folder);
	setenv("HA_LOGFILE", path, 1);
	unsetenv("HA_LOGFACILITY");
	unsetenv("HA_debug");
	unsetenv("HA_DEBUGLOG");
	unsetenv("HA_LOGD");
	unsetenv("HA_use_logd");
	return 0;
}

static int tear_down(void **state)
{
	unlink(path);
	rmdir(folder);
	return 0;
}

static char *logged(void)
{
	char *text = NULL;

	assert_int_equal(eb_file_read(path, 100000, &text, NULL), 0);
	unlink(path);
	return text;
}

static void line(void **state)
{
	char *text, tag[64];

	eb_log_open("Dummy", "d:1");
	eb_log(EB_WARN, "%s %d", "number", 7);
	text = logged();
	snprintf(tag, sizeof(tag), " Dummy(d:1)[%d]:    WARNING: number 7\n", (int)getpid());
	/* "Nov 21 02:24:02", then the tag */
	assert_true(strlen(text) > 15);
	assert_string_equal(text + 15, tag);
	free(text);
}

static void newlines(void **state)
{
	char *text;

	eb_log(EB_ERR, "one\ntwo\r\nthree");
	text = logged();
	assert_non_null(strstr(text, "ERROR: one two  three\n"));
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
	free(text);
}

static void very_long(void **state)
{
	char big[10000], *text;

	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	eb_log(EB_INFO, "%s", big);
	text = logged();
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
	free(text);
}

static void debug(void **state)
{
	char *text;

	setenv("HA_debug", "0", 1);
	assert_false(eb_log_debugging());
	eb_log(EB_DEBUG, "hidden");
	setenv("HA_debug", "1", 1);
	assert_true(eb_log_debugging());
	eb_log(EB_DEBUG, "shown");
	unsetenv("HA_debug");
	text = logged();
	assert_null(strstr(text, "hidden"));
	assert_non_null(strstr(text, "DEBUG: shown\n"));
	free(text);
}

static void keeps_errno(void **state)
{
	setenv("HA_LOGFILE", "/nonexistent/folder/log", 1);
	errno = EXDEV;
	eb_log(EB_INFO, "to nowhere");
	assert_int_equal(errno, EXDEV);
	setenv("HA_LOGFILE", path, 1);
}

/* Opening a FIFO for writing waits for a reader, unless it is told not to. */
static void fifo_without_reader(void **state)
{
	assert_int_equal(mkfifo(path, 0600), 0);
	alarm(30);
	eb_log(EB_INFO, "nobody reads this");
	alarm(0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(line),        cmocka_unit_test(newlines),
		cmocka_unit_test(very_long),   cmocka_unit_test(debug),
		cmocka_unit_test(keeps_errno), cmocka_unit_test(fifo_without_reader),
	};

	return EB_TAP_WITH(tests, set_up, tear_down);
}
