// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The plan for people: each line of the sources with what became of it.
 */
#ifndef EB_REPORT_H
#define EB_REPORT_H

#include "heartbeat-compat/plan.h"

/* g_free it. */
char *eb_plan_report(const struct eb_plan *plan);

/* The part of it that says where lines run after each event; nothing when there are none. */
void eb_forecast_report(GString *out, const struct eb_plan *plan);

/* ---- for every kind of report ------------------------------------------------------------------ */

struct eb_summary {
	guint primitives;
	guint marks[EB_MARKS]; /* rows of each */
	guint open;            /* decisions and missing files that nobody has accepted */
	guint warnings;
};
struct eb_summary eb_plan_summary(const struct eb_plan *plan);

/* Does the finding ask for an answer, whether it has been given or not? */
bool eb_finding_asks(const struct eb_finding *finding);

/* "web1/ha.cf:14": the length of the file's name; *line is behind the colon, "" for none. */
size_t eb_place_file(const char *place, const char **line);

/* The rows of one file stand together: the first one behind from that is of another. */
guint eb_rows_end(const struct eb_plan *plan, guint from);

#endif
