// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One walk over the whole of an old CIB, so that nothing in it goes away without a row: of every
 * element that the translation reads, what it does not take is told, with the reason. An element
 * that it does not read has a row of its own, which is about all that is in it.
 */
#include <string.h>

#include "heartbeat-compat/old-cib.h"

static bool is_listed(const char *words, const char *name)
{
	g_auto(GStrv) list = g_strsplit(words, " ", -1);

	return g_strv_contains((const char *const *)list, name);
}

static const struct eb_old_known *known_of(const char *element)
{
	for (const struct eb_old_known *known = eb_old_known_table; known->element; known++)
		if (strcmp(known->element, element) == 0)
			return known;
	return NULL;
}

static const struct eb_old_gone *gone_of(const char *element, const char *name)
{
	for (const struct eb_old_gone *gone = eb_old_gone_table; gone->name; gone++)
		if ((!*gone->element || strcmp(gone->element, element) == 0) &&
		    strcmp(gone->name, name) == 0)
			return gone;
	return NULL;
}

/* What it says is what holds without it. */
static bool is_idle(const struct eb_old_gone *gone, const char *value)
{
	return gone->as_without &&
	       (strcmp(gone->as_without, value) == 0 ||
		(strcmp(gone->as_without, "true") == 0 && eb_old_is_true(value)) ||
		(strcmp(gone->as_without, "false") == 0 && eb_old_is_false(value)));
}

/* ---- attributes ------------------------------------------------------------------------------- */

bool eb_old_is_resource(const struct eb_element *element)
{
	static const char *const names[] = { "primitive",    "group",  "clone",
					     "master_slave", "master", NULL };

	return g_strv_contains(names, element->name) && eb_xml_get(element, "id");
}

static void tell_attribute(struct eb_translation *t, const struct eb_element *element,
			   const struct eb_pair *attribute, const char *name)
{
	const struct eb_renamed *meta =
		eb_old_is_resource(element) ? eb_renamed_find(eb_old_metas_table, name) : NULL;
	const struct eb_old_gone *gone = gone_of(element->name, name);

	if (meta && meta->now && strcmp(element->name, "group") != 0 &&
	    eb_old_says_nothing(false, meta, attribute->value))
		eb_old_lost(t, element, attribute->name, EB_DROPPED, EB_OLD_AS_WITHOUT);
	else if (meta && meta->now && !eb_old_fits(meta->values, attribute->value))
		eb_old_lost(t, element, attribute->name, EB_DROPPED, EB_OLD_NO_VALUE);
	else if (meta && !meta->now)
		eb_old_lost(t, element, attribute->name, meta->refused ? EB_REFUSED : EB_DROPPED,
			    meta->reason);
	else if (!meta && gone && is_idle(gone, attribute->value))
		eb_old_lost(t, element, attribute->name, EB_DROPPED, EB_OLD_AS_WITHOUT);
	else if (!meta)
		eb_old_lost(t, element, attribute->name,
			    gone && gone->refused ? EB_REFUSED : EB_DROPPED,
			    gone ? gone->reason : eb_old_unknown);
}

static void tell_attributes(struct eb_translation *t, const struct eb_element *element,
			    const struct eb_old_known *known)
{
	const struct eb_pair *attribute;

	eb_for_each (attribute, element->attributes) {
		g_autofree char *name = eb_old_dashed(attribute->name);

		if (!is_listed(known->attributes, name))
			tell_attribute(t, element, attribute, name);
	}
}

/* A constraint, or a set or a rule of it, that says a word which there is not would say another one
 * today. */
static bool is_wrong(const struct eb_element *element)
{
	static const struct {
		const char *name, *values;
	} words[] = {
		{ "action", "start|stop|promote|demote" },
		{ "first-action", "start|stop|promote|demote" },
		{ "from-role", "role" },
		{ "kind", "Optional|Mandatory|Serialize" },
		{ "role", "role" },
		{ "rsc-role", "role" },
		{ "then-action", "start|stop|promote|demote" },
		{ "to-action", "start|stop|promote|demote" },
		{ "to-role", "role" },
		{ "type", "before|after" },
		{ "with-rsc-role", "role" },
	};
	const struct eb_pair *attribute;

	eb_for_each (attribute, element->attributes) {
		g_autofree char *name = eb_old_dashed(attribute->name);

		for (size_t i = 0; i < EB_COUNT(words); i++)
			if (strcmp(words[i].name, name) == 0 &&
			    !eb_old_fits(words[i].values, attribute->value))
				return true;
	}
	return false;
}

const char *eb_old_obstacle(const struct eb_element *element)
{
	const struct eb_pair *attribute;
	const struct eb_element *child;
	bool wrong = is_wrong(element);

	eb_for_each (child, element->children)
		wrong = wrong || is_wrong(child);
	if (wrong)
		return "it has a role, an action or a kind that there is not";
	if (eb_xml_child(element, "lifetime"))
		return "it held for a time only: make it anew if it still shall";
	eb_for_each (attribute, element->attributes) {
		g_autofree char *name = eb_old_dashed(attribute->name);
		const struct eb_old_gone *gone = gone_of(element->name, name);

		if (gone && gone->refused && !is_idle(gone, attribute->value))
			return gone->reason;
	}
	return NULL;
}

