// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/database/dialect.h"
#include "agents/database/local.h"
#include "agents/database/privileges.h"

enum {
	ALWAYS = 0,
	GRANTS = 16 * 1024,
	BOTH = EB_FOR_MEMBER | EB_FOR_PAIR,
};

/*
 * From that version on, and before the other.  The first of each list is the one to grant; SUPER
 * stands for less with every version of MariaDB: from 10.11 not for READ_ONLY ADMIN, from 11.0 for none
 * that has a name of its own.
 */
static const struct {
	bool mariadb;
	unsigned from, before;
	int what;
	const char *any; /* of these one is enough */
	const char *why;
} rows[] = {
	{ true, 101100, ~0U, BOTH, "SLAVE MONITOR", "see how replication is" },
	{ true, 100502, 101100, BOTH, "SLAVE MONITOR|SUPER|BINLOG MONITOR|REPLICATION SLAVE ADMIN",
	  "see how replication is" },
	{ true, 101101, ~0U, BOTH, "READ_ONLY ADMIN", "become writable" },
	{ true, 100502, 101101, BOTH, "READ_ONLY ADMIN|SUPER", "become writable" },
	{ true, 110000, ~0U, BOTH, "REPLICATION SLAVE ADMIN", "follow a primary" },
	{ true, 100502, 110000, BOTH, "REPLICATION SLAVE ADMIN|SUPER", "follow a primary" },
	{ true, 110000, ~0U, EB_FOR_MEMBER, "REPLICATION MASTER ADMIN", "make commits wait" },
	{ true, 100502, 110000, EB_FOR_MEMBER, "REPLICATION MASTER ADMIN|SUPER",
	  "make commits wait" },
	{ true, 110000, ~0U, EB_FOR_SESSIONS, "CONNECTION ADMIN", "end sessions" },
	{ true, 100502, 110000, EB_FOR_SESSIONS, "CONNECTION ADMIN|SUPER", "end sessions" },
	{ true, 110000, ~0U, EB_FOR_FLASHBACK, "BINLOG ADMIN", "take transactions back" },
	{ true, 100502, 110000, EB_FOR_FLASHBACK, "BINLOG ADMIN|SUPER", "take transactions back" },
	{ true, ALWAYS, 100502, BOTH, "SUPER", "become writable, and follow a primary" },
	{ false, ALWAYS, 80000, BOTH, "SUPER", "become writable, and follow a primary" },
	{ false, 80000, ~0U, BOTH, "SYSTEM_VARIABLES_ADMIN|SUPER", "become writable" },
	{ false, 80000, ~0U, BOTH, "REPLICATION_SLAVE_ADMIN|SUPER", "follow a primary" },
	{ false, 80000, ~0U, EB_FOR_SESSIONS, "CONNECTION_ADMIN|SUPER", "end sessions" },
	{ false, ALWAYS, ~0U, BOTH, "REPLICATION CLIENT|SUPER", "see how replication is" },
	{ true, ALWAYS, ~0U, EB_FOR_MEMBER, "RELOAD", "become the primary" },
	{ false, ALWAYS, ~0U, EB_FOR_MEMBER, "RELOAD", "become the primary" },
	{ true, ALWAYS, ~0U, EB_FOR_SESSIONS, "PROCESS", "see sessions" },
	{ false, ALWAYS, ~0U, EB_FOR_SESSIONS, "PROCESS", "see sessions" },
};

/* Is this one of the names in the list, which has that between them? */
static bool is_in(const char *list, const char *end, char between, const char *name, size_t length)
{
	while (list < end) {
		const char *next = memchr(list, between, (size_t)(end - list)) ?: end;

		list += strspn(list, " ");
		if ((size_t)(next - list) == length && !strncmp(list, name, length))
			return true;
		list = next + 1;
	}
	return false;
}

