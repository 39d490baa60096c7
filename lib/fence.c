// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <time.h>

#include "lib/clock.h"
#include "lib/fence-power.h"

enum { SECRET_MIN = 4 }; /* what is shorter is found in every text, and is no secret */

/* A device may repeat what it was told: logs and people are not to have that. */
static void hide(const struct eb_fence_std *std, char *text)
{
	const char *const secrets[] = { std->password, std->community, std->priv_passwd };

	for (size_t i = 0; i < EB_COUNT(secrets); i++) {
		size_t n = secrets[i] ? strlen(secrets[i]) : 0;

		for (char *at = text; n >= SECRET_MIN && (at = strstr(at, secrets[i])); at += n)
			memset(at, '*', n);
	}
}

/* One line, whatever is quoted in it: no end of it, and nothing that a terminal obeys. */
static void clean(const struct eb_fence *fence, char *text)
{
	if (fence->std) /* else nobody was told anything yet */
		hide(fence->std, text);
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			*text = ' ';
}

int eb_fence_why(struct eb_fence *fence, int r, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(fence->why, sizeof(fence->why), fmt, args);
	va_end(args);
	clean(fence, fence->why);
	return r;
}

static void write_debug_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "ae");
	time_t now = time(NULL);
	char stamp[32];
	struct tm tm;

	if (!file)
		return;
	strftime(stamp, sizeof(stamp), "%F %T", localtime_r(&now, &tm));
	fprintf(file, "%s DEBUG: %s\n", stamp, text);
	fclose(file);
}

void eb_fence_debug(const struct eb_fence *fence, const char *fmt, ...)
{
	char text[512];
	va_list args;

	if (!fence->std->verbose && !fence->std->debug_file)
		return;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	clean(fence, text);
	if (fence->std->verbose)
		fprintf(stderr, "DEBUG: %s\n", text);
	if (fence->std->debug_file)
		write_debug_file(fence->std->debug_file, text);
}

void eb_fence_say(const struct eb_fence *fence, const char *fmt, ...)
{
	char text[1024];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	clean(fence, text);
	if (fence->std->quiet) {
		openlog(fence->program, LOG_PID, LOG_DAEMON);
		syslog(LOG_ERR, "%s", text);
		closelog();
	} else {
		fprintf(stderr, "%s\n", text);
	}
	if (fence->std->debug_file)
		write_debug_file(fence->std->debug_file, text);
}

const char *eb_power_name(enum eb_power power)
{
	return power == EB_POWER_ON ? "on" : power == EB_POWER_OFF ? "off" : "unknown";
}

void eb_fence_plug(struct eb_fence *fence, const char *id, const char *alias, enum eb_power power)
{
	static const char *const states[] = { "OFF", "ON", "UNKNOWN" };
	const char *separator = fence->std->separator ? fence->std->separator : ",";

	if (!fence->in_list)
		return;
	if (!alias)
		alias = "";
	if (fence->with_state)
		printf("%s%s%s%s%s\n", id, separator, alias, separator, states[power]);
	else
		printf("%s%s%s\n", id, separator, alias);
}

static int status(struct eb_fence *fence)
{
	enum eb_power power;
	int r = eb_fence_get_all(fence, &power, NULL);

	if (r < 0)
		return eb_fence_refuse(fence, "get the state of", r);
	printf("Status: %s\n", power == EB_POWER_ON ? "ON" : "OFF");
	return power == EB_POWER_ON ? 0 : 2;
}

static int list(struct eb_fence *fence)
{
	int r = eb_fence_reach(fence, INT64_MAX);

	if (r == 0)
		r = fence->agent->list(fence);
	return r < 0 ? eb_fence_refuse(fence, "list the plugs of", r) : 0;
}

