// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Positional parameters of a plugin to named ones of an agent. No value is quoted in a message:
 * a word that is missing shifts the password into its neighbour's place.
 */
#include <string.h>

#include "heartbeat-compat/fence-device.h"

/* A parameter on its way. NULL, or why not. */
typedef const char *(*take_fn)(struct eb_translation *t, struct eb_device *device,
			       const char *value);

const struct hb_node *eb_node_find(const struct eb_translation *t, const char *name)
{
	const struct hb_node *node;

	eb_for_each (node, t->nodes)
		if (g_ascii_strcasecmp(node->name, name) == 0)
			return node;
	return NULL;
}

static const char *node_spelling(const struct eb_translation *t, const char *name)
{
	const struct hb_node *node = eb_node_find(t, name);

	return node ? eb_node_name(t, node) : name;
}

static void set(struct eb_translation *t, struct eb_device *device, const char *name,
		const char *value)
{
	eb_pair_add(t->plan, device->params, name, value);
}

/* "a=1 b=2" */
static void set_pairs(struct eb_translation *t, struct eb_device *device, const char *text)
{
	g_auto(GStrv) pairs = g_strsplit(text, " ", -1);

	for (size_t i = 0; pairs[i]; i++) {
		char *equals = strchr(pairs[i], '=');

		*equals = '\0';
		set(t, device, pairs[i], equals + 1);
	}
}

static void add_victim(struct eb_translation *t, struct eb_device *device, const char *name)
{
	g_ptr_array_add(device->victims,
			(char *)eb_arena_string(t->plan->arena, node_spelling(t, name)));
}

static void add_mapping(struct eb_translation *t, struct eb_device *device, const char *host,
			const char *plug)
{
	add_victim(t, device, host);
	device->map = EB_TEXT(t, "%s%s%s:%s", device->map ? device->map : "",
			      device->map ? ";" : "", node_spelling(t, host), plug);
}

/* Hosts are separated by blanks, commas do as well. The suite's agents for old plugins want to know
 * them, as the plugins did. */
static const char *take_hosts(struct eb_translation *t, struct eb_device *device, const char *value)
{
	g_auto(GStrv) hosts = g_strsplit_set(value, HB_COMMAS, -1);
	g_autoptr(GString) list = g_string_new(NULL);
	const char *victim;

	for (size_t i = 0; hosts[i]; i++)
		if (*hosts[i])
			add_victim(t, device, hosts[i]);
	eb_for_each (victim, device->victims)
		g_string_append_printf(list, "%s%s", victim_at ? " " : "", victim);
	if (device->plugin->origin == HB_AGENT_OWN)
		set(t, device, "hostlist", list->str);
	return device->victims->len ? NULL : "it names no host";
}

/* AUTO: the outlets are called like the nodes. */
static const char *take_names(struct eb_translation *t, struct eb_device *device, const char *value)
{
	return strcmp(value, "AUTO") == 0 ? NULL : take_hosts(t, device, value);
}

/* The management card has the name of the node, or an address that names none. */
static const char *take_card(struct eb_translation *t, struct eb_device *device, const char *value)
{
	set(t, device, "ip", value);
	if (!eb_node_find(t, value))
		return "which node its card belongs to is not known";
	add_victim(t, device, value);
	return NULL;
}

/* HOST or HOST:DOMAIN. */
static const char *take_domains(struct eb_translation *t, struct eb_device *device,
				const char *value)
{
	g_auto(GStrv) hosts = g_strsplit_set(value, HB_COMMAS, -1);

	for (size_t i = 0; hosts[i]; i++) {
		char *colon = strchr(hosts[i], ':');

		if (colon)
			*colon = '\0';
		if (*hosts[i])
			add_mapping(t, device, hosts[i], colon ? colon + 1 : hosts[i]);
	}
	return device->map ? NULL : "it names no host";
}

/* qemu+ssh://USER@HOST/system */
static const char *take_uri(struct eb_translation *t, struct eb_device *device, const char *value)
{
	const char *host = strstr(value, "+ssh://"), *at;
	size_t length;

	if (!host)
		return "its URI is none of ssh";
	host += strlen("+ssh://");
	length = strcspn(host, "/:?");
	at = memchr(host, '@', length);
	set(t, device, "username", at ? EB_TEXT(t, "%.*s", (int)(at - host), host) : "root");
	length -= at ? (size_t)(at + 1 - host) : 0;
	set(t, device, "ip", EB_TEXT(t, "%.*s", (int)length, at ? at + 1 : host));
	return length ? NULL : "its URI names no host";
}

