// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Heartbeats that come late, and whose fault that is.
 */
#ifndef EB_LATE_H
#define EB_LATE_H

#include "heartbeat-compat/daemon/state.h"

/* A status message of this node has come, heard_ms is still that of the one before: when that is longer
 * than warntime ago the log says so. */
void hb_late_judge(struct hb_state *state, const struct hb_peer *peer, int64_t now_ms);

#endif
