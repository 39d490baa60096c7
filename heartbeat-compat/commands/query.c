// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdlib.h>

#include "heartbeat-compat/commands/query.h"
#include "heartbeat-compat/commands/say.h"

enum { ASK_MS = 30000 };

int hb_query_try(const struct hb_msg *request, struct hb_msg **answer)
{
	int failed = hb_ask("cl_status", request, ASK_MS, answer);

	if (failed)
		return failed;
	failed = hb_say_refused(*answer);
	if (failed)
		hb_msg_free(*answer);
	return failed;
}

/* That there is no such thing is an answer; anything else is none. */
struct hb_msg *hb_query(const char *verb, const char *name, const char *value, const char *name2,
			const char *value2)
{
	struct hb_msg *request = hb_msg_new(verb), *answer = NULL;
	int failed;

	if (name)
		hb_msg_add(request, name, "%s", value);
	if (name2)
		hb_msg_add(request, name2, "%s", value2);
	failed = hb_query_try(request, &answer);
	hb_msg_free(request);
	if (!failed)
		return answer;
	if (failed == -ENOENT)
		return NULL;
	hb_say_error("cl_status", "%s", hb_say_why(failed));
	exit(HB_QUERY_FAILED);
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
