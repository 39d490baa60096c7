// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From replica to primary and back.  Promotion first applies all that was received, inside the
 * action whose result and time the cluster heeds, and is writable last of all; demotion is
 * read-only first of all.
 */
#ifndef EB_AGENTS_DATABASE_PROMOTION_H
#define EB_AGENTS_DATABASE_PROMOTION_H

#include "agents/database/local.h"
#include "agents/database/relay.h"

/* Applies what the relay log has.  OCF_SUCCESS, or told why not; replication then goes on. */
enum eb_ocf eb_promotion_drain(const struct eb_call *call, struct eb_sql *sql,
			       const struct eb_view *view, const struct eb_relay *relay);

/* Sets read_only, also against transactions that wait for a replica's receipt: those are killed. */
int eb_demotion_close(const struct eb_call *call, struct eb_sql *sql,
		      const struct eb_dialect *dialect);

enum eb_ocf eb_mysql_promote(const struct eb_call *call);
enum eb_ocf eb_mysql_demote(const struct eb_call *call);
enum eb_ocf eb_mysql_notify(const struct eb_call *call);

#endif
