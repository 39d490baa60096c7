// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A finished plan before it is believed: what crm_verify does not look at.
 */
#ifndef EB_CHECK_PLAN_H
#define EB_CHECK_PLAN_H

#include "heartbeat-compat/diag.h"
#include "heartbeat-compat/plan.h"

/* Do the scores keep the order that decides who wins? */
void eb_check_scores(const struct eb_plan *plan, struct eb_diag *diag);

#endif
