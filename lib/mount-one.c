// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One mount of many, without the table.  The kernel (Linux 6.12 and later) numbers mounts so that a
 * number is never used again, and tells of one by its number; that costs the same whatever else is
 * mounted.  Whether its path leads to it is then seen on the way: nothing covers a folder above,
 * and nothing lies on top.  Any doubt is -EAGAIN, and the caller's table decides.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "lib/core.h"
#include "lib/mount.h"

/* linux/mount.h, which most systems have in an older version; the numbers are the same on all machines. */
enum { STATMOUNT = 457, LISTMOUNT = 458, ANSWER = 16384, LIST = 512, BELOW = 64 };
enum {
	SB_BASIC = 1 << 0,
	MNT_BASIC = 1 << 1,
	MNT_ROOT = 1 << 3,
	MNT_POINT = 1 << 4,
	FS_TYPE = 1 << 5,
	MNT_OPTS = 1 << 7,
	FS_SUBTYPE = 1 << 8,
	SB_SOURCE = 1 << 9,
	ALL = SB_BASIC | MNT_BASIC | MNT_ROOT | MNT_POINT | FS_TYPE | SB_SOURCE,
	SUPER_RDONLY = 1,
	ATTR_RDONLY = 1,
	ASK_MNT_ID_UNIQUE = 0x4000,
	LISTMOUNT_REVERSE = 1,
};
#define WHOLE_NAMESPACE UINT64_MAX

struct request {
	uint32_t size, spare;
	uint64_t mount;
	uint64_t param; /* statmount: what to tell; listmount: after which mount to begin */
};

/* The kernel's answer: text fields are offsets into what follows the 512 bytes. */
struct told {
	uint32_t size, options;
	uint64_t mask;
	uint32_t major, minor;
	uint64_t magic;
	uint32_t super_flags, type;
	uint64_t id, parent;
	uint32_t old_id, old_parent;
	uint64_t attributes, propagation, group, master, from;
	uint32_t root, point;
	uint64_t space;
	uint32_t subtype, source;
	uint64_t later[48];
	char text[ANSWER - 512];
};
_Static_assert(offsetof(struct told, text) == 512, "as in linux/mount.h");

static int ask(uint64_t mount, uint64_t what, struct told *told)
{
	struct request request = { sizeof(request), 0, mount, what };

	if (syscall(STATMOUNT, &request, told, sizeof(*told), 0) < 0)
		return -errno;
	return (told->mask & what) == what ? 0 : -EAGAIN;
}

int eb_mount_id(uint64_t unique)
{
	EB_CLEAN(eb_freep) struct told *told = malloc(sizeof(*told));
	int r = told ? ask(unique, MNT_BASIC, told) : -ENOMEM;

	return r < 0 ? r : (int)told->old_id;
}

/* The youngest first. */
static long list(uint64_t below, uint64_t after, uint64_t *ids, size_t room)
{
	struct request request = { sizeof(request), 0, below, after };
	long n = syscall(LISTMOUNT, &request, ids, room, LISTMOUNT_REVERSE);

	return n < 0 ? -errno : n;
}

int eb_mount_unique(const struct eb_mount *mount, uint64_t *unique)
{
	EB_CLEAN(eb_freep) struct told *told = malloc(sizeof(*told));
	uint64_t ids[LIST], after = 0;
	long n;

	if (!told)
		return -ENOMEM;
	while ((n = list(WHOLE_NAMESPACE, after, ids, LIST)) > 0) {
		for (long i = 0; i < n; i++) {
			if (ask(ids[i], MNT_BASIC, told) < 0 || (int)told->old_id != mount->id)
				continue;
			*unique = ids[i];
			return 0;
		}
		after = ids[n - 1];
	}
	return n < 0 ? (int)n : -ENOENT;
}

/*
 * Is this the mount that the folder of point lies in?  Nothing but the kernel's cache is asked
 * (RESOLVE_CACHED): what is mounted there keeps all folders on the way in it.
 */
