// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/database/sessions.h"

struct sessions {
	long own;
	bool waiting_only; /* those that wait for a replica's receipt */
	long ids[512];
	size_t n;
};

/* id, user, command, state */
static bool note(char *const *values, unsigned n, void *context)
{
	struct sessions *sessions = context;
	long id = values[0] ? strtol(values[0], NULL, 10) : 0;

	(void)n;
	if (id != sessions->own && sessions->n < EB_COUNT(sessions->ids) &&
	    (!sessions->waiting_only || (values[3] && strcasestr(values[3], "semi-sync ACK"))))
		sessions->ids[sessions->n++] = id;
	return true;
}

int eb_sessions_kill(struct eb_sql *sql, bool waiting_only)
{
	struct sessions sessions = { .waiting_only = waiting_only };
	int r = eb_sql_number(sql, "SELECT CONNECTION_ID()", 0, &sessions.own);

	if (r == 0)
		r = eb_sql_each(
			sql,
			"SELECT id, user, command, state FROM "
			"information_schema.processlist WHERE user NOT IN ('system user', "
			"'event_scheduler') AND command NOT LIKE 'Binlog Dump%' AND command != "
			"'Daemon'",
			note, &sessions);
	/* One that has gone meanwhile is no failure. */
	for (size_t i = 0; r == 0 && i < sessions.n; i++)
		eb_sql_run(sql, "KILL %ld", sessions.ids[i]);
	return r;
}

struct replicas {
	char (*hosts)[EB_SESSION_HOST];
	size_t n, want;
};

/* host:port */
static bool note_replica(char *const *values, unsigned n, void *context)
{
	struct replicas *replicas = context;
	const char *colon = values[0] ? strrchr(values[0], ':') : NULL;

	(void)n;
	if (replicas->n == replicas->want)
		return false;
	if (colon)
		snprintf(replicas->hosts[replicas->n++], EB_SESSION_HOST, "%.*s",
			 (int)(colon - values[0]), values[0]);
	return true;
}

size_t eb_sessions_replicas(struct eb_sql *sql, char hosts[][EB_SESSION_HOST], size_t want)
{
	struct replicas replicas = { .hosts = hosts, .want = want };

	eb_sql_each(sql,
		    "SELECT host FROM information_schema.processlist "
		    "WHERE command LIKE 'Binlog Dump%'",
		    note_replica, &replicas);
	return replicas.n;
}
