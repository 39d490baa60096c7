// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The same orders in the words of each family and version: one table, chosen by the version that
 * the server tells when it is connected.
 */
#ifndef EB_AGENTS_DATABASE_DIALECT_H
#define EB_AGENTS_DATABASE_DIALECT_H

#include "agents/database/gtid.h"

struct eb_dialect {
	const char *name;
	bool mariadb;
	enum eb_gtid_form form;     /* of positions */
	const char *replica_status; /* one row a source */
	const char *replicas;       /* one row each that fetches, its server_id first */
	const char *stop, *stop_receiving, *start, *start_applying, *forget; /* replication */
	const char *forget_binlog;
	const char *change;  /* "CHANGE MASTER TO", and how its options begin: */
	const char *option;  /* "MASTER" or "SOURCE" */
	const char *by_gtid; /* the option that makes positions automatic */
	const char *wait;    /* printf: %s position, %d seconds; 0 in time, else not */
	const char *semisync_primary, *semisync_replica; /* how these variables begin */
	const char *wait_for_none; /* of those, the one that keeps waiting without a replica */
	bool super_read_only;
};

/* "10.11.19-MariaDB-0+deb12u1", "8.4.3", "5.6.24-log"; never NULL, unknown: as the nearest. */
const struct eb_dialect *eb_dialect_of(const char *version);

/* 80022 for 8.0.22; of MariaDB without what old ones put before it. */
unsigned eb_dialect_number(const char *version);

/* The same where semi-synchronous replication is by plugins of the old names, if there is a difference. */
const struct eb_dialect *eb_dialect_with_old_plugins(const struct eb_dialect *dialect);

#endif
