// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Pacemaker's own scheduler as the judge of a plan: crm_simulate plays each event of a forecast
 * on the CIB, and each line has to be where the forecast says, which is where Heartbeat ran it
 * unless the list of differences has a reason.
 *
 * The scheduler takes longer than linearly, and lines know nothing of each other: those with one
 * home differ in nothing but the number of their members. So of each home the shortest and the
 * longest line are played, and stand for the others.
 */
#ifndef EB_SIMULATE_H
#define EB_SIMULATE_H

#include "heartbeat-compat/diag.h"
#include "heartbeat-compat/forecast.h"

/* What differs goes to diag, and so does that it was not judged, and why. */
void eb_simulate(const struct eb_forecast *forecast, struct eb_diag *diag);

/* Of a plan without lines of haresources: that the scheduler takes its CIB. */
void eb_simulate_start(const struct eb_plan *plan, struct eb_diag *diag);

/* ---- for itself ------------------------------------------------------------------------------ */

/*
 * The nodes on which a resource runs after what crm_simulate printed: a primitive; a group, when
 * all of its members do; a promotable clone, where it is promoted. -EINVAL: not in the text.
 */
int eb_simulated_nodes(const char *text, const struct eb_plan *plan,
		       const struct eb_resource *resource, hb_nodes *nodes);

/* Judges a line after a trial; NULL: as it should be, else what is wrong (g_free). */
char *eb_simulated_wrong(const struct eb_forecast *forecast, const struct eb_trial *trial,
			 unsigned int line, hb_nodes nodes);

#endif
