// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One device of sbd: sector 0 holds the header, and each node has a sector with its name and
 * one with its message.  Numbers are big-endian.  Whoever takes a path reads and writes the
 * medium itself, and may block for as long as that does: call it in a process of its own.
 */
#ifndef EB_SBD_DISK_H
#define EB_SBD_DISK_H

#include <stddef.h>
#include <stdint.h>

enum { EB_SBD_SLOTS = 255, EB_SBD_NAME = 64, EB_SBD_HEADER = 4096 };

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

/*
 * What the first EB_SBD_HEADER bytes of a device say of it, but for its slots.  0, or -EPROTO: it is
 * not sbd's.
 */
int eb_sbd_header(const unsigned char *bytes, struct eb_sbd_disk *disk);

/* How many bytes its slots end at, and what these bytes, from the first one on, say of them. */
size_t eb_sbd_size(const struct eb_sbd_disk *disk);
void eb_sbd_slots(const unsigned char *bytes, struct eb_sbd_disk *disk);

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
