// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/trial.h"

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int record(const struct eb_call *call, const char *path)
{
	EB_CLEAN(eb_freep) char **vars = NULL;
	time_t now = time(NULL);
	char stamp[64];
	struct tm tm;
	size_t n = 0;
	FILE *file;
	int fd;

	while (environ[n])
		n++;
	vars = malloc((n + 1) * sizeof(*vars));
	if (!vars)
		return -ENOMEM;
	memcpy(vars, environ, n * sizeof(*vars));
	qsort(vars, n, sizeof(*vars), by_name);

	fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
	file = fd < 0 ? NULL : fdopen(fd, "a");
	if (!file)
		return -errno;
	strftime(stamp, sizeof(stamp), "%F %T", localtime_r(&now, &tm));
	fprintf(file, "### %s %s @ %s\n", call->instance, call->action->name, stamp);
	for (size_t i = 0; i < n; i++)
		fprintf(file, "%s\n", vars[i]);
	fputs("###\n", file);
	return fclose(file) == 0 ? 0 : -errno;
}

void eb_trial_record(const struct eb_call *call, const char *path)
{
	int r = path ? record(call, path) : 0;

	if (r < 0)
		eb_log(EB_WARN, "cannot write the environment to %s: %s", path, strerror(-r));
}
