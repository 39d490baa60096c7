// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Ids are made of what a resource is, never of where it stands, so that a line may move or go
 * without renaming the others. All begin with "hb-": that is how the suite knows its own.
 */
#include <string.h>

#include "heartbeat-compat/secret.h"
#include "heartbeat-compat/translation.h"

/* What an XML id can hold; "hb-" will stand before it. */
char *eb_slug_of(const char *text)
{
	char *copy = g_strdup(text);

	g_strcanon(copy, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-", '-');
	while (strlen(copy) > 1 && g_str_has_suffix(copy, "-"))
		copy[strlen(copy) - 1] = '\0';
	if (*copy == '-')
		memmove(copy, copy + 1, strlen(copy));
	return copy;
}

const char *eb_slug(struct eb_translation *t, const char *text)
{
	g_autofree char *slug = eb_slug_of(text);

	return EB_TEXT(t, "%s", slug);
}

const struct hb_address *eb_word_address(const struct hb_resource *word)
{
	return strcmp(word->script, "IPsrcaddr") == 0 ? NULL : word->addr;
}

const char *eb_word_slug(struct eb_translation *t, const struct hb_resource *word)
{
	size_t open = eb_argument_open(word->word.text, strlen(word->word.text));
	g_autoptr(GString) text = g_string_new(word->script);
	const struct hb_address *addr = eb_word_address(word);
	const struct hb_word *arg;

	if (addr)
		return EB_TEXT(t, "ip-%s", eb_slug(t, addr->ip.text));
	eb_for_each (arg, word->args) {
		if (arg->span.column - word->word.span.column + strlen(arg->text) > open)
			break;
		g_string_append_printf(text, "-%s", eb_slug(t, arg->text));
	}
	return eb_slug(t, text->str);
}

/* A line is named after its first address, else its first word. */
const char *eb_group_slug(struct eb_translation *t, const struct hb_group *group)
{
	const struct hb_resource *word;

	eb_for_each (word, group->members)
		if (eb_word_address(word))
			return eb_word_slug(t, word);
	return eb_word_slug(t, group->members->pdata[0]);
}

/* Adds one to the number that a name has in a table; what it was before. */
static unsigned int count_up(GHashTable *table, const char *name)
{
	unsigned int before = GPOINTER_TO_UINT(g_hash_table_lookup(table, name));

	g_hash_table_insert(table, (gpointer)name, GUINT_TO_POINTER(before + 1));
	return before;
}

bool eb_slug_shared(struct eb_translation *t, const char *name)
{
	const struct hb_group *group;
	const struct hb_resource *word;

	if (!g_hash_table_size(t->slugs))
		eb_for_each (group, t->haresources->groups)
			eb_for_each (word, group->members)
				count_up(t->slugs, eb_word_slug(t, word));
	return GPOINTER_TO_UINT(g_hash_table_lookup(t->slugs, name)) > 1;
}

bool eb_id_taken(const struct eb_translation *t, const char *id)
{
	return g_hash_table_contains(t->ids, id);
}

void eb_id_take(struct eb_translation *t, const char *id)
{
	count_up(t->ids, id);
}

const char *eb_id_unique(struct eb_translation *t, const char *id)
{
	const char *first = id;

	for (unsigned int n = 2; eb_id_taken(t, id); n++)
		id = EB_TEXT(t, "%s-%u", first, n);
	count_up(t->ids, id);
	return id;
}

/* The same script in two lines is told apart by its line, the same in one line by a number: the
 * table knows how often an id was asked for. */
const char *eb_id_make(struct eb_translation *t, const char *base, const char *line)
{
	const char *first =
		line ? EB_TEXT(t, "hb-%s-with-%s", base, line) : EB_TEXT(t, "hb-%s", base);
	unsigned int asked = count_up(t->ids, first);
	const char *id = first;

	while (asked) {
		id = EB_TEXT(t, "%s-%u", first, ++asked);
		if (!eb_id_taken(t, id))
			break;
		count_up(t->ids, first);
	}
	if (id != first)
		count_up(t->ids, id);
	return id;
}
