// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Resources of an old CIB keep their ids, parameters and operations; agents that have a successor
 * become that one. A script of class heartbeat is what it would be in haresources.
 */
#include <string.h>

#include "heartbeat-compat/haresources.h"
#include "heartbeat-compat/old-cib.h"
#include "heartbeat-compat/secret.h"
#include "heartbeat-compat/stonith-table.h"

/* Meta attributes, also where 0.6 had them among parameters or as attributes of the element. */
static const struct eb_renamed metas[] = {
	{ "allow-migrate", "allow-migrate", NULL },
	{ "clone-max", "clone-max", NULL },
	{ "clone-node-max", "clone-node-max", NULL },
	{ "description", NULL, "" },
	{ "failure-timeout", "failure-timeout", NULL },
	{ "globally-unique", "globally-unique", NULL },
	{ "interleave", "interleave", NULL },
	{ "is-managed", "is-managed", NULL },
	{ "master-max", "promoted-max", NULL },
	{ "master-node-max", "promoted-node-max", NULL },
	{ "migration-threshold", "migration-threshold", NULL },
	{ "multiple-active", "multiple-active", NULL },
	{ "notify", "notify", NULL },
	{ "ordered", "ordered", NULL },
	{ "priority", "priority", NULL },
	{ "promotable", "promotable", NULL },
	{ "promoted-max", "promoted-max", NULL },
	{ "promoted-node-max", "promoted-node-max", NULL },
	{ "resource-failure-stickiness", NULL, "migration-threshold took its place" },
	{ "resource-stickiness", "resource-stickiness", NULL },
	{ "restart-type", NULL, "" },
	{ "start-prereq", NULL, "" },
	{ "target-role", "target-role", NULL },
	{ NULL, NULL, NULL },
};

/* Agents that are others by now; those of the suite are found by agent-ops.c. */
static const struct {
	const char *provider, *old, *type;
} agents[] = {
	{ "heartbeat", "IPaddr", "IPaddr2" },  { "heartbeat", "drbd", "drbd" },
	{ "heartbeat", "pingd", "ping" },      { "linbit", "drbd", "drbd" },
	{ "pacemaker", "ping", "ping" },       { "pacemaker", "pingd", "ping" },
	{ "heartbeat", "IPaddr2", "IPaddr2" }, { "heartbeat", "Filesystem", "Filesystem" },
	{ "heartbeat", "SendArp", "SendArp" },
};

static struct eb_resource *convert(struct eb_translation *t, const struct eb_element *element,
				   GPtrArray *into, GPtrArray *clones);

/* ---- meta attributes ----------------------------------------------------------------------------------- */

static bool has(const GPtrArray *pairs, const char *name)
{
	const struct eb_pair *pair;

	eb_for_each (pair, pairs)
		if (strcmp(pair->name, name) == 0)
			return true;
	return false;
}

static void add_meta(struct eb_translation *t, struct eb_resource *resource, const char *name,
		     const char *value)
{
	const struct eb_renamed *meta = eb_renamed_find(metas, name);
	bool role = meta && meta->now && strcmp(meta->now, "target-role") == 0;

	if (role)
		value = eb_old_role(t, value);
	/* "default" stood for what is said elsewhere. */
	if (!meta || !meta->now || !value || strcmp(value, "default") == 0 ||
	    strcmp(value, "#default") == 0 || has(resource->meta, meta->now))
		return;
	/* A group that is not in order is none any more. */
	if (resource->kind == EB_GROUP && strcmp(meta->now, "ordered") == 0)
		return;
	eb_pair_add(t->plan, resource->meta, meta->now, value);
}

/* False: a rule decides about some of them. */
static bool add_metas(struct eb_translation *t, struct eb_resource *resource,
		      const struct eb_element *element)
{
	const struct eb_element *nvpair;
	const struct eb_pair *attribute;
	bool ruled = false;

	eb_for_each (nvpair, eb_old_pairs(t, element, "meta_attributes", &ruled))
		add_meta(t, resource, eb_xml_get(nvpair, "name"), eb_xml_get(nvpair, "value"));
	eb_for_each (nvpair, eb_old_pairs(t, element, "instance_attributes", &ruled))
		add_meta(t, resource, eb_xml_get(nvpair, "name"), eb_xml_get(nvpair, "value"));
	eb_for_each (attribute, element->attributes)
		add_meta(t, resource, attribute->name, attribute->value);
	return !ruled;
}

