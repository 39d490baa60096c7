// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Receipts: with semi-sync a commit is acknowledged when a replica has said that it received it.
 */
#ifndef EB_AGENTS_DATABASE_RECEIPTS_H
#define EB_AGENTS_DATABASE_RECEIPTS_H

#include "agents/database/dialect.h"
#include "agents/database/local.h"

/*
 * Looks, on the primary, whether commits wait for receipts, and of how many replicas, and writes
 * it down when it changes: after its death that tells who has to be asked.
 *
 * Commits that wait for a receipt that was lost are set free.  A replica whose connection broke
 * after it had received them asks, when it is back, for what comes next, and MariaDB wants a second
 * receipt of nobody: they wait without end, all later ones behind them, with a replica connected.
 * That it is so is proven before anything is done: through two monitors nothing was committed, and
 * a replica has applied all that the primary has.  Then the waiting sessions are ended: their
 * clients get an error instead of an answer, and what they committed stays, here and there.
 *
 * True when commits wait and there is no replica that could send one.
 */
bool eb_receipts_watch(const struct eb_call *call, struct eb_local *local,
		       const struct eb_dialect *dialect);

#endif
