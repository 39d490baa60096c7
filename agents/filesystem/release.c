// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Is the device free?  That nothing is mounted here says little: the file system lives on
 * in a container that was started meanwhile, or in the files of a mount that somebody
 * unmounted lazily, and whoever mounts it on the other node then destroys it.  The kernel
 * knows: a block device that anything holds cannot be opened exclusively.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "agents/filesystem/stop.h"
#include "lib/clock.h"
#include "lib/guard.h"

enum { NAP_MS = 50, TRY_MS = 100 };

struct device {
	dev_t number;
	const char *name; /* as the parameters give it */
};

/* Opens the device for ourselves alone, and writes out what is left of it in memory. */
static int try_device(void *arg)
{
	const struct device *device = arg;
	char path[PATH_MAX];
	EB_CLEAN(eb_closep)
	int fd = open(eb_fs_node(device->number, path) ? path : device->name,
		      O_RDONLY | O_EXCL | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return -errno;
	ioctl(fd, BLKFLSBUF, 0);
	return 0;
}

/* What an open says of a device that is not there, or that nobody can use now: it is free. */
static bool says_free(int r)
{
	return r == 0 || r == -ENOENT || r == -ENXIO || r == -ENODEV || r == -ENOMEDIUM ||
	       r == -EMEDIUMTYPE || r == -EROFS;
}

/* ---- mounts of other namespaces ---- */

struct abroad {
	dev_t dev;
	pid_t pid;
	char point[PATH_MAX];
};

static int find_abroad(pid_t pid, const struct eb_mounts *mounts, void *arg)
{
	struct abroad *abroad = arg;

	for (size_t i = mounts->n; i-- > 0;) {
		if (mounts->list[i].dev != abroad->dev)
			continue;
		abroad->pid = pid;
		snprintf(abroad->point, sizeof(abroad->point), "%s", mounts->list[i].point);
		return 1;
	}
	return 0;
}

static int unmount_abroad(void *arg)
{
	const struct abroad *abroad = arg;
	char path[64];
	int ns, root;

	snprintf(path, sizeof(path), "/proc/%d/ns/mnt", (int)abroad->pid);
	ns = open(path, O_RDONLY | O_CLOEXEC);
	snprintf(path, sizeof(path), "/proc/%d/root", (int)abroad->pid);
	root = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	/* The paths of its table are seen from that process's root. */
	if (ns < 0 || root < 0 || setns(ns, CLONE_NEWNS) < 0 || fchdir(root) < 0 || chroot(".") < 0)
		return -errno;
	return umount2(abroad->point, UMOUNT_NOFOLLOW) < 0 ? -errno : 0;
}

/* ---- who else ---- */

/* A device stacked on this one: dm, md, drbd. */
static bool find_stacked(dev_t device, char *buf, size_t size)
{
	char path[80];
	struct dirent *entry;
	DIR *folder;
	bool found = false;

	snprintf(path, sizeof(path), "/sys/dev/block/%u:%u/holders", major(device), minor(device));
	folder = opendir(path);
	while (folder && !found && (entry = readdir(folder)) != NULL) {
		found = entry->d_name[0] != '.';
		if (found)
			snprintf(buf, size, "the device %.200s on top of it", entry->d_name);
	}
	if (folder)
		closedir(folder);
	return found;
}

/* An overlay that has its layers there: its own mount is another resource's. */
static bool find_overlay(const struct eb_fs *fs, char *buf, size_t size)
{
	EB_CLEAN(eb_mounts_free) struct eb_mounts mounts = { NULL, 0, NULL };
	size_t length = strlen(fs->point);

	if (eb_mounts_read(&mounts, 0) < 0)
		return false;
	for (size_t i = 0; i < mounts.n; i++) {
		const char *at = mounts.list[i].super;

		if (strcmp(mounts.list[i].type, "overlay") != 0)
			continue;
		while ((at = strstr(at, fs->point)) != NULL) {
			/* Between "=" or ":" and a folder below. */
			if (at > mounts.list[i].super && strchr("=:", at[-1]) &&
			    at[length] == '/') {
				snprintf(buf, size, "the overlay on %.200s, whose layers are on it",
					 mounts.list[i].point);
				return true;
			}
			at += length;
		}
	}
	return false;
}

/* Shared with the child that looks: it may hang, since it asks each file itself. */
struct deep {
	struct eb_fs_siege siege;
	struct eb_fs_use use;
	size_t found;
};

static int round_of_lazy(void *arg)
{
	struct deep *deep = arg;

	return eb_fs_siege_round(&deep->siege, &deep->use, &deep->found);
}

/* Against the files of a mount that is in no table. */
static void push_lazy(struct eb_fs_siege *siege, dev_t shown)
{
	struct deep *deep = mmap(NULL, sizeof(*deep), PROT_READ | PROT_WRITE,
				 MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (deep == MAP_FAILED)
		return;
	deep->siege = *siege;
	deep->use = (struct eb_fs_use) { .dev = shown, .by_status = true };
	eb_guard(round_of_lazy, deep, siege->end_ms, NULL);
	if (deep->found > 0)
		snprintf(siege->holders, sizeof(siege->holders),
			 "files of a lazily unmounted mount, open in %.200s", deep->siege.holders);
	munmap(deep, sizeof(*deep));
}

/* One step towards a free device.  1: something was done; 0: nothing can be. */
static int push(struct eb_fs_siege *siege, dev_t shown, dev_t device)
{
	struct eb_fs_use use = { .dev = shown };
	struct abroad abroad = { .dev = shown };
	size_t found;
	int r = eb_fs_namespaces(find_abroad, &abroad);

	if (r == 1) {
		r = eb_guard(unmount_abroad, &abroad, siege->end_ms, NULL);
		if (r == 0) {
			eb_log(EB_INFO, "unmounted %s in the mount namespace of process %d",
			       abroad.point, (int)abroad.pid);
			return 1;
		}
		if (r == -EBUSY)
			eb_fs_siege_round(siege, &use, &found);
		snprintf(siege->holders, sizeof(siege->holders),
			 "%.128s in the mount namespace of process %d", abroad.point,
			 (int)abroad.pid);
		return 1;
	}
	if (find_stacked(device, siege->holders, sizeof(siege->holders)) ||
	    find_overlay(siege->fs, siege->holders, sizeof(siege->holders)))
		return 0;
	push_lazy(siege, shown);
	return 1;
}

int eb_fs_release(struct eb_fs_siege *siege, dev_t shown, dev_t device)
{
	struct device named = { device, siege->fs->conf->device };

	snprintf(siege->holders, sizeof(siege->holders), "something that no mount table shows");
	siege->end_ms = siege->fs->call->deadline_ms;
	for (;;) {
		pid_t left;
		int r = eb_guard(try_device, &named, siege->end_ms, &left);

		if (says_free(r))
			return 0;
		if (r == -ETIMEDOUT && left)
			eb_log(EB_ERR,
			       "the device %u:%u does not answer: process %d is left behind",
			       major(device), minor(device), (int)left);
		if (r != -EBUSY)
			return r;
		if (push(siege, shown, device) == 0)
			return -EBUSY;
		eb_clock_sleep(NAP_MS, siege->end_ms);
		if (eb_clock_left(siege->end_ms) < TRY_MS)
			return -EBUSY;
	}
}
