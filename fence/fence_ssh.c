// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fence_ssh: asks the machine itself to reboot.  UNSAFE: a machine that has to be fenced is
 * often one that does not listen.  It is here to try clusters with, and for configurations of
 * Heartbeat that had it.
 *
 * It does not lie, though: a reboot is proved by the kernel's boot id, which is another one
 * afterwards.  Off cannot be proved that way, and is refused.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/clock.h"
#include "lib/fence.h"
#include "lib/run.h"

enum { BOOT_ID = 36, ASK_AGAIN_MS = 1000, MAX_WORDS = 48 };

struct conf {
	struct eb_fence_std std;
	const char *hostlist, *known_hosts;
};

static const struct eb_param params[] = {
	{ "hostlist", EB_STRING(struct conf, hostlist), .flags = EB_REQUIRED,
	  .brief = "Machines to be reached by ssh, parted by blanks" },
	{ "ipport", EB_INT(struct conf, std.ipport), .value = "22", .min = 1, .max = 65535,
	  .letter = 'u', .brief = "TCP port of ssh" },
	{ "username", EB_STRING(struct conf, std.username), .value = "root", .alias = "login",
	  .letter = 'l', .brief = "Login name" },
	{ "known_hosts", EB_STRING(struct conf, known_hosts),
	  .shown = "those of the user and the system",
	  .brief = "File with the keys of the machines" },
	{ 0 },
};

static bool has_host(const char *list, const char *host)
{
	size_t len = strlen(host);

	for (const char *word = list + strspn(list, ", "); *word;
	     word += strcspn(word, ", "), word += strspn(word, ", "))
		if (strcspn(word, ", ") == len && !strncasecmp(word, host, len))
			return true;
	return false;
}

/*
 * Runs a command there, for at most as long as this exchange may take.  Only keys count, of
 * ours and of the machine: nobody is there to answer a question.
 */
static int run_there(struct eb_fence *fence, const char *host, const char *command, char *out,
		     size_t size)
{
	const struct conf *conf = fence->conf;
	const struct eb_fence_std *std = fence->std;
	const char *argv[MAX_WORDS] = { "ssh", "-o", "BatchMode=yes", "-o",
					"StrictHostKeyChecking=yes" };
	char port[16], hosts[512], *rest, *word;
	EB_CLEAN(eb_freep) char *further = strdup(std->ssh_options ? std->ssh_options : "");
	EB_CLEAN(eb_run_free)
	struct eb_run run = { .argv = argv, .deadline_ms = fence->deadline_ms };
	size_t n = 5;
	int r;

	if (!further)
		return -ENOMEM;
	for (word = strtok_r(further, " ", &rest); word && n < MAX_WORDS - 12;
	     word = strtok_r(NULL, " ", &rest))
		argv[n++] = word;
	if (conf->known_hosts) {
		snprintf(hosts, sizeof(hosts), "UserKnownHostsFile=%s", conf->known_hosts);
		argv[n++] = "-o";
		argv[n++] = hosts;
	}
	if (std->identity_file) {
		argv[n++] = "-i";
		argv[n++] = std->identity_file;
	}
	snprintf(port, sizeof(port), "%ld", std->ipport);
	argv[n++] = "-p";
	argv[n++] = port;
	argv[n++] = "-l";
	argv[n++] = std->username;
	argv[n++] = "--";
	argv[n++] = host;
	argv[n++] = command;
	argv[n] = NULL;
	r = eb_run(&run);
	if (r < 0)
		return eb_fence_why(fence, r, "ssh to %s: %s", host,
				    r == -ETIMEDOUT ? "no answer (timed out)" : strerror(-r));
	if (run.status != 0) {
		run.output[strcspn(run.output, "\r\n")] = '\0';
		return eb_fence_why(fence, -EIO, "ssh to %s exits with %d: %s", host, run.status,
				    run.output);
	}
	snprintf(out, size, "%s", run.output);
	return 0;
}

