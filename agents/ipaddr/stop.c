// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Stop and monitor of a virtual address.  Both go by the address alone: no route is
 * asked, and stop believes itself only when the kernel no longer lists a copy.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "agents/ipaddr/lvs.h"
#include "agents/ipaddr/sender.h"
#include "agents/ipaddr/vip.h"
#include "lib/sockdiag.h"

static void flush_routes(const struct eb_vip *vip)
{
	static const char ipv4[] = "/proc/sys/net/ipv4/route/flush";
	static const char ipv6[] = "/proc/sys/net/ipv6/route/flush";
	const char *path = vip->ip.family == AF_INET ? ipv4 : ipv6;
	EB_CLEAN(eb_closep) int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, "1\n", 2) < 0)
		eb_log(EB_WARN, "cannot flush the route cache: %s", strerror(errno));
}

/*
 * Called before and after the address goes: before, the peers can still be told;
 * after, whoever came in between is ended too.
 */
static void end_connections(const struct eb_vip *vip)
{
	int n = vip->conf->kill_connections ? eb_sock_destroy(&vip->ip) : 0;

	if (n < 0)
		eb_log(EB_WARN, "cannot end the connections of %s: %s", vip->text, strerror(-n));
	else if (n > 0)
		eb_log(EB_INFO, "ended %d connections of %s", n, vip->text);
}

static enum eb_ocf take_away(struct eb_vip *vip, const struct eb_ifaddrs *copies)
{
	int r = 0;

	end_connections(vip);
	for (size_t i = 0; i < copies->n && r == 0; i++)
		r = eb_ifaddr_delete(&vip->nl, &copies->at[i]);
	end_connections(vip);
	if (r < 0)
		return eb_fail(r == -EPERM ? OCF_ERR_PERM : OCF_ERR_GENERIC, -r, "cannot delete %s",
			       vip->text);
	return OCF_SUCCESS;
}

/* Undoes what start did beside the address. */
static enum eb_ocf tidy(struct eb_vip *vip)
{
	int r = 0;

	if (vip->conf->flush_routes)
		flush_routes(vip);
	if (vip->conf->addrlabel && vip->ip.family == AF_INET6)
		r = eb_lvs_unlabel(vip);
	else if (vip->conf->lvs_support && vip->ip.family == AF_INET)
		r = eb_lvs_show(vip);
	if (r < 0)
		eb_log(EB_WARN, "cannot restore what %s replaced: %s", vip->text, strerror(-r));
	return OCF_SUCCESS;
}

/*
 * Copies to be deleted.  An interface that is gone cannot carry one, but it may have another
 * name now: that is known when start wrote its number down.  No other interface is
 * looked at: what is there was not put there by this resource, and may be the host's own.
 */
static int find_copies(struct eb_vip *vip, struct eb_ifaddrs *copies)
{
	int r = eb_vip_find(vip, copies);
	int index = r == -ENODEV ? eb_vip_recall(vip) : 0;

	if (r != -ENODEV)
		return r;
	return index ? eb_ifaddr_list(&vip->nl, vip->ip.family, index, &vip->ip, copies) : 0;
}

enum eb_ocf eb_vip_stop(const struct eb_call *call)
{
	EB_CLEAN(eb_vip_close) struct eb_vip vip = EB_VIP_CLOSED;
	EB_CLEAN(eb_ifaddrs_free) struct eb_ifaddrs copies = { 0 }, left = { 0 };
	enum eb_ocf code = OCF_SUCCESS;
	int r = eb_vip_open(&vip, call);

	/* No namespace, no address in it. */
	if (r == -ENOENT)
		return OCF_SUCCESS;
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot look for %s", vip.text);
	eb_sender_stop(&vip);
	r = find_copies(&vip, &copies);
	if (r == 0 && copies.n)
		code = take_away(&vip, &copies);
	if (r == 0 && code == OCF_SUCCESS)
		r = find_copies(&vip, &left);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot list addresses");
	if (code == OCF_SUCCESS && left.n)
		code = eb_fail(OCF_ERR_GENERIC, 0, "%s is still there after it was deleted",
			       vip.text);
	if (code != OCF_SUCCESS)
		return code;
	eb_vip_forget(&vip);
	if (copies.n)
		eb_log(EB_INFO, "deleted %s", vip.text);
	return tidy(&vip);
}

