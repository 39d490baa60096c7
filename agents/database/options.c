// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/database/options.h"
#include "agents/database/truncation.h"
#include "lib/option-file.h"
#include "lib/run.h"

/* Read-only from the first instant; everything that is acknowledged is on disk; GTIDs. */
static const char *const common[] = {
	"--read-only=1",           "--skip-slave-start",  "--log-slave-updates=1",
	"--sync-binlog=1",         "--relay-log-purge=1", "--innodb-flush-log-at-trx-commit=1",
	"--slave-skip-errors=OFF",
};

/*
 * A replica that stops receiving connects to its primary once more, to end its connection there: to a
 * dead host that takes until this timeout, of seconds, and a promotion waits for it.
 */
static const char *const mariadb[] = { "--gtid-strict-mode=1", "--rpl-semi-sync-slave-enabled=1",
				       "--rpl-semi-sync-slave-kill-conn-timeout=1" };
static const char *const mariadb_pair[] = { "--gtid-strict-mode=1" };
static const char truncating[] = "--loose-init-rpl-role=SLAVE";

static const char *const mysql[] = {
	"--gtid-mode=ON",
	"--enforce-gtid-consistency=ON",
	"--loose-super-read-only=1",
	"--loose-rpl-semi-sync-slave-enabled=1",
	"--loose-rpl-semi-sync-replica-enabled=1",
};

/* Words parted by blanks, as an array that ends with NULL. */
struct words {
	const char *list[512];
	char *copy;
};

static void split(struct words *words, const char *text)
{
	char *rest, *word;
	size_t n = 0;

	words->copy = rest = strdup(text);
	while ((word = strsep(&rest, " \t\r\n")) && n + 1 < EB_COUNT(words->list))
		if (*word)
			words->list[n++] = word;
	words->list[n] = NULL;
}

static void free_words(struct words *words)
{
	free(words->copy);
}

/* A wrapper would start a server, whatever it is asked: who it starts knows. */
static const char *program_of(const struct eb_mysql_conf *conf)
{
	const char *slash = strrchr(conf->binary, '/'), *name = slash ? slash + 1 : conf->binary;

	if (!strcmp(name, "mysqld_safe"))
		return "mysqld";
	return strcmp(name, "mariadbd-safe") ? conf->binary : "mariadbd";
}

static int ask(const struct eb_call *call, const char *const *argv, struct eb_run *run)
{
	*run = (struct eb_run) { .argv = argv, .deadline_ms = call->deadline_ms };
	return eb_run(run);
}

/* The last word counts. */
static const char *find(const char *const *words, const char *name)
{
	const char *found = NULL;

	for (; *words; words++) {
		size_t length = strcspn(*words, "=");

		if (!strncmp(*words, "--", 2) && eb_option_is(*words + 2, length - 2, name))
			found = *words + length + ((*words)[length] == '=');
	}
	return found;
}

/* All options that the server will have from its file and from additional_parameters, in *all. */
static enum eb_ocf tell_options(const struct eb_call *call, char **all)
{
	const struct eb_mysql_conf *conf = call->conf;
	char defaults[PATH_MAX + 32];
	const char *const argv[] = { program_of(conf), defaults, "--print-defaults", NULL };
	EB_CLEAN(eb_run_free) struct eb_run run = { 0 };
	int r;

	snprintf(defaults, sizeof(defaults), "--defaults-file=%s", conf->config);
	r = ask(call, argv, &run);
	if (r < 0)
		return eb_fail(OCF_ERR_INSTALLED, -r, "cannot ask %s for its options",
			       conf->binary);
	if (run.status != 0 || asprintf(all, "%s %s", run.output, conf->additional ?: "") < 0)
		return eb_fail(OCF_ERR_INSTALLED, 0, "%s does not like %s: %.300s", conf->binary,
			       conf->config, run.output);
	return OCF_SUCCESS;
}

/* On the command line, since a client's session keeps the domain that it found when it began. */
static int add_domain(const struct eb_call *call, struct eb_options *options)
{
	const struct eb_mysql_conf *conf = call->conf;
	EB_CLEAN(eb_freep) char *all = NULL;
	EB_CLEAN(free_words) struct words words = { .copy = NULL };
	const char *value = conf->domain;

	if (!strcmp(conf->domain, "server_id")) {
		if (tell_options(call, &all) != OCF_SUCCESS)
			return -EINVAL;
		split(&words, all);
		value = find(words.list, "server-id") ?: "0";
	}
	snprintf(options->domain, sizeof(options->domain), "--gtid-domain-id=%.20s", value);
	return 0;
}

int eb_options_make(const struct eb_call *call, struct eb_options *options)
{
	const struct eb_mysql_conf *conf = call->conf;
	const char *const argv[] = { program_of(conf), "--version", NULL };
	EB_CLEAN(eb_run_free) struct eb_run run = { 0 };
	bool family, pair = eb_mysql_is_pair(call);
	size_t n = 0;
	int r = ask(call, argv, &run);

	if (r < 0)
		return r;
	family = strstr(run.output, "MariaDB") != NULL;
	*options = (struct eb_options) { 0 };
	for (size_t i = 0; i < EB_COUNT(common); i++)
		options->argv[n++] = common[i];
	for (size_t i = 0; family && !pair && i < EB_COUNT(mariadb); i++)
		options->argv[n++] = mariadb[i];
	for (size_t i = 0; family && pair && i < EB_COUNT(mariadb_pair); i++)
		options->argv[n++] = mariadb_pair[i];
	for (size_t i = 0; !family && i < EB_COUNT(mysql); i++)
		options->argv[n++] = mysql[i];
	if (family && !pair && eb_truncation_is_right(call))
		options->argv[n++] = truncating;
	if (!strcmp(conf->semisync, "require"))
		options->argv[n++] = "--sync-relay-log=1";
	snprintf(options->parallel, sizeof(options->parallel), "--slave-parallel-%s=%ld",
		 family ? "threads" : "workers", conf->parallel);
	options->argv[n++] = options->parallel;
	snprintf(options->timeout, sizeof(options->timeout), "--slave-net-timeout=%ld",
		 (conf->net_timeout_ms + 999) / 1000);
	options->argv[n++] = options->timeout;
	if (!family || !conf->domain)
		return 0;
	options->argv[n] = options->domain;
	return add_domain(call, options);
}

