// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdbool.h>

#include "lib/route.h"

enum { PATIENCE = 20 };

struct search {
	const struct eb_addr *addr;
	int index, longest;
	struct eb_route *best;
	bool found;
};

/* Reads a route that leads straight to a network; false for any other. */
static bool read_route(const struct nlmsghdr *nlh, struct eb_route *route)
{
	const struct rtmsg *msg = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr;
	uint32_t table = msg->rtm_table;

	if (msg->rtm_type != RTN_UNICAST || !msg->rtm_dst_len)
		return false;
	if (msg->rtm_family == AF_INET && msg->rtm_scope != RT_SCOPE_LINK)
		return false;
	*route = (struct eb_route) { .prefix = msg->rtm_dst_len };
	mnl_attr_for_each(attr, nlh, sizeof(*msg))
	{
		const void *bytes = mnl_attr_get_payload(attr);

		switch (mnl_attr_get_type(attr)) {
		case RTA_GATEWAY:
		case RTA_VIA: return false;
		case RTA_TABLE: table = mnl_attr_get_u32(attr); break;
		case RTA_DST: route->net = eb_addr_make(msg->rtm_family, bytes); break;
		case RTA_OIF: route->index = (int)mnl_attr_get_u32(attr); break;
		case RTA_PRIORITY: route->metric = mnl_attr_get_u32(attr); break;
		case RTA_PREFSRC: route->src = eb_addr_make(msg->rtm_family, bytes); break;
		}
	}
	return table == RT_TABLE_MAIN && route->net.family && route->index;
}

static bool is_better(const struct eb_route *a, const struct eb_route *b)
{
	return a->prefix != b->prefix ? a->prefix > b->prefix : a->metric < b->metric;
}

static int consider(const struct nlmsghdr *nlh, void *arg)
{
	struct search *search = arg;
	struct eb_route route;

	if (!read_route(nlh, &route) || route.prefix > search->longest)
		return 0;
	if (search->index && route.index != search->index)
		return 0;
	if (!eb_addr_within(search->addr, &route.net, route.prefix))
		return 0;
	if (search->found && !is_better(&route, search->best))
		return 0;
	*search->best = route;
	search->found = true;
	return 0;
}

int eb_route_connected(struct eb_nl *nl, const struct eb_addr *addr, int index, int longest,
		       struct eb_route *route)
{
	struct search search = { addr, index, longest, route, false };
	int r = -EAGAIN;

	for (int i = 0; i < PATIENCE && r == -EAGAIN; i++) {
		char buf[EB_NL_REQUEST];
		struct nlmsghdr *nlh = eb_nl_begin(buf, RTM_GETROUTE, NLM_F_DUMP);
		struct rtmsg *msg = mnl_nlmsg_put_extra_header(nlh, sizeof(*msg));

		msg->rtm_family = (unsigned char)addr->family;
		msg->rtm_table = RT_TABLE_MAIN;
		if (index)
			mnl_attr_put_u32(nlh, RTA_OIF, (uint32_t)index);
		search.found = false;
		r = eb_nl_call(nl, nlh, consider, &search);
	}
	/* The kernel makes a table when it gets its first route. */
	if (r == -ENOENT || (r == 0 && !search.found))
		return -ENOENT;
	return r;
}
