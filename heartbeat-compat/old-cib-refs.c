// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What an old CIB says in one place and means in another is put where it counts, before anybody
 * reads it: sets that refer to others by id-ref, and parameters of a group or a clone, which its
 * members inherit. Pacemaker does the same.
 */
#include <string.h>

#include "heartbeat-compat/old-cib.h"

/* Elements that all references together may bring in: a document that refers to what refers to
 * others would grow without end. */
enum { BROUGHT_MAX = 100000 };

struct refs {
	struct eb_translation *t;
	GHashTable *ids; /* "NAME ID" -> struct eb_element * */
	guint brought;
};

static void note_ids(struct refs *refs, struct eb_element *element)
{
	const char *id = eb_xml_get(element, "id");
	struct eb_element *child;

	if (id)
		g_hash_table_insert(refs->ids, g_strdup_printf("%s %s", element->name, id),
				    element);
	eb_for_each (child, element->children)
		note_ids(refs, child);
}

/* How many elements it consists of; 0: one of them is a reference, too. */
static guint whole_size(const struct eb_element *element)
{
	const struct eb_element *child;
	guint size = 1;

	if (eb_xml_get(element, "id-ref"))
		return 0;
	eb_for_each (child, element->children) {
		guint part = whole_size(child);

		if (!part)
			return 0;
		size += part;
	}
	return size;
}

/* A pair may have another name here. */
static void rename_pair(struct refs *refs, struct eb_element *element, const char *name)
{
	GPtrArray *attributes = eb_arena_array(refs->t->plan->arena);
	const struct eb_pair *attribute;

	eb_for_each (attribute, element->attributes)
		if (strcmp(attribute->name, "name") != 0)
			g_ptr_array_add(attributes, (gpointer)attribute);
	eb_pair_add(refs->t->plan, attributes, "name", name);
	element->attributes = attributes;
}

/* One that cannot be followed stays as it is, and a row says so (old-cib-lost.c). */
static void follow(struct refs *refs, struct eb_element *element)
{
	const char *ref = eb_xml_get(element, "id-ref"), *name = eb_xml_get(element, "name");
	g_autofree char *key = ref ? g_strdup_printf("%s %s", element->name, ref) : NULL;
	const struct eb_element *other = key ? g_hash_table_lookup(refs->ids, key) : NULL;
	guint size = other ? whole_size(other) : 0;
	struct eb_element *child;

	if (size && refs->brought + size <= BROUGHT_MAX) {
		refs->brought += size;
		element->attributes = other->attributes;
		element->children = other->children;
		if (strcmp(element->name, "nvpair") == 0 && name)
			rename_pair(refs, element, name);
		return;
	}
	eb_for_each (child, element->children)
		follow(refs, child);
}

/* ---- what members inherit -------------------------------------------------------------------------- */

/* The parameters among its attributes, as a set that counts behind all others; NULL: it has none. */
static struct eb_element *parameters_of(struct eb_translation *t, const struct eb_element *holder)
{
	struct eb_element *set = eb_arena_make(t->plan->arena, struct eb_element);
	const struct eb_element *pair;
	bool ruled = false;

	set->name = "instance_attributes";
	set->line = holder->line;
	set->attributes = eb_arena_array(t->plan->arena);
	set->children = eb_arena_array(t->plan->arena);
	eb_pair_add(t->plan, set->attributes, "score", "-INFINITY");
	eb_for_each (pair, eb_old_pairs(t, holder, set->name, &ruled))
		if (!eb_old_is_meta(eb_xml_get(pair, "name")))
			g_ptr_array_add(set->children, (gpointer)pair);
	return set->children->len ? set : NULL;
}

static void hand_down(struct eb_translation *t, struct eb_element *element)
{
	bool holder = eb_old_is_resource(element) && strcmp(element->name, "primitive") != 0;
	struct eb_element *set = holder ? parameters_of(t, element) : NULL, *child;

	eb_for_each (child, element->children) {
		if (set && eb_old_is_resource(child))
			g_ptr_array_add(child->children, set);
		hand_down(t, child);
	}
}

void eb_old_settle_refs(struct eb_translation *t, struct eb_element *root)
{
	struct refs refs = { .t = t };
	struct eb_element *child, *config = NULL;

	eb_for_each (child, root->children)
		if (strcmp(child->name, "configuration") == 0 && !config)
			config = child;
	if (!config)
		return;
	refs.ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	note_ids(&refs, config);
	follow(&refs, config);
	g_hash_table_unref(refs.ids);
	eb_for_each (child, config->children)
		if (strcmp(child->name, "resources") == 0)
			hand_down(t, child);
}
