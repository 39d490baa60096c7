// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * crm_verify takes any name for an agent, and any parameter. What a node has is known from its
 * bundle; what an agent takes is known from the one that is installed here, as long as it is the
 * nodes' own as far as one can tell.
 *
 * A node on which a whole family of agents is missing is a node of today, where Pacemaker or the
 * suite is still to be installed: that can be decided upon. A name that its family does not have
 * is a mistake.
 */
#include <string.h>

#include "heartbeat-compat/agent-metadata.h"
#include "heartbeat-compat/check-agents.h"
#include "heartbeat-compat/check-validate.h"
#include "lib/core.h"

static const struct eb_span nowhere;

struct checking {
	struct eb_plan *plan;
	const struct hb_cluster *cluster;
	struct eb_diag *diag;
	GPtrArray *primitives; /* struct eb_primitive *, in the plan's order */
	GPtrArray *agents;     /* struct eb_agent *, by name */
	GHashTable *by_spec;   /* the same */
	GHashTable *places;    /* id of a resource -> the line that it comes from */
};

static void note_places(struct checking *c, const struct eb_fate *fate, const char *place)
{
	const struct eb_fate *word;
	const char *object;

	if (fate->objects)
		eb_for_each (object, fate->objects)
			if (!g_hash_table_contains(c->places, object))
				g_hash_table_insert(c->places, (gpointer)object, (gpointer)place);
	if (fate->words)
		eb_for_each (word, fate->words)
			note_places(c, word, place);
}

/* "hb-web (web1/haresources:3)"; g_free it. */
static char *called(const struct checking *c, const struct eb_resource *resource)
{
	const char *place = g_hash_table_lookup(c->places, resource->id);

	return place ? g_strdup_printf("%s (%s)", resource->id, place) : g_strdup(resource->id);
}

static void add_primitives(struct checking *c, const GPtrArray *resources,
			   const struct eb_resource *clone)
{
	const struct eb_resource *resource;

	eb_for_each (resource, resources) {
		g_autofree char *spec = NULL;
		struct eb_primitive *primitive;

		add_primitives(c, resource->members, resource->kind == EB_CLONE ? resource : clone);
		spec = resource->kind == EB_PRIMITIVE ? eb_agent_spec(resource) : NULL;
		if (!spec)
			continue;
		primitive = eb_arena_make(c->plan->arena, struct eb_primitive);
		primitive->resource = resource;
		primitive->clone = clone;
		primitive->agent = g_hash_table_lookup(c->by_spec, spec);
		if (!primitive->agent) {
			primitive->agent = eb_agent_ask(c->plan->arena, resource);
			g_hash_table_insert(c->by_spec, (gpointer)primitive->agent->spec,
					    primitive->agent);
			g_ptr_array_add(c->agents, primitive->agent);
		}
		g_ptr_array_add(c->primitives, primitive);
	}
}

static gint by_spec(gconstpointer a, gconstpointer b)
{
	const struct eb_agent *const *one = a, *const *two = b;

	return strcmp((*one)->spec, (*two)->spec);
}

/* ---- nodes -------------------------------------------------------------------------------------- */

/* "ocf:heartbeat:" of "ocf:heartbeat:IPaddr2". */
static size_t family_length(const char *spec)
{
	return (size_t)(strrchr(spec, ':') + 1 - spec);
}

static const struct hb_agent *find(const struct hb_host *host, const char *spec)
{
	const struct hb_agent *agent;

	eb_for_each (agent, host->agents)
		if (strcmp(agent->spec, spec) == 0)
			return agent;
	return NULL;
}

static bool has_family(const struct hb_host *host, const char *spec)
{
	const struct hb_agent *agent;

	eb_for_each (agent, host->agents)
		if (strncmp(agent->spec, spec, family_length(spec)) == 0)
			return true;
	return false;
}

