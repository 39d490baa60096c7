// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A plan as a JSON document, written from front to back along the rows of plan-shape.c.
 */
#include <string.h>

#include "heartbeat-compat/plan-shape.h"

struct writer {
	GString *out;
	unsigned int depth;
	bool any; /* the object or array that is open has something in it */
};

static void put_shape(struct writer *w, const struct eb_shape *shape, const char *base);

/* ---- text ------------------------------------------------------------------------------------------ */

/* What JSON or the XML of a CIB cannot hold, and what a terminal would obey. */
static bool is_unfit(gunichar c)
{
	return (g_unichar_iscntrl(c) && c != '\t' && c != '\n') || (c | 1) == 0xffff;
}

const char *eb_plan_unfit(const char *text)
{
	for (const char *at = text; *at; at = g_utf8_next_char(at))
		if (is_unfit(g_utf8_get_char(at)))
			return at;
	return NULL;
}

char *eb_plan_fit(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	const char *bad = eb_plan_unfit(valid);
	GString *fit;

	if (!bad)
		return g_steal_pointer(&valid);
	fit = g_string_new_len(valid, bad - valid);
	for (; *bad; bad = g_utf8_next_char(bad)) {
		gunichar c = g_utf8_get_char(bad);

		g_string_append_unichar(fit, is_unfit(c) ? 0xfffd : c);
	}
	return g_string_free(fit, FALSE);
}

static void put_string(struct writer *w, const char *text)
{
	g_autofree char *fit = eb_plan_fit(text);

	g_string_append_c(w->out, '"');
	for (const char *at = fit; *at; at++) {
		if (*at == '"' || *at == '\\')
			g_string_append_c(w->out, '\\');
		if (*at == '\n' || *at == '\t')
			g_string_append(w->out, *at == '\n' ? "\\n" : "\\t");
		else
			g_string_append_c(w->out, *at);
	}
	g_string_append_c(w->out, '"');
}

/* ---- objects and arrays -------------------------------------------------------------------------------- */

static void open_list(struct writer *w, char sign)
{
	g_string_append_c(w->out, sign);
	w->depth++;
	w->any = false;
}

/* Before each item: on a line of its own. */
static void next_item(struct writer *w)
{
	g_string_append_printf(w->out, "%s\n%*s", w->any ? "," : "", (int)w->depth * 2, "");
	w->any = true;
}

static void close_list(struct writer *w, char sign)
{
	w->depth--;
	if (w->any)
		g_string_append_printf(w->out, "\n%*s", (int)w->depth * 2, "");
	g_string_append_c(w->out, sign);
	w->any = true;
}

static void put_name(struct writer *w, const char *name)
{
	next_item(w);
	g_string_append_printf(w->out, "\"%s\" : ", name);
}

/* shape NULL: of strings. */
static void put_list(struct writer *w, const struct eb_shape *shape, const GPtrArray *list)
{
	const char *item;

	open_list(w, '[');
	eb_for_each (item, list) {
		next_item(w);
		if (shape)
			put_shape(w, shape, item);
		else
			put_string(w, item);
	}
	close_list(w, ']');
}

/* What is NULL, false or empty is left out. */
static bool is_left_out(const struct eb_member *member, const void *at)
{
	const GPtrArray *list;

	switch (member->form) {
	case EB_FORM_NAME:
	case EB_FORM_TEXT: return !*(const char *const *)at;
	case EB_FORM_FLAG: return !*(const bool *)at;
	case EB_FORM_TEXTS:
	case EB_FORM_LIST: list = *(const GPtrArray *const *)at; return !list || !list->len;
	case EB_FORM_NUMBER:
	case EB_FORM_WORD:
	case EB_FORM_PART: break;
	}
	return false;
}

static void put_member(struct writer *w, const struct eb_member *member, const char *base)
{
	const void *at = base + member->offset;

	if (is_left_out(member, at))
		return;
	put_name(w, member->name);
	switch (member->form) {
	case EB_FORM_NAME:
	case EB_FORM_TEXT: put_string(w, *(const char *const *)at); break;
	case EB_FORM_NUMBER:
		g_string_append_printf(w->out, "%" G_GINT64_FORMAT, *(const gint64 *)at);
		break;
	case EB_FORM_FLAG: g_string_append(w->out, "true"); break;
	case EB_FORM_WORD: put_string(w, member->words[*(const unsigned int *)at]); break;
	case EB_FORM_PART: put_shape(w, member->of, at); break;
	case EB_FORM_TEXTS:
	case EB_FORM_LIST: put_list(w, member->of, *(const GPtrArray *const *)at); break;
	}
}

static void put_members(struct writer *w, const struct eb_shape *shape, const char *base)
{
	for (const struct eb_member *m = shape->members; m->name; m++)
		put_member(w, m, base);
}

static void put_shape(struct writer *w, const struct eb_shape *shape, const char *base)
{
	open_list(w, '{');
	put_members(w, shape, base);
	close_list(w, '}');
}

char *eb_plan_seal(const char *text)
{
	return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
}

/* Leaves room for the digest of what is not yet written; its place. */
static gsize put_seal(struct writer *w)
{
	put_name(w, EB_PLAN_SEAL);
	g_string_append_printf(w->out, "\"%*s\"", EB_PLAN_SEAL_LENGTH, "");
	return w->out->len - 1 - EB_PLAN_SEAL_LENGTH;
}

static void close_seal(struct writer *w, gsize place)
{
	char *at = w->out->str + place;
	g_autofree char *digest = eb_plan_seal(at + EB_PLAN_SEAL_LENGTH + 1);

	memcpy(at, digest, EB_PLAN_SEAL_LENGTH);
}

char *eb_plan_store(const struct eb_plan *plan)
{
	struct writer w = { .out = g_string_new(NULL) };
	gsize seal;

	open_list(&w, '{');
	put_name(&w, EB_PLAN_MARK);
	g_string_append_printf(w.out, "%d", EB_PLAN_SCHEMA);
	seal = put_seal(&w);
	put_members(&w, &eb_plan_shape, (const char *)plan);
	close_list(&w, '}');
	g_string_append_c(w.out, '\n');
	close_seal(&w, seal);
	return g_string_free(w.out, FALSE);
}
