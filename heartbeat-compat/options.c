// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>

#include "heartbeat-compat/lex.h"
#include "heartbeat-compat/load.h"
#include "heartbeat-compat/options.h"

static char *take_accept(const struct eb_shape *shape, const char *value)
{
	unsigned int code = eb_code_parse(value);

	if (!code)
		return g_strdup_printf("no message has the code '%s'", value);
	if (eb_diag_accept(shape->diag, code) < 0)
		return g_strdup_printf("HB-%u is an error, it cannot be accepted", code);
	return NULL;
}

/* web1=10.0.0.1,10.0.1.1: one address for each link. */
static char *take_address(const struct eb_shape *shape, const char *value)
{
	const char *equals = strchr(value, '=');
	g_auto(GStrv) addresses = g_strsplit(equals ? equals + 1 : "", ",", -1);

	for (size_t i = 0; addresses[i]; i++) {
		g_autofree char *one =
			g_strdup_printf("%.*s=%s", (int)(equals - value), value, addresses[i]);

		int failed = hb_node_address_add(shape->cluster, one);

		if (failed == -EADDRNOTAVAIL)
			return g_strdup_printf("'%s': a node cannot have an unspecified, multicast "
					       "or broadcast address",
					       one);
		if (failed < 0)
			return g_strdup_printf("'%s' is no address of a node, expected "
					       "NODE=[DEVICE:]ADDRESS[,ADDRESS...], DEVICE of 15 "
					       "characters at most",
					       one);
	}
	return addresses[0] ? NULL
			    : g_strdup_printf("'%s' is no address of a node, expected NODE=ADDRESS",
					      value);
}

static char *take_override(const struct eb_shape *shape, const char *value)
{
	const char *equals = strchr(value, '=');
	g_autofree char *line = NULL;

	if (!equals || equals == value || strchr(value, '\n'))
		return g_strdup_printf("'%.*s' is no directive, expected DIRECTIVE=VALUE",
				       (int)strcspn(value, HB_BLANKS), value);
	line = g_strdup_printf("%.*s %s", (int)(equals - value), value, equals + 1);
	g_ptr_array_add(shape->cluster->overrides,
			(char *)hb_string(shape->cluster, line, strlen(line)));
	return NULL;
}

static char *take_self(const struct eb_shape *shape, const char *value)
{
	shape->cluster->self = hb_string(shape->cluster, value, strlen(value));
	return NULL;
}

static char *take_service(const struct eb_shape *shape, const char *value)
{
	const char *equals = strchr(value, '=');
	struct eb_pair *service;

	if (!equals || equals == value || strchr(value, '/') || !hb_is_script_name(equals + 1))
		return g_strdup_printf(
			"'%s' is no renaming, expected WORD=NAME, a NAME of letters, "
			"digits and ._@+-",
			value);
	service = hb_new(shape->cluster, struct eb_pair);
	service->name = hb_string(shape->cluster, value, (size_t)(equals - value));
	service->value = equals + 1;
	g_ptr_array_add(shape->choices->services, service);
	return NULL;
}

static char *take_provider(const struct eb_shape *shape, const char *value)
{
	shape->choices->stock = strcmp(value, "heartbeat") == 0;
	return NULL;
}

static char *take_drbd(const struct eb_shape *shape, const char *value)
{
	shape->choices->drbd = strcmp(value, "simple") == 0 ? EB_DRBD_SIMPLE : EB_DRBD_PROMOTABLE;
	return NULL;
}

static char *take_target(const struct eb_shape *shape, const char *value)
{
	shape->choices->target = value;
	return NULL;
}

static char *take_fence_provider(const struct eb_shape *shape, const char *value)
{
	shape->choices->stock_fencing = strcmp(value, "fence-agents") == 0;
	return NULL;
}

static char *take_fence_prefix(const struct eb_shape *shape, const char *value)
{
	if (!*value || value[strspn(value, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-")])
		return g_strdup_printf("'%s' is no prefix of an agent, expected one such as eb_",
				       value);
	if (g_str_has_prefix(value, "fence_"))
		value += strlen("fence_");
	shape->choices->fence_prefix = value;
	return NULL;
}

/* Each returns NULL, or what is wrong with the value (g_free). */
static char *(*const takers[EB_OPTIONS])(const struct eb_shape *shape, const char *value) = {
	[EB_OPT_ACCEPT] = take_accept,
	[EB_OPT_DRBD] = take_drbd,
	[EB_OPT_NODE_ADDRESS] = take_address,
	[EB_OPT_OVERRIDE] = take_override,
	[EB_OPT_PROVIDER] = take_provider,
	[EB_OPT_SELF] = take_self,
	[EB_OPT_SERVICE] = take_service,
	[EB_OPT_TARGET] = take_target,
	[EB_OPT_FENCE_PREFIX] = take_fence_prefix,
	[EB_OPT_FENCE_PROVIDER] = take_fence_provider,
};

bool eb_option_shapes(enum eb_option_id id)
{
	return takers[id] != NULL;
}

char *eb_option_take(const struct eb_shape *shape, enum eb_option_id id, const char *value)
{
	return takers[id] ? takers[id](shape, value) : NULL;
}

char *eb_options_of_plan(const struct eb_shape *shape, const struct eb_plan *plan)
{
	const struct eb_pair *option;

	eb_for_each (option, plan->options)
		for (int id = 0; id < EB_OPTIONS; id++) {
			char *why = NULL;

			if (strcmp(eb_options[id].name, option->name) == 0)
				why = eb_option_take(shape, (enum eb_option_id)id, option->value);
			if (why)
				return why;
		}
	return NULL;
}
