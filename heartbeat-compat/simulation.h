// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the parts of the simulation share. Nobody else includes this.
 */
#ifndef EB_SIMULATION_H
#define EB_SIMULATION_H

#include "heartbeat-compat/simulate.h"
#include "heartbeat-compat/to-cib-state.h"

/* What is played. */
struct eb_played {
	const struct eb_forecast *forecast;
	struct eb_plan cib;   /* the plan, with the lines that are played alone */
	GArray *lines;        /* unsigned int: their numbers */
	GPtrArray *resources; /* struct eb_resource *: of those lines */
};

/* Fills in the rest of it; both arrays are there. */
void eb_played_choose(struct eb_played *played);

/* Is there a fence device? */
bool eb_played_fences(const struct eb_played *played);

/* How many resources there are, members of groups and clones counted. */
unsigned int eb_played_weight(const struct eb_played *played);

/* What the nodes say of themselves after a trial (struct eb_attribute *, g_ptr_array_unref). */
GPtrArray *eb_played_attributes(const struct eb_played *played, const struct eb_trial *trial);

/* Is it the promoted instances of clones that decide? */
bool eb_played_promotes(const struct eb_played *played);

#endif
