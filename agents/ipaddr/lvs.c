// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <linux/if_addrlabel.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/ipaddr/lvs.h"
#include "lib/file.h"

enum { SAVED = 4096 };

int eb_lvs_hide(struct eb_vip *vip)
{
	EB_CLEAN(eb_ifaddrs_free) struct eb_ifaddrs list = { 0 };
	char path[PATH_MAX], text[SAVED];
	size_t used = 0;
	int r = eb_ifaddr_list(&vip->nl, AF_INET, EB_LINK_LOOPBACK, &vip->ip, &list);

	if (r < 0 || !list.n)
		return r;
	for (size_t i = 0; i < list.n && used < sizeof(text); i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%d %d\n",
					 list.at[i].prefix, list.at[i].scope);
	if (used >= sizeof(text))
		return -E2BIG;
	/* First on disk: an agent killed in between must not forget them. */
	eb_file_make_parent(eb_vip_state(vip, "loopback", path));
	r = eb_file_replace(path, text, used, 0600);
	for (size_t i = 0; i < list.n && r == 0; i++)
		r = eb_ifaddr_delete(&vip->nl, &list.at[i]);
	return r;
}

int eb_lvs_show(struct eb_vip *vip)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	char path[PATH_MAX];
	int r = eb_file_read(eb_vip_state(vip, "loopback", path), SAVED, &text, NULL);

	if (r < 0)
		return r == -ENOENT ? 0 : r;
	for (const char *line = text; line && *line && r == 0; line = strchr(line, '\n')) {
		struct eb_ifaddr ifaddr = { .addr = vip->ip,
					    .index = EB_LINK_LOOPBACK,
					    .valid = EB_FOREVER,
					    .usable = EB_FOREVER };
		int scope;

		line += *line == '\n';
		if (sscanf(line, "%d %d", &ifaddr.prefix, &scope) != 2)
			break;
		ifaddr.scope = (uint8_t)scope;
		r = eb_ifaddr_add(&vip->nl, &ifaddr);
		if (r == -EEXIST)
			r = 0;
	}
	return r < 0 ? r : eb_file_remove(path);
}

static int change_label(struct eb_vip *vip, uint16_t type, uint16_t flags)
{
	char buf[EB_NL_REQUEST];
	struct nlmsghdr *nlh = eb_nl_begin(buf, type, flags);
	struct ifaddrlblmsg *msg = mnl_nlmsg_put_extra_header(nlh, sizeof(*msg));

	msg->ifal_family = AF_INET6;
	msg->ifal_prefixlen = 128;
	mnl_attr_put(nlh, IFAL_ADDRESS, 16, vip->ip.bytes);
	mnl_attr_put_u32(nlh, IFAL_LABEL, (uint32_t)vip->conf->addrlabel_value);
	return eb_nl_call(&vip->nl, nlh, NULL, NULL);
}

int eb_lvs_label(struct eb_vip *vip)
{
	int r = change_label(vip, RTM_NEWADDRLABEL, NLM_F_CREATE | NLM_F_EXCL);

	return r == -EEXIST ? 0 : r;
}

int eb_lvs_unlabel(struct eb_vip *vip)
{
	int r = change_label(vip, RTM_DELADDRLABEL, 0);

	return r == -ESRCH || r == -ENOENT ? 0 : r;
}
