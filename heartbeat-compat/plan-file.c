// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A stored plan. Storing and loading walk the same rows of plan-shape.c, so what is stored is what
 * comes back.
 */
#include <string.h>

#include <json-glib/json-glib.h>

#include "heartbeat-compat/plan-shape.h"
#include "lib/file.h"

enum { SCHEMA = 1, PLAN_MAX = 64 << 20 };

/* ---- store ------------------------------------------------------------------------------------ */

static JsonNode *store(const struct eb_shape *shape, const char *base);

/* What JSON or the XML of a CIB cannot hold is replaced: bytes that are no UTF-8, controls. */
static char *storable(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	GString *kept = g_string_new(NULL);

	for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		bool control = c < 0x20 && c != '\t' && c != '\n';

		g_string_append_unichar(kept, control || (c | 1) == 0xffff ? 0xfffd : c);
	}
	return g_string_free(kept, FALSE);
}

static void store_text(JsonObject *object, const char *name, const char *text)
{
	g_autofree char *kept = text ? storable(text) : NULL;

	if (kept)
		json_object_set_string_member(object, name, kept);
}

static void store_string(JsonArray *array, const char *text)
{
	g_autofree char *kept = storable(text);

	json_array_add_string_element(array, kept);
}

/* shape NULL: a list of strings. */
static JsonNode *store_list(const struct eb_shape *shape, const GPtrArray *list)
{
	JsonNode *node = json_node_new(JSON_NODE_ARRAY);
	JsonArray *array = json_array_new();
	const char *item;

	eb_for_each (item, list)
		if (shape)
			json_array_add_element(array, store(shape, item));
		else
			store_string(array, item);
	json_node_take_array(node, array);
	return node;
}

/* What is NULL, false or empty is left out. */
static void store_member(JsonObject *object, const struct eb_member *member, const char *base)
{
	const void *at = base + member->offset;
	const GPtrArray *list;

	switch (member->form) {
	case EB_FORM_NAME:
	case EB_FORM_TEXT: store_text(object, member->name, *(const char *const *)at); break;
	case EB_FORM_NUMBER:
		json_object_set_int_member(object, member->name, *(const int64_t *)at);
		break;
	case EB_FORM_FLAG:
		if (*(const bool *)at)
			json_object_set_boolean_member(object, member->name, TRUE);
		break;
	case EB_FORM_WORD:
		json_object_set_string_member(object, member->name,
					      member->words[*(const unsigned int *)at]);
		break;
	case EB_FORM_PART:
		json_object_set_member(object, member->name, store(member->of, at));
		break;
	case EB_FORM_TEXTS:
	case EB_FORM_LIST:
		list = *(const GPtrArray *const *)at;
		if (list && list->len)
			json_object_set_member(object, member->name, store_list(member->of, list));
		break;
	}
}

static void store_members(JsonObject *object, const struct eb_shape *shape, const char *base)
{
	for (const struct eb_member *m = shape->members; m->name; m++)
		store_member(object, m, base);
}

static JsonNode *store(const struct eb_shape *shape, const char *base)
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
	store_members(object, &eb_plan_shape, (const char *)plan);
	json_node_take_object(node, object);
	text = json_to_string(node, TRUE);
	return g_strconcat(text, "\n", NULL);
}

/* ---- load ------------------------------------------------------------------------------------- */

/* A load under way; the loaders return false for what is not of the form that was stored. */
struct loading {
	struct eb_plan *plan;
	const char *bad; /* the first member that was not */
};

static bool load(struct loading *loading, const struct eb_shape *shape, JsonNode *node, void *base);

/* No node at all is fine; one that is no string is not. */
static bool load_text(struct loading *loading, JsonNode *node, const char **text)
{
	if (!node)
		return true;
	if (!JSON_NODE_HOLDS_VALUE(node) || json_node_get_value_type(node) != G_TYPE_STRING)
		return false;
	*text = eb_arena_string(loading->plan->arena, json_node_get_string(node));
	return true;
}

static bool load_item(struct loading *loading, const struct eb_shape *shape, JsonNode *node,
		      GPtrArray *list)
{
	void *item = NULL;
	const char *text = NULL;
	bool loaded;

	if (shape) {
		item = eb_arena_alloc(loading->plan->arena, shape->size);
		loaded = load(loading, shape, node, item);
	} else {
		loaded = load_text(loading, node, &text) && text;
		item = (char *)text;
	}
	if (loaded)
		g_ptr_array_add(list, item);
	return loaded;
}

/* shape NULL: a list of strings. */
static bool load_list(struct loading *loading, const struct eb_shape *shape, JsonNode *node,
		      GPtrArray **list)
{
	JsonArray *array;

	if (!*list)
		*list = eb_arena_array(loading->plan->arena);
	if (!node)
		return true;
	if (!JSON_NODE_HOLDS_ARRAY(node))
		return false;
	array = json_node_get_array(node);
	for (guint i = 0; i < json_array_get_length(array); i++)
		if (!load_item(loading, shape, json_array_get_element(array, i), *list))
			return false;
	return true;
}

