// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Has another node the device?  ext4's multi-mount protection can be asked without a cluster:
 * the node that has the file system mounted signs a block of it every few seconds, and the
 * kernel refuses a mount while that goes on (Linux, fs/ext4/mmp.c).  What is read here is
 * whether there is such a block, and who signed it.  DRBD's role and a reservation of the disk
 * (agents/filesystem/reservation.c) are evidence, too.
 */
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "agents/filesystem/fs.h"

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
	DRBD = 147, /* the major number of its devices (Linux, devices.txt) */
};
#define MMP_MAGIC 0x004D4D50U
#define MMP_CLEAN 0xFF4D4D50U

/* Who signed last; "" when it was unmounted in order. */
struct signer {
	char node[65];
};

static uint32_t le32(const unsigned char *at)
{
	uint32_t value;

	memcpy(&value, at, sizeof(value));
	return le32toh(value);
}

static int read_block(const void *device, void *answer)
{
	struct signer *signer = answer;
	EB_CLEAN(eb_closep) int fd = open(device, O_RDONLY | O_CLOEXEC);
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
		snprintf(signer->node, sizeof(signer->node), "%.64s", (char *)block + MMP_NODE);
	return 0;
}

int eb_fs_signed_by(const struct eb_fs *fs, char *node, size_t size)
{
	struct signer signer = { "" };
	int r = eb_fs_ask(fs, read_block, &signer, sizeof(signer));

	snprintf(node, size, "%s", signer.node);
	return r;
}

/* ---- what start wants ---- */

/* With it, the kernel itself refuses what another node has mounted. */
static enum eb_ocf need_protection(const struct eb_fs *fs)
{
	char node[80];
	int r = fs->conf->require_mmp ? eb_fs_signed_by(fs, node, sizeof(node)) : 0;

	if (r == -ENOTSUP)
		return eb_fail(OCF_ERR_INSTALLED, 0,
			       "%s has no multi-mount protection (tune2fs -O mmp), so that nothing "
			       "tells whether another node has it mounted",
			       fs->conf->device);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot read the superblock of %s",
			       fs->conf->device);
	return OCF_SUCCESS;
}

/* With it, a node that was fenced at the disk says so, instead of failing at its first write. */
static enum eb_ocf need_reservation(const struct eb_fs *fs)
{
	enum eb_fs_right right = EB_FS_REGISTERED;
	int r = fs->conf->require_reservation ? eb_fs_ask_disk(fs, &right) : 0;

	if (r == -EOPNOTSUPP)
		return eb_fail(OCF_ERR_INSTALLED, 0,
			       "%s knows no persistent reservations of SCSI, so that nothing tells "
			       "whether another node has it",
			       fs->conf->device);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot read the reservation of %s",
			       fs->conf->device);
	if (right == EB_FS_NOT_RESERVED)
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "%s is not reserved: fence_scsi has not switched this node on",
			       fs->conf->device);
	if (right == EB_FS_LOCKED_OUT)
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "%s is reserved for other nodes, and this one is not registered: it "
			       "has been fenced, or was never switched on",
			       fs->conf->device);
	return OCF_SUCCESS;
}

/* DRBD's own refusal would be called a wrong medium. */
static enum eb_ocf need_primary(const struct eb_fs *fs, dev_t number)
{
	char node[PATH_MAX];
	EB_CLEAN(eb_closep) int fd = -1;

	if (major(number) != DRBD || !eb_fs_node(number, node))
		return OCF_SUCCESS;
	fd = open(node, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 && errno == EMEDIUMTYPE)
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "%s is not primary here: DRBD lets the primary alone be mounted",
			       fs->conf->device);
	return OCF_SUCCESS;
}

enum eb_ocf eb_fs_may_have(const struct eb_fs *fs, dev_t number)
{
	enum eb_ocf code = need_primary(fs, number);

	if (code == OCF_SUCCESS)
		code = need_reservation(fs);
	return code == OCF_SUCCESS ? need_protection(fs) : code;
}
