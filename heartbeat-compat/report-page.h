// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the sections of the page share. Nobody else includes this.
 */
#ifndef EB_REPORT_PAGE_H
#define EB_REPORT_PAGE_H

#include "heartbeat-compat/anchors.h"
#include "heartbeat-compat/plan.h"

struct page {
	const struct eb_plan *plan;
	struct eb_anchors *anchors;
	const char *picture; /* the svg element, or NULL */
	const char *why;     /* there is none */
	GHashTable *places;  /* of a row -> struct eb_fate * */
	GHashTable *codes;   /* of a finding -> how many of them are on the page */
	GString *out;
};

/* Markup, as it is. */
#define HTML(page, markup) g_string_append((page)->out, markup)

/* Text, escaped: <tag class="class">text</tag>; class NULL: none; text NULL: no element. */
void eb_page_text(struct page *page, const char *tag, const char *class, const char *text);

/* Text in the midst of an element, escaped. */
void eb_page_words(struct page *page, const char *text);
void eb_page_wordsf(struct page *page, const char *format, ...) EB_PRINTF(2, 3);

/* What stands in the sections, below their headings. */
void eb_page_rows(struct page *page);
void eb_page_decisions(struct page *page);
void eb_page_findings(struct page *page);
void eb_page_forecast(struct page *page);
void eb_page_durations(struct page *page);
void eb_page_files(struct page *page);
void eb_page_runbook(struct page *page);

#endif
