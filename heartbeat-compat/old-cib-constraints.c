// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Constraints of an old CIB: locations, colocations and orders between two resources. One that
 * names what has gone is dropped; one that the plan cannot hold whole is refused, never half kept.
 */
#include <string.h>

#include "heartbeat-compat/old-cib.h"

const char *eb_old_get2(const struct eb_element *element, const char *name, const char *older)
{
	const char *value = eb_xml_get(element, name);

	return value ? value : eb_xml_get(element, older);
}

const char *eb_old_score_text(const char *score)
{
	bool less = *score == '-';
	const char *size = score + (less || *score == '+');

	if (g_ascii_strcasecmp(size, "inf") == 0 || g_ascii_strcasecmp(size, "infinity") == 0)
		return less ? "-INFINITY" : "INFINITY";
	/* What is no number at all counts as none. */
	if (!*size || size[strspn(size, "0123456789")])
		return "0";
	return less ? score : size;
}

static struct eb_location *location_new(struct eb_translation *t, const struct eb_element *from,
					const char *resource)
{
	struct eb_location *location = eb_arena_make(t->plan->arena, struct eb_location);

	location->id = eb_id_unique(t, eb_old_id(t, eb_xml_get(from, "id")));
	location->resource = resource;
	return location;
}

/* Pacemaker takes any name. */
static void check_node(struct eb_translation *t, const struct eb_element *from,
		       const struct eb_location *location)
{
	const struct hb_node *node;

	if (!location->node)
		return;
	eb_for_each (node, t->nodes)
		if (g_ascii_strcasecmp(node->name, location->node) == 0)
			return;
	eb_diag_add(t->diag, EB_MSG_NODE_ABSENT, eb_old_span(t, from),
		    "%s is about node '%s', which is not there", location->id, location->node);
}

static void take_rule(struct eb_translation *t, const struct eb_element *from,
		      const struct eb_element *rule, const char *resource)
{
	struct eb_location *location = location_new(t, from, resource);

	if (!eb_old_rule(t, location, rule)) {
		eb_old_row(t, from, EB_REFUSED, NULL, "a rule that the plan cannot express");
		return;
	}
	g_ptr_array_add(t->plan->cib.locations, location);
	check_node(t, from, location);
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
		location->score = eb_old_score_text(score);
		location->role = eb_old_role(t, eb_xml_get(element, "role"));
		g_ptr_array_add(t->plan->cib.locations, location);
		check_node(t, element, location);
		eb_old_row(t, element, EB_EXACT, EB_TEXT(t, "CIB location %s", location->id), NULL);
	}
	if (!(node && score) && !eb_xml_child(element, "rule"))
		eb_old_row(t, element, EB_DROPPED, NULL,
			   "it says nothing: no score of a node, no rule");
	eb_for_each (child, element->children)
		if (strcmp(child->name, "rule") == 0)
			take_rule(t, element, child, resource);
}

static bool known(const GPtrArray *resources, const char *id)
{
	const struct eb_resource *resource;

	eb_for_each (resource, resources)
		if (strcmp(resource->id, id) == 0 || known(resource->members, id))
			return true;
	return false;
}

/* What an id of the old CIB is now: drbddisk in a group is a clone beside it. */
static const char *now(struct eb_translation *t, const char *id, bool *promoted)
{
	const struct eb_resource *clone = g_hash_table_lookup(t->old_clones, id);

	*promoted = clone != NULL;
	return clone ? clone->id : eb_old_id(t, id);
}

/* A constraint cannot be about what is in a clone: it is about the clone. */
static const char *whole_of(const struct eb_translation *t, const char *id)
{
	const struct eb_resource *resource;

	eb_for_each (resource, t->plan->cib.resources)
		if (resource->kind == EB_CLONE && known(resource->members, id))
			return resource->id;
	return id;
}

bool eb_old_knows(struct eb_translation *t, const char *id)
{
	bool promoted;

	return known(t->plan->cib.resources, now(t, id, &promoted));
}

/* What a group says of two of its members: 1: the same, -1: the contrary; 0: nothing, they are not
 * in one. */
