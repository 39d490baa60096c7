// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Lines that the forecast cannot speak of. It takes each line for itself and each node for any other
 * one; a device of DRBD that lines with different homes use is promoted on one node, so they cannot
 * all be at home, and of three nodes the one that comes back finds DRBD's two instances placed.
 */
#include <string.h>

#include "heartbeat-compat/forecast.h"

enum { MANY = HB_NODES_MAX + 1 };

static const char *most_of(const struct eb_resource *resource)
{
	const struct eb_pair *pair = eb_pair_find(resource->meta, "clone-max");

	return pair ? pair->value : NULL;
}

/* Clones and lines -> whose they are: the home of their lines and 1, or MANY. */
static GHashTable *users_of(const struct eb_forecast *forecast, const GPtrArray *lines,
			    const GHashTable *homes)
{
	GHashTable *users = g_hash_table_new(g_str_hash, g_str_equal);
	const struct eb_plan *plan = forecast->plan;
	const struct eb_resource *resource;
	const struct eb_location *line;
	const struct eb_tie *tie;

	eb_for_each (line, lines)
		g_hash_table_insert(users, (gpointer)line->resource,
				    GUINT_TO_POINTER(forecast->theirs.home[line_at] + 1));
	eb_for_each (resource, plan->cib.resources) {
		const char *most = most_of(resource);

		if (most && g_ascii_strtoull(most, NULL, 10) < forecast->theirs.nodes)
			g_hash_table_insert(users, (gpointer)resource->id, GUINT_TO_POINTER(MANY));
	}
	eb_for_each (tie, plan->cib.ties) {
		guint home =
			GPOINTER_TO_UINT(g_hash_table_lookup((GHashTable *)homes, tie->resource));
		guint before = GPOINTER_TO_UINT(g_hash_table_lookup(users, tie->with));

		if (tie->kind == EB_COLOCATION && home)
			g_hash_table_insert(
				users, (gpointer)tie->with,
				GUINT_TO_POINTER(before && before != home ? MANY : home));
	}
	return users;
}

void eb_forecast_set_apart(struct eb_forecast *forecast)
{
	const GPtrArray *lines = eb_plan_lines(forecast->plan);
	g_autoptr(GHashTable) homes = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) numbers = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) users = NULL;
	const struct eb_location *line;
	const struct eb_tie *tie;

	forecast->apart = g_new0(bool, lines->len + 1);
	eb_for_each (line, lines) {
		guint home = forecast->theirs.home[line_at] + 1;

		g_hash_table_insert(homes, (gpointer)line->resource, GUINT_TO_POINTER(home));
		g_hash_table_insert(numbers, (gpointer)line->resource, GUINT_TO_POINTER(line_at));
	}
	users = users_of(forecast, lines, homes);
	eb_for_each (tie, forecast->plan->cib.ties)
		if (g_hash_table_contains(homes, tie->resource) &&
		    g_hash_table_lookup(users, tie->with) == GUINT_TO_POINTER(MANY)) {
			guint number =
				GPOINTER_TO_UINT(g_hash_table_lookup(numbers, tie->resource));

			forecast->set_apart += !forecast->apart[number];
			forecast->apart[number] = true;
			forecast->shared = tie->with;
		}
}
