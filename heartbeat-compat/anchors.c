// SPDX-License-Identifier: GPL-2.0-or-later
#include "heartbeat-compat/anchors.h"

struct eb_anchors {
	GHashTable *rows;    /* struct eb_fate * -> char * */
	GHashTable *objects; /* name -> struct eb_object * */
	GHashTable *taken;   /* char *: anchors of objects */
};

/* What a document, an URL and graphviz take as it is; two names may be alike in it. */
static const char *make_anchor(struct eb_anchors *anchors, const char *name)
{
	g_autofree char *slug =
		g_strcanon(g_strdup(name), G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-", '-');
	char *anchor = g_strdup_printf("object-%s", slug);

	for (unsigned int n = 2; g_hash_table_contains(anchors->taken, anchor); n++) {
		g_free(anchor);
		anchor = g_strdup_printf("object-%s--%u", slug, n);
	}
	g_hash_table_add(anchors->taken, anchor);
	return anchor;
}

static void add_row(struct eb_anchors *anchors, const struct eb_fate *row, const char *place,
		    char *anchor)
{
	const char *name;

	g_hash_table_insert(anchors->rows, (gpointer)row, anchor);
	eb_for_each (name, row->objects) {
		struct eb_object *object;

		if (g_hash_table_contains(anchors->objects, name))
			continue;
		object = g_new(struct eb_object, 1);
		*object = (struct eb_object) { make_anchor(anchors, name), row, place };
		g_hash_table_insert(anchors->objects, (gpointer)name, object);
	}
}

struct eb_anchors *eb_anchors_new(const struct eb_plan *plan)
{
	struct eb_anchors *anchors = g_new0(struct eb_anchors, 1);
	const struct eb_fate *row, *word;

	anchors->rows = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	anchors->objects = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
	anchors->taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	eb_for_each (row, plan->fates) {
		add_row(anchors, row, row->place, g_strdup_printf("row-%u", row_at + 1));
		eb_for_each (word, row->words)
			add_row(anchors, word, row->place,
				g_strdup_printf("row-%u-%u", row_at + 1, word_at + 1));
	}
	return anchors;
}

void eb_anchors_free(struct eb_anchors *anchors)
{
	g_hash_table_unref(anchors->objects);
	g_hash_table_unref(anchors->rows);
	g_hash_table_unref(anchors->taken);
	g_free(anchors);
}

const char *eb_row_anchor(const struct eb_anchors *anchors, const struct eb_fate *row)
{
	return g_hash_table_lookup(anchors->rows, row);
}

const struct eb_object *eb_object(const struct eb_anchors *anchors, const char *name)
{
	return g_hash_table_lookup(anchors->objects, name);
}

char *eb_markup(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_autoptr(GString) clean = g_string_new(NULL);

	for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		bool shown = g_unichar_isprint(c) || g_unichar_ismark(c) || c == '\n' || c == '\t';

		g_string_append_unichar(clean, shown ? c : 0xfffd);
	}
	return g_markup_escape_text(clean->str, (gssize)clean->len);
}
