// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Sockets with a name.  One that is bound to a file keeps the mount of that file busy, and so does each
 * connection that it accepted, while /proc/PID/fd shows a number alone.  The kernel tells which
 * file system the name is on (sock_diag(7), UNIX_DIAG_VFS), also when the file has been removed.
 */
#ifndef EB_AGENTS_FILESYSTEM_SOCKETS_H
#define EB_AGENTS_FILESYSTEM_SOCKETS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct eb_fs_socket {
	uint32_t number; /* N of the link socket:[N] */
	char name
		[109]; /* as it was bound: from / on, or from the folder that its process was in then */
};

/* Begins with zeroes but for dev. */
struct eb_fs_sockets {
	dev_t dev; /* of the file system: those with a name on it are wanted */
	struct eb_fs_socket *list;
	size_t n, room;
	ino_t seen[256]; /* network namespaces */
	size_t namespaces;
};

/* Adds those of the network namespace of this process, unless they are there.  0 or -errno; what was
 * found so far stays. */
int eb_fs_sockets_add(struct eb_fs_sockets *sockets, pid_t pid);

/* NULL: it is none of them. */
const struct eb_fs_socket *eb_fs_sockets_find(const struct eb_fs_sockets *sockets, uint32_t number);

void eb_fs_sockets_free(struct eb_fs_sockets *sockets);

#endif
