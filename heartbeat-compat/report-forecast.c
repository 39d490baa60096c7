// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where the lines of haresources run after each event: with Heartbeat, and with Pacemaker.
 */
#include <string.h>

#include "heartbeat-compat/report-page.h"
#include "heartbeat-compat/report.h"

#define NOTHING_COMPARED                                                                            \
	"With crm on, Heartbeat's CIB said where resources run: there are no lines of haresources " \
	"to compare."

static char *account(const struct eb_row *row)
{
	if (row->difference)
		return g_strdup_printf("%s: %s", row->difference, row->reason);
	return g_strdup(row->reason ? row->reason : "");
}

/* ---- as text --------------------------------------------------------------------------------- */

static int width_of(const struct eb_plan *plan, size_t member, const char *head)
{
	const struct eb_row *row;
	size_t width = strlen(head);

	eb_for_each (row, plan->forecast)
		width = MAX(width, strlen(G_STRUCT_MEMBER(const char *, row, member)));
	return (int)width;
}

void eb_forecast_report(GString *out, const struct eb_plan *plan)
{
	static const char *const head[] = { "after the event", "Heartbeat ran it",
					    "Pacemaker runs it" };
	static const size_t members[] = { offsetof(struct eb_row, event),
					  offsetof(struct eb_row, heartbeat),
					  offsetof(struct eb_row, cluster) };
	const struct eb_row *row;
	int width[EB_COUNT(head)];

	if (plan->heartbeat.crm)
		g_string_append_printf(out, "\n    %s\n", NOTHING_COMPARED);
	if (!plan->forecast->len)
		return;
	for (size_t i = 0; i < EB_COUNT(head); i++)
		width[i] = width_of(plan, members[i], head[i]);
	g_string_append_printf(out, "\n    %-*s  %-*s  %s\n", width[0], head[0], width[1], head[1],
			       head[2]);
	eb_for_each (row, plan->forecast) {
		g_autofree char *why = account(row);
		bool same = strcmp(row->heartbeat, row->cluster) == 0;

		g_string_append_printf(out, "  %c %-*s  %-*s  %-*s  %s", same ? '=' : '~', width[0],
				       row->event, width[1], row->heartbeat, width[2], row->cluster,
				       why);
		while (out->str[out->len - 1] == ' ')
			g_string_truncate(out, out->len - 1);
		g_string_append_c(out, '\n');
	}
}

/* ---- as a page ------------------------------------------------------------------------------- */

static void put_row(struct page *page, const struct eb_row *row)
{
	g_autofree char *why = account(row);
	bool same = strcmp(row->heartbeat, row->cluster) == 0;
	enum eb_mark mark = same ? EB_EXACT : EB_NEAR;

	g_string_append_printf(page->out, "<tr class=\"%s\">", eb_mark_names[mark]);
	eb_page_text(page, "td", NULL, row->event);
	eb_page_text(page, "td", NULL, row->heartbeat);
	g_string_append_printf(page->out,
			       "<td class=\"mark\"><span class=\"sign\">%c</span> %s</td><td>",
			       eb_mark_signs[mark], same ? "the same" : "different");
	eb_page_words(page, row->cluster);
	eb_page_text(page, "small", NULL, *why ? why : NULL);
	HTML(page, "</td></tr>\n");
}

void eb_page_forecast(struct page *page)
{
	const struct eb_row *row;

	if (!page->plan->forecast->len) {
		eb_page_text(page, "p", "none",
			     page->plan->heartbeat.crm ? NOTHING_COMPARED
						       : "There are no lines of haresources.");
		return;
	}
	HTML(page, "<table class=\"events\"><thead><tr><th>Event</th><th>Heartbeat</th><th></th>"
		   "<th>Pacemaker</th></tr></thead>\n<tbody>\n");
	eb_for_each (row, page->plan->forecast)
		put_row(page, row);
	HTML(page, "</tbody></table>\n");
}
