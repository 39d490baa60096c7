// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Whose mount is it?  By the number of the device, as its name tells now, or as start wrote it down for
 * when the name has gone.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "agents/filesystem/fs.h"
#include "lib/file.h"
#include "lib/state.h"

/* A loop device of this file? */
static bool is_backed_by(dev_t loop, const char *file)
{
	EB_CLEAN(eb_freep) char *backing = NULL;
	EB_CLEAN(eb_freep) char *real = realpath(file, NULL);
	char path[96];

	snprintf(path, sizeof(path), "/sys/dev/block/%u:%u/loop/backing_file", major(loop),
		 minor(loop));
	if (!real || eb_file_read(path, PATH_MAX, &backing, NULL) < 0)
		return false;
	backing[strcspn(backing, "\n")] = '\0';
	return !strcmp(backing, real);
}

/* What start wrote down: the device's number, and where the kernel has it, the mount's. */
static bool recall(const struct eb_call *call, dev_t *dev, uint64_t *unique)
{
	char path[PATH_MAX], text[64];
	unsigned major, minor;
	unsigned long long id = 0;

	if (eb_state_read(eb_state_path(call, NULL, path), text, sizeof(text)) < 0 ||
	    sscanf(text, "%u:%u %llu", &major, &minor, &id) < 2)
		return false;
	*dev = makedev(major, minor);
	*unique = id;
	return true;
}

static bool remembered(const struct eb_fs *fs, dev_t dev)
{
	uint64_t unique;
	dev_t was;

	return recall(fs->call, &was, &unique) && was == dev;
}

uint64_t eb_fs_recall(const struct eb_call *call)
{
	uint64_t unique;
	dev_t dev;

	return recall(call, &dev, &unique) ? unique : 0;
}

void eb_fs_remember(const struct eb_fs *fs)
{
	char path[PATH_MAX], text[64], was[64];
	const char *state = eb_state_path(fs->call, NULL, path);
	uint64_t unique = 0;
	int r;

	if (!fs->mount)
		return;
	if (eb_mount_unique(fs->mount, &unique) < 0)
		unique = 0;
	snprintf(text, sizeof(text), "%u:%u %llu", major(fs->mount->dev), minor(fs->mount->dev),
		 (unsigned long long)unique);
	if (eb_state_read(state, was, sizeof(was)) == 0 && !strcmp(was, text))
		return;
	r = eb_state_write(state, text);
	if (r < 0)
		eb_log(EB_WARN, "cannot write %s: %s", state, strerror(-r));
}

void eb_fs_devices(const struct eb_fs *fs, dev_t *shown, dev_t *device)
{
	uint64_t unique;
	dev_t was = 0;
	int r = eb_fs_number(fs, true, device);

	*shown = *device;
	if (fs->mount && eb_fs_owner(fs) == EB_FS_OURS) {
		*shown = fs->mount->dev;
		if (major(*shown) || !*device)
			*device = major(*shown) ? *shown : 0;
		return;
	}
	/* The name has gone, or is that of a file behind a loop device. */
	if (*device || !recall(fs->call, &was, &unique) || !major(was) ||
	    (r == 0 && !is_backed_by(was, fs->conf->device)))
		return;
	*shown = *device = was;
}

void eb_fs_forget(const struct eb_fs *fs)
{
	char path[PATH_MAX];

	eb_file_remove(eb_state_path(fs->call, NULL, path));
}

/* "server:/dir/" and "server:/dir" are one; so are \\server\share and //server/share. */
static bool same_source(const char *a, const char *b, bool remote)
{
	size_t n = strlen(a), m = strlen(b);

	while (remote && n > 1 && (a[n - 1] == '/' || a[n - 1] == '\\') && a[n - 2] != ':')
		n--;
	while (remote && m > 1 && (b[m - 1] == '/' || b[m - 1] == '\\') && b[m - 2] != ':')
		m--;
	if (n != m)
		return false;
	for (size_t i = 0; i < n; i++) {
		char x = remote && a[i] == '\\' ? '/' : a[i],
		     y = remote && b[i] == '\\' ? '/' : b[i];

		if (x != y)
			return false;
	}
	return true;
}

