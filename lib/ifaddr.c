// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/core.h"
#include "lib/ifaddr.h"

/* How often a list is begun anew when addresses come and go meanwhile. */
enum { PATIENCE = 20 };

struct search {
	int family, index;
	const struct eb_addr *addr;
	struct eb_ifaddrs *list;
};

void eb_ifaddrs_free(struct eb_ifaddrs *list)
{
	free(list->at);
	*list = (struct eb_ifaddrs) { 0 };
}

static void read_lifetimes(const struct nlattr *attr, struct eb_ifaddr *ifaddr)
{
	const struct ifa_cacheinfo *info = mnl_attr_get_payload(attr);

	ifaddr->usable = info->ifa_prefered;
	ifaddr->valid = info->ifa_valid;
}

static void read_ifaddr(const struct nlmsghdr *nlh, struct eb_ifaddr *ifaddr)
{
	const struct ifaddrmsg *msg = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr;

	*ifaddr = (struct eb_ifaddr) {
		.index = (int)msg->ifa_index,
		.prefix = msg->ifa_prefixlen,
		.scope = msg->ifa_scope,
		.flags = msg->ifa_flags,
		.valid = EB_FOREVER,
		.usable = EB_FOREVER,
	};
	mnl_attr_for_each(attr, nlh, sizeof(*msg))
	{
		const void *bytes = mnl_attr_get_payload(attr);

		switch (mnl_attr_get_type(attr)) {
		case IFA_LOCAL: ifaddr->addr = eb_addr_make(msg->ifa_family, bytes); break;
		case IFA_ADDRESS: ifaddr->peer = eb_addr_make(msg->ifa_family, bytes); break;
		case IFA_BROADCAST: ifaddr->broadcast = eb_addr_make(msg->ifa_family, bytes); break;
		case IFA_FLAGS: ifaddr->flags = mnl_attr_get_u32(attr); break;
		case IFA_RT_PRIORITY: ifaddr->metric = mnl_attr_get_u32(attr); break;
		case IFA_CACHEINFO: read_lifetimes(attr, ifaddr); break;
		case IFA_LABEL:
			snprintf(ifaddr->label, sizeof(ifaddr->label), "%s",
				 mnl_attr_get_str(attr));
			break;
		}
	}
	/* IPv6 sends IFA_LOCAL only for point-to-point addresses. */
	if (!ifaddr->addr.family)
		ifaddr->addr = ifaddr->peer;
}

static int collect(const struct nlmsghdr *nlh, void *arg)
{
	const struct ifaddrmsg *msg = mnl_nlmsg_get_payload(nlh);
	const struct search *search = arg;
	struct eb_ifaddrs *list = search->list;
	struct eb_ifaddr ifaddr;

	if (msg->ifa_family != search->family)
		return 0;
	read_ifaddr(nlh, &ifaddr);
	if (search->index && ifaddr.index != search->index)
		return 0;
	if (search->addr && !eb_addr_equal(&ifaddr.addr, search->addr))
		return 0;
	if (!(list->n & (list->n - 1))) {
		size_t room = list->n ? list->n * 2 : 1;
		struct eb_ifaddr *at = reallocarray(list->at, room, sizeof(*at));

		if (!at)
			return -ENOMEM;
		list->at = at;
	}
	list->at[list->n++] = ifaddr;
	return 0;
}

int eb_ifaddr_list(struct eb_nl *nl, int family, int index, const struct eb_addr *addr,
		   struct eb_ifaddrs *list)
{
	struct search search = { family, index, addr, list };
	int r = -EAGAIN;

	*list = (struct eb_ifaddrs) { 0 };
	for (int i = 0; i < PATIENCE && r == -EAGAIN; i++) {
		char buf[EB_NL_REQUEST];
		struct nlmsghdr *nlh = eb_nl_begin(buf, RTM_GETADDR, NLM_F_DUMP);
		struct ifaddrmsg *msg = mnl_nlmsg_put_extra_header(nlh, sizeof(*msg));

		list->n = 0;
		msg->ifa_family = (uint8_t)family;
		msg->ifa_index = (unsigned)index;
		r = eb_nl_call(nl, nlh, collect, &search);
	}
	if (r < 0)
		eb_ifaddrs_free(list);
	return r == -ENODEV ? 0 : r;
}

static struct nlmsghdr *begin(void *buf, uint16_t type, uint16_t flags,
			      const struct eb_ifaddr *ifaddr)
{
	struct nlmsghdr *nlh = eb_nl_begin(buf, type, flags);
	struct ifaddrmsg *msg = mnl_nlmsg_put_extra_header(nlh, sizeof(*msg));
	const struct eb_addr *peer = ifaddr->peer.family ? &ifaddr->peer : &ifaddr->addr;
	size_t size = eb_addr_size(ifaddr->addr.family);

	msg->ifa_family = (uint8_t)ifaddr->addr.family;
	msg->ifa_prefixlen = (uint8_t)ifaddr->prefix;
	msg->ifa_scope = ifaddr->scope;
	msg->ifa_index = (unsigned)ifaddr->index;
	mnl_attr_put(nlh, IFA_LOCAL, size, ifaddr->addr.bytes);
	mnl_attr_put(nlh, IFA_ADDRESS, size, peer->bytes);
	return nlh;
}

