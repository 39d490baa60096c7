// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A primitive of an old CIB keeps its id, parameters and operations; an agent that has a successor
 * becomes that one. A script of class heartbeat is what it would be in haresources, a plugin of
 * class stonith what it would be in ha.cf.
 */
#include <string.h>

#include "heartbeat-compat/haresources.h"
#include "heartbeat-compat/old-cib.h"
#include "heartbeat-compat/secret.h"
#include "heartbeat-compat/stonith-table.h"

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

static const char *value_of(struct eb_translation *t, struct eb_resource *resource,
			    const struct eb_element *nvpair)
{
	const char *name = eb_xml_get(nvpair, "name"), *value = eb_xml_get(nvpair, "value");
	g_autofree char *pair = g_strdup_printf("%s=%s", name, value);
	struct eb_pair param = { name, value };

	if (eb_argument_open(pair, strlen(pair)) == strlen(pair))
		return value;
	return eb_secret_param(t, resource->id, &param, eb_old_span(t, nvpair), resource->id);
}

static const struct eb_renamed *address_param(const char *name)
{
	for (const struct eb_renamed *row = eb_old_addresses_table; row->old; row++)
		if (strcmp(row->old, name) == 0)
			return row;
	return NULL;
}

/* Two old names may have become one; the GUI of Heartbeat 2 left empty ones, which pcs refuses. */
static void add_once(struct eb_translation *t, struct eb_resource *resource,
		     const struct eb_element *nvpair, const char *name, const char *value)
{
	if (!*value)
		eb_old_row(t, nvpair, EB_DROPPED, NULL, "it is empty, as if it were not there");
	else if (eb_pair_find(resource->params, name))
		eb_old_row(t, nvpair, EB_DROPPED, NULL,
			   EB_TEXT(t, "another one says what %s is", name));
	else
		eb_pair_add(t->plan, resource->params, name, value);
}

/* What IPaddr took and IPaddr2 does not: a mask in dots, a label behind the device. */
static void add_address_param(struct eb_translation *t, struct eb_resource *resource,
			      const struct eb_element *nvpair, const char *name, const char *value)
{
	const struct eb_renamed *renamed = address_param(name);
	const char *colon = strchr(value, ':');
	int prefix;

	if (renamed && !renamed->now) {
		eb_old_row(t, nvpair, renamed->refused ? EB_REFUSED : EB_DROPPED, NULL,
			   renamed->reason);
		return;
	}
	name = renamed ? renamed->now : name;
	if (strcmp(name, "cidr_netmask") == 0) {
		prefix = hb_prefix_of(value, false);
		value = prefix >= 0 ? EB_TEXT(t, "%d", prefix) : value;
	} else if (strcmp(name, "nic") == 0 && colon) {
		if (colon[1])
			add_once(t, resource, nvpair, "iflabel", colon + 1);
		value = EB_TEXT(t, "%.*s", (int)(colon - value), value);
	}
	add_once(t, resource, nvpair, name, value);
}

