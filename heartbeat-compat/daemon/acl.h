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
 * on, as owner and group may; all others may nothing. Only a folder of this process's user, by its
 * own name: in a place where anybody makes names, a link may lead to any other. 0 or -errno;
 * -EPERM: it is somebody else's; -ELOOP or -ENOTDIR: it is no folder; -EOPNOTSUPP: the file system
 * has no ACLs.
 */
int hb_acl_share(const char *path, uid_t uid);

#endif
