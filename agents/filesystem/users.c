// SPDX-License-Identifier: GPL-2.0-or-later
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "agents/filesystem/sockets.h"
#include "agents/filesystem/users.h"
#include "lib/core.h"
#include "lib/file.h"

enum { MAX_NAMESPACES = 256, MAX_PIDFDS = 800, PROC_TEXT = 64 << 20 };

/* What all of a scan shares: each mount namespace's table is read once. */
struct scan {
	const struct eb_fs_use *use;
	struct eb_fs_users *users;
	size_t room;
	struct {
		ino_t inode;
		struct eb_mounts mounts;
	} seen[MAX_NAMESPACES];
	size_t n;
	struct eb_fs_sockets sockets;
};

static ino_t namespace_of(pid_t pid)
{
	char path[64], link[64];
	unsigned long inode;
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/%d/ns/mnt", (int)pid);
	n = readlink(path, link, sizeof(link) - 1);
	if (n < 0)
		return 0;
	link[n] = '\0';
	return sscanf(link, "mnt:[%lu]", &inode) == 1 ? inode : 0;
}

static const struct eb_mounts *table_of(struct scan *scan, pid_t pid)
{
	ino_t inode = namespace_of(pid);

	for (size_t i = 0; i < scan->n; i++)
		if (scan->seen[i].inode == inode)
			return &scan->seen[i].mounts;
	if (!inode || scan->n == MAX_NAMESPACES ||
	    eb_mounts_read(&scan->seen[scan->n].mounts, pid) < 0)
		return NULL;
	scan->seen[scan->n].inode = inode;
	return &scan->seen[scan->n++].mounts;
}

static bool is_used(const struct eb_fs_use *use, const struct eb_mount *mount)
{
	return mount && (use->dev ? mount->dev == use->dev : mount->id == use->mount);
}

/* Is this file, as a link of /proc names it, of the mount? */
static bool names_use(struct scan *scan, const struct eb_mounts *table, const char *name)
{
	return name[0] == '/' && table && is_used(scan->use, eb_mounts_over(table, name));
}

static bool has_device(int folder, const char *name, dev_t dev)
{
	struct statx st;

	return statx(folder, name, AT_STATX_DONT_SYNC, STATX_INO, &st) == 0 &&
	       makedev(st.stx_dev_major, st.stx_dev_minor) == dev;
}

/* cwd or root. */
static bool uses_folder(struct scan *scan, const struct eb_mounts *table, int proc,
			const char *what)
{
	char name[PATH_MAX];
	ssize_t n = readlinkat(proc, what, name, sizeof(name) - 1);

	if (n < 0)
		return false;
	name[n] = '\0';
	return names_use(scan, table, name) ||
	       (scan->use->by_status && has_device(proc, what, scan->use->dev));
}

/* The mount of an open file, by its number: proc(5), fdinfo. */
static int mount_of_file(int proc, const char *fd)
{
	char path[64], text[512], *at;
	EB_CLEAN(eb_closep) int file = -1;
	ssize_t n;

	snprintf(path, sizeof(path), "fdinfo/%.20s", fd);
	file = openat(proc, path, O_RDONLY | O_CLOEXEC);
	n = file < 0 ? -1 : read(file, text, sizeof(text) - 1);
	if (n <= 0)
		return -1;
	text[n] = '\0';
	at = strstr(text, "mnt_id:");
	return at ? atoi(at + strlen("mnt_id:")) : -1;
}

static bool is_used_number(struct scan *scan, int id)
{
	if (!scan->use->dev)
		return id == scan->use->mount;
	for (size_t i = 0; i < scan->n; i++)
		for (size_t j = 0; j < scan->seen[i].mounts.n; j++)
			if (scan->seen[i].mounts.list[j].id == id)
				return scan->seen[i].mounts.list[j].dev == scan->use->dev;
	return false;
}

/* The file system's device, also when one mount of it is meant; 0: not known here. */
static dev_t device_of(const struct scan *scan)
{
	if (scan->use->dev || !scan->n)
		return scan->use->dev;
	for (size_t i = 0; i < scan->seen[0].mounts.n; i++)
		if (scan->seen[0].mounts.list[i].id == scan->use->mount)
			return scan->seen[0].mounts.list[i].dev;
	return 0;
}

/* By a name in that file system; of one mount of it, by one from / on that leads to it. */
static bool uses_socket(struct scan *scan, const struct eb_mounts *table, const char *link)
{
	unsigned number;
	const struct eb_fs_socket *socket = sscanf(link, "socket:[%u]", &number) == 1
						    ? eb_fs_sockets_find(&scan->sockets, number)
						    : NULL;

	return socket && (scan->use->dev || names_use(scan, table, socket->name));
}

