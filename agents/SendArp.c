// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * SendArp: announces an address on an interface without adding it there.  That the
 * resource runs is remembered by a state file, since announcements leave no trace.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/agent.h"
#include "lib/announce.h"
#include "lib/file.h"
#include "lib/helper.h"
#include "lib/state.h"

struct conf {
	const char *ip, *nic;
	bool background;
};

static const struct eb_param params[] = {
	{ "ip", EB_STRING(struct conf, ip), .flags = EB_REQUIRED, .expects = "an IPv4 address",
	  .brief = "IPv4 address to announce" },
	{ "nic", EB_STRING(struct conf, nic), .flags = EB_REQUIRED, .expects = "an interface",
	  .brief = "Interface to announce it on" },
	{ "background", EB_BOOL(struct conf, background), .value = "true",
	  .brief = "Announce in the background",
	  .detail = "Only the announcements after the first. Start fails when the first cannot be "
		    "sent; with false, when any cannot." },
	{ 0 },
};

/* How often and how fast: the site's arp_config, then that of the interface. */
struct pace {
	long interval_ms, rounds;
};

static const char *sender_file(const struct eb_call *call, char buf[PATH_MAX])
{
	snprintf(buf, PATH_MAX, "%s/SendArp-%s.sender", eb_rsctmp(), call->instance);
	return buf;
}

/* Lines NAME=NUMBER; everything else in the file is the shell's and not ours. */
static void read_pace(const char *name, struct pace *pace)
{
	const char *folder = getenv("HA_CONFDIR") ?: "/etc/ha.d";
	EB_CLEAN(eb_freep) char *text = NULL;
	char path[PATH_MAX];
	long n;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (eb_file_read(path, 65536, &text, NULL) < 0)
		return;
	for (char *line = text, *next; line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		if (sscanf(line, " ARP_INTERVAL_MS=%ld", &n) == 1 && n > 0 && n <= 60000)
			pace->interval_ms = n;
		if (sscanf(line, " ARP_REPEAT=%ld", &n) == 1 && n > 0 && n <= 1000)
			pace->rounds = n;
	}
}

static struct pace find_pace(const struct conf *conf)
{
	struct pace pace = { .interval_ms = 200, .rounds = 5 };
	char name[64];

	read_pace("arp_config", &pace);
	snprintf(name, sizeof(name), "arp_config:%s", conf->nic);
	read_pace(name, &pace);
	return pace;
}

static int open_announce(const struct conf *conf, struct eb_announce *announce)
{
	struct eb_addr addr;
	int r = eb_addr_parse(conf->ip, &addr);

	if (r == 0 && addr.family != AF_INET)
		r = -EAFNOSUPPORT;
	return r < 0 ? r : eb_announce_open_on(announce, conf->nic, &addr);
}

/* The code is that of a start that cannot send, which the stock agent's tests pin. */
static enum eb_ocf validate(const struct eb_call *call)
{
	const struct conf *conf = call->conf;
	struct eb_addr addr;

	if (eb_addr_parse(conf->ip, &addr) < 0 || addr.family != AF_INET)
		return eb_fail(OCF_ERR_GENERIC, 0, "parameter ip is '%s': wants an IPv4 address",
			       conf->ip);
	return OCF_SUCCESS;
}

struct work {
	const struct eb_announce *announce;
	struct pace pace;
};

static int go_on(const struct work *work)
{
	usleep((useconds_t)work->pace.interval_ms * 1000);
	return eb_announce_rounds(work->announce, EB_ARP_BOTH, work->pace.rounds - 1,
				  work->pace.interval_ms);
}

static void help(int fd, void *arg)
{
	int r = go_on(arg);

	if (r < 0)
		eb_log(EB_ERR, "cannot announce any more: %s", strerror(-r));
}

static int announce_all(const struct eb_call *call)
{
	EB_CLEAN(eb_announce_close) struct eb_announce announce = EB_ANNOUNCE_CLOSED;
	const struct conf *conf = call->conf;
	struct work work = { &announce, find_pace(conf) };
	char path[PATH_MAX];
	int r = open_announce(conf, &announce);

	if (r == 0)
		r = eb_announce_send(&announce, EB_ARP_BOTH);
	if (r < 0 || work.pace.rounds < 2)
		return r;
	if (!conf->background)
		return go_on(&work);
	return eb_helper_start(sender_file(call, path), help, &work, announce.arp.fd);
}

static enum eb_ocf monitor(const struct eb_call *call)
{
	char path[PATH_MAX], text[16];
	int r = eb_state_read(eb_state_path(call, NULL, path), text, sizeof(text));

	if (r == -ENOENT)
		return OCF_NOT_RUNNING;
	return r < 0 ? eb_fail(OCF_ERR_GENERIC, -r, "cannot read %s", path) : OCF_SUCCESS;
}

static enum eb_ocf start(const struct eb_call *call)
{
	const struct conf *conf = call->conf;
	char path[PATH_MAX];
	int r;

	if (monitor(call) == OCF_SUCCESS)
		return OCF_SUCCESS;
	r = announce_all(call);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot announce %s on %s", conf->ip,
			       conf->nic);
	r = eb_state_write(eb_state_path(call, NULL, path), conf->ip);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot create %s", path);
	return OCF_SUCCESS;
}

static enum eb_ocf stop(const struct eb_call *call)
{
	char path[PATH_MAX];
	int r = eb_helper_stop(sender_file(call, path), 2000);

	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot end the announcements");
	eb_file_remove(path);
	r = eb_file_remove(eb_state_path(call, NULL, path));
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot remove %s", path);
	return OCF_SUCCESS;
}

static const struct eb_action actions[] = {
	{ "start", start, .timeout = 20 },
	{ "stop", stop, .timeout = 20 },
	{ "monitor", monitor, .timeout = 20, .interval = 10 },
	{ 0 },
};

const struct eb_agent eb_agent = {
	.name = "SendArp",
	.brief = "Announces an address without adding it",
	.detail = "For an address that another resource manages, and that a further interface's "
		  "neighbours are to be told of. Each announcement is an ARP request and a "
		  "reply: 5 of them, 200 ms apart, unless ARP_REPEAT and ARP_INTERVAL_MS in "
		  "/etc/ha.d/arp_config or /etc/ha.d/arp_config:NIC say otherwise.",
	.flags = EB_NEEDS_ROOT,
	.conf_size = sizeof(struct conf),
	.params = params,
	.actions = actions,
	.validate = validate,
};
