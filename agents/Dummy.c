// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Dummy: a resource that does nothing but remember that it runs.  The state file
 * is the only state, and a reboot takes it away.  It is here to try a cluster
 * with, and to copy from.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/utsname.h>

#include "lib/agent.h"
#include "lib/clock.h"
#include "lib/file.h"
#include "lib/state.h"
#include "lib/trial.h"

struct conf {
	const char *state;
	const char *fake;
	const char *passwd;
	const char *fail_start_on;
	const char *envfile;
	long op_sleep_ms;
};

static const struct eb_param params[] = {
	{ "state", EB_STRING(struct conf, state), .flags = EB_UNIQUE,
	  .shown = "HA_RSCTMP/Dummy-INSTANCE.state", .brief = "State file",
	  .detail = "The file whose presence says that the resource runs." },
	{ "fake", EB_STRING(struct conf, fake), .flags = EB_RELOADABLE, .value = "dummy",
	  .brief = "A value that changes nothing",
	  .detail = "May be changed at will, to see what the cluster does with a parameter that "
		    "it can change without a restart." },
	{ "passwd", EB_STRING(struct conf, passwd), .flags = EB_RELOADABLE | EB_SECRET,
	  .brief = "A secret that changes nothing",
	  .detail = "To see where a secret of a resource shows up, and where not." },
	{ "op_sleep", EB_TIME(struct conf, op_sleep_ms), .flags = EB_RELOADABLE, .value = "0",
	  .brief = "Time that every action takes",
	  .detail = "Start, stop and monitor take that long, even when the cluster gives up "
		    "before: to try timeouts with." },
	{ "fail_start_on", EB_STRING(struct conf, fail_start_on), .flags = EB_RELOADABLE,
	  .brief = "Node on which start fails",
	  .detail = "The name of a node, as uname -n prints it, where every start fails." },
	{ "envfile", EB_STRING(struct conf, envfile), .flags = EB_RELOADABLE,
	  .brief = "File that gets the environment of every action",
	  .detail = "Each action appends what the cluster told it: to learn, and to find faults." },
	{ 0 },
};

static void take_time(const struct eb_call *call)
{
	const struct conf *conf = call->conf;

	eb_trial_record(call, conf->envfile);
	eb_clock_sleep((int)conf->op_sleep_ms, INT64_MAX);
}

static const char *state_file(const struct eb_call *call, char buf[PATH_MAX])
{
	const struct conf *conf = call->conf;

	return eb_state_path(call, conf->state, buf);
}

static enum eb_ocf start(const struct eb_call *call)
{
	const struct conf *conf = call->conf;
	struct utsname host;
	char buf[PATH_MAX];
	const char *path = state_file(call, buf);
	int r;

	take_time(call);
	if (conf->fail_start_on && uname(&host) == 0 && !strcmp(host.nodename, conf->fail_start_on))
		return eb_fail(OCF_ERR_GENERIC, 0, "parameter fail_start_on names this node, %s",
			       host.nodename);
	r = eb_state_write(path, "running");
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot create %s", path);
	return OCF_SUCCESS;
}

static enum eb_ocf stop(const struct eb_call *call)
{
	char buf[PATH_MAX];
	const char *path = state_file(call, buf);
	int r;

	take_time(call);
	r = eb_file_remove(path);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot remove %s", path);
	return OCF_SUCCESS;
}

static enum eb_ocf monitor(const struct eb_call *call)
{
	char buf[PATH_MAX], text[64];
	const char *path = state_file(call, buf);
	int r;

	take_time(call);
	r = eb_state_read(path, text, sizeof(text));
	if (r == -ENOENT)
		return OCF_NOT_RUNNING;
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot read %s", path);
	return OCF_SUCCESS;
}

/* The state moves with the resource: stop on one node, start on the other. */
static enum eb_ocf migrate_to(const struct eb_call *call)
{
	eb_log(EB_INFO, "moving to %s", eb_meta("migrate_target") ?: "another node");
	return stop(call);
}

static enum eb_ocf migrate_from(const struct eb_call *call)
{
	eb_log(EB_INFO, "moving here from %s", eb_meta("migrate_source") ?: "another node");
	return start(call);
}

static enum eb_ocf reload(const struct eb_call *call)
{
	const struct conf *conf = call->conf;

	take_time(call);
	eb_log(EB_INFO, "%s done, fake is '%s'", call->action->name, conf->fake);
	return OCF_SUCCESS;
}

static enum eb_ocf validate(const struct eb_call *call)
{
	const struct conf *conf = call->conf;

	if (conf->state && conf->state[0] != '/')
		return eb_fail(OCF_ERR_CONFIGURED, 0,
			       "parameter state is '%s': wants a path that begins with /",
			       conf->state);
	return OCF_SUCCESS;
}

static const struct eb_action actions[] = {
	{ "start", start, .timeout = 20 },
	{ "stop", stop, .timeout = 20 },
	{ "monitor", monitor, .timeout = 20, .interval = 10 },
	{ "reload", reload, .timeout = 20 },
	{ "reload-agent", reload, .timeout = 20 },
	{ "migrate_to", migrate_to, .timeout = 20 },
	{ "migrate_from", migrate_from, .timeout = 20 },
	{ 0 },
};

const struct eb_agent eb_agent = {
	.name = "Dummy",
	.brief = "Does nothing but remember that it runs",
	.detail = "A resource to try a cluster with: start makes a state file, stop removes it, "
		  "monitor looks for it.",
	.conf_size = sizeof(struct conf),
	.params = params,
	.actions = actions,
	.validate = validate,
};