/* Is the device there and willing?  By the cheapest question that has to be answered. */
static int monitor(struct eb_fence *fence)
{
	const struct eb_fence_agent *agent = fence->agent;
	enum eb_power power;
	int r;

	if (agent->list && !agent->monitor)
		return list(fence);
	if (agent->get && !agent->monitor && (fence->n_plugs || !(agent->uses & EB_USES_PLUG))) {
		r = eb_fence_get_all(fence, &power, NULL);
	} else {
		r = eb_fence_reach(fence, INT64_MAX);
		if (r == 0 && agent->monitor)
			r = agent->monitor(fence);
	}
	return r < 0 ? eb_fence_refuse(fence, "work with", r) : 0;
}

static int list_plugs(struct eb_fence *fence)
{
	fence->in_list = true;
	if (fence->agent->list)
		return list(fence);
	if (!(fence->agent->uses & EB_USES_PLUG)) {
		puts("N/A");
		return 0;
	}
	eb_fence_say(fence, "unsupported action: the device does not list its plugs");
	return 1;
}

static int list_status(struct eb_fence *fence)
{
	fence->with_state = true;
	return list_plugs(fence);
}

/* The standard actions; what an agent cannot do is none of its actions. */
static const struct action {
	const char *name;
	int (*run)(struct eb_fence *fence);
	bool fences; /* is preceded by the delay */
	bool wants_plug;
	unsigned not_with, only_with;
} actions[] = {
	{ "off", eb_fence_off, true, true, 0, 0 },
	{ "on", eb_fence_on, false, true, EB_NO_ON, 0 },
	{ "reboot", eb_fence_reboot, true, true, EB_FABRIC, 0 },
	{ "disable", eb_fence_off, true, true, 0, EB_FABRIC },
	{ "enable", eb_fence_on, false, true, EB_NO_ON, EB_FABRIC },
	{ "status", status, false, true, EB_TRUSTED, 0 },
	{ "monitor", monitor, false, false, 0, 0 },
	{ "list", list_plugs, false, false, 0, 0 },
	{ "list-status", list_status, false, false, 0, 0 },
	{ "validate-all", NULL, false, false, 0, 0 },
};

static const struct action *find(const struct eb_fence_agent *agent, const char *name)
{
	for (size_t i = 0; i < EB_COUNT(actions); i++) {
		const struct action *a = &actions[i];

		if (strcmp(a->name, name) != 0)
			continue;
		if (agent->flags & a->not_with || (a->only_with & ~agent->flags))
			return NULL;
		return a;
	}
	return NULL;
}

static const struct eb_fence_action *find_own(const struct eb_fence_agent *agent, const char *name)
{
	for (const struct eb_fence_action *a = agent->actions; a && a->name; a++)
		if (!strcmp(a->name, name))
			return a;
	return NULL;
}

bool eb_fence_can(const struct eb_fence_agent *agent, const char *action)
{
	return find(agent, action) || find_own(agent, action);
}

bool eb_fence_wants_plug(const struct eb_fence_agent *agent, const char *action)
{
	const struct action *a = find(agent, action);

	if (!(agent->uses & EB_USES_PLUG) || agent->flags & EB_PLUG_OPTIONAL)
		return false;
	return a ? a->wants_plug : find_own(agent, action) != NULL;
}

static int run_own(struct eb_fence *fence, const struct eb_fence_action *action)
{
	int r = 0;

	for (size_t i = 0; i < fence->n_plugs && r == 0; i++) {
		r = eb_fence_reach(fence, INT64_MAX);
		if (r == 0)
			r = action->run(fence, fence->plugs[i]);
	}
	return r < 0 ? eb_fence_refuse(fence, action->name, r) : eb_fence_succeed(action->success);
}

int eb_fence_run(struct eb_fence *fence, const char *name)
{
	const struct action *action = find(fence->agent, name);
	int code, r = 0;

	if (fence->agent->validate)
		r = fence->agent->validate(fence);
	if (r < 0) {
		eb_fence_say(fence, "%s", fence->why[0] ? fence->why : strerror(-r));
		return 1;
	}
	if (action && !action->run)
		return 0;
	if (action && action->fences)
		eb_clock_sleep((int)fence->std->delay_ms, INT64_MAX);
	code = action ? action->run(fence) : run_own(fence, find_own(fence->agent, name));
	eb_fence_part(fence);
	return code;
}
