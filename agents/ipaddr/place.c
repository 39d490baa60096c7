// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/ipaddr/place.h"
#include "lib/route.h"

enum eb_ocf eb_place_missing(const struct eb_vip *vip, int err)
{
	enum eb_ocf code = eb_meta("on_node") ? OCF_ERR_INSTALLED : OCF_ERR_CONFIGURED;

	return eb_fail(err == -ENODEV ? code : OCF_ERR_GENERIC, -err, "cannot use interface %s",
		       vip->nic);
}

/* What the parameters leave open comes from the network that contains the address. */
static int follow_route(struct eb_vip *vip, struct eb_place *place, struct eb_route *route)
{
	long wanted = vip->conf->prefix;
	int longest = wanted ? (int)wanted : eb_addr_bits(vip->ip.family);
	int r = eb_route_connected(&vip->nl, &vip->ip, place->link.index, longest, route);

	/* The loopback's own network has no route in the main table. */
	if (r == -ENOENT && vip->ip.family == AF_INET && eb_addr_is_loopback(&vip->ip)) {
		*route = (struct eb_route) { .prefix = 8, .index = EB_LINK_LOOPBACK };
		r = 0;
	}
	if (r == 0 && vip->conf->exact_prefix && wanted && wanted != route->prefix)
		r = -ENOENT;
	return r;
}

static enum eb_ocf no_route(const struct eb_vip *vip, const struct eb_link *link, int err)
{
	char net[64];

	snprintf(net, sizeof(net), vip->conf->prefix ? "%s/%ld" : "%s", vip->text,
		 vip->conf->prefix);
	if (err != -ENOENT)
		return eb_fail(OCF_ERR_GENERIC, -err, "cannot list routes");
	if (vip->nic[0] && !(link->flags & IFF_UP))
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "cannot tell the network of %s while %s is down: set it up, or set "
			       "cidr_netmask",
			       net, vip->nic);
	return eb_fail(OCF_ERR_GENERIC, 0,
		       "no connected network%s%s contains %s: add a base address, or set "
		       "nic and cidr_netmask",
		       vip->nic[0] ? " of " : "", vip->nic, net);
}

/* The broadcast address that the host's own address in that network has. */
static void inherit_broadcast(struct eb_vip *vip, const struct eb_route *route,
			      struct eb_ifaddr *ifaddr)
{
	EB_CLEAN(eb_ifaddrs_free) struct eb_ifaddrs own = { 0 };

	if (route->src.family != AF_INET)
		return;
	if (eb_ifaddr_list(&vip->nl, AF_INET, route->index, &route->src, &own) == 0 && own.n)
		ifaddr->broadcast = own.at[0].broadcast;
}

static void set_broadcast(struct eb_vip *vip, const struct eb_route *route,
			  struct eb_ifaddr *ifaddr)
{
	const char *text = vip->conf->broadcast;

	if (vip->ip.family != AF_INET)
		return;
	if (!text)
		inherit_broadcast(vip, route, ifaddr);
	else if (strcmp(text, "+") && strcmp(text, "-"))
		eb_addr_parse(text, &ifaddr->broadcast);
	else if (ifaddr->prefix < 31) /* RFC 3021: a net of two has none */
		ifaddr->broadcast = eb_addr_broadcast(&vip->ip, ifaddr->prefix, *text == '+');
}

static void set_flags(const struct eb_vip_conf *conf, struct eb_ifaddr *ifaddr)
{
	const char *lft = conf->preferred_lft;

	if (conf->noprefixroute)
		ifaddr->flags |= IFA_F_NOPREFIXROUTE;
	if (ifaddr->addr.family != AF_INET6)
		return;
	if (conf->nodad)
		ifaddr->flags |= IFA_F_NODAD;
	if (lft && strcmp(lft, "forever"))
		ifaddr->usable = (uint32_t)strtoul(lft, NULL, 10);
}

static enum eb_ocf set_label(const struct eb_vip *vip, const struct eb_link *link,
			     struct eb_ifaddr *ifaddr)
{
	if (!vip->label || vip->ip.family != AF_INET)
		return OCF_SUCCESS;
	if (strlen(link->name) + 1 + strlen(vip->label) >= sizeof(ifaddr->label))
		return eb_fail(OCF_ERR_CONFIGURED, 0, "label %s:%s has more than 15 characters",
			       link->name, vip->label);
	strcpy(stpcpy(stpcpy(ifaddr->label, link->name), ":"), vip->label);
	return OCF_SUCCESS;
}

/* The first and the last address of a network are nobody's; RFC 3021: but those of a net of two. */
static bool is_nobodys(const struct eb_ifaddr *ifaddr)
{
	struct eb_addr first = eb_addr_broadcast(&ifaddr->addr, ifaddr->prefix, false);
	struct eb_addr last = eb_addr_broadcast(&ifaddr->addr, ifaddr->prefix, true);

	return ifaddr->addr.family == AF_INET && ifaddr->prefix < 31 &&
	       (eb_addr_equal(&ifaddr->addr, &first) || eb_addr_equal(&ifaddr->addr, &last));
}

/* May this interface have the address at all?  If not, says why. */
static bool can_carry(const struct eb_vip *vip, const struct eb_place *place)
{
	if (eb_addr_is_loopback(&vip->ip) && !(place->link.flags & IFF_LOOPBACK))
		eb_fail(OCF_ERR_CONFIGURED, 0,
			"%s is an address of the loopback, not of %s: set nic to lo", vip->text,
			place->link.name);
	else if (is_nobodys(&place->ifaddr))
		eb_fail(OCF_ERR_CONFIGURED, 0,
			"%s is the address of network %s/%d itself or its broadcast address",
			vip->text, vip->text, place->ifaddr.prefix);
	else
		return true;
	return false;
}

enum eb_ocf eb_place_find(struct eb_vip *vip, struct eb_place *place)
{
	const struct eb_vip_conf *conf = vip->conf;
	struct eb_route route = { 0 };
	int r;

	*place = (struct eb_place) { 0 };
	if (vip->nic[0]) {
		r = eb_link_get(&vip->nl, vip->nic, 0, &place->link);
		if (r < 0)
			return eb_place_missing(vip, r);
	}
	/* Every interface has that network. */
	if (eb_addr_is_linklocal(&vip->ip) && !vip->nic[0])
		return eb_fail(OCF_ERR_GENERIC, 0, "link-local address %s needs nic", vip->text);
	r = follow_route(vip, place, &route);
	if (r < 0 && !(vip->nic[0] && conf->prefix))
		return no_route(vip, &place->link, r);
	if (!vip->nic[0]) {
		r = eb_link_get(&vip->nl, NULL, route.index, &place->link);
		if (r < 0)
			return eb_fail(OCF_ERR_GENERIC, -r, "cannot look at interface %d",
				       route.index);
	}
	place->ifaddr = (struct eb_ifaddr) {
		.addr = vip->ip,
		.index = place->link.index,
		.prefix = conf->prefix ? (int)conf->prefix : route.prefix,
		.scope = eb_addr_is_loopback(&vip->ip) ? RT_SCOPE_HOST : RT_SCOPE_UNIVERSE,
		.valid = EB_FOREVER,
		.usable = EB_FOREVER,
	};
	if (!can_carry(vip, place))
		return OCF_ERR_CONFIGURED;
	set_broadcast(vip, &route, &place->ifaddr);
	set_flags(conf, &place->ifaddr);
	return set_label(vip, &place->link, &place->ifaddr);
}
