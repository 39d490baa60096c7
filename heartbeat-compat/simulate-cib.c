// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The CIB that is played: of each home the shortest and the longest line, and what the nodes'
 * attributes would be.
 */
#include <string.h>

#include "heartbeat-compat/simulation.h"
#include "lib/core.h"

enum {
	PROMOTION = 10000, /* the score that DRBD's agent gives a node whose data are whole */
};

/* ---- which lines are played ------------------------------------------------------------------ */

static unsigned int primitives(const struct eb_resource *resource)
{
	const struct eb_resource *member;
	unsigned int count = resource->kind == EB_PRIMITIVE;

	eb_for_each (member, resource->members)
		count += primitives(member);
	return count;
}

/* Of one home: the lines with the fewest and the most members. */
struct ends {
	const struct eb_resource *least, *most;
	unsigned int least_line, most_line;
};

static void widen(struct ends *ends, const struct eb_resource *resource, unsigned int line)
{
	if (!ends->least || primitives(resource) < primitives(ends->least)) {
		ends->least = resource;
		ends->least_line = line;
	}
	if (!ends->most || primitives(resource) > primitives(ends->most)) {
		ends->most = resource;
		ends->most_line = line;
	}
}

static void choose(struct eb_played *played, const struct eb_resource *resource, unsigned int line)
{
	g_array_append_val(played->lines, line);
	g_ptr_array_add(played->resources, (gpointer)resource);
}

static GHashTable *by_id(const struct eb_plan *plan)
{
	GHashTable *table = g_hash_table_new(g_str_hash, g_str_equal);
	struct eb_resource *resource;

	eb_for_each (resource, plan->cib.resources)
		g_hash_table_insert(table, (gpointer)resource->id, resource);
	return table;
}

static const char *value_of(const GPtrArray *pairs, const char *name)
{
	const struct eb_pair *pair;

	eb_for_each (pair, pairs)
		if (strcmp(pair->name, name) == 0)
			return pair->value;
	return NULL;
}

static void choose_lines(struct eb_played *played)
{
	const struct eb_plan *plan = played->forecast->plan;
	const GPtrArray *lines = eb_plan_lines(plan);
	g_autoptr(GHashTable) ids = by_id(plan);
	g_autofree struct ends *homes = g_new0(struct ends, played->forecast->theirs.nodes);
	const struct eb_location *line;

	eb_for_each (line, lines) {
		const struct eb_resource *resource = g_hash_table_lookup(ids, line->resource);

		/* Where a clone alone is promoted depends on what its agent says of the data. */
		if (resource && resource->kind != EB_CLONE && !played->forecast->apart[line_at])
			widen(&homes[played->forecast->theirs.home[line_at]], resource, line_at);
	}
	for (unsigned int node = 0; node < played->forecast->theirs.nodes; node++) {
		const struct ends *ends = &homes[node];

		if (ends->least)
			choose(played, ends->least, ends->least_line);
		if (ends->most != ends->least)
			choose(played, ends->most, ends->most_line);
	}
}

/* ---- the CIB that is played ------------------------------------------------------------------ */

static bool is_kept(const struct eb_played *played, GHashTable *lines, const char *resource)
{
	const struct eb_resource *chosen;

	eb_for_each (chosen, played->resources)
		if (strcmp(chosen->id, resource) == 0)
			return true;
	return !g_hash_table_contains(lines, resource);
}

bool eb_played_fences(const struct eb_played *played)
{
	const struct eb_resource *resource, *member;

	eb_for_each (resource, played->cib.cib.resources) {
		if (g_strcmp0(resource->class, "stonith") == 0)
			return true;
		eb_for_each (member, resource->members)
			if (g_strcmp0(member->class, "stonith") == 0)
				return true;
	}
	return false;
}

/* While it is open whether there will be a fence device, nothing starts; play as if it were not. */
static GPtrArray *properties(const struct eb_played *played)
{
	struct eb_arena *arena = played->cib.arena;
	GPtrArray *list = eb_arena_array(arena);
	const struct eb_pair *property;

	eb_for_each (property, played->forecast->plan->cib.properties) {
		struct eb_pair *copy = eb_arena_make(arena, struct eb_pair);

		*copy = *property;
		if (strcmp(copy->name, "stonith-enabled") == 0 && !eb_played_fences(played))
			copy->value = "false";
		g_ptr_array_add(list, copy);
	}
	return list;
}

