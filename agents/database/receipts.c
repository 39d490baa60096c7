// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <string.h>

#include "agents/database/holders.h"
#include "agents/database/receipts.h"
#include "agents/database/replication.h"
#include "agents/database/sessions.h"
#include "agents/database/severed.h"

enum { REPLICAS = 16 };

struct receipts {
	bool on;
	long replicas, waiting;
};

static long number_of(const struct eb_record *status, const struct eb_dialect *dialect,
		      const char *what)
{
	char name[64];

	snprintf(name, sizeof(name), "%s_%s", dialect->semisync_primary, what);
	return eb_record_number(status, name, 0);
}

static int look(struct eb_sql *sql, const struct eb_dialect *dialect, struct receipts *receipts)
{
	EB_CLEAN(eb_record_free) struct eb_record status = { 0 };
	char name[64];
	int r = eb_sql_pairs(sql, "SHOW GLOBAL STATUS LIKE 'Rpl_semi_sync%'", &status);

	snprintf(name, sizeof(name), "%s_status", dialect->semisync_primary);
	receipts->on = eb_record_is_on(&status, name);
	receipts->replicas = number_of(&status, dialect, "clients");
	receipts->waiting = number_of(&status, dialect, "wait_sessions");
	return r;
}

/* Has the position been this one at the last monitor, too, with commits waiting? */
static bool stands_still(const struct eb_call *call, const char *position)
{
	char before[1024];

	eb_remembered(call, "unreceipted", before, sizeof(before));
	eb_remember(call, "unreceipted", position);
	return *position && !strcmp(before, position);
}

/* The first replica that has all of it, in host. */
static bool is_had(const struct eb_call *call, struct eb_local *local, const char *position,
		   char host[EB_SESSION_HOST])
{
	EB_CLEAN(eb_gtids_free) struct eb_gtids all = { 0 };
	char hosts[REPLICAS][EB_SESSION_HOST];
	size_t n = eb_sessions_replicas(&local->sql, hosts, REPLICAS);
	bool had = false;

	if (eb_gtids_parse(EB_GTID_DOMAINS, position, &all) < 0 || all.n == 0)
		return false;
	for (size_t i = 0; i < n && !had; i++) {
		EB_CLEAN(eb_sql_close) struct eb_sql sql = { 0 };
		EB_CLEAN(eb_view_free) struct eb_view view = { 0 };

		had = eb_replication_look(call, local, hosts[i], &sql, &view) == 0 &&
		      eb_gtids_has(&view.applied, &all);
		if (had)
			snprintf(host, EB_SESSION_HOST, "%s", hosts[i]);
	}
	return had;
}

static void free_the_waiting(const struct eb_call *call, struct eb_local *local,
			     const struct receipts *receipts)
{
	EB_CLEAN(eb_record_free) struct eb_record row = { 0 };
	char host[EB_SESSION_HOST];
	const char *position;

	/* Asked after it was seen that somebody waits: who waits is in it. */
	if (eb_sql_record(&local->sql, "SELECT @@GLOBAL.gtid_binlog_pos AS position", &row) < 0) {
		eb_log(EB_WARN, "cannot tell what %ld sessions wait for: %s (%u)",
		       receipts->waiting, local->sql.why, local->sql.number);
		return;
	}
	position = eb_record_get(&row, "position") ?: "";
	if (!stands_still(call, position) || !is_had(call, local, position, host))
		return;
	eb_log(EB_WARN,
	       "%ld sessions wait for a receipt of %s that the replica %s has and will not send "
	       "again after its reconnection: they are ended, what they committed stays",
	       receipts->waiting, position, host);
	if (eb_sessions_kill(&local->sql, true) < 0)
		eb_log(EB_ERR, "cannot end them: %s (%u)", local->sql.why, local->sql.number);
}

bool eb_receipts_watch(const struct eb_call *call, struct eb_local *local,
		       const struct eb_dialect *dialect)
{
	struct receipts receipts;
	struct eb_semisync semisync;

	if (look(&local->sql, dialect, &receipts) < 0) {
		eb_log(EB_WARN,
		       "cannot tell whether commits wait for receipts: %s (%u); what was written "
		       "down of that before may be out of date",
		       local->sql.why, local->sql.number);
		return false;
	}
	semisync = (struct eb_semisync) { .alone = !receipts.on, .replicas = receipts.replicas };
	eb_holders_watch(call, local, dialect, &semisync);
	if (dialect->mariadb)
		eb_severed_watch(call, &local->sql);
	if (dialect->mariadb && receipts.waiting > 0 && receipts.replicas > 0)
		free_the_waiting(call, local, &receipts);
	else
		eb_remember(call, "unreceipted", "");
	return receipts.waiting > 0 && receipts.replicas == 0;
}
