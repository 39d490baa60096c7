// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A stored plan. The shapes below say once how each struct of plan.h looks as JSON; storing
 * and loading walk the same rows, so what is stored is what comes back.
 */
#include <string.h>

#include <json-glib/json-glib.h>

#include "heartbeat-compat/plan.h"

enum { SCHEMA = 1 };

enum form { TEXT, TEXTS, NUMBER, FLAG, WORD, PART, LIST };

struct shape;

struct member {
	const char *name;
	enum form form;
	size_t offset;
	const struct shape *of;   /* PART, LIST; NULL: TEXTS */
	const char *const *words; /* WORD: the enum's names, ended by NULL */
};

struct shape {
	size_t size;
	const struct member *members; /* ended by name NULL */
};

static const char *const kinds[] = { "primitive", "group", "clone", NULL };

#define MEMBER(type, name, form, ...)                                                              \
	{                                                                                          \
#name, form, offsetof(struct type, name), ##__VA_ARGS__                            \
	}

static const struct shape pair = {
	sizeof(struct eb_pair),
	(const struct member[]) {
		MEMBER(eb_pair, name, TEXT),
		MEMBER(eb_pair, value, TEXT),
		{ 0 },
	},
};

static const struct shape section = {
	sizeof(struct eb_section),
	(const struct member[]) {
		MEMBER(eb_section, name, TEXT),
		MEMBER(eb_section, settings, LIST, &pair),
		MEMBER(eb_section, sections, LIST, &section),
		{ 0 },
	},
};

static const struct shape op = {
	sizeof(struct eb_op),
	(const struct member[]) {
		MEMBER(eb_op, name, TEXT),
		MEMBER(eb_op, interval, TEXT),
		MEMBER(eb_op, timeout, TEXT),
		{ 0 },
	},
};

static const struct shape resource = {
	sizeof(struct eb_resource),
	(const struct member[]) {
		MEMBER(eb_resource, kind, WORD, NULL, kinds),
		MEMBER(eb_resource, id, TEXT),
		MEMBER(eb_resource, class, TEXT),
		MEMBER(eb_resource, provider, TEXT),
		MEMBER(eb_resource, type, TEXT),
		MEMBER(eb_resource, params, LIST, &pair),
		MEMBER(eb_resource, meta, LIST, &pair),
		MEMBER(eb_resource, ops, LIST, &op),
		MEMBER(eb_resource, members, LIST, &resource),
		{ 0 },
	},
};

static const struct shape location = {
	sizeof(struct eb_location),
	(const struct member[]) {
		MEMBER(eb_location, id, TEXT),
		MEMBER(eb_location, resource, TEXT),
		MEMBER(eb_location, node, TEXT),
		MEMBER(eb_location, score, TEXT),
		MEMBER(eb_location, attribute, TEXT),
		MEMBER(eb_location, operation, TEXT),
		MEMBER(eb_location, value, TEXT),
		{ 0 },
	},
};

static const struct shape cib = {
	sizeof(struct eb_cib),
	(const struct member[]) {
		MEMBER(eb_cib, nodes, LIST, &pair),
		MEMBER(eb_cib, properties, LIST, &pair),
		MEMBER(eb_cib, defaults, LIST, &pair),
		MEMBER(eb_cib, resources, LIST, &resource),
		MEMBER(eb_cib, locations, LIST, &location),
		{ 0 },
	},
};

static const struct shape fate = {
	sizeof(struct eb_fate),
	(const struct member[]) {
		MEMBER(eb_fate, place, TEXT),
		MEMBER(eb_fate, source, TEXT),
		MEMBER(eb_fate, mark, WORD, NULL, eb_mark_names),
		MEMBER(eb_fate, target, TEXT),
		MEMBER(eb_fate, reason, TEXT),
		MEMBER(eb_fate, words, LIST, &fate),
		MEMBER(eb_fate, objects, TEXTS),
		{ 0 },
	},
};

