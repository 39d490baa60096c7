// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>

#include "heartbeat-compat/arena.h"
#include "heartbeat-compat/daemon/attribute.h"
#include "heartbeat-compat/tool.h"

enum { ONE_MS = 20000 };

struct change {
	const GPtrArray *set, *clear;
	const char *node;
};

static int write_change(int out, void *arg)
{
	const struct change *change = arg;
	const char *name;
	int failed = 0;

	eb_for_each (name, change->set)
		failed |= EB_TOOL(ONE_MS, NULL, "attrd_updater", "--name", name, "--update", "1",
				  "--node", change->node);
	eb_for_each (name, change->clear)
		failed |= EB_TOOL(ONE_MS, NULL, "attrd_updater", "--name", name, "--delete",
				  "--node", change->node);
	return failed != 0;
}

int hb_attributes_write(const char *node, const GPtrArray *set, const GPtrArray *clear,
			hb_work_done *done, void *data)
{
	/* The child has its own copy of all this. */
	struct change change = { set, clear, node };
	guint n = set->len + clear->len;

	return n ? hb_worker_call(write_change, &change, ONE_MS * ((int)n + 1), done, data)
		 : -ENOENT;
}
