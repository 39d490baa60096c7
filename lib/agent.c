// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/agent.h"
#include "lib/clock.h"
#include "lib/xml.h"

/* What the agent keeps back from the cluster's timeout to be able to answer itself. */
enum { RESERVE_MS = 300, MAX_FAULTS = 32 };

enum eb_ocf eb_fail(enum eb_ocf code, int err, const char *fmt, ...)
{
	char text[1024];
	va_list args;
	size_t used;

	va_start(args, fmt);
	used = (size_t)vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (err && used < sizeof(text))
		snprintf(text + used, sizeof(text) - used, ": %s", strerror(err));
	for (char *c = text; *c; c++)
		if (*c == '\n')
			*c = ' ';
	eb_log(EB_ERR, "%s", text);
	fprintf(stderr, "%s%s\n", getenv("OCF_EXIT_REASON_PREFIX") ?: "ocf-exit-reason:", text);
	return code;
}

const char *eb_meta(const char *name)
{
	char key[128];
	const char *value;

	snprintf(key, sizeof(key), "OCF_RESKEY_CRM_meta_%s", name);
	value = getenv(key);
	return value && *value ? value : NULL;
}

static long meta_number(const char *name, long otherwise)
{
	const char *text = eb_meta(name);

	return text ? strtol(text, NULL, 10) : otherwise;
}

bool eb_in_cluster(void)
{
	return getenv("OCF_RESKEY_crm_feature_set") != NULL;
}

bool eb_is_recurring(void)
{
	return meta_number("interval", 0) > 0;
}

bool eb_is_promotable(void)
{
	return meta_number("promoted_max", 0) > 0 || meta_number("master_max", 0) > 0;
}

const char *eb_rsctmp(void)
{
	const char *folder = getenv("HA_RSCTMP");

	return folder && *folder ? folder : EB_RSCTMP;
}

static bool is(const char *a, const char *b)
{
	return !strcmp(a, b);
}

/* The row of an action; among several monitors the one of this depth, else the lightest. */
static const struct eb_action *find(const struct eb_agent *agent, const char *name, int level)
{
	const struct eb_action *best = NULL;

	for (const struct eb_action *a = agent->actions; a->name; a++)
		if (is(a->name, name) && (!best || (a->depth <= level && a->depth > best->depth)))
			best = a;
	return best;
}

/*
 * A probe asks whether anything runs here, before the cluster has decided anything:
 * Pacemaker sends it without an interval (absent, or 0).
 */
static bool is_probe(const char *name)
{
	return is(name, "monitor") && meta_number("interval", 0) == 0;
}

static bool is_lenient(const struct eb_call *call)
{
	return call->probe || is(call->action->name, "stop");
}

/* "ip: '10.0.0.300' is not ..., wants an IPv4 or IPv6 address"; secrets keep their text. */
static void describe(const struct eb_param_fault *fault, char *buf, size_t size)
{
	const struct eb_param *param = fault->param;
	char wants[256];

	eb_param_expects(param, wants, sizeof(wants));
	if (!fault->text)
		snprintf(buf, size, "parameter %s is missing: wants %s", param->name, wants);
	else if (param->flags & EB_SECRET)
		snprintf(buf, size, "parameter %s is wrong: wants %s", param->name, wants);
	else
		snprintf(buf, size, "parameter %s is '%s': wants %s", param->name, fault->text,
			 wants);
}

/*
 * What bad parameters mean.  0: go on; else *code is the answer.  A stop that fails
 * gets the node fenced, so a value that does not say what the resource is must not
 * fail it.
 */
static int judge(const struct eb_call *call, const struct eb_param_fault *faults, size_t n,
		 enum eb_ocf *code)
{
	char text[512];

	if (!is_lenient(call)) {
		for (size_t i = 0; i < n; i++) {
			describe(&faults[i], text, sizeof(text));
			*code = eb_fail(OCF_ERR_CONFIGURED, 0, "%s", text);
		}
		return n > 0;
	}
	for (size_t i = 0; i < n; i++) {
		bool identity = faults[i].param->flags & EB_IDENTITY;

		describe(&faults[i], text, sizeof(text));
		eb_log(EB_WARN, "%s; going on %s", text,
		       identity ? "as if nothing were running" : "without it");
		if (!identity)
			continue;
		*code = call->probe ? OCF_NOT_RUNNING : OCF_SUCCESS;
		return 1;
	}
	return 0;
}

static bool changes_state(const char *action)
{
	return is(action, "start") || is(action, "stop") || is(action, "promote") ||
	       is(action, "demote");
}

static bool is_running(enum eb_ocf code)
{
	return code == OCF_SUCCESS || code == OCF_RUNNING_PROMOTED || code == OCF_DEGRADED ||
	       code == OCF_DEGRADED_PROMOTED;
}

static enum eb_ocf ask_monitor(const struct eb_call *call)
{
	struct eb_call again = *call;

	again.action = find(call->agent, "monitor", 0);
	again.probe = false;
	again.check_level = 0;
	return again.action->run(&again);
}

/* Is this what monitor has to say after the action? */
static bool is_effect(const char *action, enum eb_ocf seen)
{
	bool promoted = seen == OCF_RUNNING_PROMOTED || seen == OCF_DEGRADED_PROMOTED;

	if (is(action, "stop"))
		return seen == OCF_NOT_RUNNING;
	if (is(action, "promote"))
		return promoted;
	return is_running(seen) && !promoted;
}

