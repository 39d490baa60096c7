// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The rehearsal as one page to look at, print and pass around: the verdict, the whole as a
 * timeline, the table, and each event with its own picture. No script, nothing from elsewhere.
 */
#include <string.h>

#include "heartbeat-compat/rehearse.h"
#include "heartbeat-compat/report-page.h"

static const char style[] =
#include "heartbeat-compat/rehearse.css.h"
#include "heartbeat-compat/report-html.css.h"
	;

static const struct {
	const char *light, *words;
} verdicts[] = {
	[EB_AS_BEFORE] = { "go", "As with Heartbeat, in every event" },
	[EB_DOCUMENTED] = { "care", "As predicted: every difference has a known reason" },
	[EB_DIFFERS] = { "stop", "Not as predicted" },
};

static const char *const row_classes[] = {
	[EB_AS_BEFORE] = "same",
	[EB_DOCUMENTED] = "known",
	[EB_DIFFERS] = "differs",
};

static enum eb_verdict worst(const struct eb_rehearsal *r)
{
	enum eb_verdict verdict = EB_DIFFERS;

	if (eb_rehearse_twice(r, NULL))
		return EB_DIFFERS;
	while (verdict > EB_AS_BEFORE && !eb_rehearse_count(r, verdict))
		verdict--;
	return verdict;
}

/* ---- head ------------------------------------------------------------------------------------------- */

static void put_head(struct page *page, const struct eb_rehearsal *r)
{
	enum eb_verdict verdict = worst(r);
	const char *words = verdicts[verdict].words, *light = verdicts[verdict].light;

	if (verdict != EB_DIFFERS && eb_rehearse_torn(r)) {
		light = verdicts[EB_DOCUMENTED].light;
		words = "As predicted; without fencing a split has two owners, as with Heartbeat";
	}

	eb_page_open(page, "rehearsal", style, "Rehearsal, before production is touched");
	HTML(page, "<p class=\"nodes\">");
	for (guint i = 0; i < r->nodes->len; i++)
		eb_page_wordsf(page, "%s%s", i ? ", " : "", EB_NODE(r, i));
	eb_page_wordsf(page, ": %u group%s, %u events", r->casts->len,
		       r->casts->len == 1 ? "" : "s", r->acts->len);
	g_string_append_printf(page->out, "</p>\n<p class=\"verdict %s\">%s</p>\n", light, words);
	HTML(page, "<ul class=\"counts\">\n");
	g_string_append_printf(page->out,
			       "<li class=\"same\"><b>%u</b> same</li>\n"
			       "<li class=\"known\"><b>%u</b> different, known</li>\n"
			       "<li class=\"differs\"><b>%u</b> different</li>\n</ul>\n</header>\n",
			       eb_rehearse_count(r, EB_AS_BEFORE),
			       eb_rehearse_count(r, EB_DOCUMENTED),
			       eb_rehearse_count(r, EB_DIFFERS));
}

/* ---- sections --------------------------------------------------------------------------------------- */

static void put_figure(struct page *page, const char *svg)
{
	HTML(page, "<div class=\"canvas\" tabindex=\"0\">\n");
	HTML(page, svg);
	HTML(page, "</div>\n");
}

static void put_oracle(struct page *page, const struct eb_rehearsal *r)
{
	const struct eb_actor *actor = eb_rehearse_twice(r, NULL), *torn = eb_rehearse_torn(r);

	if (torn) {
		HTML(page, "<p class=\"oracle differs\">");
		eb_page_wordsf(page,
			       "Two owners in the split, of %s among others: this cluster has no "
			       "fencing (HB-3701), and " EB_TORN ".",
			       torn->id);
		HTML(page, "</p>\n");
	}
	HTML(page, actor ? "<p class=\"oracle differs\">" : "<p class=\"oracle same\">");
	if (actor)
		eb_page_wordsf(page, "%s ran on two nodes at once.", actor->id);
	else
		eb_page_wordsf(page,
			       "At no%s moment did anything run on two nodes: neither by the "
			       "recorders' logs nor by the client's ARP questions.",
			       torn ? " other" : "");
	HTML(page, "</p>\n");
}

static void put_whole(struct page *page, const struct eb_rehearsal *r)
{
	g_autofree char *svg = eb_rehearse_svg(r, NULL, false);

	put_oracle(page, r);
	HTML(page, "<figure>\n");
	put_figure(page, svg);
	eb_page_text(page, "figcaption", NULL,
		     "On top the machines while they have power, below them the groups. The "
		     "colour is that of the node; red and dashed: nobody serves.");
	HTML(page, "</figure>\n");
}

static void put_where(struct page *page, const char *who, const char *text)
{
	bool stays = g_str_has_prefix(text, "stays ");

	g_string_append_printf(page->out, "<td class=\"where%s\" data-who=\"%s\">",
			       stays ? " stays" : "", who);
	eb_page_words(page, text);
	HTML(page, "</td>");
}

