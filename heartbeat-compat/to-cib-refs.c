// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/to-cib-own.h"
#include "heartbeat-compat/to-cib-refs.h"

void eb_ids_of(const xmlNode *node, GHashTable *ids)
{
	const char *id = eb_node_get(node, "id");

	/* <resource_ref id="..."/> and <obj_ref id="..."/> name another one's. */
	if (*id && !g_str_has_suffix((const char *)node->name, "_ref"))
		g_hash_table_add(ids, g_strdup(id));
	for (const xmlNode *child = node->children; child; child = child->next)
		if (child->type == XML_ELEMENT_NODE)
			eb_ids_of(child, ids);
}

/* The attribute of this element that refers to one of the ids; NULL: none does. */
static char *reference(const xmlNode *node, GHashTable *ids)
{
	bool by_id = g_str_has_suffix((const char *)node->name, "_ref");

	for (const xmlAttr *attr = node->properties; attr; attr = attr->next) {
		const char *name = (const char *)attr->name, *value = eb_node_get(node, name);

		if ((by_id || strcmp(name, "id") != 0) && g_hash_table_contains(ids, value))
			return g_strdup(value);
	}
	return NULL;
}

/* object: the element of the section that this one is, or is in. */
static void look(const xmlNode *node, const xmlNode *object, GHashTable *ids, GPtrArray *lines)
{
	g_autofree char *to = reference(node, ids);

	if (to)
		g_ptr_array_add(lines, g_strdup_printf("%s %s refers to %s, which is to go: take "
						       "it out first (crm_resource --clear, pcs "
						       "constraint remove, crm configure delete)",
						       (const char *)object->name,
						       eb_node_get(object, "id"), to));
	for (const xmlNode *child = node->children; child; child = child->next)
		if (child->type == XML_ELEMENT_NODE)
			look(child, object, ids, lines);
}

void eb_find_dangling(const xmlNode *configuration, GHashTable *dropped, GPtrArray *lines)
{
	static const char *const sections[] = { "constraints", "tags", "fencing-topology", "acls" };
	g_autoptr(GHashTable) there = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) gone = g_hash_table_new(g_str_hash, g_str_equal);
	GHashTableIter walk;
	char *id;

	eb_ids_of(configuration, there);
	g_hash_table_iter_init(&walk, dropped);
	while (g_hash_table_iter_next(&walk, (gpointer *)&id, NULL))
		if (!g_hash_table_contains(there, id))
			g_hash_table_add(gone, id);
	for (size_t i = 0; g_hash_table_size(gone) && i < G_N_ELEMENTS(sections); i++) {
		const xmlNode *part = eb_node_child(configuration, sections[i]);

		for (const xmlNode *object = part ? part->children : NULL; object;
		     object = object->next)
			if (object->type == XML_ELEMENT_NODE)
				look(object, object, gone, lines);
	}
}
