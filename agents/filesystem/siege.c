// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "agents/filesystem/stop.h"
#include "lib/clock.h"
#include "lib/file.h"
#include "lib/guard.h"
#include "lib/run.h"

enum {
	FAST_MS = 6000,    /* a fast stop's time, as of the stock agent */
	RESERVE_MS = 1000, /* kept for the look at the device at the end */
	TRY_MS = 200,      /* what a last try at the end of the time may take beyond it */
	MIN_MS = 10,       /* between two rounds of signals, also where none is to be */
	NAP_MS = 50,       /* between two tries where nothing tells us when to try */
};

void eb_fs_siege_begin(struct eb_fs_siege *siege, const struct eb_fs *fs)
{
	int64_t now_ms = eb_clock_ms(), end_ms = fs->call->deadline_ms - RESERVE_MS;
	bool kill;

	eb_fs_may_kill(fs->conf->force_unmount, &kill); /* a word that is none forbids nothing */
	if (end_ms - now_ms < RESERVE_MS)
		end_ms = now_ms + (fs->call->deadline_ms - now_ms) / 2;
	if (fs->conf->fast_stop && end_ms > now_ms + FAST_MS)
		end_ms = now_ms + FAST_MS;
	*siege = (struct eb_fs_siege) {
		.fs = fs,
		.half_ms = now_ms + (end_ms - now_ms) / 2,
		.end_ms = end_ms,
		.kill = kill,
	};
}

static void describe(const struct eb_fs_users *users, char *buf, size_t size)
{
	size_t used = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < users->n && used < size; i++) {
		if (i == 8) {
			snprintf(buf + used, size - used, " and %zu more", users->n - i);
			break;
		}
		used += (size_t)snprintf(buf + used, size - used, "%s%d (%s)", i ? ", " : "pid ",
					 (int)users->list[i].pid, users->list[i].name);
	}
}

int eb_fs_siege_round(struct eb_fs_siege *siege, const struct eb_fs_use *use, size_t *found)
{
	const struct eb_fs_conf *conf = siege->fs->conf;
	bool soft = eb_clock_ms() < siege->half_ms;
	EB_CLEAN(eb_fs_users_free) struct eb_fs_users users;
	int64_t until_ms =
		eb_clock_ms() + (conf->signal_delay_ms > MIN_MS ? conf->signal_delay_ms : MIN_MS);
	int r = eb_fs_users_find(use, &users);
	size_t signalled;

	*found = r < 0 ? 0 : users.n;
	if (r < 0 || users.n == 0)
		return r;
	describe(&users, siege->holders, sizeof(siege->holders));
	if (siege->kill) {
		const char *signals = soft ? conf->term_signals : conf->kill_signals;

		signalled = eb_fs_users_signal(&users, signals);
		eb_log(EB_INFO, "sent %s to %zu of %zu processes that use %s: %s", signals,
		       signalled, users.n, siege->fs->point, siege->holders);
	}
	if (until_ms > siege->end_ms)
		until_ms = siege->end_ms;
	if (soft && until_ms > siege->half_ms)
		until_ms = siege->half_ms;
	eb_fs_users_wait(&users, until_ms);
	/* Those that stay, and those that come again as fast as they go, get a moment, too. */
	eb_clock_sleep(siege->kill ? 5 : NAP_MS, siege->end_ms);
	return 0;
}

struct target {
	const char *point;
	int flags;
};

static int unmount(void *arg)
{
	const struct target *target = arg;

	return umount2(target->point, UMOUNT_NOFOLLOW | target->flags) < 0 ? -errno : 0;
}

/* Types with an umount program of their own (they may have to save something first). */
static bool has_helper(const struct eb_fs *fs, char buf[PATH_MAX])
{
	snprintf(buf, PATH_MAX, "/sbin/umount.%s", fs->conf->fstype ?: "");
	return fs->conf->fstype && strncmp(fs->conf->fstype, "nfs", 3) && access(buf, X_OK) == 0;
}

static int unmount_by_program(const struct eb_fs_siege *siege, const char *point)
{
	const char *argv[] = { "umount", "--", point, NULL };
	EB_CLEAN(eb_run_free) struct eb_run run = { .argv = argv, .deadline_ms = siege->end_ms };
	int r = eb_run(&run);

	if (r < 0)
		return r;
	return run.status == 0 ? 0 : -EBUSY;
}

static int attempt(struct eb_fs_siege *siege, const char *point)
{
	bool remote = siege->fs->kind & EB_FS_REMOTE, late = eb_clock_ms() >= siege->half_ms;
	/* A server that does not answer is waited for in the first half only. */
	struct target target = { .point = point, .flags = remote && late ? MNT_FORCE : 0 };
	int64_t until_ms = !remote ? siege->end_ms
			   : late  ? siege->fs->call->deadline_ms
				   : siege->half_ms;
	char helper[PATH_MAX];
	pid_t left;
	int r;

	if (has_helper(siege->fs, helper) && !strcmp(point, siege->fs->point))
		return unmount_by_program(siege, point);
	r = eb_guard(unmount, &target, until_ms + TRY_MS, &left);
	if (r == -ETIMEDOUT && left)
		eb_log(EB_ERR,
		       "the kernel does not come back from unmounting %s: process %d is left "
		       "behind",
		       point, (int)left);
	return r;
}

/* Swap files and loop devices are files that no process has open.  Their name goes to buf. */
static bool find_kernel_use(const char *point, char *buf, size_t size)
{
	EB_CLEAN(eb_freep) char *swaps = NULL;
	char *line, *rest;

	if (eb_file_read("/proc/swaps", 1 << 20, &swaps, NULL) == 0)
		for (line = strtok_r(swaps, "\n", &rest); line;
		     line = strtok_r(NULL, "\n", &rest)) {
			line[strcspn(line, " \t")] = '\0';
			if (eb_path_below(line, point)) {
				snprintf(buf, size, "the swap file %s", line);
				return true;
			}
		}
	for (int i = 0; i < 256; i++) {
		EB_CLEAN(eb_freep) char *file = NULL;
		char path[64];

		snprintf(path, sizeof(path), "/sys/block/loop%d/loop/backing_file", i);
		if (eb_file_read(path, PATH_MAX, &file, NULL) < 0)
			continue;
		file[strcspn(file, "\n")] = '\0';
		if (eb_path_below(file, point)) {
			snprintf(buf, size, "/dev/loop%d, whose file is %s", i, file);
			return true;
		}
	}
	return false;
}

int eb_fs_siege_unmount(struct eb_fs_siege *siege, const char *point, const struct eb_fs_use *use)
{
	for (;;) {
		size_t found = 0;
		bool soft = eb_clock_ms() < siege->half_ms;
		int r = attempt(siege, point);

		/* Somebody else may have been faster. */
		if (r == -EINVAL || r == -ENOENT)
			return 0;
		if (r == -ETIMEDOUT && soft && siege->fs->kind & EB_FS_REMOTE)
			continue; /* now by force */
		if (r != -EBUSY)
			return r;
		siege->holders[0] = '\0';
		r = eb_fs_siege_round(siege, use, &found);
		if (r < 0)
			return r;
		if (found == 0) {
			if (find_kernel_use(point, siege->holders, sizeof(siege->holders)))
				return -EBUSY;
			eb_clock_sleep(NAP_MS, siege->end_ms);
		}
		if (eb_clock_left(siege->end_ms) == 0)
			return attempt(siege, point);
	}
}
