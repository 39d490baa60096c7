// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What only the relay log has.  MariaDB forgets at its start how far it had received, and throws the
 * relay log away when replication by GTID is started: after the death of both servers that may be
 * all that is left of what the primary acknowledged.  So the log is read, and applied by position.
 */
#ifndef EB_AGENTS_DATABASE_RELAY_H
#define EB_AGENTS_DATABASE_RELAY_H

#include "agents/database/view.h"

/* Where reading stands, and what was found. */
struct eb_relay {
	const struct eb_gtids *applied;
	struct eb_gtids received; /* whole transactions in the log */
	char file[512];           /* the first that is not applied begins here... */
	unsigned long long at;    /* ...at this position; 0: all are applied */
	bool mixed;               /* an applied one stands behind it: no position is right */
	char reading[512];
	struct eb_gtid_span open; /* a transaction whose end was not yet seen; to 0: none */
	unsigned long long open_at;
	bool grouped; /* it ends with a commit, not with one statement */
};

/* Takes one event: its type and text as SHOW RELAYLOG EVENTS tells them.  0 or -ENOMEM. */
int eb_relay_event(struct eb_relay *relay, unsigned long long at, const char *type,
		   const char *info);

/*
 * Reads the relay log where the server does not know what it has received, and joins that to
 * view->received.  Free in any case.  0; -errno with sql->why.
 */
int eb_relay_look(struct eb_sql *sql, struct eb_view *view, struct eb_relay *relay);

/* Starts to apply it with one thread, from the first transaction that is missing on. */
int eb_relay_rescue(struct eb_sql *sql, const struct eb_dialect *dialect,
		    const struct eb_relay *relay);

void eb_relay_free(struct eb_relay *relay);

#endif
