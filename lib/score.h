// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The promotion score of a resource, written when it has changed: a write wakes the whole cluster
 * up.  What was written is remembered in the resource's state file, for a minute: an attribute can
 * get lost.
 */
#ifndef EB_SCORE_H
#define EB_SCORE_H

#include "lib/agent.h"

/*
 * Tells it: 0 removes it, EB_SCORE_NEVER keeps the cluster from promoting this one.  Nothing is
 * done when it was told within the last minute, unless always.  A score that cannot be written is
 * a warning in the log; no action fails for it.  0, or the -errno of eb_attr_set().
 */
enum { EB_SCORE_NEVER = -1000000 };
int eb_score_tell(const struct eb_call *call, long score, bool always);

/* Removes it, and what was remembered. */
void eb_score_forget(const struct eb_call *call);

#endif