static void complain(char *buf, size_t size, const char *name, const char *why)
{
	size_t used = strlen(buf);

	snprintf(buf + used, size - used, "%s%s %s", used ? "; " : "", name, why);
}

static const char *complain_of_dangers(const char *const *words, char *buf, size_t size)
{
	for (const struct eb_danger *danger = eb_dangers; danger->name; danger++) {
		const char *value = find(words, danger->name);

		if (value &&
		    eb_danger_find(danger->name, strlen(danger->name), value, strlen(value)))
			complain(buf, size, danger->name, danger->why);
	}
	return buf;
}

const char *eb_options_faults(const char *text, bool pair, char *buf, size_t size)
{
	EB_CLEAN(free_words) struct words words;
	const char *value;

	*buf = '\0';
	split(&words, text);
	if (!find(words.list, "log-bin"))
		complain(buf, size, "log-bin", "is missing: there is nothing to replicate from");
	value = find(words.list, "server-id");
	if (!value || strtol(value, NULL, 10) <= 0)
		complain(buf, size, "server-id", "is missing: every node wants its own");
	value = find(words.list, "auto-increment-increment");
	if (pair && (!value || strtol(value, NULL, 10) < 2))
		complain(buf, size, "auto-increment-increment",
			 "is not 2: both would give out the same keys");
	value = find(words.list, "auto-increment-offset");
	if (pair && (!value || strtol(value, NULL, 10) < 1))
		complain(buf, size, "auto-increment-offset",
			 "is missing: 1 on one node, 2 on the other");
	return complain_of_dangers(words.list, buf, size);
}

const char *eb_options_dangers(const char *text, char *buf, size_t size)
{
	EB_CLEAN(free_words) struct words words;

	*buf = '\0';
	split(&words, text);
	return complain_of_dangers(words.list, buf, size);
}

enum eb_ocf eb_options_check(const struct eb_call *call)
{
	const struct eb_mysql_conf *conf = call->conf;
	EB_CLEAN(eb_freep) char *all = NULL;
	bool pair = eb_mysql_is_pair(call);
	enum eb_ocf code = tell_options(call, &all);
	char faults[1024];

	if (code != OCF_SUCCESS || !*eb_options_faults(all, pair, faults, sizeof(faults)))
		return code;
	/* Each node has its own file: 6 would stop the others, too. */
	return eb_fail(OCF_ERR_INSTALLED, 0, "%s does not make %s: %s", conf->config,
		       pair ? "one of a pair" : "a replica set", faults);
}

enum eb_ocf eb_options_warn(const struct eb_call *call)
{
	const struct eb_mysql_conf *conf = call->conf;
	EB_CLEAN(eb_freep) char *all = NULL;
	enum eb_ocf code = tell_options(call, &all);
	char dangers[1024];

	if (code == OCF_SUCCESS && *eb_options_dangers(all, dangers, sizeof(dangers)))
		eb_log(EB_WARN, "%s is dangerous where the server replicates: %s", conf->config,
		       dangers);
	return code;
}

enum eb_ocf eb_options_inside(const struct eb_call *call)
{
	static const char *const names[] = { "log-bin",
					     "log-bin-index",
					     "relay-log",
					     "innodb-data-home-dir",
					     "innodb-undo-directory",
					     "innodb-log-group-home-dir",
					     "aria-log-dir-path" };
	const struct eb_mysql_conf *conf = call->conf;
	EB_CLEAN(eb_freep) char *all = NULL;
	EB_CLEAN(free_words) struct words words = { .copy = NULL };
	enum eb_ocf code = tell_options(call, &all);
	size_t n = strlen(conf->datadir);
	char outside[512] = "";

	if (code != OCF_SUCCESS)
		return code;
	split(&words, all);
	for (size_t i = 0; i < EB_COUNT(names); i++) {
		const char *value = find(words.list, names[i]);

		if (value && value[0] == '/' &&
		    (strncmp(value, conf->datadir, n) != 0 || value[n] != '/'))
			complain(outside, sizeof(outside), names[i], value);
	}
	return *outside ? eb_fail(OCF_ERR_INSTALLED, 0,
				  "rejoin_policy is %s, and %s is outside of datadir %s: another "
				  "folder in its place would not bring it along",
				  conf->rejoin_policy, outside, conf->datadir)
			: OCF_SUCCESS;
}

int eb_options_is_mariadb(const struct eb_call *call)
{
	const char *const argv[] = { program_of(call->conf), "--version", NULL };
	EB_CLEAN(eb_run_free) struct eb_run run = { 0 };
	int r = ask(call, argv, &run);

	return r < 0 ? r : strstr(run.output, "MariaDB") != NULL;
}
