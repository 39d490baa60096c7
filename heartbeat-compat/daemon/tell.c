// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdlib.h>

#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/daemon/tell.h"
#include "heartbeat-compat/daemon/worker.h"
#include "heartbeat-compat/tool.h"

enum { TELL_MS = 30000 };

struct news {
	const struct hb_daemon *daemon;
	const char *kind, *node, *rsc, *desc;
};

static void put(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

static int tell_all(int out, void *arg)
{
	const struct news *news = arg;
	const struct hb_alerted *alerted;
	int failed = 0;

	put("CRM_alert_kind", news->kind);
	put("CRM_alert_node", news->node);
	put("CRM_alert_rsc", news->rsc);
	put("CRM_alert_desc", news->desc);
	put("CRM_alert_timestamp", hb_log_time());
	eb_for_each (alerted, news->daemon->settings->alerts) {
		const char *program = alerted->mail ? news->daemon->job.alert : alerted->target;

		put("CRM_alert_recipient", alerted->mail ? alerted->target : NULL);
		if (program)
			failed |= EB_TOOL(TELL_MS, NULL, program);
	}
	return failed != 0;
}

static void told(void *data, int status, const char *output, size_t length)
{
	if (status != 0)
		hb_log(HB_LOG_ERROR, "an alert could not be sent (%d)", status);
}

void hb_tell(struct hb_daemon *daemon, const char *kind, const char *node, const char *rsc,
	     const char *desc)
{
	struct news news = { daemon, kind, node, rsc, desc };

	if (!daemon->settings->alerts->len)
		return;
	if (hb_worker_call(tell_all, &news, TELL_MS * (int)daemon->settings->alerts->len, told,
			   NULL) < 0)
		hb_log(HB_LOG_ERROR, "cannot send alerts");
}
