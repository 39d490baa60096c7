// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The plan as one page to look at, print and pass around: no script, nothing from elsewhere,
 * the same bytes for the same plan.
 */
#ifndef EB_REPORT_HTML_H
#define EB_REPORT_HTML_H

#include "heartbeat-compat/plan.h"

/* g_free it. When the picture cannot be drawn, the page says so, and so does *why (g_free). */
char *eb_plan_html(const struct eb_plan *plan, char **why);

#endif
