// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A virtual IP address: what IPaddr2, IPaddr and IPv6addr manage.  The agents bring
 * the parameters under their own names; what an address is, and how it starts, stops
 * and is found again, is here and only here.
 *
 * The kernel is the only record of where the address is.  It is looked for by its
 * bytes, not by what the parameters would make of it: a copy with another prefix
 * length, or on an interface whose route has gone, is still the address.
 */
#ifndef EB_AGENTS_IPADDR_VIP_H
#define EB_AGENTS_IPADDR_VIP_H

#include <limits.h>
#include <stdbool.h>

#include "lib/addr.h"
#include "lib/agent.h"
#include "lib/ifaddr.h"
#include "lib/link.h"

/*
 * The parameters, in IPaddr2's terms.  The first member of the agent's own struct, or all of it:
 * eb_call.conf points here.
 */
struct eb_vip_conf {
	struct eb_addr ip;
	const char *nic; /* may carry a label, "eth0:web", as it did once */
	long prefix;     /* 0: that of the connected route */
	const char *broadcast;
	const char *iflabel;
	bool lvs_support;
	bool addrlabel;
	long addrlabel_value;
	const char *mac;
	const char *hash;
	bool unique_clone;
	long arp_interval_ms, arp_count, arp_count_refresh;
	bool arp_bg;
	const char *arp_sender;
	const char *send_arp_opts;
	bool flush_routes;
	bool run_arping;
	bool nodad, noprefixroute;
	const char *preferred_lft; /* NULL: forever */
	const char *netns;
	bool check_link;
	long arp_probe_ms;
	bool kill_connections;
	bool exact_prefix; /* IPv6addr: without nic the route must have just this prefix */
};

/*
 * Rows that all three agents have.  A link that is down is a failure, so that the address
 * moves to a node whose link is up.
 */
#define EB_VIP_CHECK_LINK                                                                                   \
	{                                                                                                   \
		"check_link_status", EB_BOOL(struct eb_vip_conf, check_link),                               \
			.flags = EB_RELOADABLE, .value = "true",                                            \
			.brief = "A link that is down is a failure",                                        \
			.detail =                                                                           \
				"Start and monitor fail while the interface is down or has no carrier, so " \
				"that the address moves to a node whose link is up. Set it to false where " \
				"the interface is cabled to the other node directly: its failure would "    \
				"otherwise count as ours."                                                  \
	}
#define EB_VIP_ARP_PROBE                                                                                       \
	{                                                                                                      \
		"arp_probe_wait", EB_TIME_MS(struct eb_vip_conf, arp_probe_ms),                                \
			.flags = EB_RELOADABLE, .value = "5", .min = 0, .max = 10000,                          \
			.brief = "Time to look for a duplicate (IPv4)",                                        \
			.detail =                                                                              \
				"Milliseconds in which three ARP probes (RFC 5227) ask whether another host "  \
				"has the address, before it is taken. A host that has it answers within one; " \
				"RFC 5227's own seconds would be seconds of outage. So the agent goes on "     \
				"listening while it announces, and a claim heard then fails the next "         \
				"monitor. 0: neither probe nor listen."                                        \
	}
#define EB_VIP_KILL_CONNECTIONS                                                                             \
	{                                                                                                   \
		"kill_connections", EB_BOOL(struct eb_vip_conf, kill_connections),                          \
			.flags = EB_RELOADABLE, .value = "false",                                           \
			.brief = "End TCP connections on stop",                                             \
			.detail =                                                                           \
				"The peers get a reset and connect anew, to the node that has the address " \
				"then, instead of waiting for an answer from this one."                     \
	}

/* The address of one call. */
struct eb_vip {
	const struct eb_call *call;
	const struct eb_vip_conf *conf;
	struct eb_nl nl;
	struct eb_addr ip;
	struct eb_link link; /* of the first copy that eb_vip_find found, or the configured one */
	char nic[128];       /* configured interface without label; "" for none */
	const char *label;   /* NULL: none */
	char text[INET6_ADDRSTRLEN];
};

#define EB_VIP_CLOSED ((struct eb_vip) { .nl = EB_NL_CLOSED })

/*
 * Enters the namespace and opens the socket.  -ENOENT: there is no
 * such namespace; other -errno.
 */
int eb_vip_open(struct eb_vip *vip, const struct eb_call *call);
void eb_vip_close(struct eb_vip *vip);

/*
 * The copies of the address that the resource answers for, wherever the kernel has them:
 * on the configured interface, else on any but the loopback.  Free the list with
 * eb_ifaddrs_free.  -ENODEV: the configured interface is gone; other -errno.
 */
int eb_vip_find(struct eb_vip *vip, struct eb_ifaddrs *list);

/* The state file of this address, named WHAT-ADDRESS; in buf, which is returned. */
const char *eb_vip_state(const struct eb_vip *vip, const char *what, char buf[PATH_MAX]);

/*
 * The interface that start used, by the kernel's number, which a new name does not change:
 * written down by start, forgotten by stop.  0: none.
 */
void eb_vip_remember(const struct eb_vip *vip, int index);
int eb_vip_recall(const struct eb_vip *vip);
void eb_vip_forget(const struct eb_vip *vip);

/* The actions and checks of all three agents, for their tables. */
enum eb_ocf eb_vip_validate(const struct eb_call *call);
enum eb_ocf eb_vip_validate_host(const struct eb_call *call);
enum eb_ocf eb_vip_start(const struct eb_call *call);
enum eb_ocf eb_vip_stop(const struct eb_call *call);
enum eb_ocf eb_vip_monitor(const struct eb_call *call);
enum eb_ocf eb_vip_reload(const struct eb_call *call);

#endif
