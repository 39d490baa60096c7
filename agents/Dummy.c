// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Dummy: a resource that does nothing but remember that it runs.  The state file
 * is the only state, and a reboot takes it away.  It is here to try a cluster
 * with, and to copy from.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "lib/agent.h"
#include "lib/clock.h"

struct conf {
	const char *state;
	const char *fake;
	long op_sleep_ms;
};

static const struct eb_param params[] = {
	{ "state", EB_STRING(struct conf, state), .flags = EB_UNIQUE,
	  .shown = "HA_RSCTMP/Dummy-NAME.state", .brief = "State file",
	  .detail = "The file whose presence says that the resource runs." },
	{ "fake", EB_STRING(struct conf, fake), .flags = EB_RELOADABLE, .value = "dummy",
	  .brief = "A value that changes nothing",
	  .detail =
		  "May be changed at will to see what the cluster does with a reloadable parameter." },
	{ "op_sleep", EB_TIME(struct conf, op_sleep_ms), .flags = EB_RELOADABLE, .value = "0",
	  .brief = "Time that every action takes",
	  .detail = "Start, stop and monitor wait that long, to try timeouts with." },
	{ 0 },
};

static const char *state_file(const struct eb_call *call, char buf[PATH_MAX])
{
	const struct conf *conf = call->conf;

	if (conf->state)
		return conf->state;
	snprintf(buf, PATH_MAX, "%s/Dummy-%s.state", eb_rsctmp(), call->instance);
	return buf;
}

static enum eb_ocf start(const struct eb_call *call)
{
	const struct conf *conf = call->conf;
	char buf[PATH_MAX];
	const char *path = state_file(call, buf);
	EB_CLEAN(eb_closep) int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);

	if (fd < 0)
		return eb_fail(OCF_ERR_GENERIC, errno, "cannot create %s", path);
	eb_clock_sleep((int)conf->op_sleep_ms, call->deadline_ms);
	return OCF_SUCCESS;
}

static enum eb_ocf stop(const struct eb_call *call)
{
	const struct conf *conf = call->conf;
	char buf[PATH_MAX];
	const char *path = state_file(call, buf);

	eb_clock_sleep((int)conf->op_sleep_ms, call->deadline_ms);
	if (unlink(path) < 0 && errno != ENOENT)
		return eb_fail(OCF_ERR_GENERIC, errno, "cannot remove %s", path);
	return OCF_SUCCESS;
}

static enum eb_ocf monitor(const struct eb_call *call)
{
	const struct conf *conf = call->conf;
	char buf[PATH_MAX];
	const char *path = state_file(call, buf);

	eb_clock_sleep((int)conf->op_sleep_ms, call->deadline_ms);
	if (access(path, F_OK) == 0)
		return OCF_SUCCESS;
	if (errno == ENOENT || errno == ENOTDIR)
		return OCF_NOT_RUNNING;
	return eb_fail(OCF_ERR_GENERIC, errno, "cannot look for %s", path);
}

/* The state moves with the resource: stop on one node, start on the other. */
static enum eb_ocf migrate_to(const struct eb_call *call)
{
	return stop(call);
}

static enum eb_ocf migrate_from(const struct eb_call *call)
{
	return start(call);
}

static enum eb_ocf reload_agent(const struct eb_call *call)
{
	const struct conf *conf = call->conf;

	eb_log(EB_INFO, "reloaded, fake is %s", conf->fake);
	return OCF_SUCCESS;
}

static const struct eb_action actions[] = {
	{ "start", start, .timeout = 20 },
	{ "stop", stop, .timeout = 20 },
	{ "monitor", monitor, .timeout = 20, .interval = 10 },
	{ "reload", reload_agent, .timeout = 20 },
	{ "reload-agent", reload_agent, .timeout = 20 },
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
};
