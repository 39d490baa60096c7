// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/forecast.h"

enum { NOTHING = -1, START = 0 };

/* What can happen to each node of a pair, in this order, and what it follows. */
static const struct kind {
	enum hb_event_kind event;
	int before; /* kinds back; 0: after the start of all, NOTHING: at the very first */
	bool other; /* it happens to the other node */
	bool pings; /* only where ping nodes decide */
	bool many;  /* of more than two nodes, too */
	bool once;  /* it is the same for each node: the first one will do */
	const char *begin, *end; /* of the text, the name of the node between them */
} kinds[] = {
	{ HB_EVENT_CRASH, START, false, false, true, false, "", " dies" },
	{ HB_EVENT_RETURN, 1, false, false, true, false, "", " returns" },
	{ HB_EVENT_STANDBY, START, false, false, false, false, "hb_standby on ", "" },
	{ HB_EVENT_TAKEOVER, 1, false, false, false, false, "then hb_takeover on ", "" },
	{ HB_EVENT_PING_LOST, START, false, true, false, false, "", " loses the ping nodes" },
	{ HB_EVENT_PING_BACK, 1, false, true, false, false, "", " reaches them again" },
	{ HB_EVENT_PING_LOST, 2, true, true, false, true, "all lose the ping nodes, ", " last" },
	{ HB_EVENT_ALONE, NOTHING, false, false, false, true, "", " starts alone" },
	{ HB_EVENT_JOIN, 1, true, false, false, true, "then ", " starts" },
};

/* ---- playing ------------------------------------------------------------------------------- */

static const char *name_of(const struct eb_plan *plan, unsigned int node)
{
	const struct eb_pair *pair = plan->cib.nodes->pdata[node];

	return pair->value;
}

static struct hb_placement *play(const struct eb_forecast *forecast, const struct hb_rules *rules,
				 const struct eb_trial *trial, const struct hb_placement *before)
{
	unsigned int pings = (unsigned int)forecast->plan->heartbeat.pings;
	struct hb_placement *placement =
		before ? hb_placement_copy(rules, before) : hb_placement_new(rules, pings);

	hb_placement_after(rules, placement, &trial->event);
	return placement;
}

/* Of more than two nodes it is not said which one takes over: the placement names them all. */
static struct hb_rules rules_for_playing(const struct eb_forecast *forecast)
{
	struct hb_rules rules = forecast->ours;

	rules.here = rules.nodes <= 2;
	return rules;
}

static void add_trial(struct eb_forecast *forecast, const struct eb_trial *wanted)
{
	const struct hb_rules ours = rules_for_playing(forecast);
	struct eb_trial *trial = &forecast->trials[forecast->count++];
	const struct eb_trial *before =
		wanted->before == NOTHING ? NULL : &forecast->trials[wanted->before];

	*trial = *wanted;
	trial->theirs = play(forecast, &forecast->theirs, trial, before ? before->theirs : NULL);
	trial->ours = play(forecast, &ours, trial, before ? before->ours : NULL);
}

/* As far back as the kind says, counted in trials of this node; -1 when that one was left out. */
static int trial_before(const struct eb_forecast *forecast, const struct kind *kind)
{
	return kind->before > 0 ? (int)forecast->count - kind->before : kind->before;
}

static bool is_left_out(const struct eb_forecast *forecast, const struct kind *kind,
			unsigned int node)
{
	return (kind->pings && !forecast->theirs.ipfail) || (kind->once && node > 0) ||
	       (!kind->many && forecast->theirs.nodes > 2);
}

static void add_node(struct eb_forecast *forecast, unsigned int node)
{
	const struct eb_plan *plan = forecast->plan;

	for (const struct kind *kind = kinds; kind < kinds + EB_COUNT(kinds); kind++) {
		bool back = kind->event == HB_EVENT_PING_BACK;
		unsigned int whose = kind->other ? 1 - node : node;
		struct eb_trial trial = {
			.before = trial_before(forecast, kind),
			.event = { .kind = kind->event,
				   .node = whose,
				   .reaches = back ? (unsigned int)plan->heartbeat.pings : 0 },
		};

		if (is_left_out(forecast, kind, node))
			continue;
		trial.text = eb_arena_format(plan->arena, "%s%s%s", kind->begin,
					     name_of(plan, whose), kind->end);
		add_trial(forecast, &trial);
	}
}

