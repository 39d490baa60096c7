// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/arena.h"
#include "heartbeat-compat/daemon/stopped.h"
#include "heartbeat-compat/daemon/worker.h"
#include "heartbeat-compat/markup.h"
#include "heartbeat-compat/tool.h"

enum { ASK_MS = 20000 };

/* Where the reader of the section is. */
struct reader {
	struct hb_msg *msg;
	char *node, *resource;
};

#define ATTRIBUTE(name) eb_markup_get(names, values, name)
#define IS(name, value) (strcmp(ATTRIBUTE(name), value) == 0)

static void replace(char **place, const char *text)
{
	g_free(*place);
	*place = g_strdup(text);
}

/* RESOURCE_last_0 is the last of start, stop and probe, also while it is under way. */
static void see_operation(struct reader *reader, const char **names, const char **values)
{
	g_autofree char *last = g_strdup_printf("%s_last_0", reader->resource);
	bool stopped = IS("operation", "stop") && IS("rc-code", "0");
	bool was_off = IS("operation", "monitor") && IS("rc-code", "7");

	if (IS("id", last) && (stopped || was_off) && IS("op-status", "0"))
		hb_msg_add(reader->msg, "stopped", "%s\t%s", reader->resource, reader->node);
}

static void open_element(GMarkupParseContext *context, const char *element, const char **names,
			 const char **values, gpointer data, GError **error)
{
	struct reader *reader = data;

	if (strcmp(element, "node_state") == 0) {
		replace(&reader->node, ATTRIBUTE("uname"));
		/* Since 2.1.7 it is the time since when it is there. */
		if (IS("crmd", "offline") || IS("crmd", "0"))
			hb_msg_add(reader->msg, "off", "%s", reader->node);
	} else if (strcmp(element, "lrm_resource") == 0) {
		replace(&reader->resource, ATTRIBUTE("id"));
	} else if (strcmp(element, "lrm_rsc_op") == 0 && reader->node && reader->resource) {
		see_operation(reader, names, values);
	}
}

struct hb_msg *hb_stopped_of(const char *xml)
{
	static const GMarkupParser parser = { .start_element = open_element };
	struct reader reader = { .msg = hb_msg_new("stopped") };
	GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, &reader, NULL);

	g_markup_parse_context_parse(context, xml, -1, NULL);
	g_markup_parse_context_free(context);
	g_free(reader.node);
	g_free(reader.resource);
	return reader.msg;
}

int hb_stopped_find(int out, void *arg)
{
	g_autofree char *xml = NULL;
	int code = EB_TOOL(ASK_MS, &xml, "cibadmin", "--query", "--scope", "status");

	return hb_worker_answer(out, hb_stopped_of(code == 0 ? xml : ""), code != 0);
}

bool hb_stopped_off(const struct hb_msg *answer, const char *node)
{
	const char *value;

	for (unsigned int i = 0; (value = hb_msg_nth(answer, "off", i)); i++)
		if (g_ascii_strcasecmp(value, node) == 0)
			return true;
	return false;
}

static bool has_ended(const struct hb_msg *answer, const char *resource, const char *node)
{
	size_t length = strlen(resource);

	for (guint i = 0; i < answer->fields->len; i++) {
		const struct hb_field *field = &g_array_index(answer->fields, struct hb_field, i);

		if (strcmp(field->name, "stopped") == 0 &&
		    strncmp(field->value, resource, length) == 0 && field->value[length] == '\t' &&
		    g_ascii_strcasecmp(field->value + length + 1, node) == 0)
			return true;
	}
	return false;
}

bool hb_stopped_line(const struct hb_msg *answer, const struct hb_line *line, const char *node)
{
	const struct hb_line_word *word;

	eb_for_each (word, line->words)
		if (!has_ended(answer, word->id, node))
			return false;
	return line->words->len > 0;
}
