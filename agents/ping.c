// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ping: how many hosts this node can reach, as a node attribute that placement rules
 * can use.  All hosts are asked at the same time from this one process, so the answer
 * comes with the slowest host that lives, and dead ones cost one timeout together.
 *
 * The attribute is written when it changes, after a probe, and again every half
 * minute: it lives in the memory of a daemon that may be restarted.  The state file
 * remembers what was written last and when.
 */
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "lib/agent.h"
#include "lib/attr.h"
#include "lib/clock.h"
#include "lib/echo-options.h"
#include "lib/file.h"
#include "lib/reach.h"
#include "lib/state.h"

enum {
	REFRESH_MS = 30000,
	TIMEOUT_MS = 5000,       /* instead of 0, as stock does */
	TIMEOUT_MAX_MS = 300000, /* and at most */
	ATTR_MS = 2000,          /* kept back from the deadline to write the attribute */
};

/* false, true: tell which hosts do not answer; verbose: also which do. */
enum debug { QUIET, TELL, TELL_ALL };

static int parse_debug(const char *text, void *into)
{
	bool on;
	int r = 0;

	if (!strcasecmp(text, "verbose") || !strcmp(text, "2"))
		*(enum debug *)into = TELL_ALL;
	else if (!(r = eb_bool_parse(text, &on)))
		*(enum debug *)into = on ? TELL : QUIET;
	return r;
}

static const struct eb_type debug_type = { "string", "true, false or verbose", parse_debug };

struct conf {
	const char *pidfile;
	const char *name;
	const char *host_list;
	const char *options;
	long dampen_ms, timeout_ms;
	long multiplier, attempts, failure_score;
	enum debug debug;
	bool use_fping;
};

static const struct eb_param params[] = {
	{ "pidfile", EB_STRING(struct conf, pidfile), .flags = EB_UNIQUE,
	  .shown = "HA_RSCTMP/ping-INSTANCE.state", .brief = "State file",
	  .detail = "The file whose presence says that the resource runs, and which remembers what "
		    "was written last." },
	{ "dampen", EB_TIME(struct conf, dampen_ms), .flags = EB_RELOADABLE, .value = "5s",
	  .brief = "How long a change is held back",
	  .detail = "The cluster waits that long for the values of other nodes to change too, "
		    "before it acts on any." },
	{ "name", EB_STRING(struct conf, name), .flags = EB_UNIQUE, .value = "pingd",
	  .brief = "Name of the node attribute" },
	{ "multiplier", EB_INT(struct conf, multiplier), .value = "1", .min = -1000000,
	  .max = 1000000, .brief = "What one host counts",
	  .detail = "The attribute's value is this, times the number of hosts that answer." },
	{ "host_list", EB_STRING(struct conf, host_list), .flags = EB_REQUIRED,
	  .expects = "names or addresses of hosts", .brief = "Hosts to reach",
	  .detail = "Names or addresses, IPv4 and IPv6 mixed, parted by blanks.  An IPv6 "
		    "link-local address wants its interface: fe80::1%eth0." },
	{ "attempts", EB_INT(struct conf, attempts), .flags = EB_RELOADABLE, .value = "3", .min = 1,
	  .max = 1000, .brief = "Requests to a host before it counts as dead",
	  .detail = "A second apart, or the timeout when that is less; the first answer to any of "
		    "them counts." },
	{ "timeout", EB_TIME(struct conf, timeout_ms), .flags = EB_RELOADABLE, .value = "2",
	  .brief = "How long to wait for the last answer",
	  .detail = "Also the time that names may take to be resolved." },
	{ "options", EB_STRING(struct conf, options), .brief = "Options of ping(8)",
	  .detail = "Known are -I interface or address, -s payload, -t hop limit and -Q traffic "
		    "class; -n and -q are what happens anyway." },
	{ "failure_score", EB_INT(struct conf, failure_score),
	  .brief = "Value below which the resource counts as failed",
	  .detail = "Without it, a node that reaches no host has the value 0, and no failure." },
	{ "use_fping", EB_BOOL(struct conf, use_fping), .value = "1",
	  .brief = "Accepted, without effect",
	  .detail = "No program is run: what fping does, this agent does itself." },
	{ "debug", EB_TYPED(struct conf, debug, enum debug, debug_type), .flags = EB_RELOADABLE,
	  .value = "false", .brief = "Log each host",
	  .detail = "true logs hosts that do not answer at every monitor, not just at a change; "
		    "verbose also those that do." },
	{ 0 },
};

