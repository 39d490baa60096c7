// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Stop: the file system is nowhere on this node any more, or the node has to be fenced.  What
 * somebody else mounted on the mount point stays: to unmount it would help nobody.
 */
#include <errno.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/sysmacros.h>

#include "agents/filesystem/stop.h"
#include "lib/clock.h"
#include "lib/guard.h"

/* Does this mount have to go before, or with, the one on the mount point? */
static bool is_in_the_way(const struct eb_fs *fs, const struct eb_mount *m)
{
	const struct eb_mount *ours = fs->mount;

	if (eb_path_below(m->point, fs->point))
		return true;
	if (!ours || !eb_fs_whole(fs) || m->dev != ours->dev || !strcmp(m->point, fs->point))
		return false;
	/* A subvolume beside ours is another resource's. */
	return major(m->dev) != 0 || !strcmp(m->root, ours->root) ||
	       eb_path_below(m->root, ours->root);
}

static int fail_busy(const struct eb_fs_siege *siege, const char *point, int r)
{
	if (siege->holders[0])
		return (int)eb_fail(OCF_ERR_GENERIC, -r, "cannot unmount %s, used by %s", point,
				    siege->holders);
	return (int)eb_fail(OCF_ERR_GENERIC, -r, "cannot unmount %s", point);
}

/* Unmounts one and reads the table again; the users of our file system are known by its device wherever that is ours alone. */
static int clear_one(struct eb_fs *fs, struct eb_fs_siege *siege, const struct eb_mount *mount)
{
	bool whole = eb_fs_whole(fs) && fs->mount && mount->dev == fs->mount->dev &&
		     major(mount->dev) != 0;
	struct eb_fs_use use = { .mount = mount->id, .dev = whole ? mount->dev : 0 };
	char point[PATH_MAX];
	int unmounted, r;

	memcpy(point, mount->point, strlen(mount->point) + 1);
	unmounted = eb_fs_siege_unmount(siege, point, &use);
	/* A dead server is still waited for when the mount is in the table no more. */
	if (unmounted < 0 && unmounted != -ETIMEDOUT)
		return fail_busy(siege, point, unmounted);
	r = eb_fs_look(fs, fs->call);
	if (r < 0)
		return (int)eb_fail(OCF_ERR_GENERIC, -r, "cannot read the mount table");
	for (size_t i = 0; i < fs->mounts.n; i++) {
		if (fs->mounts.list[i].id != use.mount)
			continue;
		if (unmounted < 0)
			return fail_busy(siege, point, unmounted);
		return (int)eb_fail(OCF_ERR_GENERIC, 0,
				    "cannot unmount %s: no path leads to it, something else "
				    "is mounted above",
				    point);
	}
	eb_log(EB_INFO, "unmounted %s", point);
	return OCF_SUCCESS;
}

/* The next mount to unmount: what is below, from the last mounted on; then the same device's. */
static const struct eb_mount *next_in_the_way(const struct eb_fs *fs)
{
	for (size_t i = fs->mounts.n; i-- > 0;)
		if (is_in_the_way(fs, &fs->mounts.list[i]))
			return eb_mounts_at(&fs->mounts, fs->mounts.list[i].point)
				       ?: &fs->mounts.list[i];
	return NULL;
}

static int cut_off(void *arg)
{
	return mount(NULL, arg, NULL, MS_REC | MS_PRIVATE, NULL) < 0 ? -errno : 0;
}

/*
 * Where mounts are shared, what somebody mounts on the original of a bind mount comes up below ours, too.
 * To unmount it here is not to unmount it there.
 */
static void let_the_original_be(struct eb_fs *fs, const struct eb_fs_siege *siege)
{
	for (size_t i = 0; fs->bind && i < fs->mounts.n; i++) {
		int r;

		if (!eb_path_below(fs->mounts.list[i].point, fs->point))
			continue;
		r = eb_guard(cut_off, fs->point, siege->half_ms, NULL);
		if (r < 0)
			eb_log(EB_WARN, "cannot make the mounts on %s private: %s", fs->point,
			       strerror(-r));
		return;
	}
}

