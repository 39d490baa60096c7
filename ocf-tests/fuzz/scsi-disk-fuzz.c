// SPDX-License-Identifier: GPL-2.0-or-later
/* Any bytes as what a shared disk tells of its reservations, in the words of SCSI and of NVMe. */
#include <assert.h>
#include <linux/nvme_ioctl.h>
#include <scsi/sg.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>

#include "fence/scsi/disk.h"
#include "ocf-tests/fuzz/fuzz.h"

static const uint8_t *left;
static size_t n_left;

static unsigned take(unsigned char *into, size_t size)
{
	size_t n = size < n_left ? size : n_left;

	memcpy(into, left, n);
	left += n;
	n_left -= n;
	return (unsigned)n;
}

int __wrap_ioctl(int fd, unsigned long request, ...);

/* The kernel: it fills what it is given, tells what is missing, and a status. */
int __wrap_ioctl(int fd, unsigned long request, ...)
{
	unsigned char status = 0;
	va_list args;
	void *arg;

	va_start(args, request);
	arg = va_arg(args, void *);
	va_end(args);
	if (request == NVME_IOCTL_ID)
		return 1;
	if (request == NVME_IOCTL_IO_CMD) {
		struct nvme_passthru_cmd *cmd = arg;

		take(&status, 1);
		take((unsigned char *)(uintptr_t)cmd->addr,
		     cmd->data_len); // NOLINT: the kernel's way
		return status;
	}
	if (request == SG_IO) {
		sg_io_hdr_t *io = arg;

		take(&io->status, 1);
		if (io->status == 2)
			io->sb_len_wr = (unsigned char)take(io->sbp, io->mx_sb_len);
		io->resid = (int)(io->dxfer_len - take(io->dxferp, io->dxfer_len));
	}
	return 0;
}

static void look(const struct eb_disk_words *words, const uint8_t *data, size_t size)
{
	static struct eb_disk disk;

	left = data;
	n_left = size;
	if (words->look("/dev/null", &disk) == 0)
		assert(disk.n_keys >= 0 && disk.n_keys <= EB_DISK_KEYS);
	words->enrol("/dev/null", 1, 2, false);
	words->preempt("/dev/null", 1, 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	look(&eb_scsi_words, data, size);
	look(&eb_nvme_words, data, size);
	return 0;
}
