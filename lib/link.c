// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/link.h"

/* linux/if.h and net/if.h cannot be had together; these two are the kernel's. */
enum { LOWER_UP = 1 << 16, OPER_DORMANT = 5 };

#ifndef RTEXT_FILTER_SKIP_STATS
enum { RTEXT_FILTER_SKIP_STATS = 1 << 3 };
#endif

static struct eb_hwaddr hwaddr(const struct nlattr *attr)
{
	struct eb_hwaddr hw = { .len = (uint8_t)mnl_attr_get_payload_len(attr) };

	if (hw.len > sizeof(hw.bytes))
		hw.len = sizeof(hw.bytes);
	memcpy(hw.bytes, mnl_attr_get_payload(attr), hw.len);
	return hw;
}

static int read_link(const struct nlmsghdr *nlh, void *arg)
{
	const struct ifinfomsg *info = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr;
	struct eb_link *link = arg;

	*link = (struct eb_link) {
		.index = info->ifi_index,
		.flags = info->ifi_flags,
		.type = info->ifi_type,
	};
	mnl_attr_for_each(attr, nlh, sizeof(*info))
	{
		switch (mnl_attr_get_type(attr)) {
		case IFLA_IFNAME:
			snprintf(link->name, sizeof(link->name), "%s", mnl_attr_get_str(attr));
			break;
		case IFLA_OPERSTATE: link->operstate = mnl_attr_get_u8(attr); break;
		case IFLA_ADDRESS: link->hw = hwaddr(attr); break;
		case IFLA_BROADCAST: link->broadcast = hwaddr(attr); break;
		}
	}
	return 0;
}

/* A request about interfaces, without the kilobyte of counters in the answer. */
static struct nlmsghdr *begin(void *buf, uint16_t flags, int index)
{
	struct nlmsghdr *nlh = eb_nl_begin(buf, RTM_GETLINK, flags);
	struct ifinfomsg *info = mnl_nlmsg_put_extra_header(nlh, sizeof(*info));

	info->ifi_family = AF_UNSPEC;
	info->ifi_index = index;
	mnl_attr_put_u32(nlh, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
	return nlh;
}

int eb_link_get(struct eb_nl *nl, const char *name, int index, struct eb_link *link)
{
	char buf[EB_NL_REQUEST];
	struct nlmsghdr *nlh = begin(buf, 0, name ? 0 : index);

	if (name) {
		size_t len = strlen(name);

		/* The kernel takes an altname in either attribute, but no long text in the first. */
		if (len >= 128)
			return -ENODEV;
		mnl_attr_put_strz(nlh, len < IFNAMSIZ ? IFLA_IFNAME : IFLA_ALT_IFNAME, name);
	}
	return eb_nl_call(nl, nlh, read_link, link);
}

int eb_link_raise(struct eb_nl *nl, const struct eb_link *link)
{
	char buf[EB_NL_REQUEST];
	struct nlmsghdr *nlh = eb_nl_begin(buf, RTM_NEWLINK, 0);
	struct ifinfomsg *info = mnl_nlmsg_put_extra_header(nlh, sizeof(*info));

	info->ifi_family = AF_UNSPEC;
	info->ifi_index = link->index;
	info->ifi_flags = IFF_UP;
	info->ifi_change = IFF_UP;
	return eb_nl_call(nl, nlh, NULL, NULL);
}

const char *eb_link_trouble(const struct eb_link *link)
{
	if (!(link->flags & IFF_UP))
		return "it is down";
	if (!(link->flags & LOWER_UP))
		return "it has no carrier";
	if (link->operstate == OPER_DORMANT)
		return "it is dormant";
	return NULL;
}

bool eb_link_has_neighbours(const struct eb_link *link)
{
	return !(link->flags & (IFF_LOOPBACK | IFF_NOARP)) && link->hw.len;
}

struct search {
	const struct eb_hwaddr *hw;
	int found;
};

static int compare(const struct nlmsghdr *nlh, void *arg)
{
	struct search *search = arg;
	struct eb_link link;

	read_link(nlh, &link);
	search->found |= eb_hwaddr_equal(&link.hw, search->hw);
	return 0;
}

int eb_link_is_ours(struct eb_nl *nl, const struct eb_hwaddr *hw)
{
	struct search search = { .hw = hw };
	char buf[EB_NL_REQUEST];
	int r = eb_nl_call(nl, begin(buf, NLM_F_DUMP, 0), compare, &search);

	/* A list that changed meanwhile is good enough to recognise ourselves. */
	return r < 0 && r != -EAGAIN ? r : search.found;
}

const char *eb_hwaddr_print(const struct eb_hwaddr *hw, char buf[EB_HWADDR_TEXT])
{
	char *at = buf;

	*at = '\0';
	for (unsigned i = 0; i < hw->len; i++)
		at += sprintf(at, i ? ":%02x" : "%02x", hw->bytes[i]);
	return buf;
}

bool eb_hwaddr_equal(const struct eb_hwaddr *a, const struct eb_hwaddr *b)
{
	return a->len == b->len && !memcmp(a->bytes, b->bytes, a->len);
}