/* ---- pairs ------------------------------------------------------------------------------------ */

bool eb_old_is_first(const GPtrArray *pairs, const struct eb_element *pair, bool parameters)
{
	const char *name = eb_xml_get(pair, "name");
	g_autofree char *dashed = eb_old_dashed(name);
	const struct eb_element *other;

	eb_for_each (other, pairs) {
		const char *before = eb_xml_get(other, "name");
		g_autofree char *same = parameters ? NULL : eb_old_dashed(before);

		if (strcmp(name, before) == 0 || (same && strcmp(dashed, same) == 0))
			return other == pair;
	}
	return true;
}

/* Meta attributes that are none any more, or never were; among parameters only the former. */
static void tell_metas(struct eb_translation *t, const struct eb_element *element, const char *set)
{
	bool ruled = false, own = strcmp(set, "meta_attributes") == 0;
	bool group = strcmp(element->name, "group") == 0;
	const GPtrArray *pairs = eb_old_pairs(t, element, set, &ruled);
	const struct eb_element *pair;

	eb_for_each (pair, pairs) {
		const char *name = eb_xml_get(pair, "name");
		const struct eb_renamed *meta = own || eb_old_is_meta(name)
							? eb_renamed_find(eb_old_metas_table, name)
							: NULL;

		if (!eb_old_is_first(pairs, pair, !own && !meta))
			eb_old_row(t, pair, EB_DROPPED, NULL, EB_OLD_TWICE);
		else if (meta && !meta->now)
			eb_old_row(t, pair, meta->refused ? EB_REFUSED : EB_DROPPED, NULL,
				   meta->reason);
		else if (own && !meta)
			eb_old_row(t, pair, EB_DROPPED, NULL, eb_old_unknown);
		else if (meta && eb_old_says_nothing(group, meta, eb_xml_get(pair, "value")))
			eb_old_row(t, pair, EB_DROPPED, NULL, EB_OLD_AS_WITHOUT);
		else if (meta && !eb_old_fits(meta->values, eb_xml_get(pair, "value")))
			eb_old_row(t, pair, EB_DROPPED, NULL, EB_OLD_NO_VALUE);
	}
}

/* A pair that says nothing is read by nobody. */
static void tell_pair(struct eb_translation *t, const struct eb_element *pair)
{
	if (!eb_old_word(eb_xml_get(pair, "name")))
		eb_old_row(t, pair, EB_DROPPED, NULL, "it has no name that a pair can have");
	else if (!eb_xml_get(pair, "value"))
		eb_old_row(t, pair, EB_DROPPED, NULL, "it has no value");
}

/* ---- the walk --------------------------------------------------------------------------------- */

/* Is what is in it of no account, or told about with it? */
static bool is_aside(const struct eb_element *element)
{
	return (strcmp(element->name, "op") == 0 && eb_old_is_off(element)) ||
	       (g_str_has_prefix(element->name, "rsc_") && eb_old_obstacle(element)) ||
	       (!g_str_has_prefix(element->name, "rsc_") && eb_xml_child(element, "rule"));
}

static void tell_parts(struct eb_translation *t, const struct eb_element *element,
		       const struct eb_old_known *known);

static void tell_element(struct eb_translation *t, const struct eb_element *element)
{
	const struct eb_old_known *known = known_of(element->name);

	if (!known || is_aside(element))
		return;
	tell_attributes(t, element, known);
	if (strcmp(element->name, "nvpair") == 0)
		tell_pair(t, element);
	if (eb_old_is_resource(element)) {
		tell_metas(t, element, "meta_attributes");
		tell_metas(t, element, "instance_attributes");
	}
	tell_parts(t, element, known);
}

static void tell_parts(struct eb_translation *t, const struct eb_element *element,
		       const struct eb_old_known *known)
{
	const struct eb_element *child;

	eb_for_each (child, element->children)
		if (strcmp(known->parts, "*") == 0 || is_listed(known->parts, child->name))
			tell_element(t, child);
		else
			eb_old_row(t, child, child->children->len ? EB_REFUSED : EB_DROPPED, NULL,
				   child->children->len ? "the plan has nothing for it"
							: "it is empty");
}

/* What the cluster counts and dates in the root is many, and one row. */
static void tell_root(struct eb_translation *t, const struct eb_element *root)
{
	g_autoptr(GString) counts = g_string_new("cib");
	const struct eb_old_known *known = known_of("cib");
	const struct eb_pair *attribute;

	eb_for_each (attribute, root->attributes) {
		g_autofree char *name = eb_old_dashed(attribute->name);
		const struct eb_old_gone *gone = gone_of("cib", name);

		if (gone && gone->reason == eb_old_counts)
			g_string_append_printf(counts, " %s", attribute->name);
		else if (!is_listed(known->attributes, name))
			tell_attribute(t, root, attribute, name);
	}
	if (strchr(counts->str, ' '))
		eb_row(t, root->line, EB_TEXT(t, "%s", counts->str), EB_DROPPED, NULL,
		       eb_old_counts);
}

void eb_old_tell_lost(struct eb_translation *t)
{
	tell_root(t, t->old_root);
	tell_element(t, t->old);
}
