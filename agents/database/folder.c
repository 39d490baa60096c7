// SPDX-License-Identifier: GPL-2.0-or-later
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "agents/database/folder.h"
#include "lib/core.h"

enum { DESCRIPTORS = 16, BLOCK = 512, FULL = 1024 * 1024 };

/* nftw(3) has no place for them. */
static struct {
	uint64_t bytes;
	uid_t uid;
	gid_t gid;
} walk;

bool eb_folder_exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool eb_folder_is_empty(const char *path)
{
	DIR *dir = opendir(path);
	const struct dirent *entry = NULL;
	bool missing = !dir && errno == ENOENT;

	while (dir && (entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			break;
	if (dir)
		closedir(dir);
	return missing || (dir && !entry);
}

/* binlog.000007: a copy does not have it. */
static bool is_log(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot && dot[1] && strspn(dot + 1, "0123456789") == strlen(dot + 1) &&
	       strncmp(name, "aria_log", 8) != 0;
}

static int add(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	if (type == FTW_F && !is_log(path + ftw->base))
		walk.bytes += (uint64_t)st->st_blocks * BLOCK;
	return 0;
}

static int give(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return lchown(path, walk.uid, walk.gid) < 0 ? -errno : 0;
}

static int drop(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path) < 0 && errno != ENOENT ? -errno : 0;
}

static int each(const char *path, __nftw_func_t what, int flags)
{
	int r = nftw(path, what, DESCRIPTORS, FTW_PHYS | flags);

	return r == -1 ? (errno == ENOENT ? 0 : -errno) : r;
}

int eb_folder_size(const char *path, uint64_t *bytes)
{
	int r;

	walk.bytes = 0;
	r = each(path, add, 0);
	*bytes = walk.bytes;
	return r;
}

int eb_folder_room(const char *path, uint64_t *bytes)
{
	struct statvfs st;

	if (statvfs(path, &st) < 0)
		return -errno;
	*bytes = (uint64_t)st.f_bfree * st.f_frsize;
	return 0;
}

bool eb_folder_is_full(const char *path)
{
	struct statvfs st;

	return statvfs(path, &st) == 0 && st.f_blocks > 0 &&
	       (uint64_t)st.f_bavail * st.f_frsize < FULL;
}

int eb_folder_give(const char *path, uid_t uid, gid_t gid)
{
	walk.uid = uid;
	walk.gid = gid;
	return each(path, give, 0);
}

int eb_folder_remove(const char *path)
{
	return each(path, drop, FTW_DEPTH);
}

static int sync_by(const char *path, int (*how)(int fd))
{
	EB_CLEAN(eb_closep) int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 || how(fd) < 0 ? -errno : 0;
}

int eb_folder_sync(const char *path)
{
	return sync_by(path, fsync);
}

int eb_folder_sync_all(const char *path)
{
	return sync_by(path, syncfs);
}
