// SPDX-License-Identifier: GPL-2.0-or-later
/* What the resource is, as its parameters say it, and what is mounted on its mount point. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "agents/filesystem/fs.h"
#include "lib/clock.h"
#include "lib/file.h"
#include "lib/lock.h"

static const struct {
	const char *type;
	unsigned kind;
} kinds[] = {
	{ "9p", EB_FS_NODEV | EB_FS_REMOTE | EB_FS_CLUSTER | EB_FS_NO_FSCK | EB_FS_LOOSE },
	{ "ceph", EB_FS_NODEV | EB_FS_REMOTE | EB_FS_CLUSTER | EB_FS_NO_FSCK | EB_FS_LOOSE },
	{ "cifs", EB_FS_NODEV | EB_FS_REMOTE | EB_FS_CLUSTER | EB_FS_NO_FSCK },
	{ "cramfs", EB_FS_READONLY | EB_FS_NO_FSCK },
	{ "cvfs", EB_FS_NODEV | EB_FS_CLUSTER | EB_FS_NO_FSCK | EB_FS_LOOSE },
	{ "efs", EB_FS_NODEV | EB_FS_REMOTE | EB_FS_CLUSTER | EB_FS_NO_FSCK | EB_FS_LOOSE },
	{ "erofs", EB_FS_READONLY | EB_FS_NO_FSCK },
	{ "ext3", EB_FS_LOCAL | EB_FS_NO_FSCK },
	{ "ext4", EB_FS_LOCAL | EB_FS_NO_FSCK },
	{ "ext4dev", EB_FS_LOCAL | EB_FS_NO_FSCK },
	{ "fat", EB_FS_NO_FSCK },
	{ "fuse", EB_FS_NODEV | EB_FS_REMOTE | EB_FS_NO_FSCK | EB_FS_LOOSE },
	{ "gfs2", EB_FS_CLUSTER | EB_FS_NO_FSCK },
	{ "glusterfs", EB_FS_NODEV | EB_FS_REMOTE | EB_FS_CLUSTER | EB_FS_NO_FSCK | EB_FS_LOOSE },
	{ "iso9660", EB_FS_READONLY | EB_FS_NO_FSCK },
	{ "jfs", EB_FS_LOCAL | EB_FS_NO_FSCK },
	{ "lustre", EB_FS_NODEV | EB_FS_REMOTE | EB_FS_CLUSTER | EB_FS_NO_FSCK | EB_FS_LOOSE },
	{ "nfs", EB_FS_NODEV | EB_FS_REMOTE | EB_FS_CLUSTER | EB_FS_NO_FSCK },
	{ "nfs4", EB_FS_NODEV | EB_FS_REMOTE | EB_FS_CLUSTER | EB_FS_NO_FSCK },
	{ "none", EB_FS_NODEV | EB_FS_CLUSTER | EB_FS_NO_FSCK },
	{ "nss", EB_FS_NO_FSCK },
	{ "ocfs2", EB_FS_CLUSTER | EB_FS_NO_FSCK },
	{ "overlay", EB_FS_NODEV | EB_FS_CLUSTER | EB_FS_NO_FSCK },
	{ "overlayfs", EB_FS_NODEV | EB_FS_CLUSTER | EB_FS_NO_FSCK },
	{ "reiser4", EB_FS_LOCAL | EB_FS_NO_FSCK },
	{ "reiserfs", EB_FS_LOCAL | EB_FS_NO_FSCK },
	{ "romfs", EB_FS_READONLY | EB_FS_NO_FSCK },
	{ "rozofs", EB_FS_NODEV | EB_FS_REMOTE | EB_FS_NO_FSCK | EB_FS_LOOSE },
	{ "smb3", EB_FS_NODEV | EB_FS_REMOTE | EB_FS_CLUSTER | EB_FS_NO_FSCK },
	{ "smbfs", EB_FS_NODEV | EB_FS_REMOTE | EB_FS_CLUSTER | EB_FS_NO_FSCK },
	{ "squashfs", EB_FS_READONLY | EB_FS_NO_FSCK },
	{ "tmpfs", EB_FS_NODEV | EB_FS_CLUSTER | EB_FS_NO_FSCK },
	{ "vfat", EB_FS_NO_FSCK },
	{ "virtiofs", EB_FS_NODEV | EB_FS_REMOTE | EB_FS_CLUSTER | EB_FS_NO_FSCK },
	{ "xfs", EB_FS_LOCAL | EB_FS_NO_FSCK },
	{ "zfs", EB_FS_NODEV | EB_FS_NO_FSCK },
};

const char *eb_fs_type(const struct eb_fs_conf *conf)
{
	return conf->fstype && strcmp(conf->fstype, "auto") != 0 ? conf->fstype : NULL;
}

unsigned eb_fs_kind(const char *type)
{
	if (!type)
		return 0;
	if (!strncmp(type, "fuse.", 5))
		return EB_FS_NODEV | EB_FS_REMOTE | EB_FS_NO_FSCK | EB_FS_LOOSE;
	for (size_t i = 0; i < EB_COUNT(kinds); i++)
		if (!strcmp(type, kinds[i].type))
			return kinds[i].kind;
	return 0;
}

static void begin(struct eb_fs *fs, const struct eb_call *call)
{
	const struct eb_fs_conf *conf = call->conf;

	eb_fs_close(fs);
	fs->call = call;
	fs->conf = conf;
	fs->kind = eb_fs_kind(eb_fs_type(conf));
	fs->bind =
		eb_mount_option(conf->options, "bind") || eb_mount_option(conf->options, "rbind");
	fs->mount = NULL;
	fs->recorded = 0;
}

static void found(struct eb_fs *fs, const struct eb_mount *mount)
{
	fs->mount = mount;
	/* Nobody said the type, but it can be seen. */
	if (mount && !eb_fs_type(fs->conf))
		fs->kind = eb_fs_kind(mount->type);
}

