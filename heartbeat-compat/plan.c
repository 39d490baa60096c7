// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdarg.h>

#include <string.h>

#include "heartbeat-compat/plan.h"

const char *const eb_mark_names[EB_MARKS + 1] = {
	[EB_EXACT] = "exact",
	[EB_NEAR] = "approximated",
	[EB_DROPPED] = "dropped",
	[EB_REFUSED] = "refused",
};

const char eb_mark_signs[EB_MARKS + 1] = {
	[EB_EXACT] = '=',
	[EB_NEAR] = '~',
	[EB_DROPPED] = '-',
	[EB_REFUSED] = '!',
};

struct eb_plan *eb_plan_new(void)
{
	struct eb_arena *arena = eb_arena_new();
	struct eb_plan *plan = eb_arena_make(arena, struct eb_plan);
	GPtrArray **lists[] = {
		&plan->inputs,        &plan->options,        &plan->findings,
		&plan->fates,         &plan->durations,      &plan->corosync,
		&plan->cib.nodes,     &plan->cib.properties, &plan->cib.defaults,
		&plan->cib.resources, &plan->cib.locations,  &plan->cib.ties,
		&plan->files,         &plan->secrets,        &plan->forecast,
	};

	plan->arena = arena;
	for (size_t i = 0; i < EB_COUNT(lists); i++)
		*lists[i] = eb_arena_array(arena);
	return plan;
}

void eb_plan_free(struct eb_plan *plan)
{
	if (plan)
		eb_arena_free(plan->arena);
}

struct eb_pair *eb_pair_add(struct eb_plan *plan, GPtrArray *list, const char *name,
			    const char *value)
{
	struct eb_pair *pair = eb_arena_make(plan->arena, struct eb_pair);

	pair->name = eb_arena_string(plan->arena, name);
	pair->value = eb_arena_string(plan->arena, value);
	g_ptr_array_add(list, pair);
	return pair;
}

struct eb_pair *eb_pair_addf(struct eb_plan *plan, GPtrArray *list, const char *name,
			     const char *format, ...)
{
	va_list args;
	char *value;
	struct eb_pair *pair;

	va_start(args, format);
	value = g_strdup_vprintf(format, args);
	va_end(args);
	pair = eb_pair_add(plan, list, name, value);
	g_free(value);
	return pair;
}

bool eb_test_numeric(const char *value)
{
	const char *digits = value + (*value == '-');

	return *digits && digits[strspn(digits, G_CSET_DIGITS)] == '\0';
}

struct eb_pair *eb_pair_find(const GPtrArray *list, const char *name)
{
	struct eb_pair *pair;

	eb_for_each (pair, list)
		if (strcmp(pair->name, name) == 0)
			return pair;
	return NULL;
}

struct eb_section *eb_section_add(struct eb_plan *plan, GPtrArray *list, const char *name)
{
	struct eb_section *section = eb_arena_make(plan->arena, struct eb_section);

	section->name = eb_arena_string(plan->arena, name);
	section->settings = eb_arena_array(plan->arena);
	section->sections = eb_arena_array(plan->arena);
	g_ptr_array_add(list, section);
	return section;
}

struct eb_resource *eb_resource_add(struct eb_plan *plan, GPtrArray *list, enum eb_kind kind,
				    const char *id)
{
	struct eb_resource *resource = eb_arena_make(plan->arena, struct eb_resource);

	resource->kind = kind;
	resource->id = eb_arena_string(plan->arena, id);
	resource->params = eb_arena_array(plan->arena);
	resource->meta = eb_arena_array(plan->arena);
	resource->ops = eb_arena_array(plan->arena);
	resource->members = eb_arena_array(plan->arena);
	g_ptr_array_add(list, resource);
	return resource;
}
