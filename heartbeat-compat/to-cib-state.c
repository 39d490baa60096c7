// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "heartbeat-compat/arena.h"
#include "heartbeat-compat/to-cib-state.h"

static xmlNode *child_of(xmlNode *parent, const char *name)
{
	xmlNode *node;

	if (!parent)
		return NULL;
	for (node = parent->children; node; node = node->next)
		if (node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0)
			return node;
	return NULL;
}

static void set(xmlNode *node, const char *name, const char *value)
{
	xmlNewProp(node, BAD_CAST name, BAD_CAST value);
}

static xmlNode *add(xmlNode *parent, const char *name, const char *id)
{
	xmlNode *node = xmlNewChild(parent, NULL, BAD_CAST name, NULL);

	set(node, "id", id);
	return node;
}

static void add_attribute(xmlNode *parent, const char *owner, const struct eb_attribute *attribute)
{
	g_autofree char *id = g_strdup_printf("status-%s-%s", owner, attribute->name);
	xmlNode *pair = add(parent, "nvpair", id);

	set(pair, "name", attribute->name);
	set(pair, "value", attribute->value);
}

/* Of one node: those that it had are gone. */
static void set_attributes(xmlNode *state, const GPtrArray *attributes)
{
	xmlChar *id = xmlGetProp(state, BAD_CAST "id"), *name = xmlGetProp(state, BAD_CAST "uname");
	xmlNode *old = child_of(state, "transient_attributes"), *parent = NULL;
	const struct eb_attribute *attribute;

	if (old) {
		xmlUnlinkNode(old);
		xmlFreeNode(old);
	}
	eb_for_each (attribute, attributes) {
		g_autofree char *set_id = g_strdup_printf("status-%s", (const char *)id);

		if (!id || !name || strcmp((const char *)name, attribute->node) != 0)
			continue;
		if (!parent)
			parent = add(add(state, "transient_attributes", (const char *)id),
				     "instance_attributes", set_id);
		add_attribute(parent, (const char *)id, attribute);
	}
	xmlFree(id);
	xmlFree(name);
}

char *eb_cib_with_attributes(const char *xml, const GPtrArray *attributes)
{
	xmlDoc *doc = xmlReadMemory(xml, (int)strlen(xml), "cib.xml", NULL,
				    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	xmlNode *status = doc ? child_of(xmlDocGetRootElement(doc), "status") : NULL, *state;
	xmlChar *text = NULL;
	char *copy = NULL;

	for (state = status ? status->children : NULL; state; state = state->next)
		if (state->type == XML_ELEMENT_NODE)
			set_attributes(state, attributes);
	if (status) {
		xmlDocDumpMemory(doc, &text, NULL);
		copy = g_strdup((const char *)text);
		xmlFree(text);
	}
	xmlFreeDoc(doc);
	return copy;
}