static void tell_hosts(const struct eb_reach *reach, enum debug debug)
{
	for (size_t i = 0; i < reach->n; i++) {
		if (!reach->echoes[i].answered)
			eb_log(EB_WARN, "%s does not answer: %s", reach->names[i].name,
			       eb_reach_why(reach, i));
		else if (debug == TELL_ALL)
			eb_log(EB_INFO, "%s answers", reach->names[i].name);
	}
}

/* Asks all hosts; the score, or a code with the reason told. */
static enum eb_ocf ask(const struct eb_call *call, long *score, char *dead, size_t size)
{
	const struct conf *conf = call->conf;
	EB_CLEAN(eb_reach_free) struct eb_reach reach = { 0 };
	struct eb_echo_options options;
	const char *bad;
	long timeout_ms = conf->timeout_ms ? conf->timeout_ms : TIMEOUT_MS;
	int r;

	eb_echo_options_read(&options, conf->options, &bad); /* validate() has judged them */
	if (timeout_ms > TIMEOUT_MAX_MS)
		timeout_ms = TIMEOUT_MAX_MS;
	options.how.attempts = (int)conf->attempts;
	options.how.timeout_ms = (int)timeout_ms;
	options.how.until_ms = call->deadline_ms - ATTR_MS;
	r = eb_reach_init(&reach, conf->host_list ?: "");
	if (r == 0)
		r = eb_reach_ask(&reach, (int)timeout_ms, &options.how);
	if (r < 0)
		return eb_fail(r == -EPERM ? OCF_ERR_PERM : OCF_ERR_GENERIC, -r, "cannot ping %s",
			       conf->host_list);
	if (conf->debug != QUIET)
		tell_hosts(&reach, conf->debug);
	eb_reach_list_dead(&reach, dead, size);
	*score = (long)reach.alive * conf->multiplier;
	return OCF_SUCCESS;
}

static const char *state_file(const struct eb_call *call, char buf[PATH_MAX])
{
	const struct conf *conf = call->conf;

	return eb_state_path(call, conf->pidfile, buf);
}

/* Writes the state file: what was published last, "" for nothing yet. */
static enum eb_ocf remember(const char *path, const char *state)
{
	int r = eb_state_write(path, state);

	return r < 0 ? eb_fail(OCF_ERR_GENERIC, -r, "cannot write %s", path) : OCF_SUCCESS;
}

/* Writes the attribute and remembers it. */
static enum eb_ocf publish(const struct eb_call *call, const char *path, long score)
{
	const struct conf *conf = call->conf;
	char dampen[32], state[64];
	struct eb_attr attr = { .name = conf->name,
				.dampen = dampen,
				.deadline_ms = call->deadline_ms };
	int r;

	snprintf(dampen, sizeof(dampen), "%ldms", conf->dampen_ms);
	snprintf(state, sizeof(state), "%ld %lld", score, (long long)eb_clock_ms());
	r = eb_attr_set(&attr, score);
	if (r == -ENOTCONN && !eb_in_cluster()) {
		eb_log(EB_WARN, "no cluster here to keep %s = %ld", conf->name, score);
		r = 0;
	}
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, attr.said[0] ? 0 : -r, "cannot set %s to %ld%s%s",
			       conf->name, score, attr.said[0] ? ": " : "", attr.said);
	return remember(path, state);
}

/* Asks the hosts and writes the attribute when there is a reason to. */
static enum eb_ocf update(const struct eb_call *call, const char *path, const char *state)
{
	const struct conf *conf = call->conf;
	long score = 0, last = -1;
	long long when_ms = 0;
	char dead[512];
	bool known = sscanf(state, "%ld %lld", &last, &when_ms) == 2;
	int64_t age_ms = eb_clock_ms() - when_ms;
	enum eb_ocf code = ask(call, &score, dead, sizeof(dead));

