// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * An agent that answers as it is told, to judge the frame by: action NAME gives the
 * code in FAKE_NAME (default 0), and says which row of its table ran, at which level,
 * how much time it was given, and which descriptor it got when it asked for one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/agent.h"
#include "lib/clock.h"

struct conf {
	const char *name;
	long pin;
	long weight;
};

static const struct eb_param params[] = {
	{ "name", EB_STRING(struct conf, name), .flags = EB_REQUIRED | EB_IDENTITY,
	  .brief = "What it is" },
	{ "pin", EB_INT(struct conf, pin), .flags = EB_SECRET, .brief = "A secret number" },
	{ "weight", EB_INT(struct conf, weight), .value = "3", .min = 1, .max = 9,
	  .brief = "A tuning value" },
	{ 0 },
};

static enum eb_ocf told(const char *name)
{
	char key[64];

	snprintf(key, sizeof(key), "FAKE_%s", name);
	return (enum eb_ocf)atoi(getenv(key) ?: "0");
}

static enum eb_ocf act(const struct eb_call *call)
{
	const struct conf *conf = call->conf;

	printf("%s depth=%d level=%d probe=%d left=%d weight=%ld fd=%d\n", call->action->name,
	       call->action->depth, call->check_level, call->probe,
	       eb_clock_left(call->deadline_ms), conf->weight, dup(STDOUT_FILENO));
	return told(call->action->name);
}

static enum eb_ocf validate(const struct eb_call *call)
{
	return told("validate");
}

static enum eb_ocf validate_host(const struct eb_call *call)
{
	return told("validate_host");
}

static const struct eb_action actions[] = {
	{ "start", act, .timeout = 20 },
	{ "stop", act, .timeout = 20 },
	{ "promote", act, .timeout = 20 },
	{ "demote", act, .timeout = 20 },
	{ "monitor", act, .timeout = 20, .interval = 10 },
	{ "monitor", act, .timeout = 20, .interval = 60, .depth = 10 },
	{ "monitor", act, .timeout = 20, .interval = 300, .depth = 20 },
	{ "reload", act, .timeout = 20, .flags = EB_UNCONFIRMED },
	{ 0 },
};

const struct eb_agent eb_agent = {
	.name = "fake",
	.brief = "Answers as it is told",
	.detail = "For tests.",
	.conf_size = sizeof(struct conf),
	.params = params,
	.actions = actions,
	.validate = validate,
	.validate_host = validate_host,
};
