// SPDX-License-Identifier: GPL-2.0-or-later
/* start and stop of the server, for every mode. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "agents/database/folder.h"
#include "agents/database/local.h"
#include "agents/database/member.h"
#include "agents/database/options.h"
#include "agents/database/pair.h"
#include "agents/database/privileges.h"
#include "agents/database/rejoin.h"
#include "agents/database/server.h"
#include "agents/database/truncation.h"
#include "lib/clock.h"
#include "lib/run.h"

enum {
	LOOK_MS = 50,      /* between two looks whether it is up */
	SPEAK_MS = 10000,  /* a start that lasts says so that often */
	STOP_PERCENT = 80, /* of the time for a stop, until SIGKILL */
	HUNG_MS = 5000,    /* the same for a member that answers nobody */
};

const char *eb_mysql_resource(const struct eb_call *call, char *buf, size_t size)
{
	snprintf(buf, size, "%.*s", (int)strcspn(call->instance, ":"), call->instance);
	return buf;
}

static bool is_empty(const struct eb_mysql_conf *conf)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/mysql", conf->datadir);
	return access(path, F_OK) < 0;
}

/* What the two families call the program that makes an empty data folder. */
static enum eb_ocf create(const struct eb_call *call)
{
	const struct eb_mysql_conf *conf = call->conf;
	char defaults[PATH_MAX + 32], datadir[PATH_MAX + 32], user[128], path[PATH_MAX];
	const char *const install[] = { "mariadb-install-db", defaults, datadir, user,
					"--skip-test-db",     NULL };
	const char *const initialize[] = { conf->binary, defaults, "--initialize-insecure",
					   datadir,      user,     NULL };
	EB_CLEAN(eb_run_free)
	struct eb_run run = { .argv = install, .deadline_ms = call->deadline_ms };
	int r;

	snprintf(defaults, sizeof(defaults), "--defaults-file=%s", conf->config);
	snprintf(datadir, sizeof(datadir), "--datadir=%s", conf->datadir);
	snprintf(user, sizeof(user), "--user=%s", conf->user);
	if (!eb_run_find("mariadb-install-db", path))
		run.argv = initialize;
	eb_log(EB_INFO, "making an empty database in %s with %s", conf->datadir, run.argv[0]);
	r = eb_run(&run);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot run %s", run.argv[0]);
	if (run.status != 0)
		return eb_fail(OCF_ERR_GENERIC, 0, "%s ended with exit code %d: %.300s",
			       run.argv[0], run.status, run.output);
	return OCF_SUCCESS;
}

/* What the server's last words do not say: what a person has to do now. */
static const struct {
	const char *words, *step;
} steps[] = {
	{ "prepared transactions",
	  "its binary log is not the one with which it crashed, so nobody can tell any more which of "
	  "these were committed: copy the data of another node here; if there is none that has them, "
	  "bring the log back, or start the server once by hand with --tc-heuristic-recover=COMMIT" },
};

static enum eb_ocf fail_dead(const struct eb_mysql_conf *conf, const struct eb_server_start *start)
{
	const char *step = NULL;
	char words[512];

	eb_server_words(conf, start, words, sizeof(words));
	for (size_t i = 0; i < EB_COUNT(steps); i++)
		if (strstr(words, steps[i].words))
			step = steps[i].step;
	if (step)
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "the server ended while it was starting: %.120s...; %s", words,
			       step);
	return eb_fail(OCF_ERR_GENERIC, 0, "the server ended while it was starting: %s", words);
}

/*
 * Recovery after a crash can take an hour, and nobody but the log knows how far it is: as long
 * as the process lives it is waited for.
 */
static enum eb_ocf wait_until_up(const struct eb_call *call, const struct eb_server_start *start)
{
	const struct eb_mysql_conf *conf = call->conf;
	int64_t speak_ms = eb_clock_ms() + SPEAK_MS;
	char words[512];

