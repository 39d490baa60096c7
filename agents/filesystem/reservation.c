// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * May this node write to the disk?  A disk of SCSI that is shared can be reserved for nodes that have
 * registered with it (SPC-4, 5.13), and who is fenced loses its registration.  Which key is this
 * node's need not be known: a REGISTER from no key to no key does nothing for a node without a
 * registration, and is a conflict for one that has it.
 */
#include <errno.h>
#include <fcntl.h>
#include <scsi/sg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "agents/filesystem/fs.h"

enum {
	RESERVE_IN = 0x5e,
	READ_RESERVATION = 1,
	HEADER = 8,
	IN_LENGTH = 24, /* with the one reservation, if there is one */
	RESERVE_OUT = 0x5f,
	REGISTER = 0,
	OUT_LENGTH = 24,
	GOOD = 0,
	CHECK_CONDITION = 2,
	CONFLICT = 0x18,
	UNIT_ATTENTION = 6,
	TRIES = 10, /* each unit attention is told once, and some may have piled up */
	TIMEOUT_MS = 10000,
};

/* The status byte, or -errno; -EPROTO: an answer without its header. */
static int once(int fd, const unsigned char cdb[10], unsigned char *data, bool out)
{
	unsigned char sense[32] = { 0 }, command[10];
	sg_io_hdr_t io = {
		.interface_id = 'S',
		.cmdp = memcpy(command, cdb, sizeof(command)),
		.cmd_len = sizeof(command),
		.dxferp = data,
		.dxfer_len = out ? OUT_LENGTH : IN_LENGTH,
		.dxfer_direction = out ? SG_DXFER_TO_DEV : SG_DXFER_FROM_DEV,
		.sbp = sense,
		.mx_sb_len = sizeof(sense),
		.timeout = TIMEOUT_MS,
	};

	if (ioctl(fd, SG_IO, &io) < 0)
		return errno == ENOTTY || errno == EINVAL ? -EOPNOTSUPP : -errno;
	if (io.status == CHECK_CONDITION) /* the key is in another byte of the newer format */
		return ((sense[0] & 0x7e) == 0x72 ? sense[1] : sense[2]) % 16 == UNIT_ATTENTION
			       ? -EAGAIN
			       : -EOPNOTSUPP;
	if (io.status != CONFLICT && (io.status != GOOD || io.host_status || io.driver_status % 16))
		return -EIO;
	if (!out && (io.resid < 0 || io.resid > IN_LENGTH - HEADER))
		return -EPROTO;
	return io.status;
}

static int send(int fd, const unsigned char cdb[10], unsigned char *data, bool out)
{
	int r = -EAGAIN;

	for (int tries = 0; tries < TRIES && r == -EAGAIN; tries++)
		r = once(fd, cdb, data, out);
	return r;
}

static int ask(const void *device, void *answer)
{
	static const unsigned char read_it[10] = { RESERVE_IN, READ_RESERVATION, [8] = IN_LENGTH },
				   nothing[10] = { RESERVE_OUT, REGISTER, [8] = OUT_LENGTH };
	enum eb_fs_right *right = answer;
	EB_CLEAN(eb_closep) int fd = open(device, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	unsigned char data[IN_LENGTH] = { 0 }, keys[OUT_LENGTH] = { 0 };
	int r = fd < 0 ? -errno : send(fd, read_it, data, false);

	if (r < 0)
		return r;
	if (r == CONFLICT)
		return -EIO; /* nothing forbids this question */
	if (data[4] == 0 && data[5] == 0 && data[6] == 0 && data[7] == 0) {
		*right = EB_FS_NOT_RESERVED;
		return 0;
	}
	r = send(fd, nothing, keys, true);
	if (r < 0)
		return r;
	*right = r == CONFLICT ? EB_FS_REGISTERED : EB_FS_LOCKED_OUT;
	return 0;
}

int eb_fs_ask_disk(const struct eb_fs *fs, enum eb_fs_right *right)
{
	return eb_fs_ask(fs, ask, right, sizeof(*right));
}
