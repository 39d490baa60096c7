// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A stand-in for shared disks with persistent reservations, preloaded into an agent: answers SG_IO
 * from a file, as a target would by SPC-4 5.13, or commands of NVMe.  The real things are in
 * ocf-tests/vm/scsi.t and nvme.t.
 *
 *   SG_FOLDER  holds MINOR for each disk (by the minor number of the block device): a line
 *              "reserved KEY TYPE" and lines "key KEY NEXUS"; orders, a line "ACTION TYPE LASTING" for
 *              each of them (of NVMe: "OPCODE.ACTION TYPE LASTING"); and fault, a word that says what goes
 *              wrong: attention N (the first N commands), hang, illegal, busy, short, cut (in the middle of
 *              the first key), gone (the adapter does not reach it)
 *   SG_NEXUS   who asks: the name of this node's path, of its host for NVMe
 *   SG_NVME    the disk is of NVMe, where identifiers of hosts have so many bytes (8, 16)
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/nvme_ioctl.h>
#include <scsi/sg.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

enum { MAX = 64, GOOD = 0, CHECK = 2, CONFLICT = 0x18 };

struct disk {
	char path[512];
	unsigned long long keys[MAX], holder;
	char nexus[MAX][32];
	int n, type;
};

static void load(struct disk *disk)
{
	char line[128];
	FILE *in = fopen(disk->path, "re");

	while (in && fgets(line, sizeof(line), in)) {
		if (sscanf(line, "reserved %llx %d", &disk->holder, &disk->type) == 2)
			continue;
		if (disk->n < MAX &&
		    sscanf(line, "key %llx %31s", &disk->keys[disk->n], disk->nexus[disk->n]) == 2)
			disk->n++;
	}
	if (in)
		fclose(in);
}

static void save(const struct disk *disk)
{
	FILE *out = fopen(disk->path, "we");

	if (!out)
		abort();
	if (disk->type)
		fprintf(out, "reserved %llx %d\n", disk->holder, disk->type);
	for (int i = 0; i < disk->n; i++)
		fprintf(out, "key %llx %s\n", disk->keys[i], disk->nexus[i]);
	fclose(out);
}

static int find(const struct disk *disk, const char *nexus)
{
	for (int i = 0; i < disk->n; i++)
		if (!strcmp(disk->nexus[i], nexus))
			return i;
	return -1;
}

static unsigned long long number(const unsigned char *at)
{
	unsigned long long value = 0;

	for (int i = 0; i < 8; i++)
		value = value << 8 | at[i];
	return value;
}

static void put(unsigned char *at, unsigned long long value, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--, value >>= 8)
		at[i] = (unsigned char)value;
}

static void drop(struct disk *disk, int i)
{
	disk->n--;
	disk->keys[i] = disk->keys[disk->n];
	memmove(disk->nexus[i], disk->nexus[disk->n], sizeof(disk->nexus[i]));
}

static int out(struct disk *disk, const unsigned char *cdb, const unsigned char *data,
	       const char *nexus)
{
	unsigned long long own = number(data), other = number(data + 8);
	int me = find(disk, nexus);

	if (cdb[1] == 6) { /* register and ignore existing key */
		if (me < 0 && other && disk->n < MAX) {
			me = disk->n++;
			snprintf(disk->nexus[me], sizeof(disk->nexus[me]), "%s", nexus);
		}
		if (me >= 0 && other)
			disk->keys[me] = other;
		else if (me >= 0)
			drop(disk, me);
		return GOOD;
	}
	if (cdb[1] == 0 && me < 0 && !own && !other) /* register, from no key to no key */
		return GOOD;
	if (me < 0 || disk->keys[me] != own)
		return CONFLICT;
	if (cdb[1] == 1) { /* reserve */
		if (disk->type && (disk->holder != own || disk->type != cdb[2]))
			return CONFLICT;
		disk->holder = own;
		disk->type = cdb[2];
		return GOOD;
	}
	if (cdb[1] == 4 || cdb[1] == 5) { /* preempt, and abort */
		for (int i = disk->n - 1; i >= 0; i--)
			if (disk->keys[i] == other)
				drop(disk, i);
		if (disk->type && disk->holder == other) {
			disk->holder = own;
			disk->type = cdb[2];
		}
		return GOOD;
	}
	return CHECK;
}

