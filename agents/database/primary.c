// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "agents/database/primary.h"
#include "agents/database/replication.h"

int eb_primary_find(const struct eb_call *call, const struct eb_local *local,
		    struct eb_primary *primary)
{
	char record[EB_NODE_NAME * 2] = "";
	const char *node = eb_cluster_other(eb_cluster_promoted(), primary->node);
	int r;

	if (!node) {
		eb_cluster_recall(call, "PRIMARY", record, sizeof(record));
		record[strcspn(record, "|")] = '\0';
		if (!*record || !strcmp(record, eb_cluster_self()))
			return -ENOENT;
		snprintf(primary->node, sizeof(primary->node), "%.255s", record);
	}
	eb_cluster_address(call, primary->node, primary->host, sizeof(primary->host));
	r = eb_replication_look(call, local, primary->host, &primary->sql, &primary->view);
	return r == 0 && primary->view.read_only ? -EROFS : r;
}

void eb_primary_close(struct eb_primary *primary)
{
	eb_sql_close(&primary->sql);
	eb_view_free(&primary->view);
}
