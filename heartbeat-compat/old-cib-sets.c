// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Sets of resources in the constraints of an old CIB. Pacemaker itself takes a set for the pairs that
 * it is short for, and so they are written out here: a chain within a set that is sequential, and
 * between two sets the ends of their chains, or each with each.
 */
#include <string.h>

#include "heartbeat-compat/old-cib.h"

enum { PAIRS = 1000 }; /* of one constraint */

struct set {
	GPtrArray *members; /* const char *: ids of the old CIB */
	bool sequential;
	const char *what; /* the role in a colocation, the action in an order */
	const char *score;
};

/* A constraint being written out. */
struct sets {
	struct eb_translation *t;
	const struct eb_element *element;
	enum eb_tie_kind kind;
	guint made;
	enum eb_mark mark; /* of what was not written out */
	const char *why;
};

static void leave_out(struct sets *sets, enum eb_mark mark, const char *why)
{
	sets->why = mark >= sets->mark ? why : sets->why;
	sets->mark = MAX(sets->mark, mark);
}

static void read_set(struct sets *sets, const struct eb_element *element, struct set *set)
{
	const struct eb_element *child;
	const char *what = eb_xml_get(element, "role");

	*set = (struct set) {
		.members = eb_arena_array(sets->t->plan->arena),
		.sequential = !eb_old_is_false(eb_xml_get(element, "sequential")),
		.what = sets->kind == EB_ORDER ? eb_old_word(eb_xml_get(element, "action"))
					       : eb_old_role(sets->t, what),
		.score = eb_xml_get(element, "score"),
	};
	eb_for_each (child, element->children) {
		const char *id = eb_xml_get(child, "id");

		if (strcmp(child->name, "resource_ref") != 0 || !id)
			continue;
		if (eb_old_knows(sets->t, id))
			g_ptr_array_add(set->members, (gpointer)id);
		else
			leave_out(sets, EB_DROPPED, "one of them is not there");
	}
}

/* One after the other, or one with the other: resource depends. */
static void pair(struct sets *sets, const char *resource, const struct set *of, const char *with,
		 const struct set *other, const char *score)
{
	struct eb_old_tie tie = {
		.kind = sets->kind,
		.resource = resource,
		.with = with,
		.own_role = of->what,
		.role = other->what,
		.score = score,
	};

	if (eb_old_tie_add(sets->t, sets->element, &tie))
		sets->made++;
	else
		leave_out(sets, tie.mark, tie.why);
}

/* Within a set each follows the one before. To be apart from each other is nothing that a chain
 * could say. */
static void within(struct sets *sets, const struct set *set)
{
	const char *own = eb_xml_get(sets->element, "score"),
		   *score = set->score ? set->score : own;
	bool apart = sets->kind == EB_COLOCATION && score && *score == '-';

	for (guint i = 1; set->sequential && i < set->members->len; i++)
		for (guint j = apart ? 0 : i - 1; j < i; j++)
			pair(sets, set->members->pdata[i], set, set->members->pdata[j], set, score);
}

/* Of a chain that is ordered, the last one is waited for, and the first one waits; of one that is
 * colocated the first one follows, and the last one is followed. */
static void between(struct sets *sets, const struct set *first, const struct set *second)
{
	bool order = sets->kind == EB_ORDER;
	const struct set *of = order ? second : first, *with = order ? first : second;
	guint many = of->sequential ? MIN(of->members->len, 1) : of->members->len;
	guint from = with->sequential && with->members->len ? with->members->len - 1 : 0;

	for (guint i = 0; i < many; i++)
		for (guint j = from; j < with->members->len; j++)
			pair(sets, of->members->pdata[i], of, with->members->pdata[j], with,
			     eb_xml_get(sets->element, "score"));
}

/* What keeps the sets from being written out; NULL: nothing. */
static const char *obstacle(const struct eb_element *element)
{
	const struct eb_element *child;
	guint before = 0, pairs = 0;

	eb_for_each (child, element->children) {
		guint here = child->children->len;

		if (strcmp(child->name, "resource_set") != 0)
			return "the plan has nothing for it";
		if (eb_xml_get(child, "id-ref"))
			return "a set that stands elsewhere";
		if (eb_old_is_false(eb_xml_get(child, "require-all")) && here > 1)
			return "one of a set is not enough here: order them anew";
		if (here > PAIRS || before * here > PAIRS || pairs > PAIRS)
			return "too many pairs";
		pairs += here * here / 2 + before * here;
		before = here;
	}
	return NULL;
}

bool eb_old_has_sets(const struct eb_element *element)
{
	return eb_xml_child(element, "resource_set") != NULL;
}

void eb_old_sets(struct eb_translation *t, const struct eb_element *element, enum eb_tie_kind kind)
{
	struct sets sets = { .t = t, .element = element, .kind = kind };
	const char *why = obstacle(element);
	const struct eb_element *child;
	struct set before = { 0 }, set;

	if (why) {
		eb_old_row(t, element, EB_REFUSED, NULL, why);
		return;
	}
	eb_for_each (child, element->children) {
		read_set(&sets, child, &set);
		within(&sets, &set);
		if (!set.members->len)
			continue;
		if (before.members)
			between(&sets, &before, &set);
		before = set;
	}
	if (sets.made)
		eb_old_row(t, element, sets.mark == EB_DROPPED ? EB_NEAR : sets.mark,
			   EB_TEXT(t, "CIB %s of %u pair%s",
				   kind == EB_ORDER ? "orders" : "colocations", sets.made,
				   sets.made > 1 ? "s" : ""),
			   sets.why);
	else
		eb_old_row(t, element, MAX(sets.mark, EB_DROPPED), NULL,
			   sets.why ? sets.why : "it says nothing");
}
