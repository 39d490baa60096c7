// SPDX-License-Identifier: GPL-2.0-or-later
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agents/database/server.h"
#include "lib/clock.h"
#include "lib/file.h"

enum { CMDLINE = 64 * 1024 };

static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* mariadbd, mysqld, mysqld-debug; also while an upgrade has replaced the file: "... (deleted)". */
static bool is_server_program(const char *exe)
{
	const char *name = base_of(exe);

	size_t n = !strncmp(name, "mariadbd", 8) ? 8 : !strncmp(name, "mysqld", 6) ? 6 : 0;

	/* Not mysqldump. */
	return n > 0 && strchr("-. ", name[n]);
}

bool eb_server_is(const char *exe, const char *cmdline, size_t length, const char *datadir)
{
	static const char option[] = "--datadir=";
	const char *end = cmdline + length;
	size_t n = strlen(datadir);

	if (!is_server_program(exe))
		return false;
	while (n > 1 && datadir[n - 1] == '/')
		n--;
	for (const char *arg = cmdline; arg < end; arg += strlen(arg) + 1) {
		const char *value = arg + sizeof(option) - 1;

		if (!strncmp(arg, option, sizeof(option) - 1) && !strncmp(value, datadir, n) &&
		    strspn(value + n, "/") == strlen(value + n))
			return true;
	}
	return false;
}

static int link_of(pid_t pid, const char *what, char buf[PATH_MAX])
{
	char path[64];
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, what);
	n = readlink(path, buf, PATH_MAX - 1);
	if (n < 0)
		return -errno;
	buf[n] = '\0';
	return 0;
}

/* A path means the same to that process as here: it may see other file systems, as in a container. */
static bool sees_as_we(pid_t pid, const char *path)
{
	char own[PATH_MAX], other[PATH_MAX], there_path[PATH_MAX + 32];
	struct stat here, there;

	if (link_of(getpid(), "ns/mnt", own) == 0 && link_of(pid, "ns/mnt", other) == 0 &&
	    !strcmp(own, other))
		return true;
	snprintf(there_path, sizeof(there_path), "/proc/%d/root%s", (int)pid, path);
	return stat(path, &here) == 0 && stat(there_path, &there) == 0 &&
	       here.st_dev == there.st_dev && here.st_ino == there.st_ino;
}

/* A server works inside its data folder, however it was started. */
static bool works_in(pid_t pid, const char *datadir)
{
	struct stat here, there;
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/cwd", (int)pid);
	return stat(path, &here) == 0 && stat(datadir, &there) == 0 &&
	       here.st_dev == there.st_dev && here.st_ino == there.st_ino;
}

static char *cmdline_of(pid_t pid, size_t *length)
{
	char path[64], *text = NULL;

	snprintf(path, sizeof(path), "/proc/%d/cmdline", (int)pid);
	return eb_file_read(path, CMDLINE, &text, length) == 0 ? text : NULL;
}

static bool serves(pid_t pid, const char *datadir)
{
	EB_CLEAN(eb_freep) char *cmdline = NULL;
	char exe[PATH_MAX];
	size_t length;

	if (link_of(pid, "exe", exe) < 0 || !is_server_program(exe))
		return false;
	if (works_in(pid, datadir))
		return true;
	/* At its very start it is not yet there. */
	cmdline = cmdline_of(pid, &length);
	return cmdline && eb_server_is(exe, cmdline, length, datadir) && sees_as_we(pid, datadir);
}

static bool take(pid_t pid, const char *datadir, struct eb_proc *proc)
{
	return eb_proc_of(pid, proc) == 0 && serves(pid, datadir) && eb_proc_alive(proc);
}

int eb_server_find(const struct eb_mysql_conf *conf, struct eb_proc *proc)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	const struct dirent *entry;
	bool found = false;
	DIR *dir;

	if (eb_file_read(conf->pid, 256, &text, NULL) == 0 &&
	    take((pid_t)strtol(text, NULL, 10), conf->datadir, proc))
		return 1;
	dir = opendir("/proc");
	if (!dir)
		return -errno;
	while (!found && (entry = readdir(dir)))
		if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
			found = take((pid_t)strtol(entry->d_name, NULL, 10), conf->datadir, proc);
	closedir(dir);
	return found;
}

void eb_server_sweep(const struct eb_mysql_conf *conf)
{
	eb_file_remove(conf->pid);
	eb_file_remove(conf->socket);
}

/* mysqld_safe starts a server again that was killed: it has to go first, and ignores SIGTERM. */
static int stop_wrapper(const struct eb_proc *server, int64_t deadline_ms)
{
	EB_CLEAN(eb_freep) char *cmdline = NULL;
	EB_CLEAN(eb_freep) char *status = NULL;
	struct eb_proc parent;
	const char *line;
	char path[64];
	size_t length;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)server->pid);
	if (eb_file_read(path, 65536, &status, NULL) < 0)
		return 0;
	line = strstr(status, "\nPPid:");
	if (!line || eb_proc_of((pid_t)strtol(line + 6, NULL, 10), &parent) < 0)
		return 0;
	cmdline = cmdline_of(parent.pid, &length);
	for (size_t at = 0; cmdline && at < length; at += strlen(cmdline + at) + 1) {
		const char *name = base_of(cmdline + at);

		if (!strcmp(name, "mysqld_safe") || !strcmp(name, "mariadbd-safe"))
			return eb_proc_end(&parent, 0, deadline_ms);
	}
	return 0;
}

int eb_server_stop(const struct eb_mysql_conf *conf, int grace_ms, int64_t deadline_ms)
{
	struct eb_proc proc;
	int r;

	while ((r = eb_server_find(conf, &proc)) > 0) {
		r = stop_wrapper(&proc, deadline_ms);
		if (r == 0)
			r = eb_proc_end(&proc, grace_ms, deadline_ms);
		if (r < 0)
			return r;
	}
	if (r == 0)
		eb_server_sweep(conf);
	return r;
}