/* Everything of ours in this mount namespace.  An OCF code; success: nothing is left on the point. */
static int clear(struct eb_fs *fs, struct eb_fs_siege *siege)
{
	if (fs->mount && eb_fs_owner(fs) == EB_FS_OURS)
		let_the_original_be(fs, siege);
	while (fs->mount && eb_fs_owner(fs) == EB_FS_OURS) {
		const struct eb_mount *next = next_in_the_way(fs);
		int r = clear_one(fs, siege, next ?: fs->mount);

		if (r != OCF_SUCCESS)
			return r;
	}
	if (!fs->mount)
		return OCF_SUCCESS;
	if (eb_fs_owner(fs) == EB_FS_UNKNOWN)
		return (int)eb_fail(
			OCF_ERR_GENERIC, 0,
			"cannot tell whether %s, mounted on %s, is %s: there is no such "
			"device any more",
			fs->mount->source, fs->point, fs->conf->device);
	eb_log(EB_WARN, "%s is mounted on %s, and not %s: it is left alone", fs->mount->source,
	       fs->point, fs->conf->device);
	return OCF_SUCCESS;
}

/* Other mount points of a device that is ours alone: an administrator's, or those of a lost start. */
static int clear_elsewhere(struct eb_fs *fs, struct eb_fs_siege *siege, dev_t device)
{
	for (size_t i = fs->mounts.n; device && i-- > 0;) {
		int r;

		if (fs->mounts.list[i].dev != device)
			continue;
		if (fs->mount && !strcmp(fs->mounts.list[i].point, fs->point))
			return (int)eb_fail(OCF_ERR_GENERIC, 0,
					    "cannot unmount %s: %s is mounted over it on %s",
					    fs->conf->device, fs->mount->source, fs->point);
		r = clear_one(fs, siege, &fs->mounts.list[i]);
		if (r != OCF_SUCCESS)
			return r;
		i = fs->mounts.n;
	}
	return OCF_SUCCESS;
}

/* A file system that still has other mounts here, which are not ours, is rightly held. */
static bool is_shared(const struct eb_fs *fs, dev_t shown)
{
	for (size_t i = 0; i < fs->mounts.n; i++)
		if (fs->mounts.list[i].dev == shown)
			return true;
	return false;
}

static enum eb_ocf release(struct eb_fs *fs, struct eb_fs_siege *siege, dev_t shown, dev_t device)
{
	int r;

	if (!device || (major(shown) == 0 && is_shared(fs, shown)))
		return OCF_SUCCESS;
	r = eb_fs_release(siege, shown, device);
	if (r == -EBUSY)
		return eb_fail(OCF_ERR_GENERIC, 0, "%s is still held: by %s", fs->conf->device,
			       siege->holders);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot tell whether %s is still held",
			       fs->conf->device);
	return OCF_SUCCESS;
}

/* The mount point was a link that leads elsewhere now, or the mount was moved. */
static void follow(struct eb_fs *fs)
{
	for (size_t i = 0; fs->recorded && i < fs->mounts.n; i++) {
		if (fs->mounts.list[i].id != fs->recorded)
			continue;
		fs->mount = &fs->mounts.list[i];
		memcpy(fs->point, fs->mount->point, strlen(fs->mount->point) + 1);
	}
}

static enum eb_ocf stop(struct eb_fs *fs, const struct eb_call *call)
{
	EB_CLEAN(eb_closep) int lock = -1;
	struct eb_fs_siege siege;
	dev_t shown = 0, device = 0;
	int r = eb_fs_look(fs, call);

	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot read the mount table");
	if (!strcmp(fs->point, "/"))
		return OCF_SUCCESS; /* no start has ever mounted that */
	lock = eb_fs_lock(fs, call->deadline_ms);
	if (lock == -ETIMEDOUT)
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "an earlier mount on %s is still under way in "
			       "the kernel",
			       fs->point);
	eb_fs_siege_begin(&siege, fs);
	r = eb_fs_look(fs, call);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot read the mount table");
	if (!fs->mount)
		follow(fs);
	if (eb_fs_whole(fs))
		eb_fs_devices(fs, &shown, &device);
	r = clear(fs, &siege);
	if (r == OCF_SUCCESS)
		r = clear_elsewhere(fs, &siege, device);
	if (r == OCF_SUCCESS)
		r = (int)release(fs, &siege, shown, device);
	if (r == OCF_SUCCESS)
		eb_fs_forget(fs);
	return (enum eb_ocf)r;
}

enum eb_ocf eb_fs_stop(const struct eb_call *call)
{
	struct eb_fs fs = { 0 };
	enum eb_ocf code = stop(&fs, call);

	eb_fs_close(&fs);
	return code;
}
