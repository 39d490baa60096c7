// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A stand-in for shared disks with persistent reservations, preloaded into an agent: answers SG_IO
 * from a file, as a target would by SPC-4 5.13.  The real thing is in ocf-tests/vm/scsi.t.
 *
 *   SG_FOLDER  holds MINOR for each disk (by the minor number of the block device): a line
 *              "reserved KEY TYPE" and lines "key KEY NEXUS"; and fault, a word that says what goes
 *              wrong: attention N (the first N commands), hang, illegal, busy, short
 *   SG_NEXUS   who asks: the name of this node's path
 */
#include <dlfcn.h>
#include <fcntl.h>
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

/* The word of the file fault; attention counts itself down.  The sense key, or 0. */
static int fault(const char *folder, sg_io_hdr_t *io)
{
	char path[512], word[32] = "";
	int n = 0;
	FILE *file;

	snprintf(path, sizeof(path), "%s/fault", folder);
	file = fopen(path, "re");
	if (!file)
		return 0;
	if (fscanf(file, "%31s %d", word, &n) < 1)
		word[0] = '\0';
	fclose(file);
	if (!strcmp(word, "hang"))
		for (;;)
			pause();
	if (!strcmp(word, "busy"))
		return -1;
	if (!strcmp(word, "illegal"))
		return 5;
	if (!strcmp(word, "short"))
		io->resid = (int)io->dxfer_len - 4;
	if (strcmp(word, "attention") != 0 || n < 1)
		return 0;
	file = fopen(path, "we");
	if (file) {
		fprintf(file, "attention %d\n", n - 1);
		fclose(file);
	}
	return 6;
}

static int answer(int fd, sg_io_hdr_t *io)
{
	const char *folder = getenv("SG_FOLDER"), *nexus = getenv("SG_NEXUS");
	struct disk disk = { 0 };
	struct stat info;
	int lock, sense;

	if (!folder || !nexus || fstat(fd, &info) < 0)
		return -1;
	io->status = GOOD;
	io->resid = 0;
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
	snprintf(disk.path, sizeof(disk.path), "%s/lock", folder);
	lock = open(disk.path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	flock(lock, LOCK_EX);
	snprintf(disk.path, sizeof(disk.path), "%s/%u", folder, minor(info.st_rdev));
	load(&disk);
	if (io->cmdp[0] == 0x5e) {
		in(&disk, io->cmdp, io->dxferp, io->dxfer_len);
	} else {
		io->status = (unsigned char)out(&disk, io->cmdp, io->dxferp, nexus);
		save(&disk);
	}
	close(lock);
	return 0;
}

/* ioctl(2) of the agent; all but SG_IO goes on. */
int ioctl(int fd, unsigned long request, ...)
{
	int (*next)(int, unsigned long, void *);
	void *at = dlsym(RTLD_NEXT, "ioctl"), *arg;
	va_list args;

	va_start(args, request);
	arg = va_arg(args, void *);
	va_end(args);
	memcpy(&next, &at, sizeof(next));
	return request == SG_IO ? answer(fd, arg) : next(fd, request, arg);
}