static int in_group(const GPtrArray *resources, const char *first, const char *second)
{
	const struct eb_resource *resource, *member;
	int order = 0;

	for (guint i = 0; i < resources->len && !order; i++) {
		int at = -1, other = -1;

		resource = resources->pdata[i];
		if (resource->kind == EB_CLONE)
			order = in_group(resource->members, first, second);
		if (resource->kind != EB_GROUP)
			continue;
		eb_for_each (member, resource->members) {
			at = strcmp(member->id, first) == 0 ? (int)member_at : at;
			other = strcmp(member->id, second) == 0 ? (int)member_at : other;
		}
		if (at >= 0 && other >= 0)
			order = at < other ? 1 : -1;
	}
	return order;
}

/* Is it in this group or clone? */
static bool holds(const GPtrArray *resources, const char *holder, const char *member)
{
	const struct eb_resource *resource;

	eb_for_each (resource, resources)
		if (strcmp(resource->id, holder) == 0 ? known(resource->members, member)
						      : holds(resource->members, holder, member))
			return true;
	return false;
}

/* Why there is no need of a tie, or no room for it; NULL: it is one. */
static const char *needless(const struct eb_translation *t, const struct eb_tie *tie,
			    enum eb_mark *mark)
{
	const GPtrArray *resources = t->plan->cib.resources;
	bool there = strcmp(tie->resource, tie->with) != 0 && known(resources, tie->resource) &&
		     known(resources, tie->with);
	int group = there ? in_group(resources, tie->with, tie->resource) : 0;

	*mark = EB_DROPPED;
	if (!there)
		return "one of the two is not there";
	if (holds(resources, tie->resource, tie->with) ||
	    holds(resources, tie->with, tie->resource)) {
		*mark = EB_REFUSED;
		return "one of the two is in the other one";
	}
	if (!group)
		return strcmp(whole_of(t, tie->resource), whole_of(t, tie->with)) == 0
			       ? "it is about one clone alone"
			       : NULL;
	if (group > 0 && (tie->kind == EB_ORDER || *tie->score != '-'))
		return "their group says it";
	*mark = EB_REFUSED;
	return "it is against the order of their group";
}

const char *eb_old_tie_add(struct eb_translation *t, const struct eb_element *element,
			   struct eb_old_tie *old)
{
	struct eb_tie *tie = eb_arena_make(t->plan->arena, struct eb_tie);
	const char *kind = eb_xml_get(element, "kind");
	const char *both = eb_xml_get(element, "symmetrical");
	bool promoted, own_promoted;

	tie->kind = old->kind;
	tie->resource = now(t, old->resource, &own_promoted);
	tie->with = now(t, old->with, &promoted);
	tie->role = old->role;
	tie->own_role = old->own_role;
	if (old->kind == EB_ORDER) {
		tie->score = kind ? kind : g_strcmp0(old->score, "0") == 0 ? "Optional" : NULL;
		tie->role = promoted ? "promote" : tie->role;
		tie->one_way = eb_old_is_false(both);
	} else {
		tie->score = old->score ? eb_old_score_text(old->score) : "INFINITY";
		tie->role = promoted ? eb_target(t)->promoted : tie->role;
		/* As pcs writes it. */
		if (tie->role && !tie->own_role)
			tie->own_role = "Started";
		if (tie->own_role && !tie->role)
			tie->role = "Started";
	}
	old->why = needless(t, tie, &old->mark);
	if (old->why)
		return NULL;
	tie->resource = whole_of(t, tie->resource);
	tie->with = whole_of(t, tie->with);
	tie->id = eb_id_unique(t, eb_old_id(t, eb_xml_get(element, "id")));
	g_ptr_array_add(t->plan->cib.ties, tie);
	return tie->id;
}

/* An action that is not said is that of the other one: of 0.6's from (action), of today's first. */
static void fill_actions(const struct eb_element *element, struct eb_old_tie *tie)
{
	const char *leading = eb_old_word(eb_old_get2(element, "first-action", "action"));

	if (!tie->role)
		tie->role = leading;
	if (!tie->own_role)
		tie->own_role = leading;
}

