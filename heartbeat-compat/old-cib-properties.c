// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Settings of the whole cluster in an old CIB: properties and the defaults of resources and
 * operations. A table says what each became; what concerns fencing waits until the devices are
 * known.
 */
#include <string.h>

#include "heartbeat-compat/old-cib.h"

static const char BY_ITSELF[] = "Pacemaker keeps this by itself";
static const char GONE[] = "Pacemaker has no such setting any more";
static const char UNKNOWN[] = "no release of Pacemaker knows such a property";
static const char TWICE[] = "another one of this name counts before it";

static const struct eb_renamed properties[] = {
	{ "batch-limit", "batch-limit", NULL },
	{ "cluster-delay", "cluster-delay", NULL },
	{ "cluster-infrastructure", NULL, BY_ITSELF },
	{ "cluster-recheck-interval", "cluster-recheck-interval", NULL },
	{ "crmd-finalization-timeout", NULL, GONE },
	{ "crmd-integration-timeout", NULL, GONE },
	{ "dc-deadtime", NULL, "initdead of ha.cf says this" },
	{ "dc-version", NULL, BY_ITSELF },
	{ "default-resource-failure-stickiness", NULL, "migration-threshold took its place" },
	{ "election-timeout", NULL, GONE },
	{ "expected-quorum-votes", NULL, BY_ITSELF },
	{ "last-lrm-refresh", NULL, BY_ITSELF },
	{ "load-threshold", "load-threshold", NULL },
	{ "maintenance-mode", "maintenance-mode", NULL },
	{ "migration-limit", "migration-limit", NULL },
	{ "no-quorum-policy", "no-quorum-policy", NULL },
	{ "node-action-limit", "node-action-limit", NULL },
	{ "node-health-green", "node-health-green", NULL },
	{ "node-health-red", "node-health-red", NULL },
	{ "node-health-strategy", "node-health-strategy", NULL },
	{ "node-health-yellow", "node-health-yellow", NULL },
	{ "pe-error-series-max", "pe-error-series-max", NULL },
	{ "pe-input-series-max", "pe-input-series-max", NULL },
	{ "pe-warn-series-max", "pe-warn-series-max", NULL },
	{ "remove-after-stop", NULL, GONE },
	{ "short-resource-names", NULL, GONE },
	{ "shutdown-escalation", "shutdown-escalation", NULL },
	{ "start-failure-is-fatal", "start-failure-is-fatal", NULL },
	{ "startup-fencing", "startup-fencing", NULL },
	{ "stop-all-resources", "stop-all-resources", NULL },
	{ "stop-orphan-actions", "stop-orphan-actions", NULL },
	{ "stop-orphan-resources", "stop-orphan-resources", NULL },
	{ "symmetric-cluster", "symmetric-cluster", NULL },
	{ "transition-idle-timeout", NULL, GONE },
	{ NULL, NULL, NULL },
};

/* Properties that are defaults of resources by now. */
static const struct eb_renamed defaults[] = {
	{ "default-resource-stickiness", "resource-stickiness", NULL },
	{ "is-managed-default", "is-managed", NULL },
	{ NULL, NULL, NULL },
};

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

/* Of several pairs with one name Pacemaker takes the first. */
static bool is_first(const GPtrArray *pairs, const struct eb_element *pair)
{
	g_autofree char *name = eb_old_dashed(eb_xml_get(pair, "name"));
	const struct eb_element *other;

	eb_for_each (other, pairs) {
		g_autofree char *before = eb_old_dashed(eb_xml_get(other, "name"));

		if (strcmp(name, before) == 0)
			return other == pair;
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
	const struct eb_renamed *property = eb_renamed_find(properties, name);
	const struct eb_renamed *preset = eb_renamed_find(defaults, name);

	if (fencing_property(t, pair, name, value))
		return;
	if (strcmp(name, "default-action-timeout") == 0) {
		take_timeout(t, pair);
		return;
	}
	if (strcmp(name, "placement-strategy") == 0 && strcmp(value, "default") != 0) {
		eb_old_row(t, pair, EB_REFUSED, NULL, "utilization is not taken over");
		return;
	}
	if (strcmp(name, "no-quorum-policy") == 0 && t->nodes->len == 2) {
		eb_old_row(t, pair, EB_NEAR, "corosync.conf two_node",
			   "corosync leaves one of two nodes its quorum");
	} else if (preset && has_default(t, preset->now)) {
		eb_old_row(t, pair, EB_DROPPED, NULL, "rsc_defaults says it, and counts before it");
	} else if (preset) {
		set_pair(t, t->plan->cib.defaults, preset->now, value);
		eb_old_row(t, pair, EB_EXACT, EB_TEXT(t, "CIB default %s=%s", preset->now, value),
			   NULL);
	} else if (property && property->now) {
		set_pair(t, t->plan->cib.properties, property->now, value);
		eb_old_row(t, pair, EB_EXACT, EB_TEXT(t, "CIB %s=%s", property->now, value), NULL);
	} else {
		eb_old_row(t, pair, EB_DROPPED, NULL, property ? property->reason : UNKNOWN);
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
		if (is_first(pairs, pair))
			take_property(t, pair);
		else
			eb_old_row(t, pair, EB_DROPPED, NULL, TWICE);
	eb_old_ruled(t, config);
	/* The very first CIBs had the pairs in crm_config itself. */
	eb_for_each (pair, config->children)
		if (strcmp(pair->name, "nvpair") == 0 && eb_old_word(eb_xml_get(pair, "name")) &&
		    eb_xml_get(pair, "value"))
			take_property(t, pair);
}

static void take_defaults(struct eb_translation *t, const struct eb_element *element)
{
	bool ruled = false;
	const struct eb_element *pair;
	const GPtrArray *pairs;

	if (!element)
		return;
	pairs = eb_old_pairs(t, element, "meta_attributes", &ruled);
	eb_for_each (pair, pairs) {
		g_autofree char *name = eb_old_dashed(eb_xml_get(pair, "name"));
		const char *value = eb_xml_get(pair, "value");

		if (!is_first(pairs, pair)) {
			eb_old_row(t, pair, EB_DROPPED, NULL, TWICE);
			continue;
		}
		set_pair(t, t->plan->cib.defaults, name, value);
		eb_old_row(t, pair, EB_EXACT, EB_TEXT(t, "CIB default %s=%s", name, value), NULL);
	}
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
			eb_old_row(t, pair, EB_DROPPED, NULL, BY_ITSELF);
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
