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
	bool *apart;        /* of each line: it cannot be spoken of, */
	const char *shared; /* for the sake of this clone, or another one; NULL: there is none */
	unsigned int set_apart; /* how many they are */
};

/* NULL: no lines, or more nodes than the model holds. It ends before the plan does. */
struct eb_forecast *eb_forecast_new(struct eb_plan *plan);
void eb_forecast_free(struct eb_forecast *forecast);

/* The rows of the plan: plan->forecast. */
void eb_forecast_note(const struct eb_forecast *forecast, struct eb_plan *plan);

/* ---- for itself (forecast-apart.c) ----------------------------------------------------------- */

/* Finds the lines that cannot be spoken of. */
void eb_forecast_set_apart(struct eb_forecast *forecast);

/* A set of nodes by their names: "web1", "web1 and web2", "one of web1, web2", "nowhere". */
char *eb_forecast_nodes(const struct eb_plan *plan, hb_nodes nodes, bool one_of);

#endif
