// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Access of one more user to a folder and to the files that are made in it: POSIX ACLs, which an
 * owner may set who is not root.
 */
#ifndef EB_ACL_H
#define EB_ACL_H

#include <sys/types.h>

/*
 * The user may enter the folder and write there, and read and write what is made in it from now
 * on, as owner and group may; all others may nothing. 0 or -errno; -EOPNOTSUPP: the file system
 * has no ACLs.
 */
int hb_acl_share(const char *folder, uid_t uid);

#endif
