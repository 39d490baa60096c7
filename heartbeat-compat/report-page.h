// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A page of HTML under way: what all pages begin and end with, and how text gets into them. One file
 * without scripts that asks for nothing from elsewhere. Included by what makes the pages and their
 * sections, nobody else.
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

/* ---- its frame, in this order ---- */

/* The head of the document, and of the page up to the cluster's name: its header stays open. style:
 * CSS; title and eyebrow: plain text. */
void eb_page_open(struct page *page, const char *title, const char *style, const char *eyebrow);

/* Links to the sections, between these two. */
#define EB_PAGE_CONTENTS "<nav aria-label=\"Sections\">\n"
#define EB_PAGE_MAIN     "</nav>\n<main>\n"

struct eb_page_section {
	const char *id, *title, *brief; /* id and title are written as they are */
};
void eb_page_link(struct page *page, const struct eb_page_section *section);

/* A section with its heading, up to EB_PAGE_END. */
void eb_page_begin(struct page *page, const struct eb_page_section *section);
#define EB_PAGE_END "</section>\n"

/* The page as text; g_free. */
char *eb_page_close(struct page *page);

/* ---- what stands in the sections of a plan's page, below their headings ---- */

void eb_page_rows(struct page *page);
void eb_page_decisions(struct page *page);
void eb_page_findings(struct page *page);
void eb_page_forecast(struct page *page);
void eb_page_durations(struct page *page);
void eb_page_files(struct page *page);
void eb_page_runbook(struct page *page);

#endif
