// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Compared is what elements mean, not how they are written: attributes in any order, no white
 * space. An object that means the same is left untouched, so that nothing restarts for a change
 * of form.
 */
#include <string.h>

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "heartbeat-compat/to-cib-merge.h"

static const char PREFIX[] = "hb-";
static const char ALERT[] = "hb-alert";
static const char DIGEST[] = "EB_digest";

static bool is_named(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && xmlStrEqual(node->name, BAD_CAST name);
}

/* An attribute, "" when there is none; valid as long as the node. */
static const char *attribute(const xmlNode *node, const char *name)
{
	const xmlAttr *found = xmlHasProp((xmlNode *)node, BAD_CAST name);

	return found && found->children && found->children->content
		       ? (const char *)found->children->content
		       : "";
}

static xmlNode *child(const xmlNode *parent, const char *name)
{
	for (xmlNode *node = parent ? parent->children : NULL; node; node = node->next)
		if (is_named(node, name))
			return node;
	return NULL;
}

static xmlNode *child_with(const xmlNode *parent, const char *key, const char *value)
{
	for (xmlNode *node = parent ? parent->children : NULL; node; node = node->next)
		if (node->type == XML_ELEMENT_NODE && strcmp(attribute(node, key), value) == 0)
			return node;
	return NULL;
}

/* ---- meaning -------------------------------------------------------------------------------- */

static gint by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void spell(const xmlNode *node, GString *text)
{
	g_autoptr(GPtrArray) attributes = g_ptr_array_new_with_free_func(g_free);

	g_string_append_printf(text, "<%s", (const char *)node->name);
	for (const xmlAttr *at = node->properties; at; at = at->next)
		g_ptr_array_add(attributes,
				g_strdup_printf(" %s=\"%s\"", (const char *)at->name,
						attribute(node, (const char *)at->name)));
	g_ptr_array_sort(attributes, by_name);
	for (guint i = 0; i < attributes->len; i++)
		g_string_append(text, attributes->pdata[i]);
	g_string_append(text, ">");
	for (const xmlNode *inner = node->children; inner; inner = inner->next)
		if (inner->type == XML_ELEMENT_NODE)
			spell(inner, text);
	g_string_append(text, "</>");
}

static bool same(const xmlNode *one, const xmlNode *two)
{
	g_autoptr(GString) a = g_string_new(NULL), b = g_string_new(NULL);

	spell(one, a);
	spell(two, b);
	return g_string_equal(a, b);
}

/* ---- merging -------------------------------------------------------------------------------- */

static void note(struct eb_merge *merge, const char *what, const char *id)
{
	g_ptr_array_add(merge->changes, g_strdup_printf("%s %s", what, id));
}

/* The section of the configuration, made when it is not there. */
static xmlNode *section(xmlNode *configuration, const char *name)
{
	xmlNode *found = child(configuration, name);

	return found ? found : xmlNewChild(configuration, NULL, BAD_CAST name, NULL);
}

static void put(struct eb_merge *merge, xmlNode *parent, const xmlNode *wanted)
{
	const char *id = attribute(wanted, "id");
	xmlNode *there = child_with(parent, "id", id);
	xmlNode *copy;

	if (there && same(there, wanted))
		return;
	copy = xmlDocCopyNode((xmlNode *)wanted, parent->doc, 1);
	if (there) {
		note(merge, "changed", id);
		xmlReplaceNode(there, copy);
		xmlFreeNode(there);
	} else {
		note(merge, "added", id);
		xmlAddChild(parent, copy);
	}
}

static void drop_gone(struct eb_merge *merge, xmlNode *parent, const xmlNode *wanted)
{
	xmlNode *next;

	for (xmlNode *node = parent->children; node; node = next) {
		const char *id = node->type == XML_ELEMENT_NODE ? attribute(node, "id") : "";

		next = node->next;
		if (strncmp(id, PREFIX, strlen(PREFIX)) != 0 || child_with(wanted, "id", id))
			continue;
		note(merge, "removed", id);
		xmlUnlinkNode(node);
		xmlFreeNode(node);
	}
}

/* All of ours in a section. What goes makes room first: an id may come back as another kind. */
static void merge_section(struct eb_merge *merge, xmlNode *configuration, const xmlNode *wanted)
{
	xmlNode *parent = section(configuration, (const char *)wanted->name);

	drop_gone(merge, parent, wanted);
	for (const xmlNode *node = wanted->children; node; node = node->next)
		if (node->type == XML_ELEMENT_NODE)
			put(merge, parent, node);
}

static bool has_property(const xmlNode *config, const char *name)
{
	for (const xmlNode *set = config->children; set; set = set->next)
		if (child_with(set, "name", name))
			return true;
	return false;
}

