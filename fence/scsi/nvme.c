// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reservations of NVMe (base specification, 7.6 to 7.8 in 2.0; 8.19 tells what they mean), as commands
 * through the kernel: its IOC_PR_* can register and preempt, but older kernels tell nobody which keys
 * there are.  A node is known by its host identifier, not by a path; each has to have one of its own.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/nvme_ioctl.h>
#include <string.h>
#include <sys/ioctl.h>

#include "fence/scsi/disk.h"
#include "lib/core.h"

enum {
	REGISTER = 0x0d,
	REGISTER_KEY = 0,
	REPLACE_KEY = 2,
	REPORT = 0x0e,
	EXTENDED = 1, /* identifiers of hosts have 16 bytes, not 8 */
	ACQUIRE = 0x11,
	ACQUIRE_ONLY = 0,
	PREEMPT_AND_ABORT = 2,
	/* Type: write exclusive, all registrants.  All of them hold it: it does not go with one. */
	ALL_REGISTRANTS = 5 << 8,

	INVALID_OPCODE = 0x01,
	INVALID_FIELD = 0x02,
	OTHER_HOST_ID = 0x18,
	CONFLICT = 0x83,
	STATUS = 0x7ff, /* without "more" and "do not retry" */

	REPORT_MAX = 64 + 64 * EB_DISK_KEYS,
	TIMEOUT_MS = 30000,
};

static const unsigned LASTING =
	3u << 30; /* what changes for registrations at a power loss: they stay */

static uint64_t get(const unsigned char *at, int bytes)
{
	uint64_t value = 0;

	while (bytes--)
		value = value << 8 | at[bytes];
	return value;
}

static void put(unsigned char *at, uint64_t value)
{
	for (int i = 0; i < 8; i++, value >>= 8)
		at[i] = (unsigned char)value;
}

/* One command with its data: the status that the disk gives, or -errno. */
static int command(const char *path, int opcode, unsigned cdw10, unsigned cdw11,
		   unsigned char *data, unsigned size)
{
	EB_CLEAN(eb_closep) int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	struct nvme_passthru_cmd cmd = {
		.opcode = (unsigned char)opcode,
		.addr = (uintptr_t)data,
		.data_len = size,
		.cdw10 = cdw10,
		.cdw11 = cdw11,
		.timeout_ms = TIMEOUT_MS,
	};
	int r = fd < 0 ? -1 : ioctl(fd, NVME_IOCTL_ID, NULL);

	if (r < 0)
		return -errno;
	cmd.nsid = (unsigned)r;
	r = ioctl(fd, NVME_IOCTL_IO_CMD, &cmd);
	return r < 0 ? -errno : r & STATUS;
}

static int error_of(int status)
{
	return status <= 0                ? status
	       : status == CONFLICT       ? -EBUSY
	       : status == INVALID_OPCODE ? -EOPNOTSUPP
					  : -EIO;
}

static int read_report(const unsigned char *report, bool extended, struct eb_disk *disk)
{
	unsigned header = extended ? 64 : 24, row = extended ? 64 : 24, key = extended ? 8 : 16;
	int n = (int)get(report + 5, 2);

	if (n > EB_DISK_KEYS)
		return -E2BIG;
	disk->reserved = report[4] != 0;
	disk->n_keys = n;
	for (int i = 0; i < n; i++)
		disk->keys[i] = get(report + header + (unsigned)i * row + key, 8);
	return 0;
}

static int look(const char *path, struct eb_disk *disk)
{
	unsigned char report[REPORT_MAX] = { 0 };
	bool extended = true;
	int r;

	memset(disk, 0, sizeof(*disk));
	r = command(path, REPORT, REPORT_MAX / 4 - 1, EXTENDED, report, REPORT_MAX);
	if (r == OTHER_HOST_ID || r == INVALID_FIELD) {
		extended = false;
		r = command(path, REPORT, REPORT_MAX / 4 - 1, 0, report, REPORT_MAX);
	}
	return r == 0               ? read_report(report, extended, disk)
	       : r == INVALID_FIELD ? -EOPNOTSUPP
				    : error_of(r);
}

static int order(const char *path, int opcode, unsigned how, uint64_t own, uint64_t other)
{
	unsigned char data[16];

	put(data, own);
	put(data + 8, other);
	return command(path, opcode, how, 0, data, sizeof(data));
}

/*
 * Two nodes with one host identifier are one to the disk: whoever comes second must not take the key
 * of the first away, which would look like the first one's being off.
 */
static int enrol(const char *path, uint64_t key, uint64_t old, bool lasting)
{
	unsigned more = lasting ? LASTING : 0;
	int r = order(path, REGISTER, more | REGISTER_KEY, 0, key);

	if (r == CONFLICT && old)
		r = order(path, REGISTER, more | REPLACE_KEY, old, key);
	return r == CONFLICT ? -EEXIST : error_of(r);
}

static int reserve(const char *path, uint64_t own)
{
	return error_of(order(path, ACQUIRE, ALL_REGISTRANTS | ACQUIRE_ONLY, own, 0));
}

static int preempt(const char *path, uint64_t own, uint64_t victim)
{
	return error_of(order(path, ACQUIRE, ALL_REGISTRANTS | PREEMPT_AND_ABORT, own, victim));
}

const struct eb_disk_words eb_nvme_words = { look, enrol, reserve, preempt };
