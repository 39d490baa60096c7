// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Persistent reservations of a SCSI disk (SPC-4, 5.13), by the kernel's SG_IO.  Each call opens the
 * disk, asks and closes; it may hang as long as the disk does.
 */
#ifndef EB_SCSI_RESERVE_H
#define EB_SCSI_RESERVE_H

#include <stdbool.h>
#include <stdint.h>

enum { EB_SCSI_KEYS = 256 };

struct eb_scsi_disk {
	int n_keys;
	uint64_t keys
		[EB_SCSI_KEYS]; /* of the registered nodes; a node is there once for each path */
	bool reserved;          /* only registered nodes may write, or only one */
	uint64_t holder;
};

/*
 * 0 or -errno: -EOPNOTSUPP the disk knows no reservations, -EBUSY it is reserved for others and we
 * are not registered, -EPROTO it answers nonsense, -E2BIG it has more keys than can be kept.
 */
int eb_scsi_look(const char *path, struct eb_scsi_disk *disk);

/* Registers this node's path under key, whatever was registered before; aptpl: also over power loss. */
int eb_scsi_register(const char *path, uint64_t key, bool aptpl);

/* Reserves for all registered nodes: the others may read, and not write. */
int eb_scsi_reserve(const char *path, uint64_t own);

/* Removes the victim's key and ends its commands; own has to be registered by this path. */
int eb_scsi_preempt(const char *path, uint64_t own, uint64_t victim);

#endif
