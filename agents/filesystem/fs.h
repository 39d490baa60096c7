// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A mounted file system: what the agent Filesystem manages.
 *
 * The kernel's mount table is the record of what is mounted, and the device itself, opened
 * for exclusive use, of whether it is still held.  A name is only a way to a device: whether
 * what is mounted is ours goes by the device's number.
 */
#ifndef EB_AGENTS_FILESYSTEM_FS_H
#define EB_AGENTS_FILESYSTEM_FS_H

#include <limits.h>
#include <stdbool.h>

#include "lib/agent.h"
#include "lib/guard.h"
#include "lib/mount.h"

struct eb_fs_conf {
	const char *device, *directory, *fstype, *options;
	const char *statusfile_prefix;
	const char *run_fsck;
	bool fast_stop, force_clones;
	const char *force_unmount;
	const char *term_signals, *kill_signals;
	long signal_delay_ms;
	bool require_mmp, require_reservation;
};

/* What a type of file systems is like. */
enum {
	EB_FS_NODEV = 1 << 0,    /* lives on no block device */
	EB_FS_REMOTE = 1 << 1,   /* lives on a server, which may be gone */
	EB_FS_CLUSTER = 1 << 2,  /* may be mounted on several nodes */
	EB_FS_LOCAL = 1 << 3,    /* writes to the device even when mounted read-only */
	EB_FS_NO_FSCK = 1 << 4,  /* checks itself, or has nothing to check */
	EB_FS_READONLY = 1 << 5, /* cannot be written to */
	EB_FS_LOOSE = 1 << 6,    /* its source may be shown otherwise than it was given */
};

/* One call's view; eb_fs_look() fills it, eb_fs_close() frees it. */
struct eb_fs {
	const struct eb_call *call;
	const struct eb_fs_conf *conf;
	unsigned kind;
	bool bind;
	char point[PATH_MAX];         /* the mount point, links resolved */
	struct eb_mounts mounts;      /* of our mount namespace */
	const struct eb_mount *mount; /* what is mounted on point; NULL: nothing */
	int recorded; /* id of the mount that start wrote down, while it is there; 0 */
};

enum eb_fs_owner {
	EB_FS_OURS,
	EB_FS_FOREIGN, /* surely something else */
	EB_FS_UNKNOWN, /* the device's name leads nowhere, and nothing else tells */
};

/* The type that the parameters give; NULL: none, or auto, which leaves it to mount(8). */
const char *eb_fs_type(const struct eb_fs_conf *conf);

/* The kind of a type by its name; no name or an unknown one: some block device's. */
unsigned eb_fs_kind(const char *type);

/* Reads the mount table (again) and finds the mount point in it.  0 or -errno. */
int eb_fs_look(struct eb_fs *fs, const struct eb_call *call);
void eb_fs_close(struct eb_fs *fs);

/*
 * The same, at the same cost whatever else is mounted, when the mount that start wrote down is still
 * what the mount point leads to; fs->mounts then holds it alone.
 */
int eb_fs_glance(struct eb_fs *fs, const struct eb_call *call);

/* Whose is fs->mount?  The one that start wrote down is ours, wherever the device's name leads now. */
enum eb_fs_owner eb_fs_owner(const struct eb_fs *fs);

/* The device as mount(8) takes it: "UUID=..." for any way to write that, else as it is. */
const char *eb_fs_source(const struct eb_fs *fs, char buf[PATH_MAX]);

/*
 * The number of the block device; 0 when it is none.  search: names that udev has no link
 * for are looked up on the disks by findfs(8).  -ENOENT, another -errno.
 */
int eb_fs_number(const struct eb_fs *fs, bool search, dev_t *number);

/* The same of a path: that of a device's node, or 0. */
int eb_fs_number_of(const char *path, dev_t *number);

/* The kernel's own name of a block device: the one that the parameters give may have gone. */
bool eb_fs_node(dev_t number, char buf[PATH_MAX]);

/* Asks the device, by its node, in a child: it may hang.  As eb_guard_ask(); -ENODEV: there is no node. */
int eb_fs_ask(const struct eb_fs *fs, eb_guard_ask_fn *fn, void *answer, size_t size);

/*
 * May processes be ended, as force_unmount says it?  Not when one of its words is a no.  0, or -EINVAL
 * when there is a word that nobody knows.
 */
int eb_fs_may_kill(const char *force_unmount, bool *kill);

/* Does the resource own the whole device, so that a stop must leave nobody on it? */
bool eb_fs_whole(const struct eb_fs *fs);

/*
 * Remembers the number of the mounted device until stop forgets it, for when its name goes; and
 * that of the mount, which eb_fs_recall() gives back (0: there is none).
 */
void eb_fs_remember(const struct eb_fs *fs);
void eb_fs_forget(const struct eb_fs *fs);
uint64_t eb_fs_recall(const struct eb_call *call);

/*
 * What a stop has to free: the device, and the number that its mounts show, which is another one
 * with btrfs.  By what is mounted, by the name, or, where that leads nowhere, by what start wrote
 * down.  0: there is none.
 */
void eb_fs_devices(const struct eb_fs *fs, dev_t *shown, dev_t *device);

/*
 * The lock that a start holds, and that the mount(8) which it runs keeps beyond its death: a
 * kernel that is about to mount is not asked whether it has mounted.  A descriptor to close,
 * or -errno; -ETIMEDOUT at the deadline.
 */
int eb_fs_lock(const struct eb_fs *fs, int64_t deadline_ms);

/* Is the table's answer "not mounted" about to change?  Waits for such a mount to end.  0, -ETIMEDOUT. */
int eb_fs_settle(const struct eb_fs *fs);

/*
 * ext4 with multi-mount protection: which node signed the file system last ("": none since it
 * was unmounted in order).  0; -ENOTSUP: the device has no such protection; another -errno.
 */
int eb_fs_signed_by(const struct eb_fs *fs, char *node, size_t size);

/* Who may write to a disk of SCSI with persistent reservations? */
enum eb_fs_right {
	EB_FS_NOT_RESERVED,
	EB_FS_REGISTERED, /* reserved, and this node is in */
	EB_FS_LOCKED_OUT, /* reserved for others */
};

/* Asks the disk.  0; -EOPNOTSUPP: it has no reservations; another -errno. */
int eb_fs_ask_disk(const struct eb_fs *fs, enum eb_fs_right *right);

/*
 * May this node mount the block device, as far as DRBD, and what the parameters want to be looked at,
 * tell?  OCF_SUCCESS, or a failure that was told.
 */
enum eb_ocf eb_fs_may_have(const struct eb_fs *fs, dev_t number);

enum eb_ocf eb_fs_start(const struct eb_call *call);
enum eb_ocf eb_fs_stop(const struct eb_call *call);
enum eb_ocf eb_fs_monitor(const struct eb_call *call);
enum eb_ocf eb_fs_validate(const struct eb_call *call);

#endif
