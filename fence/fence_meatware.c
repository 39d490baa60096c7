// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fence_meatware: a human switches the machine off, and says so.  The request is a FIFO with
 * the name that Heartbeat's meatware plugin gave it, so the old meatclient confirms it, too.
 *
 * Nothing is believed but the word of a human who was asked: what nobody waits for cannot be
 * confirmed in advance.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "lib/clock.h"
#include "lib/fence.h"

enum { REMIND_MS = 60000, REPLY_SIZE = 256, MAX_HOST = 64 };

static const char fifo_prefix[] = "/run/meatware.";

struct conf {
	struct eb_fence_std std;
	const char *hostlist;
};

static const struct eb_param params[] = {
	{ "hostlist", EB_STRING(struct conf, hostlist), .flags = EB_REQUIRED,
	  .brief = "Machines that people here can switch off, parted by blanks" },
	{ 0 },
};

typedef int each_host(struct eb_fence *fence, const char *host, void *context);

/* Each name of hostlist; what each() returns, if not 0, ends it. */
static int for_hosts(struct eb_fence *fence, each_host *each, void *context)
{
	const struct conf *conf = fence->conf;
	EB_CLEAN(eb_freep) char *words = strdup(conf->hostlist);
	char *rest, *host;
	int r = 0;

	if (!words)
		return -ENOMEM;
	for (host = strtok_r(words, ", ", &rest); host && r == 0;
	     host = strtok_r(NULL, ", ", &rest))
		r = each(fence, host, context);
	return r;
}

static int is_host(struct eb_fence *fence, const char *host, void *wanted)
{
	return !strcasecmp(host, wanted);
}

/* The FIFO of a host that is in hostlist. */
static int name_fifo(struct eb_fence *fence, const char *host, char path[128])
{
	if (strchr(host, '/') || strlen(host) > MAX_HOST ||
	    for_hosts(fence, is_host, (void *)host) != 1)
		return eb_fence_why(fence, -ENODEV, "hostlist does not have %.64s", host);
	snprintf(path, 128, "%s%s", fifo_prefix, host);
	return 0;
}

static void remind(const struct eb_fence *fence, const char *host)
{
	openlog(fence->program, LOG_PID, LOG_DAEMON);
	syslog(LOG_CRIT,
	       "OPERATOR INTERVENTION REQUIRED: switch %s off by hand, then say so: "
	       "%s -o confirm --hostlist=%s -n %s",
	       host, fence->program, host, host);
	closelog();
}

/* Opens the FIFO for what humans say; made anew if it is not there. */
static int open_fifo(struct eb_fence *fence, const char *path)
{
	struct stat st;
	int fd;

	if (mkfifo(path, 0600) < 0 && errno != EEXIST)
		return eb_fence_why(fence, -errno, "cannot make %s: %s", path, strerror(errno));
	/* Read and write: it stays open between two humans. */
	fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return eb_fence_why(fence, -errno, "cannot open %s: %s", path, strerror(errno));
	if (fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode) && st.st_uid == geteuid())
		return fd;
	close(fd);
	return eb_fence_why(fence, -EPERM, "%s is no FIFO of ours", path);
}

/* Is this the word of a human, about this host? */
static bool is_reply(const char *text, const char *host)
{
	static const char begin[] = "meatware reply ";
	size_t len = strlen(begin);

	return !strncmp(text, begin, len) && !strcasecmp(text + len, host);
}

static int wait_for_human(struct eb_fence *fence, const char *host, int fd)
{
	int64_t until_ms = eb_fence_power_limit(fence), remind_ms = eb_clock_ms();

	while (eb_clock_left(until_ms) > 0) {
		struct pollfd wait = { .fd = fd, .events = POLLIN };
		char text[REPLY_SIZE + 1];
		ssize_t n;

		if (eb_clock_left(remind_ms) == 0) {
			remind(fence, host);
			remind_ms = eb_clock_ms() + REMIND_MS;
		}
		poll(&wait, 1, eb_clock_left(remind_ms < until_ms ? remind_ms : until_ms));
		n = read(fd, text, REPLY_SIZE);
		if (n <= 0)
			continue;
		text[n] = '\0';
		text[strcspn(text, "\r\n")] = '\0';
		if (is_reply(text, host))
			return 0;
	}
	return eb_fence_why(fence, -ETIMEDOUT, "nobody has confirmed it (timed out)");
}

static int set(struct eb_fence *fence, const char *host, enum eb_power power)
{
	EB_CLEAN(eb_closep) int fd = -1;
	char path[128];
	int r = name_fifo(fence, host, path);

	if (r < 0)
		return r;
	fd = open_fifo(fence, path);
	if (fd < 0)
		return fd;
	r = wait_for_human(fence, host, fd);
	unlink(path);
	return r;
}

/* A human says that the machine is off. */
static int confirm(struct eb_fence *fence, const char *host)
{
	char path[128], text[REPLY_SIZE] = "";
	EB_CLEAN(eb_closep) int fd = -1;
	int r = name_fifo(fence, host, path);

	if (r < 0)
		return r;
	fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 && (errno == ENOENT || errno == ENXIO))
		return eb_fence_why(fence, -ENODEV, "nobody waits for that");
	snprintf(text, sizeof(text), "meatware reply %s", host);
	if (fd < 0 || write(fd, text, sizeof(text)) != sizeof(text))
		return eb_fence_why(fence, -errno, "cannot write to %s: %s", path, strerror(errno));
	return 0;
}

/* list-status says which requests wait for a human, and for how long. */
static int list_host(struct eb_fence *fence, const char *host, void *context)
{
	char path[128], alias[64] = "";
	struct stat st;
	int fd;

	snprintf(path, sizeof(path), "%s%s", fifo_prefix, host);
	fd = fence->with_state ? open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC) : -1;
	if (fd >= 0 && fstat(fd, &st) == 0)
		snprintf(alias, sizeof(alias), "waits for a human since %ld s",
			 (long)(time(NULL) - st.st_ctime));
	if (fd >= 0)
		close(fd);
	eb_fence_plug(fence, host, alias, EB_POWER_UNKNOWN);
	return 0;
}

static int list(struct eb_fence *fence)
{
	return for_hosts(fence, list_host, NULL);
}

static const struct eb_fence_default defaults[] = {
	{ "power_timeout", "3600" },
	{ 0 },
};
static const struct eb_fence_action actions[] = { { "confirm", confirm, "Confirmed" }, { 0 } };

static const struct eb_fence_agent meatware = {
	.name = "meatware",
	.brief = "Asks a human to switch a machine off, and waits for the word",
	.detail =
		"Asks for it in the system log, each minute, and waits until somebody has switched "
		"the machine off and confirms it, with the action confirm or with meatclient of "
		"cluster-glue.  The action list-status tells what waits.\n\n"
		"Give it a stonith-timeout that a human can meet.  Whoever confirms what is not "
		"true loses data.",
	.uses = EB_USES_PLUG,
	.flags = EB_TRUSTED | EB_NO_ON,
	.conf_size = sizeof(struct conf),
	.params = params,
	.defaults = defaults,
	.actions = actions,
	.set = set,
	.list = list,
};

const struct eb_fence_agent *const eb_fence_agents[] = { &meatware, NULL };
