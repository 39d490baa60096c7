// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Start: everything that could refuse the mount is looked at before, so that the exit reason
 * names it; then mount(8), which knows the helpers of all types, does the mounting.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agents/filesystem/fs.h"
#include "lib/clock.h"
#include "lib/file.h"
#include "lib/guard.h"
#include "lib/run.h"

enum { FSCK_FAILED = 4 }; /* fsck(8): from this exit code on something is left uncorrected */

/* ---- is the type known to the kernel? ---- */

static const char *module_of(const char *type)
{
	if (!strncmp(type, "fuse", 4) || !strcmp(type, "glusterfs") || !strcmp(type, "rozofs") ||
	    !strncmp(type, "ntfs-3g", 7))
		return "fuse";
	return !strcmp(type, "efs") ? "nfs4" : type;
}

static bool is_known(const char *type)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	char *line, *rest;

	if (eb_file_read("/proc/filesystems", 1 << 20, &text, NULL) < 0)
		return true; /* mount(8) will tell */
	for (line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
		if (!strcmp(strchr(line, '\t') ? strchr(line, '\t') + 1 : line, type))
			return true;
	return false;
}

static enum eb_ocf need_type(const struct eb_fs *fs)
{
	const char *type = eb_fs_type(fs->conf);
	const char *module = type ? module_of(type) : NULL;
	const char *argv[] = { "modprobe", "-q", "--", module, NULL };
	EB_CLEAN(eb_run_free)
	struct eb_run run = { .argv = argv, .deadline_ms = fs->call->deadline_ms };
	char helper[PATH_MAX];

	if (!type || !strcmp(type, "none") || is_known(module))
		return OCF_SUCCESS;
	/* modprobe returns when the module is ready: there is nothing to wait for after it. */
	eb_run(&run);
	snprintf(helper, sizeof(helper), "/sbin/mount.%.64s", type);
	if (is_known(module) || access(helper, X_OK) == 0)
		return OCF_SUCCESS;
	return eb_fail(OCF_ERR_INSTALLED, 0, "this kernel does not know file systems of type %s",
		       type);
}

/* ---- the device ---- */

/* udev may be about to make the name. */
static void settle_names(const struct eb_fs *fs)
{
	char wanted[PATH_MAX];
	const char *argv[] = { "udevadm", "settle", "-t", "10", wanted, NULL };
	EB_CLEAN(eb_run_free)
	struct eb_run run = { .argv = argv, .deadline_ms = fs->call->deadline_ms };

	snprintf(wanted, sizeof(wanted), "--exit-if-exists=%.4000s", fs->conf->device);
	if (access("/run/udev/control", F_OK) == 0)
		eb_run(&run);
}

static enum eb_ocf need_device(const struct eb_fs *fs, dev_t *number)
{
	int r = eb_fs_number(fs, true, number);

	if (r == -ENOENT) {
		settle_names(fs);
		r = eb_fs_number(fs, true, number);
	}
	/* A name that is no path may be one that the type's own mount program knows; so are shares. */
	if (r == -ENOENT && !strncmp(fs->conf->device, "//", 2))
		return OCF_SUCCESS;
	if (r == -ENOENT && fs->conf->device[0] != '/' && !strchr(fs->conf->device, '=') &&
	    fs->conf->device[0] != '-')
		return OCF_SUCCESS;
	if (r < 0)
		return eb_fail(OCF_ERR_INSTALLED, -r, "cannot find the device %s",
			       fs->conf->device);
	return OCF_SUCCESS;
}

