// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where an agent's lines go, and how they look: as the stock agents' ocf_log does
 * it, so that a site's log rules keep working.
 *
 * A line goes to stderr when that is a terminal; else to ha_logd when HA_LOGD=yes;
 * else to syslog with facility HA_LOGFACILITY (unless "none") and to the file
 * HA_LOGFILE, each when it is set; else to stderr.  With HA_DEBUGLOG set it goes
 * there too.  Debug lines appear only when HA_debug is a number above 0.
 *
 * One line says what was being done, on what, and why it failed; in lower case,
 * without a full stop.  Library code never logs: it returns, and the caller who
 * knows the purpose logs once.
 */
#ifndef EB_LOG_H
#define EB_LOG_H

#include <stdbool.h>

#include "lib/core.h"

enum eb_level { EB_CRIT, EB_ERR, EB_WARN, EB_INFO, EB_DEBUG };

/* Sets the tag NAME(INSTANCE) of later lines; instance may be NULL.  Both are kept, not copied. */
void eb_log_open(const char *name, const char *instance);

/* Writes one line.  errno is left as it was. */
void eb_log(enum eb_level level, const char *fmt, ...) EB_PRINTF(2, 3);

/* Would a debug line be written? */
bool eb_log_debugging(void);

#endif
