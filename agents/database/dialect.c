// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <string.h>

#include "agents/database/dialect.h"
#include "lib/core.h"

/* What all servers understood once, and MariaDB does for good. */
#define OLD_WORDS                                                                                  \
	.replicas = "SHOW SLAVE HOSTS", .stop = "STOP SLAVE",                                      \
	.stop_receiving = "STOP SLAVE IO_THREAD", .start = "START SLAVE",                          \
	.start_applying = "START SLAVE SQL_THREAD", .forget = "RESET SLAVE ALL",                   \
	.forget_binlog = "RESET MASTER", .change = "CHANGE MASTER TO", .option = "MASTER"

#define NEW_WORDS                                                                                  \
	.replica_status = "SHOW REPLICA STATUS", .replicas = "SHOW REPLICAS",                      \
	.stop = "STOP REPLICA", .stop_receiving = "STOP REPLICA IO_THREAD",                        \
	.start = "START REPLICA", .start_applying = "START REPLICA SQL_THREAD",                    \
	.forget = "RESET REPLICA ALL", .change = "CHANGE REPLICATION SOURCE TO",                   \
	.option = "SOURCE", .by_gtid = "SOURCE_AUTO_POSITION=1, GET_SOURCE_PUBLIC_KEY=1"

#define OLD_SEMISYNC                                                                               \
	.semisync_primary = "rpl_semi_sync_master", .semisync_replica = "rpl_semi_sync_slave",     \
	.wait_for_none = "rpl_semi_sync_master_wait_no_slave"

#define NEW_SEMISYNC                                                                               \
	.semisync_primary = "rpl_semi_sync_source", .semisync_replica = "rpl_semi_sync_replica",   \
	.wait_for_none = "rpl_semi_sync_source_wait_no_replica"

/* All of MySQL since 5.7. */
#define SETS                                                                                       \
	.form = EB_GTID_SETS, .wait = "SELECT WAIT_FOR_EXECUTED_GTID_SET(%s, %d)",                 \
	.super_read_only = true

#define MYSQL_80023 SETS, NEW_WORDS, .forget_binlog = "RESET MASTER"
#define MYSQL_80400 SETS, NEW_WORDS, .forget_binlog = "RESET BINARY LOGS AND GTIDS"

/*
 * From that version on, until the next row of the family.  Since 8.0.4 an account's password is
 * told without TLS only by the server's key, which has to be asked for.  Since 8.0.26 plugins of
 * either name are taken, and variables are called as the plugin is.
 */
static const struct {
	unsigned from; /* 80022: 8.0.22 */
	struct eb_dialect dialect;
	struct eb_dialect old_plugins; /* name NULL: all are old */
} rows[] = {
	{ 0,
	  { .name = "MariaDB",
	    .mariadb = true,
	    .form = EB_GTID_DOMAINS,
	    .replica_status = "SHOW ALL SLAVES STATUS",
	    OLD_WORDS,
	    .by_gtid = "MASTER_USE_GTID=slave_pos",
	    .wait = "SELECT MASTER_GTID_WAIT(%s, %d)",
	    OLD_SEMISYNC } },
	/* 5.6 has no WAIT_FOR_EXECUTED_GTID_SET; it answers -1 for a timeout. */
	{ 0,
	  { .name = "MySQL 5.6",
	    .form = EB_GTID_SETS,
	    .replica_status = "SHOW SLAVE STATUS",
	    OLD_WORDS,
	    .by_gtid = "MASTER_AUTO_POSITION=1",
	    .wait = "SELECT IF(WAIT_UNTIL_SQL_THREAD_AFTER_GTIDS(%s, %d) >= 0, 0, 1)",
	    OLD_SEMISYNC } },
	{ 50700,
	  { .name = "MySQL 5.7",
	    SETS,
	    .replica_status = "SHOW SLAVE STATUS",
	    OLD_WORDS,
	    .by_gtid = "MASTER_AUTO_POSITION=1",
	    OLD_SEMISYNC } },
	{ 80004,
	  { .name = "MySQL 8.0.4",
	    SETS,
	    .replica_status = "SHOW SLAVE STATUS",
	    OLD_WORDS,
	    .by_gtid = "MASTER_AUTO_POSITION=1, GET_MASTER_PUBLIC_KEY=1",
	    OLD_SEMISYNC } },
	{ 80023, { .name = "MySQL 8.0.23", MYSQL_80023, OLD_SEMISYNC } },
	{ 80026,
	  { .name = "MySQL 8.0.26", MYSQL_80023, NEW_SEMISYNC },
	  { .name = "MySQL 8.0.26, old plugins", MYSQL_80023, OLD_SEMISYNC } },
	{ 80400,
	  { .name = "MySQL 8.4", MYSQL_80400, NEW_SEMISYNC },
	  { .name = "MySQL 8.4, old plugins", MYSQL_80400, OLD_SEMISYNC } },
};

const struct eb_dialect *eb_dialect_with_old_plugins(const struct eb_dialect *dialect)
{
	for (size_t i = 0; i < EB_COUNT(rows); i++)
		if (dialect == &rows[i].dialect && rows[i].old_plugins.name)
			return &rows[i].old_plugins;
	return dialect;
}

static bool is_mariadb(const char *version)
{
	return strstr(version, "MariaDB") != NULL;
}

unsigned eb_dialect_number(const char *version)
{
	unsigned major = 0, minor = 0, patch = 0;

	/* Old ones put 5.5.5- before it, so that clients of MySQL would talk to them. */
	if (is_mariadb(version) && !strncmp(version, "5.5.5-", 6))
		version += 6;
	sscanf(version, "%3u.%3u.%3u", &major, &minor, &patch);
	return major * 10000 + minor * 100 + patch;
}

const struct eb_dialect *eb_dialect_of(const char *version)
{
	bool mariadb = is_mariadb(version);
	const struct eb_dialect *best = NULL;
	unsigned number = eb_dialect_number(version);

	for (size_t i = 0; i < EB_COUNT(rows); i++)
		if (rows[i].dialect.mariadb == mariadb && (!best || rows[i].from <= number))
			best = &rows[i].dialect;
	return best;
}