int eb_ifaddr_add(struct eb_nl *nl, const struct eb_ifaddr *ifaddr)
{
	char buf[EB_NL_REQUEST];
	struct nlmsghdr *nlh = begin(buf, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, ifaddr);

	if (ifaddr->broadcast.family)
		mnl_attr_put(nlh, IFA_BROADCAST, 4, ifaddr->broadcast.bytes);
	if (ifaddr->label[0] && ifaddr->addr.family == AF_INET)
		mnl_attr_put_strz(nlh, IFA_LABEL, ifaddr->label);
	if (ifaddr->flags)
		mnl_attr_put_u32(nlh, IFA_FLAGS, ifaddr->flags);
	if (ifaddr->metric)
		mnl_attr_put_u32(nlh, IFA_RT_PRIORITY, ifaddr->metric);
	if (ifaddr->valid != EB_FOREVER || ifaddr->usable != EB_FOREVER) {
		struct ifa_cacheinfo info = { .ifa_prefered = ifaddr->usable,
					      .ifa_valid = ifaddr->valid };

		mnl_attr_put(nlh, IFA_CACHEINFO, sizeof(info), &info);
	}
	return eb_nl_call(nl, nlh, NULL, NULL);
}

/* Would the kernel delete b together with a? */
static bool depends(const struct eb_ifaddr *b, const struct eb_ifaddr *a)
{
	return b->flags & IFA_F_SECONDARY && b->prefix == a->prefix &&
	       eb_addr_within(&b->peer, &a->peer, a->prefix);
}

/* 1 when other addresses stand and fall with this one, else 0 or -errno. */
static int has_dependants(struct eb_nl *nl, const struct eb_ifaddr *ifaddr)
{
	EB_CLEAN(eb_ifaddrs_free) struct eb_ifaddrs all = { 0 };
	int r;

	if (ifaddr->addr.family != AF_INET || ifaddr->flags & IFA_F_SECONDARY)
		return 0;
	r = eb_ifaddr_list(nl, AF_INET, ifaddr->index, NULL, &all);
	for (size_t i = 0; i < all.n && r == 0; i++)
		r = depends(&all.at[i], ifaddr);
	return r;
}

/* Stays on: the kernel's own advice for interfaces whose addresses come and go. */
static void promote_secondaries(int index)
{
	char name[IFNAMSIZ], path[80];
	EB_CLEAN(eb_closep) int fd = -1;

	if (!if_indextoname((unsigned)index, name))
		return;
	snprintf(path, sizeof(path), "/proc/sys/net/ipv4/conf/%s/promote_secondaries", name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd >= 0)
		(void)!write(fd, "1\n", 2);
}

static int collect_deleted(const struct nlmsghdr *nlh, void *arg)
{
	return nlh->nlmsg_type == RTM_DELADDR ? collect(nlh, arg) : 0;
}

/* Adds again what went with one. */
static int restore(struct eb_nl *nl, const struct eb_ifaddrs *gone, const struct eb_ifaddr *one)
{
	int r = 0;

	for (size_t i = 0; i < gone->n && r == 0; i++) {
		struct eb_ifaddr lost = gone->at[i];

		if (eb_addr_equal(&lost.addr, &one->addr))
			continue;
		lost.flags &= ~(uint32_t)(IFA_F_SECONDARY | IFA_F_PERMANENT);
		r = eb_ifaddr_add(nl, &lost);
		if (r == -EEXIST)
			r = 0;
	}
	return r;
}

int eb_ifaddr_delete(struct eb_nl *nl, const struct eb_ifaddr *ifaddr)
{
	EB_CLEAN(eb_ifaddrs_free) struct eb_ifaddrs gone = { 0 };
	struct search search = { .family = ifaddr->addr.family, .list = &gone };
	char buf[EB_NL_REQUEST];
	int r = has_dependants(nl, ifaddr);

	if (r < 0)
		return r;
	if (r > 0)
		promote_secondaries(ifaddr->index);
	/* With NLM_F_ECHO the kernel names all that this very request deleted. */
	r = eb_nl_call(nl, begin(buf, RTM_DELADDR, NLM_F_ECHO | NLM_F_ACK, ifaddr), collect_deleted,
		       &search);
	if (r == -EADDRNOTAVAIL || r == -ENODEV)
		return 0;
	return r < 0 ? r : restore(nl, &gone, ifaddr);
}
