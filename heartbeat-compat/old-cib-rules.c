// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Rules of locations in an old CIB. One whose tests are all about attributes of the node is a list of
 * those; dates and rules within rules make a tree of it. What has no equal today is refused whole: a
 * rule without one of its tests would hold at other times.
 */
#include <string.h>

#include "heartbeat-compat/old-cib.h"

enum { DEPTH = 8 }; /* rules within rules; nobody has more than two */

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

/* Would it be compared in another way than it was? The plan compares numbers as such. */
static bool other_order(const struct eb_test *test, const char *type)
{
	static const char *const sizes[] = { "lt", "gt", "lte", "gte", NULL };

	if (!type || !test->value)
		return false;
	if (strcmp(type, "string") == 0)
		return test->operation && g_strv_contains(sizes, test->operation) &&
		       eb_test_numeric(test->value);
	return strcmp(type, "version") == 0;
}

static bool take_attribute(struct eb_translation *t, const struct eb_element *expression,
			   struct eb_test *test)
{
	bool unary;

	test->attribute = eb_xml_get(expression, "attribute");
	test->operation = eb_old_word(eb_xml_get(expression, "operation"));
	test->value = eb_xml_get(expression, "value");
	if (other_order(test, eb_xml_get(expression, "type")))
		return false;
	unary = g_strcmp0(test->operation, "defined") == 0 ||
		g_strcmp0(test->operation, "not_defined") == 0;
	if (unary)
		test->value = NULL;
	if (!test->attribute || !test->operation ||
	    !eb_old_fits("lt|gt|lte|gte|eq|ne|defined|not_defined", test->operation) ||
	    (!unary && !test->value))
		return false;
	if (strcmp(test->attribute, "#id") == 0 && !unary) {
		test->attribute = "#uname";
		test->value = name_of(t, test->value);
	}
	return unary || test->value;
}

/* The parts of a date, or of a span of time. */
static bool take_parts(struct eb_translation *t, const struct eb_element *parts,
		       const char *const *known, struct eb_test *test)
{
	const struct eb_pair *part;

	eb_for_each (part, parts->attributes) {
		if (strcmp(part->name, "id") == 0)
			continue;
		if (!g_strv_contains(known, part->name))
			return false;
		eb_pair_add(t->plan, test->date, part->name, part->value);
	}
	return true;
}

static bool take_date(struct eb_translation *t, const struct eb_element *expression,
		      struct eb_test *test)
{
	static const char *const spec[] = { "years",   "months",   "monthdays", "hours",
					    "minutes", "seconds",  "yeardays",  "weekyears",
					    "weeks",   "weekdays", NULL };
	static const char *const span[] = { "years", "months",  "weeks",   "days",
					    "hours", "minutes", "seconds", NULL };
	static const struct {
		const char *operation;
		bool start, end; /* that it needs */
		const char *inner;
	} forms[] = {
		{ "gt", true, false, NULL },
		{ "lt", false, true, NULL },
		{ "in_range", true, true, NULL },
		{ "in_range", false, true, NULL },
		{ "in_range", true, false, "duration" },
		{ "in_range", true, false, NULL },
		{ "date_spec", false, false, "date_spec" },
	};
	const char *start = eb_xml_get(expression, "start"), *end = eb_xml_get(expression, "end");
	const struct eb_element *inner;

	test->operation = eb_xml_get(expression, "operation");
	test->operation = test->operation ? test->operation : "in_range";
	/* Both had to hold once, and what is left of them today is the first. */
	if (strcmp(test->operation, "date_spec") == 0 && (start || end))
		return false;
	test->date = eb_arena_array(t->plan->arena);
	for (size_t i = 0; i < EB_COUNT(forms); i++) {
		inner = forms[i].inner ? eb_xml_child(expression, forms[i].inner) : NULL;
		if (g_strcmp0(test->operation, forms[i].operation) != 0 ||
		    (forms[i].start && !start) || (forms[i].end && !end) ||
		    (forms[i].inner && !inner))
			continue;
		if (forms[i].start)
			eb_pair_add(t->plan, test->date, "start", start);
		if (forms[i].end)
			eb_pair_add(t->plan, test->date, "end", end);
		return !inner || take_parts(t, inner, inner->name[1] == 'a' ? spec : span, test);
	}
	return false;
}

/* The tests of a rule, in a list; false: one of them cannot be expressed. */
static bool take_tests(struct eb_translation *t, const struct eb_element *rule, int depth,
		       const char **join, GPtrArray **tests)
{
	const char *operation = eb_old_get2(rule, "boolean-op", "boolean_op");
	const struct eb_element *child;
	bool whole = rule->children->len > 0 && depth > 0;

	*join = g_strcmp0(operation, "or") == 0 ? "or" : "and";
	*tests = eb_arena_array(t->plan->arena);
	for (guint i = 0; whole && i < rule->children->len; i++) {
		struct eb_test *test = eb_arena_make(t->plan->arena, struct eb_test);

		child = rule->children->pdata[i];
		if (strcmp(child->name, "expression") == 0)
			whole = take_attribute(t, child, test);
		else if (strcmp(child->name, "date_expression") == 0)
			whole = take_date(t, child, test);
		else
			whole = strcmp(child->name, "rule") == 0 &&
				take_tests(t, child, depth - 1, &test->join, &test->also);
		g_ptr_array_add(*tests, test);
	}
	return whole;
}

/* Tests of attributes stand in the location itself, the first one apart from the others. */
static void settle(struct eb_location *location, GPtrArray *tests)
{
	const struct eb_test *first = tests->pdata[0], *test;
	bool plain = true;

	eb_for_each (test, tests)
		plain = plain && test->attribute;
	if (!plain) {
		location->also = tests;
		return;
	}
	location->attribute = first->attribute;
	location->operation = first->operation;
	location->value = first->value;
	if (tests->len == 1) {
		location->join = NULL;
		return;
	}
	location->also = tests;
	g_ptr_array_remove_index(tests, 0);
}

bool eb_old_rule(struct eb_translation *t, struct eb_location *location,
		 const struct eb_element *rule)
{
	const char *of = eb_old_get2(rule, "score-attribute", "score_attribute");
	const char *score = eb_xml_get(rule, "score");
	GPtrArray *tests;

	location->score = score ? eb_old_score_text(score) : NULL;
	location->role = eb_old_role(t, eb_xml_get(rule, "role"));
	if ((!score && !of) || !take_tests(t, rule, DEPTH, &location->join, &tests))
		return false;
	settle(location, tests);
	if (of && g_strcmp0(of, location->attribute) != 0)
		return false;
	if (!location->join && strcmp(location->attribute, "#uname") == 0 &&
	    strcmp(location->operation, "eq") == 0)
		location->node = location->value;
	return true;
}
