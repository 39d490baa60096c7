// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "fence/sbd/disk.h"
#include "lib/core.h"

/* Offsets in the header, and in the two sectors of a slot. */
enum { AT_VERSION = 8, AT_SLOTS = 9, AT_SECTOR = 12, AT_MSGWAIT = 28 };
enum { AT_IN_USE = 0, AT_NAME = 1 };
enum { AT_COMMAND = 0, AT_FROM = 1 };

enum { SECTOR_MIN = 512, SECTOR_MAX = EB_SBD_HEADER };

static const char magic[8] = { 'S', 'B', 'D', '_', 'S', 'B', 'D', '_' };

static uint32_t number(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int open_device(const char *path, int mode)
{
	struct stat st;
	int fd;

	if (stat(path, &st) < 0)
		return -errno;
	if (!S_ISBLK(st.st_mode))
		return -ENOTBLK;
	fd = open(path, mode | O_DIRECT | O_SYNC | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* Exactly size bytes, or an error. */
static int read_at(int fd, void *buf, size_t size, off_t at)
{
	ssize_t n = pread(fd, buf, size, at);

	return n < 0 ? -errno : (size_t)n == size ? 0 : -EPROTO;
}

int eb_sbd_header(const unsigned char *sector, struct eb_sbd_disk *disk)
{
	if (memcmp(sector, magic, sizeof(magic)) != 0 || sector[AT_VERSION] != 2)
		return -EPROTO;
	disk->n = sector[AT_SLOTS];
	disk->sector = number(sector + AT_SECTOR);
	disk->msgwait = number(sector + AT_MSGWAIT);
	if (disk->sector < SECTOR_MIN || disk->sector > SECTOR_MAX ||
	    disk->sector & (disk->sector - 1))
		return -EPROTO;
	return 0;
}

static void read_slot(const unsigned char *sectors, uint32_t size, struct eb_sbd_slot *slot)
{
	slot->name[0] = '\0';
	if (sectors[AT_IN_USE] == 1)
		snprintf(slot->name, sizeof(slot->name), "%.*s", EB_SBD_NAME - 1,
			 (const char *)sectors + AT_NAME);
	slot->message = (signed char)sectors[size + AT_COMMAND];
}

size_t eb_sbd_size(const struct eb_sbd_disk *disk)
{
	return disk->sector * (1 + 2 * (size_t)disk->n);
}

void eb_sbd_slots(const unsigned char *bytes, struct eb_sbd_disk *disk)
{
	for (int i = 0; i < disk->n; i++)
		read_slot(bytes + disk->sector * (1 + 2 * (size_t)i), disk->sector,
			  &disk->slots[i]);
}

static int read_all(int fd, struct eb_sbd_disk *disk)
{
	size_t size = SECTOR_MAX * (1 + 2 * (size_t)EB_SBD_SLOTS);
	EB_CLEAN(eb_freep) unsigned char *buf = NULL;
	int r;

	if (posix_memalign((void **)&buf, SECTOR_MAX, size))
		return -ENOMEM;
	r = read_at(fd, buf, SECTOR_MAX, 0);
	if (r == 0)
		r = eb_sbd_header(buf, disk);
	if (r == 0)
		r = read_at(fd, buf, eb_sbd_size(disk), 0);
	if (r == 0)
		eb_sbd_slots(buf, disk);
	return r;
}

int eb_sbd_read(const char *path, struct eb_sbd_disk *disk)
{
	EB_CLEAN(eb_closep) int fd = open_device(path, O_RDONLY);

	memset(disk, 0, sizeof(*disk));
	return fd < 0 ? fd : read_all(fd, disk);
}

const struct eb_sbd_slot *eb_sbd_find(const struct eb_sbd_disk *disk, const char *node)
{
	for (int i = 0; i < disk->n; i++)
		if (disk->slots[i].name[0] && !strcasecmp(disk->slots[i].name, node))
			return &disk->slots[i];
	return NULL;
}

int eb_sbd_write(const char *path, const char *node, enum eb_sbd_message message)
{
	EB_CLEAN(eb_closep) int fd = open_device(path, O_RDWR);
	EB_CLEAN(eb_freep) struct eb_sbd_disk *disk = calloc(1, sizeof(*disk));
	EB_CLEAN(eb_freep) unsigned char *buf = NULL;
	const struct eb_sbd_slot *slot;
	struct utsname host;
	off_t at;
	int r;

	if (fd < 0)
		return fd;
	if (!disk || posix_memalign((void **)&buf, SECTOR_MAX, SECTOR_MAX))
		return -ENOMEM;
	r = read_all(fd, disk);
	if (r < 0)
		return r;
	slot = eb_sbd_find(disk, node);
	if (!slot)
		return -ENODEV;
	at = (off_t)disk->sector * (2 + 2 * (slot - disk->slots));
	memset(buf, 0, SECTOR_MAX);
	buf[AT_COMMAND] = (unsigned char)message;
	if (uname(&host) == 0)
		memcpy(buf + AT_FROM, host.nodename, strnlen(host.nodename, EB_SBD_NAME - 1));
	if (pwrite(fd, buf, disk->sector, at) != (ssize_t)disk->sector)
		return errno ? -errno : -EIO;
	memset(buf, 0xff, SECTOR_MAX);
	r = read_at(fd, buf, disk->sector, at);
	return r < 0 ? r : buf[AT_COMMAND] == message ? 0 : -EIO;
}
