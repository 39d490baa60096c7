// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * drbddisk: the resource script of haresources as an agent.  Start makes DRBD resources primary,
 * stop makes them secondary; DRBD itself is brought up at boot, as it was.  Of a pair that is
 * managed this way, nobody but Pacemaker may promote; ocf:escapebeat:drbd does more.
 */
#include <string.h>

#include "agents/replica/config.h"
#include "agents/replica/roles.h"
#include "lib/agent.h"

struct conf {
	const char *resource, *drbdconf;
};

static const struct eb_param params[] = {
	{ "drbd_resource", EB_STRING(struct conf, resource), .flags = EB_UNIQUE, .value = "all",
	  .brief = "DRBD resource",
	  .detail = "A name of drbd.conf, several parted by blanks, or all: those of the file." },
	{ "drbdconf", EB_STRING(struct conf, drbdconf), .shown = "/etc/drbd.conf",
	  .brief = "Path of drbd.conf" },
	{ 0 },
};

static int name(struct eb_roles *roles, const struct eb_call *call)
{
	const struct conf *conf = call->conf;

	*roles = (struct eb_roles) { .conf = conf->drbdconf, .deadline_ms = call->deadline_ms };
	return eb_roles_name(roles, conf->resource);
}

static enum eb_ocf start(const struct eb_call *call)
{
	struct eb_roles roles;

	if (name(&roles, call) < 0)
		return eb_fail(OCF_ERR_INSTALLED, 0, "%s", roles.why);
	if (eb_roles_promote(&roles, EB_ROLES_START) < 0)
		return eb_fail(OCF_ERR_GENERIC, 0, "cannot become primary: %s", roles.why);
	return OCF_SUCCESS;
}

/* Nobody can say which: while nothing at all is primary here, ours are not. */
static enum eb_ocf answer_without_names(struct eb_roles *roles)
{
	char why[sizeof(roles->why)];

	if (eb_roles_name_up(roles) < 0)
		return eb_fail(OCF_ERR_GENERIC, 0, "%s", roles->why);
	memcpy(why, roles->why, sizeof(why));
	if (eb_roles_look(roles) == EB_ROLES_SECONDARY)
		return OCF_NOT_RUNNING;
	return eb_fail(OCF_ERR_GENERIC, 0, "%s; up is %s", why, roles->why);
}

static enum eb_ocf stop(const struct eb_call *call)
{
	struct eb_roles roles;
	enum eb_ocf code;

	if (name(&roles, call) < 0) {
		if (!roles.all) {
			code = answer_without_names(&roles);
			return code == OCF_NOT_RUNNING ? OCF_SUCCESS : code;
		}
		/* A mistake in the configuration must not keep a disk primary. */
		if (eb_roles_name_up(&roles) < 0)
			return eb_fail(OCF_ERR_GENERIC, 0, "%s", roles.why);
		eb_log(EB_WARN, "%s: all that is up is made secondary", roles.why);
	}
	if (eb_roles_demote(&roles, EB_ROLES_STOP) < 0)
		return eb_fail(OCF_ERR_GENERIC, 0, "cannot become secondary: %s", roles.why);
	return OCF_SUCCESS;
}

static enum eb_ocf monitor(const struct eb_call *call)
{
	struct eb_roles roles;

	if (name(&roles, call) < 0)
		return answer_without_names(&roles);
	switch (eb_roles_look(&roles)) {
	case EB_ROLES_PRIMARY: return OCF_SUCCESS;
	case EB_ROLES_SECONDARY: return OCF_NOT_RUNNING;
	case EB_ROLES_MIXED:
		return eb_fail(OCF_ERR_GENERIC, 0, "not all are primary: %s", roles.why);
	default: return eb_fail(OCF_ERR_GENERIC, 0, "cannot tell the role: %s", roles.why);
	}
}

static enum eb_ocf reload_agent(const struct eb_call *call)
{
	return OCF_SUCCESS;
}

static enum eb_ocf validate_host(const struct eb_call *call)
{
	const struct conf *conf = call->conf;
	struct eb_roles roles;

	if (name(&roles, call) < 0)
		return eb_fail(OCF_ERR_INSTALLED, 0, "%s", roles.why);
	for (size_t i = 0; i < roles.n; i++) {
		enum eb_ocf code = eb_drbd_config_check(conf->drbdconf, roles.names[i],
							EB_DRBD_DISK, call->deadline_ms);

		if (code != OCF_SUCCESS)
			return code;
	}
	return OCF_SUCCESS;
}

static const struct eb_action actions[] = {
	{ "start", start, .timeout = 90 },
	{ "stop", stop, .timeout = 90 },
	{ "monitor", monitor, .timeout = 20, .interval = 20 },
	{ "reload-agent", reload_agent, .timeout = 20 },
	{ 0 },
};

const struct eb_agent eb_agent = {
	.name = "drbddisk",
	.brief = "Makes a DRBD resource primary on one node",
	.detail = "Start makes the resource primary, stop secondary, as the script of Heartbeat's "
		  "haresources did: a refusal is tried again, six times at start and three times "
		  "at stop, a second apart. DRBD itself has to be up before. What the kernel "
		  "refuses is told with its reason.",
	.flags = EB_NEEDS_ROOT,
	.conf_size = sizeof(struct conf),
	.params = params,
	.actions = actions,
	.validate_host = validate_host,
};
