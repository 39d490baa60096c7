// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/xml-tree.h"

enum { DEPTH_MAX = 64 };

struct reader {
	struct eb_arena *arena;
	struct eb_element *open[DEPTH_MAX];
	unsigned int depth;
	struct eb_element *root;
};

static void open_element(GMarkupParseContext *context, const char *name, const char **names,
			 const char **values, gpointer data, GError **error)
{
	struct reader *reader = data;
	struct eb_element *element = eb_arena_make(reader->arena, struct eb_element);
	int line, column;

	if (reader->depth == DEPTH_MAX) {
		g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT,
			    "elements are nested too deep");
		return;
	}
	g_markup_parse_context_get_position(context, &line, &column);
	/* GLib stands behind the tag, and counts the end of a line to the next one. */
	line -= column == 1 && line > 1;
	element->name = eb_arena_string(reader->arena, name);
	element->attributes = eb_arena_array(reader->arena);
	element->children = eb_arena_array(reader->arena);
	element->line = (unsigned int)line;
	for (size_t i = 0; names[i]; i++) {
		struct eb_pair *pair = eb_arena_make(reader->arena, struct eb_pair);

		pair->name = eb_arena_string(reader->arena, names[i]);
		pair->value = eb_arena_string(reader->arena, values[i]);
		g_ptr_array_add(element->attributes, pair);
	}
	if (reader->depth)
		g_ptr_array_add(reader->open[reader->depth - 1]->children, element);
	else
		reader->root = element;
	reader->open[reader->depth++] = element;
}

static void close_element(GMarkupParseContext *context, const char *name, gpointer data,
			  GError **error)
{
	struct reader *reader = data;

	(void)context;
	(void)name;
	(void)error;
	reader->depth--;
}

struct eb_element *eb_xml_parse(struct eb_arena *arena, const char *text, size_t length, char **why)
{
	static const GMarkupParser parser = { .start_element = open_element,
					      .end_element = close_element };
	struct reader reader = { .arena = arena };
	GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, &reader, NULL);
	g_autoptr(GError) error = NULL;
	bool whole = g_markup_parse_context_parse(context, text, (gssize)length, &error) &&
		     g_markup_parse_context_end_parse(context, &error);

	g_markup_parse_context_free(context);
	if (whole && reader.root)
		return reader.root;
	*why = g_strdup(error ? error->message : "the document is empty");
	return NULL;
}

const char *eb_xml_get(const struct eb_element *element, const char *name)
{
	const struct eb_pair *pair;

	eb_for_each (pair, element->attributes)
		if (strcmp(pair->name, name) == 0)
			return pair->value;
	return NULL;
}

const struct eb_element *eb_xml_child(const struct eb_element *element, const char *name)
{
	const struct eb_element *child;

	if (!element)
		return NULL;
	eb_for_each (child, element->children)
		if (strcmp(child->name, name) == 0)
			return child;
	return NULL;
}
