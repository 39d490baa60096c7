// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Constraints of an old CIB: locations, colocations and orders between two resources. One that
 * names what has gone is dropped; one that the plan cannot hold whole is refused, never half kept.
 */
#include <string.h>

#include "heartbeat-compat/old-cib.h"

static const char *get2(const struct eb_element *element, const char *name, const char *older)
{
	const char *value = eb_xml_get(element, name);

	return value ? value : eb_xml_get(element, older);
}

static const char *score_text(const char *score)
{
	if (g_ascii_strcasecmp(score, "inf") == 0)
		return "INFINITY";
	if (g_ascii_strcasecmp(score, "-inf") == 0)
		return "-INFINITY";
	/* What is no number at all counts as none. */
	return eb_old_word(score[0] == '+' ? score + 1 : score) ? score + (*score == '+') : "0";
}

static struct eb_location *location_new(struct eb_translation *t, const struct eb_element *from,
					const char *resource)
{
	struct eb_location *location = eb_arena_make(t->plan->arena, struct eb_location);

	location->id = eb_id_unique(t, eb_old_id(t, eb_xml_get(from, "id")));
	location->resource = resource;
	return location;
}

/* Heartbeat's id of a node, a UUID, is none that Pacemaker has: its name is what stays. */
static const char *name_of(const struct eb_translation *t, const char *id)
{
	const struct eb_element *nodes = eb_xml_child(t->old, "nodes"), *node;

	if (nodes)
		eb_for_each (node, nodes->children)
			if (g_strcmp0(eb_xml_get(node, "id"), id) == 0)
				return eb_xml_get(node, "uname");
	return NULL;
}

/* #uname with eq is a node; NULL: no test of an attribute (a date), or not whole. */
static struct eb_test *take_test(struct eb_translation *t, const struct eb_element *expression)
{
	struct eb_test *test = eb_arena_make(t->plan->arena, struct eb_test);
	bool unary;

	test->attribute = eb_xml_get(expression, "attribute");
	test->operation = eb_xml_get(expression, "operation");
	test->value = eb_xml_get(expression, "value");
	unary = g_strcmp0(test->operation, "defined") == 0 ||
		g_strcmp0(test->operation, "not_defined") == 0;
	if (unary)
		test->value = NULL;
	if (strcmp(expression->name, "expression") != 0 || !test->attribute ||
	    !eb_old_word(test->operation) || (!unary && !test->value))
		return NULL;
	if (strcmp(test->attribute, "#id") == 0 && !unary) {
		test->attribute = "#uname";
		test->value = name_of(t, test->value);
		if (!test->value)
			return NULL;
	}
	return test;
}

static bool take_tests(struct eb_translation *t, struct eb_location *location,
		       const struct eb_element *rule)
{
	const char *join = get2(rule, "boolean-op", "boolean_op");
	const struct eb_element *expression;

	eb_for_each (expression, rule->children) {
		struct eb_test *test = take_test(t, expression);

		if (!test)
			return false;
		if (expression_at == 0) {
			location->attribute = test->attribute;
			location->operation = test->operation;
			location->value = test->value;
			continue;
		}
		location->join = g_strcmp0(join, "or") == 0 ? "or" : "and";
		if (!location->also)
			location->also = eb_arena_array(t->plan->arena);
		g_ptr_array_add(location->also, test);
	}
	return location->operation != NULL;
}

static void take_rule(struct eb_translation *t, const struct eb_element *from,
		      const struct eb_element *rule, const char *resource)
{
	const char *score = eb_xml_get(rule, "score");
	const char *of = get2(rule, "score-attribute", "score_attribute");
	struct eb_location *location = location_new(t, from, resource);

	location->score = score ? score_text(score) : NULL;
	location->role = eb_old_role(t, eb_xml_get(rule, "role"));
	if ((!score && !of) || !take_tests(t, location, rule) ||
	    (of && strcmp(of, location->attribute) != 0)) {
		eb_old_row(t, from, EB_REFUSED, NULL, "a rule that the plan cannot express");
		return;
	}
	if (!location->join && strcmp(location->attribute, "#uname") == 0 &&
	    strcmp(location->operation, "eq") == 0)
		location->node = location->value;
	g_ptr_array_add(t->plan->cib.locations, location);
	eb_old_row(t, from, EB_EXACT, EB_TEXT(t, "CIB location %s", location->id), NULL);
}

static void take_location(struct eb_translation *t, const struct eb_element *element,
			  const char *resource)
{
	const char *node = eb_xml_get(element, "node"), *score = eb_xml_get(element, "score");
	const struct eb_element *child;
	struct eb_location *location;

	if (node && score) {
		location = location_new(t, element, resource);
		location->node = node;
		location->score = score_text(score);
		location->role = eb_old_role(t, eb_xml_get(element, "role"));
		g_ptr_array_add(t->plan->cib.locations, location);
		eb_old_row(t, element, EB_EXACT, EB_TEXT(t, "CIB location %s", location->id), NULL);
	}
	eb_for_each (child, element->children)
		if (strcmp(child->name, "rule") == 0)
			take_rule(t, element, child, resource);
}