/* The name of this run of the kernel, "5f0c...": BOOT_ID characters. */
static int ask_boot_id(struct eb_fence *fence, const char *host, char id[BOOT_ID + 1])
{
	const struct conf *conf = fence->conf;
	char text[256];
	int r;

	if (!has_host(conf->hostlist, host) || host[0] == '-')
		return eb_fence_why(fence, -ENODEV, "hostlist does not have %s", host);
	r = run_there(fence, host, "cat /proc/sys/kernel/random/boot_id", text, sizeof(text));
	if (r < 0)
		return r;
	text[strcspn(text, "\r\n")] = '\0';
	if (strlen(text) != BOOT_ID || strspn(text, "0123456789abcdef-") != BOOT_ID)
		return eb_fence_why(fence, -EPROTO, "%s tells no boot id", host);
	memcpy(id, text, BOOT_ID + 1);
	return 0;
}

/* A machine that lets us in is on; of one that does not, nothing is known. */
static int get(struct eb_fence *fence, const char *host, enum eb_power *power)
{
	char id[BOOT_ID + 1];
	int r = ask_boot_id(fence, host, id);

	if (r == 0)
		*power = EB_POWER_ON;
	return r;
}

static int set(struct eb_fence *fence, const char *host, enum eb_power power)
{
	return eb_fence_why(fence, -EOPNOTSUPP,
			    "unsupported action: by ssh only a reboot can be proved");
}

static int cycle(struct eb_fence *fence, const char *host)
{
	/* It waits until we have gone, and goes on without us. */
	static const char order[] = "nohup sh -c 'sleep 1; echo b >/proc/sysrq-trigger; "
				    "reboot -nf' </dev/null >/dev/null 2>&1 &";
	char before[BOOT_ID + 1], after[BOOT_ID + 1], text[256];
	int64_t until_ms;
	int r = ask_boot_id(fence, host, before);

	if (r < 0)
		return r;
	eb_fence_renew(fence);
	r = run_there(fence, host, order, text, sizeof(text));
	until_ms = eb_fence_power_limit(fence);
	while (r == 0 && eb_clock_left(until_ms) > 0) {
		eb_clock_sleep(ASK_AGAIN_MS, until_ms);
		eb_fence_renew(fence);
		if (ask_boot_id(fence, host, after) == 0 && strcmp(before, after) != 0)
			return 0;
	}
	return r < 0 ? r
		     : eb_fence_why(fence, -ETIMEDOUT, "%s has not come back (timed out)", host);
}

static int list(struct eb_fence *fence)
{
	const struct conf *conf = fence->conf;
	EB_CLEAN(eb_freep) char *words = strdup(conf->hostlist);
	char *rest, *host;

	if (!words)
		return -ENOMEM;
	for (host = strtok_r(words, ", ", &rest); host; host = strtok_r(NULL, ", ", &rest))
		eb_fence_plug(fence, host, NULL, EB_POWER_UNKNOWN);
	return 0;
}

static const struct eb_fence_default defaults[] = {

	{ "method", "cycle" },     { "power_timeout", "120" }, { "login_timeout", "10" },
	{ "shell_timeout", "10" }, { "retry_on", "0" },        { 0 },
};

static const struct eb_fence_agent ssh = {
	.name = "ssh",
	.brief = "UNSAFE: asks a machine by ssh to reboot itself",
	.detail =
		"UNSAFE, for trying clusters only: a machine that hangs, or that cannot be reached, "
		"is not fenced by asking it.  Then the agent fails.\n\n"
		"A reboot is proved by another boot id, so it takes as long as the machine needs "
		"to come back.  Off cannot be proved, and is refused.",
	.uses = EB_USES_PLUG | EB_USES_SSH | EB_USES_METHOD,
	.flags = EB_ORDER_PROVES,
	.conf_size = sizeof(struct conf),
	.params = params,
	.defaults = defaults,
	.get = get,
	.set = set,
	.cycle = cycle,
	.list = list,
};

const struct eb_fence_agent *const eb_fence_agents[] = { &ssh, NULL };
