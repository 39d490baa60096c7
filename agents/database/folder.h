// SPDX-License-Identifier: GPL-2.0-or-later
/* Whole folders: how large they are, whose they are, and that they are gone.  No link is followed. */
#ifndef EB_AGENTS_DATABASE_FOLDER_H
#define EB_AGENTS_DATABASE_FOLDER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Is it there, and a folder?  And is nothing in it (or is it missing)? */
bool eb_folder_exists(const char *path);
bool eb_folder_is_empty(const char *path);

/* What it takes on disk, in bytes, without files whose names end with a number, as logs' do. */
int eb_folder_size(const char *path, uint64_t *bytes);

/* What its file system has left for root. */
int eb_folder_room(const char *path, uint64_t *bytes);

/*
 * Has its file system no space left (less than 1 MiB) for who is not root?  When it cannot tell, as
 * some network file systems and a tmpfs without a limit, no.
 */
bool eb_folder_is_full(const char *path);

/* Gives it and all that is in it to that user and group.  0 or -errno. */
int eb_folder_give(const char *path, uid_t uid, gid_t gid);

/* Removes it with all that is in it; one that is not there counts as removed.  0 or -errno. */
int eb_folder_remove(const char *path);

/* What was renamed, made or removed in it is on disk.  0 or -errno. */
int eb_folder_sync(const char *path);

/* All that is on its file system is on disk. */
int eb_folder_sync_all(const char *path);

#endif
