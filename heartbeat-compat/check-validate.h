// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The agents' own opinion of a plan's values.
 */
#ifndef EB_CHECK_VALIDATE_H
#define EB_CHECK_VALIDATE_H

#include "heartbeat-compat/agent-metadata.h"

/* A primitive with the agent that it needs. */
struct eb_primitive {
	const struct eb_resource *resource;
	const struct eb_resource *clone; /* that it is in; NULL: none */
	struct eb_agent *agent;
};

/* Runs validate-all of each primitive (struct eb_primitive *), each agent with the same parameters
 * once, on this machine. */
void eb_check_validate(const GPtrArray *primitives, struct eb_diag *diag);

#endif