/* ---- operations ------------------------------------------------------------------------------------------ */

static bool is_there(const GPtrArray *ops, const struct eb_op *op)
{
	const struct eb_op *other;

	eb_for_each (other, ops)
		if (strcmp(other->name, op->name) == 0 &&
		    strcmp(other->interval, op->interval) == 0)
			return true;
	return false;
}

static bool has_op(const GPtrArray *ops, const char *name)
{
	const struct eb_op *op;

	eb_for_each (op, ops)
		if (strcmp(op->name, name) == 0)
			return true;
	return false;
}

/* Monitors that are advised, when the CIB had none. With a default of its own for timeouts it said
 * something of each operation, also of those that are advised, and of every start and stop. */
static void add_advised(struct eb_translation *t, GPtrArray *ops, const GPtrArray *advised)
{
	static const char *const always[] = { "start", "stop" };
	bool monitored = has_op(ops, "monitor");
	const struct eb_op *op;

	eb_for_each (op, advised) {
		bool monitor = strcmp(op->name, "monitor") == 0;
		struct eb_op *own;

		if (monitor ? monitored : !t->old_timeout || has_op(ops, op->name))
			continue;
		own = eb_arena_make(t->plan->arena, struct eb_op);
		*own = *op;
		own->timeout = t->old_timeout ? t->old_timeout : op->timeout;
		g_ptr_array_add(ops, own);
	}
	for (size_t i = 0; t->old_timeout && i < EB_COUNT(always); i++) {
		struct eb_op *own = eb_arena_make(t->plan->arena, struct eb_op);

		*own = (struct eb_op) { always[i], "0s", t->old_timeout, NULL, NULL };
		if (!has_op(ops, own->name))
			g_ptr_array_add(ops, own);
	}
}

static const char *const no_children[] = { NULL };

/* Those of the old CIB replace the advised ones; but from now on everything is monitored. */
static void set_ops(struct eb_translation *t, struct eb_resource *resource,
		    const struct eb_element *element)
{
	const struct eb_element *operations = eb_xml_child(element, "operations"), *old;
	const char *preset = t->old_timeout ? t->old_timeout : "20s";
	g_autoptr(GPtrArray) nothing = g_ptr_array_new();
	GPtrArray *advised = resource->ops;

	if (!operations && !t->old_timeout)
		return;
	resource->ops = eb_arena_array(t->plan->arena);
	eb_for_each (old, operations ? operations->children : nothing) {
		struct eb_op *op = eb_arena_make(t->plan->arena, struct eb_op);
		const char *name = eb_old_word(eb_xml_get(old, "name")),
			   *dashed = eb_xml_get(old, "on-fail");
		const char *role = eb_old_role(t, eb_xml_get(old, "role"));

		if (!name || g_strcmp0(eb_xml_get(old, "disabled"), "true") == 0 ||
		    g_strcmp0(eb_xml_get(old, "enabled"), "false") == 0)
			continue;
		eb_old_others(t, old, no_children);
		op->name = strcmp(name, "status") == 0 ? "monitor" : name;
		op->interval = eb_old_seconds(t, eb_xml_get(old, "interval"), "0s");
		op->timeout = eb_old_seconds(t, eb_xml_get(old, "timeout"), preset);
		op->role = role && strcmp(op->name, "monitor") == 0 && strcmp(role, "Started") != 0
				   ? role
				   : NULL;
		op->on_fail = eb_old_word(dashed ? dashed : eb_xml_get(old, "on_fail"));
		if (op->on_fail && strcmp(op->on_fail, "nothing") == 0)
			op->on_fail = "ignore";
		if (!is_there(resource->ops, op))
			g_ptr_array_add(resource->ops, op);
	}
	add_advised(t, resource->ops, advised);
}

/* ---- primitives ------------------------------------------------------------------------------------------ */

