// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * IPv6addr: IPaddr2's IPv6 address under the parameter names that Heartbeat's IPv6
 * agent had.  Other than IPaddr2 it takes no network for the address's own whose
 * prefix length is not the configured one.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "agents/ipaddr/vip.h"

struct conf {
	struct eb_vip_conf vip; /* first, but its address is still to be read off ipv6addr */
	const char *ipv6addr;
};

/* "2001:db8::1/64"; what follows the slash is left to the caller who wants it. */
static int read_address(const char *text, struct eb_addr *addr, long *prefix)
{
	char buf[INET6_ADDRSTRLEN];
	size_t len = strcspn(text, "/");

	if (len >= sizeof(buf))
		return -EINVAL;
	snprintf(buf, sizeof(buf), "%.*s", (int)len, text);
	if (eb_addr_parse(buf, addr) < 0 || addr->family != AF_INET6)
		return -EINVAL;
	return text[len] ? eb_prefix_parse(text + len + 1, prefix) : 0;
}

static int parse_address(const char *text, void *into)
{
	struct eb_addr addr;
	long prefix;

	*(const char **)into = text;
	return read_address(text, &addr, &prefix);
}

static const struct eb_type type_address = {
	"string", "an IPv6 address such as 2001:db8::1 or 2001:db8::1/64", parse_address
};

static const struct eb_param params[] = {
	{ "ipv6addr", EB_TYPED(struct conf, ipv6addr, const char *, type_address),
	  .flags = EB_REQUIRED | EB_UNIQUE | EB_IDENTITY, .brief = "IPv6 address to manage",
	  .detail = "A prefix length may follow after a slash." },
	{ "cidr_netmask", EB_TYPED(struct conf, vip.prefix, long, eb_type_prefix),
	  .brief = "Prefix length",
	  .detail = "Wins over the one in ipv6addr. Left out: that of the connected network." },
	{ "nic", EB_STRING(struct conf, vip.nic), .brief = "Network interface",
	  .detail = "Left out: the interface whose connected network contains the address." },
	{ "arp_interval", EB_TIME_MS(struct conf, vip.arp_interval_ms), .flags = EB_RELOADABLE,
	  .value = "200", .min = 1, .max = 60000, .brief = "Milliseconds between announcements" },
	{ "arp_count", EB_INT(struct conf, vip.arp_count), .flags = EB_RELOADABLE, .value = "5",
	  .min = 1, .max = 1000, .brief = "Announcements after start" },
	EB_VIP_CHECK_LINK,
	EB_VIP_KILL_CONNECTIONS,
	{ 0 },
};

/* Hands the call on with the address where agents/ipaddr looks for it. */
static enum eb_ocf pass(const struct eb_call *call, eb_action_fn *run)
{
	const struct conf *conf = call->conf;
	struct eb_vip_conf vip = conf->vip;
	struct eb_call again = *call;
	long prefix = 0;

	read_address(conf->ipv6addr, &vip.ip, &prefix);
	if (!vip.prefix)
		vip.prefix = prefix;
	vip.arp_bg = true;
	vip.exact_prefix = true;
	again.conf = &vip;
	return run(&again);
}

static enum eb_ocf validate(const struct eb_call *call)
{
	return pass(call, eb_vip_validate);
}

static enum eb_ocf validate_host(const struct eb_call *call)
{
	return pass(call, eb_vip_validate_host);
}

static enum eb_ocf start(const struct eb_call *call)
{
	return pass(call, eb_vip_start);
}

static enum eb_ocf stop(const struct eb_call *call)
{
	return pass(call, eb_vip_stop);
}

static enum eb_ocf monitor(const struct eb_call *call)
{
	return pass(call, eb_vip_monitor);
}

static const struct eb_action actions[] = {
	{ "start", start, .timeout = 15 },
	{ "stop", stop, .timeout = 15, .flags = EB_UNCONFIRMED },
	{ "monitor", monitor, .timeout = 15, .interval = 15 },
	{ "reload-agent", eb_vip_reload, .timeout = 15 },
	{ 0 },
};

const struct eb_agent eb_agent = {
	.name = "IPv6addr",
	.brief = "Manages a virtual IPv6 address (old parameter names)",
	.detail = "The same as IPaddr2, for configurations that use the names of the older agent. "
		  "New ones should use IPaddr2.",
	.flags = EB_NEEDS_ROOT,
	.conf_size = sizeof(struct conf),
	.params = params,
	.actions = actions,
	.validate = validate,
	.validate_host = validate_host,
};
