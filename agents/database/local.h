// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The server of this node, asked through its socket, by the account that the parameters name;
 * and what the ways in which it does not answer mean to the cluster.
 */
#ifndef EB_AGENTS_DATABASE_LOCAL_H
#define EB_AGENTS_DATABASE_LOCAL_H

#include "agents/database/conf.h"
#include "agents/database/sql.h"

struct eb_local {
	struct eb_sql sql;
	struct eb_credentials credentials;
};

/*
 * Connects.  As eb_sql_open(), and -EPERM or -EINVAL for the file of credentials.  Close it in
 * any case; for EB_CLEAN.
 */
int eb_local_open(const struct eb_call *call, struct eb_local *local);

/* The same for what may last: an answer may take as long as the action has time. */
int eb_local_open_patient(const struct eb_call *call, struct eb_local *local);
/* Does a process take the connection, and then say nothing for connect_timeout? */
bool eb_local_hangs(const struct eb_call *call);

void eb_local_close(struct eb_local *local);

/* Tells why the server could not be asked (r, from above) and returns what code a start answers. */
enum eb_ocf eb_local_fail(const struct eb_call *call, const struct eb_local *local, int r);

#endif
