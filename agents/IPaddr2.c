// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * IPaddr2: an IPv4 or IPv6 address that lives on exactly one node.  The parameters
 * are here; what is done with them is in agents/ipaddr.
 */
#include "agents/ipaddr/vip.h"

static const struct eb_param params[] = {
	{ "ip", EB_TYPED(struct eb_vip_conf, ip, struct eb_addr, eb_type_addr),
	  .flags = EB_REQUIRED | EB_UNIQUE | EB_IDENTITY, .brief = "Address to manage",
	  .detail = "IPv4 or IPv6, without a prefix length." },
	{ "nic", EB_STRING(struct eb_vip_conf, nic), .brief = "Network interface",
	  .detail = "Left out: the interface whose connected network contains the address. "
		    "Needed for link-local IPv6 addresses, and together with cidr_netmask where "
		    "the interface has no address of its own in that network. The old form "
		    "eth0:label still works; use iflabel instead." },
	{ "cidr_netmask", EB_TYPED(struct eb_vip_conf, prefix, long, eb_type_prefix),
	  .alias = "netmask", .brief = "Prefix length",
	  .detail = "Such as 24; 255.255.255.0 is understood too. Left out: that of the "
		    "connected network." },
	{ "broadcast", EB_STRING(struct eb_vip_conf, broadcast), .brief = "IPv4 broadcast address",
	  .detail = "An address, or + or - for the network's address with all host bits set or "
		    "cleared. Left out: that of the host's own address in the network." },
	{ "iflabel", EB_STRING(struct eb_vip_conf, iflabel), .brief = "Interface label (IPv4)",
	  .detail = "Appended to the interface name after a colon. Together they may have 15 "
		    "characters." },
	{ "lvs_support", EB_BOOL(struct eb_vip_conf, lvs_support), .value = "false",
	  .brief = "LVS direct routing (IPv4)",
	  .detail = "A copy of the address on the loopback, with which a real server accepts "
		    "what the director forwards, is taken away on start and put back on stop." },
	{ "lvs_ipv6_addrlabel", EB_BOOL(struct eb_vip_conf, addrlabel), .value = "false",
	  .brief = "LVS direct routing (IPv6)",
	  .detail = "Gives the address a label of its own (RFC 6724), so that the host does not "
		    "choose it as source address." },
	{ "lvs_ipv6_addrlabel_value", EB_INT(struct eb_vip_conf, addrlabel_value), .value = "99",
	  .min = 0, .max = 0x7fffffff, .brief = "Label for lvs_ipv6_addrlabel",
	  .detail = "A number that ip addrlabel list does not show." },
	{ "mac", EB_STRING(struct eb_vip_conf, mac), .brief = "Of no effect",
	  .detail = "Belonged to addresses shared by clones, which Linux 6.3 gave up (see "
		    "clusterip_hash)." },
	{ "clusterip_hash", EB_STRING(struct eb_vip_conf, hash), .value = "sourceip-sourceport",
	  .choices = "sourceip|sourceip-sourceport|sourceip-sourceport-destport",
	  .brief = "Of no effect",
	  .detail = "One address shared by all clones needed the CLUSTERIP target, which Linux "
		    "6.3 gave up. Such a clone is refused: use unique_clone_address, or a load "
		    "balancer before the nodes." },
	{ "unique_clone_address", EB_BOOL(struct eb_vip_conf, unique_clone), .value = "false",
	  .brief = "An address for each clone",
	  .detail = "Adds the clone's number to the address; needs globally-unique=true." },
	{ "arp_interval", EB_TIME_MS(struct eb_vip_conf, arp_interval_ms), .flags = EB_RELOADABLE,
	  .value = "200", .min = 1, .max = 60000, .brief = "Time between announcements",
	  .detail = "In milliseconds." },
	{ "arp_count", EB_INT(struct eb_vip_conf, arp_count), .flags = EB_RELOADABLE, .value = "5",
	  .min = 1, .max = 1000, .brief = "Announcements after start",
	  .detail = "Each is an ARP request and a reply, or an unsolicited neighbour "
		    "advertisement. The first is sent before start returns." },
	{ "arp_count_refresh", EB_INT(struct eb_vip_conf, arp_count_refresh),
	  .flags = EB_RELOADABLE, .value = "0", .min = 0, .max = 1000,
	  .brief = "Announcements at each monitor",
	  .detail = "Corrects neighbours that learned something wrong." },
	{ "arp_bg", EB_BOOL(struct eb_vip_conf, arp_bg), .flags = EB_RELOADABLE, .value = "true",
	  .brief = "Announce in the background",
	  .detail = "Only the announcements after the first; a start that waits for them takes "
		    "arp_count times arp_interval longer." },
	{ "arp_sender", EB_STRING(struct eb_vip_conf, arp_sender), .flags = EB_RELOADABLE,
	  .choices = "send_arp|ipoibarping|iputils_arping|libnet_arping", .brief = "Of no effect",
	  .detail = "The agent announces by itself, on Ethernet and InfiniBand; the names are "
		    "accepted." },
	{ "send_arp_opts", EB_STRING(struct eb_vip_conf, send_arp_opts), .flags = EB_RELOADABLE,
	  .brief = "ARP replies or requests only",
	  .detail = "-A: only replies; -U: only requests. Left out: both." },
	{ "flush_routes", EB_BOOL(struct eb_vip_conf, flush_routes), .flags = EB_RELOADABLE,
	  .value = "false", .brief = "Flush the route cache on stop",
	  .detail = "So that programs on this host do not go on using the way over the "
		    "loopback. kill_connections does more." },
	{ "run_arping", EB_BOOL(struct eb_vip_conf, run_arping), .flags = EB_RELOADABLE,
	  .value = "false", .brief = "Look long for a duplicate (IPv4)",
	  .detail = "Prolongs arp_probe_wait to 600 ms." },
	{ "nodad", EB_BOOL(struct eb_vip_conf, nodad), .value = "false",
	  .brief = "No duplicate address detection (IPv6)",
	  .detail = "The address can be used at once instead of after one to two seconds." },
	{ "noprefixroute", EB_BOOL(struct eb_vip_conf, noprefixroute), .value = "false",
	  .brief = "No route for the prefix", .detail = "As ip-address(8) has it." },
	{ "preferred_lft", EB_STRING(struct eb_vip_conf, preferred_lft), .value = "forever",
	  .brief = "Preferred lifetime (IPv6)",
	  .detail = "In seconds, or forever. With 0 the host never chooses the address as "
		    "source." },
	{ "network_namespace", EB_STRING(struct eb_vip_conf, netns), .brief = "Network namespace",
	  .detail = "Where the interface is; as ip-netns(8) names it. It has to exist." },
	EB_VIP_CHECK_LINK,
	EB_VIP_ARP_PROBE,
	EB_VIP_KILL_CONNECTIONS,
	{ 0 },
};

static const struct eb_action actions[] = {
	{ "start", eb_vip_start, .timeout = 20 },
	{ "stop", eb_vip_stop, .timeout = 20, .flags = EB_UNCONFIRMED },
	{ "monitor", eb_vip_monitor, .timeout = 20, .interval = 10 },
	{ "reload-agent", eb_vip_reload, .timeout = 20 },
	{ 0 },
};

const struct eb_agent eb_agent = {
	.name = "IPaddr2",
	.brief = "Manages a virtual IPv4 or IPv6 address",
	.detail = "Adds the address to an interface and tells the neighbours. An address that "
		  "another host has is not taken.\n\n"
		  "The monitor fails when the interface cannot carry the address or another "
		  "host claimed it; with OCF_CHECK_LEVEL=10 it asks the network each time.\n\n"
		  "Stop deletes every copy of the address, whatever its prefix length, from nic, "
		  "or, where nic is not set, from all interfaces but the loopback. A nic that is "
		  "gone is looked for under its new name. Other addresses of the subnet stay.",
	.flags = EB_NEEDS_ROOT,
	.conf_size = sizeof(struct eb_vip_conf),
	.params = params,
	.actions = actions,
	.validate = eb_vip_validate,
	.validate_host = eb_vip_validate_host,
};
