// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reading a stored plan: along the same rows of plan-shape.c by which it was stored, so what comes
 * back is what was stored. What the rows cannot say of its values, plan-sound.c does.
 */
#include <inttypes.h>
#include <string.h>

#include "heartbeat-compat/json-read.h"
#include "heartbeat-compat/plan-shape.h"
#include "lib/file.h"

enum { DEPTH_MAX = 16 }; /* shapes within each other; a plan has 5 */

/* A load under way; the loaders return false for what is not of the form that was stored. */
struct loading {
	struct eb_plan *plan;
	struct eb_json json;
	GString *text;   /* the last string that was read */
	const char *bad; /* the first member that was not */
	unsigned int depth;
};

static bool load(struct loading *loading, const struct eb_shape *shape, void *base);

static bool load_text(struct loading *loading, const char **text)
{
	if (!eb_json_string(&loading->json, loading->text) || eb_plan_unfit(loading->text->str))
		return false;
	*text = eb_arena_piece(loading->plan->arena, loading->text->str, loading->text->len);
	return true;
}

static bool load_item(struct loading *loading, const struct eb_shape *shape, GPtrArray *list)
{
	const char *text = NULL;
	void *item = NULL;
	bool loaded;

	if (shape) {
		item = eb_arena_alloc(loading->plan->arena, shape->size);
		loaded = load(loading, shape, item);
	} else {
		loaded = load_text(loading, &text);
		item = (char *)text;
	}
	if (loaded)
		g_ptr_array_add(list, item);
	return loaded;
}

/* shape NULL: a list of strings. */
static bool load_list(struct loading *loading, const struct eb_shape *shape, GPtrArray *list)
{
	if (!eb_json_take(&loading->json, '['))
		return false;
	if (eb_json_take(&loading->json, ']'))
		return true;
	do {
		if (!load_item(loading, shape, list))
			return false;
	} while (eb_json_take(&loading->json, ','));
	return eb_json_take(&loading->json, ']');
}

static bool load_word(struct loading *loading, const struct eb_member *member, unsigned int *word)
{
	if (!eb_json_string(&loading->json, loading->text))
		return false;
	for (*word = 0; member->words[*word]; ++*word)
		if (strcmp(member->words[*word], loading->text->str) == 0)
			return true;
	return false;
}

static bool load_member(struct loading *loading, const struct eb_member *member, void *at)
{
	switch (member->form) {
	case EB_FORM_NAME:
	case EB_FORM_TEXT: return load_text(loading, at);
	case EB_FORM_WORD: return load_word(loading, member, at);
	case EB_FORM_PART: return load(loading, member->of, at);
	case EB_FORM_NUMBER: return eb_json_integer(&loading->json, at);
	case EB_FORM_FLAG: return eb_json_boolean(&loading->json, at);
	case EB_FORM_TEXTS:
	case EB_FORM_LIST: return load_list(loading, member->of, *(GPtrArray **)at);
	}
	return false;
}

/* The row of the member whose name has been read; NULL: nobody asks for it. */
static const struct eb_member *find_member(const struct loading *loading,
					   const struct eb_shape *shape)
{
	for (const struct eb_member *m = shape->members; m->name; m++)
		if (strcmp(m->name, loading->text->str) == 0)
			return m;
	return NULL;
}

static bool blame(struct loading *loading, const char *member)
{
	loading->bad = loading->bad ? loading->bad : member;
	return false;
}

/* Lists are never NULL. What has to be there and was not read is to blame. */
static bool load_rest(struct loading *loading, const struct eb_shape *shape, guint64 seen)
{
	for (const struct eb_member *m = shape->members; m->name; m++) {
		bool needed = m->form == EB_FORM_NAME || m->form == EB_FORM_WORD ||
			      m->form == EB_FORM_PART;

		if (needed && !(seen & (G_GUINT64_CONSTANT(1) << (m - shape->members))))
			return blame(loading, m->name);
	}
	return true;
}

static void make_lists(struct loading *loading, const struct eb_shape *shape, char *base)
{
	for (const struct eb_member *m = shape->members; m->name; m++) {
		GPtrArray **list = (GPtrArray **)(void *)(base + m->offset);

		if ((m->form == EB_FORM_LIST || m->form == EB_FORM_TEXTS) && !*list)
			*list = eb_arena_array(loading->plan->arena);
	}
}

