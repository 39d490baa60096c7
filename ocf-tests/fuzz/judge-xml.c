// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "ocf-tests/fuzz/fuzz.h"
#include "ocf-tests/fuzz/judge.h"

static void keep_quiet(void *context, const char *format, ...) EB_PRINTF(2, 3);
static void keep_quiet(void *context, const char *format, ...)
{
	(void)context;
	(void)format;
}

static xmlDoc *parse(const char *text)
{
	xmlDoc *doc;

	xmlSetGenericErrorFunc(NULL, keep_quiet);
	doc = xmlReadMemory(text, (int)strlen(text), NULL, NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
	if (!doc)
		eb_fuzz_fail("not well-formed: %s", text);
	return doc;
}

/* ---- the CIB --------------------------------------------------------------------------------------- */

static bool is_name(const char *id)
{
	return g_ascii_isalpha(*id) &&
	       !id[strspn(id, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-")];
}

static void collect_ids(const xmlNode *node, GHashTable *ids)
{
	for (; node; node = node->next) {
		xmlChar *id =
			node->type == XML_ELEMENT_NODE ? xmlGetProp(node, BAD_CAST "id") : NULL;

		/* A node's is its number in corosync. */
		if (id && strcmp((const char *)node->name, "node") != 0) {
			g_assert(is_name((const char *)id));
			g_assert(!g_hash_table_contains(ids, id));
			g_hash_table_insert(ids, g_strdup((const char *)id), (gpointer)node);
		}
		xmlFree(id);
		collect_ids(node->children, ids);
	}
}

static void judge_property(const xmlNode *node, const char *name, const char *value)
{
	xmlChar *found = xmlGetProp(node, BAD_CAST name);

	g_assert_true(g_strcmp0((const char *)found, value) == 0);
	xmlFree(found);
}

static void judge_resources(const GPtrArray *resources, GHashTable *ids)
{
	const struct eb_resource *resource;
	const struct eb_pair *param;

	eb_for_each (resource, resources) {
		const xmlNode *node = g_hash_table_lookup(ids, resource->id);

		g_assert(node);
		judge_property(node, "class", resource->class);
		judge_property(node, "type", resource->type);
		eb_for_each (param, resource->params) {
			g_autofree char *id = g_strdup_printf("%s-instance_attributes-%s",
							      resource->id, param->name);

			node = g_hash_table_lookup(ids, id);
			g_assert(node);
			judge_property(node, "value", param->value);
		}
		judge_resources(resource->members, ids);
	}
}

void eb_judge_cib(const char *text, const struct eb_plan *plan)
{
	g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	xmlDoc *doc = parse(text);
	const struct eb_location *location;

	collect_ids(xmlDocGetRootElement(doc), ids);
	judge_resources(plan->cib.resources, ids);
	eb_for_each (location, plan->cib.locations) {
		const xmlNode *node = g_hash_table_lookup(ids, location->id);

		g_assert(node);
		judge_property(node, "rsc", location->resource);
		judge_property(node, "node", location->node);
		g_assert(g_hash_table_contains(ids, location->resource));
	}
	xmlFreeDoc(doc);
}

/* ---- the page ---------------------------------------------------------------------------------------- */

static const char *const elements[] = {
	"a",      "article", "b",       "body",   "br",         "code",    "details", "div",
	"dd",     "dl",      "dt",      "em",     "figcaption", "figure",  "footer",  "h1",
	"h2",     "h3",      "head",    "header", "html",       "li",      "link",    "main",
	"meta",   "nav",     "ol",      "p",      "pre",        "section", "small",   "span",
	"strong", "style",   "summary", "svg",    "table",      "tbody",   "td",      "th",
	"thead",  "title",   "tr",      "ul",     NULL,
};

static const char *const attributes[] = {
	"aria-label", "charset", "class", "colspan", "content", "href",     "http-equiv", "id",
	"lang",       "name",    "open",  "rel",     "scope",   "tabindex", "title",      NULL,
};

static void judge_attribute(const xmlAttr *attribute)
{
	const char *name = (const char *)attribute->name;
	const char *value = attribute->children ? (const char *)attribute->children->content : "";

	if (strcmp(name, "style") == 0)
		g_assert(g_regex_match_simple("^width:[0-9]+%$", value, 0, 0));
	else if (!g_strv_contains(attributes, name))
		eb_fuzz_fail("attribute %s", name);
	if (strcmp(name, "href") == 0)
		g_assert(*value == '#' || strcmp(value, "data:,") == 0);
}

static void judge_elements(const xmlNode *node)
{
	for (; node; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		if (!g_strv_contains(elements, (const char *)node->name))
			eb_fuzz_fail("element %s", node->name);
		for (const xmlAttr *a = node->properties; a; a = a->next)
			judge_attribute(a);
		judge_elements(node->children);
	}
}

void eb_judge_page(const char *text)
{
	xmlDoc *doc = parse(text);

	judge_elements(xmlDocGetRootElement(doc));
	xmlFreeDoc(doc);
}
