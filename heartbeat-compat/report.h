// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The plan for people: each line of the sources with what became of it.
 */
#ifndef EB_REPORT_H
#define EB_REPORT_H

#include "heartbeat-compat/plan.h"

/* g_free it. */
char *eb_plan_report(const struct eb_plan *plan);

#endif
