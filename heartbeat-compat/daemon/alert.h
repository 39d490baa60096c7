// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What Pacemaker tells its alert agents, as lines of ha-log: its news of resources, in the words
 * of the ResourceManager that ran them once.
 */
#ifndef EB_ALERT_H
#define EB_ALERT_H

#include "heartbeat-compat/daemon/compatd.h"

/* Fields: kind, node, rsc, task, rc, desc, as CRM_alert_* name them. */
void hb_alert(struct hb_daemon *daemon, const struct hb_msg *msg);

#endif
