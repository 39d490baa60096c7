// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Stateful: a promotable resource that does nothing but remember its role, to try
 * promotable clones with.  The role is the text of the state file; every action
 * replaces it at once, so an action that is killed half-way leaves the old role or
 * the new one.
 *
 * Its promotion scores say "I would do" in both roles and prefer the one that is
 * promoted already.  A score that cannot be written costs the chance of promotion,
 * not the resource: it is logged, and no action fails for it.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "lib/agent.h"
#include "lib/attr.h"
#include "lib/clock.h"
#include "lib/file.h"
#include "lib/state.h"
#include "lib/trial.h"

struct conf {
	const char *state;
	const char *envfile;
	long notify_delay_ms;
};

static const struct eb_param params[] = {
	{ "state", EB_STRING(struct conf, state), .flags = EB_UNIQUE,
	  .shown = "HA_RSCTMP/Stateful-INSTANCE.state", .brief = "State file",
	  .detail = "The file that holds the role of this instance." },
	{ "envfile", EB_STRING(struct conf, envfile), .flags = EB_RELOADABLE,
	  .brief = "File that gets the environment of every action",
	  .detail = "Each action appends what the cluster told it: to learn, and to find faults." },
	{ "notify_delay", EB_TIME(struct conf, notify_delay_ms), .flags = EB_RELOADABLE,
	  .value = "0", .brief = "Time that a notify takes",
	  .detail = "The action notify takes that long, even when the cluster gives up before." },
	{ 0 },
};

enum role { STOPPED, UNPROMOTED, PROMOTED, UNKNOWN };

/* What each role is called in the state file, what it answers to monitor, and its score. */
static const struct {
	const char *name;
	enum eb_ocf code;
	long score;
} roles[] = {
	[STOPPED] = { NULL, OCF_NOT_RUNNING, 0 },
	[UNPROMOTED] = { "Unpromoted", OCF_SUCCESS, 5 },
	[PROMOTED] = { "Promoted", OCF_RUNNING_PROMOTED, 10 },
};

static const char *state_file(const struct eb_call *call, char buf[PATH_MAX])
{
	const struct conf *conf = call->conf;

	return eb_state_path(call, conf->state, buf);
}

/* The role now; for UNKNOWN errno tells why the file could not be read, 0: it holds no role. */
static enum role role_of(const struct eb_call *call)
{
	char buf[PATH_MAX], text[32];
	int r = eb_state_read(state_file(call, buf), text, sizeof(text));

	if (r == -ENOENT)
		return STOPPED;
	for (enum role role = UNPROMOTED; r == 0 && role <= PROMOTED; role++)
		if (!strcmp(text, roles[role].name))
			return role;
	errno = -r;
	return UNKNOWN;
}

static enum eb_ocf fail_unknown(const struct eb_call *call)
{
	char buf[PATH_MAX];

	return eb_fail(OCF_ERR_GENERIC, errno, "cannot tell the role from %s, which wants %s or %s",
		       state_file(call, buf), roles[UNPROMOTED].name, roles[PROMOTED].name);
}

static void tell_score(const struct eb_call *call, enum role role)
{
	struct eb_attr score = { .deadline_ms = call->deadline_ms };
	int r = role == STOPPED ? eb_attr_delete(&score) : eb_attr_set(&score, roles[role].score);

	if (r < 0)
		eb_log(EB_WARN, "cannot %s the promotion score: %s",
		       role == STOPPED ? "delete" : "set",
		       score.said[0] ? score.said : strerror(-r));
}

static void record(const struct eb_call *call)
{
	const struct conf *conf = call->conf;

	eb_trial_record(call, conf->envfile);
}

static enum eb_ocf become(const struct eb_call *call, enum role role)
{
	char buf[PATH_MAX];
	const char *path = state_file(call, buf);
	int r = role == STOPPED ? eb_file_remove(path) : eb_state_write(path, roles[role].name);

	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot %s %s",
			       role == STOPPED ? "remove" : "write", path);
	tell_score(call, role);
	return OCF_SUCCESS;
}

/* promote and demote: from any running role to this one. */
static enum eb_ocf turn(const struct eb_call *call, enum role role)
{
	record(call);
	switch (role_of(call)) {
	case STOPPED: return OCF_NOT_RUNNING;
	case UNKNOWN: return fail_unknown(call);
	default: return become(call, role);
	}
}

static enum eb_ocf promote(const struct eb_call *call)
{
	return turn(call, PROMOTED);
}

static enum eb_ocf demote(const struct eb_call *call)
{
	return turn(call, UNPROMOTED);
}

static enum eb_ocf start(const struct eb_call *call)
{
	record(call);
	if (role_of(call) == PROMOTED)
		return OCF_RUNNING_PROMOTED; /* nobody starts what is promoted: say how it is */
	return become(call, UNPROMOTED);
}

static enum eb_ocf stop(const struct eb_call *call)
{
	record(call);
	return become(call, STOPPED);
}

static enum eb_ocf monitor(const struct eb_call *call)
{
	enum role role;

	record(call);
	role = role_of(call);
	if (role == UNKNOWN)
		return fail_unknown(call);
	/* Scores do not outlive the cluster on this node, but the resource may have. */
	if (call->probe && role != STOPPED)
		tell_score(call, role);
	return roles[role].code;
}

static enum eb_ocf notify(const struct eb_call *call)
{
	const struct conf *conf = call->conf;

	record(call);
	eb_clock_sleep((int)conf->notify_delay_ms, INT64_MAX);
	return OCF_SUCCESS;
}

static enum eb_ocf reload_agent(const struct eb_call *call)
{
	record(call);
	return OCF_SUCCESS;
}

static const struct eb_action actions[] = {
	{ "start", start, .timeout = 20 },
	{ "stop", stop, .timeout = 20 },
	{ "monitor", monitor, .timeout = 20, .interval = 10, .role = "Promoted" },
	{ "monitor", monitor, .timeout = 20, .interval = 11, .role = "Unpromoted" },
	{ "promote", promote, .timeout = 10 },
	{ "demote", demote, .timeout = 10 },
	{ "notify", notify, .timeout = 5 },
	{ "reload-agent", reload_agent, .timeout = 10 },
	{ 0 },
};

const struct eb_agent eb_agent = {
	.name = "Stateful",
	.brief = "Does nothing but remember its role",
	.detail = "A resource to try promotable clones with: its state file holds the role, and "
		  "its promotion score is 5 while unpromoted and 10 while promoted.",
	.conf_size = sizeof(struct conf),
	.params = params,
	.actions = actions,
};