/* A member, its name included. Nothing is said twice. */
static bool load_named(struct loading *loading, const struct eb_shape *shape, char *base,
		       guint64 *seen)
{
	const struct eb_member *member;
	guint64 bit;

	if (!eb_json_string(&loading->json, loading->text) || !eb_json_take(&loading->json, ':'))
		return false;
	member = find_member(loading, shape);
	if (!member)
		return eb_json_skip(&loading->json);
	bit = G_GUINT64_CONSTANT(1) << (member - shape->members);
	if ((*seen & bit) || !load_member(loading, member, base + member->offset))
		return blame(loading, member->name);
	*seen |= bit;
	return true;
}

static bool load(struct loading *loading, const struct eb_shape *shape, void *base)
{
	guint64 seen = 0;

	if (!eb_json_take(&loading->json, '{') || loading->depth >= DEPTH_MAX)
		return false;
	loading->depth++;
	make_lists(loading, shape, base);
	if (!eb_json_take(&loading->json, '}')) {
		do {
			if (!load_named(loading, shape, base, &seen))
				return false;
		} while (eb_json_take(&loading->json, ','));
		if (!eb_json_take(&loading->json, '}'))
			return false;
	}
	loading->depth--;
	return load_rest(loading, shape, seen);
}

/* ---- the whole ------------------------------------------------------------------------------------ */

/* The version that stored it, which comes first; 0: this is no plan. */
static int64_t take_schema(struct eb_json *json, GString *text)
{
	int64_t schema = 0;

	if (!eb_json_take(json, '{') || !eb_json_string(json, text) ||
	    strcmp(text->str, EB_PLAN_MARK) != 0 || !eb_json_take(json, ':') ||
	    !eb_json_integer(json, &schema))
		return 0;
	return schema;
}

/* Is what follows the version as it was stored, by its digest? */
static bool is_sealed(struct eb_json json, GString *text)
{
	g_autofree char *digest = NULL;

	if (!eb_json_take(&json, ',') || !eb_json_string(&json, text) ||
	    strcmp(text->str, EB_PLAN_SEAL) != 0 || !eb_json_take(&json, ':') ||
	    !eb_json_string(&json, text))
		return false;
	digest = eb_plan_seal(json.at);
	return strcmp(text->str, digest) == 0;
}

static struct eb_plan *load_plan(struct loading *loading, char **why)
{
	struct eb_json head = loading->json;
	int64_t schema = take_schema(&head, loading->text);

	if (schema != EB_PLAN_SCHEMA) {
		*why = schema ? g_strdup_printf(
					"stored by another version of escapebeat, in format "
					"%" PRId64 " and not %d; plan again",
					schema, EB_PLAN_SCHEMA)
			      : g_strdup("not a plan of escapebeat");
		return NULL;
	}
	if (!is_sealed(head, loading->text)) {
		*why = g_strdup(
			"damaged or edited: what it says is not what was stored, by its " EB_PLAN_SEAL
			"; plan again");
		return NULL;
	}
	loading->plan = eb_plan_new();
	if (!load(loading, &eb_plan_shape, loading->plan) || !eb_json_end(&loading->json))
		blame(loading, EB_PLAN_MARK);
	else
		loading->bad = eb_plan_unsound(loading->plan);
	if (!loading->bad)
		return loading->plan;
	*why = g_strdup_printf("damaged: '%s' is not as it was stored", loading->bad);
	eb_plan_free(loading->plan);
	return NULL;
}

struct eb_plan *eb_plan_load(const char *json, char **why)
{
	g_autoptr(GString) text = g_string_new(NULL);
	struct loading loading = { .json = { json }, .text = text };

	if (g_utf8_validate(json, -1, NULL))
		return load_plan(&loading, why);
	*why = g_strdup("not a plan of escapebeat: not UTF-8");
	return NULL;
}

char *eb_plan_store_sound(const struct eb_plan *plan, char **why)
{
	g_autofree char *text = eb_plan_store(plan), *again = NULL;
	struct eb_plan *loaded = NULL;

	if (strlen(text) > EB_PLAN_MAX)
		*why = g_strdup_printf("it is bigger than %d MiB", EB_PLAN_MAX >> 20);
	else
		loaded = eb_plan_load(text, why);
	if (!loaded)
		return NULL;
	again = eb_plan_store(loaded);
	eb_plan_free(loaded);
	if (strcmp(text, again) == 0)
		return g_steal_pointer(&text);
	*why = g_strdup("it comes back as another one");
	return NULL;
}

struct eb_plan *eb_plan_read(const char *path, char **why)
{
	EB_CLEAN(eb_freep) char *json = NULL;
	int failed = eb_file_read(path, EB_PLAN_MAX, &json, NULL);

	if (failed == 0)
		return eb_plan_load(json, why);
	*why = g_strdup(failed == -EINVAL ? "it is no regular file" : g_strerror(-failed));
	return NULL;
}
