// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the operator has to decide, and then what he should know, worst first. Each finding can
 * be linked by its code: #HB-2107, and #HB-2107-2 for the second one of that kind.
 */
#include <string.h>

#include "heartbeat-compat/report-page.h"
#include "heartbeat-compat/report.h"

static void put_place(struct page *page, const struct eb_finding *finding)
{
	const struct eb_fate *row;

	if (!finding->place)
		return;
	row = g_hash_table_lookup(page->places, finding->place);
	HTML(page, "<p class=\"place\">");
	if (row)
		g_string_append_printf(page->out, "<a href=\"#%s\">",
				       eb_row_anchor(page->anchors, row));
	eb_page_words(page, finding->place);
	HTML(page, row ? "</a></p>\n" : "</p>\n");
}

/* The option that answers: named by the message, else the one that accepts it. */
static void put_answer(struct page *page, const struct eb_finding *finding)
{
	bool named = finding->hint && strncmp(finding->hint, "--", 2) == 0;

	HTML(page, "<p class=\"answer\">");
	if (finding->accepted) {
		eb_page_words(page, "Accepted when the plan was made, by ");
	} else {
		eb_page_words(page, "Plan again with ");
	}
	HTML(page, "<code>");
	if (named && !finding->accepted)
		eb_page_words(page, finding->hint);
	else
		eb_page_wordsf(page, "--accept %s", finding->code);
	HTML(page, "</code></p>\n");
}

static void put_finding(struct page *page, const struct eb_finding *finding)
{
	const struct eb_code *code = eb_code_find(eb_code_parse(finding->code));
	guint before = GPOINTER_TO_UINT(g_hash_table_lookup(page->codes, finding->code));

	g_string_append_printf(page->out, "<article class=\"finding %s%s\" id=\"",
			       finding->severity, finding->accepted ? " accepted" : "");
	eb_page_words(page, finding->code);
	g_hash_table_insert(page->codes, (gpointer)finding->code, GUINT_TO_POINTER(before + 1));
	if (before)
		g_string_append_printf(page->out, "-%u", before + 1);
	HTML(page, "\">\n<h3>");
	eb_page_text(page, "span", "severity", finding->severity);
	eb_page_words(page, finding->text);
	eb_page_text(page, "span", "code", finding->code);
	HTML(page, "</h3>\n");
	put_place(page, finding);
	eb_page_text(page, "pre", NULL, finding->excerpt);
	eb_page_text(page, "p", NULL, code ? code->remedy : NULL);
	if (eb_finding_asks(finding) || finding->accepted)
		put_answer(page, finding);
	HTML(page, "</article>\n");
}

void eb_page_decisions(struct page *page)
{
	const struct eb_finding *finding;
	guint count = 0;

	eb_for_each (finding, page->plan->findings)
		if (eb_finding_asks(finding)) {
			put_finding(page, finding);
			count++;
		}
	if (!count)
		eb_page_text(page, "p", "none", "Nothing to decide.");
}

void eb_page_findings(struct page *page)
{
	static const char *const severities[] = { "error", "warning", "note" };
	const struct eb_finding *finding;
	guint count = 0;

	for (size_t i = 0; i < EB_COUNT(severities); i++)
		eb_for_each (finding, page->plan->findings)
			if (strcmp(finding->severity, severities[i]) == 0) {
				put_finding(page, finding);
				count++;
			}
	if (!count)
		eb_page_text(page, "p", "none", "No fault found.");
}