static const char *name_of(const struct hb_host *host)
{
	return host->uname ? host->uname : host->label;
}

/* The first resource that needs it; g_free it. */
static char *user_of(const struct checking *c, const struct eb_agent *agent)
{
	const struct eb_primitive *primitive;

	eb_for_each (primitive, c->primitives)
		if (primitive->agent == agent)
			return called(c, primitive->resource);
	return g_strdup("nothing");
}

static void tell_missing(struct checking *c, const struct hb_host *host,
			 const struct eb_agent *agent)
{
	g_autoptr(GPtrArray) known = g_ptr_array_new();
	g_autofree char *user = user_of(c, agent);
	const struct hb_agent *other;
	struct eb_message *message = eb_diag_add(c->diag, EB_MSG_AGENT_MISSING, nowhere,
						 "node %s has no agent %s, which %s needs",
						 name_of(host), agent->spec, user);
	const char *near;

	eb_for_each (other, host->agents)
		g_ptr_array_add(known, (char *)other->spec);
	g_ptr_array_add(known, NULL);
	near = eb_did_you_mean(agent->spec, (const char *const *)known->pdata);
	if (near)
		eb_message_did_you_mean(message, near);
}

static void check_node(struct checking *c, const struct hb_host *host)
{
	g_autoptr(GString) absent = g_string_new(NULL), other = g_string_new(NULL);
	const struct eb_agent *agent;

	eb_for_each (agent, c->agents) {
		const struct hb_agent *known = find(host, agent->spec);

		if (!known && has_family(host, agent->spec))
			tell_missing(c, host, agent);
		else if (!known)
			g_string_append_printf(absent, "%s%s", absent->len ? ", " : "",
					       agent->spec);
		else if (known->digest && agent->digest &&
			 strcmp(known->digest, agent->digest) != 0)
			g_string_append_printf(other, "%s%s", other->len ? ", " : "", agent->spec);
	}
	if (absent->len)
		eb_diag_add(c->diag, EB_MSG_AGENTS_ABSENT, nowhere,
			    "node %s has none of these agents yet: %s", name_of(host), absent->str);
	if (other->len)
		eb_diag_add(c->diag, EB_MSG_AGENT_DIFFERS, nowhere,
			    "node %s has other versions than this machine of %s", name_of(host),
			    other->str);
}

/* Nodes that are known to have another version, and none that has this one: not to be judged. */
static bool speaks_for_nodes(const struct checking *c, const struct eb_agent *agent)
{
	const struct hb_host *host;
	bool other = false;

	eb_for_each (host, c->cluster->hosts) {
		const struct hb_agent *known = host->agents ? find(host, agent->spec) : NULL;

		if (!known || !known->digest || !agent->digest)
			continue;
		if (strcmp(known->digest, agent->digest) == 0)
			return true;
		other = true;
	}
	return !other;
}

/* ---- parameters --------------------------------------------------------------------------------- */

/* Pacemaker itself takes these from a device, and gives it those. */
static bool is_fencers(const char *name)
{
	static const char *const own[] = { "action", "nodename", "plug",     "port",
					   "option", "priority", "provides", "stonith-timeout" };

	for (size_t i = 0; i < EB_COUNT(own); i++)
		if (strcmp(name, own[i]) == 0)
			return true;
	return g_str_has_prefix(name, "pcmk_");
}

static bool is_given(const struct eb_resource *resource, const char *name)
{
	const struct eb_pair *pair;

	if (name)
		eb_for_each (pair, resource->params)
			if (strcmp(pair->name, name) == 0)
				return true;
	return false;
}

