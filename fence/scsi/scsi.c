// SPDX-License-Identifier: GPL-2.0-or-later
/* Persistent reservations of SCSI (SPC-4, 5.13), by the kernel's SG_IO. */
#include <errno.h>
#include <fcntl.h>
#include <scsi/sg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "fence/scsi/disk.h"
#include "lib/core.h"

/* SPC-4, 6.13 to 6.16, and 4.5 (sense data) */
enum {
	PERSISTENT_RESERVE_IN = 0x5e,
	READ_KEYS = 0,
	READ_RESERVATION = 1,
	PERSISTENT_RESERVE_OUT = 0x5f,
	RESERVE = 1,
	PREEMPT_AND_ABORT = 5,
	REGISTER_AND_IGNORE = 6,
	REGISTRANTS_ONLY = 5, /* type: write exclusive, registrants only */
	OUT_LENGTH = 24,
	APTPL = 1, /* in byte 20 */
	HEADER = 8,
	GOOD = 0,
	CHECK_CONDITION = 2,
	RESERVATION_CONFLICT = 0x18,
	ILLEGAL_REQUEST = 5,
	UNIT_ATTENTION = 6,
	SENSE = 32,
	TRIES = 10, /* each unit attention is told once, and something may have piled up */
	TIMEOUT_MS = 30000,
};

static uint64_t get(const unsigned char *at, int bytes)
{
	uint64_t value = 0;

	while (bytes--)
		value = value << 8 | *at++;
	return value;
}

static void put(unsigned char *at, uint64_t value, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--, value >>= 8)
		at[i] = (unsigned char)value;
}

/* The sense key, of either format; -1: none. */
static int sense_key(const unsigned char *sense, int length)
{
	int format = length > 0 ? sense[0] & 0x7f : 0;

	if (format == 0x70 || format == 0x71)
		return length > 2 ? sense[2] & 0x0f : -1;
	if (format == 0x72 || format == 0x73)
		return length > 1 ? sense[1] & 0x0f : -1;
	return -1;
}

/* One command with its data; *got is what came back.  0, -EAGAIN or what the header names. */
static int once(int fd, unsigned char *cdb, unsigned char *data, unsigned size, bool out,
		unsigned *got)
{
	unsigned char sense[SENSE] = { 0 };
	sg_io_hdr_t io = {
		.interface_id = 'S',
		.cmdp = cdb,
		.cmd_len = 10,
		.dxferp = data,
		.dxfer_len = size,
		.dxfer_direction = out ? SG_DXFER_TO_DEV : SG_DXFER_FROM_DEV,
		.sbp = sense,
		.mx_sb_len = SENSE,
		.timeout = TIMEOUT_MS,
	};

	if (ioctl(fd, SG_IO, &io) < 0)
		return errno == ENOTTY || errno == EINVAL ? -EOPNOTSUPP : -errno;
	if (io.status == RESERVATION_CONFLICT)
		return -EBUSY;
	if (io.status == CHECK_CONDITION) {
		int key = sense_key(sense, io.sb_len_wr);

		return key == UNIT_ATTENTION    ? -EAGAIN
		       : key == ILLEGAL_REQUEST ? -EOPNOTSUPP
						: -EIO;
	}
	if (io.status != GOOD || io.host_status || (io.driver_status & 0x0f))
		return -EIO;
	if (got)
		*got = io.resid > 0 && (unsigned)io.resid <= size ? size - (unsigned)io.resid
								  : size;
	return 0;
}

static int command(const char *path, unsigned char *cdb, unsigned char *data, unsigned size,
		   bool out, unsigned *got)
{
	/* For reading: that does not wake whoever watches for writers, and SG_IO does not mind. */
	EB_CLEAN(eb_closep) int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	int r = fd < 0 ? -errno : -EAGAIN;

	for (int tries = 0; fd >= 0 && tries < TRIES && r == -EAGAIN; tries++)
		r = once(fd, cdb, data, size, out, got);
	return r == -EAGAIN ? -EIO : r;
}

static int ask(const char *path, int action, unsigned char *data, unsigned size, unsigned *got)
{
	unsigned char cdb[10] = { PERSISTENT_RESERVE_IN, (unsigned char)action };

	put(cdb + 7, size, 2);
	memset(data, 0, size);
	return command(path, cdb, data, size, false, got);
}

static int look(const char *path, struct eb_disk *disk)
{
	unsigned char data[HEADER + 8 * EB_DISK_KEYS];
	unsigned got = 0;
	uint64_t length;
	int r = ask(path, READ_KEYS, data, sizeof(data), &got);

	memset(disk, 0, sizeof(*disk));
	if (r < 0)
		return r;
	length = get(data + 4, 4);
	if (got < HEADER || length % 8)
		return -EPROTO;
	if (length > 8 * EB_DISK_KEYS)
		return -E2BIG;
	if (HEADER + length > got)
		return -EPROTO;
	disk->n_keys = (int)(length / 8);
	for (int i = 0; i < disk->n_keys; i++)
		disk->keys[i] = get(data + HEADER + 8 * i, 8);

	r = ask(path, READ_RESERVATION, data, HEADER + 16, &got);
	if (r < 0)
		return r;
	length = get(data + 4, 4);
	if (got < HEADER || (length && (length < 16 || got < HEADER + 16)))
		return -EPROTO;
	disk->reserved = length != 0;
	return 0;
}

static int order(const char *path, int action, int type, uint64_t own, uint64_t other, bool lasting)
{
	unsigned char cdb[10] = { PERSISTENT_RESERVE_OUT, (unsigned char)action,
				  (unsigned char)type };
	unsigned char data[OUT_LENGTH] = { 0 };

	put(cdb + 5, OUT_LENGTH, 4);
	put(data, own, 8);
	put(data + 8, other, 8);
	data[20] = lasting ? APTPL : 0;
	return command(path, cdb, data, OUT_LENGTH, true, NULL);
}

/* A registration belongs to a path, and nobody else's is replaced by it. */
static int enrol(const char *path, uint64_t key, uint64_t old, bool lasting)
{
	(void)old;
	return order(path, REGISTER_AND_IGNORE, 0, 0, key, lasting);
}

static int reserve(const char *path, uint64_t own)
{
	return order(path, RESERVE, REGISTRANTS_ONLY, own, 0, false);
}

static int preempt(const char *path, uint64_t own, uint64_t victim)
{
	return order(path, PREEMPT_AND_ABORT, REGISTRANTS_ONLY, own, victim, false);
}

const struct eb_disk_words eb_scsi_words = { look, enrol, reserve, preempt };
