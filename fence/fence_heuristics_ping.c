// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fence_heuristics_ping: fences nothing.  It stands before a real agent on the same level of a
 * fencing topology, and lets it act only where the network can still be reached from here.
 *
 * All targets are asked together, in rounds, until the answer is certain: that each target has
 * answered often enough, or that it cannot any more.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/clock.h"
#include "lib/echo.h"
#include "lib/fence.h"
#include "lib/resolve.h"

enum { MAX_TARGETS = 64 };

struct conf {
	struct eb_fence_std std;
	const char *targets;
	long count, good_count, maxfail, interval_ms, timeout_ms;
};

static const struct eb_param params[] = {
	{ "ping_count", EB_INT(struct conf, count), .value = "10", .min = 1, .max = 1000,
	  .brief = "Echo requests to each target" },
	{ "ping_good_count", EB_INT(struct conf, good_count), .value = "8", .min = 1, .max = 1000,
	  .brief = "Answers that make a target reachable" },
	{ "ping_interval", EB_SECOND(struct conf, interval_ms), .value = "1",
	  .brief = "Time between two requests" },
	{ "ping_maxfail", EB_INT(struct conf, maxfail), .value = "0", .min = 0, .max = MAX_TARGETS,
	  .brief = "Targets that may be unreachable" },
	{ "ping_targets", EB_STRING(struct conf, targets), .flags = EB_REQUIRED,
	  .brief = "Targets, parted by commas, with inet: or inet6: before them where wanted" },
	{ "ping_timeout", EB_SECOND(struct conf, timeout_ms), .value = "2",
	  .brief = "Time for an answer" },
	{ 0 },
};

struct targets {
	struct eb_resolve names[MAX_TARGETS];
	struct eb_echo echoes[MAX_TARGETS];
	long good[MAX_TARGETS];
	size_t n;
	char words[4096];
};

static int read_targets(struct eb_fence *fence, const char *list, struct targets *targets)
{
	static const struct {
		const char *prefix;
		int family;
	} prefixes[] = { { "inet:", AF_INET }, { "inet6:", AF_INET6 } };
	char *rest, *word;

	snprintf(targets->words, sizeof(targets->words), "%s", list);
	for (word = strtok_r(targets->words, ", ", &rest); word;
	     word = strtok_r(NULL, ", ", &rest)) {
		if (targets->n == MAX_TARGETS)
			return eb_fence_why(fence, -EINVAL, "option ping_targets has more than %d",
					    MAX_TARGETS);
		for (size_t i = 0; i < EB_COUNT(prefixes); i++) {
			size_t len = strlen(prefixes[i].prefix);

			if (strncmp(word, prefixes[i].prefix, len) != 0)
				continue;
			word += len;
			targets->names[targets->n].family = prefixes[i].family;
		}
		targets->names[targets->n++].name = word;
	}
	return targets->n ? 0 : eb_fence_why(fence, -EINVAL, "option ping_targets names none");
}

static void look_up(struct targets *targets, long timeout_ms)
{
	eb_resolve(targets->names, targets->n, eb_clock_ms() + timeout_ms);
	for (size_t i = 0; i < targets->n; i++)
		targets->echoes[i].addr = targets->names[i].addr;
}

/* One request to each target; its answers are counted. */
static int ask_all(struct targets *targets, long timeout_ms)
{
	struct eb_echo_how how = {
		.attempts = 1,
		.timeout_ms = (int)timeout_ms,
		.until_ms = eb_clock_ms() + timeout_ms,
	};
	int r;

	for (size_t i = 0; i < targets->n; i++)
		targets->echoes[i].answered = false;
	r = eb_echo(targets->echoes, targets->n, &how);
	for (size_t i = 0; r == 0 && i < targets->n; i++)
		targets->good[i] += targets->echoes[i].answered;
	return r;
}

/* The targets that are surely reachable, and those that cannot become so in the rounds left. */
static void judge(const struct targets *targets, long wanted, long left, long *up, long *down)
{
	*up = *down = 0;
	for (size_t i = 0; i < targets->n; i++) {
		*up += targets->good[i] >= wanted;
		*down += targets->good[i] + left < wanted;
	}
}

static int test(struct eb_fence *fence)
{
	const struct conf *conf = fence->conf;
	EB_CLEAN(eb_freep) struct targets *targets = calloc(1, sizeof(*targets));
	char dead[300] = "";
	long up = 0, down = 0;
	int r = targets ? read_targets(fence, conf->targets, targets) : -ENOMEM;

	if (r < 0)
		return r;
	look_up(targets, conf->timeout_ms);
	for (long round = 1; round <= conf->count; round++) {
		int64_t next_ms = eb_clock_ms() + conf->interval_ms;

		r = ask_all(targets, conf->timeout_ms);
		if (r < 0)
			return eb_fence_why(fence, r, "cannot send echo requests: %s",
					    strerror(-r));
		judge(targets, conf->good_count, conf->count - round, &up, &down);
		eb_fence_debug(fence, "round %ld: %ld targets are reachable, %ld are not", round,
			       up, down);
		if (down > conf->maxfail || up >= (long)targets->n - conf->maxfail)
			break;
		if (round < conf->count)
			eb_clock_sleep(eb_clock_left(next_ms), INT64_MAX);
	}
	if (down <= conf->maxfail)
		return 0;
	for (size_t i = 0; i < targets->n && strlen(dead) + 80 < sizeof(dead); i++)
		if (targets->good[i] < conf->good_count)
			snprintf(dead + strlen(dead), sizeof(dead) - strlen(dead), "%s%.64s (%ld)",
				 dead[0] ? ", " : "", targets->names[i].name, targets->good[i]);
	/* Final: a second test after the first would be another chance. */
	return eb_fence_why(fence, -ENODEV, "too few answers from %s", dead);
}

/* On is no decision about anybody. */
static int set(struct eb_fence *fence, const char *plug, enum eb_power power)
{
	return power == EB_POWER_ON ? 0 : test(fence);
}

static int cycle(struct eb_fence *fence, const char *plug)
{
	return test(fence);
}

static int validate(struct eb_fence *fence)
{
	const struct conf *conf = fence->conf;
	EB_CLEAN(eb_freep) struct targets *targets = calloc(1, sizeof(*targets));

	if (!targets)
		return -ENOMEM;
	if (conf->good_count > conf->count)
		return eb_fence_why(fence, -EINVAL,
				    "option ping_good_count is more than ping_count");
	return read_targets(fence, conf->targets, targets);
}

static const struct eb_fence_default defaults[] = {
	{ "method", "cycle" },
	{ "retry_on", "0" },
	{ 0 },
};

static const struct eb_fence_agent heuristics_ping = {
	.name = "heuristics_ping",
	.brief = "Lets another fence agent act only where the network can be reached",
	.detail =
		"Fences nothing by itself.  Put it before a real fence agent on the same level of "
		"a fencing topology: off and reboot fail when too few of the targets answer, and "
		"the agent that follows does not act.",
	.uses = EB_USES_METHOD,
	.flags = EB_TRUSTED,
	.conf_size = sizeof(struct conf),
	.params = params,
	.defaults = defaults,
	.validate = validate,
	.set = set,
	.cycle = cycle,
};

const struct eb_fence_agent *const eb_fence_agents[] = { &heuristics_ping, NULL };
