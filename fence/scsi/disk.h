// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A shared disk with persistent reservations: keys of nodes, and a reservation that keeps out who has
 * none.  SCSI and NVMe have both, in words of their own; what is done with them is the same.
 */
#ifndef EB_SCSI_DISK_H
#define EB_SCSI_DISK_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

enum { EB_DISK_KEYS = 256 };

/* What a disk says of itself. */
struct eb_disk {
	int n_keys;
	uint64_t keys
		[EB_DISK_KEYS]; /* of the registered nodes; maybe once for each of their paths */
	bool reserved;          /* only registered nodes may write, or only one of them */
};

/*
 * What disks of one kind understand.  Each call opens the disk, asks and closes, and may hang as long
 * as the disk does.  0 or -errno: -EOPNOTSUPP the disk knows no reservations, -EBUSY it is reserved
 * for others and we are not registered, -EPROTO it answers nonsense, -E2BIG it has more keys than
 * can be kept, -EEXIST it knows this node, or another one that calls itself the same, by a key
 * that is neither.
 */
struct eb_disk_words {
	int (*look)(const char *path, struct eb_disk *disk);
	/* Registers this node under key, instead of the old one (0: none); lasting: over power loss. */
	int (*enrol)(const char *path, uint64_t key, uint64_t old, bool lasting);
	/* Reserves for all registered nodes: the others may read, and not write. */
	int (*reserve)(const char *path, uint64_t own);
	/* Removes the victim's key and ends its commands; own has to be registered by this node. */
	int (*preempt)(const char *path, uint64_t own, uint64_t victim);
};
extern const struct eb_disk_words eb_scsi_words, eb_nvme_words;

enum eb_disk_step { EB_DISK_LOOK, EB_DISK_LET_IN, EB_DISK_KEEP_OUT };

/* What is to be done with one disk, and what it says afterwards. */
struct eb_disk_job {
	enum eb_disk_step step;
	char path[PATH_MAX];
	uint64_t own, old, victim;
	bool lasting;
	struct eb_disk disk;
};

/* Does it; the job is a struct eb_disk_job (for eb_guard).  0 or -errno. */
int eb_disk_work(void *job);

bool eb_disk_has(const struct eb_disk *disk, uint64_t key);

#endif