static void refuse_param(struct checking *c, const struct eb_primitive *primitive, const char *name)
{
	g_autoptr(GPtrArray) known = g_ptr_array_new();
	g_autofree char *user = called(c, primitive->resource);
	const struct eb_agent_param *param;
	struct eb_message *message;
	const char *near;

	eb_for_each (param, primitive->agent->params)
		g_ptr_array_add(known, (char *)param->name);
	g_ptr_array_add(known, NULL);
	message = eb_diag_add(c->diag, EB_MSG_PARAM_UNKNOWN, nowhere,
			      "%s: %s has no parameter '%s'", user, primitive->agent->spec, name);
	near = eb_did_you_mean(name, (const char *const *)known->pdata);
	if (near)
		eb_message_did_you_mean(message, near);
}

static bool takes(const struct eb_agent *agent, const char *name)
{
	const struct eb_agent_param *param;

	eb_for_each (param, agent->params)
		if (strcmp(param->name, name) == 0 || g_strcmp0(param->obsoletes, name) == 0)
			return true;
	return false;
}

static void miss_param(struct checking *c, const struct eb_primitive *primitive, const char *name)
{
	g_autofree char *user = called(c, primitive->resource);

	eb_diag_add(c->diag, EB_MSG_PARAM_MISSING, nowhere, "%s: %s needs the parameter '%s'", user,
		    primitive->agent->spec, name);
}

static void check_params(struct checking *c, const struct eb_primitive *primitive)
{
	const struct eb_resource *resource = primitive->resource;
	const struct eb_agent *agent = primitive->agent;
	const struct eb_agent_param *param;
	const struct eb_pair *pair;

	eb_for_each (pair, resource->params)
		if (!takes(agent, pair->name) && !(agent->fence && is_fencers(pair->name)))
			refuse_param(c, primitive, pair->name);
	eb_for_each (param, agent->params)
		if (param->required && !is_given(resource, param->name) &&
		    !is_given(resource, param->obsoletes) &&
		    !(agent->fence && is_fencers(param->name)))
			miss_param(c, primitive, param->name);
}

/* ---- all of it ---------------------------------------------------------------------------------- */

static void tell_unchecked(struct checking *c)
{
	g_autoptr(GString) list = g_string_new(NULL);
	const struct eb_agent *agent;

	eb_for_each (agent, c->agents)
		if (!agent->params)
			g_string_append_printf(list, "%s%s%s", list->len ? ", " : "", agent->spec,
					       agent->path ? " (gives no metadata)" : "");
	if (list->len)
		eb_diag_add(c->diag, EB_MSG_AGENTS_UNCHECKED, nowhere,
			    "not installed here, so their parameters are not checked: %s",
			    list->str);
}

void eb_check_agents(struct eb_plan *plan, const struct hb_cluster *cluster, bool validate,
		     struct eb_diag *diag)
{
	struct checking c = {
		.plan = plan,
		.cluster = cluster,
		.diag = diag,
		.primitives = eb_arena_array(plan->arena),
		.agents = eb_arena_array(plan->arena),
		.by_spec = g_hash_table_new(g_str_hash, g_str_equal),
		.places = g_hash_table_new(g_str_hash, g_str_equal),
	};
	g_autoptr(GHashTable) judged = g_hash_table_new(NULL, NULL);
	const struct eb_primitive *primitive;
	const struct eb_fate *fate;
	struct eb_agent *agent;
	const struct hb_host *host;

	eb_for_each (fate, plan->fates)
		note_places(&c, fate, fate->place);
	add_primitives(&c, plan->cib.resources, NULL);
	g_ptr_array_sort(c.agents, by_spec);
	eb_for_each (host, cluster->hosts)
		if (host->agents)
			check_node(&c, host);
	eb_for_each (agent, c.agents)
		if (agent->params && speaks_for_nodes(&c, agent))
			g_hash_table_add(judged, agent);
	eb_for_each (primitive, c.primitives)
		if (g_hash_table_contains(judged, primitive->agent))
			check_params(&c, primitive);
	tell_unchecked(&c);
	if (validate)
		eb_check_validate(c.primitives, diag);
	g_hash_table_unref(c.by_spec);
	g_hash_table_unref(c.places);
}
