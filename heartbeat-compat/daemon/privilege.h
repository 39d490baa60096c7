// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the daemon may do once it runs.
 *
 * It starts as root: authkeys is root's, so are the folder of its log and its generation. Then it
 * becomes hacluster, whom corosync and Pacemaker take for one of their own, and keeps no more
 * capabilities than its configuration takes: those of root's that it needs are each named by the
 * line that needs it. Programs that it executes have none of them.
 */
#ifndef EB_PRIVILEGE_H
#define EB_PRIVILEGE_H

#include "heartbeat-compat/daemon/client.h"
#include "heartbeat-compat/daemon/config.h"

#define HB_USER  "hacluster"
#define HB_GROUP "haclient"

/* The capabilities (a bit each, 1 << CAP_...) that these settings take. */
uint64_t hb_privilege_needed(const struct hb_settings *settings);

/*
 * A file that the configuration is made of and that this process could not read without
 * capabilities; g_free. NULL: all can be read. authkeys does not count: it is read at start only.
 */
char *hb_privilege_unreadable(const struct hb_settings *settings, const struct hb_config_job *job);

/*
 * Becomes hacluster for good, after handing over the log and the daemon's folder in /run. 0 or
 * -errno; -ENOENT: there is no such user. Who is not root stays who he is.
 */
int hb_privilege_drop(const struct hb_settings *settings, const struct hb_config_job *job);

/* Is this capability still there? */
bool hb_privilege_has(int capability);

/* After a reload: a line for everything that now takes a right that was given up. */
void hb_privilege_warn(const struct hb_settings *settings);

#endif
