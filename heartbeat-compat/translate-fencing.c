// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From stonith lines to fence devices.
 *
 * Heartbeat gives each node one device, from the last line whose host is `*` or the node's own
 * name, and a node that takes over resets the dead one with its own device. Pacemaker knows
 * devices of the cluster, asks which of them can reset a node, and lets any node that may run the
 * device do so. So lines that give several nodes the same device make one primitive, which is
 * banned from the nodes whose device it was not, and from the one node that it resets.
 */
#include <string.h>

#include "heartbeat-compat/fence-device.h"
#include "heartbeat-compat/secret.h"

static const char DELAY[] = "5s";

/* ---- which line counts for which node ------------------------------------------------------------ */

static bool applies(const struct hb_stonith *line, const struct hb_node *node)
{
	return !line->host.text || strcmp(line->host.text, "*") == 0 ||
	       g_ascii_strcasecmp(line->host.text, node->name) == 0;
}

/* From the node's own file, if it is known. */
static const struct hb_stonith *line_of(const struct eb_translation *t, const struct hb_node *node)
{
	const struct hb_host *host = hb_host_find(t->cluster, node->name);
	const struct hb_config *config =
		host && host->config->source[HB_FILE_HA_CF] ? host->config : t->ha_cf;
	const struct hb_stonith *line, *last = NULL;

	eb_for_each (line, config->stoniths)
		if (line->record->effect != HB_BROKEN && applies(line, node))
			last = line;
	return last;
}

static bool same_line(const struct hb_stonith *a, const struct hb_stonith *b)
{
	return strcmp(a->type.text, b->type.text) == 0 && g_strcmp0(a->settings, b->settings) == 0;
}

static void add_user(struct eb_translation *t, GPtrArray *devices, const struct hb_stonith *line,
		     const struct hb_node *node)
{
	struct eb_device *device, *own = NULL;

	eb_for_each (device, devices)
		if (same_line(device->line, line))
			own = device;
	if (!own) {
		own = eb_arena_make(t->plan->arena, struct eb_device);
		own->line = line;
		own->plugin = hb_plugin_find(line->type.text);
		own->users = eb_arena_array(t->plan->arena);
		own->params = eb_arena_array(t->plan->arena);
		own->secrets = eb_arena_array(t->plan->arena);
		own->victims = eb_arena_array(t->plan->arena);
		g_ptr_array_add(devices, own);
	}
	g_ptr_array_add(own->users, (gpointer)node);
}

/* ---- what cannot be ------------------------------------------------------------------------------- */

/* Why there can be no device of this plugin, NULL: there can. */
static const char *no_agent(struct eb_translation *t, const struct hb_plugin *plugin)
{
	if (!plugin)
		return "no fence agent is known for this plugin";
	if (plugin->origin == HB_AGENT_NONE)
		return plugin->reason;
	if (plugin->origin == HB_AGENT_OWN && t->choices->stock_fencing)
		return EB_TEXT(t, "fence-agents has no %s", plugin->agent);
	return NULL;
}

/* Why there can be no such device, NULL: there can. */
static const char *obstacle(struct eb_translation *t, struct eb_device *device)
{
	const char *why = no_agent(t, device->plugin);

	if (why)
		return why;
	if (!device->line->settings)
		return EB_TEXT(t, "its file %s is not here (collect --with-key takes it along)",
			       *device->line->parameters.text == '/' ? device->line->parameters.text
								     : EB_MASK);
	return eb_device_read(t, device, device->line->settings);
}

static const char *refuse(struct eb_translation *t, const char *type, struct eb_span span,
			  const char *why)
{
	eb_message_open(eb_diag_add(t->diag, EB_MSG_NO_FENCE_AGENT, span, "no fence device"),
			EB_TEXT(t, "no fence device from %s: %s", type, why));
	return why;
}

/* NULL: it is one to rely on, or the operator wants it all the same. */
static const char *unsafe(struct eb_translation *t, const struct hb_plugin *plugin,
			  struct eb_span span)
{
	struct eb_message *message;

	if (!plugin->unsafe)
		return NULL;
	message = eb_diag_add(t->diag, EB_MSG_UNSAFE_FENCING, span, "no fencing to rely on");
	eb_message_open(message, EB_TEXT(t, "%s is no fencing to rely on: %s", plugin->type,
					 plugin->reason));
	if (message->accepted)
		return NULL;
	return EB_TEXT(t, "%s; --accept HB-%u takes it all the same", plugin->reason,
		       (unsigned int)EB_MSG_UNSAFE_FENCING);
}

