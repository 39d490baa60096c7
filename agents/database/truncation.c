// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <string.h>

#include "agents/database/cluster.h"
#include "agents/database/reign.h"
#include "agents/database/truncation.h"

enum { LINE = 1024 };

bool eb_truncation_is_right(const struct eb_call *call)
{
	const struct eb_mysql_conf *conf = call->conf;
	struct eb_semisync semisync;
	struct eb_reign reign;

	if (!strcmp(conf->rejoin_policy, "refuse") || !eb_in_cluster())
		return false;
	if (eb_semisync_recall(call, eb_cluster_self(), &semisync) < 0)
		return false;
	if (!strcmp(conf->semisync, "require"))
		return !semisync.alone;
	/* It need not have told: between two monitors it may have lost its last replica. */
	return !strcmp(conf->semisync, "prefer") && !semisync.alone && semisync.replicas > 0 &&
	       eb_reign_recall(call, &reign) == 0 && *reign.primary &&
	       strcmp(reign.primary, eb_cluster_self()) != 0;
}

/* From which transaction on, in buf; false when this start has cut off nothing. */
static bool has_cut(const struct eb_mysql_conf *conf, const struct eb_server_start *start,
		    char *buf, size_t size)
{
	static const char words[] = "Successfully truncated binlog", from[] = "starting from GTID ";
	FILE *log = fopen(conf->log, "re");
	char line[LINE];
	bool found = false;

	if (!log)
		return false;
	fseeko(log, start->log_at, SEEK_SET);
	while (!found && fgets(line, sizeof(line), log)) {
		const char *gtid = strstr(line, from);

		found = strstr(line, words) != NULL;
		gtid = found && gtid ? gtid + sizeof(from) - 1 : "an unknown transaction";
		snprintf(buf, size, "%.*s", (int)strcspn(gtid, ".\n"), gtid);
	}
	fclose(log);
	return found;
}

void eb_truncation_note(const struct eb_call *call, const struct eb_server_start *start)
{
	const struct eb_mysql_conf *conf = call->conf;
	struct eb_semisync semisync;
	struct eb_reign reign;
	char from[128];

	if (!eb_in_cluster() || !has_cut(conf, start, from, sizeof(from)))
		return;
	if (!strcmp(conf->semisync, "require")) {
		eb_log(EB_INFO,
		       "the server has cut off the end of its log, from %s on: replicas may have it",
		       from);
	} else {
		eb_reign_recall(call, &reign);
		eb_log(EB_WARN,
		       "the server has cut off the end of its log, from %s on: %s was promoted "
		       "without it, and it may have been acknowledged",
		       from, reign.primary);
	}
	eb_semisync_recall(call, eb_cluster_self(), &semisync);
	semisync.cut = true;
	eb_semisync_record(call, &semisync);
}
