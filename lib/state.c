// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "lib/file.h"
#include "lib/state.h"

const char *eb_state_path(const struct eb_call *call, const char *given, char buf[PATH_MAX])
{
	if (given)
		return given;
	snprintf(buf, PATH_MAX, "%s/%s-%s.state", eb_rsctmp(), call->agent->name, call->instance);
	return buf;
}

int eb_state_write(const char *path, const char *text)
{
	char line[4096];
	int n = snprintf(line, sizeof(line), "%s\n", text), r;

	if (n >= (int)sizeof(line))
		return -ENAMETOOLONG;
	r = eb_file_replace(path, line, (size_t)n, 0644);
	/* HA_RSCTMP is the agents' own; a folder that somebody named is his to make. */
	if (r != -ENOENT || strncmp(path, eb_rsctmp(), strlen(eb_rsctmp())))
		return r;
	r = eb_file_make_parent(path);
	return r < 0 ? r : eb_file_replace(path, line, (size_t)n, 0644);
}

int eb_state_read(const char *path, char *buf, size_t size)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	int r = eb_file_read(path, 4096, &text, NULL);

	if (r < 0)
		return r == -ENOTDIR ? -ENOENT : r;
	snprintf(buf, size, "%.*s", (int)strcspn(text, "\n"), text);
	return 0;
}

/* Of a text of more lines the first is what a file keeps for certain. */
bool eb_state_says(const char *path, const char *text, int seconds)
{
	EB_CLEAN(eb_freep) char *was = NULL;
	size_t n = strcspn(text, "\n");
	struct stat st;

	if (eb_file_read(path, 4096, &was, NULL) < 0)
		return n == 0;
	if (strcspn(was, "\n") != n || strncmp(was, text, n) != 0)
		return false;
	if (!seconds)
		return true;
	/* What is from the future is of a clock that was set back. */
	return stat(path, &st) == 0 && st.st_mtime <= time(NULL) &&
	       time(NULL) - st.st_mtime < seconds;
}
