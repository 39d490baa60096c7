// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/daemon/lines.h"

const char *const hb_scope_words[HB_SCOPES + 1] = {
	[HB_SCOPE_ALL] = "all",
	[HB_SCOPE_LOCAL] = "local",
	[HB_SCOPE_FOREIGN] = "foreign",
};

enum hb_scope hb_scope_of(const char *word)
{
	if (strcmp(word, "failback") == 0)
		return HB_SCOPE_FOREIGN;
	for (int scope = 0; scope < HB_SCOPES; scope++)
		if (strcmp(word, hb_scope_words[scope]) == 0)
			return scope;
	return HB_SCOPES;
}

bool hb_line_in(const struct hb_line *line, enum hb_scope scope, const char *node)
{
	bool home = g_ascii_strcasecmp(line->home, node) == 0;

	return scope == HB_SCOPE_ALL || home == (scope == HB_SCOPE_LOCAL);
}

bool hb_line_is_elsewhere(const struct hb_line *line, const char *node)
{
	return line->where && !line->partly && g_ascii_strcasecmp(line->where, node) != 0;
}

enum hb_scope hb_scope_swapped(enum hb_scope scope)
{
	static const enum hb_scope others[] = {
		[HB_SCOPE_ALL] = HB_SCOPE_ALL,
		[HB_SCOPE_LOCAL] = HB_SCOPE_FOREIGN,
		[HB_SCOPE_FOREIGN] = HB_SCOPE_LOCAL,
	};

	return others[scope];
}

/* ---- reading -------------------------------------------------------------------------------- */

/* The parts of a value between tabs; false when there are not so many. */
static bool split(struct hb_lines *lines, const char *value, const char **parts, guint n)
{
	g_auto(GStrv) words = g_strsplit(value, "\t", (gint)n);

	if (g_strv_length(words) != n)
		return false;
	for (guint i = 0; i < n; i++)
		parts[i] = eb_arena_string(lines->arena, words[i]);
	return true;
}

static void add_line(struct hb_lines *lines, const char *value)
{
	struct hb_line *line = eb_arena_make(lines->arena, struct hb_line);
	const char *parts[4];

	if (!split(lines, value, parts, EB_COUNT(parts)))
		return;
	*line = (struct hb_line) {
		.id = parts[0],
		.home = parts[1],
		.away = parts[2],
		.text = parts[3],
		.words = eb_arena_array(lines->arena),
	};
	g_ptr_array_add(lines->list, line);
}

/* Words follow their line. */
static void add_word(struct hb_lines *lines, const char *value)
{
	struct hb_line_word *word = eb_arena_make(lines->arena, struct hb_line_word);
	struct hb_line *line;
	const char *parts[2];

	if (!lines->list->len || !split(lines, value, parts, EB_COUNT(parts)))
		return;
	*word = (struct hb_line_word) { parts[0], parts[1] };
	line = lines->list->pdata[lines->list->len - 1];
	g_ptr_array_add(line->words, word);
}

static void add_address(struct hb_lines *lines, const char *value)
{
	struct hb_line_address *address = eb_arena_make(lines->arena, struct hb_line_address);
	const char *parts[3];

	if (!split(lines, value, parts, EB_COUNT(parts)))
		return;
	*address = (struct hb_line_address) { parts[0], parts[1], parts[2] };
	g_ptr_array_add(lines->addresses, address);
}

struct hb_lines *hb_lines_read(const struct hb_msg *msg)
{
	struct eb_arena *arena;
	struct hb_lines *lines;
	const char *digest = hb_msg_get(msg, "digest");

