// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Transient attributes of a node in Pacemaker: how the daemon moves lines, and keeps them away.
 */
#ifndef EB_ATTRIBUTE_H
#define EB_ATTRIBUTE_H

#include <glib.h>

#include "heartbeat-compat/daemon/worker.h"

/*
 * Sets attributes of the node to 1, and deletes others; set, clear: const char *, names, only
 * needed during the call. done is called later, with 0 when all went well. -ENOENT: there is
 * nothing to do, and done is not called; other -errno: nor then.
 */
int hb_attributes_write(const char *node, const GPtrArray *set, const GPtrArray *clear,
			hb_work_done *done, void *data);

#endif
