// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * IPaddr: IPaddr2's IPv4 address under the parameter names that Heartbeat's first
 * agent had, with its two hooks.
 */
#include <string.h>

#include "agents/ipaddr/vip.h"
#include "lib/run.h"

struct conf {
	struct eb_vip_conf vip; /* first: the actions of agents/ipaddr look for it here */
	const char *start_script, *stop_script, *arp_netmask;
};

static const struct eb_param params[] = {
	{ "ip", EB_TYPED(struct conf, vip.ip, struct eb_addr, eb_type_addr),
	  .flags = EB_REQUIRED | EB_UNIQUE | EB_IDENTITY, .brief = "IPv4 address to manage" },
	{ "nic", EB_STRING(struct conf, vip.nic), .brief = "Network interface",
	  .detail = "Left out: the interface whose connected network contains the address." },
	{ "cidr_netmask", EB_TYPED(struct conf, vip.prefix, long, eb_type_prefix),
	  .alias = "netmask", .brief = "Prefix length",
	  .detail = "Such as 24 or 255.255.255.0. Left out: that of the connected network." },
	{ "broadcast", EB_STRING(struct conf, vip.broadcast), .brief = "Broadcast address",
	  .detail = "Left out: that of the host's own address in the network." },
	{ "iflabel", EB_STRING(struct conf, vip.iflabel), .brief = "Interface label",
	  .detail = "Appended to the interface name after a colon." },
	{ "lvs_support", EB_BOOL(struct conf, vip.lvs_support), .value = "false",
	  .brief = "LVS direct routing",
	  .detail = "A copy of the address on the loopback is taken away on start and put back "
		    "on stop." },
	{ "local_stop_script", EB_STRING(struct conf, stop_script),
	  .brief = "Program to run after the address is released",
	  .detail = "A full path. Its failure is logged and changes nothing." },
	{ "local_start_script", EB_STRING(struct conf, start_script),
	  .brief = "Program to run before the address is added",
	  .detail = "A full path. Its failure is logged and changes nothing." },
	{ "ARP_INTERVAL_MS", EB_TIME_MS(struct conf, vip.arp_interval_ms), .flags = EB_RELOADABLE,
	  .value = "500", .min = 1, .max = 60000, .brief = "Milliseconds between announcements" },
	{ "ARP_REPEAT", EB_INT(struct conf, vip.arp_count), .flags = EB_RELOADABLE, .value = "10",
	  .min = 1, .max = 1000, .brief = "Announcements after start" },
	{ "ARP_BACKGROUND", EB_BOOL(struct conf, vip.arp_bg), .flags = EB_RELOADABLE,
	  .value = "yes", .brief = "Announce in the background" },
	{ "ARP_NETMASK", EB_STRING(struct conf, arp_netmask), .value = "ffffffffffff",
	  .brief = "Of no effect", .detail = "ARP has no netmask; the name is accepted." },
	EB_VIP_CHECK_LINK,
	EB_VIP_ARP_PROBE,
	EB_VIP_KILL_CONNECTIONS,
	{ 0 },
};

static void run_hook(const struct eb_call *call, const char *path)
{
	const char *const argv[] = { path, NULL };
	EB_CLEAN(eb_run_free)
	struct eb_run run = { .argv = argv, .deadline_ms = call->deadline_ms };
	int r;

	if (!path)
		return;
	r = eb_run(&run);
	if (r < 0)
		eb_log(EB_WARN, "cannot run %s: %s", path, strerror(-r));
	else if (run.status)
		eb_log(EB_WARN, "%s exited with %d", path, run.status);
}

static enum eb_ocf validate(const struct eb_call *call)
{
	const struct conf *conf = call->conf;

	if (conf->vip.ip.family != AF_INET)
		return eb_fail(OCF_ERR_CONFIGURED, 0, "IPaddr is for IPv4: use IPaddr2");
	return eb_vip_validate(call);
}

static enum eb_ocf start(const struct eb_call *call)
{
	const struct conf *conf = call->conf;

	run_hook(call, conf->start_script);
	return eb_vip_start(call);
}

static enum eb_ocf stop(const struct eb_call *call)
{
	const struct conf *conf = call->conf;
	enum eb_ocf code = eb_vip_stop(call);

	if (code == OCF_SUCCESS)
		run_hook(call, conf->stop_script);
	return code;
}

static const struct eb_action actions[] = {
	{ "start", start, .timeout = 20 },
	{ "stop", stop, .timeout = 20, .flags = EB_UNCONFIRMED },
	{ "monitor", eb_vip_monitor, .timeout = 20, .interval = 5 },
	{ "reload-agent", eb_vip_reload, .timeout = 20 },
	{ 0 },
};

const struct eb_agent eb_agent = {
	.name = "IPaddr",
	.brief = "Manages a virtual IPv4 address (old parameter names)",
	.detail = "The same as IPaddr2, for configurations that use the names of the older agent. "
		  "New ones should use IPaddr2.",
	.flags = EB_NEEDS_ROOT,
	.conf_size = sizeof(struct conf),
	.params = params,
	.actions = actions,
	.validate = validate,
	.validate_host = eb_vip_validate_host,
};
