// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Compared is what elements mean, not how they are written. An object that means the same is left
 * untouched, so that nothing restarts for a change of form.
 */
#include <string.h>

#include "heartbeat-compat/arena.h"
#include "heartbeat-compat/to-cib-own.h"

static const char RECORD[] = "hb-written";
enum { DIGEST_LENGTH = 12 };

bool eb_node_is(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && xmlStrEqual(node->name, BAD_CAST name);
}

const char *eb_node_get(const xmlNode *node, const char *name)
{
	const xmlAttr *found = xmlHasProp((xmlNode *)node, BAD_CAST name);

	return found && found->children && found->children->content
		       ? (const char *)found->children->content
		       : "";
}

xmlNode *eb_node_child(const xmlNode *parent, const char *name)
{
	for (xmlNode *node = parent ? parent->children : NULL; node; node = node->next)
		if (eb_node_is(node, name))
			return node;
	return NULL;
}

xmlNode *eb_node_child_with(const xmlNode *parent, const char *key, const char *value)
{
	for (xmlNode *node = parent ? parent->children : NULL; node; node = node->next)
		if (node->type == XML_ELEMENT_NODE && strcmp(eb_node_get(node, key), value) == 0)
			return node;
	return NULL;
}

/* ---- what the operator keeps ---------------------------------------------------------------- */

static bool is_kept(const xmlNode *pair)
{
	static const char *const names[] = { "target-role", "is-managed", "maintenance", NULL };

	return eb_node_is(pair, "nvpair") && g_strv_contains(names, eb_node_get(pair, "name"));
}

/* The meta attributes of a resource; those of rsc_defaults are ours as a whole. */
static bool is_meta(const xmlNode *node)
{
	return eb_node_is(node, "meta_attributes") && *eb_node_get(node->parent, "id");
}

/* Is there nothing in it but that? What is left when it has been taken out again, too. */
static bool keeps_all(const xmlNode *meta)
{
	for (const xmlNode *pair = meta->children; pair; pair = pair->next)
		if (pair->type == XML_ELEMENT_NODE && !is_kept(pair))
			return false;
	return true;
}

static void free_node(gpointer node)
{
	xmlFreeNode(node);
}

static void collect(GHashTable *kept, const xmlNode *meta)
{
	const char *owner = eb_node_get(meta->parent, "id");
	xmlNode *copy = g_hash_table_lookup(kept, owner);

	for (xmlNode *pair = meta->children; pair; pair = pair->next) {
		if (!is_kept(pair))
			continue;
		if (!copy) {
			copy = xmlNewNode(NULL, BAD_CAST "meta_attributes");
			xmlNewProp(copy, BAD_CAST "id", BAD_CAST eb_node_get(meta, "id"));
			g_hash_table_insert(kept, g_strdup(owner), copy);
		}
		xmlAddChild(copy, xmlCopyNode(pair, 1));
	}
}

static void collect_below(GHashTable *kept, const xmlNode *parent)
{
	for (const xmlNode *node = parent->children; node; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		if (is_meta(node))
			collect(kept, node);
		collect_below(kept, node);
	}
}

GHashTable *eb_kept_of(const xmlNode *section)
{
	GHashTable *kept = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_node);

	collect_below(kept, section);
	return kept;
}

/* Meta attributes come before everything else in a resource. */
static void put_back(xmlNode *owner, const xmlNode *kept)
{
	xmlNode *meta = eb_node_child(owner, "meta_attributes");

	for (xmlNode *pair = kept->children; pair; pair = pair->next) {
		if (eb_node_child_with(meta, "name", eb_node_get(pair, "name")))
			continue;
		if (!meta) {
			meta = xmlNewDocNode(owner->doc, NULL, BAD_CAST "meta_attributes", NULL);
			xmlNewProp(meta, BAD_CAST "id", BAD_CAST eb_node_get(kept, "id"));
			if (owner->children)
				xmlAddPrevSibling(owner->children, meta);
			else
				xmlAddChild(owner, meta);
		}
		xmlAddChild(meta, xmlDocCopyNode(pair, owner->doc, 1));
	}
}