/* The interface that a probe or monitor wants is gone: the address cannot be on it. */
static enum eb_ocf without_interface(struct eb_vip *vip)
{
	EB_CLEAN(eb_ifaddrs_free) struct eb_ifaddrs copies = { 0 };
	int r = find_copies(vip, &copies);

	if (vip->call->probe && r == 0 && !copies.n)
		return OCF_NOT_RUNNING;
	if (r == 0 && copies.n)
		return eb_fail(OCF_ERR_GENERIC, 0, "%s is on another interface, %s is gone",
			       vip->text, vip->conf->nic);
	return eb_fail(OCF_ERR_GENERIC, r < 0 ? -r : ENODEV, "cannot look at interface %s",
		       vip->conf->nic);
}

/*
 * What is wrong with an address that is there.  The answer is a failure, never "not running":
 * the address is up, and only a stop takes it away before another node takes it.
 */
static enum eb_ocf examine(struct eb_vip *vip, const struct eb_ifaddr *ifaddr)
{
	const struct eb_link *link = &vip->link;
	EB_CLEAN(eb_announce_close) struct eb_announce announce = EB_ANNOUNCE_CLOSED;
	const char *trouble = vip->conf->check_link ? eb_link_trouble(link) : NULL;
	struct eb_hwaddr who;
	char other[EB_HWADDR_TEXT];
	int r;

	if (trouble)
		return eb_fail(OCF_ERR_GENERIC, 0, "%s on %s cannot be reached: %s", vip->text,
			       link->name, trouble);
	if (ifaddr->flags & IFA_F_DADFAILED)
		return eb_fail(OCF_ERR_GENERIC, 0, "%s on %s failed duplicate address detection",
			       vip->text, link->name);
	eb_sender_conflict(vip, other, sizeof(other));
	if (other[0])
		return eb_fail(OCF_ERR_GENERIC, 0, "%s on %s is also claimed by %s", vip->text,
			       link->name, other);
	r = vip->call->check_level >= 10 ? eb_sender_probe(vip, link, &announce, &who) : 0;
	if (r > 0)
		return eb_fail(OCF_ERR_GENERIC, 0, "%s on %s is also claimed by %s", vip->text,
			       link->name, eb_hwaddr_text(&who));
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot ask on %s who has %s", link->name,
			       vip->text);
	return OCF_SUCCESS;
}

enum eb_ocf eb_vip_monitor(const struct eb_call *call)
{
	EB_CLEAN(eb_announce_close) struct eb_announce announce = EB_ANNOUNCE_CLOSED;
	EB_CLEAN(eb_vip_close) struct eb_vip vip = EB_VIP_CLOSED;
	EB_CLEAN(eb_ifaddrs_free) struct eb_ifaddrs copies = { 0 };
	enum eb_ocf code;
	int r = eb_vip_open(&vip, call);

	if (r == -ENOENT && call->probe)
		return OCF_NOT_RUNNING;
	if (r == 0)
		r = eb_vip_find(&vip, &copies);
	if (r == -ENODEV)
		return without_interface(&vip);
	if (r == 0 && !copies.n)
		return OCF_NOT_RUNNING;
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot look for %s", vip.text);
	code = examine(&vip, &copies.at[0]);
	if (code == OCF_SUCCESS && !call->probe && vip.conf->arp_count_refresh > 0)
		eb_sender_announce(&vip, &vip.link, &announce, vip.conf->arp_count_refresh);
	return code;
}

/* What is reloadable is read anew by each action. */
enum eb_ocf eb_vip_reload(const struct eb_call *call)
{
	return OCF_SUCCESS;
}
