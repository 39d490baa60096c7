// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What happens to the lines of haresources when something happens to the nodes: each event that
 * an operator knows, played on the model of Heartbeat and on that of the cluster made of it. The
 * rows go into the plan; a simulation with Pacemaker's own scheduler judges them (simulate.h).
 */
#ifndef EB_FORECAST_H
#define EB_FORECAST_H

#include "heartbeat-compat/placement.h"
#include "heartbeat-compat/plan.h"

/* An event, and what it follows. */
struct eb_trial {
	int before; /* the trial that it follows, -1: nothing has been before */
	struct hb_event event;
	const char *text;                   /* "web1 dies" */
	struct hb_placement *theirs, *ours; /* afterwards; ours: on one of the nodes named */
};

struct eb_forecast {
	const struct eb_plan *plan;
	struct hb_rules theirs, ours;
	struct eb_trial *trials;
	unsigned int count;
};

/* NULL: no lines, or more nodes than the model holds. It ends before the plan does. */
struct eb_forecast *eb_forecast_new(struct eb_plan *plan);
void eb_forecast_free(struct eb_forecast *forecast);

/* The rows of the plan: plan->forecast. */
void eb_forecast_note(const struct eb_forecast *forecast, struct eb_plan *plan);

/* A set of nodes by their names: "web1", "web1 and web2", "one of web1, web2", "nowhere". */
char *eb_forecast_nodes(const struct eb_plan *plan, hb_nodes nodes, bool one_of);

#endif