static bool load_word(struct loading *loading, const struct eb_member *member, JsonNode *node,
		      unsigned int *word)
{
	const char *text = NULL;

	if (!load_text(loading, node, &text) || !text)
		return false;
	for (*word = 0; member->words[*word]; ++*word)
		if (strcmp(member->words[*word], text) == 0)
			return true;
	return false;
}

/* JSON's numbers and booleans; missing ones are 0 and false. */
static bool load_value(const struct eb_member *member, JsonNode *node, void *at)
{
	GType type = member->form == EB_FORM_FLAG ? G_TYPE_BOOLEAN : G_TYPE_INT64;

	if (!node)
		return true;
	if (!JSON_NODE_HOLDS_VALUE(node) || json_node_get_value_type(node) != type)
		return false;
	if (member->form == EB_FORM_FLAG)
		*(bool *)at = json_node_get_boolean(node);
	else
		*(int64_t *)at = json_node_get_int(node);
	return true;
}

static bool load_member(struct loading *loading, const struct eb_member *member, JsonNode *node,
			void *at)
{
	switch (member->form) {
	case EB_FORM_NAME: return node && load_text(loading, node, at);
	case EB_FORM_TEXT: return load_text(loading, node, at);
	case EB_FORM_WORD: return load_word(loading, member, node, at);
	case EB_FORM_PART: return load(loading, member->of, node, at);
	case EB_FORM_TEXTS:
	case EB_FORM_LIST: return load_list(loading, member->of, node, at);
	case EB_FORM_NUMBER:
	case EB_FORM_FLAG: break;
	}
	return load_value(member, node, at);
}

static bool load(struct loading *loading, const struct eb_shape *shape, JsonNode *node, void *base)
{
	if (!node || !JSON_NODE_HOLDS_OBJECT(node))
		return false;
	for (const struct eb_member *m = shape->members; m->name; m++)
		if (!load_member(loading, m,
				 json_object_get_member(json_node_get_object(node), m->name),
				 (char *)base + m->offset)) {
			loading->bad = loading->bad ? loading->bad : m->name;
			return false;
		}
	return true;
}

/* Writers rely on what the translator never leaves out. */
static bool sound(const GPtrArray *resources)
{
	const struct eb_resource *resource;

	eb_for_each (resource, resources)
		if (resource->kind == EB_PRIMITIVE
			    ? !resource->class || !resource->type
			    : !resource->members->len || !sound(resource->members))
			return false;
	return true;
}

static bool sound_locations(const GPtrArray *locations)
{
	const struct eb_location *location;

	eb_for_each (location, locations)
		if (location->node ? !location->score
				   : !location->attribute || !location->operation)
			return false;
	return true;
}

/* The version that stored it; 0: this is no plan. */
static gint64 schema_of(JsonNode *root)
{
	JsonNode *schema;

	if (!root || !JSON_NODE_HOLDS_OBJECT(root))
		return 0;
	schema = json_object_get_member(json_node_get_object(root), "escapebeat-plan");
	if (!schema || !JSON_NODE_HOLDS_VALUE(schema))
		return 0;
	return json_node_get_int(schema);
}

struct eb_plan *eb_plan_load(const char *json, char **why)
{
	g_autoptr(JsonParser) parser = json_parser_new();
	g_autoptr(GError) error = NULL;
	JsonNode *root = NULL;
	struct loading loading = { 0 };

	if (json_parser_load_from_data(parser, json, -1, &error))
		root = json_parser_get_root(parser);
	if (!schema_of(root)) {
		*why = g_strdup_printf("not a plan of escapebeat%s%s", error ? ": " : "",
				       error ? error->message : "");
		return NULL;
	}
	if (schema_of(root) != SCHEMA) {
		*why = g_strdup("stored by another version of escapebeat");
		return NULL;
	}
	loading.plan = eb_plan_new();
	if (load(&loading, &eb_plan_shape, root, loading.plan)) {
		if (sound(loading.plan->cib.resources) &&
		    sound_locations(loading.plan->cib.locations))
			return loading.plan;
		loading.bad = "cib";
	}
	*why = g_strdup_printf("damaged: '%s' is not as it was stored", loading.bad);
	eb_plan_free(loading.plan);
	return NULL;
}

struct eb_plan *eb_plan_read(const char *path, char **why)
{
	EB_CLEAN(eb_freep) char *json = NULL;
	int failed = eb_file_read(path, PLAN_MAX, &json, NULL);

	if (failed == 0)
		return eb_plan_load(json, why);
	*why = g_strdup(g_strerror(-failed));
	return NULL;
}
