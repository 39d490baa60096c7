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
#include <sys/mman.h>
#include <unistd.h>

#include "agents/filesystem/fs.h"
#include "lib/guard.h"

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

struct query {
	char device[PATH_MAX];
	enum eb_fs_right right;
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

static int ask(void *arg)
{
	static const unsigned char read_it[10] = { RESERVE_IN, READ_RESERVATION, [8] = IN_LENGTH },
				   nothing[10] = { RESERVE_OUT, REGISTER, [8] = OUT_LENGTH };
	struct query *query = arg;
	EB_CLEAN(eb_closep) int fd = open(query->device, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	unsigned char data[IN_LENGTH] = { 0 }, keys[OUT_LENGTH] = { 0 };
	int r = fd < 0 ? -errno : send(fd, read_it, data, false);

	if (r < 0)
		return r;
	if (r == CONFLICT)
		return -EIO; /* nothing forbids this question */
	if (data[4] == 0 && data[5] == 0 && data[6] == 0 && data[7] == 0) {
		query->right = EB_FS_NOT_RESERVED;
		return 0;
	}
	r = send(fd, nothing, keys, true);
	if (r < 0)
		return r;
	query->right = r == CONFLICT ? EB_FS_REGISTERED : EB_FS_LOCKED_OUT;
	return 0;
}

int eb_fs_ask_disk(const struct eb_fs *fs, enum eb_fs_right *right)
{
	struct query *query = mmap(NULL, sizeof(*query), PROT_READ | PROT_WRITE,
				   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	dev_t number = 0;
	int r;

	if (query == MAP_FAILED)
		return -errno;
	r = eb_fs_number(fs, true, &number);
	if (r == 0 && !eb_fs_node(number, query->device))
		r = -ENODEV;
	if (r == 0)
		r = eb_guard(ask, query, fs->call->deadline_ms, NULL);
	if (r == 0)
		*right = query->right;
	munmap(query, sizeof(*query));
	return r;
}