/* ---- the primitive -------------------------------------------------------------------------------- */

static const char *agent_name(struct eb_translation *t, const struct hb_plugin *plugin)
{
	const char *prefix = t->choices->fence_prefix;

	if (!prefix || t->choices->stock_fencing || plugin->origin == HB_AGENT_STOCK)
		return plugin->agent;
	return EB_TEXT(t, "fence_%s%s", prefix, plugin->agent + strlen("fence_"));
}

static const char *join(struct eb_translation *t, const GPtrArray *names, const char *separator)
{
	g_autoptr(GString) text = g_string_new(NULL);
	const char *name;

	eb_for_each (name, names)
		g_string_append_printf(text, "%s%s", name_at ? separator : "", name);
	return eb_arena_string(t->plan->arena, text->str);
}

/* The node that prefers most lines of haresources; of two that are equal the first. */
static const char *preferred(const struct eb_translation *t)
{
	const struct hb_node *node;
	const struct hb_group *group;
	const char *best = NULL;
	guint most = 0;

	eb_for_each (node, t->nodes) {
		guint lines = 0;

		eb_for_each (group, t->haresources->groups)
			lines += strcmp(group->node, node->name) == 0;
		if (!best || lines > most) {
			best = eb_node_name(t, node);
			most = lines;
		}
	}
	return best;
}

static bool is_victim(const struct eb_device *device, const char *node)
{
	const char *victim;

	eb_for_each (victim, device->victims)
		if (strcmp(victim, node) == 0)
			return true;
	return !device->victims->len;
}

/* When two nodes lose sight of each other both shoot; the one with the resources shoots first. */
static void set_delay(struct eb_translation *t, const struct eb_device *device,
		      struct eb_resource *made)
{
	const char *node = preferred(t);

	if (t->nodes->len != 2 || !is_victim(device, node))
		return;
	eb_pair_add(t->plan, made->params, "pcmk_delay_base",
		    device->victims->len == 1 ? DELAY : EB_TEXT(t, "%s:%s", node, DELAY));
}

static void set_targets(struct eb_translation *t, const struct eb_device *device,
			struct eb_resource *made)
{
	if (device->map)
		eb_pair_add(t->plan, made->params, "pcmk_host_map", device->map);
	else if (device->victims->len)
		eb_pair_add(t->plan, made->params, "pcmk_host_list", join(t, device->victims, ","));
	else
		eb_pair_add(t->plan, made->params, "pcmk_host_check", "dynamic-list");
}

static bool uses(const struct eb_device *device, const struct hb_node *node)
{
	const struct hb_node *user;

	eb_for_each (user, device->users)
		if (user == node)
			return true;
	return false;
}

static void ban(struct eb_translation *t, const char *resource, const char *node)
{
	struct eb_location *location = eb_arena_make(t->plan->arena, struct eb_location);

	location->id = EB_TEXT(t, "%s-not-%s", resource, node);
	location->resource = resource;
	location->node = node;
	location->score = "-INFINITY";
	g_ptr_array_add(t->plan->cib.locations, location);
}

static void set_places(struct eb_translation *t, const struct eb_device *device, const char *id)
{
	const struct hb_node *node;

	eb_for_each (node, t->nodes) {
		const char *name = eb_node_name(t, node);

		if (!uses(device, node) || (device->victims->len == 1 && is_victim(device, name)))
			ban(t, id, name);
	}
}

static void add_params(struct eb_translation *t, const struct eb_device *device,
		       struct eb_resource *made, struct eb_span span)
{
	const struct eb_pair *param, *secret;

	eb_device_set(t, made, agent_name(t, device->plugin));
	eb_for_each (param, device->params)
		if (param->value)
			eb_pair_add(t->plan, made->params, param->name, param->value);
	eb_for_each (secret, device->secrets)
		eb_pair_add(t->plan, made->params, secret->name,
			    eb_secret_param(t, made->id, secret, span, device->plugin->type));
}