	if (!digest)
		return NULL;
	arena = eb_arena_new();
	lines = eb_arena_make(arena, struct hb_lines);
	lines->arena = arena;
	lines->list = eb_arena_array(arena);
	lines->addresses = eb_arena_array(arena);
	lines->policy = eb_arena_array(arena);
	lines->digest = eb_arena_string(arena, digest);
	for (guint i = 0; i < msg->fields->len; i++) {
		const struct hb_field *field = &g_array_index(msg->fields, struct hb_field, i);

		if (strcmp(field->name, "line") == 0)
			add_line(lines, field->value);
		else if (strcmp(field->name, "word") == 0)
			add_word(lines, field->value);
		else if (strcmp(field->name, "address") == 0)
			add_address(lines, field->value);
		else if (strcmp(field->name, "policy") == 0)
			g_ptr_array_add(lines->policy,
					(char *)eb_arena_string(arena, field->value));
	}
	return lines;
}

void hb_lines_free(struct hb_lines *lines)
{
	if (lines)
		eb_arena_free(lines->arena);
}

/* ---- places --------------------------------------------------------------------------------- */

bool hb_lines_has(const struct hb_lines *lines, const char *id)
{
	const struct hb_line *line;

	eb_for_each (line, lines->list)
		if (strcmp(line->id, id) == 0)
			return true;
	return false;
}

struct hb_line *hb_lines_find(const struct hb_lines *lines, const char *resource,
			      const struct hb_line_word **word)
{
	const struct hb_line_word *one;
	struct hb_line *line;

	eb_for_each (line, lines->list)
		eb_for_each (one, line->words)
			if (strcmp(one->id, resource) == 0) {
				*word = one;
				return line;
			}
	return NULL;
}

/* Where a resource runs: the first place in the view; NULL: nowhere. */
static const char *place_of(const struct hb_msg *view, const char *resource)
{
	size_t length = strlen(resource);
	const char *value;

	for (unsigned int i = 0; (value = hb_msg_nth(view, "place", i)); i++)
		if (strncmp(value, resource, length) == 0 && value[length] == '\t')
			return strrchr(value, '\t') + 1;
	return NULL;
}

static void place(struct hb_lines *lines, struct hb_line *line, const struct hb_msg *view)
{
	const struct hb_line_word *word;
	const char *first = NULL, *where;
	bool all = true, any = false;

	eb_for_each (word, line->words) {
		where = place_of(view, word->id);
		if (!first)
			first = where;
		any |= where != NULL;
		all &= where && g_strcmp0(first, where) == 0;
	}
	line->where = all && first ? eb_arena_string(lines->arena, first) : NULL;
	line->partly = any && !all;
}

void hb_lines_place(struct hb_lines *lines, const struct hb_msg *view)
{
	struct hb_line *line;

	lines->placed = true;
	eb_for_each (line, lines->list)
		place(lines, line, view);
}

bool hb_lines_stopped(const struct hb_lines *lines, const char *node)
{
	const struct hb_line *line;

	eb_for_each (line, lines->list)
		if (line->partly || (line->where && !hb_line_is_elsewhere(line, node)))
			return false;
	return lines->placed;
}

/* Of one scope: how many lines there are, how many of them the node runs. */
static void count(const struct hb_lines *lines, const char *node, enum hb_scope scope, guint *n,
		  guint *here)
{
	const struct hb_line *line;

	*n = *here = 0;
	eb_for_each (line, lines->list) {
		if (!hb_line_in(line, scope, node))
			continue;
		++*n;
		*here += line->where && g_ascii_strcasecmp(line->where, node) == 0;
	}
}

bool hb_lines_share(const struct hb_lines *lines, const char *node, bool away, bool alone,
		    enum hb_share *share)
{
	guint own, own_here, others, others_here;
	const struct hb_line *line;
	bool local, foreign;

	count(lines, node, HB_SCOPE_LOCAL, &own, &own_here);
	count(lines, node, HB_SCOPE_FOREIGN, &others, &others_here);
	local = own ? own_here == own : !away;
	foreign = others ? others_here == others : alone && !away;
	*share = (local ? HB_SHARE_LOCAL : HB_SHARE_NONE) | (foreign ? HB_SHARE_FOREIGN : 0);
	if (!lines->placed)
		return false;
	eb_for_each (line, lines->list)
		if (line->partly || !line->where)
			return false;
	return true;
}