static void in(const struct disk *disk, const unsigned char *cdb, unsigned char *data, size_t size)
{
	unsigned char answer[8 + 8 * MAX] = { 0 };
	size_t length = 8;

	if (cdb[1] == 0) {
		put(answer + 4, 8ULL * (unsigned)disk->n, 4);
		for (int i = 0; i < disk->n; i++, length += 8)
			put(answer + length, disk->keys[i], 8);
	} else if (disk->type) {
		put(answer + 4, 16, 4);
		put(answer + 8, disk->holder, 8);
		answer[21] = (unsigned char)disk->type;
		length = 24;
	}
	memcpy(data, answer, length < size ? length : size);
}

static void note(const char *folder, const char *action, int type, int lasting)
{
	char path[512];
	FILE *file;

	snprintf(path, sizeof(path), "%s/orders", folder);
	file = fopen(path, "ae");
	if (!file)
		abort();
	fprintf(file, "%s %d %d\n", action, type, lasting);
	fclose(file);
}

/* The word of the file fault, and its number. */
static void read_fault(const char *folder, char word[32], int *n)
{
	char path[512];
	FILE *file;

	word[0] = '\0';
	snprintf(path, sizeof(path), "%s/fault", folder);
	file = fopen(path, "re");
	if (!file)
		return;
	if (fscanf(file, "%31s %d", word, n) < 1)
		word[0] = '\0';
	fclose(file);
	if (!strcmp(word, "hang"))
		for (;;)
			pause();
}

/* What goes wrong; attention counts itself down.  The sense key, 0, or -1: busy. */
static int fault(const char *folder, sg_io_hdr_t *io)
{
	char path[512], word[32];
	int n = 0;
	FILE *file;

	read_fault(folder, word, &n);
	if (!strcmp(word, "busy"))
		return -1;
	if (!strcmp(word, "illegal"))
		return 5;
	if (!strcmp(word, "short"))
		io->resid = (int)io->dxfer_len - 4;
	if (!strcmp(word, "cut") && !io->cmdp[1]) /* keys, not the reservation */
		io->resid = (int)io->dxfer_len - 12;
	if (!strcmp(word, "gone"))
		io->host_status = 1; /* DID_NO_CONNECT */
	if (strcmp(word, "attention") != 0 || n < 1)
		return 0;
	snprintf(path, sizeof(path), "%s/fault", folder);
	file = fopen(path, "we");
	if (file) {
		fprintf(file, "attention %d\n", n - 1);
		fclose(file);
	}
	return 6;
}