static void put_row(struct page *page, const struct eb_rehearsal *r, const struct eb_act *act,
		    guint number, guint line)
{
	const struct eb_outcome *outcome = &act->outcomes[line];
	const struct eb_cast *cast = r->casts->pdata[line];
	g_autofree char *theirs = eb_theirs_text(r, act, outcome);
	g_autofree char *ours = eb_ours_text(r, act, outcome);
	g_autofree char *verdict = eb_verdict_text(outcome);
	const char *class = row_classes[outcome->verdict];

	HTML(page, line == 0 ? "<tr class=\"first\">" : "<tr>");
	if (line == 0)
		g_string_append_printf(page->out,
				       "<td class=\"number\">%u</td><td class=\"event\">"
				       "<a href=\"#act-%u\">",
				       number, number);
	else
		HTML(page, "<td class=\"number\"></td><td class=\"event\">");
	eb_page_words(page, line == 0 ? act->brief : "");
	HTML(page, line == 0 ? "</a></td>" : "</td>");
	put_where(page, "Group", cast->name);
	put_where(page, "Heartbeat", theirs);
	put_where(page, "Here", ours);
	if (outcome->because)
		g_string_append_printf(page->out,
				       "<td class=\"verdict-cell %s\"><a class=\"%s\" "
				       "href=\"#why-%s\">",
				       class, class, outcome->because->id);
	else
		g_string_append_printf(page->out, "<td class=\"verdict-cell %s\">", class);
	eb_page_words(page, verdict);
	HTML(page, outcome->because ? "</a></td></tr>\n" : "</td></tr>\n");
}

static void put_table(struct page *page, const struct eb_rehearsal *r)
{
	const struct eb_act *act;

	HTML(page, "<table class=\"acts\"><thead><tr><th></th><th>Event</th><th>Group</th>"
		   "<th>Heartbeat</th><th>The new cluster</th><th></th></tr></thead>\n<tbody>\n");
	eb_for_each (act, r->acts)
		for (guint line = 0; line < r->casts->len; line++)
			put_row(page, r, act, act_at + 1, line);
	HTML(page, "</tbody></table>\n");
}

static void put_reasons(struct page *page, const struct eb_rehearsal *r)
{
	const char *last = "";

	HTML(page, "<dl class=\"reasons\">\n");
	for (const struct hb_difference *row = hb_differences; row->id; row++) {
		if (!eb_rehearse_uses(r, row) || strcmp(row->id, last) == 0)
			continue;
		last = row->id;
		g_string_append_printf(page->out, "<dt id=\"why-%s\">%s: ", row->id, row->id);
		eb_page_words(page, row->brief);
		HTML(page, "</dt>\n");
		eb_page_text(page, "dd", NULL, row->reason);
	}
	HTML(page, "</dl>\n");
}

static void put_acts(struct page *page, const struct eb_rehearsal *r)
{
	const struct eb_act *act;

	eb_for_each (act, r->acts) {
		g_autofree char *svg = eb_rehearse_svg(r, act, false);

		g_string_append_printf(page->out, "<div class=\"act\" id=\"act-%u\"><h3>%u. ",
				       act_at + 1, act_at + 1);
		eb_page_words(page, act->brief);
		HTML(page, "</h3>\n");
		if (act->stuck) {
			HTML(page, "<p class=\"differs\">");
			eb_page_wordsf(page, "It went no further: %s.", act->stuck);
			HTML(page, "</p>\n");
		}
		put_figure(page, svg);
		HTML(page, "</div>\n");
	}
}

static void put_notes(struct page *page, const struct eb_rehearsal *r)
{
	const char *note;

	HTML(page, "<ul class=\"replaced\">\n");
	eb_for_each (note, r->notes)
		eb_page_text(page, "li", NULL, note);
	HTML(page, "</ul>\n");
}

/* ---- the page ----------------------------------------------------------------------------------------- */

static const struct {
	struct eb_page_section head;
	void (*put)(struct page *page, const struct eb_rehearsal *r);
} sections[] = {
	{ { "whole", "The rehearsal", "Everything in the order in which it was played." },
	  put_whole },
	{ { "table", "Event by event",
	    "Heartbeat's times are what was measured on Heartbeat 3.0.6, for these settings in ha.cf and "
	    "without what scripts take to start and stop. Those of the new cluster were measured just "
	    "now, scripts included, on a machine that may be slower than yours." },
	  put_table },
	{ { "reasons", "Known differences", "Where the new cluster does otherwise, and why." },
	  put_reasons },
	{ { "acts", "Timelines",
	    "Zero is the event. Below each group, paler, what Heartbeat does." },
	  put_acts },
	{ { "lab", "Not as in production",
	    "Names, addresses, times and rules are the plan's. This is not:" },
	  put_notes },
};

char *eb_rehearse_html(const struct eb_rehearsal *r)
{
	struct page page = { .plan = r->plan, .out = g_string_new(NULL) };

	put_head(&page, r);
	HTML(&page, EB_PAGE_CONTENTS);
	for (size_t i = 0; i < EB_COUNT(sections); i++)
		eb_page_link(&page, &sections[i].head);
	HTML(&page, EB_PAGE_MAIN);
	for (size_t i = 0; i < EB_COUNT(sections); i++) {
		eb_page_begin(&page, &sections[i].head);
		sections[i].put(&page, r);
		HTML(&page, EB_PAGE_END);
	}
	return eb_page_close(&page);
}