int eb_fs_look(struct eb_fs *fs, const struct eb_call *call)
{
	uint64_t unique;
	int r, id;

	begin(fs, call);
	r = eb_mounts_read(&fs->mounts, 0);
	if (r == 0)
		r = eb_mount_point(&fs->mounts, fs->conf->directory, fs->point);
	if (r < 0)
		return r;
	found(fs, eb_mounts_at(&fs->mounts, fs->point));
	unique = eb_fs_recall(call);
	if (unique && (id = eb_mount_id(unique)) > 0)
		fs->recorded = id;
	return 0;
}

int eb_fs_glance(struct eb_fs *fs, const struct eb_call *call)
{
	uint64_t unique = eb_fs_recall(call);

	begin(fs, call);
	if (!unique || eb_path_clean(fs->conf->directory, fs->point) < 0 ||
	    eb_mounts_read_one(&fs->mounts, unique, fs->point) < 0)
		return eb_fs_look(fs, call);
	found(fs, fs->mounts.list);
	fs->recorded = fs->mount->id;
	return 0;
}

void eb_fs_close(struct eb_fs *fs)
{
	eb_mounts_free(&fs->mounts);
}

bool eb_fs_whole(const struct eb_fs *fs)
{
	return !fs->bind && !(fs->kind & (EB_FS_NODEV | EB_FS_CLUSTER));
}

/* ---- a mount that is under way ---- */

static void lock_path(const struct eb_fs *fs, char buf[PATH_MAX])
{
	snprintf(buf, PATH_MAX, "%s/%s-%s.lock", eb_rsctmp(), fs->call->agent->name,
		 fs->call->instance);
}

int eb_fs_lock(const struct eb_fs *fs, int64_t deadline_ms)
{
	char path[PATH_MAX];
	int r;

	lock_path(fs, path);
	r = eb_lock(path, deadline_ms);
	if (r == -ENOENT && eb_file_make_parent(path) == 0)
		r = eb_lock(path, deadline_ms);
	return r;
}

int eb_fs_settle(const struct eb_fs *fs)
{
	EB_CLEAN(eb_closep) int fd = -1;
	char path[PATH_MAX];

	lock_path(fs, path);
	fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	while (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if (eb_clock_left(fs->call->deadline_ms) == 0)
			return -ETIMEDOUT;
		eb_clock_sleep(10, fs->call->deadline_ms);
	}
	return 0;
}
