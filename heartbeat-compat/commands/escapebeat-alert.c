// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Pacemaker's alert agent: hands its news (CRM_alert_* in the environment) to the daemon. It
 * never fails and never waits long, since Pacemaker has nobody to tell.
 */
#include <stdlib.h>
#include <string.h>

#include "heartbeat-compat/daemon/client.h"

enum { ASK_MS = 2000 };

static const char *const names[] = {
	"kind", "node", "rsc", "task", "rc", "desc", "attribute_name", "attribute_value"
};

int main(void)
{
	struct hb_msg *msg = hb_msg_new("alert"), *answer = NULL;

	for (size_t i = 0; i < EB_COUNT(names); i++) {
		g_autofree char *variable = g_strconcat("CRM_alert_", names[i], NULL);
		const char *value = getenv(variable);

		if (value)
			hb_msg_add(msg, names[i], "%s", value);
	}
	hb_ask("escapebeat-alert", msg, ASK_MS, &answer);
	hb_msg_free(answer);
	hb_msg_free(msg);
	return 0;
}