static void take_tie(struct eb_translation *t, const struct eb_element *element,
		     enum eb_tie_kind kind, const char *resource, const char *with)
{
	bool order = kind == EB_ORDER;
	bool before = g_strcmp0(eb_xml_get(element, "type"), "before") == 0;
	const char *first = eb_old_get2(element, "first-action", before ? "action" : "to_action");
	const char *then = eb_old_get2(element, "then-action", before ? "to_action" : "action");
	struct eb_old_tie tie = {
		.kind = kind,
		.resource = resource,
		.with = with,
		.role = order ? eb_old_word(first)
			      : eb_old_role(t, eb_old_get2(element, "with-rsc-role", "to_role")),
		.own_role = order ? eb_old_word(then)
				  : eb_old_role(t, eb_old_get2(element, "rsc-role", "from_role")),
		.score = eb_xml_get(element, "score"),
	};
	bool mutual = !order && eb_old_is_true(eb_xml_get(element, "symmetrical"));
	const char *id;

	if (order)
		fill_actions(element, &tie);
	id = eb_old_tie_add(t, element, &tie);
	if (!id)
		eb_old_row(t, element, tie.mark, NULL, tie.why);
	else
		eb_old_row(t, element, mutual ? EB_NEAR : EB_EXACT,
			   EB_TEXT(t, "CIB %s %s", order ? "order" : "colocation", id),
			   mutual ? "the first follows the second; to follow each other is nothing "
				    "that Pacemaker has"
				  : NULL);
}

/* A location of one resource. */
static void take_place(struct eb_translation *t, const struct eb_element *element,
		       const char *resource)
{
	bool promoted;
	const char *id = now(t, resource, &promoted);

	if (known(t->plan->cib.resources, id))
		take_location(t, element, whole_of(t, id));
	else
		eb_old_row(t, element, EB_DROPPED, NULL, "its resource is not there");
}

/* A location of sets is one of each member. */
static void take_places(struct eb_translation *t, const struct eb_element *element)
{
	const struct eb_element *set, *member;

	eb_for_each (set, element->children)
		if (strcmp(set->name, "resource_set") == 0) {
			if (eb_xml_get(set, "id-ref") || eb_xml_get(set, "role"))
				eb_old_row(t, element, EB_REFUSED, NULL,
					   "of a set with a role, or one that stands elsewhere");
			else
				eb_for_each (member, set->children)
					if (eb_xml_get(member, "id"))
						take_place(t, element, eb_xml_get(member, "id"));
		}
}

/* 0.6: from is the dependent one, unless an order says type="before". */
static void take_constraint(struct eb_translation *t, const struct eb_element *element)
{
	bool order = strcmp(element->name, "rsc_order") == 0;
	bool tie = order || strcmp(element->name, "rsc_colocation") == 0;
	bool location = strcmp(element->name, "rsc_location") == 0;
	bool before = g_strcmp0(eb_xml_get(element, "type"), "before") == 0;
	const char *resource = order ? eb_old_get2(element, "then", before ? "to" : "from")
				     : eb_old_get2(element, "rsc", "from");
	const char *with = order ? eb_old_get2(element, "first", before ? "from" : "to")
				 : eb_old_get2(element, "with-rsc", "to");
	const char *why = eb_xml_get(element, "id") ? eb_old_obstacle(element) : "it has no id";

	if (why) {
		eb_old_row(t, element, EB_REFUSED, NULL, why);
		return;
	}
	if (location && resource)
		take_place(t, element, resource);
	else if (location && eb_old_has_sets(element))
		take_places(t, element);
	else if (tie && resource && with)
		take_tie(t, element, order ? EB_ORDER : EB_COLOCATION, resource, with);
	else if (tie && eb_old_has_sets(element))
		eb_old_sets(t, element, order ? EB_ORDER : EB_COLOCATION);
	else
		eb_old_row(t, element, EB_REFUSED, NULL, "the plan has nothing for it");
}

void eb_old_constraints(struct eb_translation *t)
{
	const struct eb_element *constraints = eb_xml_child(t->old, "constraints"), *constraint;

	if (constraints)
		eb_for_each (constraint, constraints->children)
			take_constraint(t, constraint);
}