static const struct shape duration = {
	sizeof(struct eb_duration),
	(const struct member[]) {
		MEMBER(eb_duration, event, TEXT),
		MEMBER(eb_duration, heartbeat_ms, NUMBER),
		MEMBER(eb_duration, cluster_ms, NUMBER),
		MEMBER(eb_duration, reason, TEXT),
		{ 0 },
	},
};

static const struct shape input = {
	sizeof(struct eb_input),
	(const struct member[]) {
		MEMBER(eb_input, name, TEXT),
		MEMBER(eb_input, path, TEXT),
		MEMBER(eb_input, digest, TEXT),
		MEMBER(eb_input, secret, FLAG),
		{ 0 },
	},
};

static const struct shape finding = {
	sizeof(struct eb_finding),
	(const struct member[]) {
		MEMBER(eb_finding, code, TEXT),
		MEMBER(eb_finding, severity, TEXT),
		MEMBER(eb_finding, place, TEXT),
		MEMBER(eb_finding, text, TEXT),
		MEMBER(eb_finding, excerpt, TEXT),
		MEMBER(eb_finding, hint, TEXT),
		MEMBER(eb_finding, accepted, FLAG),
		{ 0 },
	},
};

static const struct shape whole = {
	sizeof(struct eb_plan),
	(const struct member[]) {
		MEMBER(eb_plan, cluster, TEXT),
		MEMBER(eb_plan, inputs, LIST, &input),
		MEMBER(eb_plan, options, LIST, &pair),
		MEMBER(eb_plan, findings, LIST, &finding),
		MEMBER(eb_plan, fates, LIST, &fate),
		MEMBER(eb_plan, durations, LIST, &duration),
		MEMBER(eb_plan, corosync, LIST, &section),
		MEMBER(eb_plan, cib, PART, &cib),
		{ 0 },
	},
};

/* ---- store ------------------------------------------------------------------------------------ */

static JsonNode *store(const struct shape *shape, const char *base);

/* shape NULL: a list of strings. */
static JsonNode *store_list(const struct shape *shape, const GPtrArray *list)
{
	JsonNode *node = json_node_new(JSON_NODE_ARRAY);
	JsonArray *array = json_array_new();
	const char *item;

	eb_for_each (item, list)
		if (shape)
			json_array_add_element(array, store(shape, item));
		else
			json_array_add_string_element(array, item);
	json_node_take_array(node, array);
	return node;
}

/* What is NULL, false or empty is left out. */
static void store_member(JsonObject *object, const struct member *member, const char *base)
{
	const void *at = base + member->offset;
	const char *text;
	const GPtrArray *list;

	switch (member->form) {
	case TEXT:
		text = *(const char *const *)at;
		if (text)
			json_object_set_string_member(object, member->name, text);
		break;
	case NUMBER: json_object_set_int_member(object, member->name, *(const int64_t *)at); break;
	case FLAG:
		if (*(const bool *)at)
			json_object_set_boolean_member(object, member->name, TRUE);
		break;
	case WORD:
		text = member->words[*(const unsigned int *)at];
		json_object_set_string_member(object, member->name, text);
		break;
	case PART: json_object_set_member(object, member->name, store(member->of, at)); break;
	case TEXTS:
	case LIST:
		list = *(const GPtrArray *const *)at;
		if (list && list->len)
			json_object_set_member(object, member->name, store_list(member->of, list));
		break;
	}
}

static void store_members(JsonObject *object, const struct shape *shape, const char *base)
{
	for (const struct member *m = shape->members; m->name; m++)
		store_member(object, m, base);
}

static JsonNode *store(const struct shape *shape, const char *base)
{
	JsonNode *node = json_node_new(JSON_NODE_OBJECT);
	JsonObject *object = json_object_new();

	store_members(object, shape, base);
	json_node_take_object(node, object);
	return node;
}

