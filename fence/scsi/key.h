// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The key of a node, as the stock agent makes it: eight hexadecimal digits, four of the cluster and
 * four of the node.
 */
#ifndef EB_SCSI_KEY_H
#define EB_SCSI_KEY_H

#include <stddef.h>
#include <stdint.h>

/* MD5 (RFC 1321) of a text, as hexadecimal digits. */
void eb_scsi_md5(const char *text, char hex[33]);

/* One to sixteen hexadecimal digits, with or without 0x; not zero.  0 or -EINVAL. */
int eb_scsi_key_read(const char *text, uint64_t *key);

/*
 * What "corosync-cmapctl" printed, and a node: the key of the node, by its place in the list of nodes
 * (by_hash: by its name).  0, -ENOENT: no name of a cluster there, -ENODEV: no such node.
 */
int eb_scsi_key_make(const char *cmap, const char *node, int by_hash, uint64_t *key);

/* The key under which this node is registered, kept in a file.  0 or -errno; no file: -ENOENT. */
int eb_scsi_key_load(const char *path, uint64_t *key);
int eb_scsi_key_store(const char *path, uint64_t key);

#endif
