// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How long things take, then and now: two bars a row, each as long as its share of the longer
 * one, and the number beside it.
 */
#include "heartbeat-compat/report-page.h"

static char *time_text(int64_t ms)
{
	if (ms == EB_NEVER)
		return g_strdup("never");
	if (ms < 1000)
		return g_strdup_printf("%d ms", (int)ms);
	return g_strdup_printf("%.1f s", (double)ms / 1000);
}

static void put_bar(struct page *page, const char *label, const char *class, int64_t ms,
		    int64_t longest_ms)
{
	g_autofree char *text = time_text(ms);
	int percent =
		ms > 0 && longest_ms > 0 ? (int)((100 * ms + longest_ms / 2) / longest_ms) : 0;

	g_string_append_printf(page->out,
			       "<div class=\"bar %s\"><span class=\"label\">%s</span>"
			       "<span class=\"track\"><span style=\"width:%d%%\"></span></span>"
			       "<span class=\"value\">%s</span></div>\n",
			       class, label, MAX(percent, ms > 0), text);
}

void eb_page_durations(struct page *page)
{
	const struct eb_duration *duration;

	eb_for_each (duration, page->plan->durations) {
		int64_t longest_ms = MAX(duration->heartbeat_ms, duration->cluster_ms);

		HTML(page, "<div class=\"duration\">\n");
		eb_page_text(page, "h3", NULL, duration->event);
		put_bar(page, "Heartbeat", "then", duration->heartbeat_ms, longest_ms);
		put_bar(page, "Pacemaker", "now", duration->cluster_ms, longest_ms);
		eb_page_text(page, "small", NULL, duration->reason);
		HTML(page, "</div>\n");
	}
}
