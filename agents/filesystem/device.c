// SPDX-License-Identifier: GPL-2.0-or-later
/* The device: from a name to a number, and from that to the node by which it can be asked. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "agents/filesystem/fs.h"
#include "lib/guard.h"
#include "lib/run.h"

/* "-U x", "-Ux", "--uuid x", "--uuid=x", "UUID=x" and the like. */
static const struct {
	const char *written, *tag, *folder;
} tags[] = {
	{ "--uuid", "UUID=", "/dev/disk/by-uuid" },
	{ "-U", "UUID=", "/dev/disk/by-uuid" },
	{ "UUID=", "UUID=", "/dev/disk/by-uuid" },
	{ "--label", "LABEL=", "/dev/disk/by-label" },
	{ "-L", "LABEL=", "/dev/disk/by-label" },
	{ "LABEL=", "LABEL=", "/dev/disk/by-label" },
	{ "PARTUUID=", "PARTUUID=", "/dev/disk/by-partuuid" },
	{ "PARTLABEL=", "PARTLABEL=", "/dev/disk/by-partlabel" },
};

/* Which row of tags the device is written as, and what follows; -1: a plain name. */
static int tag_of(const char *device, const char **value)
{
	for (size_t i = 0; i < EB_COUNT(tags); i++) {
		size_t n = strlen(tags[i].written);

		if (strncmp(device, tags[i].written, n))
			continue;
		*value = device + n + strspn(device + n, " \t=");
		return (int)i;
	}
	return -1;
}

const char *eb_fs_source(const struct eb_fs *fs, char buf[PATH_MAX])
{
	const char *value;
	int tag = tag_of(fs->conf->device, &value);

	if (tag < 0)
		return fs->conf->device;
	snprintf(buf, PATH_MAX, "%s%s", tags[tag].tag, value);
	return buf;
}

int eb_fs_number_of(const char *path, dev_t *number)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return -errno;
	*number = S_ISBLK(st.st_mode) ? st.st_rdev : 0;
	return 0;
}

/* udev writes what may not stand in a name as \xHH. */
static void link_of(const char *folder, const char *value, char buf[PATH_MAX])
{
	size_t used = (size_t)snprintf(buf, PATH_MAX, "%s/", folder);

	for (; *value && used + 5 < PATH_MAX; value++) {
		bool plain = (*value >= '0' && *value <= '9') || (*value >= 'A' && *value <= 'Z') ||
			     (*value >= 'a' && *value <= 'z') || strchr("#+-.:=@_", *value) ||
			     (unsigned char)*value >= 0x80;

		used += (size_t)snprintf(buf + used, PATH_MAX - used, plain ? "%c" : "\\x%02x",
					 (unsigned char)*value);
	}
}

static int search_disks(const struct eb_fs *fs, dev_t *number)
{
	char name[PATH_MAX];
	const char *argv[] = { "findfs", eb_fs_source(fs, name), NULL };
	EB_CLEAN(eb_run_free)
	struct eb_run run = { .argv = argv, .deadline_ms = fs->call->deadline_ms };
	int r = eb_run(&run);

	if (r < 0 || run.status != 0)
		return r < 0 ? r : -ENOENT;
	run.output[strcspn(run.output, "\n")] = '\0';
	return eb_fs_number_of(run.output, number);
}

int eb_fs_number(const struct eb_fs *fs, bool search, dev_t *number)
{
	const char *value;
	int tag = tag_of(fs->conf->device, &value), r;
	char path[PATH_MAX];

	*number = 0;
	if (fs->kind & EB_FS_NODEV || fs->bind)
		return 0;
	if (tag < 0)
		return eb_fs_number_of(fs->conf->device, number);
	link_of(tags[tag].folder, value, path);
	r = eb_fs_number_of(path, number);
	return r == -ENOENT && search ? search_disks(fs, number) : r;
}

bool eb_fs_node(dev_t device, char buf[PATH_MAX])
{
	char path[64], link[PATH_MAX];
	struct stat st;
	ssize_t n;

	snprintf(path, sizeof(path), "/sys/dev/block/%u:%u", major(device), minor(device));
	n = readlink(path, link, sizeof(link) - 1);
	if (n < 0)
		return false;
	link[n] = '\0';
	snprintf(buf, PATH_MAX, "/dev/%.255s", strrchr(link, '/') + 1);
	for (char *c = buf; *c; c++)
		if (*c == '!')
			*c = '/';
	return stat(buf, &st) == 0 && S_ISBLK(st.st_mode) && st.st_rdev == device;
}

int eb_fs_ask(const struct eb_fs *fs, eb_guard_ask_fn *fn, void *answer, size_t size)
{
	char device[PATH_MAX];
	dev_t number = 0;
	int r = eb_fs_number(fs, true, &number);

	if (r == 0 && !eb_fs_node(number, device))
		r = -ENODEV;
	return r < 0 ? r : eb_guard_ask(fn, device, answer, size, fs->call->deadline_ms);
}
