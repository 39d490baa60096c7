// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/ipaddr/vip.h"
#include "lib/file.h"
#include "lib/netns.h"
#include "lib/state.h"

/* "eth0:web" is interface eth0 and label web; the label in nic wins over iflabel. */
static void split_nic(struct eb_vip *vip)
{
	const char *nic = vip->conf->nic ? vip->conf->nic : "", *colon = strchr(nic, ':');
	int len = colon ? (int)(colon - nic) : (int)strlen(nic);

	snprintf(vip->nic, sizeof(vip->nic), "%.*s", len, nic);
	vip->label = colon && colon[1] ? colon + 1 : vip->conf->iflabel;
}

int eb_vip_open(struct eb_vip *vip, const struct eb_call *call)
{
	const struct eb_vip_conf *conf = call->conf;
	const char *clone = eb_meta("clone");
	int r;

	*vip = EB_VIP_CLOSED;
	vip->call = call;
	vip->conf = conf;
	vip->ip = conf->ip;
	if (conf->unique_clone && clone)
		eb_addr_advance(&vip->ip, (unsigned)strtoul(clone, NULL, 10));
	eb_addr_print(&vip->ip, vip->text);
	split_nic(vip);
	r = conf->netns ? eb_netns_enter(conf->netns) : 0;
	return r < 0 ? r : eb_nl_open(&vip->nl, NETLINK_ROUTE);
}

void eb_vip_close(struct eb_vip *vip)
{
	eb_nl_close(&vip->nl);
}

int eb_vip_find(struct eb_vip *vip, struct eb_ifaddrs *list)
{
	size_t kept = 0;
	int r;

	*list = (struct eb_ifaddrs) { 0 };
	vip->link = (struct eb_link) { 0 };
	if (vip->nic[0]) {
		r = eb_link_get(&vip->nl, vip->nic, 0, &vip->link);
		if (r < 0)
			return r;
	}
	r = eb_ifaddr_list(&vip->nl, vip->ip.family, vip->link.index, &vip->ip, list);
	if (r < 0)
		return r;
	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].index != EB_LINK_LOOPBACK || vip->link.index == EB_LINK_LOOPBACK ||
		    eb_addr_is_loopback(&vip->ip))
			list->at[kept++] = list->at[i];
	list->n = kept;
	if (kept && !vip->link.index)
		r = eb_link_get(&vip->nl, NULL, list->at[0].index, &vip->link);
	return r;
}

const char *eb_vip_state(const struct eb_vip *vip, const char *what, char buf[PATH_MAX])
{
	const char *netns = vip->conf->netns;

	snprintf(buf, PATH_MAX, "%s/%s-%s%s%s", eb_rsctmp(), what, vip->text, netns ? "@" : "",
		 netns ? netns : "");
	return buf;
}

void eb_vip_remember(const struct eb_vip *vip, int index)
{
	char path[PATH_MAX], text[16];
	int r;

	snprintf(text, sizeof(text), "%d", index);
	r = eb_state_write(eb_vip_state(vip, "interface", path), text);
	if (r < 0)
		eb_log(EB_WARN, "cannot write %s: %s", path, strerror(-r));
}

int eb_vip_recall(const struct eb_vip *vip)
{
	char path[PATH_MAX], text[16];

	return eb_state_read(eb_vip_state(vip, "interface", path), text, sizeof(text)) == 0
		       ? atoi(text)
		       : 0;
}

void eb_vip_forget(const struct eb_vip *vip)
{
	char path[PATH_MAX];

	eb_file_remove(eb_vip_state(vip, "interface", path));
}
