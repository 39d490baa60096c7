// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <signal.h>
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
static char **environment(const char *const *more)
{
	char **env = g_get_environ();

	env = g_environ_setenv(env, "LC_ALL", "C", TRUE);
	env = g_environ_setenv(env, "OCF_ROOT", "/usr/lib/ocf", TRUE);
	env = g_environ_setenv(env, "PATH", "/usr/sbin:/usr/bin:/sbin:/bin", TRUE);
	env = g_environ_unsetenv(env, "OCF_CHECK_LEVEL");
	for (; more && *more; more++) {
		const char *equals = strchr(*more, '=');
		g_autofree char *name = g_strndup(*more, (gsize)(equals - *more));

		env = g_environ_setenv(env, name, equals + 1, TRUE);
	}
	return env;
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

int eb_tool_with(const char *const *argv, const struct eb_tool_with *with, int64_t wait_ms,
		 char **output)
{
	EB_CLEAN(eb_closep) int fd = memfd_create("output", MFD_CLOEXEC);
	g_auto(GStrv) env = environment(with->env);
	EB_CLEAN(eb_run_free)
	struct eb_run run = {
		.argv = argv,
		.env = (const char *const *)env,
		.input = with->input,
		.deadline_ms = eb_clock_ms() + wait_ms,
		.out_fd = fd,
	};
	int failed = fd < 0 ? -errno : eb_run(&run);

	if (output)
		*output = fd < 0 ? g_strdup("") : read_back(fd);
	return failed < 0 ? failed : run.status;
}

int eb_tool(const char *const *argv, int64_t wait_ms, char **output)
{
	return eb_tool_with(argv, &(struct eb_tool_with) { 0 }, wait_ms, output);
}

int eb_tool_signal(int code)
{
	enum { BY_SIGNAL = 128 };

	return code > BY_SIGNAL && code < BY_SIGNAL + NSIG ? code - BY_SIGNAL : 0;
}

char *eb_first_line(char *output)
{
	output[strcspn(output, "\n")] = '\0';
	return output;
}
