// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is mounted where, read from the kernel's mountinfo (proc(5)) and from nothing
 * else: no stat(2) of a mount point, which sleeps for ever when its server is gone.
 * Names are compared whole, after the kernel's octal escapes are decoded.
 */
#ifndef EB_MOUNT_H
#define EB_MOUNT_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct eb_mount {
	int id, parent;      /* of the mount; a number is used again after it has gone */
	dev_t dev;           /* of the file system; btrfs and network types have made-up ones */
	const char *root;    /* what of the file system is mounted: "/" but for bind mounts */
	const char *point;   /* where */
	const char *options; /* of this mount: "rw,relatime" */
	const char *type, *source;
	const char *super; /* options of the file system, for all of its mounts */
};

struct eb_mounts {
	struct eb_mount *list; /* in the kernel's order */
	size_t n;
	char *text; /* what the list points into */
};

/*
 * The mounts that a process sees: /proc/PID/mountinfo; pid 0: our own.  Read again
 * when the table changed meanwhile, so that it holds together.  0 or -errno.
 */
int eb_mounts_read(struct eb_mounts *mounts, pid_t pid);

/* The same from a text in mountinfo's form, malloc'ed, which the list keeps.  0, -EPROTO, -ENOMEM. */
int eb_mounts_parse(struct eb_mounts *mounts, char *text, size_t length);

/*
 * A number of this mount that no other one ever gets (Linux 6.12; searched for, so not for free).
 * 0, -ENOENT, or another -errno: older kernels have no such thing.
 */
int eb_mount_unique(const struct eb_mount *mount, uint64_t *unique);

/* The id that the mount of this number has as long as it is there.  -ENOENT: it has gone, or it is in
 * another namespace; another -errno: this kernel has no such numbers. */
int eb_mount_id(uint64_t unique);

/*
 * A table that holds this mount alone, when it is surely what the clean path point leads to; of
 * its options it shows ro or rw.  No file system is touched.  0; -EAGAIN: read the whole table,
 * another -errno likewise.
 */
int eb_mounts_read_one(struct eb_mounts *mounts, uint64_t unique, const char *point);

/* Frees the list; for EB_CLEAN. */
void eb_mounts_free(struct eb_mounts *mounts);

/*
 * The mount whose mount point is just this path, which must be clean (eb_path_clean);
 * of several on top of each other the topmost.  NULL: nothing is mounted there, or it is
 * covered by a mount on a folder above, so that no path leads to it.
 */
const struct eb_mount *eb_mounts_at(const struct eb_mounts *mounts, const char *path);

/* The mount that a clean path lies in. */
const struct eb_mount *eb_mounts_over(const struct eb_mounts *mounts, const char *path);

/*
 * Where mount(8) would mount on this path: symbolic links followed.  A mount point that is
 * in the table under this very name is not touched.  Written to buf; 0 or -errno.
 */
int eb_mount_point(const struct eb_mounts *mounts, const char *path, char buf[PATH_MAX]);

/* Is this word among the comma-separated options?  "name=value" counts as name. */
bool eb_mount_option(const char *options, const char *word);

/* Do these options for mount(8) ask for read-only?  Of ro and rw the last one counts. */
bool eb_mount_is_ro(const char *options);

/* Is path below folder (and not folder itself)?  Both clean. */
bool eb_path_below(const char *path, const char *folder);

/* An absolute path without double and trailing slashes, and without "."; 0, -EINVAL, -ENAMETOOLONG. */
int eb_path_clean(const char *path, char buf[PATH_MAX]);

#endif