static void add_split(struct eb_forecast *forecast)
{
	const struct eb_trial trial = {
		.before = START,
		.event = { .kind = HB_EVENT_SPLIT, .node = 1 },
		.text = "the links between the nodes are cut",
	};
	struct eb_trial *made;

	add_trial(forecast, &trial);
	made = &forecast->trials[forecast->count - 1];
	/* Fencing leaves one of them, and it is not said which. */
	for (unsigned int line = 0; line < forecast->ours.lines; line++)
		made->ours->where[line] = HB_NODE(0) | HB_NODE(1);
}

struct eb_forecast *eb_forecast_new(struct eb_plan *plan)
{
	struct eb_forecast *forecast = g_new0(struct eb_forecast, 1);
	struct eb_trial start = { .before = NOTHING, .event = { .kind = HB_EVENT_START } };

	forecast->plan = plan;
	if (eb_plan_rules(plan, &forecast->theirs) < 0 || !forecast->theirs.lines) {
		g_free(forecast);
		return NULL;
	}
	forecast->ours = hb_rules_here(&forecast->theirs);
	eb_forecast_set_apart(forecast);
	forecast->trials = g_new0(struct eb_trial, 2 + EB_COUNT(kinds) * forecast->theirs.nodes);
	start.text = forecast->theirs.nodes == 2   ? "both nodes start"
		     : forecast->theirs.nodes == 1 ? "the node starts"
						   : "all nodes start";
	add_trial(forecast, &start);
	for (unsigned int node = 0; forecast->theirs.nodes > 1 && node < forecast->theirs.nodes;
	     node++)
		add_node(forecast, node);
	if (forecast->theirs.nodes == 2)
		add_split(forecast);
	return forecast;
}

void eb_forecast_free(struct eb_forecast *forecast)
{
	if (!forecast)
		return;
	for (unsigned int i = 0; i < forecast->count; i++) {
		hb_placement_free(forecast->trials[i].theirs);
		hb_placement_free(forecast->trials[i].ours);
	}
	g_free(forecast->trials);
	g_free(forecast->apart);
	g_free(forecast);
}

/* ---- words --------------------------------------------------------------------------------- */

