// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One rule for two traps: the grammar is named, since without validate-with Pacemaker checks
 * nothing at all; crm_feature_set is not, since one above the target's own makes it discard
 * every later change. Pacemaker adds its own.
 */
#include <libxml/tree.h>
#include <string.h>

#include "heartbeat-compat/to-cib.h"

static xmlNode *add(xmlNode *parent, const char *name, const char *id)
{
	xmlNode *node = xmlNewChild(parent, NULL, BAD_CAST name, NULL);

	if (id)
		xmlNewProp(node, BAD_CAST "id", BAD_CAST id);
	return node;
}

static void set(xmlNode *node, const char *name, const char *value)
{
	g_autofree char *fit = value ? eb_plan_fit(value) : NULL;

	if (fit)
		xmlNewProp(node, BAD_CAST name, BAD_CAST fit);
}

static void write_nvpairs(xmlNode *set_node, const char *prefix, const GPtrArray *pairs)
{
	const struct eb_pair *pair;

	eb_for_each (pair, pairs) {
		char *id = g_strdup_printf("%s-%s", prefix, pair->name);
		xmlNode *nvpair = add(set_node, "nvpair", id);

		set(nvpair, "name", pair->name);
		set(nvpair, "value", pair->value);
		g_free(id);
	}
}

/* <instance_attributes id="hb-x-instance_attributes">: nothing when there are no pairs. */
static void write_attributes(xmlNode *parent, const char *owner, const char *element,
			     const GPtrArray *pairs)
{
	char *id;

	if (!pairs->len)
		return;
	id = g_strdup_printf("%s-%s", owner, element);
	write_nvpairs(add(parent, element, id), id, pairs);
	g_free(id);
}

static void write_ops(xmlNode *parent, const struct eb_resource *resource)
{
	const struct eb_op *op;
	xmlNode *ops;

	if (!resource->ops->len)
		return;
	ops = add(parent, "operations", NULL);
	eb_for_each (op, resource->ops) {
		char *id = g_strdup_printf("%s-%s-%s", resource->id, op->name, op->interval);
		xmlNode *node = add(ops, "op", id);

		set(node, "name", op->name);
		set(node, "interval", op->interval);
		set(node, "timeout", op->timeout);
		set(node, "role", op->role);
		set(node, "on-fail", op->on_fail);
		g_free(id);
	}
}

/* The order of the grammar: a primitive's attributes first, a group's members last. */
static void write_resource(xmlNode *parent, const struct eb_resource *resource)
{
	static const char *const elements[] = {
		[EB_PRIMITIVE] = "primitive",
		[EB_GROUP] = "group",
		[EB_CLONE] = "clone",
	};
	xmlNode *node = add(parent, elements[resource->kind], resource->id);
	const struct eb_resource *member;

	set(node, "class", resource->class);
	set(node, "provider", resource->provider);
	set(node, "type", resource->type);
	write_attributes(node, resource->id, "instance_attributes", resource->params);
	write_attributes(node, resource->id, "meta_attributes", resource->meta);
	write_ops(node, resource);
	eb_for_each (member, resource->members)
		write_resource(node, member);
}

static void write_test(xmlNode *rule, const char *id, const struct eb_test *test);

static void write_tests(xmlNode *rule, const char *id, const GPtrArray *tests, unsigned int from)
{
	const struct eb_test *test;

	eb_for_each (test, tests) {
		unsigned int number = test_at + from;
		char *own = number > 1 ? g_strdup_printf("%s-%u", id, number) : g_strdup(id);

		write_test(rule, own, test);
		g_free(own);
	}
}

/* Parts of a date are in an element of their own, start and end are not. */
static void write_date(xmlNode *rule, const char *id, const struct eb_test *test)
{
	bool spec = strcmp(test->operation, "date_spec") == 0;
	xmlNode *date = add(rule, "date_expression", id), *parts = NULL;
	char *inner = g_strdup_printf("%s-parts", id);
	const struct eb_pair *part;

	set(date, "operation", test->operation);
	eb_for_each (part, test->date) {
		bool whole = strcmp(part->name, "start") == 0 || strcmp(part->name, "end") == 0;

		if (!whole && !parts)
			parts = add(date, spec ? "date_spec" : "duration", inner);
		set(whole ? date : parts, part->name, part->value);
	}
	g_free(inner);
}

static void write_test(xmlNode *rule, const char *id, const struct eb_test *test)
{
	xmlNode *expression;
	char *inner;

	if (test->attribute) {
		expression = add(rule, "expression", id);
		set(expression, "attribute", test->attribute);
		set(expression, "operation", test->operation);
		set(expression, "value", test->value);
		if (test->value && eb_test_numeric(test->value))
			set(expression, "type", "number");
	} else if (test->join) {
		expression = add(rule, "rule", id);
		set(expression, "boolean-op", test->join);
		inner = g_strdup_printf("%s-expression", id);
		write_tests(expression, inner, test->also, 1);
		g_free(inner);
	} else {
		write_date(rule, id, test);
	}
}

