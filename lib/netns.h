// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Network namespaces as ip-netns(8) names them.
 */
#ifndef EB_NETNS_H
#define EB_NETNS_H

/*
 * Moves the calling process into the namespace /run/netns/NAME; sockets opened before stay
 * where they were.  -ENOENT when there is no such namespace, -EINVAL for a name that
 * is a path, -EPERM, other -errno.
 */
int eb_netns_enter(const char *name);

#endif
