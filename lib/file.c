// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/core.h"
#include "lib/file.h"

int eb_file_read(const char *path, size_t limit, char **text, size_t *length)
{
	/* O_NONBLOCK: a FIFO without a writer must not hold us. */
	EB_CLEAN(eb_closep) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	EB_CLEAN(eb_freep) char *buf = NULL;
	size_t used = 0, room = 0;
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	if (S_ISDIR(st.st_mode))
		return -EISDIR;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	for (;;) {
		ssize_t n;

		/* Files of /proc say size 0: the size is a hint, the end of file decides. */
		if (used == room) {
			size_t want = room ? 2 * room : (size_t)st.st_size + 1024;
			char *more = realloc(buf, want + 1);

			if (!more)
				return -ENOMEM;
			buf = more;
			room = want;
		}
		n = read(fd, buf + used, room - used);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		used += (size_t)n;
		if (used > limit)
			return -EFBIG;
		if (n == 0)
			break;
	}
	buf[used] = '\0';
	if (length)
		*length = used;
	*text = EB_TAKE(buf);
	return 0;
}

static int write_all(int fd, const char *data, size_t length)
{
	while (length > 0) {
		ssize_t n = write(fd, data, length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		data += n;
		length -= (size_t)n;
	}
	return 0;
}

static int sync_folder(const char *path)
{
	char buf[PATH_MAX];
	int r = 0;

	snprintf(buf, sizeof(buf), "%s", path);
	EB_CLEAN(eb_closep) int fd = open(dirname(buf), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) < 0)
		r = errno == EINVAL ? 0 : -errno; /* not every file system syncs folders */
	return r;
}

/* A device or a pipe is written to: renaming a file over /dev/null would break the machine. */
static int write_through(const char *path, const void *data, size_t length)
{
	EB_CLEAN(eb_closep) int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);

	return fd < 0 ? -errno : write_all(fd, data, length);
}

static int replace(const char *path, const void *data, size_t length, mode_t mode)
{
	char temporary[PATH_MAX];
	int r;

	if ((size_t)snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path) >= sizeof(temporary))
		return -ENAMETOOLONG;
	EB_CLEAN(eb_closep) int fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0)
		return -errno;
	r = write_all(fd, data, length);
	if (r == 0 && (fchmod(fd, mode) < 0 || fsync(fd) < 0 || rename(temporary, path) < 0))
		r = -errno;
	if (r < 0) {
		unlink(temporary);
		return r;
	}
	return sync_folder(path);
}

int eb_file_replace(const char *path, const void *data, size_t length, mode_t mode)
{
	char target[PATH_MAX];
	struct stat st;

	/* Behind a symbolic link it is the file that gets the new text, not the link. */
	if (!realpath(path, target))
		return errno == ENOENT ? replace(path, data, length, mode) : -errno;
	if (stat(target, &st) < 0)
		return -errno;
	if (S_ISDIR(st.st_mode))
		return -EISDIR;
	if (!S_ISREG(st.st_mode))
		return write_through(target, data, length);
	return replace(target, data, length, mode);
}

int eb_file_remove(const char *path)
{
	return unlink(path) == 0 || errno == ENOENT ? 0 : -errno;
}

int eb_file_make_folder(const char *path)
{
	char part[PATH_MAX];

	if ((size_t)snprintf(part, sizeof(part), "%s", path) >= sizeof(part))
		return -ENAMETOOLONG;
	for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(part, 0755) < 0 && errno != EEXIST)
			return -errno;
		*slash = '/';
	}
	return mkdir(part, 0755) == 0 || errno == EEXIST ? 0 : -errno;
}

int eb_file_make_parent(const char *path)
{
	char folder[PATH_MAX];

	if ((size_t)snprintf(folder, sizeof(folder), "%s", path) >= sizeof(folder))
		return -ENAMETOOLONG;
	return eb_file_make_folder(dirname(folder));
}
