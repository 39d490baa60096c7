// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the daemon itself has to tell the people of alert_mail and alert_script, in the same words
 * and by the same programs as Pacemaker's alerts: what is news of a resource, Pacemaker tells.
 */
#ifndef EB_TELL_H
#define EB_TELL_H

#include "heartbeat-compat/daemon/compatd.h"

/* As CRM_alert_kind, CRM_alert_node, CRM_alert_rsc (NULL: none), CRM_alert_desc. */
void hb_tell(struct hb_daemon *daemon, const char *kind, const char *node, const char *rsc,
	     const char *desc);

#endif
