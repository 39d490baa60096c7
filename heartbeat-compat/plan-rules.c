// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From a plan, which may be a stored one, to the model of placement.h: what Heartbeat did with
 * these lines, and what the cluster does.
 */
#include <errno.h>
#include <string.h>

#include "heartbeat-compat/placement.h"
#include "heartbeat-compat/plan.h"

GPtrArray *eb_plan_lines(const struct eb_plan *plan)
{
	GPtrArray *lines = eb_arena_array(plan->arena);
	struct eb_location *location;

	/* An old CIB may have given its ids as it liked. */
	if (plan->heartbeat.crm)
		return lines;
	eb_for_each (location, plan->cib.locations)
		if (location->node && g_str_has_prefix(location->id, "hb-home-"))
			g_ptr_array_add(lines, location);
	return lines;
}

bool eb_plan_fences(const struct eb_plan *plan)
{
	const struct eb_pair *property;

	eb_for_each (property, plan->cib.properties)
		if (strcmp(property->name, "stonith-enabled") == 0)
			return strcmp(property->value, "true") == 0;
	return true;
}

const struct eb_finding *eb_plan_open(const struct eb_plan *plan, guint *next)
{
	while (*next < plan->findings->len) {
		const struct eb_finding *finding = plan->findings->pdata[(*next)++];

		if (strcmp(finding->severity, "decision") == 0 && !finding->accepted)
			return finding;
	}
	return NULL;
}

static unsigned int number_of(const struct eb_plan *plan, const char *name)
{
	const struct eb_pair *node;

	eb_for_each (node, plan->cib.nodes)
		if (strcmp(node->value, name) == 0)
			return node_at;
	return 0;
}

int eb_plan_rules(const struct eb_plan *plan, struct hb_rules *rules)
{
	const GPtrArray *lines = eb_plan_lines(plan);
	const struct eb_location *line;
	unsigned int *home = eb_arena_alloc(plan->arena, (lines->len + 1) * sizeof(unsigned int));

	if (plan->cib.nodes->len > HB_NODES_MAX)
		return -E2BIG;
	eb_for_each (line, lines)
		home[line_at] = number_of(plan, line->node);
	*rules = (struct hb_rules) {
		.nodes = plan->cib.nodes->len,
		.lines = lines->len,
		.home = home,
		.failback = plan->heartbeat.failback,
		.ipfail = plan->heartbeat.ipfail,
		.unfenced = !eb_plan_fences(plan),
	};
	return 0;
}

struct hb_timers eb_plan_timers(const struct eb_plan *plan)
{
	return (struct hb_timers) {
		.keepalive_ms = plan->heartbeat.keepalive_ms,
		.deadtime_ms = plan->heartbeat.deadtime_ms,
		.initdead_ms = plan->heartbeat.initdead_ms,
		.deadping_ms = plan->heartbeat.deadping_ms,
	};
}
