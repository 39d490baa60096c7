// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The disks of sbd together.  Each is spoken to by a process of its own, and one that is stuck in the
 * kernel is left behind: a disk that blocks must not hold the others up.  What counts is what more
 * than half of them say.
 */
#ifndef EB_SBD_DISKS_H
#define EB_SBD_DISKS_H

#include <sys/types.h>

#include "fence/sbd/disk.h"
#include "lib/fence.h"

enum { EB_SBD_DISKS = 16 };

/* One of them, and what its process found. */
struct eb_sbd_member {
	const char *path;
	pid_t pid;
	int done;            /* its pipe closes when the process has ended */
	volatile int result; /* 0 or -errno */
	struct eb_sbd_disk content;
};

/* In memory that all of the processes share. */
struct eb_sbd_disks {
	size_t n;
	struct eb_sbd_member disk[EB_SBD_DISKS];
	char words[2048]; /* the paths point into it */
};

/* Paths, parted by commas, semicolons or blanks.  NULL: why has the reason. */
struct eb_sbd_disks *eb_sbd_disks_new(struct eb_fence *fence, const char *list);
void eb_sbd_disks_free(struct eb_sbd_disks *disks); /* NULL is fine */

/*
 * Reads all of them, or writes a message to a node and reads it back, until fence->deadline_ms.  0:
 * more than half have done it; else -errno and the reason.
 */
int eb_sbd_disks_read(struct eb_fence *fence, struct eb_sbd_disks *disks);
int eb_sbd_disks_write(struct eb_fence *fence, struct eb_sbd_disks *disks, const char *node,
		       enum eb_sbd_message message);

/* How many have not done it, and which, and why: in text, which is returned. */
size_t eb_sbd_disks_bad(const struct eb_sbd_disks *disks);
const char *eb_sbd_disks_tell_bad(const struct eb_sbd_disks *disks, char *text, size_t size);

#endif