/* Loads the disk that fd is of, and keeps others away until the lock is closed. */
static int load_locked(struct disk *disk, const char *folder, int fd)
{
	struct stat info;
	int lock;

	if (fstat(fd, &info) < 0)
		abort();
	snprintf(disk->path, sizeof(disk->path), "%s/lock", folder);
	lock = open(disk->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	flock(lock, LOCK_EX);
	snprintf(disk->path, sizeof(disk->path), "%s/%u", folder, minor(info.st_rdev));
	load(disk);
	return lock;
}

/* ---- NVMe: numbers are little-endian there */

static unsigned long long turned(const unsigned char *at)
{
	unsigned long long value = 0;

	for (int i = 7; i >= 0; i--)
		value = value << 8 | at[i];
	return value;
}

static void put_turned(unsigned char *at, unsigned long long value, int bytes)
{
	for (int i = 0; i < bytes; i++, value >>= 8)
		at[i] = (unsigned char)value;
}

static void report(const struct disk *disk, unsigned char *data, size_t size, int row)
{
	memset(data, 0, size);
	data[4] = (unsigned char)disk->type;
	put_turned(data + 5, (unsigned)disk->n, 2);
	for (int i = 0; i < disk->n && (size_t)row * (unsigned)(i + 2) <= size; i++)
		put_turned(data + row * (i + 1) + (row == 64 ? 8 : 16), disk->keys[i], 8);
}

static int enrol(struct disk *disk, int action, unsigned long long old, unsigned long long key,
		 const char *host)
{
	int me = find(disk, host);

	if (action == 0) {
		if (me >= 0)
			return disk->keys[me] == key ? 0 : 0x83;
		snprintf(disk->nexus[disk->n], sizeof(disk->nexus[disk->n]), "%s", host);
		disk->keys[disk->n++] = key;
		return 0;
	}
	if (action != 2 || me < 0 || disk->keys[me] != old)
		return 0x83;
	disk->keys[me] = key;
	return 0;
}

static int acquire(struct disk *disk, int action, int type, unsigned long long own,
		   unsigned long long other, const char *host)
{
	int me = find(disk, host), n = disk->n;

	if (me < 0 || disk->keys[me] != own || (action == 0 && disk->type && disk->type != type))
		return 0x83;
	for (int i = disk->n - 1; action == 2 && i >= 0; i--)
		if (disk->keys[i] == other)
			drop(disk, i);
	if (action == 2)
		return disk->n < n ? 0 : 0x83;
	disk->type = type;
	disk->holder = own;
	return 0;
}

static int nvme(int fd, struct nvme_passthru_cmd *cmd, int bytes)
{
	const char *folder = getenv("SG_FOLDER"), *host = getenv("SG_NEXUS");
	unsigned char *data = (unsigned char *)(uintptr_t)cmd->addr; // NOLINT: the kernel's way
	struct disk disk = { 0 };
	char word[32];
	int r = 1, n = 0, lock;

	if (!folder || !host)
		return 1;
	read_fault(folder, word, &n);
	if (!strcmp(word, "illegal") || !strcmp(word, "busy"))
		return word[0] == 'i' ? 0x4001 : 0x4006;
	lock = load_locked(&disk, folder, fd);
	if (cmd->opcode == 0x0e) {
		r = (bytes == 16) == (cmd->cdw11 == 1) ? 0 : 0x18;
		if (r == 0 && strcmp(word, "short") != 0)
			report(&disk, data, cmd->data_len, bytes == 16 ? 64 : 24);
	} else if (cmd->opcode == 0x0d) {
		r = enrol(&disk, (int)(cmd->cdw10 & 7), turned(data), turned(data + 8), host);
	} else if (cmd->opcode == 0x11) {
		r = acquire(&disk, (int)(cmd->cdw10 & 7), (int)(cmd->cdw10 >> 8 & 0xff),
			    turned(data), turned(data + 8), host);
	}
	if (cmd->opcode != 0x0e) {
		char action[16];

		snprintf(action, sizeof(action), "%x.%u", cmd->opcode, cmd->cdw10 & 7);
		note(folder, action, (int)(cmd->cdw10 >> 8 & 0xff), (int)(cmd->cdw10 >> 30));
	}
	save(&disk);
	close(lock);
	return r ? r | 0x4000 : 0; /* do not retry */
}

static int answer(int fd, sg_io_hdr_t *io)
{
	const char *folder = getenv("SG_FOLDER"), *nexus = getenv("SG_NEXUS");
	struct disk disk = { 0 };
	int lock, sense;

	if (!folder || !nexus)
		return -1;
	io->status = GOOD;
	io->resid = 0;
	io->host_status = 0;
	sense = fault(folder, io);
	if (sense < 0) {
		io->status = 8;
		return 0;
	}
	if (sense) {
		io->status = CHECK;
		io->sb_len_wr = 18;
		memset(io->sbp, 0, 18);
		io->sbp[0] = 0x70;
		io->sbp[2] = (unsigned char)sense;
		return 0;
	}
	lock = load_locked(&disk, folder, fd);
	if (io->cmdp[0] == 0x5e) {
		in(&disk, io->cmdp, io->dxferp, io->dxfer_len);
	} else {
		const unsigned char *data = io->dxferp;
		char action[16];

		io->status = (unsigned char)out(&disk, io->cmdp, data, nexus);
		save(&disk);
		snprintf(action, sizeof(action), "%d", io->cmdp[1]);
		note(folder, action, io->cmdp[2], data[20]);
	}
	close(lock);
	return 0;
}

/* ioctl(2) of the agent; all but the commands to the disk goes on. */
int ioctl(int fd, unsigned long request, ...)
{
	int (*next)(int, unsigned long, void *), bytes = atoi(getenv("SG_NVME") ?: "0");
	void *at = dlsym(RTLD_NEXT, "ioctl"), *arg;
	va_list args;

	va_start(args, request);
	arg = va_arg(args, void *);
	va_end(args);
	memcpy(&next, &at, sizeof(next));
	if (request == NVME_IOCTL_ID) {
		errno = ENOTTY;
		return bytes ? 1 : -1;
	}
	if (request == NVME_IOCTL_IO_CMD)
		return nvme(fd, arg, bytes);
	return request == SG_IO ? answer(fd, arg) : next(fd, request, arg);
}
