// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A finished plan before it is believed, with what this machine has to judge it by.
 */
#ifndef EB_JUDGE_H
#define EB_JUDGE_H

#include "heartbeat-compat/diag.h"
#include "heartbeat-compat/plan.h"

/* Adds to the plan what happens after which event, and to diag what is wrong with it. */
void eb_judge(struct eb_plan *plan, struct eb_diag *diag);

#endif