void eb_kept_put(GHashTable *kept, xmlNode *section)
{
	for (xmlNode *node = section->children; node; node = node->next) {
		const xmlNode *found;

		if (node->type != XML_ELEMENT_NODE)
			continue;
		found = g_hash_table_lookup(kept, eb_node_get(node, "id"));
		if (found)
			put_back(node, found);
		eb_kept_put(kept, node);
	}
}

/* ---- meaning -------------------------------------------------------------------------------- */

static gint by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void spell(const xmlNode *node, GString *text)
{
	g_autoptr(GPtrArray) attributes = g_ptr_array_new_with_free_func(g_free);
	const char *attribute;

	g_string_append_printf(text, "<%s", (const char *)node->name);
	for (const xmlAttr *at = node->properties; at; at = at->next)
		g_ptr_array_add(attributes,
				g_strdup_printf(" %s=\"%s\"", (const char *)at->name,
						eb_node_get(node, (const char *)at->name)));
	g_ptr_array_sort(attributes, by_name);
	eb_for_each (attribute, attributes)
		g_string_append(text, attribute);
	g_string_append(text, ">");
	for (const xmlNode *inner = node->children; inner; inner = inner->next)
		if (inner->type == XML_ELEMENT_NODE && !(is_meta(inner) && keeps_all(inner)) &&
		    !(is_meta(node) && is_kept(inner)))
			spell(inner, text);
	g_string_append(text, "</>");
}

char *eb_node_meaning(const xmlNode *node)
{
	g_autoptr(GString) text = g_string_new(NULL);
	char *digest;

	spell(node, text);
	digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text->str, (gssize)text->len);
	digest[DIGEST_LENGTH] = '\0';
	return digest;
}

/* ---- the record ----------------------------------------------------------------------------- */

bool eb_record_is(const xmlNode *property_set)
{
	return strcmp(eb_node_get(property_set, "id"), RECORD) == 0;
}

static xmlNode *record_pair(const xmlNode *crm_config)
{
	return eb_node_child(eb_node_child_with(crm_config, "id", RECORD), "nvpair");
}

GHashTable *eb_record_read(const xmlNode *crm_config)
{
	GHashTable *record = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	const xmlNode *pair = record_pair(crm_config);
	g_auto(GStrv) words = g_strsplit(pair ? eb_node_get(pair, "value") : "", " ", -1);

	for (size_t i = 0; words[i]; i++) {
		const char *digest = strrchr(words[i], '=');

		if (digest)
			g_hash_table_insert(record, g_strndup(words[i], (gsize)(digest - words[i])),
					    g_strdup(digest + 1));
	}
	return record;
}

static char *record_text(GHashTable *record)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	const char *id, *digest;
	GHashTableIter walk;

	g_hash_table_iter_init(&walk, record);
	while (g_hash_table_iter_next(&walk, (gpointer *)&id, (gpointer *)&digest))
		g_ptr_array_add(words, g_strdup_printf("%s=%s", id, digest));
	g_ptr_array_sort(words, by_name);
	g_ptr_array_add(words, NULL);
	return g_strjoinv(" ", (char **)words->pdata);
}

bool eb_record_write(xmlNode *crm_config, GHashTable *record)
{
	g_autofree char *text = record_text(record);
	xmlNode *pair = record_pair(crm_config), *set;

	if (pair && strcmp(eb_node_get(pair, "value"), text) == 0)
		return false;
	if (!pair) {
		set = xmlNewChild(crm_config, NULL, BAD_CAST "cluster_property_set", NULL);
		xmlNewProp(set, BAD_CAST "id", BAD_CAST RECORD);
		pair = xmlNewChild(set, NULL, BAD_CAST "nvpair", NULL);
		xmlNewProp(pair, BAD_CAST "id", BAD_CAST "hb-written-objects");
		xmlNewProp(pair, BAD_CAST "name", BAD_CAST RECORD);
	}
	xmlSetProp(pair, BAD_CAST "value", BAD_CAST text);
	return true;
}
