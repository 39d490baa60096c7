// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The CIB of a Heartbeat with crm on: 0.6 of Heartbeat 2, 1.x of Pacemaker on Heartbeat 3. Their
 * words differ (attributes in a wrapper, from and to, underscores), what they say does not, so one
 * reader takes both and the result is written anew. What it cannot express gets a row that says so.
 */
#include <string.h>

#include "heartbeat-compat/extras.h"
#include "heartbeat-compat/lex.h"
#include "heartbeat-compat/old-cib.h"

static const char BY_ITSELF[] = "Pacemaker keeps this by itself";
static const char GONE[] = "Pacemaker has no such setting any more";

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

/* ---- what the parts share ---------------------------------------------------------------------------- */

static char *dashed(const char *name)
{
	return g_strdelimit(g_strdup(name), "_", '-');
}

const struct eb_renamed *eb_renamed_find(const struct eb_renamed *table, const char *name)
{
	g_autofree char *same = dashed(name);

	for (; table->old; table++)
		if (strcmp(table->old, same) == 0)
			return table;
	return NULL;
}

void eb_old_row(struct eb_translation *t, const struct eb_element *element, enum eb_mark mark,
		const char *target, const char *reason)
{
	const char *name = eb_xml_get(element, "name"), *id = eb_xml_get(element, "id");
	struct eb_fate *row = eb_row(t, element->line,
				     EB_TEXT(t, "%s %s", element->name,
					     name ? name
					     : id ? id
						  : ""),
				     mark, target, reason);

	if (mark != EB_DROPPED && mark != EB_REFUSED && id)
		eb_made(t, row, eb_old_id(t, id));
}

GPtrArray *eb_old_pairs(struct eb_translation *t, const struct eb_element *element, const char *set,
			bool *ruled)
{
	GPtrArray *pairs = eb_arena_array(t->plan->arena);
	const struct eb_element *child, *pair;

	eb_for_each (child, element->children) {
		const struct eb_element *wrapper = eb_xml_child(child, "attributes");

		if (strcmp(child->name, set) != 0)
			continue;
		if (eb_xml_child(child, "rule")) {
			*ruled = true;
			continue;
		}
		eb_for_each (pair, (wrapper ? wrapper : child)->children)
			if (strcmp(pair->name, "nvpair") == 0 &&
			    eb_old_word(eb_xml_get(pair, "name")) && eb_xml_get(pair, "value"))
				g_ptr_array_add(pairs, (gpointer)pair);
	}
	return pairs;
}

void eb_old_ruled(struct eb_translation *t, const struct eb_element *element)
{
	const struct eb_element *set;

	eb_for_each (set, element->children)
		if (eb_xml_child(set, "rule"))
			eb_old_row(t, set, EB_REFUSED, NULL,
				   "a rule decides when it counts; the plan leaves it out");
}

const char *eb_old_role(const struct eb_translation *t, const char *role)
{
	if (!role || g_ascii_strcasecmp(role, "started") == 0)
		return role ? "Started" : NULL;
	if (g_ascii_strcasecmp(role, "master") == 0 || g_ascii_strcasecmp(role, "promoted") == 0)
		return eb_target(t)->promoted;
	if (g_ascii_strcasecmp(role, "slave") == 0 || g_ascii_strcasecmp(role, "unpromoted") == 0)
		return eb_target(t)->unpromoted;
	return g_ascii_strcasecmp(role, "stopped") == 0 ? "Stopped" : NULL;
}

const char *eb_old_id(struct eb_translation *t, const char *id)
{
	const char *plain = eb_slug(t, id);

	return g_ascii_isalpha(*plain) ? plain : EB_TEXT(t, "r-%s", plain);
}

const char *eb_old_word(const char *text)
{
	static const char set[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-";

	return text && *text && !text[strspn(text, set)] ? text : NULL;
}

const char *eb_old_seconds(struct eb_translation *t, const char *time, const char *otherwise)
{
	if (!eb_old_word(time))
		return otherwise;
	return time[strspn(time, "0123456789")] ? time : EB_TEXT(t, "%ss", time);
}

void eb_old_others(struct eb_translation *t, const struct eb_element *element,
		   const char *const *known)
{
	const struct eb_element *child;

	eb_for_each (child, element->children)
		if (!g_strv_contains(known, child->name))
			eb_old_row(t, child, child->children->len ? EB_REFUSED : EB_DROPPED, NULL,
				   child->children->len ? "the plan has nothing for it"
							: "it is empty");
}

/* ---- properties ---------------------------------------------------------------------------------------- */

static void set_pair(struct eb_translation *t, GPtrArray *list, const char *name, const char *value)
{
	struct eb_pair *pair;

	eb_for_each (pair, list)
		if (strcmp(pair->name, name) == 0) {
			pair->value = eb_arena_string(t->plan->arena, value);
			return;
		}
	eb_pair_add(t->plan, list, name, value);
}

static bool is_true(const char *value)
{
	static const char *const words[] = { "true", "on", "yes", "y", "1", NULL };
	g_autofree char *lower = g_ascii_strdown(value, -1);

	return g_strv_contains(words, lower);
}

/* Devices that nobody used are none that somebody relied on: they start to fence only when it is
 * agreed that they should. */
static void settle_fencing(struct eb_translation *t)
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

static void take_timeout(struct eb_translation *t, const struct eb_element *pair)
{
	t->old_timeout = eb_old_seconds(t, eb_xml_get(pair, "value"), t->old_timeout);
	eb_old_row(t, pair, EB_EXACT, "CIB timeout of each operation without its own", NULL);
}

static void take_property(struct eb_translation *t, const struct eb_element *pair)
{
	g_autofree char *name = dashed(eb_xml_get(pair, "name"));
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
	} else if (preset) {
		set_pair(t, t->plan->cib.defaults, preset->now, value);
		eb_old_row(t, pair, EB_EXACT, EB_TEXT(t, "CIB default %s=%s", preset->now, value),
			   NULL);
	} else if (property && property->now) {
		set_pair(t, t->plan->cib.properties, property->now, value);
		eb_old_row(t, pair, EB_EXACT, EB_TEXT(t, "CIB %s=%s", property->now, value), NULL);
	} else {
		eb_old_row(t, pair, EB_DROPPED, NULL, property ? property->reason : GONE);
	}
}

