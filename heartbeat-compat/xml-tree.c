// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/xml-tree.h"

enum { DEPTH_MAX = 64 };

struct reader {
	struct eb_arena *arena;
	struct eb_element *open[DEPTH_MAX];
	unsigned int depth;
	struct eb_element *root;
	/* Where GLib stood behind the tags of those that are open. */
	struct {
		int line, column;
	} behind[DEPTH_MAX];
};

/* ---- where it is not well-formed ------------------------------------------------------------- */

/* GLib counts characters, and the end of a line as the first one of the next line. */
static const char *at_position(const char *text, const char *end, int line, int column)
{
	const char *at = text;
	int left = column - (line > 1 ? 2 : 1);

	for (int n = 1; n < line && at < end; n++) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));

		at = newline ? newline + 1 : end;
	}
	if (left < 0)
		return at > text ? at - 1 : at;
	while (left-- > 0 && at < end && *at != '\n')
		at = MIN(g_utf8_next_char(at), end);
	return at;
}

/* Back to where the tag begins; between tags it stays, but for a reference: GLib reads a text whole. */
static const char *tag_of(const char *text, const char *at, const char *end, bool reference)
{
	const char *from = at, *behind = at;

	if (behind > text && (behind == end || *behind == '\n'))
		behind--;
	if (behind > text && *behind == '>')
		behind--;
	for (from = behind; from > text && *from != (reference ? '&' : '<') && *from != '>';)
		from--;
	return from < end && *from == (reference ? '&' : '<') ? from : at;
}

/* The end itself is shown at the last character. */
static void set_place(struct eb_xml_fault *fault, const char *text, const char *at, const char *end)
{
	const char *line = text;

	if (at == end)
		do
			at--;
		while (at > text && (*at & 0xc0) == 0x80);
	fault->line = 1;
	for (const char *p = text; p < at; p++)
		if (*p == '\n') {
			fault->line++;
			line = p + 1;
		}
	fault->column = (unsigned int)(at - line) + 1;
}

/* Without the place, which GLib writes in front of it. */
static const char *without_place(const char *message)
{
	const char *colon;

	if (!g_str_has_prefix(message, "Error on line "))
		return message;
	colon = strstr(message, ": ");
	return colon ? colon + 2 : message;
}

/* What was not closed stands where it was opened. */
static void find_fault(const struct reader *reader, const char *text, size_t length, int line,
		       int column, const char *message, struct eb_xml_fault *fault)
{
	const char *at = at_position(text, text + length, line, column);

	if (at == text + length && reader->depth) {
		const struct eb_element *last = reader->open[reader->depth - 1];

		at = at_position(text, text + length, reader->behind[reader->depth - 1].line,
				 reader->behind[reader->depth - 1].column);
		set_place(fault, text, tag_of(text, at, text + length, false), text + length);
		fault->why = g_strdup_printf("<%s> is never closed", last->name);
		return;
	}
	set_place(fault, text, tag_of(text, at, text + length, strstr(message, "ntity") != NULL),
		  text + length);
}

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
	reader->behind[reader->depth].line = line;
	reader->behind[reader->depth].column = column;
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

struct eb_element *eb_xml_parse(struct eb_arena *arena, const char *text, size_t length,
				struct eb_xml_fault *fault)
{
	static const GMarkupParser parser = { .start_element = open_element,
					      .end_element = close_element };
	struct reader reader = { .arena = arena };
	GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, &reader, NULL);
	g_autoptr(GError) error = NULL;
	bool whole = g_markup_parse_context_parse(context, text, (gssize)length, &error) &&
		     g_markup_parse_context_end_parse(context, &error);
	int line = 1, column = 1;

	g_markup_parse_context_get_position(context, &line, &column);
	g_markup_parse_context_free(context);
	if (whole && reader.root)
		return reader.root;
	*fault = (struct eb_xml_fault) { 0 };
	if (length)
		find_fault(&reader, text, length, line, column, error ? error->message : "", fault);
	if (!fault->why)
		fault->why =
			g_strdup(error ? without_place(error->message) : "the document is empty");
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