/* On everything: "GRANT RELOAD, PROCESS ON *.* TO ...". */
static bool is_granted(const char *grants, const char *name, size_t length)
{
	static const char verb[] = "GRANT ", place[] = " ON *.* TO ", all[] = "ALL PRIVILEGES";

	for (const char *line = grants, *end; (end = strchr(line, '\n')); line = end + 1) {
		const char *list = line + sizeof(verb) - 1;
		const char *on = memmem(line, (size_t)(end - line), place, sizeof(place) - 1);

		if (on && (is_in(list, on, ',', name, length) ||
			   is_in(list, on, ',', all, sizeof(all) - 1)))
			return true;
	}
	return false;
}

/* A role may bring more than is seen, a revocation takes something else away. */
static bool is_sure(const char *grants)
{
	for (const char *line = grants, *end; (end = strchr(line, '\n')); line = end + 1)
		if (strncmp(line, "GRANT ", 6) != 0 ||
		    !memmem(line, (size_t)(end - line), " ON ", 4))
			return false;
	return *grants != '\0';
}

static bool has_any(const char *grants, const char *any)
{
	for (const char *name = any; *name;) {
		size_t length = strcspn(name, "|");

		if (is_granted(grants, name, length))
			return true;
		name += length + (name[length] == '|');
	}
	return false;
}

const char *eb_privileges_missing(const char *version, const char *grants, int what, char *buf,
				  size_t size)
{
	bool mariadb = eb_dialect_of(version)->mariadb;
	unsigned number = eb_dialect_number(version);
	size_t used = 0;

	*buf = '\0';
	for (size_t i = 0; is_sure(grants) && i < EB_COUNT(rows) && used < size; i++)
		if (rows[i].mariadb == mariadb && rows[i].what & what && number >= rows[i].from &&
		    number < rows[i].before && !has_any(grants, rows[i].any))
			used += (size_t)snprintf(buf + used, size - used, "%s%.*s (to %s)",
						 used ? ", " : "", (int)strcspn(rows[i].any, "|"),
						 rows[i].any, rows[i].why);
	return buf;
}

/* What does not fit leaves it open what else there is. */
static bool take(char *const *values, unsigned n, void *context)
{
	char *grants = context;
	size_t used = strlen(grants), length = n && values[0] ? strlen(values[0]) : 0;

	if (used + length + 2 > GRANTS) {
		*grants = '\0';
		return false;
	}
	memcpy(grants + used, values[0] ?: "", length);
	memcpy(grants + used + length, "\n", 2);
	return true;
}

static bool take_name(char *const *values, unsigned n, void *context)
{
	if (n && values[0])
		snprintf(context, 128, "%s", values[0]);
	return false;
}

static int wanted(const struct eb_call *call)
{
	const struct eb_mysql_conf *conf = call->conf;

	if (!eb_mysql_is_member(call))
		return EB_FOR_PAIR;
	return EB_FOR_MEMBER |
	       (conf->kill_sessions || strcmp(conf->semisync, "off") != 0 ? EB_FOR_SESSIONS : 0) |
	       (!strcmp(conf->rejoin_policy, "flashback") ? EB_FOR_FLASHBACK : 0);
}

enum eb_ocf eb_privileges_check(const struct eb_call *call)
{
	EB_CLEAN(eb_local_close) struct eb_local local = { 0 };
	EB_CLEAN(eb_freep) char *grants = calloc(1, GRANTS);
	char missing[400], account[128] = "?";
	int r = eb_local_open(call, &local);

	if (r == -EACCES)
		return eb_local_fail(call, &local, r);
	if (r < 0 || !grants || eb_sql_each(&local.sql, "SHOW GRANTS", take, grants) < 0)
		return OCF_SUCCESS;
	if (!*eb_privileges_missing(eb_sql_version(&local.sql), grants, wanted(call), missing,
				    sizeof(missing)))
		return OCF_SUCCESS;
	eb_sql_each(&local.sql, "SELECT CURRENT_USER()", take_name, account);
	return eb_fail(OCF_ERR_PERM, 0, "the account '%s' lacks a privilege on *.*: %s", account,
		       missing);
}