static int flush(void *arg)
{
	EB_CLEAN(eb_closep) int fd = open(arg, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	return fd < 0 || ioctl(fd, BLKFLSBUF, 0) < 0 ? -errno : 0;
}

static enum eb_ocf check(const struct eb_fs *fs)
{
	const char *mode = fs->conf->run_fsck, *type = eb_fs_type(fs->conf);
	const char *argv[] = { "fsck", "-p", fs->conf->device, NULL, NULL, NULL };
	EB_CLEAN(eb_run_free)
	struct eb_run run = { .argv = argv, .deadline_ms = fs->call->deadline_ms };
	char source[PATH_MAX];
	int r;

	if (!strcmp(mode, "no") || (!strcmp(mode, "auto") && fs->kind & EB_FS_NO_FSCK))
		return OCF_SUCCESS;
	argv[2] = eb_fs_source(fs, source);
	if (type) {
		argv[1] = "-t";
		argv[2] = type;
		argv[3] = "-p";
		argv[4] = eb_fs_source(fs, source);
	}
	r = eb_run(&run);
	if (r < 0)
		return eb_fail(r == -ENOENT ? OCF_ERR_INSTALLED : OCF_ERR_GENERIC, -r,
			       "cannot check %s", fs->conf->device);
	if (run.status >= FSCK_FAILED)
		return eb_fail(OCF_ERR_GENERIC, 0, "fsck of %s failed with exit code %d: %s",
			       fs->conf->device, run.status, run.output);
	return OCF_SUCCESS;
}

/* ---- the mount ---- */

static bool has_program(const char *type)
{
	char helper[PATH_MAX];

	snprintf(helper, sizeof(helper), "/sbin/mount.%.64s", type ?: "");
	return type && access(helper, X_OK) == 0;
}

/* mount(8) says what is wrong in its first line, and where else to look in the next. */
static const char *first_line(char *text)
{
	text[strcspn(text, "\n")] = '\0';
	return !strncmp(text, "mount: ", strlen("mount: ")) ? text + strlen("mount: ") : text;
}

static enum eb_ocf refused(const struct eb_fs *fs, const char *said)
{
	char node[80] = "";

	if (fs->conf->require_mmp)
		eb_fs_signed_by(fs, node, sizeof(node));
	return eb_fail(OCF_ERR_GENERIC, 0, "cannot mount %s on %s: %s%s%s", fs->conf->device,
		       fs->point, said, node[0] ? "; mounted by node " : "", node);
}

static enum eb_ocf mount_it(const struct eb_fs *fs, int lock)
{
	const struct eb_fs_conf *conf = fs->conf;
	char source[PATH_MAX];
	const char *argv[10] = { "mount" };
	EB_CLEAN(eb_run_free)
	struct eb_run run = { .argv = argv, .deadline_ms = fs->call->deadline_ms };
	int n = 1, r;

	if (conf->fstype && !(fs->bind && !strcmp(conf->fstype, "none"))) {
		argv[n++] = "-t";
		argv[n++] = conf->fstype;
	}
	if (conf->options) {
		argv[n++] = "-o";
		argv[n++] = conf->options;
	}
	argv[n++] = "--";
	argv[n++] = eb_fs_source(fs, source);
	argv[n++] = fs->point;
	/* A program of the type's own may leave a daemon behind, which would keep the lock. */
	if (eb_fs_whole(fs) && !has_program(conf->fstype) &&
	    strcmp(module_of(conf->fstype ?: ""), "fuse"))
		run.keep_fd = lock;
	r = eb_run(&run);
	if (r == -ENOENT)
		return eb_fail(OCF_ERR_INSTALLED, 0, "there is no mount(8) on this node");
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot mount %s on %s", conf->device,
			       fs->point);
	return run.status == 0 ? OCF_SUCCESS : refused(fs, first_line(run.output));
}

/* A file can be the mount point of a file, bound. */
static enum eb_ocf need_point(const struct eb_fs *fs)
{
	struct stat st;
	int r;

	if (stat(fs->point, &st) == 0 && (S_ISDIR(st.st_mode) || fs->bind))
		return OCF_SUCCESS;
	r = eb_file_make_folder(fs->point);
	if (r < 0)
		return eb_fail(OCF_ERR_INSTALLED, -r, "cannot make the mount point %s", fs->point);
	return OCF_SUCCESS;
}

static enum eb_ocf prepare(const struct eb_fs *fs)
{
	dev_t number = 0;
	enum eb_ocf code = need_type(fs);

	if (code == OCF_SUCCESS)
		code = need_device(fs, &number);
	if (code == OCF_SUCCESS && number)
		code = eb_fs_may_have(fs, number);
	if (code == OCF_SUCCESS && number)
		code = check(fs);
	if (code == OCF_SUCCESS)
		code = need_point(fs);
	/* What was cached before another node wrote to the device is not to be believed. */
	if (code == OCF_SUCCESS && number && fs->conf->device[0] == '/')
		eb_guard(flush, (void *)fs->conf->device, fs->call->deadline_ms, NULL);
	return code;
}

static enum eb_ocf start(struct eb_fs *fs, const struct eb_call *call)
{
	EB_CLEAN(eb_closep) int lock = -1;
	enum eb_ocf code;
	int r = eb_fs_look(fs, call);

	if (r == 0) {
		lock = eb_fs_lock(fs, call->deadline_ms);
		r = lock < 0 ? lock : eb_fs_look(fs, call);
	}
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot read the mount table, or lock");
	if (fs->mount) {
		fs->recorded = 0; /* a start is asked for the device that it is given now */
		if (eb_fs_owner(fs) == EB_FS_OURS) {
			eb_fs_remember(fs);
			return OCF_SUCCESS;
		}
		return eb_fail(OCF_ERR_GENERIC, 0, "%s is mounted on %s already", fs->mount->source,
			       fs->point);
	}
	for (size_t i = 0; i < fs->mounts.n; i++)
		if (eb_path_below(fs->mounts.list[i].point, fs->point))
			return eb_fail(OCF_ERR_GENERIC, 0, "%s is mounted below %s",
				       fs->mounts.list[i].source, fs->point);
	code = prepare(fs);
	if (code == OCF_SUCCESS)
		code = mount_it(fs, lock);
	if (code == OCF_SUCCESS && eb_fs_look(fs, call) == 0)
		eb_fs_remember(fs);
	/* What was mounted is under way no more, whoever still has the lock open: without a type that the
	 * parameters name, mount(8) may have found one whose program leaves a daemon. */
	if (code == OCF_SUCCESS)
		flock(lock, LOCK_UN);
	return code;
}

enum eb_ocf eb_fs_start(const struct eb_call *call)
{
	struct eb_fs fs = { 0 };
	enum eb_ocf code = start(&fs, call);

	eb_fs_close(&fs);
	return code;
}
