// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Files: read whole, or replaced whole.  A reader never sees half of a new text,
 * and a crash leaves either the old or the new one.
 */
#ifndef EB_FILE_H
#define EB_FILE_H

#include <stddef.h>
#include <sys/types.h>

/*
 * Reads a regular file of at most limit bytes.  *text is NUL-terminated, to be
 * freed by the caller; *length (may be NULL) does not count that NUL.  0, -errno,
 * -EFBIG when it is larger, -EISDIR or -EINVAL when it is no regular file.
 */
int eb_file_read(const char *path, size_t limit, char **text, size_t *length);

/*
 * Replaces path by these bytes: temporary file beside it, fsync, rename, fsync of
 * the folder.  0 or -errno; on error the old file is untouched and no temporary is left.
 * Behind a symbolic link the file it leads to is replaced; a device or a pipe is
 * written to as it is.
 */
int eb_file_replace(const char *path, const void *data, size_t length, mode_t mode);

/* Removes a file; one that is not there counts as removed.  0 or -errno. */
int eb_file_remove(const char *path);

/* Makes a folder and its parents (mode 0755); one that is there counts as made.  0 or -errno. */
int eb_file_make_folder(const char *path);

/* The same for the folder that path lies in. */
int eb_file_make_parent(const char *path);

#endif
