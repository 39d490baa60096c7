// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the {names} of the phrase book in to-commands.c stand for. Nobody else includes this.
 */
#ifndef EB_TO_COMMANDS_SAY_H
#define EB_TO_COMMANDS_SAY_H

#include "heartbeat-compat/plan.h"

enum dialect { PCS, CRM, DIALECTS };

/* What a phrase speaks of; only what its {names} need is set. */
struct subject {
	enum dialect dialect;
	const struct eb_plan *plan;
	const struct eb_resource *resource;
	const struct eb_resource *around; /* the clone that the resource is in, or NULL */
	const struct eb_location *location;
	const struct eb_tie *tie;
};

/* The property that pcs does not take before sbd is enabled; NULL: the plan has none. */
const struct eb_pair *eb_watchdog_timeout(const struct eb_plan *plan);

/* Writes what the name stands for that text begins with, and returns what is behind it. */
const char *eb_put_name(GString *out, const char *text, const struct subject *subject);

#endif