static const char *value_of(struct eb_translation *t, struct eb_resource *resource,
			    const struct eb_element *nvpair)
{
	const char *name = eb_xml_get(nvpair, "name"), *value = eb_xml_get(nvpair, "value");
	g_autofree char *pair = g_strdup_printf("%s=%s", name, value);
	struct eb_pair param = { name, value };

	if (eb_argument_open(pair, strlen(pair)) == strlen(pair))
		return value;
	return eb_secret_param(t, resource->id, &param,
			       (struct eb_span) { .source = t->old_source, .line = nvpair->line },
			       resource->id);
}

/* What IPaddr took and IPaddr2 does not: a mask in dots, a label behind the device. */
static void add_address_param(struct eb_translation *t, struct eb_resource *resource,
			      const char *name, const char *value)
{
	const char *colon = strchr(value, ':');
	int prefix;

	if (strcmp(name, "netmask") == 0 || strcmp(name, "cidr_netmask") == 0) {
		prefix = hb_prefix_of(value, false);
		eb_pair_add(t->plan, resource->params, "cidr_netmask",
			    prefix >= 0 ? EB_TEXT(t, "%d", prefix) : value);
	} else if (strcmp(name, "nic") == 0 && colon) {
		eb_pair_add(t->plan, resource->params, "nic",
			    EB_TEXT(t, "%.*s", (int)(colon - value), value));
		eb_pair_add(t->plan, resource->params, "iflabel", colon + 1);
	} else if (strcmp(name, "local_stop_script") != 0 &&
		   strcmp(name, "local_start_script") != 0 &&
		   strcmp(name, "ARP_INTERVAL_MS") != 0) {
		eb_pair_add(t->plan, resource->params, name, value);
	}
}

static void add_params(struct eb_translation *t, struct eb_resource *resource,
		       const struct eb_element *element)
{
	bool address = g_strcmp0(resource->type, "IPaddr2") == 0, ruled = false;
	const struct eb_element *nvpair;

	eb_for_each (nvpair, eb_old_pairs(t, element, "instance_attributes", &ruled)) {
		const char *name = eb_xml_get(nvpair, "name");
		const struct eb_renamed *meta = eb_renamed_find(metas, name);
		const char *value;

		if ((meta && strcmp(name, "description") != 0) || has(resource->params, name))
			continue;
		value = value_of(t, resource, nvpair);
		if (address)
			add_address_param(t, resource, name, value);
		else
			eb_pair_add(t->plan, resource->params, name, value);
	}
}

static const char *successor(const char *provider, const char *type)
{
	for (size_t i = 0; i < EB_COUNT(agents); i++)
		if (g_strcmp0(agents[i].provider, provider) == 0 &&
		    strcmp(agents[i].old, type) == 0)
			return agents[i].type;
	return NULL;
}

/* pingd took the ping nodes of ha.cf; ping wants to be told. */
static void complete_ping(struct eb_translation *t, struct eb_resource *resource)
{
	g_autoptr(GString) hosts = g_string_new(NULL);
	const struct hb_ping *ping;
	const struct hb_word *host;

	eb_for_each (ping, t->ha_cf->pings)
		eb_for_each (host, ping->hosts)
			g_string_append_printf(hosts, "%s%s", hosts->len ? " " : "", host->text);
	if (!has(resource->params, "host_list") && hosts->len)
		eb_pair_add(t->plan, resource->params, "host_list", hosts->str);
	if (!has(resource->params, "name"))
		eb_pair_add(t->plan, resource->params, "name", "pingd");
}

static void make_ocf(struct eb_translation *t, struct eb_resource *resource,
		     const struct eb_element *element)
{
	const char *provider = eb_xml_get(element, "provider"), *type = eb_xml_get(element, "type");
	const char *agent;

	provider = provider ? provider : "heartbeat";
	agent = successor(provider, type);
	eb_agent_set(t, resource, agent ? agent : type, NULL);
	if (!agent)
		resource->provider = provider;
	add_params(t, resource, element);
	if (agent && strcmp(agent, "ping") == 0)
		complete_ping(t, resource);
}

/* TYPE::1::2 of parameters "1", "2", as haresources would have it. */
static struct hb_resource *word_of(struct eb_translation *t, const struct eb_element *element)
{
	struct hb_resource *word = hb_new(t->cluster, struct hb_resource);
	struct eb_span span = { .source = t->old_source, .line = element->line, .column = 1 };
	g_autoptr(GString) text = g_string_new(eb_xml_get(element, "type"));
	bool ruled = false;
	GPtrArray *pairs = eb_old_pairs(t, element, "instance_attributes", &ruled);
	const struct eb_element *nvpair;

