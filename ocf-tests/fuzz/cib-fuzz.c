// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A plan made of any strings, parted by NUL: what the translator would never write, the writers
 * have to spell out all the same. Names and ids are those of a plan; the bytes are values.
 */
#include <string.h>

#include "ocf-tests/fuzz/fuzz.h"
#include "ocf-tests/fuzz/judge.h"

struct strings {
	const char *at, *end;
};

/* The next string, "" at the end. */
static const char *next(struct eb_plan *plan, struct strings *strings)
{
	size_t length = strnlen(strings->at, (size_t)(strings->end - strings->at));
	const char *text = eb_arena_piece(plan->arena, strings->at, length);

	strings->at = MIN(strings->at + length + 1, strings->end);
	return text;
}

static struct eb_resource *add_primitive(struct eb_plan *plan, GPtrArray *list,
					 struct strings *strings, unsigned int n)
{
	g_autofree char *id = g_strdup_printf("hb-%u", n);
	struct eb_resource *resource = eb_resource_add(plan, list, EB_PRIMITIVE, id);

	resource->class = n % 3 ? "ocf" : "systemd";
	resource->provider = n % 3 ? "heartbeat" : NULL;
	resource->type = next(plan, strings);
	eb_pair_add(plan, resource->params, "first", next(plan, strings));
	eb_pair_add(plan, resource->params, "second", next(plan, strings));
	eb_pair_add(plan, resource->meta, "priority", next(plan, strings));
	return resource;
}

static void add_location(struct eb_plan *plan, struct strings *strings, const char *resource)
{
	struct eb_location *location = eb_arena_make(plan->arena, struct eb_location);

	location->id = eb_arena_format(plan->arena, "hb-home-%s", resource);
	location->resource = resource;
	location->node = next(plan, strings);
	location->score = next(plan, strings);
	g_ptr_array_add(plan->cib.locations, location);
	location = eb_arena_make(plan->arena, struct eb_location);
	location->id = eb_arena_format(plan->arena, "hb-rule-%s", resource);
	location->resource = resource;
	location->attribute = next(plan, strings);
	location->operation = "gt";
	location->value = next(plan, strings);
	g_ptr_array_add(plan->cib.locations, location);
}

static void add_tie(struct eb_plan *plan, const char *resource, const char *with)
{
	struct eb_tie *tie = eb_arena_make(plan->arena, struct eb_tie);

	tie->kind = EB_COLOCATION;
	tie->id = eb_arena_format(plan->arena, "%s-with-%s", resource, with);
	tie->resource = resource;
	tie->with = with;
	tie->score = "INFINITY";
	g_ptr_array_add(plan->cib.ties, tie);
}

static void add_row(struct eb_plan *plan, struct strings *strings, const char *object)
{
	struct eb_fate *row = eb_arena_make(plan->arena, struct eb_fate);

	row->place = next(plan, strings);
	row->source = next(plan, strings);
	row->target = next(plan, strings);
	row->reason = next(plan, strings);
	row->words = eb_arena_array(plan->arena);
	row->objects = eb_arena_array(plan->arena);
	g_ptr_array_add(row->objects, (char *)object);
	g_ptr_array_add(plan->fates, row);
}

static void add_finding(struct eb_plan *plan, struct strings *strings)
{
	struct eb_finding *finding = eb_arena_make(plan->arena, struct eb_finding);

	finding->code = "HB-2701";
	finding->severity = "warning";
	finding->place = next(plan, strings);
	finding->text = next(plan, strings);
	finding->excerpt = next(plan, strings);
	finding->hint = next(plan, strings);
	g_ptr_array_add(plan->findings, finding);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strings strings = { (const char *)data, (const char *)data + size };
	struct eb_plan *plan = eb_plan_new();

	/* The one string that is never of several lines. */
	plan->cib.grammar = "pacemaker-3.9";
	plan->cluster = next(plan, &strings);
	plan->cluster = eb_arena_piece(plan->arena, plan->cluster, strcspn(plan->cluster, "\n"));
	eb_pair_add(plan, plan->cib.nodes, "1", next(plan, &strings));
	eb_pair_add(plan, plan->cib.properties, "cluster-delay", next(plan, &strings));
	eb_pair_add(plan, plan->cib.defaults, "migration-threshold", next(plan, &strings));
	for (unsigned int n = 0; strings.at < strings.end && n < 12; n += 3) {
		g_autofree char *id = g_strdup_printf("hb-group-%u", n);
		struct eb_resource *group =
			eb_resource_add(plan, plan->cib.resources, EB_GROUP, id);

		add_primitive(plan, group->members, &strings, n);
		add_primitive(plan, group->members, &strings, n + 1);
		add_location(plan, &strings, group->id);
		if (n)
			add_tie(plan, group->id, "hb-group-0");
		add_row(plan, &strings, group->id);
		add_finding(plan, &strings);
	}
	eb_judge_plan(plan);
	eb_plan_free(plan);
	return 0;
}
