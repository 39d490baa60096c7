// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * MariaDB can cut off, at a start behind a crash, what its log has and its tables had not yet
 * committed for good (--init-rpl-role=SLAVE).
 */
#ifndef EB_AGENTS_DATABASE_TRUNCATION_H
#define EB_AGENTS_DATABASE_TRUNCATION_H

#include "agents/database/conf.h"
#include "agents/database/server.h"

/*
 * May it be done?  Where commits waited for receipts it is what nobody acknowledged, or what a replica
 * has.  What a primary may have acknowledged alone has to stay: it is the primary, until another is
 * promoted, which contradicts it; where it is known to have been alone, it stays even then.
 */
bool eb_truncation_is_right(const struct eb_call *call);

/* Behind a start: tells what was cut off, and writes that down for elections. */
void eb_truncation_note(const struct eb_call *call, const struct eb_server_start *start);

#endif