	word->script = eb_xml_get(element, "type");
	word->args = hb_array(t->cluster);
	for (guint n = 1; n <= pairs->len; n++) {
		g_autofree char *number = g_strdup_printf("%u", n);

		eb_for_each (nvpair, pairs)
			if (strcmp(eb_xml_get(nvpair, "name"), number) == 0) {
				struct hb_word *arg = hb_new(t->cluster, struct hb_word);

				arg->text = eb_xml_get(nvpair, "value");
				arg->span = span;
				arg->span.column = (unsigned int)text->len + 3;
				g_string_append_printf(text, "::%s", arg->text);
				g_ptr_array_add(word->args, arg);
			}
	}
	word->word.text = hb_string(t->cluster, text->str, text->len);
	word->word.span = span;
	if (g_str_has_prefix(word->script, "IP") && word->args->len)
		word->addr = hb_address_parse(t->cluster, word->args->pdata[0], t->diag);
	return word;
}

/* True: it is a DRBD clone beside what it was in. */
static bool make_script(struct eb_translation *t, struct eb_resource *resource,
			const struct eb_element *element, struct eb_fate *row, GPtrArray *clones,
			bool first)
{
	struct eb_job job = { .t = t, .word = word_of(t, element), .line = row, .made = resource };
	guint before = clones->len;

	if (eb_translate_drbd(&job, clones, first)) {
		g_hash_table_insert(t->old_clones, (gpointer)eb_xml_get(element, "id"),
				    clones->pdata[before]);
		return true;
	}
	eb_translate_made(&job);
	return false;
}

/* False: there is no such device any more, and a decision says so. */
static bool make_device(struct eb_translation *t, struct eb_resource *resource,
			const struct eb_element *element, struct eb_fate *row)
{
	const char *type = eb_xml_get(element, "type");
	struct eb_span span = { .source = t->old_source, .line = element->line, .column = 1 };
	GPtrArray *given = eb_arena_array(t->plan->arena);
	const struct hb_plugin *plugin = hb_plugin_find(type);
	const struct eb_element *nvpair;
	bool ruled = false;

	if (g_str_has_prefix(type, "fence_")) {
		eb_device_set(t, resource, type);
		add_params(t, resource, element);
		t->fenced = true;
		return true;
	}
	eb_for_each (nvpair, eb_old_pairs(t, element, "instance_attributes", &ruled))
		eb_pair_add(t->plan, given, eb_xml_get(nvpair, "name"),
			    eb_xml_get(nvpair, "value"));
	row->reason = eb_device_from_plugin(t, resource, type, given, span);
	if (row->reason) {
		row->mark = EB_REFUSED;
		row->told = true;
		return false;
	}
	row->mark = plugin->reason ? EB_NEAR : EB_EXACT;
	row->reason = plugin->reason;
	t->fenced = true;
	return true;
}

/* Which class and type it was, for its row. */
static struct eb_fate *primitive_row(struct eb_translation *t, const struct eb_element *element)
{
	const char *provider = eb_xml_get(element, "provider");

	return eb_row(t, element->line,
		      EB_TEXT(t, "primitive %s %s:%s%s%s", eb_xml_get(element, "id"),
			      eb_xml_get(element, "class"), provider ? provider : "",
			      provider ? ":" : "", eb_xml_get(element, "type")),
		      EB_EXACT, NULL, NULL);
}

static const char *const parts[] = { "instance_attributes", "meta_attributes", "operations",
				     "primitive",           "group",           NULL };

