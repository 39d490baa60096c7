// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The frame of the page: who it is about, whether he may go, and the sections in the order in
 * which they are needed.
 */
#include <string.h>

#include "heartbeat-compat/picture.h"
#include "heartbeat-compat/report-html.h"
#include "heartbeat-compat/report-page.h"
#include "heartbeat-compat/report.h"

static const char style[] =
#include "heartbeat-compat/picture.css.h"
#include "heartbeat-compat/report-html.css.h"
	;

/* ---- the head ------------------------------------------------------------------------------------- */

static void put_nodes(struct page *page, const struct eb_summary *summary)
{
	const struct eb_pair *node;

	HTML(page, "<p class=\"nodes\">");
	eb_for_each (node, page->plan->cib.nodes)
		eb_page_wordsf(page, "%s%s", node_at ? ", " : "", node->value);
	eb_page_wordsf(page, ": %u resource%s, %u lines of configuration", summary->primitives,
		       summary->primitives == 1 ? "" : "s", page->plan->fates->len);
	HTML(page, "</p>\n");
}

/* The light, and in words what it means. */
static void put_verdict(struct page *page, const struct eb_summary *summary)
{
	guint open = summary->open, warnings = summary->warnings;

	g_string_append_printf(page->out, "<p class=\"verdict %s\">",
			       open       ? "stop"
			       : warnings ? "care"
					  : "go");
	if (open)
		eb_page_wordsf(page, "Not yet: %u decision%s open", open,
			       open == 1 ? " is" : "s are");
	else if (warnings)
		eb_page_wordsf(page, "Go, with care: %u warning%s", warnings,
			       warnings == 1 ? "" : "s");
	else
		eb_page_words(page, "Go: nothing is open");
	HTML(page, "</p>\n");
}

static void put_counts(struct page *page, const struct eb_summary *summary)
{
	HTML(page, "<ul class=\"counts\">\n");
	for (size_t mark = 0; mark < EB_MARKS; mark++)
		g_string_append_printf(page->out,
				       "<li class=\"%s\"><b>%u</b> <span class=\"sign\">%c</span> "
				       "%s</li>\n",
				       eb_mark_names[mark], summary->marks[mark],
				       eb_mark_signs[mark], eb_mark_names[mark]);
	HTML(page, "</ul>\n");
}

static void put_inputs(struct page *page)
{
	const struct eb_input *input;
	const struct eb_pair *option;

	g_string_append_printf(page->out,
			       "<details class=\"inputs\"><summary>Made from %u files</summary>\n",
			       page->plan->inputs->len);
	HTML(page, "<table><thead><tr><th>File</th><th>SHA-256</th></tr></thead>\n<tbody>\n");
	eb_for_each (input, page->plan->inputs) {
		HTML(page, "<tr>");
		eb_page_text(page, "td", NULL, input->name);
		eb_page_text(page, "td", "digest",
			     input->digest ? input->digest : "standard input");
		HTML(page, "</tr>\n");
	}
	HTML(page, "</tbody></table>\n");
	if (page->plan->options->len)
		HTML(page, "<p>with");
	eb_for_each (option, page->plan->options) {
		g_autofree char *words = g_strdup_printf("--%s %s", option->name, option->value);

		HTML(page, " ");
		eb_page_text(page, "code", NULL, words);
	}
	HTML(page, page->plan->options->len ? "</p></details>\n" : "</details>\n");
}

static void put_head(struct page *page)
{
	struct eb_summary summary = eb_plan_summary(page->plan);

	eb_page_open(page, "from Heartbeat to Pacemaker", style, "From Heartbeat to Pacemaker");
	put_nodes(page, &summary);
	put_verdict(page, &summary);
	put_counts(page, &summary);
	put_inputs(page);
	HTML(page, "</header>\n");
}

/* ---- the picture ------------------------------------------------------------------------------------ */

static void put_picture(struct page *page)
{
	if (!page->picture) {
		HTML(page, "<p class=\"missing\">");
		eb_page_wordsf(page, "No picture: %s.", page->why);
		HTML(page, "</p>\n");
		return;
	}
	HTML(page, "<figure><div class=\"canvas\" tabindex=\"0\">\n");
	HTML(page, page->picture);
	HTML(page, "</div>\n");
	eb_page_text(
		page, "figcaption", NULL,
		"On top the links, with the address of each node on them. Groups stand on the "
		"node where they are at home, members in the order in which they start. Below: "
		"what runs on every node, and fencing.");
	HTML(page, "</figure>\n");
}

/* ---- the page ----------------------------------------------------------------------------------------- */

static const struct {
	struct eb_page_section head;
	void (*put)(struct page *page);
} sections[] = {
	{ { "picture", "Picture", "Anything in it leads to the line that it comes from." },
	  put_picture },
	{ { "decisions", "Decisions",
	    "What only you can say. Open ones come with the option that answers." },
	  eb_page_decisions },
	{ { "findings", "Findings", "What you should know before you go." }, eb_page_findings },
	{ { "lines", "Line by line",
	    "= exact, ~ approximated, - dropped, ! refused. Names lead to the picture." },
	  eb_page_rows },
	{ { "events", "Events", "Where the lines of haresources run after each of them." },
	  eb_page_forecast },
	{ { "times", "Times", "How long it takes until something happens." }, eb_page_durations },
	{ { "files", "Files",
	    "What the plan makes. The key of corosync is made where it is used." },
	  eb_page_files },
	{ { "runbook", "The day itself",
	    "In this order, each stage on every node before the next one. The last column is the "
	    "way back; once Pacemaker owns the resources, go it on all nodes at the same time." },
	  eb_page_runbook },
};

char *eb_plan_html(const struct eb_plan *plan, char **why)
{
	struct eb_anchors *anchors = eb_anchors_new(plan);
	g_autofree char *picture = eb_picture_svg(plan, anchors, false, why);
	g_autoptr(GHashTable) places = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) codes = g_hash_table_new(g_str_hash, g_str_equal);
	struct page page = { plan, anchors, picture, *why, places, codes, g_string_new(NULL) };
	const struct eb_fate *row;

	eb_for_each (row, plan->fates)
		g_hash_table_insert(places, (gpointer)row->place, (gpointer)row);
	put_head(&page);
	HTML(&page, EB_PAGE_CONTENTS);
	for (size_t i = 0; i < EB_COUNT(sections); i++)
		eb_page_link(&page, &sections[i].head);
	HTML(&page, EB_PAGE_MAIN);
	for (size_t i = 0; i < EB_COUNT(sections); i++) {
		eb_page_begin(&page, &sections[i].head);
		sections[i].put(&page);
		HTML(&page, EB_PAGE_END);
	}
	eb_anchors_free(anchors);
	return eb_page_close(&page);
}
