// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How the server is.  It is asked itself, at every depth: a process alone proves nothing, and
 * asking costs no more than looking.  The answer comes in time whatever the server does.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "agents/database/cluster.h"
#include "agents/database/local.h"
#include "agents/database/member.h"
#include "agents/database/pair.h"
#include "agents/database/role.h"
#include "agents/database/server.h"
#include "agents/database/severed.h"

enum { FULL_LIMIT = 3 }; /* so many monitors in a row may find all connections taken */

/*
 * All connections are taken: the server lives, and a restart would make it worse.  Our account
 * should have the spare one (CONNECTION ADMIN, SUPER); without that, nobody can tell for long.
 */
static enum eb_ocf judge_full(const struct eb_call *call)
{
	char text[32];
	long times;

	eb_remembered(call, "full", text, sizeof(text));
	times = strtol(text, NULL, 10) + 1;
	if (times >= FULL_LIMIT)
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "all connections are taken, %ld times in a row: nobody can tell "
			       "how the server is; the account wants CONNECTION ADMIN",
			       times);
	snprintf(text, sizeof(text), "%ld", times);
	eb_remember(call, "full", text);
	eb_log(EB_WARN, "all connections are taken: the server lives, but cannot be asked; give "
			"the account CONNECTION ADMIN");
	return OCF_SUCCESS;
}

static enum eb_ocf fail_query(const struct eb_sql *sql, int r, const char *what)
{
	if (r != -EBUSY)
		return eb_fail(OCF_ERR_GENERIC, 0, "cannot %s: %s (%u)", what, sql->why,
			       sql->number);
	/* Somebody who holds a lock, for a backup, is no failure of the server. */
	eb_log(EB_WARN, "cannot %s now, a lock is held: %s", what, sql->why);
	return OCF_SUCCESS;
}

static enum eb_ocf check_table(const struct eb_mysql_conf *conf, struct eb_sql *sql)
{
	char statement[512];
	long rows;
	int r;

	snprintf(statement, sizeof(statement),
		 "SELECT COUNT(*) FROM (SELECT 1 FROM %s LIMIT 1) AS t", conf->test_table);
	r = eb_sql_number(sql, statement, 0, &rows);
	if (r < 0)
		return fail_query(sql, r, "read test_table");
	if (rows == 0)
		return eb_fail(OCF_ERR_GENERIC, 0, "test_table %s is empty: wants a row",
			       conf->test_table);
	return OCF_SUCCESS;
}

/*
 * Writes a row, outside of the binary log: so it neither waits for a replica's receipt nor makes
 * a transaction that replicas would lack.
 */
static enum eb_ocf check_writing(struct eb_sql *sql)
{
	static const char *const statements[] = {
		"SET SESSION sql_log_bin=0, innodb_lock_wait_timeout=1",
		"CREATE DATABASE IF NOT EXISTS escapebeat",
		("CREATE TABLE IF NOT EXISTS escapebeat.probe (id INT PRIMARY KEY, at DATETIME) "
		 "ENGINE=InnoDB"),
		"REPLACE INTO escapebeat.probe VALUES (1, NOW())",
	};
	long read_only;
	int r = eb_sql_number(sql, "SELECT @@GLOBAL.read_only", 0, &read_only);

	if (r == 0 && read_only)
		return OCF_SUCCESS;
	for (size_t i = 0; r == 0 && i < EB_COUNT(statements); i++)
		r = eb_sql_run(sql, "%s", statements[i]);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, 0, "cannot write: %s (%u)", sql->why, sql->number);
	return OCF_SUCCESS;
}

/*
 * ...and answers as what it was.  The role of a single server, or of one of a pair, is a word, for
 * who insists on one.
 */
static enum eb_ocf role_before(const struct eb_call *call)
{
	return eb_role_of(call) == EB_ROLE_PROMOTED ? OCF_RUNNING_PROMOTED : OCF_SUCCESS;
}

/* One that hangs behind a connection which the network lost can be freed. */
static int open_local(const struct eb_call *call, struct eb_local *local)
{
	int r = eb_local_open(call, local);

	if (r != -ETIMEDOUT || call->probe || !eb_mysql_is_member(call) || !eb_severed_end(call))
		return r;
	eb_local_close(local);
	return eb_local_open(call, local);
}

static enum eb_ocf look(const struct eb_call *call)
{
	EB_CLEAN(eb_local_close) struct eb_local local = { 0 };
	const struct eb_mysql_conf *conf = call->conf;
	enum eb_ocf code = OCF_SUCCESS, role = OCF_SUCCESS;
	struct eb_proc proc;
	int r = eb_server_find(conf, &proc);

	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot look for the server's process");
	if (r == 0)
		return OCF_NOT_RUNNING;
	r = open_local(call, &local);
	if (r == -EUSERS)
		return judge_full(call) == OCF_SUCCESS ? role_before(call) : OCF_ERR_GENERIC;
	if (r < 0) {
		if (!eb_proc_alive(&proc))
			return OCF_NOT_RUNNING; /* it died while it was asked */
		eb_local_fail(call, &local, r);
		return OCF_ERR_GENERIC;
	}
	eb_remember(call, "full", "");
	if (eb_mysql_is_pair(call))
		code = eb_pair_monitor(call, &local);
	if (code != OCF_SUCCESS)
		return code;
	role = eb_mysql_is_member(call) ? eb_member_monitor(call, &local) : role_before(call);
	if (role != OCF_SUCCESS && role != OCF_RUNNING_PROMOTED)
		return role;
	if (call->check_level >= 10)
		code = check_table(conf, &local.sql);
	if (code == OCF_SUCCESS && call->check_level >= 20 && conf->write_probe)
		code = check_writing(&local.sql);
	return code == OCF_SUCCESS ? role : code;
}

enum eb_ocf eb_mysql_monitor(const struct eb_call *call)
{
	enum eb_ocf code = look(call);

	if (code != OCF_SUCCESS && code != OCF_RUNNING_PROMOTED)
		eb_pair_give_up(call);
	return code;
}