/* What an id of the old CIB is now: drbddisk in a group is a clone beside it. */
static const char *now(struct eb_translation *t, const char *id, bool *promoted)
{
	const struct eb_resource *clone = g_hash_table_lookup(t->old_clones, id);

	*promoted = clone != NULL;
	return clone ? clone->id : eb_old_id(t, id);
}

static bool known(const GPtrArray *resources, const char *id)
{
	const struct eb_resource *resource;

	eb_for_each (resource, resources)
		if (strcmp(resource->id, id) == 0 || known(resource->members, id))
			return true;
	return false;
}

static void take_tie(struct eb_translation *t, const struct eb_element *element,
		     enum eb_tie_kind kind, const char *resource, const char *with)
{
	struct eb_tie *tie = eb_arena_make(t->plan->arena, struct eb_tie);
	bool order = kind == EB_ORDER, promoted, own_promoted;
	const char *score = eb_xml_get(element, "score"), *kind_text = eb_xml_get(element, "kind");

	kind_text = eb_old_word(kind_text);
	tie->kind = kind;
	tie->id = eb_id_unique(t, eb_old_id(t, eb_xml_get(element, "id")));
	tie->resource = now(t, resource, &own_promoted);
	tie->with = now(t, with, &promoted);
	if (strcmp(tie->resource, tie->with) == 0 ||
	    !known(t->plan->cib.resources, tie->resource) ||
	    !known(t->plan->cib.resources, tie->with)) {
		eb_old_row(t, element, EB_DROPPED, NULL, "one of the two is not there");
		return;
	}
	if (order) {
		bool before = g_strcmp0(eb_xml_get(element, "type"), "before") == 0;

		tie->role =
			eb_old_word(get2(element, "first-action", before ? "action" : "to_action"));
		tie->own_role =
			eb_old_word(get2(element, "then-action", before ? "to_action" : "action"));
		tie->score = kind_text ? kind_text : g_strcmp0(score, "0") == 0 ? "Optional" : NULL;
		tie->role = promoted ? "promote" : tie->role;
	} else {
		tie->role = eb_old_role(t, get2(element, "with-rsc-role", "to_role"));
		tie->own_role = eb_old_role(t, get2(element, "rsc-role", "from_role"));
		tie->score = score ? score_text(score) : "INFINITY";
		tie->role = promoted ? eb_target(t)->promoted : tie->role;
		/* As pcs writes it. */
		if (tie->role && !tie->own_role)
			tie->own_role = "Started";
		if (tie->own_role && !tie->role)
			tie->role = "Started";
	}
	g_ptr_array_add(t->plan->cib.ties, tie);
	eb_old_row(t, element, EB_EXACT,
		   EB_TEXT(t, "CIB %s %s", order ? "order" : "colocation", tie->id), NULL);
}

/* 0.6: from is the dependent one, unless an order says type="before". */
static void take_constraint(struct eb_translation *t, const struct eb_element *element)
{
	bool order = strcmp(element->name, "rsc_order") == 0, promoted;
	bool before = g_strcmp0(eb_xml_get(element, "type"), "before") == 0;
	const char *resource = order ? get2(element, "then", before ? "to" : "from")
				     : get2(element, "rsc", "from");
	const char *with = order ? get2(element, "first", before ? "from" : "to")
				 : get2(element, "with-rsc", "to");

	if (!eb_xml_get(element, "id")) {
		eb_old_row(t, element, EB_REFUSED, NULL, "it has no id");
		return;
	}
	if (strcmp(element->name, "rsc_location") == 0 && resource) {
		const char *id = now(t, resource, &promoted);

		if (known(t->plan->cib.resources, id))
			take_location(t, element, id);
		else
			eb_old_row(t, element, EB_DROPPED, NULL, "its resource is not there");
	} else if ((order || strcmp(element->name, "rsc_colocation") == 0) && resource && with) {
		take_tie(t, element, order ? EB_ORDER : EB_COLOCATION, resource, with);
	} else if (!order && !g_str_has_prefix(element->name, "rsc_location") &&
		   !g_str_has_prefix(element->name, "rsc_colocation")) {
		eb_old_row(t, element, EB_REFUSED, NULL, "the plan has nothing for it");
	} else {
		eb_old_row(t, element, EB_REFUSED, NULL,
			   "sets of resources are not taken over: order and colocate them anew");
	}
}

void eb_old_constraints(struct eb_translation *t)
{
	const struct eb_element *constraints = eb_xml_child(t->old, "constraints"), *constraint;

	if (constraints)
		eb_for_each (constraint, constraints->children)
			take_constraint(t, constraint);
}
