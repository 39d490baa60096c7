// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hbscript: runs a resource script of Heartbeat, or an init script, the way
 * Heartbeat's ResourceManager ran it: `SCRIPT ARGS start|stop|status`, in that
 * environment, judging by what status prints and not by its exit code.
 *
 * Heartbeat asked for the status once, before a start.  Pacemaker asks every minute
 * and acts on it, so a wrong answer costs more here:
 *
 *   "running" of a dead service hides the outage, and after a stop it gets the node
 *   fenced.  Heartbeat would never have started such a script, so there are few.
 *
 *   "stopped" of a live service gets it restarted at each monitor, and at a probe it
 *   may be started on a second node.  Heartbeat did not mind: such scripts are many,
 *   most of them know no status at all.
 *
 * Therefore status_mode=auto: words that ResourceManager knew decide first, then
 * other words and systemctl's and the exit code where they say "stopped" without
 * doubt; a script that says none of that is believed to run from its start to its
 * stop, which a state file remembers until the next boot.  Then nobody notices a
 * crash, as nobody did under Heartbeat.  start and stop wait until status agrees.
 */
#include <errno.h>
#include <stdlib.h>

#include "agents/script/service.h"
#include "lib/agent.h"
#include "lib/clock.h"
#include "lib/file.h"
#include "lib/state.h"

enum { RETRY_MS = 1000 }; /* between two stops */

struct conf {
	const char *script;
	const char *args;
	const char *status_mode;
	long stop_retries;
};

static const struct eb_param params[] = {
	{ "script", EB_STRING(struct conf, script), .flags = EB_REQUIRED | EB_IDENTITY,
	  .expects = "a script's name or absolute path", .brief = "The script",
	  .detail = "A name, looked for in /etc/ha.d/resource.d and then in /etc/init.d, or an "
		    "absolute path." },
	{ "args", EB_STRING(struct conf, args), .brief = "Arguments before the action",
	  .detail = "Parted by blanks: what haresources parts by two colons." },
	{ "status_mode", EB_STRING(struct conf, status_mode), .flags = EB_RELOADABLE,
	  .value = "auto", .choices = "auto|text|exit|state", .brief = "How status is read",
	  .detail = "text: as Heartbeat did, running when it prints running or OK, and not "
		    "'not running'.  exit: by the exit code, as the LSB has it.  state: it is not "
		    "asked, the service runs from its start to its stop.  auto: as text, with "
		    "other ways to say stopped, and as state for a script that says neither." },
	{ "stop_retries", EB_INT(struct conf, stop_retries), .flags = EB_RELOADABLE, .value = "-1",
	  .min = -1, .max = 1000, .shown = "10",
	  .brief = "Further attempts after a stop that failed",
	  .detail = "A second apart, as long as the timeout allows.  HA_STOPRETRYMAX in the "
		    "cluster's environment is the default where it is set." },
	{ 0 },
};

static void find(struct eb_service *service, const struct eb_call *call)
{
	const struct conf *conf = call->conf;

	eb_service_init(service, call, conf->script, conf->args, conf->status_mode);
}

static enum eb_ocf fail_missing(const struct eb_service *service, enum eb_ocf code)
{
	return eb_fail(code, 0, "cannot find the script %s in %s or /etc/init.d", service->name,
		       getenv("HA_RESOURCEDIR"));
}

/* Without its script the service is down if it was never started, else nobody can tell. */
static enum eb_ocf judge_missing(const struct eb_service *service, enum eb_ocf down)
{
	if (eb_service_remembered(service) == EB_ANSWER_STOPPED)
		return down;
	return fail_missing(service, OCF_ERR_GENERIC);
}

static enum eb_ocf fail_action(const struct eb_service *service, const char *action, int r)
{
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot %s %s", action, service->name);
	return eb_fail(OCF_ERR_GENERIC, 0, "%s of %s ended with exit code %d%s%s", action,
		       service->name, service->status, service->said[0] ? ": " : "", service->said);
}

static enum eb_ocf start(const struct eb_call *call)
{
	struct eb_service service;
	bool running;
	int r;

	find(&service, call);
	if (service.found < 0)
		return fail_missing(&service, OCF_ERR_INSTALLED);
	running = eb_service_look(&service) == EB_ANSWER_RUNNING;
	/* Before the start, so that whatever happens on the way is known to want a stop. */
	r = eb_state_write(service.state, service.script.path);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot write %s", service.state);
	if (running) {
		eb_log(EB_INFO, "%s is running already, start is skipped", service.name);
		return OCF_SUCCESS;
	}
	r = eb_service_act(&service, "start");
	if (r != 0)
		return fail_action(&service, "start", r);
	if (!eb_service_settles(&service, EB_ANSWER_RUNNING))
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "start of %s succeeded, but by its status it does not run: %s",
			       service.name, service.said[0] ? service.said : "no output");
	return OCF_SUCCESS;
}

