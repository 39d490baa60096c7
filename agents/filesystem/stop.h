// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Taking a mount away from those who use it: try, ask them to end (the term signals, for half
 * of the time), end them (the kill signals), and try again as soon as they have gone.
 */
#ifndef EB_AGENTS_FILESYSTEM_STOP_H
#define EB_AGENTS_FILESYSTEM_STOP_H

#include "agents/filesystem/fs.h"
#include "agents/filesystem/users.h"

/* The time of one stop, on eb_clock_ms(), and what it may do. */
struct eb_fs_siege {
	const struct eb_fs *fs;
	int64_t half_ms, end_ms;
	bool kill;         /* whoever uses the mount */
	char holders[256]; /* who was there at the last look: "pid 12 (nginx), ..." */
};

void eb_fs_siege_begin(struct eb_fs_siege *siege, const struct eb_fs *fs);

/*
 * Unmounts what is on this path; use tells how its users are known.  0: it is gone; -EBUSY: the
 * time is over, or something in the kernel holds it that will not go; -ETIMEDOUT: the kernel
 * does not come back from it; another -errno.
 */
int eb_fs_siege_unmount(struct eb_fs_siege *siege, const char *point, const struct eb_fs_use *use);

/* One round against these users: signals, if they may be sent, and a wait for their end. */
int eb_fs_siege_round(struct eb_fs_siege *siege, const struct eb_fs_use *use, size_t *found);

/*
 * Waits until nobody holds the device any more: neither a mount of another namespace, which is
 * unmounted there, nor the files of a mount that was lazily unmounted.  0; -EBUSY with the
 * holder's name in siege->holders; -errno.
 */
int eb_fs_release(struct eb_fs_siege *siege, dev_t shown, dev_t device);

#endif