static void take_properties(struct eb_translation *t, const struct eb_element *config)
{
	bool ruled = false;
	const struct eb_element *pair;

	if (!config)
		return;
	eb_for_each (pair, eb_old_pairs(t, config, "cluster_property_set", &ruled))
		take_property(t, pair);
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

	if (!element)
		return;
	eb_for_each (pair, eb_old_pairs(t, element, "meta_attributes", &ruled)) {
		g_autofree char *name = dashed(eb_xml_get(pair, "name"));

		set_pair(t, t->plan->cib.defaults, name, eb_xml_get(pair, "value"));
		eb_old_row(t, pair, EB_EXACT, "CIB default", NULL);
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

static void take_nodes(struct eb_translation *t, const struct eb_element *nodes)
{
	const struct eb_element *node, *child;

	if (!nodes)
		return;
	eb_for_each (node, nodes->children) {
		static const char *const known[] = { "instance_attributes", NULL };
		bool more = false, ruled = false;

		eb_for_each (child, eb_old_pairs(t, node, "instance_attributes", &ruled))
			more |= strcmp(eb_xml_get(child, "value"), "off") != 0 &&
				strcmp(eb_xml_get(child, "value"), "false") != 0;
		eb_old_row(t, node, more ? EB_REFUSED : EB_DROPPED, NULL,
			   more ? "attributes of nodes (standby) are not taken over: crm_attribute "
				  "sets them anew"
				: "nodes have the ids of corosync");
		eb_old_others(t, node, known);
	}
}

/* ---- constraints ---------------------------------------------------------------------------------------- */

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

/* ---- the whole -------------------------------------------------------------------------------------------- */

void eb_old_cib_open(struct eb_translation *t)
{
	g_autofree char *why = NULL;
	const struct hb_host *host;
	const struct eb_element *root = NULL;
	const char *schema;

	if (!t->ha_cf->setting[HB_CRM].value)
		return;
	eb_for_each (host, t->cluster->hosts)
		if (!t->old_source)
			t->old_source = hb_extra_find(host, "cib.xml");
	if (!t->old_source)
		return;
	root = eb_xml_parse(t->plan->arena, t->old_source->text, t->old_source->size, &why);
	t->old = root ? eb_xml_child(root, "configuration") : NULL;
	/* Heartbeat 2 fenced only when it was told to. */
	schema = root ? eb_xml_get(root, "validate-with") : NULL;
	t->old_unfenced = !schema || !g_str_has_prefix(schema, "pacemaker-") ||
			  g_str_has_prefix(schema, "pacemaker-0");
	if (!t->old)
		eb_diag_add(t->diag, EB_MSG_OLD_CIB, eb_whole(t->old_source),
			    "the CIB cannot be read: %s", why ? why : "it has no configuration");
}

/* Who is a node stands in the CIB when ha.cf admits all. */
void eb_old_cib_names(struct eb_translation *t)
{
	const struct eb_element *nodes = eb_xml_child(t->old, "nodes"), *node;

	if (nodes)
		eb_for_each (node, nodes->children)
			if (eb_xml_get(node, "uname") &&
			    g_strcmp0(eb_xml_get(node, "type"), "ping") != 0)
				eb_node_add(t, eb_xml_get(node, "uname"));
}

/* Is there a primitive with this attribute? */
static bool has(const struct eb_element *element, const char *name, const char *value)
{
	const struct eb_element *child;

	if (strcmp(element->name, "primitive") == 0)
		return g_strcmp0(eb_xml_get(element, name), value) == 0;
	eb_for_each (child, element->children)
		if (has(child, name, value))
			return true;
	return false;
}

bool eb_old_cib_pings(const struct eb_translation *t)
{
	const struct eb_element *resources = eb_xml_child(t->old, "resources");

	return resources && (has(resources, "type", "pingd") || has(resources, "type", "ping"));
}

static const char *const parts[] = { "crm_config",  "nodes",     "rsc_defaults",
				     "op_defaults", "resources", "constraints",
				     NULL };

/* auto_failback and what follows from it are of haresources; the CIB has defaults of its own. */
void eb_translate_old_cib(struct eb_translation *t)
{
	const struct eb_element *constraints = eb_xml_child(t->old, "constraints"), *constraint;

	if (!t->old)
		return;
	g_ptr_array_set_size(t->plan->cib.defaults, 0);
	eb_pair_add(t->plan, t->plan->cib.defaults, "resource-stickiness", "0");
	take_properties(t, eb_xml_child(t->old, "crm_config"));
	take_nodes(t, eb_xml_child(t->old, "nodes"));
	take_defaults(t, eb_xml_child(t->old, "rsc_defaults"));
	take_op_defaults(t, eb_xml_child(t->old, "op_defaults"));
	eb_old_others(t, t->old, parts);
	if (eb_xml_child(t->old, "resources"))
		eb_old_resources(t, eb_xml_child(t->old, "resources"));
	settle_fencing(t);
	if (constraints)
		eb_for_each (constraint, constraints->children)
			take_constraint(t, constraint);
}
