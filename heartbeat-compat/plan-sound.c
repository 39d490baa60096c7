// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Is a plan one that the translator makes? Whoever wrote the file that it was read from may have meant
 * ill, and writers print names as they are: so nothing is taken that could not have been stored.
 */
#include <string.h>

#include "heartbeat-compat/plan.h"

/* Names of parameters and sections, ids, intervals: written as they are. */
static bool is_name(const char *text)
{
	return *text && !text[strspn(text, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-")];
}

/* An id that nothing else has. */
static bool is_id(const char *text, GHashTable *ids)
{
	return g_ascii_isalpha(*text) && is_name(text) && g_hash_table_add(ids, g_strdup(text));
}

/* The same of an id that the CIB makes of others (to-cib.c). */
static bool is_made_id(GHashTable *ids, const char *owner, const char *part, const char *name)
{
	return g_hash_table_add(ids, g_strdup_printf("%s-%s-%s", owner, part, name));
}

static bool is_role(const char *text)
{
	return !text || is_name(text);
}

static bool sound_pairs(const GPtrArray *pairs)
{
	const struct eb_pair *pair;

	eb_for_each (pair, pairs)
		if (!is_name(pair->name))
			return false;
	return true;
}

/* Where a name stands for itself, once. */
static bool sound_set(const GPtrArray *pairs)
{
	g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
	const struct eb_pair *pair;

	eb_for_each (pair, pairs)
		if (!is_name(pair->name) || !g_hash_table_add(names, (char *)pair->name))
			return false;
	return true;
}

static bool sound_attributes(const GPtrArray *pairs, GHashTable *ids, const char *owner,
			     const char *element)
{
	const struct eb_pair *pair;

	eb_for_each (pair, pairs)
		if (!is_name(pair->name) || !is_made_id(ids, owner, element, pair->name))
			return false;
	return true;
}

static bool sound_resources(const GPtrArray *resources, GHashTable *ids)
{
	const struct eb_resource *resource;
	const struct eb_op *op;

	eb_for_each (resource, resources) {
		if (resource->kind == EB_PRIMITIVE
			    ? !resource->class || !resource->type
			    : !resource->members->len || !sound_resources(resource->members, ids))
			return false;
		if (!is_id(resource->id, ids) ||
		    !sound_attributes(resource->params, ids, resource->id, "instance_attributes") ||
		    !sound_attributes(resource->meta, ids, resource->id, "meta_attributes"))
			return false;
		eb_for_each (op, resource->ops)
			if (!is_name(op->name) || !is_name(op->interval) || !is_name(op->timeout) ||
			    !is_role(op->role) || !is_role(op->on_fail) ||
			    !is_made_id(ids, resource->id, op->name, op->interval))
				return false;
	}
	return true;
}

static bool is_join(const char *text)
{
	return strcmp(text, "and") == 0 || strcmp(text, "or") == 0;
}

static bool sound_tests(const GPtrArray *tests)
{
	const struct eb_test *test;

	eb_for_each (test, tests) {
		if (!test->attribute && test->join) {
			if (!is_join(test->join) || !test->also->len || !sound_tests(test->also))
				return false;
		} else if (!test->operation || !is_name(test->operation) ||
			   (!test->attribute && !test->date->len) || !sound_set(test->date)) {
			return false;
		}
	}
	return true;
}

/* What a rule is about: attributes, or a list of tests that are about more. */
static bool sound_rule(const struct eb_location *location)
{
	if (location->attribute)
		return location->operation && is_name(location->operation);
	return location->score && location->join && location->also->len;
}

static bool sound_locations(const GPtrArray *locations, GHashTable *ids)
{
	const struct eb_location *location;

	eb_for_each (location, locations) {
		if (!g_hash_table_contains(ids, location->resource) || !is_id(location->id, ids) ||
		    !is_role(location->role) || (location->join && !is_join(location->join)) ||
		    !sound_tests(location->also))
			return false;
		if (location->node ? !location->score : !sound_rule(location))
			return false;
	}
	return true;
}

static bool sound_ties(const GPtrArray *ties, GHashTable *ids)
{
	const struct eb_tie *tie;

	eb_for_each (tie, ties)
		if (!g_hash_table_contains(ids, tie->resource) ||
		    !g_hash_table_contains(ids, tie->with) || !is_id(tie->id, ids) ||
		    !is_role(tie->role) || !is_role(tie->own_role) || !is_role(tie->score))
			return false;
	return true;
}

/* corosync drops blanks around a value. */
static bool is_padded(const char *value)
{
	return *value && (g_ascii_isspace(*value) || g_ascii_isspace(value[strlen(value) - 1]));
}

/* corosync takes a line with a brace for the begin or end of a section. */
static bool sound_sections(const GPtrArray *sections)
{
	const struct eb_section *section;
	const struct eb_pair *setting;

	eb_for_each (section, sections) {
		if (!is_name(section->name) || !sound_pairs(section->settings) ||
		    !sound_sections(section->sections))
			return false;
		eb_for_each (setting, section->settings)
			if (strpbrk(setting->value, "{}\n") || is_padded(setting->value))
				return false;
	}
	return true;
}

const char *eb_plan_unsound(const struct eb_plan *plan)
{
	g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	const struct eb_cib *cib = &plan->cib;

	if (strchr(plan->cluster, '\n'))
		return "cluster";
	if (!sound_sections(plan->corosync))
		return "corosync";
	return sound_set(cib->nodes) && sound_set(cib->properties) && sound_set(cib->defaults) &&
			       sound_resources(cib->resources, ids) &&
			       sound_locations(cib->locations, ids) && sound_ties(cib->ties, ids)
		       ? NULL
		       : "cib";
}
