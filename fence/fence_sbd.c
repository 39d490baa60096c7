// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fence_sbd: a message on shared disks that the other node reads and obeys.  It proves nothing
 * by itself: what proves is that the message stands on more than half of the disks, read back,
 * and that msgwait has passed since, by when the node has obeyed or its watchdog has fired.
 */
#include <errno.h>
#include <stdlib.h>

#include "fence/sbd/disks.h"
#include "lib/clock.h"
#include "lib/fence.h"

struct conf {
	struct eb_fence_std std;
	const char *devices;
	bool crashdump;
};

static const struct eb_param params[] = {
	{ "devices", EB_STRING(struct conf, devices), .shown = "SBD_DEVICE of the environment",
	  .brief = "Disks, parted by commas",
	  .detail = "A message has to reach more than half of them: one of one, both of two, two "
		    "of three." },
	{ "crashdump", EB_BOOL(struct conf, crashdump), .value = "0",
	  .brief = "Off and reboot write a crash dump instead" },
	EB_WITHOUT_EFFECT("sbd_path"),
	{ 0 },
};

static int open_disks(struct eb_fence *fence)
{
	const struct conf *conf = fence->conf;
	const char *list = conf->devices ? conf->devices : getenv("SBD_DEVICE");

	if (!list)
		return eb_fence_why(fence, -EINVAL, "option devices is missing");
	fence->session = eb_sbd_disks_new(fence, list);
	return fence->session ? 0 : -EINVAL;
}

static void close_disks(struct eb_fence *fence)
{
	eb_sbd_disks_free(fence->session);
	fence->session = NULL;
}

/* What a node's message means for it; a test or an exit leaves it on. */
static enum eb_power power_of(signed char message)
{
	switch (message) {
	case EB_SBD_CLEAR:
	case EB_SBD_TEST:
	case EB_SBD_EXIT: return EB_POWER_ON;
	case EB_SBD_RESET:
	case EB_SBD_OFF:
	case EB_SBD_CRASHDUMP: return EB_POWER_OFF;
	default: return EB_POWER_UNKNOWN;
	}
}

/* Off is what more than half of all the disks say, on what more than half of them say. */
static int get(struct eb_fence *fence, const char *plug, enum eb_power *power)
{
	struct eb_sbd_disks *disks = fence->session;
	size_t votes[EB_POWER_UNKNOWN + 1] = { 0 }, missing = 0;
	int r = eb_sbd_disks_read(fence, disks);

	if (r < 0)
		return r;
	for (size_t i = 0; i < disks->n; i++) {
		const struct eb_sbd_slot *slot = NULL;

		if (disks->disk[i].result == 0)
			slot = eb_sbd_find(&disks->disk[i].content, plug);
		missing += disks->disk[i].result == 0 && !slot;
		if (slot)
			votes[power_of(slot->message)]++;
	}
	*power = votes[EB_POWER_OFF] * 2 > disks->n  ? EB_POWER_OFF
		 : votes[EB_POWER_ON] * 2 > disks->n ? EB_POWER_ON
						     : EB_POWER_UNKNOWN;
	if (missing * 2 > disks->n)
		return eb_fence_why(fence, -ENODEV, "node %s has no slot on the disks", plug);
	if (*power == EB_POWER_UNKNOWN)
		return eb_fence_why(fence, -EPROTO, "the disks disagree about node %s", plug);
	return 0;
}

/* The longest msgwait of the disks that can be read, in milliseconds. */
static int longest_wait(const struct eb_sbd_disks *disks)
{
	uint32_t longest = 0;

	for (size_t i = 0; i < disks->n; i++)
		if (disks->disk[i].result == 0 && disks->disk[i].content.msgwait > longest)
			longest = disks->disk[i].content.msgwait;
	return longest > 86400 ? 86400 * 1000 : (int)longest * 1000;
}

/* Sends a message, and waits for as long as it needs to be obeyed. */
static int send_message(struct eb_fence *fence, const char *plug, enum eb_sbd_message message)
{
	struct eb_sbd_disks *disks = fence->session;
	int r = eb_sbd_disks_read(fence, disks), wait_ms = longest_wait(disks);

	if (r < 0)
		return r;
	eb_fence_renew(fence);
	r = eb_sbd_disks_write(fence, disks, plug, message);
	if (r < 0 || message == EB_SBD_CLEAR)
		return r;
	eb_fence_debug(fence, "the message stands; waiting for %d ms until it is obeyed", wait_ms);
	eb_clock_sleep(wait_ms, INT64_MAX);
	return 0;
}

static int set(struct eb_fence *fence, const char *plug, enum eb_power power)
{
	const struct conf *conf = fence->conf;

	return send_message(fence, plug,
			    power == EB_POWER_ON ? EB_SBD_CLEAR
			    : conf->crashdump    ? EB_SBD_CRASHDUMP
						 : EB_SBD_OFF);
}

static int cycle(struct eb_fence *fence, const char *plug)
{
	const struct conf *conf = fence->conf;

	return send_message(fence, plug, conf->crashdump ? EB_SBD_CRASHDUMP : EB_SBD_RESET);
}

static int list(struct eb_fence *fence)
{
	struct eb_sbd_disks *disks = fence->session;
	int r = eb_sbd_disks_read(fence, disks);

	for (size_t i = 0; r == 0 && i < disks->n; i++) {
		const struct eb_sbd_disk *disk = &disks->disk[i].content;

		if (disks->disk[i].result < 0)
			continue;
		for (int s = 0; s < disk->n; s++)
			if (disk->slots[s].name[0])
				eb_fence_plug(fence, disk->slots[s].name, disk->slots[s].name,
					      power_of(disk->slots[s].message));
		break;
	}
	return r;
}

/* More than half is enough to fence; a disk less is told all the same. */
static int monitor(struct eb_fence *fence)
{
	struct eb_sbd_disks *disks = fence->session;
	int r = eb_sbd_disks_read(fence, disks);
	char text[300];

	if (r == 0 && eb_sbd_disks_bad(disks))
		eb_fence_say(fence, "%zu of %zu disks cannot be read: %s", eb_sbd_disks_bad(disks),
			     disks->n, eb_sbd_disks_tell_bad(disks, text, sizeof(text)));
	return r;
}

static const struct eb_fence_default defaults[] = {
	{ "method", "cycle" },
	{ "power_timeout", "30" },
	{ 0 },
};

static const struct eb_fence_agent sbd = {
	.name = "sbd",
	.brief = "Fences by messages on shared disks (sbd)",
	.detail = "Writes the order into the node's slot on disks that both share; the sbd daemon "
		  "there obeys it, or its watchdog resets the machine.  Reads and writes the disks "
		  "itself, all at the same time, and does not need the program sbd.\n\n"
		  "Off and reboot take as long as msgwait of the disks says: stonith-timeout has "
		  "to be longer.",
	.url = "https://github.com/ClusterLabs/sbd",
	.uses = EB_USES_PLUG | EB_USES_METHOD,
	.flags = EB_ORDER_PROVES,
	.conf_size = sizeof(struct conf),
	.params = params,
	.defaults = defaults,
	.open = open_disks,
	.close = close_disks,
	.get = get,
	.set = set,
	.cycle = cycle,
	.list = list,
	.monitor = monitor,
};

const struct eb_fence_agent *const eb_fence_agents[] = { &sbd, NULL };
