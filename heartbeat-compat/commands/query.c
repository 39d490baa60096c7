// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/commands/query.h"
#include "heartbeat-compat/commands/say.h"

enum { ASK_MS = 30000 };

struct hb_msg *hb_query(const char *verb, const char *name, const char *value, const char *name2,
			const char *value2)
{
	struct hb_msg *request = hb_msg_new(verb), *answer = NULL;

	if (name)
		hb_msg_add(request, name, "%s", value);
	if (name2)
		hb_msg_add(request, name2, "%s", value2);
	if (hb_say_ask(request, ASK_MS, &answer) < 0)
		answer = NULL;
	hb_msg_free(request);
	if (answer && strcmp(hb_msg_get(answer, "t"), "ok") != 0) {
		hb_msg_free(answer);
		return NULL;
	}
	return answer;
}

void hb_listed_clear(struct hb_listed *node)
{
	g_strfreev(node->parts);
}

bool hb_listed_read(struct hb_listed *node, const struct hb_msg *list, unsigned int nth)
{
	const char *value = hb_msg_nth(list, "node", nth);

	*node = (struct hb_listed) { .parts = value ? g_strsplit(value, "\t", 5) : NULL };
	if (!value || g_strv_length(node->parts) != 5)
		return false;
	node->name = node->parts[0];
	node->type = node->parts[1];
	node->status = node->parts[2];
	node->weight = node->parts[3];
	node->site = node->parts[4];
	return true;
}

bool hb_listed_find(struct hb_listed *node, const char *name)
{
	struct hb_msg *list = hb_query("nodes", NULL, NULL, NULL, NULL);
	bool found = false;

	*node = (struct hb_listed) { 0 };
	for (unsigned int i = 0; list && !found && hb_listed_read(node, list, i); i++) {
		found = g_ascii_strcasecmp(node->name, name) == 0;
		if (!found)
			hb_listed_clear(node);
	}
	hb_msg_free(list);
	return found;
}
