// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "agents/filesystem/users.h"
#include "lib/core.h"
#include "lib/file.h"

static pid_t parent_of(pid_t pid)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	char path[64], *rest;
	int parent = 0;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	if (eb_file_read(path, 65536, &text, NULL) < 0)
		return 0;
	rest = strrchr(text, ')');
	return rest && sscanf(rest + 1, " %*c %d", &parent) == 1 ? parent : 0;
}

bool eb_fs_is_needed(pid_t pid, const char *name)
{
	static const char *const names[] = { "corosync", "heartbeat", "escapebeatd", "sbd" };
	pid_t self = getpid();

	if (pid == 1 || !strncmp(name, "pacemaker", strlen("pacemaker")))
		return true;
	for (size_t i = 0; i < EB_COUNT(names); i++)
		if (!strcmp(name, names[i]))
			return true;
	for (int i = 0; self > 0 && i < 64; i++, self = parent_of(self))
		if (pid == self)
			return true;
	return false;
}
