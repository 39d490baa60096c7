// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Monitor.  Depth 0 asks the kernel's mount table and touches no file system, so that nothing can
 * hang it; depths 10 and 20 try the device and the file system, in a child that can be left behind.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "agents/filesystem/fs.h"
#include "lib/file.h"
#include "lib/guard.h"

enum { BLOCK = 4096 };

/*
 * A file system that met an error goes read-only behind everybody's back; the kernel tells by
 * an "ro" of the mount or of the file system, since Linux 6.15 by words of their own, too.
 */
static const char *broken(const struct eb_fs *fs)
{
	const struct eb_mount *m = fs->mount;
	const char *words[] = { "emergency_ro", "shutdown" };

	for (size_t i = 0; i < EB_COUNT(words); i++)
		if (eb_mount_option(m->super, words[i]))
			return words[i];
	if (eb_mount_is_ro(fs->conf->options) || eb_fs_kind(m->type) & EB_FS_READONLY)
		return NULL;
	/* An overlay without an upper folder has nothing to write to. */
	if (!strcmp(m->type, "overlay") && !eb_mount_option(m->super, "upperdir"))
		return NULL;
	return eb_mount_option(m->options, "ro") || eb_mount_option(m->super, "ro") ? "read-only"
										    : NULL;
}

/* ---- depth 10 ---- */

static int read_device(void *arg)
{
	const char *path = arg;
	EB_CLEAN(eb_closep) int fd = open(path, O_RDONLY | O_DIRECT | O_CLOEXEC);
	void *block;
	ssize_t n;

	if (fd < 0 || posix_memalign(&block, BLOCK, BLOCK))
		return fd < 0 ? -errno : -ENOMEM;
	n = pread(fd, block, BLOCK, 0);
	free(block);
	if (n < 0)
		return -errno;
	return n == BLOCK ? 0 : -EIO;
}

static int ask_server(void *arg)
{
	struct statx st;

	return statx(AT_FDCWD, arg, AT_STATX_FORCE_SYNC, STATX_BASIC_STATS, &st) < 0 ? -errno : 0;
}

static enum eb_ocf hung(const char *what, pid_t left)
{
	if (left)
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "%s hangs: process %d is left behind in the kernel", what,
			       (int)left);
	return eb_fail(OCF_ERR_GENERIC, 0, "%s hangs", what);
}

static enum eb_ocf try_device(const struct eb_fs *fs)
{
	char what[PATH_MAX + 16], node[PATH_MAX];
	dev_t number = 0;
	pid_t left;
	int r;

	/* What is mounted is read, whatever has become of its name. */
	if (!fs->bind && !(fs->kind & EB_FS_NODEV)) {
		number = fs->mount->dev;
		if (!major(number) && eb_fs_number(fs, false, &number) < 0)
			return eb_fail(OCF_ERR_GENERIC, 0, "cannot find the device %s",
				       fs->conf->device);
	}
	if (!number && !(fs->kind & EB_FS_REMOTE))
		return OCF_SUCCESS; /* no device, no server: nothing but memory, or another mount */
	if (!eb_fs_node(number, node))
		snprintf(node, sizeof(node), "%s", fs->mount->source);
	snprintf(what, sizeof(what), "%s %s", number ? "reading" : "asking",
		 number ? node : fs->point);
	r = number ? eb_guard(read_device, node, fs->call->deadline_ms, &left)
		   : eb_guard(ask_server, (void *)fs->point, fs->call->deadline_ms, &left);
	if (r == -ETIMEDOUT)
		return hung(what, left);
	if (r < 0 && number)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot read %s", node);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "the server of %s does not answer", fs->point);
	return OCF_SUCCESS;
}

/* ---- depth 20 ---- */

/* DIRECTORY/PREFIXINSTANCE_HOST, as the stock agent has it. */
static int status_file(const struct eb_fs *fs, char *buf, size_t size)
{
	const char *clone = eb_meta("clone");
	struct utsname host = { .nodename = "localhost" };

	uname(&host);
	return snprintf(buf, size, "%s/%s%s%s%s_%s", fs->point, fs->conf->statusfile_prefix,
			fs->call->instance, clone ? "_" : "", clone ?: "", host.nodename);
}

/* Past the caches where the file system can do that; some cannot (EINVAL). */
static int open_direct(const char *path, int flags)
{
	int fd = open(path, flags | O_DIRECT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0 && errno == EINVAL)
		fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0600);
	return fd;
}

static int write_block(const char *path, const char *block)
{
	EB_CLEAN(eb_closep) int fd = open_direct(path, O_WRONLY | O_CREAT | O_TRUNC | O_SYNC);

	if (fd < 0)
		return -errno;
	if (write(fd, block, BLOCK) != BLOCK)
		return errno ? -errno : -ENOSPC;
	return fsync(fd) < 0 ? -errno : 0;
}