static void add_params(struct eb_translation *t, struct eb_resource *resource,
		       const struct eb_element *element)
{
	bool address = g_strcmp0(resource->type, "IPaddr2") == 0, ruled = false;
	const GPtrArray *pairs = eb_old_pairs(t, element, "instance_attributes", &ruled);
	const struct eb_element *nvpair;

	eb_for_each (nvpair, pairs) {
		const char *name = eb_xml_get(nvpair, "name");
		const char *value;

		if (eb_old_is_meta(name) || !eb_old_is_first(pairs, nvpair, true))
			continue;
		value = value_of(t, resource, nvpair);
		if (address)
			add_address_param(t, resource, nvpair, name, value);
		else
			add_once(t, resource, nvpair, name, value);
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
	if (!eb_pair_find(resource->params, "host_list") && hosts->len)
		eb_pair_add(t->plan, resource->params, "host_list", hosts->str);
	if (!eb_pair_find(resource->params, "name"))
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

/* Of a script's parameters, the one with this number; NULL: there is none. */
static const char *numbered(const GPtrArray *pairs, guint n)
{
	g_autofree char *number = g_strdup_printf("%u", n);
	const struct eb_element *nvpair;

	eb_for_each (nvpair, pairs)
		if (strcmp(eb_xml_get(nvpair, "name"), number) == 0)
			return eb_xml_get(nvpair, "value");
	return NULL;
}

/* Parameters that a script never saw: it got those that are numbered, up to the first gap. */
static void tell_unnumbered(struct eb_translation *t, GPtrArray *pairs, guint last)
{
	const struct eb_element *nvpair;

	eb_for_each (nvpair, pairs) {
		const char *name = eb_xml_get(nvpair, "name");
		guint64 number = g_ascii_strtoull(name, NULL, 10);

		if (!eb_old_is_meta(name) &&
		    (name[strspn(name, "0123456789")] || !number || number > last))
			eb_old_row(
				t, nvpair, EB_DROPPED, NULL,
				"a script of class heartbeat takes parameters 1, 2, 3 and so on");
	}
}

/* TYPE::1::2 of parameters "1", "2", as haresources would have it. */
static struct hb_resource *word_of(struct eb_translation *t, const struct eb_element *element)
{
	struct hb_resource *word = hb_new(t->cluster, struct hb_resource);
	struct eb_span span = eb_old_span(t, element);
	g_autoptr(GString) text = g_string_new(eb_xml_get(element, "type"));
	bool ruled = false;
	GPtrArray *pairs = eb_old_pairs(t, element, "instance_attributes", &ruled);
	const char *value;

	word->script = eb_xml_get(element, "type");
	word->args = hb_array(t->cluster);
	for (guint n = 1; (value = numbered(pairs, n)); n++) {
		struct hb_word *arg = hb_new(t->cluster, struct hb_word);

		arg->text = value;
		arg->span = span;
		arg->span.column = (unsigned int)text->len + 3;
		g_string_append_printf(text, "::%s", arg->text);
		g_ptr_array_add(word->args, arg);
	}
	tell_unnumbered(t, pairs, word->args->len);
	word->word.text = hb_string(t->cluster, text->str, text->len);
	word->word.span = span;
	if (g_str_has_prefix(word->script, "IP") && word->args->len)
		word->addr = hb_address_parse(t->cluster, word->args->pdata[0], t->diag);
	return word;
}

static void tell_ops(struct eb_translation *t, const struct eb_element *element)
{
	const struct eb_element *operations = eb_xml_child(element, "operations"), *op;

	if (operations)
		eb_for_each (op, operations->children)
			eb_old_row(t, op, EB_DROPPED, NULL, "the clone has operations of its own");
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
		eb_old_metas(t, clones->pdata[before], element);
		tell_ops(t, element);
		return true;
	}
	eb_translate_made(&job);
	return false;
}

/* Does the agent of the plugin take this one of its parameters, or Pacemaker itself? */
static bool takes(const struct hb_plugin *plugin, const char *name)
{
	g_auto(GStrv) params = g_strsplit(plugin->params, " ", -1);

	if (g_str_has_prefix(name, "pcmk_") || eb_old_is_meta(name))
		return true;
	for (size_t i = 0; params[i]; i++) {
		const char *colon = strchr(params[i], ':');

		if (colon && strncmp(params[i], name, (size_t)(colon - params[i])) == 0 &&
		    strlen(name) == (size_t)(colon - params[i]))
			return true;
	}
	return false;
}

/* False: there is no such device any more, and a decision says so. */
static bool make_device(struct eb_translation *t, struct eb_resource *resource,
			const struct eb_element *element, struct eb_fate *row)
{
	const char *type = eb_xml_get(element, "type");
	struct eb_span span = eb_old_span(t, element);
	GPtrArray *given = eb_arena_array(t->plan->arena);
	const struct hb_plugin *plugin = hb_plugin_find(type);
	const struct eb_element *nvpair;
	const GPtrArray *pairs;
	bool ruled = false;

	if (g_str_has_prefix(type, "fence_")) {
		eb_device_set(t, resource, type);
		add_params(t, resource, element);
		t->fenced = true;
		return true;
	}
	pairs = eb_old_pairs(t, element, "instance_attributes", &ruled);
	eb_for_each (nvpair, pairs)
		eb_pair_add(t->plan, given, eb_xml_get(nvpair, "name"),
			    eb_xml_get(nvpair, "value"));
	row->reason = eb_device_from_plugin(t, resource, type, given, span);
	if (row->reason) {
		row->mark = EB_REFUSED;
		row->told = true;
		return false;
	}
	eb_for_each (nvpair, pairs)
		if (!takes(plugin, eb_xml_get(nvpair, "name")))
			eb_old_row(t, nvpair, EB_DROPPED, NULL,
				   EB_TEXT(t, "%s has no such parameter", resource->type));
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

#define CLASSES "ocf|lsb|heartbeat|stonith|systemd|service"

struct eb_resource *eb_old_primitive(struct eb_translation *t, const struct eb_element *element,
				     GPtrArray *into, GPtrArray *clones)
{
	const char *class = eb_xml_get(element, "class"), *type = eb_xml_get(element, "type");
	struct eb_resource *resource;
	struct eb_fate *row;

	if (!class || !type || !eb_old_fits(CLASSES, class)) {
		eb_old_row(t, element, EB_REFUSED, NULL,
			   class && type ? "Pacemaker has no such class any more"
					 : "it has no class or type");
		return NULL;
	}
	row = primitive_row(t, element);
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
	if (eb_old_ops(t, resource, element) && row->mark == EB_EXACT) {
		row->mark = EB_NEAR;
		row->reason = "it had no monitor, and has one now";
	}
	if (!eb_old_metas(t, resource, element)) {
		row->mark = EB_REFUSED;
		row->reason = "a rule decides which of its attributes count";
	}
	row->target = EB_TEXT(t, "%s:%s%s%s %s", resource->class,
			      resource->provider ? resource->provider : "",
			      resource->provider ? ":" : "", resource->type, resource->id);
	eb_made(t, row, resource->id);
	return resource;
}
