// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * validate-all of an agent looks at this machine: is the device there, the program, the folder?
 * That is of use on a node, or on a machine like it. Secrets are not in a plan, so what needs one
 * cannot be asked.
 */
#include <errno.h>
#include <string.h>

#include "heartbeat-compat/check-validate.h"
#include "heartbeat-compat/tool.h"

enum { VALIDATE_MS = 5000, NOT_IMPLEMENTED = 3 };

static const struct eb_span nowhere;

static bool holds_secret(const struct eb_resource *resource)
{
	const struct eb_pair *pair;

	eb_for_each (pair, resource->params)
		if (g_str_has_prefix(pair->value, "lrm://"))
			return true;
	return false;
}

/* OCF_RESKEY_name=value of each parameter. */
static void add_params(GPtrArray *env, const struct eb_resource *resource)
{
	const struct eb_pair *pair;

	eb_for_each (pair, resource->params)
		g_ptr_array_add(env, g_strdup_printf("OCF_RESKEY_%s=%s", pair->name, pair->value));
}

static void add_meta(GPtrArray *env, const struct eb_resource *clone)
{
	const struct eb_pair *pair;

	if (clone)
		eb_for_each (pair, clone->meta) {
			g_autofree char *name = g_strdelimit(g_strdup(pair->name), "-", '_');

			g_ptr_array_add(env, g_strdup_printf("OCF_RESKEY_CRM_meta_%s=%s", name,
							     pair->value));
		}
}

static GPtrArray *environment(const struct eb_primitive *primitive)
{
	GPtrArray *env = g_ptr_array_new_with_free_func(g_free);
	const struct eb_resource *resource = primitive->resource;

	g_ptr_array_add(env, g_strdup_printf("OCF_ROOT=%s", eb_agent_root()));
	g_ptr_array_add(env, g_strdup("OCF_RA_VERSION_MAJOR=1"));
	g_ptr_array_add(env, g_strdup("OCF_RA_VERSION_MINOR=1"));
	g_ptr_array_add(env, g_strdup_printf("OCF_RESOURCE_PROVIDER=%s", resource->provider));
	g_ptr_array_add(env, g_strdup_printf("OCF_RESOURCE_TYPE=%s", resource->type));
	g_ptr_array_add(env, g_strdup_printf("OCF_RESOURCE_INSTANCE=%s", resource->id));
	g_ptr_array_add(env, g_strdup_printf("OCF_RESKEY_CRM_meta_timeout=%d", VALIDATE_MS));
	add_params(env, resource);
	add_meta(env, primitive->clone);
	g_ptr_array_add(env, NULL);
	return env;
}

/* A fence agent reads its options from standard input. */
static char *fence_input(const struct eb_resource *resource)
{
	GString *input = g_string_new("action=validate-all\n");
	const struct eb_pair *pair;

	eb_for_each (pair, resource->params)
		if (!g_str_has_prefix(pair->name, "pcmk_"))
			g_string_append_printf(input, "%s=%s\n", pair->name, pair->value);
	return g_string_free(input, FALSE);
}

static int validate(const struct eb_primitive *primitive, char **said)
{
	const char *path = primitive->agent->path;
	g_autofree char *input = primitive->agent->fence ? fence_input(primitive->resource) : NULL;
	g_autoptr(GPtrArray) env = primitive->agent->fence ? NULL : environment(primitive);
	const char *const ocf[] = { path, "validate-all", NULL }, *const fence[] = { path, NULL };
	struct eb_tool_with with = { .env = env ? (const char *const *)env->pdata : NULL,
				     .input = input };

	return eb_tool_with(input ? fence : ocf, &with, VALIDATE_MS, said);
}

/* Its last exit reason, or its last words; g_free it. */
static char *reason(const char *said, int code)
{
	static const char prefix[] = "ocf-exit-reason:";
	g_auto(GStrv) lines = g_strsplit(said, "\n", -1);
	const char *last = NULL, *told = NULL;

	if (code == -ETIMEDOUT)
		return g_strdup_printf("no answer within %d s", VALIDATE_MS / 1000);
	if (code < 0)
		return g_strdup(g_strerror(-code));
	for (size_t i = 0; lines[i]; i++) {
		const char *at = strstr(g_strstrip(lines[i]), prefix);

		told = at ? at + strlen(prefix) : told;
		last = *lines[i] ? lines[i] : last;
	}
	if (!told && !last)
		return g_strdup_printf("exit code %d", code);
	return g_strdup_printf("%s (exit code %d)", told ? told : last, code);
}

static gint by_name(gconstpointer a, gconstpointer b)
{
	const struct eb_pair *const *one = a, *const *two = b;

	return strcmp((*one)->name, (*two)->name);
}

/* The same for the same agent with the same parameters; g_free it. */
static char *key_of(const struct eb_primitive *primitive)
{
	g_autoptr(GPtrArray) sorted = g_ptr_array_new();
	GString *key = g_string_new(primitive->agent->spec);
	const struct eb_pair *pair;

	eb_for_each (pair, primitive->resource->params)
		g_ptr_array_add(sorted, (gpointer)pair);
	g_ptr_array_sort(sorted, by_name);
	eb_for_each (pair, sorted)
		g_string_append_printf(key, "\n%s\n%s", pair->name, pair->value);
	return g_string_free(key, FALSE);
}

void eb_check_validate(const GPtrArray *primitives, struct eb_diag *diag)
{
	g_autoptr(GHashTable) done = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GString) left = g_string_new(NULL);
	const struct eb_primitive *primitive;

	eb_for_each (primitive, primitives) {
		g_autofree char *said = NULL, *why = NULL;
		int code;

		if (!g_hash_table_add(done, key_of(primitive)))
			continue;
		if (!primitive->agent->path || holds_secret(primitive->resource)) {
			g_string_append_printf(left, "%s%s", left->len ? ", " : "",
					       primitive->resource->id);
			continue;
		}
		code = validate(primitive, &said);
		if (code == 0 || (code == NOT_IMPLEMENTED && !primitive->agent->fence))
			continue;
		why = reason(said, code);
		eb_diag_add(diag, EB_MSG_VALIDATE, nowhere,
			    "%s: %s does not take its parameters: %s", primitive->resource->id,
			    primitive->agent->spec, why);
	}
	if (left->len)
		eb_diag_add(diag, EB_MSG_NOT_VALIDATED, nowhere,
			    "not validated, for want of the agent or of a secret: %s", left->str);
}
