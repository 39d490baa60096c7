// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The log that operators have been reading for years:
 *
 *	Nov 20 23:49:07 web1 heartbeat: [360]: info: web1 wants to go standby [all]
 *	2026/11/20_23:49:07  ResourceManager(default)[1053]:    info: Running ...
 *
 * Lines go to the logfile, the debugfile and syslog as ha.cf says. A file that cannot be
 * written (a full disk) is passed over and tried again with the next line: the daemon never
 * waits for its log, nor dies of it. One that cannot be opened any more (it was moved, and its
 * folder is root's) is written to where it went.
 */
#ifndef EB_HA_LOG_H
#define EB_HA_LOG_H

#include <stdbool.h>
#include <sys/types.h>

#include "lib/core.h"

enum hb_level { HB_LOG_DEBUG, HB_LOG_INFO, HB_LOG_WARN, HB_LOG_ERROR, HB_LOG_CRIT };

struct hb_log_to {
	const char *logfile, *debugfile; /* NULL: none */
	int facility;                    /* of syslog; -1: none */
	int debug;                       /* ha.cf's debug: above 0 debug lines are written */
	bool to_stderr;                  /* a copy, in the foreground */
};

/* Sets where lines go from now on; the strings are copied. node: this node's name. */
void hb_log_open(const char *node, const struct hb_log_to *to);

/* The files become this user's, who will write them from now on. */
void hb_log_own(uid_t uid, gid_t gid);

/* A line of the daemon's own; of another program's, in the shape that scripts had. */
void hb_log(enum hb_level level, const char *format, ...) EB_PRINTF(2, 3);
void hb_log_script(const char *program, const char *format, ...) EB_PRINTF(2, 3);

/* "Nov 20 23:49:07": the time of a line as commands print it, too; in a static buffer. */
const char *hb_log_time(void);

#endif