/* The plugin separates disks by semicolons. */
static const char *take_disks(struct eb_translation *t, struct eb_device *device, const char *value)
{
	g_autofree char *list = g_strdelimit(g_strdup(value), "; \t", ',');

	set(t, device, "devices", list);
	device->slug = eb_arena_string(t->plan->arena, value);
	return NULL;
}

/* TTY HOST OUTLET [HOST OUTLET...], for an agent that takes it as the plugin did. */
static const char *take_targets(struct eb_translation *t, struct eb_device *device,
				const char *value)
{
	struct eb_piece rest = { value, strlen(value) }, word;
	unsigned int n = 0;

	for (; (word = eb_next(&rest, HB_BLANKS)).length; n++) {
		g_autofree char *host = g_strndup(word.begin, word.length);

		if (n % 2 == 1)
			add_victim(t, device, host);
	}
	set(t, device, "serial_to_targets", value);
	return n > 1 && n % 2 == 1 ? NULL : "it needs a line, and an outlet for each host";
}

static const struct {
	const char *word;
	take_fn take;
} takers[] = {
	{ "=card", take_card },   { "=disks", take_disks }, { "=domains", take_domains },
	{ "=hosts", take_hosts }, { "=names", take_names }, { "=targets", take_targets },
	{ "=uri", take_uri },
};

/* By code or by the table of values. */
static const char *take_special(struct eb_translation *t, struct eb_device *device,
				const char *word, const char *value)
{
	for (size_t i = 0; i < EB_COUNT(takers); i++)
		if (strcmp(takers[i].word, word) == 0)
			return takers[i].take(t, device, value);
	for (const struct hb_device_value *v = hb_device_values; v->word; v++) {
		if (strcmp(v->word, word) != 0 || strcmp(v->value, value) != 0)
			continue;
		if (v->pair)
			set_pairs(t, device, v->pair);
		return NULL;
	}
	return EB_TEXT(t, "its %s is none that the agent has", word + 1);
}

/* param: "ipaddr:ip"; value: what stands in its place. */
static const char *take(struct eb_translation *t, struct eb_device *device, const char *param,
			const char *value)
{
	const char *colon = strchr(param, ':');

	if (!colon)
		return NULL;
	if (colon[1] == '=')
		return take_special(t, device, colon + 1, value);
	if (colon[1] == '*') {
		eb_pair_add(t->plan, device->secrets, colon + 2, value);
		eb_pair_add(t->plan, device->params, colon + 2, NULL);
		return NULL;
	}
	set(t, device, colon + 1, value);
	if (!device->slug)
		device->slug = eb_arena_string(t->plan->arena, value);
	return NULL;
}

const char *eb_device_read(struct eb_translation *t, struct eb_device *device, const char *settings)
{
	g_auto(GStrv) params = g_strsplit(device->plugin->params, " ", -1);
	struct eb_piece rest = eb_trim((struct eb_piece) { settings, strlen(settings) });
	const char *why = NULL;

	for (size_t i = 0; params[i] && *params[i] && !why; i++) {
		struct eb_piece word = params[i + 1] ? eb_next(&rest, HB_BLANKS) : eb_trim(rest);
		g_autofree char *value = g_strndup(word.begin, word.length);

		if (!*value)
			return EB_TEXT(t, "%s needs %u parameters", device->plugin->type,
				       hb_plugin_params(device->plugin));
		why = take(t, device, params[i], value);
	}
	if (device->plugin->fixed)
		set_pairs(t, device, device->plugin->fixed);
	return why;
}

static const char *named(const GPtrArray *given, const char *name, size_t length)
{
	const struct eb_pair *pair;

	eb_for_each (pair, given)
		if (strlen(pair->name) == length && strncmp(pair->name, name, length) == 0)
			return pair->value;
	return NULL;
}

/* Without which there is no device; the others have defaults. */
static bool is_needed(const char *param)
{
	static const char *const needed[] = { ":ip",     ":ttydev",   ":serial_port", ":=card",
					      ":=disks", ":=domains", ":=hosts",      ":=targets",
					      ":=uri",   NULL };
	const char *colon = strchr(param, ':');

	return colon && g_strv_contains(needed, colon);
}

const char *eb_device_read_named(struct eb_translation *t, struct eb_device *device,
				 const GPtrArray *given)
{
	g_auto(GStrv) params = g_strsplit(device->plugin->params, " ", -1);
	const char *why = NULL;

	for (size_t i = 0; params[i] && *params[i] && !why; i++) {
		size_t length = strcspn(params[i], ":");
		const char *value = named(given, params[i], length);

		if (value && *value)
			why = take(t, device, params[i], value);
		else if (is_needed(params[i]))
			why = EB_TEXT(t, "it has no %.*s", (int)length, params[i]);
	}
	if (device->plugin->fixed)
		set_pairs(t, device, device->plugin->fixed);
	return why;
}
