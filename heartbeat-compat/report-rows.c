// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Side by side: each line of the sources, and what became of it.
 */
#include "heartbeat-compat/report-page.h"
#include "heartbeat-compat/report.h"

/* The first row that names an object is where the picture leads; from there it leads back. */
static void put_objects(struct page *page, const struct eb_fate *row)
{
	const char *name;

	eb_for_each (name, row->objects) {
		const struct eb_object *object = eb_object(page->anchors, name);

		if (!page->picture || !object)
			continue;
		g_string_append_printf(page->out, " <a class=\"up\" href=\"#%s\">", object->anchor);
		eb_page_words(page, name);
		HTML(page, "</a>");
	}
}

static void put_result(struct page *page, const struct eb_fate *row)
{
	if (row->target)
		eb_page_words(page, row->target);
	put_objects(page, row);
	if (!row->reason)
		return;
	HTML(page, row->target ? "<br/>" : "");
	eb_page_text(page, "small", NULL, row->reason);
}

/* line NULL: a word of the line above. */
static void put_row(struct page *page, const struct eb_fate *row, const char *line)
{
	const char *mark = eb_mark_names[row->mark];

	g_string_append_printf(page->out, "<tr id=\"%s\" class=\"%s%s\">",
			       eb_row_anchor(page->anchors, row), mark, line ? "" : " word");
	eb_page_text(page, "td", "line", line ? line : "");
	HTML(page, "<td class=\"source\"><code>");
	eb_page_words(page, row->source);
	g_string_append_printf(
		page->out,
		"</code></td><td class=\"mark\"><span class=\"sign\">%c</span> %s</td>"
		"<td class=\"result\">",
		eb_mark_signs[row->mark], mark);
	put_result(page, row);
	HTML(page, "</td></tr>\n");
}

static void put_file(struct page *page, guint from, guint to)
{
	const struct eb_fate *row = page->plan->fates->pdata[from], *word;
	const char *line;

	HTML(page, "<details open=\"open\"><summary>");
	eb_page_wordsf(page, "%.*s", (int)eb_place_file(row->place, &line), row->place);
	HTML(page, "</summary>\n<table class=\"rows\">\n"
		   "<thead><tr><th>Line</th><th>Heartbeat</th><th></th>"
		   "<th>Pacemaker and corosync</th></tr></thead>\n<tbody>\n");
	for (guint i = from; i < to; i++) {
		row = page->plan->fates->pdata[i];
		eb_place_file(row->place, &line);
		put_row(page, row, line);
		eb_for_each (word, row->words)
			put_row(page, word, NULL);
	}
	HTML(page, "</tbody>\n</table></details>\n");
}

void eb_page_rows(struct page *page)
{
	for (guint from = 0, to; from < page->plan->fates->len; from = to) {
		to = eb_rows_end(page->plan, from);
		put_file(page, from, to);
	}
}
