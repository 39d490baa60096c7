// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A fence agent that fails as it is told, to judge the frame by.  The device is a folder
 * with a file for each plug; each call of a function is a line in its file log.
 *
 *   faults=get:2:110 set:0:5    the 2nd get fails with ETIMEDOUT (110), each set with EIO
 *   faults=get:2:0            the 2nd get takes all the time that it has
 *   slow=200ms                  a state shows so long after it was ordered
 *   lies=1                      orders are taken, and nothing happens
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "lib/clock.h"
#include "lib/fence.h"
#include "lib/file.h"

struct conf {
	struct eb_fence_std std;
	const char *device, *faults, *colour;
	long slow_ms, pin;
	bool lies, hangs;
};

static const struct eb_param params[] = {
	{ "device", EB_STRING(struct conf, device), .flags = EB_REQUIRED, .letter = 'f',
	  .brief = "Folder of the device" },
	{ "faults", EB_STRING(struct conf, faults), .brief = "What fails" },
	{ "colour", EB_STRING(struct conf, colour), .alias = "color", .choices = "Red|Green",
	  .brief = "A choice" },
	{ "slow", EB_SECOND(struct conf, slow_ms), .brief = "How long a state needs to show" },
	{ "pin", EB_INT(struct conf, pin), .flags = EB_SECRET, .brief = "A secret number" },
	{ "lies", EB_BOOL(struct conf, lies), .brief = "Orders do nothing" },
	{ "hangs", EB_BOOL(struct conf, hangs), .brief = "Exchanges take all their time" },
	{ 0 },
};

static int hang(struct eb_fence *fence)
{
	eb_clock_sleep(1000000, fence->deadline_ms);
	return eb_fence_why(fence, -ETIMEDOUT, "no answer from the fake");
}

static int calls_of_get, calls_of_set, calls_of_open, calls_of_cycle;

/* Notes the call, and returns the fault that was wished for it. */
static int call(struct eb_fence *fence, const char *what, const char *plug, int *count)
{
	const struct conf *conf = fence->conf;
	EB_CLEAN(eb_freep) char *faults = strdup(conf->faults ? conf->faults : "");
	char path[256], *rest, *word;
	FILE *log;

	++*count;
	snprintf(path, sizeof(path), "%s/log", conf->device);
	log = fopen(path, "a");
	if (log) {
		fprintf(log, "%s%s%s\n", what, *plug ? " " : "", plug);
		fclose(log);
	}
	if (conf->hangs)
		return hang(fence);
	for (word = strtok_r(faults, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		char name[16];
		int n, error;

		if (sscanf(word, "%15[a-z]:%d:%d", name, &n, &error) == 3 &&
		    !strncmp(what, name, strlen(name)) && (n == 0 || n == *count))
			return error ? eb_fence_why(fence, -error, "the fake fails: %s",
						    strerror(error))
				     : hang(fence);
	}
	return 0;
}

static int open_device(struct eb_fence *fence)
{
	return call(fence, "open", "", &calls_of_open);
}

static void close_device(struct eb_fence *fence)
{
	int unused = 0;

	call(fence, "close", "", &unused);
}

static void path_of(struct eb_fence *fence, const char *plug, char path[256])
{
	const struct conf *conf = fence->conf;

	snprintf(path, 256, "%s/plug-%s", conf->device, plug);
}

static enum eb_power power_of(const char *word)
{
	return !strcmp(word, "on")    ? EB_POWER_ON
	       : !strcmp(word, "off") ? EB_POWER_OFF
				      : EB_POWER_UNKNOWN;
}

/* The file holds the state of before and the one ordered, and its time says since when. */
static int get(struct eb_fence *fence, const char *plug, enum eb_power *power)
{
	const struct conf *conf = fence->conf;
	char path[256], before[8], now[8];
	EB_CLEAN(eb_freep) char *text = NULL;
	struct timespec t;
	struct stat st;
	long age_ms;
	int r = call(fence, "get", plug, &calls_of_get);

	if (r < 0)
		return r;
	path_of(fence, plug, path);
	r = eb_file_read(path, 64, &text, NULL);
	if (r < 0 || stat(path, &st) < 0)
		return eb_fence_why(fence, -ENODEV, "no plug %s", plug);
	if (sscanf(text, "%7s %7s", before, now) != 2)
		return eb_fence_why(fence, -EPROTO, "nonsense");
	clock_gettime(CLOCK_REALTIME, &t);
	age_ms = (t.tv_sec - st.st_mtim.tv_sec) * 1000 + (t.tv_nsec - st.st_mtim.tv_nsec) / 1000000;
	*power = power_of(age_ms >= conf->slow_ms ? now : before);
	return 0;
}

static int set(struct eb_fence *fence, const char *plug, enum eb_power power)
{
	const struct conf *conf = fence->conf;
	char path[256], text[32], what[16];
	int r;

	snprintf(what, sizeof(what), "set-%s", eb_power_name(power));
	r = call(fence, what, plug, &calls_of_set);
	if (r < 0 || conf->lies)
		return r;
	path_of(fence, plug, path);
	snprintf(text, sizeof(text), "%s %s\n", power == EB_POWER_ON ? "off" : "on",
		 eb_power_name(power));
	return eb_file_replace(path, text, strlen(text), 0644);
}

static int cycle(struct eb_fence *fence, const char *plug)
{
	return call(fence, "cycle", plug, &calls_of_cycle);
}

static int list(struct eb_fence *fence)
{
	int r = call(fence, "list", "", &calls_of_open);

	if (r < 0)
		return r;
	eb_fence_plug(fence, "1", "one", EB_POWER_ON);
	eb_fence_plug(fence, "2", NULL, EB_POWER_UNKNOWN);
	return 0;
}

static int diag(struct eb_fence *fence, const char *plug)
{
	return call(fence, "diag", plug, &calls_of_cycle);
}

static const struct eb_fence_action actions[] = { { "diag", diag, "Rebooted" }, { 0 } };
static const struct eb_fence_default slow[] = { { "power_wait", "0.05" }, { 0 } };
static const struct eb_fence_alias aliases[] = { { "pretender", "Fences slowly", slow }, { 0 } };

static const struct eb_fence_agent fake = {
	.name = "fake",
	.brief = "Fences as it is told",
	.detail = "A fake.",
	.uses = EB_USES_PLUG | EB_USES_METHOD | EB_USES_LOGIN | EB_USES_MISSING_AS_OFF,
	.flags = EB_LOGIN_OPTIONAL | EB_SECRET_OPTIONAL,
	.conf_size = sizeof(struct conf),
	.params = params,
	.aliases = aliases,
	.actions = actions,
	.open = open_device,
	.close = close_device,
	.get = get,
	.set = set,
	.cycle = cycle,
	.list = list,
};

const struct eb_fence_agent *const eb_fence_agents[] = { &fake, NULL };