static bool leads_to(const char *point, uint64_t parent)
{
	struct open_how how = { .flags = O_PATH | O_DIRECTORY | O_CLOEXEC,
				.resolve = RESOLVE_CACHED | RESOLVE_NO_SYMLINKS };
	EB_CLEAN(eb_closep) int fd = -1;
	const char *slash = strrchr(point, '/');
	char folder[PATH_MAX];
	struct statx st;

	if (!slash || !slash[1])
		return false;
	snprintf(folder, sizeof(folder), "%.*s", slash == point ? 1 : (int)(slash - point), point);
	fd = (int)syscall(SYS_openat2, AT_FDCWD, folder, &how, sizeof(how));
	return fd >= 0 &&
	       statx(fd, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC, ASK_MNT_ID_UNIQUE, &st) == 0 &&
	       st.stx_mask & ASK_MNT_ID_UNIQUE && st.stx_mnt_id == parent;
}

/* 0: nothing is mounted on its root. */
static int on_top(const struct told *told, struct told *other)
{
	uint64_t ids[BELOW];
	long n = list(told->id, 0, ids, BELOW);

	if (n < 0 || n == BELOW)
		return n < 0 ? (int)n : -EAGAIN;
	for (long i = 0; i < n; i++) {
		if (ask(ids[i], MNT_BASIC | MNT_POINT, other) < 0 ||
		    (other->parent == told->id &&
		     !strcmp(other->text + other->point, told->text + told->point)))
			return -EAGAIN;
	}
	return 0;
}

/* The answer, and the texts that mountinfo has in one word. */
struct one {
	struct told told, other;
	char type[128], super[ANSWER];
};

static struct eb_mount mount_of(struct one *one)
{
	const struct told *told = &one->told;
	bool sub = told->mask & FS_SUBTYPE, more = told->mask & MNT_OPTS;

	snprintf(one->type, sizeof(one->type), "%s%s%s", told->text + told->type, sub ? "." : "",
		 sub ? told->text + told->subtype : "");
	snprintf(one->super, sizeof(one->super), "%s%s%s",
		 told->super_flags & SUPER_RDONLY ? "ro" : "rw", more ? "," : "",
		 more ? told->text + told->options : "");
	return (struct eb_mount) {
		.id = (int)told->old_id,
		.parent = (int)told->old_parent,
		.dev = makedev(told->major, told->minor),
		.root = told->text + told->root,
		.point = told->text + told->point,
		.options = told->attributes & ATTR_RDONLY ? "ro" : "rw",
		.type = one->type,
		.source = told->text + told->source,
		.super = one->super,
	};
}

/* Is all in order?  0, -EAGAIN. */
static int look(struct one *one, uint64_t unique, const char *point)
{
	struct told *told = &one->told;
	int r = ask(unique, ALL | MNT_OPTS | FS_SUBTYPE, told);

	/* What is empty is left out, so that the mask alone tells. */
	if (r < 0 && (r != -EAGAIN || (told->mask & ALL) != ALL))
		return -EAGAIN;
	/* Some texts are escaped by some kernels: only those that need no escape are understood. */
	if (strcmp(told->text + told->point, point) != 0 || strchr(told->text + told->root, '\\') ||
	    strchr(told->text + told->source, '\\'))
		return -EAGAIN;
	if (!leads_to(point, told->parent))
		return -EAGAIN;
	return on_top(told, &one->other) < 0 ? -EAGAIN : 0;
}

int eb_mounts_read_one(struct eb_mounts *mounts, uint64_t unique, const char *point)
{
	struct one *one = malloc(sizeof(*one));
	int r = one ? look(one, unique, point) : -ENOMEM;

	*mounts = (struct eb_mounts) { r == 0 ? malloc(sizeof(*mounts->list)) : NULL, 1,
				       (char *)one };
	if (r < 0 || !mounts->list) {
		eb_mounts_free(mounts);
		return r < 0 ? r : -ENOMEM;
	}
	mounts->list[0] = mount_of(one);
	return 0;
}
