// SPDX-License-Identifier: GPL-2.0-or-later
/* When a member is to rejoin, and how often it may try: a loop would be no help. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "agents/database/clone.h"
#include "agents/database/options.h"
#include "agents/database/primary.h"
#include "agents/database/rejoin.h"
#include "lib/run.h"

enum { TRIES_S = 3600 };

static bool starting; /* the monitor to come confirms a start */

void eb_rejoin_starts(void)
{
	starting = true;
}

const char *eb_rejoin_hopeless(const struct eb_replica *replica)
{
	static const struct {
		bool applying;
		long number;
		const char *phrase;
	} rows[] = {
		{ false, 1236, "purged" },
		{ false, 1236, "not in the master's binlog" },
		{ false, 1236, "Could not find first log file name" },
		{ true, 1062, "" }, /* a row that should not be here */
		{ true, 1032, "" }, /* one that should be */
		{ true, 1950, "" }, /* a transaction that should not be here */
	};

	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		bool applying = rows[i].applying;
		const char *text = applying ? replica->apply_error : replica->receive_error;

		if (rows[i].number == (applying ? replica->apply_errno : replica->receive_errno) &&
		    (applying || replica->receiving == EB_RECEIVING_NO) &&
		    strstr(text, rows[i].phrase))
			return text;
	}
	return NULL;
}

bool eb_rejoin_is_time(const char *times, long now)
{
	int recent = 0;

	for (char *end; *times; times = end) {
		long at = strtol(times, &end, 10);

		if (end == times)
			break;
		recent += at <= now && now - at < TRIES_S;
	}
	return recent < EB_REJOIN_TRIES;
}

bool eb_rejoin_may(const struct eb_call *call)
{
	char times[128];

	eb_remembered(call, "rejoins", times, sizeof(times));
	return eb_rejoin_is_time(times, (long)time(NULL));
}

void eb_rejoin_count(const struct eb_call *call)
{
	char times[128], text[160];
	const char *last = times;
	int n = 0;

	eb_remembered(call, "rejoins", times, sizeof(times));
	for (const char *at = times; (at = strchr(at, ' ')); at++)
		n++;
	/* As many as count are kept. */
	for (; n >= EB_REJOIN_TRIES - 1; n--)
		last = strchr(last, ' ') + 1;
	snprintf(text, sizeof(text), "%s%s%ld", last, *last ? " " : "", (long)time(NULL));
	eb_remember(call, "rejoins", text);
}

/* It must be the primary of now that cannot be followed. */
static bool is_of_primary(const struct eb_call *call, const struct eb_local *local,
			  const struct eb_view *view)
{
	EB_CLEAN(eb_primary_close) struct eb_primary primary = { 0 };

	return eb_primary_find(call, local, &primary) == 0 &&
	       !strcmp(primary.host, view->replica.host);
}

enum eb_ocf eb_rejoin_watch(const struct eb_call *call, const struct eb_local *local,
			    const struct eb_view *view, bool errant)
{
	const struct eb_mysql_conf *conf = call->conf;
	bool clone = !strcmp(conf->rejoin_policy, "clone");
	const char *fault = clone && !errant ? eb_rejoin_hopeless(&view->replica) : NULL;
	char why[400] = "", before[400];

	if (!clone && strcmp(conf->rejoin_policy, "flashback") != 0)
		return OCF_SUCCESS;
	if (errant)
		eb_remembered(call, "state", why, sizeof(why));
	else if (fault)
		snprintf(why, sizeof(why), "%s", fault);
	why[strcspn(why, "\n")] = '\0';
	if (!*why && view->replica.applying && view->replica.receiving == EB_RECEIVING_YES) {
		eb_remember(call, "rejoin", "");
		eb_remember(call, "unflashable", "");
	}
	/* A start that fails is final by default; a monitor that does is what starts it again. */
	if (starting || !*why || !eb_rejoin_may(call) ||
	    (!errant && !is_of_primary(call, local, view)))
		return OCF_SUCCESS;
	eb_remembered(call, "unflashable", before, sizeof(before));
	if (!clone && !strcmp(why, before))
		return OCF_SUCCESS; /* that was tried: it is for a person */
	eb_remember(call, "rejoin", why);
	return eb_fail(OCF_ERR_GENERIC, 0,
		       "the primary cannot be followed; the next start lets this node rejoin by "
		       "rejoin_policy=%s: %s",
		       conf->rejoin_policy, why);
}

enum eb_ocf eb_rejoin_check(const struct eb_call *call)
{
	static const struct {
		const char *policy, *programs[2];
	} rows[] = {
		{ "clone", { "mariadb-backup", "mbstream" } },
		{ "flashback", { "mariadb-binlog", "mariadb-binlog" } },
	};
	const struct eb_mysql_conf *conf = call->conf;
	char buf[PATH_MAX], obstacle[512];

	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		if (strcmp(conf->rejoin_policy, rows[i].policy) != 0)
			continue;
		if (eb_options_is_mariadb(call) == 0)
			return eb_fail(OCF_ERR_CONFIGURED, 0,
				       "rejoin_policy is %s, which is for MariaDB: %s is a MySQL "
				       "server and wants refuse or truncate",
				       conf->rejoin_policy, conf->binary);
		for (size_t k = 0; k < EB_COUNT(rows[i].programs); k++)
			if (!eb_run_find(rows[i].programs[k], buf))
				return eb_fail(OCF_ERR_INSTALLED, 0,
					       "cannot find %s, which rejoin_policy=%s needs",
					       rows[i].programs[k], conf->rejoin_policy);
		if (i == 0 && *eb_clone_obstacle(conf, obstacle, sizeof(obstacle)))
			return eb_fail(OCF_ERR_INSTALLED, 0, "rejoin_policy is clone, but %s",
				       obstacle);
		return i == 0 ? eb_options_inside(call) : OCF_SUCCESS;
	}
	return OCF_SUCCESS;
}