char *eb_forecast_nodes(const struct eb_plan *plan, hb_nodes nodes, bool one_of)
{
	g_autoptr(GString) text = g_string_new(NULL);
	unsigned int left = (unsigned int)__builtin_popcountll(nodes);

	if (!left)
		return g_strdup("nowhere");
	if (left > 1 && one_of)
		g_string_append(text, "one of ");
	for (unsigned int node = 0; node < plan->cib.nodes->len; node++)
		if (nodes & HB_NODE(node)) {
			g_string_append(text, name_of(plan, node));
			left--;
			g_string_append(text, left > 1 || (left && one_of) ? ", "
					      : left                       ? " and "
									   : "");
		}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Lines with the same home are always together. */
struct homes {
	const struct hb_rules *rules;
	hb_nodes where[HB_NODES_MAX];
	bool used[HB_NODES_MAX];
	unsigned int count, first;
};

static struct homes homes_of(const struct eb_forecast *forecast,
			     const struct hb_placement *placement)
{
	const struct hb_rules *rules = &forecast->theirs;
	struct homes homes = { .rules = rules };

	for (unsigned int line = 0; line < rules->lines; line++) {
		unsigned int home = rules->home[line];

		if (forecast->apart[line])
			continue;
		homes.first = homes.count ? homes.first : home;
		homes.count += !homes.used[home];
		homes.used[home] = true;
		homes.where[home] = placement->where[line];
	}
	return homes;
}

static bool all_at_home(const struct homes *homes)
{
	for (unsigned int node = 0; node < homes->rules->nodes; node++)
		if (homes->used[node] && homes->where[node] != HB_NODE(node))
			return false;
	return true;
}

static bool all_together(const struct homes *homes)
{
	hb_nodes first = homes->where[homes->first];

	for (unsigned int node = 0; node < homes->rules->nodes; node++)
		if (homes->used[node] && homes->where[node] != first)
			return false;
	return true;
}

/* Where the lines are: "each at home", "all on web2", "web1's on web2, web2's on web3". */
static const char *describe(const struct eb_forecast *forecast,
			    const struct hb_placement *placement, bool one_of)
{
	const struct eb_plan *plan = forecast->plan;
	const struct homes homes = homes_of(forecast, placement);
	g_autoptr(GString) text = g_string_new(NULL);

	if (homes.count > 1 && all_at_home(&homes))
		return "each at home";
	if (all_together(&homes)) {
		hb_nodes nodes = homes.where[homes.first];
		g_autofree char *where = eb_forecast_nodes(plan, nodes, one_of);

		return eb_arena_format(plan->arena, "%s%s%s",
				       nodes && homes.count > 1 ? "all " : "", nodes ? "on " : "",
				       where);
	}
	for (unsigned int node = 0; node < forecast->theirs.nodes; node++) {
		g_autofree char *where = eb_forecast_nodes(plan, homes.where[node], one_of);

		if (homes.used[node])
			g_string_append_printf(text, "%s%s's %s%s", text->len ? ", " : "",
					       name_of(plan, node), homes.where[node] ? "on " : "",
					       where);
	}
	return eb_arena_string(plan->arena, text->str);
}

/* The row of the list that accounts for the first line that is somewhere else. */
static const struct hb_difference *difference_of(const struct eb_forecast *forecast,
						 const struct eb_trial *trial)
{
	for (unsigned int line = 0; line < forecast->theirs.lines; line++) {
		hb_nodes theirs = trial->theirs->where[line], ours = trial->ours->where[line];

		if (trial->event.kind == HB_EVENT_SPLIT || forecast->theirs.nodes > 2)
			ours &= -ours;
		if (theirs != ours && !forecast->apart[line])
			return hb_difference_find(&forecast->theirs, &trial->event, theirs, ours);
	}
	return NULL;
}

/* Without fence device both sides of a cut go on, as with Heartbeat. */
static bool is_open(const struct eb_forecast *forecast, const struct eb_trial *trial)
{
	return trial->event.kind == HB_EVENT_SPLIT && !eb_plan_fences(forecast->plan);
}

/* Nobody has played what the lines do that share a clone: that is all there is to say. */
static void note_apart(const struct eb_forecast *forecast, struct eb_plan *plan)
{
	struct eb_row *row = eb_arena_make(plan->arena, struct eb_row);

	*row = (struct eb_row) {
		.event = eb_arena_format(plan->arena, "any, of %u line%s with %s",
					 forecast->set_apart, forecast->set_apart > 1 ? "s" : "",
					 forecast->shared),
		.heartbeat = "as for the other lines",
		.cluster = "where it is promoted",
		.reason = "not judged (HB-4711)",
	};
	g_ptr_array_add(plan->forecast, row);
}

void eb_forecast_note(const struct eb_forecast *forecast, struct eb_plan *plan)
{
	if (forecast->set_apart)
		note_apart(forecast, plan);
	if (forecast->set_apart == forecast->theirs.lines)
		return;
	for (unsigned int i = 0; i < forecast->count; i++) {
		const struct eb_trial *trial = &forecast->trials[i];
		bool open = is_open(forecast, trial);
		const struct hb_difference *difference =
			open ? NULL : difference_of(forecast, trial);
		struct eb_row *row = eb_arena_make(plan->arena, struct eb_row);

		*row = (struct eb_row) {
			.event = trial->text,
			.heartbeat = describe(forecast, trial->theirs, false),
			.cluster = describe(forecast, trial->ours, !open),
			.difference = difference ? difference->id : NULL,
			.reason = difference ? difference->brief
				  : open     ? "nothing keeps the two apart without a fence device"
					     : NULL,
		};
		g_ptr_array_add(plan->forecast, row);
	}
}
