// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Start of a virtual address: find its place, see that the link can carry it and
 * that nobody else has it, add it, wait until it can be used, tell the neighbours.
 */
#include <errno.h>
#include <string.h>

#include "agents/ipaddr/lvs.h"
#include "agents/ipaddr/place.h"
#include "agents/ipaddr/sender.h"
#include "agents/ipaddr/vip.h"
#include "lib/clock.h"

/* A port that was just switched on negotiates for some seconds. */
enum { CARRIER_MS = 8000 };

static int fetch(struct eb_vip *vip, struct eb_link *link)
{
	return eb_link_get(&vip->nl, NULL, link->index, link);
}

/* Waits for the carrier of an interface that was just set up. */
static int await_carrier(struct eb_vip *vip, struct eb_link *link)
{
	EB_CLEAN(eb_nl_close) struct eb_nl events = EB_NL_CLOSED;
	int64_t deadline_ms = eb_clock_ms() + CARRIER_MS;
	int r = eb_nl_open(&events, NETLINK_ROUTE);

	if (deadline_ms > vip->call->deadline_ms)
		deadline_ms = vip->call->deadline_ms;
	if (r == 0)
		r = eb_nl_join(&events, RTNLGRP_LINK);
	if (r == 0)
		r = fetch(vip, link);
	while (r == 0 && eb_link_trouble(link)) {
		r = eb_nl_wait(&events, deadline_ms);
		if (r <= 0)
			break;
		r = fetch(vip, link);
	}
	return r;
}

static enum eb_ocf ready_link(struct eb_vip *vip, struct eb_link *link)
{
	const char *trouble;
	int r = 0;

	if (!(link->flags & IFF_UP)) {
		eb_log(EB_INFO, "setting %s up", link->name);
		r = eb_link_raise(&vip->nl, link);
		if (r == 0 && vip->conf->check_link)
			r = await_carrier(vip, link);
	}
	if (r < 0)
		return eb_fail(r == -EPERM ? OCF_ERR_PERM : OCF_ERR_GENERIC, -r, "cannot set %s up",
			       link->name);
	trouble = vip->conf->check_link ? eb_link_trouble(link) : NULL;
	if (trouble)
		return eb_fail(OCF_ERR_GENERIC, 0, "cannot serve %s on %s: %s", vip->text,
			       link->name, trouble);
	return OCF_SUCCESS;
}

static enum eb_ocf see_that_it_is_free(struct eb_vip *vip, const struct eb_link *link,
				       struct eb_announce *announce)
{
	struct eb_hwaddr who;
	int r = eb_sender_probe(vip, link, announce, &who);

	if (r < 0)
		return eb_fail(r == -EPERM ? OCF_ERR_PERM : OCF_ERR_GENERIC, -r,
			       "cannot ask on %s who has %s", link->name, vip->text);
	if (r > 0)
		return eb_fail(OCF_ERR_GENERIC, 0, "%s is in use by %s on %s", vip->text,
			       eb_hwaddr_text(&who), link->name);
	return OCF_SUCCESS;
}

/* The flags of the address as the kernel has it now; -ENOENT when it has gone. */
static int look(struct eb_vip *vip, const struct eb_ifaddr *ifaddr, uint32_t *flags)
{
	EB_CLEAN(eb_ifaddrs_free) struct eb_ifaddrs list = { 0 };
	int r = eb_ifaddr_list(&vip->nl, vip->ip.family, ifaddr->index, &vip->ip, &list);

	if (r < 0)
		return r;
	for (size_t i = 0; i < list.n; i++) {
		if (list.at[i].prefix != ifaddr->prefix)
			continue;
		*flags = list.at[i].flags;
		return 0;
	}
	return -ENOENT;
}

/* Waits for the kernel's duplicate address detection, as its events say, not by the clock. */
static enum eb_ocf await_dad(struct eb_vip *vip, struct eb_nl *events, const struct eb_place *place)
{
	uint32_t flags = 0;
	int r;

	do {
		r = look(vip, &place->ifaddr, &flags);
		if (r < 0)
			return eb_fail(OCF_ERR_GENERIC, -r, "%s did not stay on %s", vip->text,
				       place->link.name);
		if (flags & IFA_F_DADFAILED)
			return eb_fail(OCF_ERR_GENERIC, 0,
				       "%s is in use by another host on %s (duplicate address "
				       "detection)",
				       vip->text, place->link.name);
		/* Without a carrier the kernel cannot ask, and waits for one. */
		if (!(flags & IFA_F_TENTATIVE) || eb_link_trouble(&place->link))
			return OCF_SUCCESS;
		r = eb_nl_wait(events, vip->call->deadline_ms);
	} while (r > 0);
	return eb_fail(OCF_ERR_GENERIC, -r, "duplicate address detection of %s on %s did not end",
		       vip->text, place->link.name);
}

