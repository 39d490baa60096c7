// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * /etc/ha.d as the daemon sees it. Reading it for the settings is quick; translating it and
 * bringing the CIB to it is the work of children (worker.h).
 */
#ifndef EB_DAEMON_CONFIG_H
#define EB_DAEMON_CONFIG_H

#include <stdbool.h>

#include "heartbeat-compat/daemon/settings.h"
#include "heartbeat-compat/plan.h"

/* What children need to know. */
struct hb_config_job {
	const char *folder;  /* "/etc/ha.d" */
	const char *self;    /* uname -n */
	const char *alert;   /* full path of the alert agent; NULL: none is configured */
	bool restore;        /* objects that were edited by hand are put right */
	const char *applied; /* the plan whose options count; it need not be there */
	const char *agreed;  /* the digest that may be brought; NULL: any */
	GPtrArray *services; /* struct eb_pair *: WORD of haresources, NAME of its script */
};

/*
 * Reads and judges the folder. NULL when Heartbeat would not start with it; its errors are
 * logged, one line each with its place, when log is set.
 */
struct hb_settings *hb_config_settings(const char *folder, const char *self, bool log);

/* Workers, arg: struct hb_config_job. Each writes one message (fields.h) to out. */

/*
 * What the lines of haresources become: digest, and for each line `line` (ID, HOME, AWAY, TEXT
 * parted by tabs) followed by its words but clones, `word` (ID, WORD); for each address that a resource
 * has, `address` (ID, IP, NIC); and `policy` (policy.h). Exit code 1 and a field `error` for
 * each fault when it cannot be translated.
 */
int hb_config_translate(int out, void *arg);

/*
 * Brings the CIB objects that are ours (ids that begin with "hb-") to the translation, with one
 * patch that applies to this very CIB or not at all. Fields: `changed`, one for each object;
 * `drift`, one for each that was edited by hand (left alone unless job->restore); `devices`, the
 * number of fence devices in the CIB; `digest`, of what it is at now; `warning`, when fencing does not fit them. Exit code 1 and `error` when it could not;
 * 2 when Pacemaker is not there, somebody else was quicker, or the files are not those that were agreed
 * on: try again.
 */
int hb_config_bring(int out, void *arg);

#endif
