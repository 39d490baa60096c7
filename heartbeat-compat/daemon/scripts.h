// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Words of haresources whose script this node does not have.
 */
#ifndef EB_SCRIPTS_H
#define EB_SCRIPTS_H

#include "heartbeat-compat/daemon/fields.h"
#include "heartbeat-compat/daemon/lines.h"
#include "heartbeat-compat/plan.h"

/* Adds them to what the translator answers: fields `missing`, resource and script parted by a tab. */
void hb_scripts_add(struct hb_msg *msg, const GPtrArray *resources);

/*
 * Says which are missing. Heartbeat noticed when it ran them, and here a line is run as soon as it is read:
 * true when one that old does not have is among them, so that what serves is not stopped for it. old may be
 * NULL: nothing was read before.
 */
bool hb_scripts_refuse(const struct hb_msg *msg, const struct hb_lines *old);

#endif
