// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A bundle: one node's facts in one file, a tar whose members lie in a folder named like the node.
 * It is read and written in memory, by libarchive: no member is ever unpacked, so a bundle from
 * elsewhere cannot place files here, and no secret reaches a temporary folder. Written as it is;
 * read also when somebody has compressed it meanwhile (gzip, bzip2, xz, zstd).
 */
#ifndef EB_BUNDLE_H
#define EB_BUNDLE_H

#include <stdbool.h>
#include <sys/types.h>

#include <glib.h>

struct eb_member {
	char *name; /* below the node's folder: "etc/ha.d/ha.cf" */
	mode_t mode;
	char *text; /* NUL-terminated */
	size_t size;
};

/* An empty bundle: struct eb_member *, with everything that hangs from them. */
GPtrArray *eb_bundle_new(void);

/* Adds a member; text is copied. */
void eb_bundle_add(GPtrArray *bundle, const char *name, mode_t mode, const char *text, size_t size);

/* The member of this name, NULL when there is none. */
const struct eb_member *eb_bundle_find(const GPtrArray *bundle, const char *name);

/* Is this the start of a bundle? Reads its first member's header. */
bool eb_bundle_is(const char *path);

/* Reads the regular files of a bundle into *bundle (g_ptr_array_unref). 0, -errno, -EBADMSG when
 * it is no tar or not whole, -EFBIG when it unpacks to more than any node has to say. */
int eb_bundle_read(const char *path, GPtrArray **bundle);

/* Writes a bundle, members in order of their names, mode 0600; the same bytes for the same
 * members. 0 or -errno. */
int eb_bundle_write(const GPtrArray *bundle, const char *node, const char *path);

/*
 * Members are named BUNDLE:/MEMBER where a path is expected. Reads a file or such a member whole;
 * *text is NUL-terminated, to be freed with g_free, length may be NULL. 0 or -errno.
 */
int eb_bundle_read_input(const char *name, char **text, size_t *length);

#endif