	for (;;) {
		EB_CLEAN(eb_local_close) struct eb_local local = { 0 };
		int r = eb_local_open(call, &local);

		if (r == 0 || r == -EUSERS)
			return OCF_SUCCESS;
		if (r != -ECONNREFUSED && r != -ETIMEDOUT)
			return eb_local_fail(call, &local, r);
		if (!eb_proc_alive(&start->proc))
			return fail_dead(conf, start);
		if (eb_clock_left(call->deadline_ms) <= LOOK_MS)
			return eb_fail(OCF_ERR_GENERIC, 0,
				       "the server is not up within the time for start, though it "
				       "runs: %s",
				       eb_server_words(conf, start, words, sizeof(words)));
		if (eb_clock_left(speak_ms) == 0) {
			eb_log(EB_INFO, "the server is still starting: %s",
			       eb_server_words(conf, start, words, sizeof(words)));
			speak_ms = eb_clock_ms() + SPEAK_MS;
		}
		eb_clock_sleep(LOOK_MS, call->deadline_ms);
	}
}

static enum eb_ocf launch(const struct eb_call *call, struct eb_server_start *start)
{
	const struct eb_mysql_conf *conf = call->conf;
	struct eb_options options = { 0 };
	int r = 0;

	/* It would come up to its recovery, end in the midst of that, and not find the rest again. */
	if (eb_folder_is_full(conf->datadir))
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "no space is left on the file system of %s: the server is not "
			       "started, since it could not finish its recovery there",
			       conf->datadir);
	if (conf->enable_creation && is_empty(conf)) {
		enum eb_ocf code = create(call);

		if (code != OCF_SUCCESS)
			return code;
	}
	if (eb_mysql_replicates(call))
		r = eb_options_make(call, &options);
	if (r < 0)
		return eb_fail(OCF_ERR_INSTALLED, -r, "cannot ask %s for its version",
			       conf->binary);
	eb_server_sweep(conf);
	r = eb_server_launch(conf, options.argv, start);
	if (r == -ESRCH)
		return fail_dead(conf, start);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot start %s", conf->binary);
	return OCF_SUCCESS;
}

static enum eb_ocf bring_up(const struct eb_call *call)
{
	struct eb_server_start start = { 0 };
	enum eb_ocf code = OCF_SUCCESS;
	int r = eb_server_find(call->conf, &start.proc);

	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot look for the server's process");
	if (eb_mysql_is_pair(call))
		eb_pair_announce(call);
	if (r == 0) /* else somebody's start may be under way */
		code = launch(call, &start);
	if (code == OCF_SUCCESS)
		code = wait_until_up(call, &start);
	if (code == OCF_SUCCESS && eb_mysql_replicates(call))
		code = eb_privileges_check(call);
	if (code == OCF_SUCCESS && eb_mysql_is_member(call)) {
		if (r == 0)
			eb_truncation_note(call, &start);
		code = eb_member_join(call);
	}
	if (code == OCF_SUCCESS && eb_mysql_is_pair(call))
		code = eb_pair_join(call);
	return code;
}

enum eb_ocf eb_mysql_start(const struct eb_call *call)
{
	bool member = eb_mysql_is_member(call);
	enum eb_ocf code = member ? eb_rejoin_before(call) : OCF_SUCCESS;

	eb_rejoin_starts();
	if (code == OCF_SUCCESS)
		code = bring_up(call);
	if (code != OCF_SUCCESS || !member || !eb_rejoin_is_due(call))
		return code;
	code = eb_rejoin(call);
	return code == OCF_SUCCESS ? bring_up(call) : code;
}

/* Another member waits for this one's end, and SIGKILL costs a set nothing that it acknowledged. */
static int grace(const struct eb_call *call)
{
	int ms = (int)((int64_t)eb_clock_left(call->deadline_ms) * STOP_PERCENT / 100);

	return ms > HUNG_MS && eb_mysql_replicates(call) && eb_local_hangs(call) ? HUNG_MS : ms;
}

enum eb_ocf eb_mysql_stop(const struct eb_call *call)
{
	const struct eb_mysql_conf *conf = call->conf;
	int r = eb_server_stop(conf, grace(call), call->deadline_ms);

	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot stop the server of %s", conf->datadir);
	eb_member_leave(call);
	eb_pair_leave(call);
	return OCF_SUCCESS;
}
