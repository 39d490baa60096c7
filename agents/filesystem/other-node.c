// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Has another node the device?  ext4's multi-mount protection can be asked without a cluster:
 * the node that has the file system mounted signs a block of it every few seconds, and the
 * kernel refuses a mount while that goes on (Linux, fs/ext4/mmp.c).  What is read here is
 * whether there is such a block, and who signed it.
 */
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "agents/filesystem/fs.h"
#include "lib/guard.h"

/* The superblock's fields that matter, and those of the MMP block; little-endian both. */
enum {
	SUPER = 1024,
	SB_LOG_BLOCK = 0x18,
	SB_MAGIC = 0x38,
	SB_INCOMPAT = 0x60,
	SB_MMP_BLOCK = 0x168,
	MAGIC = 0xEF53,
	INCOMPAT_MMP = 0x100,
	MMP_SEQ = 4,
	MMP_NODE = 16,
};
#define MMP_MAGIC 0x004D4D50U
#define MMP_CLEAN 0xFF4D4D50U

struct query {
	char device[PATH_MAX];
	char node[65]; /* who signed last; "" when it was unmounted in order */
};

static uint32_t le32(const unsigned char *at)
{
	uint32_t value;

	memcpy(&value, at, sizeof(value));
	return le32toh(value);
}

static int read_block(void *arg)
{
	struct query *query = arg;
	EB_CLEAN(eb_closep) int fd = open(query->device, O_RDONLY | O_CLOEXEC);
	unsigned char super[1024], block[1024];
	uint64_t at;

	if (fd < 0)
		return -errno;
	if (pread(fd, super, sizeof(super), SUPER) != sizeof(super))
		return -EIO;
	if ((super[SB_MAGIC] | super[SB_MAGIC + 1] << 8) != MAGIC ||
	    !(le32(super + SB_INCOMPAT) & INCOMPAT_MMP))
		return -ENOTSUP;
	at = le32(super + SB_MMP_BLOCK) | (uint64_t)le32(super + SB_MMP_BLOCK + 4) << 32;
	at *= 1024ULL << le32(super + SB_LOG_BLOCK);
	if (pread(fd, block, sizeof(block), (off_t)at) != sizeof(block) || le32(block) != MMP_MAGIC)
		return -EIO;
	if (le32(block + MMP_SEQ) != MMP_CLEAN)
		snprintf(query->node, sizeof(query->node), "%.64s", (char *)block + MMP_NODE);
	return 0;
}

int eb_fs_signed_by(const struct eb_fs *fs, char *node, size_t size)
{
	struct query *query = mmap(NULL, sizeof(*query), PROT_READ | PROT_WRITE,
				   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	dev_t number = 0;
	int r;

	node[0] = '\0';
	if (query == MAP_FAILED)
		return -errno;
	r = eb_fs_number(fs, true, &number);
	if (r == 0 && !eb_fs_node(number, query->device))
		r = -ENODEV;
	if (r == 0)
		r = eb_guard(read_block, query, fs->call->deadline_ms, NULL);
	if (r == 0)
		snprintf(node, size, "%s", query->node);
	munmap(query, sizeof(*query));
	return r;
}