static struct eb_resource *convert_primitive(struct eb_translation *t,
					     const struct eb_element *element, GPtrArray *into,
					     GPtrArray *clones)
{
	const char *class = eb_xml_get(element, "class"), *type = eb_xml_get(element, "type");
	struct eb_resource *resource;
	struct eb_fate *row;

	if (!class || !type) {
		eb_old_row(t, element, EB_REFUSED, NULL, "it has no class or type");
		return NULL;
	}
	row = primitive_row(t, element);
	eb_old_others(t, element, parts);
	resource = eb_resource_add(t->plan, into, EB_PRIMITIVE,
				   eb_id_unique(t, eb_old_id(t, eb_xml_get(element, "id"))));
	if (strcmp(class, "heartbeat") == 0) {
		if (make_script(t, resource, element, row, clones, into->len == 1)) {
			g_ptr_array_remove(into, resource);
			row->target = "a DRBD clone beside its group";
			return NULL;
		}
	} else if (strcmp(class, "ocf") == 0) {
		make_ocf(t, resource, element);
	} else if (strcmp(class, "stonith") == 0) {
		if (!make_device(t, resource, element, row)) {
			g_ptr_array_remove(into, resource);
			return NULL;
		}
	} else {
		eb_other_set(t, resource, class, type);
		add_params(t, resource, element);
	}
	set_ops(t, resource, element);
	if (!add_metas(t, resource, element)) {
		row->mark = EB_REFUSED;
		row->reason = "a rule decides which of its attributes count";
	}
	row->target = EB_TEXT(t, "%s:%s%s%s %s", resource->class,
			      resource->provider ? resource->provider : "",
			      resource->provider ? ":" : "", resource->type, resource->id);
	eb_made(t, row, resource->id);
	return resource;
}

/* ---- what holds them -------------------------------------------------------------------------------------- */

static bool is_resource(const struct eb_element *element)
{
	static const char *const names[] = { "primitive",    "group",  "clone",
					     "master_slave", "master", NULL };

	return g_strv_contains(names, element->name) && eb_xml_get(element, "id");
}

/* Members first: an empty group is none. */
static struct eb_resource *convert_holder(struct eb_translation *t,
					  const struct eb_element *element, GPtrArray *into,
					  GPtrArray *clones)
{
	bool group = strcmp(element->name, "group") == 0;
	bool promotable = g_str_has_prefix(element->name, "master");
	GPtrArray *members = eb_arena_array(t->plan->arena);
	const struct eb_element *child;
	struct eb_resource *holder;

	eb_for_each (child, element->children)
		if (is_resource(child))
			convert(t, child, members, clones);
	/* A device is one for all nodes since Pacemaker 1.1. */
	if (!group && members->len &&
	    g_strcmp0(((struct eb_resource *)members->pdata[0])->class, "stonith") == 0) {
		eb_old_row(t, element, EB_NEAR, NULL, "a fence device needs no clone");
		g_ptr_array_add(into, members->pdata[0]);
		return members->pdata[0];
	}
	if (!members->len) {
		eb_old_row(t, element, EB_NEAR, NULL, "nothing is left in it");
		return NULL;
	}
	holder = eb_resource_add(t->plan, into, group ? EB_GROUP : EB_CLONE,
				 eb_id_unique(t, eb_old_id(t, eb_xml_get(element, "id"))));
	holder->members = members;
	if (promotable)
		eb_pair_add(t->plan, holder->meta, "promotable", "true");
	add_metas(t, holder, element);
	eb_old_others(t, element, parts);
	eb_old_row(t, element, promotable ? EB_NEAR : EB_EXACT,
		   EB_TEXT(t, "CIB %s %s", group ? "group" : "clone", holder->id),
		   promotable ? "a promotable clone" : NULL);
	eb_old_ruled(t, element);
	return holder;
}

static struct eb_resource *convert(struct eb_translation *t, const struct eb_element *element,
				   GPtrArray *into, GPtrArray *clones)
{
	return strcmp(element->name, "primitive") == 0 ? convert_primitive(t, element, into, clones)
						       : convert_holder(t, element, into, clones);
}

void eb_old_resources(struct eb_translation *t, const struct eb_element *resources)
{
	const struct eb_element *element;

	eb_for_each (element, resources->children) {
		g_autoptr(GPtrArray) clones = g_ptr_array_new();
		GPtrArray *made = eb_arena_array(t->plan->arena);
		struct eb_resource *whole;

		if (!is_resource(element)) {
			eb_old_row(t, element, EB_REFUSED, NULL, "it is no resource that is known");
			continue;
		}
		whole = convert(t, element, made, clones);
		if (!whole)
			continue;
		g_ptr_array_add(t->plan->cib.resources, whole);
		eb_tie_to_drbd(t, whole, clones);
	}
}
