// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Who wins is decided by the order of a few scores. The translator chooses them; here they are
 * added up again, from what stands in the CIB, so that a slip in one place cannot pass.
 */
#include <inttypes.h>
#include <string.h>

#include "heartbeat-compat/check-plan.h"
#include "heartbeat-compat/placement.h"

/* From here on Pacemaker takes a score for infinite, and sums do not count any more. */
enum { INFINITE = 1000000 };

/* What is said of a line's resource. */
struct weights {
	unsigned int members;
	int64_t home, away,
		ping; /* ping: the least that one ping node is worth; 0: there is none */
};

struct scale {
	const struct eb_plan *plan;
	struct eb_diag *diag;
	GHashTable *weights; /* id of a line's resource -> struct weights * */
	int64_t stickiness;  /* of each member */
	int64_t multiplier;  /* of ping nodes that are counted; 0: there are none */
};

static int64_t number_of(const GPtrArray *pairs, const char *name)
{
	const struct eb_pair *pair;

	eb_for_each (pair, pairs)
		if (strcmp(pair->name, name) == 0)
			return g_ascii_strtoll(pair->value, NULL, 10);
	return 0;
}

static unsigned int count_primitives(const struct eb_resource *resource)
{
	const struct eb_resource *member;
	unsigned int count = resource->kind == EB_PRIMITIVE;

	eb_for_each (member, resource->members)
		count += count_primitives(member);
	return count;
}

static void weigh_resources(struct scale *scale)
{
	const struct eb_resource *resource, *member;

	eb_for_each (resource, scale->plan->cib.resources) {
		struct weights *weights = g_hash_table_lookup(scale->weights, resource->id);

		if (weights)
			weights->members = count_primitives(resource);
		else
			eb_for_each (member, resource->members)
				scale->multiplier = MAX(scale->multiplier,
							number_of(member->params, "multiplier"));
	}
}

static void weigh_location(const struct scale *scale, const struct eb_location *location)
{
	struct weights *weights = g_hash_table_lookup(scale->weights, location->resource);
	int64_t score =
		location->score ? g_ascii_strtoll(location->score, NULL, 10) : scale->multiplier;

	if (!weights || (!location->node && !location->attribute))
		return;
	if (location->node)
		weights->home = g_str_has_prefix(location->id, "hb-home-") ? score : weights->home;
	else if (g_str_has_prefix(location->attribute, "hb-hold-"))
		return; /* not a weight among others: minus infinity, while a takeover waits */
	else if (g_str_has_prefix(location->attribute, "hb-away-"))
		weights->away = score;
	else
		weights->ping = weights->ping ? MIN(weights->ping, score) : score;
}

/* The scores of a line have to keep this order. */
static void judge(const struct scale *scale, const char *id, const struct weights *weights)
{
	bool off = scale->plan->heartbeat.failback == HB_FAILBACK_OFF;
	int64_t stay = scale->stickiness * weights->members, home = weights->home;
	const struct {
		bool needed;
		const char *greater, *less;
		int64_t more, than;
	} order[] = {
		{ off, "staying where it is", "being at home", stay, home },
		{ !off, "being at home", "staying where it is", home, stay },
		{ true, "being at home", "nothing", home, 0 },
		{ true, "not being sent away", "being at home and staying", weights->away,
		  home + stay },
		{ weights->ping != 0, "a ping node", "all other reasons", weights->ping,
		  weights->away + home + stay },
		{ true, "infinity", "all reasons together", INFINITE,
		  weights->ping * scale->plan->heartbeat.pings + weights->away + home + stay },
	};

	for (size_t i = 0; i < EB_COUNT(order); i++)
		if (order[i].needed && order[i].more <= order[i].than)
			eb_diag_add(scale->diag, EB_MSG_SCORES, (struct eb_span) { 0 },
				    "%s: the score for %s, %" PRId64
				    ", has to be above that for %s, %" PRId64,
				    id, order[i].greater, order[i].more, order[i].less,
				    order[i].than);
}

void eb_check_scores(const struct eb_plan *plan, struct eb_diag *diag)
{
	struct scale scale = {
		.plan = plan,
		.diag = diag,
		.weights = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free),
		.stickiness = number_of(plan->cib.defaults, "resource-stickiness"),
	};
	const GPtrArray *lines = eb_plan_lines(plan);
	const struct eb_location *location;

	eb_for_each (location, lines)
		g_hash_table_insert(scale.weights, (gpointer)location->resource,
				    g_new0(struct weights, 1));
	weigh_resources(&scale);
	eb_for_each (location, plan->cib.locations)
		weigh_location(&scale, location);
	eb_for_each (location, lines)
		judge(&scale, location->resource,
		      g_hash_table_lookup(scale.weights, location->resource));
	g_hash_table_unref(scale.weights);
}