char *eb_plan_store(const struct eb_plan *plan)
{
	g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
	JsonObject *object = json_object_new();
	g_autofree char *text = NULL;

	json_object_set_int_member(object, "escapebeat-plan", SCHEMA);
	store_members(object, &whole, (const char *)plan);
	json_node_take_object(node, object);
	text = json_to_string(node, TRUE);
	return g_strconcat(text, "\n", NULL);
}

/* ---- load ------------------------------------------------------------------------------------- */

static void load(struct eb_plan *plan, const struct shape *shape, JsonObject *object, char *base);

/* A string, or NULL for anything else. */
static const char *text_of(JsonNode *node)
{
	return node && JSON_NODE_HOLDS_VALUE(node) ? json_node_get_string(node) : NULL;
}

static void *load_item(struct eb_plan *plan, const struct shape *shape, JsonNode *node)
{
	char *item = eb_arena_alloc(plan->arena, shape->size);

	if (JSON_NODE_HOLDS_OBJECT(node))
		load(plan, shape, json_node_get_object(node), item);
	return item;
}

/* shape NULL: a list of strings. */
static void load_list(struct eb_plan *plan, const struct shape *shape, JsonNode *node,
		      GPtrArray *list)
{
	JsonArray *array = node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
	guint count = array ? json_array_get_length(array) : 0;

	for (guint i = 0; i < count; i++) {
		JsonNode *element = json_array_get_element(array, i);
		const char *text = text_of(element);

		if (shape)
			g_ptr_array_add(list, load_item(plan, shape, element));
		else
			g_ptr_array_add(list,
					(char *)eb_arena_string(plan->arena, text ? text : ""));
	}
}

static void load_word(const struct member *member, JsonNode *node, unsigned int *word)
{
	const char *text = text_of(node);

	for (unsigned int i = 0; text && member->words[i]; i++)
		if (strcmp(member->words[i], text) == 0)
			*word = i;
}

static void load_member(struct eb_plan *plan, const struct member *member, JsonNode *node, void *at)
{
	switch (member->form) {
	case TEXT: *(const char **)at = eb_arena_string(plan->arena, text_of(node)); break;
	case FLAG:
		*(bool *)at = node && JSON_NODE_HOLDS_VALUE(node) && json_node_get_boolean(node);
		break;
	case WORD: load_word(member, node, at); break;
	case PART:
		if (node && JSON_NODE_HOLDS_OBJECT(node))
			load(plan, member->of, json_node_get_object(node), at);
		break;
	case NUMBER:
		if (node && JSON_NODE_HOLDS_VALUE(node))
			*(int64_t *)at = json_node_get_int(node);
		break;
	case TEXTS:
	case LIST:
		if (!*(GPtrArray **)at)
			*(GPtrArray **)at = eb_arena_array(plan->arena);
		load_list(plan, member->of, node, *(GPtrArray **)at);
		break;
	}
}

static void load(struct eb_plan *plan, const struct shape *shape, JsonObject *object, char *base)
{
	for (const struct member *m = shape->members; m->name; m++)
		load_member(plan, m, json_object_get_member(object, m->name), base + m->offset);
}

struct eb_plan *eb_plan_load(const char *json, char **why)
{
	g_autoptr(JsonParser) parser = json_parser_new();
	g_autoptr(GError) error = NULL;
	JsonNode *root = NULL;
	JsonObject *object;
	struct eb_plan *plan;

	if (json_parser_load_from_data(parser, json, -1, &error))
		root = json_parser_get_root(parser);
	if (!root || !JSON_NODE_HOLDS_OBJECT(root) ||
	    !json_object_has_member(json_node_get_object(root), "escapebeat-plan")) {
		*why = g_strdup_printf("not a plan of escapebeat%s%s", error ? ": " : "",
				       error ? error->message : "");
		return NULL;
	}
	object = json_node_get_object(root);
	if (json_object_get_int_member(object, "escapebeat-plan") != SCHEMA) {
		*why = g_strdup("stored by another version of escapebeat");
		return NULL;
	}
	plan = eb_plan_new();
	load(plan, &whole, object, (char *)plan);
	return plan;
}
