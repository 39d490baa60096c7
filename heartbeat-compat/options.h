// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Options that shape a translation: --service, --drbd, --provider and their like. A plan keeps
 * them, so that whoever translates the same files later can do it in the same way.
 */
#ifndef EB_OPTIONS_H
#define EB_OPTIONS_H

#include "heartbeat-compat/grammar.h"
#include "heartbeat-compat/translate.h"

/* Where the plan is kept that is applied on this node. */
#define EB_APPLIED_PLAN "/var/lib/escapebeat/plan"

/* What the options go into; all of it is the caller's. */
struct eb_shape {
	struct hb_cluster *cluster;
	struct eb_diag *diag;
	struct eb_choices *choices;
};

/* Does a plan depend on this option? */
bool eb_option_shapes(enum eb_option_id id);

/* Takes one; the value has to stay. NULL, or what is wrong with it (g_free). */
char *eb_option_take(const struct eb_shape *shape, enum eb_option_id id, const char *value);

/* Takes those of a stored plan, which has to stay. NULL, or what is wrong with one (g_free). */
char *eb_options_of_plan(const struct eb_shape *shape, const struct eb_plan *plan);

#endif
