// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How long a line whose node is dead waits for its takeover.  What ha.cf says now counts: who edits
 * it in the night means the line that waits.
 */
#ifndef EB_WAITING_H
#define EB_WAITING_H

#include "heartbeat-compat/daemon/compatd.h"
#include "heartbeat-compat/daemon/held.h"

/*
 * Does the line, since died_ms without a node, go on waiting?  A limit that was not told yet is: then
 * news is set, since the file has to know it, too.  text: the line as in haresources.
 */
bool hb_waiting(struct hb_daemon *daemon, struct hb_held *held, const char *text, int64_t now_ms,
		bool *news);

#endif
