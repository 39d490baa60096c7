// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "agents/database/cluster.h"
#include "agents/database/options.h"
#include "lib/run.h"

/* Read-only from the first instant; everything that is acknowledged is on disk; GTIDs. */
static const char *const common[] = {
	"--read-only=1",           "--skip-slave-start",  "--log-slave-updates=1",
	"--sync-binlog=1",         "--relay-log-purge=1", "--innodb-flush-log-at-trx-commit=1",
	"--slave-skip-errors=OFF",
};

static const char *const mariadb[] = { "--gtid-strict-mode=1", "--rpl-semi-sync-slave-enabled=1" };
static const char truncating[] = "--loose-init-rpl-role=SLAVE";

static const char *const mysql[] = {
	"--gtid-mode=ON",
	"--enforce-gtid-consistency=ON",
	"--loose-super-read-only=1",
	"--loose-rpl-semi-sync-slave-enabled=1",
	"--loose-rpl-semi-sync-replica-enabled=1",
};

/* Filters leave out of the log, or of the replica, what somebody believes to be in both. */
static const struct {
	const char *name, *why;
} dangerous[] = {
	{ "binlog-do-db", "leaves changes out of the binary log" },
	{ "binlog-ignore-db", "leaves changes out of the binary log" },
	{ "replicate-do-db", "leaves changes out of the replica" },
	{ "replicate-do-table", "leaves changes out of the replica" },
	{ "replicate-ignore-db", "leaves changes out of the replica" },
	{ "replicate-ignore-table", "leaves changes out of the replica" },
	{ "replicate-wild-do-table", "leaves changes out of the replica" },
	{ "replicate-wild-ignore-table", "leaves changes out of the replica" },
	{ "slave-skip-errors", "hides that the data have diverged" },
	{ "replica-skip-errors", "hides that the data have diverged" },
};

static int ask(const struct eb_call *call, const char *const *argv, struct eb_run *run)
{
	*run = (struct eb_run) { .argv = argv, .deadline_ms = call->deadline_ms };
	return eb_run(run);
}

/*
 * The server cuts off what its own tables had not yet committed for good when it died.  That is what
 * nobody acknowledged, if commits waited for a replica; where the primary acknowledged alone, it
 * could be what somebody was told is safe.
 */
static bool may_truncate(const struct eb_call *call)
{
	const struct eb_mysql_conf *conf = call->conf;
	struct eb_semisync semisync;

	if (!strcmp(conf->rejoin_policy, "refuse") || !eb_in_cluster())
		return false;
	if (!strcmp(conf->semisync, "require"))
		return true;
	eb_semisync_recall(call, eb_cluster_self(), &semisync);
	return !strcmp(conf->semisync, "prefer") && !semisync.alone && semisync.replicas > 0;
}

int eb_options_make(const struct eb_call *call, struct eb_options *options)
{
	const struct eb_mysql_conf *conf = call->conf;
	const char *const argv[] = { conf->binary, "--version", NULL };
	EB_CLEAN(eb_run_free) struct eb_run run = { 0 };
	bool family;
	size_t n = 0;
	int r = ask(call, argv, &run);

	if (r < 0)
		return r;
	family = strstr(run.output, "MariaDB") != NULL;
	*options = (struct eb_options) { 0 };
	for (size_t i = 0; i < EB_COUNT(common); i++)
		options->argv[n++] = common[i];
	for (size_t i = 0; family && i < EB_COUNT(mariadb); i++)
		options->argv[n++] = mariadb[i];
	for (size_t i = 0; !family && i < EB_COUNT(mysql); i++)
		options->argv[n++] = mysql[i];
	if (family && may_truncate(call))
		options->argv[n++] = truncating;
	if (!strcmp(conf->semisync, "require"))
		options->argv[n++] = "--sync-relay-log=1";
	snprintf(options->parallel, sizeof(options->parallel), "--slave-parallel-%s=%ld",
		 family ? "threads" : "workers", conf->parallel);
	options->argv[n++] = options->parallel;
	snprintf(options->timeout, sizeof(options->timeout), "--slave-net-timeout=%ld",
		 (conf->net_timeout_ms + 999) / 1000);
	options->argv[n] = options->timeout;
	return 0;
}

/* Is it that option, however it is written: _ for -, loose- before it? */
static bool is_option(const char *word, const char *name, const char **value)
{
	size_t i = 0;

	if (strncmp(word, "--", 2) != 0)
		return false;
	word += 2;
	if (!strncmp(word, "loose", 5) && (word[5] == '-' || word[5] == '_'))
		word += 6;
	for (; name[i]; i++)
		if ((word[i] == '_' ? '-' : word[i]) != name[i])
			return false;
	*value = word[i] == '=' ? word + i + 1 : "";
	return word[i] == '=' || word[i] == '\0';
}

/* The last word counts. */
static const char *find(const char *const *words, const char *name)
{
	const char *found = NULL, *value;

	for (; *words; words++)
		if (is_option(*words, name, &value))
			found = value;
	return found;
}

static void complain(char *buf, size_t size, const char *name, const char *why)
{
	size_t used = strlen(buf);

	snprintf(buf + used, size - used, "%s%s %s", used ? "; " : "", name, why);
}

const char *eb_options_faults(const char *text, char *buf, size_t size)
{
	const char *words[512], *value;
	EB_CLEAN(eb_freep) char *copy = strdup(text);
	char *rest = copy, *word;
	size_t n = 0;

	*buf = '\0';
	while ((word = strsep(&rest, " \t\r\n")) && n + 1 < EB_COUNT(words))
		if (*word)
			words[n++] = word;
	words[n] = NULL;
	if (!find(words, "log-bin"))
		complain(buf, size, "log-bin", "is missing: there is nothing to replicate from");
	value = find(words, "server-id");
	if (!value || strtol(value, NULL, 10) <= 0)
		complain(buf, size, "server-id", "is missing: every node wants its own");
	for (size_t i = 0; i < EB_COUNT(dangerous); i++) {
		value = find(words, dangerous[i].name);
		if (value && strcasecmp(value, "OFF") != 0)
			complain(buf, size, dangerous[i].name, dangerous[i].why);
	}
	return buf;
}

enum eb_ocf eb_options_check(const struct eb_call *call)
{
	const struct eb_mysql_conf *conf = call->conf;
	char defaults[PATH_MAX + 32], faults[1024];
	const char *const argv[] = { conf->binary, defaults, "--print-defaults", NULL };
	EB_CLEAN(eb_run_free) struct eb_run run = { 0 };
	EB_CLEAN(eb_freep) char *all = NULL;
	int r;

	snprintf(defaults, sizeof(defaults), "--defaults-file=%s", conf->config);
	r = ask(call, argv, &run);
	if (r < 0)
		return eb_fail(OCF_ERR_INSTALLED, -r, "cannot ask %s for its options",
			       conf->binary);
	if (run.status != 0 || asprintf(&all, "%s %s", run.output, conf->additional ?: "") < 0)
		return eb_fail(OCF_ERR_CONFIGURED, 0, "%s does not like %s: %.300s", conf->binary,
			       conf->config, run.output);
	if (*eb_options_faults(all, faults, sizeof(faults)))
		return eb_fail(OCF_ERR_CONFIGURED, 0, "%s does not make a replica set: %s",
			       conf->config, faults);
	return OCF_SUCCESS;
}
