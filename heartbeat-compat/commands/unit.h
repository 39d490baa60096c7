// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * systemd's unit of the daemon. What it runs is stopped through it, or not at all: a daemon that ends
 * in any other way is started again, and what it needs with it.
 */
#ifndef EB_UNIT_H
#define EB_UNIT_H

#include <stdbool.h>
#include <sys/types.h>

/* Is this process the unit's? pid 0: does the unit run, start or stop without any that is known?
 * False also without systemd, and when it does not answer. */
bool hb_unit_has(pid_t pid);

/* systemctl stop, until the unit is down. NULL, or why it is not (for g_free). */
char *hb_unit_stop(void);

#endif