static void merge_properties(struct eb_merge *merge, xmlNode *configuration, const xmlNode *wanted)
{
	xmlNode *parent = section(configuration, "crm_config");
	const xmlNode *from = child(wanted, "cluster_property_set");
	xmlNode *set = child(parent, "cluster_property_set");

	for (const xmlNode *pair = from ? from->children : NULL; pair; pair = pair->next) {
		if (!is_named(pair, "nvpair") || has_property(parent, attribute(pair, "name")))
			continue;
		if (!set) {
			set = xmlNewChild(parent, NULL, BAD_CAST "cluster_property_set", NULL);
			xmlNewProp(set, BAD_CAST "id", BAD_CAST attribute(from, "id"));
		}
		note(merge, "added", attribute(pair, "name"));
		xmlAddChild(set, xmlDocCopyNode((xmlNode *)pair, set->doc, 1));
	}
}

/* <alerts><alert id= path=><instance_attributes><nvpair name= value=> */
static xmlNode *make_alert(const char *path, const char *digest)
{
	xmlNode *alert = xmlNewNode(NULL, BAD_CAST "alert"), *set, *pair;

	xmlNewProp(alert, BAD_CAST "id", BAD_CAST ALERT);
	xmlNewProp(alert, BAD_CAST "path", BAD_CAST path);
	set = xmlNewChild(alert, NULL, BAD_CAST "instance_attributes", NULL);
	xmlNewProp(set, BAD_CAST "id", BAD_CAST "hb-alert-instance_attributes");
	pair = xmlNewChild(set, NULL, BAD_CAST "nvpair", NULL);
	xmlNewProp(pair, BAD_CAST "id", BAD_CAST "hb-alert-instance_attributes-EB_digest");
	xmlNewProp(pair, BAD_CAST "name", BAD_CAST DIGEST);
	xmlNewProp(pair, BAD_CAST "value", BAD_CAST digest);
	return alert;
}

/* Those of the translation, and our own. */
static void merge_alerts(struct eb_merge *merge, xmlNode *configuration, const xmlNode *wanted,
			 const char *path, const char *digest)
{
	xmlNode *all;

	if (!path)
		return;
	all = wanted ? xmlCopyNode((xmlNode *)wanted, 1) : xmlNewNode(NULL, BAD_CAST "alerts");
	xmlAddChild(all, make_alert(path, digest));
	merge_section(merge, configuration, all);
	xmlFreeNode(all);
}

static char *held_digest(const xmlNode *configuration)
{
	const xmlNode *alert = child_with(child(configuration, "alerts"), "id", ALERT);
	const xmlNode *pair = child_with(child(alert, "instance_attributes"), "name", DIGEST);

	return pair ? g_strdup(attribute(pair, "value")) : NULL;
}

static char *print(xmlDoc *doc)
{
	xmlChar *text;
	int size;
	char *copy;

	xmlDocDumpMemory(doc, &text, &size);
	copy = g_strndup((const char *)text, (gsize)size);
	xmlFree(text);
	return copy;
}

static void merge_all(struct eb_merge *merge, xmlNode *into, const xmlNode *from, const char *alert,
		      const char *digest)
{
	static const char *const sections[] = { "resources", "constraints", "rsc_defaults" };
	const xmlNode *part;

	merge->digest = held_digest(into);
	part = child(from, "crm_config");
	if (part)
		merge_properties(merge, into, part);
	for (size_t i = 0; i < G_N_ELEMENTS(sections); i++) {
		part = child(from, sections[i]);
		if (part)
			merge_section(merge, into, part);
	}
	merge_alerts(merge, into, child(from, "alerts"), alert, digest);
}

static xmlDoc *parse(const char *text)
{
	return xmlReadMemory(text, (int)strlen(text), NULL, NULL,
			     XML_PARSE_NONET | XML_PARSE_NOBLANKS | XML_PARSE_NOERROR |
				     XML_PARSE_NOWARNING);
}

static xmlNode *configuration_of(const xmlDoc *doc)
{
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;

	return root && is_named(root, "cib") ? child(root, "configuration") : NULL;
}

/* Pacemaker takes a patch only to a newer version than its own. */
static void raise_epoch(xmlNode *cib)
{
	g_autofree char *epoch = g_strdup_printf(
		"%" G_GINT64_FORMAT, g_ascii_strtoll(attribute(cib, "epoch"), NULL, 10) + 1);

	xmlSetProp(cib, BAD_CAST "epoch", BAD_CAST epoch);
	xmlSetProp(cib, BAD_CAST "num_updates", BAD_CAST "0");
}

struct eb_merge *eb_cib_merge(const char *current, const char *wanted, const char *alert,
			      const char *digest)
{
	xmlDoc *into = parse(current), *from = parse(wanted);
	xmlNode *there = configuration_of(into);
	const xmlNode *ours = configuration_of(from);
	struct eb_merge *merge = NULL;

	if (there && ours) {
		merge = g_new0(struct eb_merge, 1);
		merge->changes = g_ptr_array_new_with_free_func(g_free);
		merge_all(merge, there, ours, alert, digest);
		if (merge->changes->len) {
			raise_epoch(xmlDocGetRootElement(into));
			merge->xml = print(into);
		}
	}
	xmlFreeDoc(into);
	xmlFreeDoc(from);
	return merge;
}

void eb_merge_free(struct eb_merge *merge)
{
	if (!merge)
		return;
	g_ptr_array_unref(merge->changes);
	g_free(merge->digest);
	g_free(merge->xml);
	g_free(merge);
}
