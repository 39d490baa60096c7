// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Do the parameters of a virtual address fit together, and does this host have what
 * they name?
 */
#include <errno.h>
#include <netinet/ether.h>
#include <stdlib.h>
#include <string.h>

#include "agents/ipaddr/place.h"
#include "agents/ipaddr/vip.h"

/* What only clones can get wrong.  NULL: nothing. */
static const char *clone_trouble(const struct eb_vip_conf *conf)
{
	const char *max = eb_meta("clone_max"), *unique = eb_meta("globally_unique");
	const char *number = eb_meta("clone");
	struct eb_addr last = conf->ip;
	bool is_unique = false;

	if (unique)
		eb_bool_parse(unique, &is_unique);
	if (conf->unique_clone && !is_unique)
		return "unique_clone_address needs the meta attribute globally-unique=true";
	if (conf->unique_clone && number &&
	    !eb_addr_advance(&last, (unsigned)strtoul(number, NULL, 10)))
		return "unique_clone_address: the clone's number leads out of the subnet";
	if (max && atoi(max) > 1 && !conf->unique_clone)
		return "one address cannot be shared by clones: Linux dropped the CLUSTERIP "
		       "target in 6.3; use unique_clone_address=true with an address a clone, or "
		       "a load balancer (ldirectord, keepalived) before the nodes";
	return NULL;
}

/* What only one of the families knows.  NULL: nothing. */
static const char *family_trouble(const struct eb_vip_conf *conf)
{
	const char *text = conf->broadcast;
	struct eb_addr broadcast;

	if (conf->prefix > eb_addr_bits(conf->ip.family))
		return "cidr_netmask is longer than an IPv4 address: wants 1 to 32";
	if (conf->ip.family == AF_INET6) {
		if (conf->lvs_support)
			return "lvs_support is for IPv4: use lvs_ipv6_addrlabel";
		if (eb_addr_is_linklocal(&conf->ip) && !conf->nic && !conf->exact_prefix)
			return "a link-local address needs nic";
		return NULL;
	}
	if (conf->addrlabel)
		return "lvs_ipv6_addrlabel is for IPv6: use lvs_support";
	if (text && strcmp(text, "+") && strcmp(text, "-") &&
	    (eb_addr_parse(text, &broadcast) < 0 || broadcast.family != AF_INET))
		return "broadcast wants an IPv4 address, + or -";
	return NULL;
}

static const char *text_trouble(const struct eb_vip_conf *conf)
{
	const char *opts = conf->send_arp_opts, *lft = conf->preferred_lft;
	const char *nic = conf->nic ? conf->nic : "", *colon = strchr(nic, ':');
	const char *label = colon ? colon + 1 : conf->iflabel;
	size_t base = colon ? (size_t)(colon - nic) : strlen(nic);
	struct ether_addr mac;

	if (conf->mac && !ether_aton_r(conf->mac, &mac))
		return "mac wants six bytes in hexadecimal, such as 01:00:5e:00:00:10";
	if (opts && strcmp(opts, "-A") && strcmp(opts, "-U"))
		return "send_arp_opts: only -A (replies) and -U (requests) are known; use "
		       "arp_count and arp_interval for number and pace";
	if (lft && strcmp(lft, "forever") && lft[strspn(lft, "0123456789")])
		return "preferred_lft wants forever or a number of seconds";
	/* The kernel's labels have room for IFNAMSIZ - 1 = 15 characters. */
	if (label && *nic && base + 1 + strlen(label) > 15)
		return "interface and label together have more than 15 characters";
	return NULL;
}

enum eb_ocf eb_vip_validate(const struct eb_call *call)
{
	static const char *(*const checks[])(const struct eb_vip_conf *conf) = {
		clone_trouble,
		family_trouble,
		text_trouble,
	};

	const struct eb_vip_conf *conf = call->conf;
	const char *trouble = eb_addr_trouble(&conf->ip);

	if (trouble)
		return eb_fail(OCF_ERR_CONFIGURED, 0, "parameter ip is %s, %s: wants a host's",
			       eb_addr_text(&conf->ip), trouble);
	for (size_t i = 0; i < EB_COUNT(checks); i++) {
		trouble = checks[i](conf);
		if (trouble)
			return eb_fail(OCF_ERR_CONFIGURED, 0, "%s", trouble);
	}
	return OCF_SUCCESS;
}

enum eb_ocf eb_vip_validate_host(const struct eb_call *call)
{
	EB_CLEAN(eb_vip_close) struct eb_vip vip = EB_VIP_CLOSED;
	struct eb_link link;
	int r = eb_vip_open(&vip, call);

	if (r < 0)
		return eb_fail(OCF_ERR_INSTALLED, -r, "cannot enter network namespace %s",
			       vip.conf->netns ? vip.conf->netns : "");
	r = vip.nic[0] ? eb_link_get(&vip.nl, vip.nic, 0, &link) : 0;
	return r < 0 ? eb_place_missing(&vip, r) : OCF_SUCCESS;
}
