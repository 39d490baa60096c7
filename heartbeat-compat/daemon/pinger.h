// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Asks the ping nodes of ha.cf, for cl_status and the log. What moves resources when they are
 * lost are the ping clones of the CIB; this only tells.
 */
#ifndef EB_PINGER_H
#define EB_PINGER_H

#include "heartbeat-compat/daemon/compatd.h"

struct hb_pinger *hb_pinger_new(struct hb_daemon *daemon);
void hb_pinger_free(struct hb_pinger *pinger);

/* Asks when it is time to: twice in deadping, so that one answer lost is no death. */
void hb_pinger_tick(struct hb_pinger *pinger, int64_t now_ms);

#endif