/* Copies with another prefix go, once the right one is there: connections survive. */
static int drop_others(struct eb_vip *vip, const struct eb_place *place,
		       const struct eb_ifaddrs *copies)
{
	int r = 0;

	for (size_t i = 0; i < copies->n && r == 0; i++)
		if (copies->at[i].index != place->link.index ||
		    copies->at[i].prefix != place->ifaddr.prefix)
			r = eb_ifaddr_delete(&vip->nl, &copies->at[i]);
	return r;
}

static bool is_there(const struct eb_place *place, const struct eb_ifaddrs *copies)
{
	for (size_t i = 0; i < copies->n; i++)
		if (copies->at[i].index == place->link.index &&
		    copies->at[i].prefix == place->ifaddr.prefix)
			return true;
	return false;
}

/* Adds the address and sees it through duplicate address detection, or takes it away again. */
static enum eb_ocf take(struct eb_vip *vip, const struct eb_place *place)
{
	EB_CLEAN(eb_nl_close) struct eb_nl events = EB_NL_CLOSED;
	enum eb_ocf code = OCF_SUCCESS;
	int r = 0;

	if (vip->ip.family == AF_INET6) {
		r = eb_nl_open(&events, NETLINK_ROUTE);
		if (r == 0)
			r = eb_nl_join(&events, RTNLGRP_IPV6_IFADDR);
		if (r == 0 && vip->conf->addrlabel)
			r = eb_lvs_label(vip);
	} else if (vip->conf->lvs_support) {
		r = eb_lvs_hide(vip);
	}
	if (r == 0)
		r = eb_ifaddr_add(&vip->nl, &place->ifaddr);
	if (r < 0 && r != -EEXIST)
		return eb_fail(r == -EPERM ? OCF_ERR_PERM : OCF_ERR_GENERIC, -r,
			       "cannot add %s/%d to %s", vip->text, place->ifaddr.prefix,
			       place->link.name);
	if (vip->ip.family == AF_INET6)
		code = await_dad(vip, &events, place);
	if (code != OCF_SUCCESS)
		eb_ifaddr_delete(&vip->nl, &place->ifaddr);
	return code;
}

static enum eb_ocf bring(struct eb_vip *vip, struct eb_place *place,
			 const struct eb_ifaddrs *copies)
{
	EB_CLEAN(eb_announce_close) struct eb_announce announce = EB_ANNOUNCE_CLOSED;
	enum eb_ocf code = ready_link(vip, &place->link);
	int r;

	if (code != OCF_SUCCESS || is_there(place, copies))
		return code;
	eb_sender_stop(vip);
	if (!copies->n)
		code = see_that_it_is_free(vip, &place->link, &announce);
	if (code == OCF_SUCCESS)
		code = take(vip, place);
	if (code != OCF_SUCCESS)
		return code;
	r = eb_sender_announce(vip, &place->link, &announce, vip->conf->arp_count);
	if (r < 0)
		eb_log(EB_ERR, "cannot announce %s on %s: %s", vip->text, place->link.name,
		       strerror(-r));
	eb_log(EB_INFO, "added %s/%d to %s", vip->text, place->ifaddr.prefix, place->link.name);
	return OCF_SUCCESS;
}

enum eb_ocf eb_vip_start(const struct eb_call *call)
{
	EB_CLEAN(eb_vip_close) struct eb_vip vip = EB_VIP_CLOSED;
	EB_CLEAN(eb_ifaddrs_free) struct eb_ifaddrs copies = { 0 };
	struct eb_place place;
	enum eb_ocf code;
	int r = eb_vip_open(&vip, call);

	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot open a netlink socket");
	code = eb_place_find(&vip, &place);
	if (code != OCF_SUCCESS)
		return code;
	r = eb_vip_find(&vip, &copies);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot list addresses");
	code = bring(&vip, &place, &copies);
	if (code != OCF_SUCCESS)
		return code;
	eb_vip_remember(&vip, place.link.index);
	r = drop_others(&vip, &place, &copies);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot delete the other copies of %s",
			       vip.text);
	return OCF_SUCCESS;
}
