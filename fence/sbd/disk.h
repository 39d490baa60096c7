// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One device of sbd: sector 0 holds the header, and each node has a sector with its name and
 * one with its message.  Numbers are big-endian.  All functions read and write the medium
 * itself, and may block for as long as that does: call them in a process of their own.
 */
#ifndef EB_SBD_DISK_H
#define EB_SBD_DISK_H

#include <stdint.h>

enum { EB_SBD_SLOTS = 255, EB_SBD_NAME = 64 };

/* What stands in a node's message sector. */
enum eb_sbd_message {
	EB_SBD_CLEAR,
	EB_SBD_TEST,
	EB_SBD_RESET,
	EB_SBD_OFF,
	EB_SBD_EXIT,
	EB_SBD_CRASHDUMP,
};

struct eb_sbd_slot {
	char name[EB_SBD_NAME]; /* "": the slot is free */
	signed char message;
};

struct eb_sbd_disk {
	int n;                    /* slots */
	uint32_t sector, msgwait; /* bytes, seconds */
	struct eb_sbd_slot slots[EB_SBD_SLOTS];
};

/* Reads all of a device.  0; -EPROTO: it is not sbd's; -ENOTBLK; -errno. */
int eb_sbd_read(const char *path, struct eb_sbd_disk *disk);

/*
 * Writes a message into a node's slot and reads it back.  0; -ENODEV: the node has no slot
 * there; -EIO: something else stands there now; or as above.
 */
int eb_sbd_write(const char *path, const char *node, enum eb_sbd_message message);

/* The slot of a node, or NULL.  sbd does not look at the case of names. */
const struct eb_sbd_slot *eb_sbd_find(const struct eb_sbd_disk *disk, const char *node);

#endif
