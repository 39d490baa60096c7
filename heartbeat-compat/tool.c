// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <glib.h>

#include "heartbeat-compat/tool.h"
#include "lib/clock.h"
#include "lib/core.h"
#include "lib/run.h"

enum { OUTPUT_MAX = 16 << 20 };

/* Messages are to be the same everywhere, and agents want to know where they are. */
static char **environment(void)
{
	char **env = g_get_environ();

	env = g_environ_setenv(env, "LC_ALL", "C", TRUE);
	env = g_environ_setenv(env, "OCF_ROOT", "/usr/lib/ocf", TRUE);
	return g_environ_setenv(env, "PATH", "/usr/sbin:/usr/bin:/sbin:/bin", TRUE);
}

static char *read_back(int fd)
{
	g_autoptr(GString) text = g_string_new(NULL);
	char buffer[65536];
	ssize_t got;

	while (text->len < OUTPUT_MAX &&
	       (got = pread(fd, buffer, sizeof(buffer), (off_t)text->len)) > 0)
		g_string_append_len(text, buffer, got);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

int eb_tool(const char *const *argv, int64_t wait_ms, char **output)
{
	EB_CLEAN(eb_closep) int fd = memfd_create("output", MFD_CLOEXEC);
	g_auto(GStrv) env = environment();
	EB_CLEAN(eb_run_free)
	struct eb_run run = {
		.argv = argv,
		.env = (const char *const *)env,
		.deadline_ms = eb_clock_ms() + wait_ms,
		.out_fd = fd,
	};
	int failed = fd < 0 ? -errno : eb_run(&run);

	if (output)
		*output = fd < 0 ? g_strdup("") : read_back(fd);
	return failed < 0 ? failed : run.status;
}

char *eb_first_line(char *output)
{
	output[strcspn(output, "\n")] = '\0';
	return output;
}