static void write_rule(xmlNode *parent, const struct eb_location *location)
{
	struct eb_test first = {
		.attribute = location->node ? "#uname" : location->attribute,
		.operation = location->node ? "eq" : location->operation,
		.value = location->node ? location->node : location->value,
	};
	char *id = g_strdup_printf("%s-rule", location->id);
	xmlNode *rule = add(parent, "rule", id);

	g_free(id);
	set(rule, "role", location->role);
	if (location->score)
		set(rule, "score", location->score);
	else
		set(rule, "score-attribute", location->attribute);
	set(rule, "boolean-op", location->join);
	id = g_strdup_printf("%s-expression", location->id);
	if (first.attribute)
		write_test(rule, id, &first);
	if (location->join)
		write_tests(rule, id, location->also, first.attribute ? 2 : 1);
	g_free(id);
}

static void write_location(xmlNode *parent, const struct eb_location *location)
{
	xmlNode *node = add(parent, "rsc_location", location->id);

	set(node, "rsc", location->resource);
	/* Only a rule can be about a role. */
	if (location->node && !location->role) {
		set(node, "node", location->node);
		set(node, "score", location->score);
	} else {
		write_rule(node, location);
	}
}

static void write_tie(xmlNode *parent, const struct eb_tie *tie)
{
	xmlNode *node;

	if (tie->kind == EB_ORDER) {
		node = add(parent, "rsc_order", tie->id);
		set(node, "first", tie->with);
		set(node, "first-action", tie->role ? tie->role : "start");
		set(node, "then", tie->resource);
		set(node, "then-action", tie->own_role ? tie->own_role : "start");
		set(node, "kind", tie->score);
		set(node, "symmetrical", tie->one_way ? "false" : NULL);
		return;
	}
	node = add(parent, "rsc_colocation", tie->id);
	set(node, "rsc", tie->resource);
	set(node, "rsc-role", tie->own_role);
	set(node, "with-rsc", tie->with);
	set(node, "with-rsc-role", tie->role);
	set(node, "score", tie->score);
}

static void write_configuration(xmlNode *configuration, const struct eb_cib *cib, bool nodes)
{
	xmlNode *parent = add(configuration, "crm_config", NULL);
	const struct eb_pair *node;
	const struct eb_resource *resource;
	const struct eb_location *location;
	const struct eb_tie *tie;

	/* The set that Pacemaker and its tools write to themselves; ids tell which are ours. */
	write_nvpairs(add(parent, "cluster_property_set", "cib-bootstrap-options"), "hb-property",
		      cib->properties);
	parent = add(configuration, "nodes", NULL);
	if (nodes)
		eb_for_each (node, cib->nodes)
			set(add(parent, "node", node->name), "uname", node->value);
	parent = add(configuration, "resources", NULL);
	eb_for_each (resource, cib->resources)
		write_resource(parent, resource);
	parent = add(configuration, "constraints", NULL);
	eb_for_each (location, cib->locations)
		write_location(parent, location);
	eb_for_each (tie, cib->ties)
		write_tie(parent, tie);
	parent = add(configuration, "rsc_defaults", NULL);
	write_nvpairs(add(parent, "meta_attributes", "hb-rsc-defaults"), "hb-rsc-defaults",
		      cib->defaults);
}

char *eb_cib_location_xml(const struct eb_location *location)
{
	xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
	xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST "constraints", NULL);
	xmlBuffer *buffer = xmlBufferCreate();
	char *copy;

	xmlDocSetRootElement(doc, root);
	write_location(root, location);
	xmlNodeDump(buffer, doc, root->children, 0, 0);
	copy = g_strdup((const char *)xmlBufferContent(buffer));
	xmlBufferFree(buffer);
	xmlFreeDoc(doc);
	return copy;
}

static char *write_cib(const struct eb_plan *plan, bool nodes)
{
	xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
	xmlNode *cib = xmlNewDocNode(doc, NULL, BAD_CAST "cib", NULL);
	xmlChar *text;
	char *copy;

	xmlDocSetRootElement(doc, cib);
	set(cib, "validate-with", plan->cib.grammar);
	set(cib, "admin_epoch", "1");
	set(cib, "epoch", "0");
	set(cib, "num_updates", "0");
	write_configuration(add(cib, "configuration", NULL), &plan->cib, nodes);
	add(cib, "status", NULL);
	xmlDocDumpFormatMemory(doc, &text, NULL, 1);
	copy = g_strdup((const char *)text);
	xmlFree(text);
	xmlFreeDoc(doc);
	return copy;
}

/*
 * Pacemaker takes its nodes from corosync's list when it starts. With fencing on, one that stands
 * here and has no state yet is one to be fenced, of which crm_verify would warn.
 */
char *eb_cib_xml(const struct eb_plan *plan)
{
	return write_cib(plan, !eb_plan_fences(plan));
}

char *eb_cib_xml_with_nodes(const struct eb_plan *plan)
{
	return write_cib(plan, true);
}