static int read_block(const char *path, const char *block)
{
	EB_CLEAN(eb_closep) int fd = open_direct(path, O_RDONLY);
	void *back;
	int r;

	if (fd < 0 || posix_memalign(&back, BLOCK, BLOCK))
		return fd < 0 ? -errno : -ENOMEM;
	errno = 0;
	r = read(fd, back, BLOCK) == BLOCK ? 0 : errno ? -errno : -EIO;
	if (r == 0 && memcmp(back, block, BLOCK))
		r = -EUCLEAN;
	free(back);
	return r;
}

static int write_and_read(void *arg)
{
	const char *path = arg;
	void *block = NULL;
	int r = eb_file_make_parent(path);

	if (r == 0 && posix_memalign(&block, BLOCK, BLOCK))
		r = -ENOMEM;
	if (r < 0)
		return r;
	memset(block, 0, BLOCK);
	snprintf(block, BLOCK, "%s %d\n", path, (int)getpid());
	r = write_block(path, block);
	if (r == 0)
		r = read_block(path, block);
	free(block);
	/* Nothing stays behind, and the removal is a write that has to work, too. */
	if (unlink(path) < 0 && r == 0)
		r = -errno;
	return r;
}

static enum eb_ocf try_file(const struct eb_fs *fs)
{
	char path[PATH_MAX], what[PATH_MAX + 16];
	pid_t left;
	int r;

	if (status_file(fs, path, sizeof(path)) >= PATH_MAX)
		return eb_fail(OCF_ERR_CONFIGURED, ENAMETOOLONG, "statusfile_prefix");
	snprintf(what, sizeof(what), "writing %s", path);
	r = eb_guard(write_and_read, path, fs->call->deadline_ms, &left);
	if (r == -ETIMEDOUT)
		return hung(what, left);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot write and read the status file %s",
			       path);
	return OCF_SUCCESS;
}

/* ---- */

static enum eb_ocf judge(const struct eb_fs *fs)
{
	const char *fault;

	switch (eb_fs_owner(fs)) {
	case EB_FS_FOREIGN:
		/* A probe asks for our file system alone, and that is not here. */
		if (fs->call->probe)
			return OCF_NOT_RUNNING;
		return eb_fail(OCF_ERR_GENERIC, 0, "%s is mounted on %s, and not %s",
			       fs->mount->source, fs->point, fs->conf->device);
	case EB_FS_UNKNOWN:
		return eb_fail(
			OCF_ERR_GENERIC, 0,
			"cannot tell whether %s, mounted on %s, is %s: there is no such device",
			fs->mount->source, fs->point, fs->conf->device);
	case EB_FS_OURS: break;
	}
	fault = broken(fs);
	if (fault)
		return eb_fail(OCF_ERR_GENERIC, 0, "%s on %s is %s, and options do not say ro",
			       fs->mount->source, fs->point, fault);
	/* A level between two is the lower one. */
	if (fs->call->check_level >= 20)
		return try_file(fs);
	return fs->call->check_level >= 10 ? try_device(fs) : OCF_SUCCESS;
}

/*
 * Not on its mount point, but is it nowhere?  Where the device is this node's alone, "not running" would have
 * it mounted by another node, too; an error has it stopped here first.
 */
static enum eb_ocf look_elsewhere(const struct eb_fs *fs)
{
	dev_t device = 0;

	if (eb_fs_whole(fs))
		eb_fs_number(fs, false, &device);
	for (size_t i = 0; device && i < fs->mounts.n; i++) {
		const struct eb_mount *m = &fs->mounts.list[i];

		if (m->dev != device)
			continue;
		if (!strcmp(m->point, fs->point))
			return eb_fail(OCF_ERR_GENERIC, 0,
				       "%s is mounted on %s, and no path leads to it: something "
				       "else is mounted above",
				       fs->conf->device, m->point);
		return eb_fail(OCF_ERR_GENERIC, 0, "%s is mounted on %s, and not on %s",
			       fs->conf->device, m->point, fs->point);
	}
	return OCF_NOT_RUNNING;
}

static enum eb_ocf monitor(struct eb_fs *fs, const struct eb_call *call)
{
	int r = eb_fs_glance(fs, call);

	if (r == 0 && !fs->mount) {
		/* A start that was killed may have left a mount(8) that is about to succeed. */
		if (eb_fs_settle(fs) == -ETIMEDOUT)
			return eb_fail(OCF_ERR_GENERIC, 0,
				       "a mount on %s is under way in the kernel", fs->point);
		r = eb_fs_look(fs, call);
	}
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot read the mount table");
	if (!strcmp(fs->point, "/"))
		return OCF_NOT_RUNNING;
	return fs->mount ? judge(fs) : look_elsewhere(fs);
}

enum eb_ocf eb_fs_monitor(const struct eb_call *call)
{
	struct eb_fs fs = { 0 };
	enum eb_ocf code = monitor(&fs, call);

	eb_fs_close(&fs);
	return code;
}
