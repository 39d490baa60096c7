// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fence_dummy: a machine that is a file with the word on or off.  It is here to try a
 * cluster's fencing with, and to copy from.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/clock.h"
#include "lib/fence.h"
#include "lib/file.h"

struct conf {
	struct eb_fence_std std;
	const char *status_file, *type;
	long random_sleep_ms;
};

static const struct eb_param params[] = {
	{ "status_file", EB_STRING(struct conf, status_file),
	  .value = EB_RSCTMP "/fence_dummy.status", .brief = "File that holds the state" },
	{ "random_sleep_range", EB_SECOND(struct conf, random_sleep_ms),
	  .brief = "Take up to so many seconds, at random" },
	{ "type", EB_STRING(struct conf, type), .choices = "file|fail", .value = "file",
	  .brief = "Kind of machine",
	  .detail = "The state of a file machine is in the file.  A fail machine takes every order "
		    "and stays on." },
	{ 0 },
};

static bool fails(const struct conf *conf)
{
	return !strcmp(conf->type, "fail");
}

static int open_machine(struct eb_fence *fence)
{
	const struct conf *conf = fence->conf;

	if (conf->random_sleep_ms > 0) {
		srandom((unsigned)time(NULL));
		eb_clock_sleep((int)(random() % conf->random_sleep_ms), INT64_MAX);
	}
	return 0;
}

/* As of the stock agent, a machine without a file is off. */
static int get(struct eb_fence *fence, const char *plug, enum eb_power *power)
{
	const struct conf *conf = fence->conf;
	EB_CLEAN(eb_freep) char *text = NULL;
	int r;

	*power = EB_POWER_ON;
	if (fails(conf))
		return 0;
	r = eb_file_read(conf->status_file, 64, &text, NULL);
	*power = EB_POWER_OFF;
	if (r == -ENOENT)
		return 0;
	if (r < 0)
		return eb_fence_why(fence, r, "cannot read %s: %s", conf->status_file,
				    strerror(-r));
	text[strcspn(text, "\n")] = '\0';
	*power = !strcasecmp(text, "on")    ? EB_POWER_ON
		 : !strcasecmp(text, "off") ? EB_POWER_OFF
					    : EB_POWER_UNKNOWN;
	if (*power == EB_POWER_UNKNOWN)
		return eb_fence_why(fence, -EPROTO, "%s holds neither on nor off",
				    conf->status_file);
	return 0;
}

static int set(struct eb_fence *fence, const char *plug, enum eb_power power)
{
	const struct conf *conf = fence->conf;
	const char *word = eb_power_name(power);
	int r;

	if (fails(conf))
		return 0;
	r = eb_file_make_parent(conf->status_file);
	if (r == 0)
		r = eb_file_replace(conf->status_file, word, strlen(word), 0644);
	if (r < 0)
		return eb_fence_why(fence, r, "cannot write %s: %s", conf->status_file,
				    strerror(-r));
	return 0;
}

static const struct eb_fence_agent dummy = {
	.name = "dummy",
	.brief = "Fences a machine that is a file",
	.detail = "The machine is a file that holds the word on or off: to try fencing with.  It "
		  "protects nothing.",
	.conf_size = sizeof(struct conf),
	.params = params,
	.open = open_machine,
	.get = get,
	.set = set,
};

const struct eb_fence_agent *const eb_fence_agents[] = { &dummy, NULL };