/* Leaves out the lines that are not played, and what is said of them. */
static void reduce(struct eb_played *played)
{
	const struct eb_plan *plan = played->forecast->plan;
	g_autoptr(GHashTable) lines = g_hash_table_new(g_str_hash, g_str_equal);
	const GPtrArray *of_lines = eb_plan_lines(plan);
	struct eb_resource *resource;
	struct eb_location *location;
	struct eb_tie *tie;

	played->cib = *plan;
	eb_for_each (location, of_lines)
		g_hash_table_add(lines, (gpointer)location->resource);
	played->cib.cib.resources = eb_arena_array(plan->arena);
	played->cib.cib.locations = eb_arena_array(plan->arena);
	eb_for_each (resource, plan->cib.resources)
		if (is_kept(played, lines, resource->id))
			g_ptr_array_add(played->cib.cib.resources, resource);
	eb_for_each (location, plan->cib.locations)
		if (is_kept(played, lines, location->resource))
			g_ptr_array_add(played->cib.cib.locations, location);
	played->cib.cib.ties = eb_arena_array(plan->arena);
	eb_for_each (tie, plan->cib.ties)
		if (is_kept(played, lines, tie->resource) && is_kept(played, lines, tie->with))
			g_ptr_array_add(played->cib.cib.ties, tie);
	played->cib.cib.properties = properties(played);
}

/* ---- attributes of nodes --------------------------------------------------------------------- */

static void add_attribute(GPtrArray *attributes, const char *node, const char *name, int64_t value)
{
	struct eb_attribute *attribute = g_new0(struct eb_attribute, 1);

	attribute->node = node;
	attribute->name = name;
	attribute->value = g_strdup_printf("%" G_GINT64_FORMAT, value);
	g_ptr_array_add(attributes, attribute);
}

static void free_attribute(gpointer data)
{
	g_free(((struct eb_attribute *)data)->value);
	g_free(data);
}

/* What an instance of a clone says of its node: how much it reaches, or that it may be promoted. */
static void add_said(const struct eb_played *played, GPtrArray *attributes, const char *node,
		     unsigned int reaches)
{
	const struct eb_resource *clone, *said;

	eb_for_each (clone, played->cib.cib.resources) {
		const char *multiplier, *hosts;

		if (clone->kind != EB_CLONE)
			continue;
		said = clone->members->pdata[0];
		multiplier = value_of(said->params, "multiplier");
		hosts = value_of(said->params, "host_list");
		if (g_strcmp0(value_of(clone->meta, "promotable"), "true") == 0)
			add_attribute(attributes, node,
				      eb_arena_format(played->cib.arena, "master-%s", said->id),
				      PROMOTION);
		else if (multiplier && hosts && value_of(said->params, "name"))
			add_attribute(attributes, node, value_of(said->params, "name"),
				      reaches ? g_ascii_strtoll(multiplier, NULL, 10) : 0);
	}
}

/* hb_standby on a node, hb_takeover on another one: what the old commands set. */
static bool is_sent_away(const struct eb_trial *trial, unsigned int node)
{
	return (trial->event.kind == HB_EVENT_STANDBY && trial->event.node == node) ||
	       (trial->event.kind == HB_EVENT_TAKEOVER && trial->event.node != node);
}

GPtrArray *eb_played_attributes(const struct eb_played *played, const struct eb_trial *trial)
{
	GPtrArray *attributes = g_ptr_array_new_with_free_func(free_attribute);
	const struct eb_pair *node;
	const struct eb_location *location;

	eb_for_each (node, played->cib.cib.nodes) {
		add_said(played, attributes, node->value, trial->ours->reaches[node_at]);
		eb_for_each (location, played->cib.cib.locations)
			if (is_sent_away(trial, node_at) && location->attribute &&
			    g_str_has_prefix(location->attribute, "hb-away-"))
				add_attribute(attributes, node->value, location->attribute, 1);
	}
	return attributes;
}

/* ---- the whole ------------------------------------------------------------------------------- */

unsigned int eb_played_weight(const struct eb_played *played)
{
	const struct eb_resource *resource;
	unsigned int count = 0;

	eb_for_each (resource, played->cib.cib.resources)
		count += primitives(resource);
	return count;
}

bool eb_played_promotes(const struct eb_played *played)
{
	const struct eb_resource *resource;

	eb_for_each (resource, played->cib.cib.resources)
		if (g_strcmp0(value_of(resource->meta, "promotable"), "true") == 0)
			return true;
	return false;
}

void eb_played_choose(struct eb_played *played)
{
	choose_lines(played);
	reduce(played);
}