/* Believes an action only when the agent's own monitor sees its effect. */
static enum eb_ocf confirm(const struct eb_call *call)
{
	const char *name = call->action->name;
	enum eb_ocf seen;

	if (!changes_state(name) || call->action->flags & EB_UNCONFIRMED ||
	    !find(call->agent, "monitor", 0))
		return OCF_SUCCESS;
	seen = ask_monitor(call);
	if (is_effect(name, seen))
		return OCF_SUCCESS;
	return eb_fail(OCF_ERR_GENERIC, 0, "%s was carried out, but monitor then says %d (%s)",
		       name, seen, eb_ocf_name(seen));
}

/* validate-all for people and for programs; every fault has been told on stderr already. */
static int report_validity(const struct eb_agent *agent, int code)
{
	const char *format = getenv("OCF_OUTPUT_FORMAT");

	if (format && is(format, "xml")) {
		struct eb_xml xml = eb_xml_begin(stdout);

		eb_xml_open(&xml, "validation");
		eb_xml_attr(&xml, "agent", agent->name);
		eb_xml_attr(&xml, "valid", code ? "false" : "true");
		eb_xml_attr(&xml, "code", eb_ocf_name(code));
		eb_xml_end(&xml);
	}
	return code;
}

static enum eb_ocf validate(const struct eb_call *call, bool host)
{
	enum eb_ocf code = OCF_SUCCESS;

	if (call->agent->validate)
		code = call->agent->validate(call);
	if (code == OCF_SUCCESS && host && call->agent->validate_host)
		code = call->agent->validate_host(call);
	return code;
}

static enum eb_ocf perform(const struct eb_call *call)
{
	const char *name = call->action->name;
	enum eb_ocf code;

	if (call->agent->flags & EB_NEEDS_ROOT && changes_state(name) && geteuid() != 0)
		return eb_fail(OCF_ERR_PERM, 0, "%s needs root", name);
	if (!is_lenient(call)) {
		code = validate(call, is(name, "start"));
		if (code != OCF_SUCCESS)
			return code;
	}
	code = call->action->run(call);
	return code == OCF_SUCCESS ? confirm(call) : code;
}

/* validate-all and status are the frame's own; they need no row in the table. */
static const struct eb_action validate_all = { .name = "validate-all", .timeout = 20 };

static int64_t deadline(const struct eb_action *action)
{
	long timeout_ms = meta_number("timeout", action->timeout * 1000L);

	/* ocf-tester and people on a command line send no timeout, or 0 for none. */
	if (timeout_ms <= 0)
		timeout_ms = action->timeout > 0 ? action->timeout * 1000L : 20000;
	return eb_clock_ms() +
	       (timeout_ms > 10 * RESERVE_MS ? timeout_ms - RESERVE_MS : timeout_ms * 9 / 10);
}

/*
 * Whoever is started from here inherits the environment, a server for as long as it runs, and its
 * user may read it.  What was filled in points into the texts, which stay.
 */
static void hide_secrets(const struct eb_agent *agent)
{
	for (const struct eb_param *param = agent->params; param && param->name; param++) {
		const char *const names[] = { param->name, param->alias };

		for (size_t i = 0; param->flags & EB_SECRET && i < EB_COUNT(names); i++) {
			char key[128];

			if (names[i] && snprintf(key, sizeof(key), "OCF_RESKEY_%s", names[i]) <
						(int)sizeof(key))
				unsetenv(key);
		}
	}
}

int eb_agent_run(const struct eb_agent *agent, const char *name)
{
	const char *level = getenv("OCF_CHECK_LEVEL");
	struct eb_param_fault faults[MAX_FAULTS];
	struct eb_call call = {
		.agent = agent,
		.instance = getenv("OCF_RESOURCE_INSTANCE") ?: "default",
		.check_level = level ? atoi(level) : 0,
	};
	EB_CLEAN(eb_freep) void *conf = calloc(1, agent->conf_size ? agent->conf_size : 1);
	bool status = is(name, "status");
	enum eb_ocf code = OCF_SUCCESS;
	size_t n;

	eb_log_open(agent->name, call.instance);
	call.action = find(agent, status ? "monitor" : name, call.check_level);
	if (!call.action && is(name, "validate-all"))
		call.action = &validate_all;
	if (!call.action) {
		eb_agent_usage(agent, agent->name);
		return OCF_ERR_UNIMPLEMENTED;
	}
	if (!conf)
		return eb_fail(OCF_ERR_GENERIC, 0, "out of memory");
	/* It becomes part of file names; an XML id, which it is, has no slash. */
	if (strchr(call.instance, '/'))
		return eb_fail(OCF_ERR_ARGS, 0, "OCF_RESOURCE_INSTANCE is '%s': wants no slash",
			       call.instance);
	call.conf = conf;
	call.probe = is_probe(name);
	call.deadline_ms = deadline(call.action);

	n = eb_params_fill(agent->params, conf, eb_param_from_env, NULL, faults, MAX_FAULTS);
	hide_secrets(agent);
	if (judge(&call, faults, n < MAX_FAULTS ? n : MAX_FAULTS, &code))
		return call.action == &validate_all ? report_validity(agent, (int)code) : (int)code;
	if (call.action == &validate_all)
		return report_validity(agent,
				       (int)validate(&call, !level || call.check_level >= 10));
	code = perform(&call);
	if (status)
		puts(is_running(code) ? "running" : "stopped");
	return (int)code;
}