	if (code != OCF_SUCCESS)
		return code;
	if (!known || score != last)
		eb_log(EB_INFO, "%s is now %ld%s%s", conf->name, score,
		       dead[0] ? ", not reached: " : "", dead);
	if (!known || score != last || call->probe || age_ms < 0 || age_ms >= REFRESH_MS)
		code = publish(call, path, score);
	if (code == OCF_SUCCESS && conf->failure_score > 0 && score < conf->failure_score)
		return eb_fail(OCF_ERR_GENERIC, 0, "%s is %ld, below failure_score %ld", conf->name,
			       score, conf->failure_score);
	return code;
}

static enum eb_ocf start(const struct eb_call *call)
{
	char buf[PATH_MAX];
	const char *path = state_file(call, buf);
	enum eb_ocf code = remember(path, "");

	return code == OCF_SUCCESS ? update(call, path, "") : code;
}

static enum eb_ocf stop(const struct eb_call *call)
{
	const struct conf *conf = call->conf;
	struct eb_attr attr = { .name = conf->name, .deadline_ms = call->deadline_ms };
	char buf[PATH_MAX];
	const char *path = state_file(call, buf);
	int r = eb_file_remove(path);

	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot remove %s", path);
	r = eb_attr_delete(&attr);
	if (r < 0)
		eb_log(EB_WARN, "cannot delete %s: %s", conf->name,
		       attr.said[0] ? attr.said : strerror(-r));
	return OCF_SUCCESS;
}

static enum eb_ocf monitor(const struct eb_call *call)
{
	char buf[PATH_MAX], state[64];
	const char *path = state_file(call, buf);
	int r = eb_state_read(path, state, sizeof(state));

	if (r == -ENOENT)
		return OCF_NOT_RUNNING;
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot read %s", path);
	return update(call, path, state);
}

/* What was written is forgotten, so the next monitor writes by the new parameters. */
static enum eb_ocf reload_agent(const struct eb_call *call)
{
	char buf[PATH_MAX];

	return remember(state_file(call, buf), "");
}

static enum eb_ocf validate(const struct eb_call *call)
{
	const struct conf *conf = call->conf;
	struct eb_echo_options options;
	EB_CLEAN(eb_reach_free) struct eb_reach reach = { 0 };
	const char *bad = "";
	int r;

	if (eb_echo_options_read(&options, conf->options, &bad) < 0)
		return eb_fail(OCF_ERR_CONFIGURED, 0,
			       "parameter options: '%s' is none of -I interface or address, "
			       "-s 1 to %d, -t 1 to 255, -Q 1 to 255, -n, -q",
			       bad, EB_ECHO_PAYLOAD_MAX);
	r = eb_reach_init(&reach, conf->host_list);
	if (r < 0 || reach.n == 0)
		return eb_fail(OCF_ERR_CONFIGURED, 0,
			       "parameter host_list is '%s': wants 1 to %d names or addresses, "
			       "parted by blanks",
			       conf->host_list, EB_ECHO_HOSTS);
	return OCF_SUCCESS;
}

static enum eb_ocf validate_host(const struct eb_call *call)
{
	const struct conf *conf = call->conf;
	char folder[PATH_MAX];

	if (!conf->pidfile)
		return OCF_SUCCESS;
	snprintf(folder, sizeof(folder), "%s", conf->pidfile);
	if (access(dirname(folder), W_OK) < 0)
		return eb_fail(OCF_ERR_ARGS, errno,
			       "parameter pidfile: cannot write to its folder");
	return OCF_SUCCESS;
}

static const struct eb_action actions[] = {
	{ "start", start, .timeout = 60, .flags = EB_UNCONFIRMED }, /* it has just asked */
	{ "stop", stop, .timeout = 20 },
	{ "monitor", monitor, .timeout = 60, .interval = 10 },
	{ "reload-agent", reload_agent, .timeout = 20 },
	{ 0 },
};

const struct eb_agent eb_agent = {
	.name = "ping",
	.brief = "Keeps the number of reachable hosts as a node attribute",
	.detail = "Sends ICMP echo requests to all hosts at the same time and sets a node "
		  "attribute to the number of those that answer, times multiplier.  Run it as a "
		  "clone, and let placement rules use the attribute.",
	.conf_size = sizeof(struct conf),
	.params = params,
	.actions = actions,
	.validate = validate,
	.validate_host = validate_host,
};
