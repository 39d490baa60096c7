// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/daemon/alert.h"
#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/daemon/hold.h"
#include "heartbeat-compat/daemon/owner.h"
#include "heartbeat-compat/daemon/standby.h"

/* Monitors that find all well are no news, and Pacemaker reports none. */
static void resource(struct hb_daemon *daemon, const struct hb_msg *msg)
{
	const char *id = hb_msg_get(msg, "rsc"), *task = hb_msg_get(msg, "task");
	const char *node = hb_msg_get(msg, "node");
	int64_t rc = hb_msg_number(msg, "rc", -1);
	const struct hb_line_word *word;
	const struct hb_line *line;

	if (!daemon->lines || !id || !task || !node ||
	    g_ascii_strcasecmp(node, daemon->state->self->name) != 0)
		return;
	line = hb_lines_find(daemon->lines, id, &word);
	if (!line)
		return;
	if (strcmp(task, "start") == 0 && word == eb_item(line->words, 0))
		hb_log_script("ResourceManager", "Acquiring resource group: %s", line->text);
	if (strcmp(task, "stop") == 0 && word == eb_item(line->words, line->words->len - 1))
		hb_log_script("ResourceManager", "Releasing resource group: %s", line->text);
	if (strcmp(task, "monitor") != 0)
		hb_log_script("ResourceManager", "Running %s %s", word->word, task);
	if (rc != 0)
		hb_log(HB_LOG_ERROR, "Return code %d from %s %s: %s", (int)rc, word->word, task,
		       hb_msg_get(msg, "desc") ? hb_msg_get(msg, "desc") : "");
	hb_standby_look(daemon->standby);
	hb_hold_acted(daemon->hold, line->id, (int)rc);
}

static void fencing(struct hb_daemon *daemon, const struct hb_msg *msg)
{
	const char *node = hb_msg_get(msg, "node");

	if (!node)
		return;
	if (hb_msg_number(msg, "rc", -1) == 0)
		hb_log(HB_LOG_INFO, "node %s now reset.", node);
	else
		hb_log(HB_LOG_ERROR, "STONITH of %s failed.", node);
}

void hb_alert(struct hb_daemon *daemon, const struct hb_msg *msg)
{
	const char *kind = hb_msg_get(msg, "kind");

	if (g_strcmp0(kind, "resource") == 0)
		resource(daemon, msg);
	else if (g_strcmp0(kind, "fencing") == 0)
		fencing(daemon, msg);
	else if (g_strcmp0(kind, "node") == 0)
		hb_owner_look(daemon->owner);
}
