// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "agents/filesystem/sockets.h"
#include "lib/core.h"
#include "lib/netlink.h"

enum { KERNEL_MINOR_BITS = 20 }; /* of a device's number, as the kernel keeps it */

struct named {
	dev_t dev;
	struct eb_fs_socket socket;
};

static int take_attribute(const struct nlattr *attribute, void *arg)
{
	struct named *named = arg;
	const struct unix_diag_vfs *vfs = mnl_attr_get_payload(attribute);
	size_t length = mnl_attr_get_payload_len(attribute);

	if (mnl_attr_get_type(attribute) == UNIX_DIAG_VFS && length >= sizeof(*vfs))
		named->dev = makedev(vfs->udiag_vfs_dev >> KERNEL_MINOR_BITS,
				     vfs->udiag_vfs_dev & ((1U << KERNEL_MINOR_BITS) - 1));
	if (mnl_attr_get_type(attribute) == UNIX_DIAG_NAME && length < sizeof(named->socket.name))
		memcpy(named->socket.name, vfs, length); /* of its own length, without an end */
	return MNL_CB_OK;
}

static int take(const struct nlmsghdr *nlh, void *arg)
{
	const struct unix_diag_msg *msg = mnl_nlmsg_get_payload(nlh);
	struct eb_fs_sockets *sockets = arg;
	struct named one = { .socket.number = msg->udiag_ino };
	struct eb_fs_socket *list;

	mnl_attr_parse(nlh, sizeof(*msg), take_attribute, &one);
	if (!one.dev || one.dev != sockets->dev || !one.socket.number)
		return 0;
	if (sockets->n == sockets->room) {
		sockets->room = sockets->room ? 2 * sockets->room : 64;
		list = realloc(sockets->list, sockets->room * sizeof(*list));
		if (!list)
			return -ENOMEM;
		sockets->list = list;
	}
	sockets->list[sockets->n++] = one.socket;
	return 0;
}

/* Those of the network namespace that we are in. */
static int add_here(struct eb_fs_sockets *sockets)
{
	EB_CLEAN(eb_nl_close) struct eb_nl nl = EB_NL_CLOSED;
	char buf[EB_NL_REQUEST];
	struct nlmsghdr *nlh = eb_nl_begin(buf, SOCK_DIAG_BY_FAMILY, NLM_F_DUMP);
	struct unix_diag_req *req = mnl_nlmsg_put_extra_header(nlh, sizeof(*req));
	int r = eb_nl_open(&nl, NETLINK_SOCK_DIAG);

	req->sdiag_family = AF_UNIX;
	req->udiag_states = ~0U;
	req->udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_VFS;
	return r < 0 ? r : eb_nl_call(&nl, nlh, take, sockets);
}

int eb_fs_sockets_add(struct eb_fs_sockets *sockets, pid_t pid)
{
	EB_CLEAN(eb_closep) int ours = -1, theirs = -1;
	struct stat st;
	char path[64];
	int r;

	snprintf(path, sizeof(path), "/proc/%d/ns/net", (int)pid);
	if (stat(path, &st) < 0)
		return -errno;
	for (size_t i = 0; i < sockets->namespaces; i++)
		if (sockets->seen[i] == st.st_ino)
			return 0;
	if (sockets->namespaces == EB_COUNT(sockets->seen))
		return -E2BIG;
	sockets->seen[sockets->namespaces++] = st.st_ino;
	ours = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	theirs = open(path, O_RDONLY | O_CLOEXEC);
	if (ours < 0 || theirs < 0 || setns(theirs, CLONE_NEWNET) < 0)
		return -errno;
	r = add_here(sockets);
	return setns(ours, CLONE_NEWNET) < 0 ? -errno : r;
}

const struct eb_fs_socket *eb_fs_sockets_find(const struct eb_fs_sockets *sockets, uint32_t number)
{
	for (size_t i = 0; i < sockets->n; i++)
		if (sockets->list[i].number == number)
			return &sockets->list[i];
	return NULL;
}

void eb_fs_sockets_free(struct eb_fs_sockets *sockets)
{
	free(sockets->list);
	*sockets = (struct eb_fs_sockets) { 0 };
}
