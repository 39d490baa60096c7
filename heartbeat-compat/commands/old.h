// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Heartbeat itself, where it still runs although these commands stand in the place of its own:
 * installed over it, before `escapebeat apply` has taken its resources from it.
 */
#ifndef EB_OLD_H
#define EB_OLD_H

#include <stdbool.h>

#include "lib/proc.h"

/* Is it there, by its pid file and the name of that process? */
bool hb_old_runs(struct eb_proc *proc);

#endif