static long retries(const struct conf *conf)
{
	const char *max = getenv("HA_STOPRETRYMAX");

	if (conf->stop_retries >= 0)
		return conf->stop_retries;
	return max && *max ? strtol(max, NULL, 10) : 10;
}

/* One stop: 0 when the service is down, 1 when it is not, or -errno. */
static int put_down(struct eb_service *service)
{
	int r = eb_service_act(service, "stop");

	if (r < 0)
		return r;
	if (r == 0) {
		r = eb_file_remove(service->state);
		return r < 0 ? r : !eb_service_settles(service, EB_ANSWER_STOPPED);
	}
	/* What status sees counts more than what stop says; Heartbeat went on, too. */
	if (eb_service_look(service) != EB_ANSWER_STOPPED)
		return 1;
	eb_log(EB_WARN, "stop of %s ended with an error, but by its status it is stopped",
	       service->name);
	return 0;
}

static enum eb_ocf stop(const struct eb_call *call)
{
	struct eb_service service;
	int r;

	find(&service, call);
	if (service.found < 0)
		return judge_missing(&service, OCF_SUCCESS);
	for (long left = retries(call->conf); (r = put_down(&service)) != 0; left--) {
		if (r < 0)
			return fail_action(&service, "stop", r);
		if (left <= 0 || eb_clock_left(call->deadline_ms) <= RETRY_MS)
			return eb_fail(OCF_ERR_GENERIC, 0,
				       "stop of %s does not stop it: its status is %d: %s",
				       service.name, service.status,
				       service.said[0] ? service.said : "no output");
		eb_clock_sleep(RETRY_MS, call->deadline_ms);
	}
	eb_file_remove(service.output);
	r = eb_file_remove(service.state);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot remove %s", service.state);
	return OCF_SUCCESS;
}

static enum eb_ocf monitor(const struct eb_call *call)
{
	struct eb_service service;

	find(&service, call);
	if (service.found < 0)
		return judge_missing(&service, OCF_NOT_RUNNING);
	eb_service_trim_output(&service);
	switch (eb_service_look(&service)) {
	case EB_ANSWER_RUNNING: return OCF_SUCCESS;
	case EB_ANSWER_STOPPED: return OCF_NOT_RUNNING;
	default:
		return eb_fail(OCF_ERR_GENERIC, 0, "status of %s does not tell (exit code %d): %s",
			       service.name, service.status,
			       service.said[0] ? service.said : "no output");
	}
}

static enum eb_ocf reload_agent(const struct eb_call *call)
{
	return OCF_SUCCESS; /* parameters are read anew by every action */
}

static enum eb_ocf validate(const struct eb_call *call)
{
	const struct conf *conf = call->conf;
	struct eb_script script;
	int r = eb_script_find(&script, conf->script, conf->args);

	if (r == -EINVAL)
		return eb_fail(OCF_ERR_CONFIGURED, 0,
			       "parameter script is '%s': wants a plain name or an absolute path",
			       conf->script);
	if (r == -E2BIG)
		return eb_fail(OCF_ERR_CONFIGURED, 0, "parameter args: more than %d arguments",
			       EB_SCRIPT_WORDS);
	return OCF_SUCCESS; /* that it is not there is for validate_host to say */
}

static enum eb_ocf validate_host(const struct eb_call *call)
{
	struct eb_service service;

	find(&service, call);
	return service.found < 0 ? fail_missing(&service, OCF_ERR_INSTALLED) : OCF_SUCCESS;
}

/* start and stop ask status themselves, and wait for it. */
static const struct eb_action actions[] = {
	{ "start", start, .timeout = 100, .flags = EB_UNCONFIRMED },
	{ "stop", stop, .timeout = 100, .flags = EB_UNCONFIRMED },
	{ "monitor", monitor, .timeout = 100, .interval = 60 },
	{ "reload-agent", reload_agent, .timeout = 20 },
	{ 0 },
};

const struct eb_agent eb_agent = {
	.name = "hbscript",
	.brief = "Runs a resource script of Heartbeat or an init script",
	.detail =
		"Starts, stops and watches a service by a script, in the way of Heartbeat's "
		"ResourceManager.\n\n"
		"It knows of the service what the script knows. Where a script minds one process "
		"alone, as that of a pid file, and that one dies, the others can keep a port that "
		"the next start wants: such a start fails until they are gone. An agent made for "
		"the service does better.",
	.conf_size = sizeof(struct conf),
	.params = params,
	.actions = actions,
	.validate = validate,
	.validate_host = validate_host,
};
