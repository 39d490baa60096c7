// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fence_rps10: WTI's Remote Power Switch RPS-10M on a serial line, with the parameter that
 * Heartbeat's plugin had.
 *
 * The switch cannot be asked for a state.  What proves is its own word after the order,
 * "Plug 3 Off" and then "Complete"; less than that is a failure.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/talk.h"

enum { MAX_TARGETS = 16 };

struct conf {
	struct eb_fence_std std;
	const char *serial_to_targets;
};

static const struct eb_param params[] = {
	{ "serial_to_targets", EB_STRING(struct conf, serial_to_targets), .flags = EB_REQUIRED,
	  .brief = "Line, and then each machine with its outlet",
	  .detail = "For example /dev/ttyS0 node1 0 node2 1.  Outlets are 0 to 9, or * for all; a "
		    "machine with two power supplies stands there twice." },
	{ 0 },
};

struct line {
	struct eb_talk talk;
	char *words; /* the others point into it */
	const char *path;
	struct {
		const char *host;
		char outlet;
	} targets[MAX_TARGETS];
	size_t n;
};

static bool is_outlet(const char *word)
{
	return word && word[0] && !word[1] && strchr("0123456789*Aa", word[0]);
}

/* Cuts serial_to_targets up.  0 or -EINVAL. */
static int read_targets(struct eb_fence *fence, struct line *line)
{
	const struct conf *conf = fence->conf;
	char *rest, *host, *outlet;

	line->words = strdup(conf->serial_to_targets);
	if (!line->words)
		return -ENOMEM;
	line->path = strtok_r(line->words, " \t,", &rest);
	while (line->path && line->n < MAX_TARGETS &&
	       (host = strtok_r(NULL, " \t,", &rest)) != NULL) {
		outlet = strtok_r(NULL, " \t,", &rest);
		if (!is_outlet(outlet))
			return eb_fence_why(fence, -EINVAL,
					    "option serial_to_targets: the outlet of %s is '%s': "
					    "wants 0 to 9, or *",
					    host, outlet ? outlet : "");
		line->targets[line->n].host = host;
		line->targets[line->n++].outlet = *outlet == 'A' || *outlet == 'a' ? '*' : *outlet;
	}
	if (!line->path || line->path[0] != '/' || !line->n)
		return eb_fence_why(
			fence, -EINVAL,
			"option serial_to_targets is '%s': wants LINE MACHINE OUTLET...",
			conf->serial_to_targets);
	return 0;
}

static void forget(struct line *line)
{
	eb_talk_close(&line->talk);
	free(line->words);
	free(line);
}

static int validate(struct eb_fence *fence)
{
	struct line *line = calloc(1, sizeof(*line));
	int r = -ENOMEM;

	if (line) {
		line->talk.fd = -1;
		r = read_targets(fence, line);
		forget(line);
	}
	return r;
}

/* The switch greets when DTR rises. */
static int open_line(struct eb_fence *fence)
{
	static const char *const greeting[] = { "RPS-10 Ready", NULL };
	struct line *line = calloc(1, sizeof(*line));
	int r;

	if (!line)
		return -ENOMEM;
	line->talk.fd = -1;
	fence->session = line;
	r = read_targets(fence, line);
	if (r < 0)
		return r;
	r = eb_talk_serial(fence, &line->talk, line->path, B9600);
	if (r == 0)
		r = eb_talk_expect(fence, &line->talk, greeting);
	return r < 0 ? r : 0;
}

static void close_line(struct eb_fence *fence)
{
	if (fence->session)
		forget(fence->session);
	fence->session = NULL;
}

/* The order, and each word that proves it: the right outlet, the right state, complete. */
static int switch_outlet(struct eb_fence *fence, char outlet, enum eb_power power)
{
	static const char *const complete[] = { "Complete", NULL };
	struct line *line = fence->session;
	char order[] = "\002\030\030\002\030\030??\r", word[32];
	const char *const done[] = { word, NULL };
	int r;

	order[6] = outlet;
	order[7] = power == EB_POWER_ON ? '1' : '0';
	/* All outlets together are told one by one, from 0. */
	snprintf(word, sizeof(word), "Plug %c %s", outlet == '*' ? '0' : outlet,
		 power == EB_POWER_ON ? "On" : "Off");
	r = eb_talk_send(fence, &line->talk, order);
	if (r == 0)
		r = eb_talk_expect(fence, &line->talk, done);
	if (r == 0)
		r = eb_talk_expect(fence, &line->talk, complete);
	return r;
}

/* A machine with two power supplies stands there twice, with an outlet for each. */
static int set(struct eb_fence *fence, const char *host, enum eb_power power)
{
	const struct line *line = fence->session;
	bool known = false;

	for (size_t i = 0; i < line->n; i++) {
		int r;

		if (strcasecmp(line->targets[i].host, host) != 0)
			continue;
		known = true;
		eb_fence_renew(fence);
		r = switch_outlet(fence, line->targets[i].outlet, power);
		if (r < 0)
			return r;
	}
	return known ? 0 : eb_fence_why(fence, -ENODEV, "serial_to_targets does not have %s", host);
}

static int list(struct eb_fence *fence)
{
	const struct line *line = fence->session;

	for (size_t i = 0; i < line->n; i++)
		eb_fence_plug(fence, line->targets[i].host, NULL, EB_POWER_UNKNOWN);
	return 0;
}

static const struct eb_fence_default defaults[] = {
	{ "login_timeout", "10" },
	{ "shell_timeout", "15" },
	{ 0 },
};

static const struct eb_fence_agent rps10 = {
	.name = "rps10",
	.brief = "Fences by a WTI RPS-10M power switch on a serial line",
	.detail =
		"For configurations of Heartbeat that have this switch: serial_to_targets is that "
		"of its STONITH plugin.  The switch cannot be asked for a state; what it says "
		"after an order proves that it was carried out.",
	.url = "https://www.wti.com",
	.uses = EB_USES_PLUG,
	.flags = EB_TRUSTED,
	.conf_size = sizeof(struct conf),
	.params = params,
	.defaults = defaults,
	.validate = validate,
	.open = open_line,
	.close = close_line,
	.set = set,
	.list = list,
};

const struct eb_fence_agent *const eb_fence_agents[] = { &rps10, NULL };
