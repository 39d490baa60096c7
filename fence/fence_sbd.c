// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fence_sbd: a message on shared disks that the other node reads and obeys.  It proves nothing
 * by itself: what proves is that the message stands on more than half of the disks, read back,
 * and that msgwait has passed since, by when the node has obeyed or its watchdog has fired.
 *
 * Each disk is spoken to by a process of its own, and one that is stuck in the kernel is left
 * behind: a disk that blocks must not hold the others up.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "fence/sbd/disk.h"
#include "lib/clock.h"
#include "lib/fence.h"

enum {
	MAX_DISKS = 16,
	PENDING = 1,
	READ_GRACE_MS = 250,   /* for the other disks, when more than half have answered */
	WRITE_GRACE_MS = 1000, /* the same for messages */
};

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

/* A disk and what its process found; in memory that both share. */
struct disk {
	const char *path;
	pid_t pid;
	int done; /* its pipe closes when the process has ended */
	volatile int result;
	struct eb_sbd_disk content;
};

struct disks {
	size_t n;
	struct disk disk[MAX_DISKS];
	char words[2048]; /* the paths point into it */
};

/* The list of devices, as a session; what processes find is written into it. */
static int open_disks(struct eb_fence *fence)
{
	const struct conf *conf = fence->conf;
	const char *list = conf->devices ? conf->devices : getenv("SBD_DEVICE");
	struct disks *disks = mmap(NULL, sizeof(*disks), PROT_READ | PROT_WRITE,
				   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	char *rest, *word;

	if (disks == MAP_FAILED)
		return -ENOMEM;
	fence->session = disks;
	if (!list)
		return eb_fence_why(fence, -EINVAL, "option devices is missing");
	snprintf(disks->words, sizeof(disks->words), "%s", list);
	for (word = strtok_r(disks->words, ",; ", &rest); word;
	     word = strtok_r(NULL, ",; ", &rest)) {
		if (disks->n == MAX_DISKS)
			return eb_fence_why(fence, -EINVAL, "more than %d devices", MAX_DISKS);
		disks->disk[disks->n++].path = word;
	}
	if (!disks->n)
		return eb_fence_why(fence, -EINVAL, "option devices names none");
	return 0;
}

static void close_disks(struct eb_fence *fence)
{
	if (fence->session)
		munmap(fence->session, sizeof(struct disks));
	fence->session = NULL;
}

struct job {
	const char *node; /* NULL: read */
	enum eb_sbd_message message;
};

static void start(struct disk *disk, const struct job *job)
{
	int ends[2];
	pid_t pid;

	disk->result = PENDING;
	disk->done = -1;
	if (pipe(ends) < 0) {
		disk->result = -errno;
		return;
	}
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		/* Stuck, it must not keep our caller waiting for the end of our output. */
		for (int fd = 0; fd <= 2; fd++)
			close(fd);
		close(ends[0]);
		disk->result = job->node ? eb_sbd_write(disk->path, job->node, job->message)
					 : eb_sbd_read(disk->path, &disk->content);
		_exit(0);
	}
	close(ends[1]);
	disk->done = ends[0];
	disk->pid = pid;
	if (pid < 0)
		disk->result = -errno;
}

static size_t count(const struct disks *disks, bool good)
{
	size_t n = 0;

	for (size_t i = 0; i < disks->n; i++)
		n += good ? disks->disk[i].result == 0 : disks->disk[i].result < 0;
	return n;
}

/* More than half have done it, or cannot any more. */
static bool decided(const struct disks *disks)
{
	size_t bad = count(disks, false);

	return count(disks, true) * 2 > disks->n || (disks->n - bad) * 2 <= disks->n;
}

/* Waits for the majority, and a little for the rest; what is late then is given up. */
static void await(struct eb_fence *fence, struct disks *disks, int grace_ms)
{
	int64_t until_ms = fence->deadline_ms;
	bool graced = false;

	while (count(disks, true) + count(disks, false) < disks->n && eb_clock_left(until_ms) > 0) {
		struct pollfd fds[MAX_DISKS];

		for (size_t i = 0; i < disks->n; i++)
			fds[i] = (struct pollfd) {
				.fd = disks->disk[i].result == PENDING ? disks->disk[i].done : -1,
			};
		poll(fds, disks->n, eb_clock_left(until_ms));
		for (size_t i = 0; i < disks->n; i++)
			if (fds[i].revents && disks->disk[i].result == PENDING)
				disks->disk[i].result = -EIO; /* it died without a word */
		if (!graced && decided(disks)) {
			graced = true;
			if (eb_clock_ms() + grace_ms < until_ms)
				until_ms = eb_clock_ms() + grace_ms;
		}
	}
	for (size_t i = 0; i < disks->n; i++) {
		if (disks->disk[i].result == PENDING) {
			kill(disks->disk[i].pid, SIGKILL); /* it was forked: the pid is positive */
			disks->disk[i].result = -ETIMEDOUT;
		}
		if (disks->disk[i].done >= 0)
			close(disks->disk[i].done);
	}
}

/* The names of the disks that did not do what was wanted, and why. */
static const char *tell_bad(const struct disks *disks, char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (size_t i = 0; i < disks->n && used < size; i++) {
		int r = disks->disk[i].result;

		if (r < 0)
			used += (size_t)snprintf(text + used, size - used, "%s%s: %s",
						 used ? ", " : "", disks->disk[i].path,
						 r == -ETIMEDOUT ? "blocked (timed out)"
						 : r == -EPROTO  ? "not initialized for sbd"
						 : r == -ENODEV  ? "the node has no slot there"
								 : strerror(-r));
	}
	return text;
}

/* Does a job on all disks; 0 when more than half of them have done it. */
static int work(struct eb_fence *fence, const struct job *job)
{
	struct disks *disks = fence->session;
	char text[300];
	int r = -EIO;

	for (size_t i = 0; i < disks->n; i++)
		start(&disks->disk[i], job);
	await(fence, disks, job->node ? WRITE_GRACE_MS : READ_GRACE_MS);
	if (count(disks, true) * 2 > disks->n)
		return 0;
	for (size_t i = 0; i < disks->n; i++)
		if (disks->disk[i].result < 0 && r == -EIO)
			r = disks->disk[i].result;
	return eb_fence_why(fence, r, "%zu of %zu disks %s: %s", count(disks, true), disks->n,
			    job->node ? "took the message" : "can be read",
			    tell_bad(disks, text, sizeof(text)));
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
	const struct disks *disks = fence->session;
	size_t votes[EB_POWER_UNKNOWN + 1] = { 0 }, missing = 0;
	int r = work(fence, &(struct job) { 0 });

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
static int longest_wait(const struct disks *disks)
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
	struct job job = { plug, message };
	int r = work(fence, &(struct job) { 0 }), wait_ms = longest_wait(fence->session);

	if (r < 0)
		return r;
	eb_fence_renew(fence);
	r = work(fence, &job);
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
	const struct disks *disks = fence->session;
	int r = work(fence, &(struct job) { 0 });

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
	const struct disks *disks = fence->session;
	int r = work(fence, &(struct job) { 0 });
	char text[300];

	if (r == 0 && count(disks, false))
		eb_fence_say(fence, "%zu of %zu disks cannot be read: %s", count(disks, false),
			     disks->n, tell_bad(disks, text, sizeof(text)));
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