static bool uses_file(struct scan *scan, const struct eb_mounts *table, int proc)
{
	int fd = openat(proc, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	char link[32]; /* a file's first letter is enough: a slash */
	bool found = false;

	while (folder && !found && (entry = readdir(folder)) != NULL) {
		ssize_t n = readlinkat(fd, entry->d_name, link, sizeof(link) - 1);

		if (entry->d_name[0] == '.' || n < 1)
			continue;
		link[n] = '\0';
		found = uses_socket(scan, table, link);
		if (link[0] != '/')
			continue;
		found = is_used_number(scan, mount_of_file(proc, entry->d_name)) ||
			(scan->use->by_status && has_device(fd, entry->d_name, scan->use->dev));
	}
	if (folder)
		closedir(folder);
	else if (fd >= 0)
		close(fd);
	return found;
}

/* 55d0-55d1 r-xp 00000000 08:01 1234   /usr/bin/x: programs and mapped files. */
static bool uses_mapping(struct scan *scan, const struct eb_mounts *table, pid_t pid)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	char path[64], *line, *next;
	const char *last = "";

	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	if (eb_file_read(path, PROC_TEXT, &text, NULL) < 0)
		return false;
	for (line = text; line && *line; line = next) {
		unsigned major, minor;
		char *name;

		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		name = strchr(line, '/');
		if (!name || sscanf(line, "%*s %*s %*s %x:%x", &major, &minor) != 2)
			continue;
		if (scan->use->dev) {
			if (makedev(major, minor) == scan->use->dev)
				return true;
		} else if (strcmp(name, last)) {
			if (names_use(scan, table, name))
				return true;
			last = name;
		}
	}
	return false;
}

static int add(struct scan *scan, pid_t pid, int pidfd)
{
	struct eb_fs_users *users = scan->users;
	EB_CLEAN(eb_freep) char *name = NULL;
	struct eb_fs_user *user;
	char path[64];

	if (users->n == scan->room) {
		scan->room = scan->room ? 2 * scan->room : 64;
		user = realloc(users->list, scan->room * sizeof(*user));
		if (!user)
			return -ENOMEM;
		users->list = user;
	}
	user = &users->list[users->n++];
	*user = (struct eb_fs_user) { .pid = pid, .pidfd = pidfd };
	snprintf(path, sizeof(path), "/proc/%d/comm", (int)pid);
	if (eb_file_read(path, 256, &name, NULL) == 0)
		snprintf(user->name, sizeof(user->name), "%.*s", (int)strcspn(name, "\n"), name);
	user->needed = eb_fs_is_needed(pid, user->name);
	return 0;
}

static int look_at(struct scan *scan, const char *name)
{
	EB_CLEAN(eb_closep) int proc = -1;
	pid_t pid = (pid_t)atoi(name);
	const struct eb_mounts *table;
	int pidfd;
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d", (int)pid);
	/* First the descriptor: what is seen below is then seen of this very process. */
	pidfd = scan->users->n < MAX_PIDFDS ? (int)syscall(SYS_pidfd_open, pid, 0) : -1;
	proc = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	table = proc < 0 ? NULL : table_of(scan, pid);
	eb_fs_sockets_add(&scan->sockets, pid); /* or its sockets are not known */
	if (proc >= 0 &&
	    (uses_folder(scan, table, proc, "cwd") || uses_folder(scan, table, proc, "root") ||
	     uses_file(scan, table, proc) || uses_mapping(scan, table, pid)))
		return add(scan, pid, pidfd);
	eb_closep(&pidfd);
	return 0;
}

int eb_fs_users_find(const struct eb_fs_use *use, struct eb_fs_users *users)
{
	struct scan scan = { .use = use, .users = users };
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	int r = proc ? 0 : -errno;

	*users = (struct eb_fs_users) { NULL, 0 };
	table_of(&scan, getpid()); /* ours as we see it, not as one in a chroot does */
	scan.sockets.dev = device_of(&scan);
	while (r == 0 && (entry = readdir(proc)) != NULL)
		if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
			r = look_at(&scan, entry->d_name);
	if (proc)
		closedir(proc);
	for (size_t i = 0; i < scan.n; i++)
		eb_mounts_free(&scan.seen[i].mounts);
	eb_fs_sockets_free(&scan.sockets);
	return r;
}

void eb_fs_users_free(struct eb_fs_users *users)
{
	for (size_t i = 0; i < users->n; i++)
		eb_closep(&users->list[i].pidfd);
	free(users->list);
	*users = (struct eb_fs_users) { NULL, 0 };
}

int eb_fs_namespaces(eb_fs_namespace_fn *fn, void *arg)
{
	ino_t seen[MAX_NAMESPACES] = { namespace_of(getpid()) };
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	size_t n = 1;
	int r = proc ? 0 : -errno;

	while (r == 0 && n < MAX_NAMESPACES && (entry = readdir(proc)) != NULL) {
		pid_t pid = (pid_t)atoi(entry->d_name);
		ino_t inode = pid > 0 ? namespace_of(pid) : 0;
		EB_CLEAN(eb_mounts_free) struct eb_mounts mounts = { NULL, 0, NULL };
		bool known = inode == 0;

		for (size_t i = 0; i < n && !known; i++)
			known = seen[i] == inode;
		if (known || eb_mounts_read(&mounts, pid) < 0)
			continue;
		seen[n++] = inode;
		r = fn(pid, &mounts, arg);
	}
	if (proc)
		closedir(proc);
	return r;
}
