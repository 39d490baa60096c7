// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A plan against agents: those that the nodes are known to have, and what those of this machine say
 * of their parameters.
 */
#ifndef EB_CHECK_AGENTS_H
#define EB_CHECK_AGENTS_H

#include "heartbeat-compat/model.h"
#include "heartbeat-compat/plan.h"

/* Is each primitive's agent on each node, and does it take these parameters? validate: the agents
 * of this machine are asked, too, whether the values are any good. */
void eb_check_agents(struct eb_plan *plan, const struct hb_cluster *cluster, bool validate,
		     struct eb_diag *diag);

#endif
