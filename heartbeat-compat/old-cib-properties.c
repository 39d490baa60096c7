// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Settings of the whole cluster in an old CIB: properties and the defaults of resources and
 * operations. A table says what each became; what concerns fencing waits until the devices are
 * known.
 */
#include <string.h>

#include "heartbeat-compat/old-cib.h"

static void set_pair(struct eb_translation *t, GPtrArray *list, const char *name, const char *value)
{
	struct eb_pair *pair = eb_pair_find(list, name);

	if (pair)
		pair->value = eb_arena_string(t->plan->arena, value);
	else
		eb_pair_add(t->plan, list, name, value);
}

static bool is_true(const char *value)
{
	static const char *const words[] = { "true", "on", "yes", "y", "1", NULL };
	g_autofree char *lower = g_ascii_strdown(value, -1);

	return g_strv_contains(words, lower);
}

/* stonith-enabled stays with what is known of devices and of --accept. */
static bool fencing_property(struct eb_translation *t, const struct eb_element *pair,
			     const char *name, const char *value)
{
	if (strcmp(name, "stonith-enabled") == 0) {
		t->old_unfenced = !is_true(value);
		eb_old_row(t, pair, EB_NEAR, "CIB fencing, see the decisions", NULL);
	} else if (strcmp(name, "stonith-action") == 0) {
		value = strcmp(value, "poweroff") == 0 ? "off" : value;
		set_pair(t, t->plan->cib.properties, EB_TEXT(t, "%s-action", eb_target(t)->fencing),
			 value);
		eb_old_row(t, pair, EB_EXACT,
			   EB_TEXT(t, "CIB %s-action=%s", eb_target(t)->fencing, value), NULL);
	} else if (strcmp(name, "stonith-timeout") == 0) {
		set_pair(t, t->plan->cib.properties,
			 EB_TEXT(t, "%s-timeout", eb_target(t)->fencing), value);
		eb_old_row(t, pair, EB_EXACT,
			   EB_TEXT(t, "CIB %s-timeout=%s", eb_target(t)->fencing, value), NULL);
	} else {
		return false;
	}
	return true;
}

/* Is this among the defaults of resources? They count before a property that is one by now. */
static bool has_default(const struct eb_translation *t, const char *name)
{
	const struct eb_element *element = eb_xml_child(t->old, "rsc_defaults"), *pair;
	bool ruled = false;

	if (element)
		eb_for_each (pair, eb_old_pairs(t, element, "meta_attributes", &ruled)) {
			g_autofree char *other = eb_old_dashed(eb_xml_get(pair, "name"));

			if (strcmp(other, name) == 0)
				return true;
		}
	return false;
}

static void take_timeout(struct eb_translation *t, const struct eb_element *pair)
{
	t->old_timeout = eb_old_seconds(t, eb_xml_get(pair, "value"), t->old_timeout);
	eb_old_row(t, pair, EB_EXACT, "CIB timeout of each operation without its own", NULL);
}

static void take_property(struct eb_translation *t, const struct eb_element *pair)
{
	g_autofree char *name = eb_old_dashed(eb_xml_get(pair, "name"));
	const char *value = eb_xml_get(pair, "value");
	const struct eb_renamed *property = eb_renamed_find(eb_old_properties_table, name);
	const struct eb_renamed *preset = eb_renamed_find(eb_old_defaults_table, name);

	if ((property && !eb_old_fits(property->values, value)) ||
	    (preset && !eb_old_fits(preset->values, value))) {
		eb_old_row(t, pair, EB_DROPPED, NULL, EB_OLD_NO_VALUE);
		return;
	}
	if (fencing_property(t, pair, name, value))
		return;
	if (strcmp(name, "default-action-timeout") == 0) {
		take_timeout(t, pair);
		return;
	}
	if (strcmp(name, "placement-strategy") == 0 && eb_old_is_default(value)) {
		eb_old_row(t, pair, EB_DROPPED, NULL, EB_OLD_AS_WITHOUT);
		return;
	}
	if (strcmp(name, "no-quorum-policy") == 0 && t->nodes->len == 2) {
		eb_old_row(t, pair, EB_NEAR, "corosync.conf two_node",
			   "corosync leaves one of two nodes its quorum");
	} else if (preset && has_default(t, preset->now)) {
		eb_old_row(t, pair, EB_DROPPED, NULL, "rsc_defaults says it, and counts before it");
	} else if (preset) {
		value = eb_old_plain(preset->values, value);
		set_pair(t, t->plan->cib.defaults, preset->now, value);
		eb_old_row(t, pair, EB_EXACT, EB_TEXT(t, "CIB default %s=%s", preset->now, value),
			   NULL);
	} else if (property && property->now) {
		set_pair(t, t->plan->cib.properties, property->now, value);
		eb_old_row(t, pair, EB_EXACT, EB_TEXT(t, "CIB %s=%s", property->now, value), NULL);
	} else {
		eb_old_row(t, pair, property && property->refused ? EB_REFUSED : EB_DROPPED, NULL,
			   property ? property->reason : eb_old_unknown);
	}
}

