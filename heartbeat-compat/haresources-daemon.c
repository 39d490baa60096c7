// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The daemon compares the first word of a line with the nodes, as it stands. It knows comments only
 * as whole lines, and not where a line is continued: "node1#" is a name, and a backslash at the end
 * of a comment hides the line below from it.
 */
#include <string.h>

#include "heartbeat-compat/haresources-daemon.h"

struct eb_piece hb_daemon_node(struct eb_piece line, bool *inside)
{
	bool part = *inside, more = line.length && line.begin[line.length - 1] == '\\';
	struct eb_piece word = eb_next(&line, HB_BLANKS);

	if (!part && (!word.length || *word.begin == '#'))
		return (struct eb_piece) { .length = 0 };
	*inside = more;
	if (part)
		word.length = 0;
	return word;
}

bool hb_names_node(const struct hb_config *config, const char *name)
{
	const struct hb_node *node;

	eb_for_each (node, config->nodes)
		if (g_ascii_strcasecmp(node->name, name) == 0)
			return true;
	return false;
}

bool hb_daemon_refuses(const struct hb_config *config, const struct eb_source *source,
		       struct eb_piece name, bool continued, struct eb_diag *diag)
{
	g_autofree char *text = g_strndup(name.length ? name.begin : "", name.length);
	bool stuck = name.length && (strchr(text, '#') || text[name.length - 1] == '\\');

	if (!stuck && (!name.length || !continued || hb_names_node(config, text)))
		return false;
	eb_message_hint(eb_diag_add(diag, EB_MSG_NODE_UNKNOWN, eb_span_of(source, name),
				    "Heartbeat takes '%s' for the name of a node", text),
			stuck ? "a blank has to stand behind the name"
			      : "the line above is continued for its scripts only");
	return true;
}
