// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The CIB of a Heartbeat with crm on: 0.6 of Heartbeat 2, 1.x of Pacemaker on Heartbeat 3. Their
 * words differ (attributes in a wrapper, from and to, underscores), what they say does not, so one
 * reader takes both and the result is written anew. What it cannot express gets a row that says so.
 */
#include <string.h>

#include "heartbeat-compat/extras.h"
#include "heartbeat-compat/lex.h"
#include "heartbeat-compat/old-cib.h"

/* A CIB that names nodes which no cluster has seen makes fencing shoot them, so they are given their
 * attributes when they are there. */
static void say_attribute(GString *commands, const char *node, const struct eb_element *pair)
{
	g_autofree char *name = g_shell_quote(node);
	g_autofree char *value = g_shell_quote(eb_xml_get(pair, "value"));

	g_string_append_printf(commands, "%scrm_attribute --node %s --name %s --update %s",
			       commands->len ? "; " : "", name, eb_xml_get(pair, "name"), value);
}

static void take_nodes(struct eb_translation *t, const struct eb_element *nodes)
{
	const struct eb_element *node, *child;

	if (!nodes)
		return;
	eb_for_each (node, nodes->children) {
		const char *uname = eb_xml_get(node, "uname");
		g_autoptr(GString) commands = g_string_new(NULL);
		bool ruled = false;

		eb_for_each (child, eb_old_pairs(t, node, "instance_attributes", &ruled))
			if (uname && !(strcmp(eb_xml_get(child, "name"), "standby") == 0 &&
				       eb_old_is_false(eb_xml_get(child, "value"))))
				say_attribute(commands, uname, child);
		if (commands->len)
			eb_old_row(t, node, EB_REFUSED, NULL,
				   EB_TEXT(t,
					   "its attributes are for a node that is there, then: %s",
					   commands->str));
		else
			eb_old_row(t, node, EB_DROPPED, NULL,
				   g_strcmp0(eb_xml_get(node, "type"), "ping") == 0
					   ? "a ping node is a matter of the ping resource"
					   : "nodes have the ids of corosync");
		eb_old_ruled(t, node);
	}
}

static void refuse_cib(struct eb_translation *t, const struct eb_xml_fault *fault)
{
	struct eb_span span = eb_whole(t->old_source);
	struct eb_message *message;

	if (fault->line) {
		span.line = fault->line;
		span.column = fault->column;
		span.length = 1;
	}
	message = eb_diag_add(t->diag, EB_MSG_OLD_CIB, span, "the CIB cannot be read: %s",
			      fault->why ? fault->why : "it has no configuration");
	eb_message_hint(message, "expected well-formed XML, <cib> with a <configuration>");
}

void eb_old_cib_open(struct eb_translation *t)
{
	struct eb_xml_fault fault = { 0 };
	const struct hb_host *host;
	struct eb_element *root = NULL;
	const char *schema;

	if (!t->ha_cf->setting[HB_CRM].value)
		return;
	eb_for_each (host, t->cluster->hosts)
		if (!t->old_source)
			t->old_source = hb_extra_find(host, "cib.xml");
	if (!t->old_source)
		return;
	root = eb_xml_parse(t->plan->arena, t->old_source->text, t->old_source->size, &fault);
	t->old_root = root;
	if (root)
		eb_old_settle_refs(t, root);
	t->old = root ? eb_xml_child(root, "configuration") : NULL;
	/* Heartbeat 2 fenced only when it was told to. */
	schema = root ? eb_xml_get(root, "validate-with") : NULL;
	t->old_unfenced = !schema || !g_str_has_prefix(schema, "pacemaker-") ||
			  g_str_has_prefix(schema, "pacemaker-0");
	if (!t->old)
		refuse_cib(t, &fault);
	g_free(fault.why);
}

/* Who is a node stands in the CIB when ha.cf admits all. */
void eb_old_cib_names(struct eb_translation *t)
{
	const struct eb_element *nodes = eb_xml_child(t->old, "nodes"), *node;

	if (nodes)
		eb_for_each (node, nodes->children)
			if (eb_xml_get(node, "uname") &&
			    g_strcmp0(eb_xml_get(node, "type"), "ping") != 0)
				eb_node_add(t, eb_xml_get(node, "uname"));
}

/* Is there a primitive with this attribute? */
static bool has(const struct eb_element *element, const char *name, const char *value)
{
	const struct eb_element *child;

	if (strcmp(element->name, "primitive") == 0)
		return g_strcmp0(eb_xml_get(element, name), value) == 0;
	eb_for_each (child, element->children)
		if (has(child, name, value))
			return true;
	return false;
}

bool eb_old_cib_pings(const struct eb_translation *t)
{
	const struct eb_element *resources = eb_xml_child(t->old, "resources");

	return resources && (has(resources, "type", "pingd") || has(resources, "type", "ping"));
}

/* Does it have a parameter of this name, in whatever form? */
static bool has_param(const struct eb_element *element, const char *name)
{
	const struct eb_element *child;

	if (strcmp(element->name, "nvpair") == 0)
		return g_strcmp0(eb_xml_get(element, "name"), name) == 0;
	eb_for_each (child, element->children)
		if (has_param(child, name))
			return true;
	return false;
}

static const char *asks_pings(const struct eb_element *element)
{
	const struct eb_element *child;
	const char *type = eb_xml_get(element, "type"), *id = NULL;

	if (strcmp(element->name, "primitive") == 0)
		return (g_strcmp0(type, "pingd") == 0 || g_strcmp0(type, "ping") == 0) &&
				       !has_param(element, "host_list")
			       ? eb_xml_get(element, "id")
			       : NULL;
	for (guint i = 0; i < element->children->len && !id; i++) {
		child = element->children->pdata[i];
		id = asks_pings(child);
	}
	return id;
}

const char *eb_old_cib_asks_pings(struct eb_translation *t)
{
	const struct eb_element *resources = eb_xml_child(t->old, "resources");
	const char *id = resources ? asks_pings(resources) : NULL;

	return id ? eb_old_id(t, id) : NULL;
}

/* auto_failback and what follows from it are of haresources; the CIB has defaults of its own. */
void eb_translate_old_cib(struct eb_translation *t)
{
	const struct eb_element *resources = eb_xml_child(t->old, "resources");

	if (!t->old)
		return;
	g_ptr_array_set_size(t->plan->cib.defaults, 0);
	eb_pair_add(t->plan, t->plan->cib.defaults, "resource-stickiness", "0");
	eb_old_properties(t);
	take_nodes(t, eb_xml_child(t->old, "nodes"));
	if (resources)
		eb_old_resources(t, resources);
	eb_old_settle_fencing(t);
	eb_old_settle(t);
	eb_old_constraints(t);
	eb_old_tell_lost(t);
}
