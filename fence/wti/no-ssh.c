// SPDX-License-Identifier: GPL-2.0-or-later
/* In place of lib/ssh.c, where libssh was missing when this was built. */
#include <errno.h>

#include "lib/ssh.h"

int eb_ssh_talk(struct eb_fence *fence, struct eb_talk *talk, const char *known_hosts)
{
	return eb_fence_why(fence, -EOPNOTSUPP, "option ssh: built without libssh");
}