static void take_properties(struct eb_translation *t, const struct eb_element *config)
{
	bool ruled = false;
	const struct eb_element *pair;
	const GPtrArray *pairs;

	if (!config)
		return;
	pairs = eb_old_pairs(t, config, "cluster_property_set", &ruled);
	eb_for_each (pair, pairs)
		if (eb_old_is_first(pairs, pair, false))
			take_property(t, pair);
		else
			eb_old_row(t, pair, EB_DROPPED, NULL, EB_OLD_TWICE);
	eb_old_ruled(t, config);
	/* The very first CIBs had the pairs in crm_config itself. */
	eb_for_each (pair, config->children)
		if (strcmp(pair->name, "nvpair") == 0 && eb_old_word(eb_xml_get(pair, "name")) &&
		    eb_xml_get(pair, "value"))
			take_property(t, pair);
}

static void take_default(struct eb_translation *t, const struct eb_element *pair)
{
	const struct eb_renamed *meta =
		eb_renamed_find(eb_old_metas_table, eb_xml_get(pair, "name"));
	const char *value = eb_xml_get(pair, "value");

	if (!meta || !meta->now) {
		eb_old_row(t, pair, EB_DROPPED, NULL, meta ? meta->reason : eb_old_unknown);
		return;
	}
	if (!eb_old_fits(meta->values, value)) {
		eb_old_row(t, pair, EB_DROPPED, NULL, EB_OLD_NO_VALUE);
		return;
	}
	value = eb_old_plain(meta->values, value);
	set_pair(t, t->plan->cib.defaults, meta->now, value);
	eb_old_row(t, pair, EB_EXACT, EB_TEXT(t, "CIB default %s=%s", meta->now, value), NULL);
}

static void take_defaults(struct eb_translation *t, const struct eb_element *element)
{
	bool ruled = false;
	const struct eb_element *pair;
	const GPtrArray *pairs;

	if (!element)
		return;
	pairs = eb_old_pairs(t, element, "meta_attributes", &ruled);
	eb_for_each (pair, pairs)
		if (eb_old_is_first(pairs, pair, false))
			take_default(t, pair);
		else
			eb_old_row(t, pair, EB_DROPPED, NULL, EB_OLD_TWICE);
	if (ruled)
		eb_old_row(t, element, EB_REFUSED, NULL, "a rule decides which defaults count");
}

/* Nothing but a timeout: the others are for each operation to say. */
static void take_op_defaults(struct eb_translation *t, const struct eb_element *element)
{
	bool ruled = false;
	const struct eb_element *pair;

	if (!element)
		return;
	eb_for_each (pair, eb_old_pairs(t, element, "meta_attributes", &ruled))
		if (strcmp(eb_xml_get(pair, "name"), "timeout") == 0)
			take_timeout(t, pair);
		else if (strcmp(eb_xml_get(pair, "name"), "record-pending") == 0)
			eb_old_row(t, pair, EB_DROPPED, NULL, "Pacemaker keeps this by itself");
		else
			eb_old_row(t, pair, EB_REFUSED, NULL,
				   "of these defaults only a timeout is taken over");
	eb_old_ruled(t, element);
}

void eb_old_properties(struct eb_translation *t)
{
	take_properties(t, eb_xml_child(t->old, "crm_config"));
	take_defaults(t, eb_xml_child(t->old, "rsc_defaults"));
	take_op_defaults(t, eb_xml_child(t->old, "op_defaults"));
}

void eb_old_settle_fencing(struct eb_translation *t)
{
	const struct eb_message *message;

	if (t->fenced && !t->old_unfenced)
		return;
	message = eb_diag_add(
		t->diag, EB_MSG_NO_FENCING, (struct eb_span) { 0 },
		t->fenced ? "Heartbeat did not fence, and Pacemaker does with the devices "
			    "of the CIB, unless you accept to run without"
			  : "no fence device: Pacemaker starts nothing until there is "
			    "one, or until you accept to run without");
	set_pair(t, t->plan->cib.properties, EB_TEXT(t, "%s-enabled", eb_target(t)->fencing),
		 message->accepted ? "false" : "true");
}