static int resolve(const void *question, void *path)
{
	const struct eb_fs *fs = question;

	return eb_mount_point(&fs->mounts, fs->conf->device, path);
}

/* A bind mount shows what its source shows: the same file system, from the same folder on. */
static enum eb_fs_owner owner_of_bind(const struct eb_fs *fs)
{
	char source[PATH_MAX], root[2 * PATH_MAX];
	const struct eb_mount *over;

	/* By a child: it may lie on a server that is gone. */
	if (eb_guard_ask(resolve, fs, source, sizeof(source), fs->call->deadline_ms) < 0)
		return EB_FS_UNKNOWN;
	over = eb_mounts_over(&fs->mounts, source);
	if (!over)
		return EB_FS_UNKNOWN;
	snprintf(root, sizeof(root), "%s%s", strcmp(over->root, "/") ? over->root : "",
		 source + (strcmp(over->point, "/") ? strlen(over->point) : 0));
	if (over->dev == fs->mount->dev && !strcmp(*root ? root : "/", fs->mount->root))
		return EB_FS_OURS;
	/* The source may have been mounted over since; what start bound was written down. */
	return remembered(fs, fs->mount->dev) ? EB_FS_OURS : EB_FS_FOREIGN;
}

static enum eb_fs_owner owner_of_device(const struct eb_fs *fs)
{
	const struct eb_mount *m = fs->mount;
	dev_t number, shown;
	int r = eb_fs_number(fs, false, &number);

	/* A file system of several devices has a number of its own: go by the one it names. */
	if (major(m->dev) != 0)
		shown = m->dev;
	else if (eb_fs_number_of(m->source, &shown) < 0)
		shown = 0;
	if (r == -ENOENT && (remembered(fs, m->dev) || !strcmp(m->source, fs->conf->device)))
		return EB_FS_OURS;
	if (r == -ENOENT)
		r = eb_fs_number(fs, true, &number);
	if (r < 0)
		return EB_FS_UNKNOWN;
	if (number == shown || (major(m->dev) == 0 && remembered(fs, m->dev)))
		return number ? EB_FS_OURS : EB_FS_FOREIGN;
	if (number)
		return EB_FS_FOREIGN;
	/* No block device: a file, mounted by way of a loop device, or a name of its own kind. */
	return is_backed_by(m->dev, fs->conf->device) || !strcmp(m->source, fs->conf->device)
		       ? EB_FS_OURS
		       : EB_FS_FOREIGN;
}

/* The kernel shows a type that a program serves as fuse.TYPE, and efs as the NFS that it is. */
static bool same_type(const char *wanted, const char *shown)
{
	static const char fuse[] = "fuse";
	size_t n = strlen(fuse);

	if (!wanted || !strcmp(wanted, shown))
		return true;
	if (!strcmp(wanted, "efs"))
		return !strncmp(shown, "nfs", 3);
	if (!strcmp(wanted, fuse))
		return !strncmp(shown, fuse, n) && shown[n] == '.';
	return !strncmp(shown, fuse, n) && shown[n] == '.' && !strcmp(shown + n + 1, wanted);
}

enum eb_fs_owner eb_fs_owner(const struct eb_fs *fs)
{
	if (fs->mount->id == fs->recorded)
		return EB_FS_OURS;
	if (fs->bind)
		return owner_of_bind(fs);
	if (!(fs->kind & EB_FS_NODEV))
		return owner_of_device(fs);
	if (fs->kind & EB_FS_LOOSE)
		return same_type(eb_fs_type(fs->conf), fs->mount->type) ? EB_FS_OURS
									: EB_FS_FOREIGN;
	return same_source(fs->mount->source, fs->conf->device, fs->kind & EB_FS_REMOTE)
		       ? EB_FS_OURS
		       : EB_FS_FOREIGN;
}
