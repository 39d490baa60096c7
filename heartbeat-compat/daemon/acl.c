// SPDX-License-Identifier: GPL-2.0-or-later
/* As the kernel takes them (linux/posix_acl_xattr.h): little endian, in the order of their tags. */
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/posix_acl.h>
#include <linux/posix_acl_xattr.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "heartbeat-compat/daemon/acl.h"
#include "lib/core.h"

enum { MAY_USE = ACL_READ | ACL_WRITE, MAY_ENTER = MAY_USE | ACL_EXECUTE };

static int set(int folder, const char *kind, uid_t uid, int may)
{
	const uint16_t all = htole16((uint16_t)may), none = 0;
	const uint32_t nobody = htole32((uint32_t)ACL_UNDEFINED_ID);
	const struct {
		struct posix_acl_xattr_header head;
		struct posix_acl_xattr_entry entries[5];
	} acl = {
		.head = { htole32(POSIX_ACL_XATTR_VERSION) },
		.entries = {
			{ htole16(ACL_USER_OBJ), all, nobody },
			{ htole16(ACL_USER), all, htole32(uid) },
			{ htole16(ACL_GROUP_OBJ), all, nobody },
			{ htole16(ACL_MASK), all, nobody },
			{ htole16(ACL_OTHER), none, nobody },
		},
	};

	return fsetxattr(folder, kind, &acl, sizeof(acl), 0) < 0 ? -errno : 0;
}

int hb_acl_share(const char *path, uid_t uid)
{
	EB_CLEAN(eb_closep)
	int folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat info;
	int failed;

	if (folder < 0 || fstat(folder, &info) < 0)
		return -errno;
	if (info.st_uid != geteuid())
		return -EPERM;
	failed = set(folder, "system.posix_acl_default", uid, MAY_USE);
	return failed ? failed : set(folder, "system.posix_acl_access", uid, MAY_ENTER);
}