static void make(struct eb_translation *t, struct eb_device *device)
{
	const struct hb_plugin *plugin = device->plugin;
	const char *what = device->victims->len ? join(t, device->victims, "-") : device->slug;
	const char *id = eb_id_make(
		t, EB_TEXT(t, "%s-%s", plugin->agent, eb_slug(t, what ? what : "any")), NULL);
	struct eb_resource *made =
		eb_resource_add(t->plan, t->plan->cib.resources, EB_PRIMITIVE, id);

	add_params(t, device, made, device->line->type.span);
	set_targets(t, device, made);
	set_delay(t, device, made);
	set_places(t, device, id);
	eb_made(t,
		eb_became(t, device->line->record, plugin->reason ? EB_NEAR : EB_EXACT,
			  EB_TEXT(t, "CIB stonith:%s %s", made->type, id), plugin->reason),
		id);
}

/* Which nodes it resets may stand beside what the plugin took. */
static bool add_pacemakers(struct eb_translation *t, struct eb_resource *resource,
			   const GPtrArray *given)
{
	const struct eb_pair *pair;
	bool targets = false;

	eb_for_each (pair, given)
		if (g_str_has_prefix(pair->name, "pcmk_")) {
			eb_pair_add(t->plan, resource->params, pair->name, pair->value);
			targets |= g_str_has_prefix(pair->name, "pcmk_host_");
		}
	return targets;
}

const char *eb_device_from_plugin(struct eb_translation *t, struct eb_resource *resource,
				  const char *type, const GPtrArray *given, struct eb_span span)
{
	struct eb_device device = {
		.plugin = hb_plugin_find(type),
		.params = eb_arena_array(t->plan->arena),
		.secrets = eb_arena_array(t->plan->arena),
		.victims = eb_arena_array(t->plan->arena),
	};
	const char *why = no_agent(t, device.plugin);

	if (!why)
		why = eb_device_read_named(t, &device, given);
	why = why ? refuse(t, type, span, why) : unsafe(t, device.plugin, span);
	if (why)
		return why;
	add_params(t, &device, resource, span);
	if (!add_pacemakers(t, resource, given))
		set_targets(t, &device, resource);
	return NULL;
}

/* ---- the whole ------------------------------------------------------------------------------------ */

/* Each node has to be within somebody's reach: one that nobody can reset holds up its resources. */
static void check_reach(struct eb_translation *t, const GPtrArray *devices)
{
	const struct hb_node *node, *user;
	const struct eb_device *device;

	eb_for_each (node, t->nodes) {
		const char *name = eb_node_name(t, node);
		bool reached = false;

		eb_for_each (device, devices)
			eb_for_each (user, device->users)
				reached |= user != node && is_victim(device, name);
		if (!reached)
			eb_diag_add(t->diag, EB_MSG_NODE_UNFENCED, (struct eb_span) { 0 },
				    "no other node has a device that resets %s", name);
	}
}

/* Lines that no node uses. */
static void drop_others(struct eb_translation *t)
{
	const struct hb_stonith *line;
	const char *why =
		t->ha_cf->setting[HB_CRM].value
			? "with crm on the devices are in the CIB"
			: "Heartbeat keeps one device of each node, that of the last line";

	eb_for_each (line, t->ha_cf->stoniths)
		if (line->record->effect != HB_BROKEN &&
		    !g_hash_table_contains(t->fates, line->record))
			eb_became(t, line->record, EB_DROPPED, NULL, why);
}

void eb_translate_fencing(struct eb_translation *t)
{
	g_autoptr(GPtrArray) devices = g_ptr_array_new(), made = g_ptr_array_new();
	const struct hb_node *node;
	struct eb_device *device;

	if (!t->ha_cf->setting[HB_CRM].value)
		eb_for_each (node, t->nodes) {
			const struct hb_stonith *line = line_of(t, node);

			if (line)
				add_user(t, devices, line, node);
		}
	eb_for_each (device, devices) {
		const struct hb_stonith *line = device->line;
		const char *why = obstacle(t, device);

		why = why ? refuse(t, line->type.text, line->type.span, why)
			  : unsafe(t, device->plugin, line->type.span);
		if (why) {
			eb_became(t, line->record, EB_REFUSED, NULL, why);
			continue;
		}
		make(t, device);
		g_ptr_array_add(made, device);
	}
	t->fenced = made->len > 0;
	if (t->fenced && t->nodes->len > 1)
		check_reach(t, made);
	drop_others(t);
}
