// SPDX-License-Identifier: GPL-2.0-or-later
#include <math.h>
#include <string.h>

#include "heartbeat-compat/rehearse-canvas.h"
#include "heartbeat-compat/report-page.h"
#include "heartbeat-compat/report.h"

static const char style[] =
#include "heartbeat-compat/rehearse.css.h"
	;

enum {
	WIDTH = 980,
	TICKS = 9,        /* at most */
	LETTER = 8,       /* width of one, at most */
	MARGIN = 10,      /* around words in a bar */
	GAP_SHOWN_MS = 1, /* shorter ones are nothing */
};

double eb_canvas_x(const struct eb_canvas *c, double ms)
{
	double share = (ms - c->from_ms) / (c->until_ms - c->from_ms);

	return EB_CANVAS_LEFT + CLAMP(share, 0, 1) * (EB_CANVAS_RIGHT - EB_CANVAS_LEFT);
}

void eb_canvas_put(struct eb_canvas *c, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_string_append_vprintf(c->out, format, args);
	va_end(args);
}

void eb_canvas_words(struct eb_canvas *c, double x, double y, const char *class, const char *text)
{
	g_autofree char *escaped = eb_markup(text);

	eb_canvas_put(c, "<text x=\"%d\" y=\"%d\" class=\"%s\">%s</text>\n", (int)lround(x),
		      (int)lround(y), class, escaped);
}

void eb_canvas_label(struct eb_canvas *c, double y, const char *class, const char *text)
{
	glong most = (EB_CANVAS_LEFT - 14) / (LETTER - 1);
	g_autofree char *cut = g_utf8_substring(text, 0, MIN(g_utf8_strlen(text, -1), most));

	if (strlen(cut) < strlen(text)) {
		g_autofree char *less = g_utf8_substring(text, 0, most - 1);
		g_autofree char *dotted = g_strconcat(less, "\xe2\x80\xa6", NULL);

		eb_canvas_words(c, EB_CANVAS_LEFT - 12, y, class, dotted);
		return;
	}
	eb_canvas_words(c, EB_CANVAS_LEFT - 12, y, class, cut);
}

/* ---- bars --------------------------------------------------------------------------------------------- */

static void put_rect(struct eb_canvas *c, const struct eb_bar *bar, const char *class, double from,
		     double end)
{
	eb_canvas_put(c,
		      "<rect x=\"%d.%d\" y=\"%d\" width=\"%d.%d\" height=\"%d\" rx=\"3\" "
		      "class=\"%s%s\"/>\n",
		      (int)from, (int)(from * 10) % 10, (int)bar->y, (int)(end - from),
		      (int)((end - from) * 10) % 10, (int)bar->height, class, bar->class);
}

static void put_inside(struct eb_canvas *c, const struct eb_bar *bar, double from, double end,
		       const char *text, const char *class)
{
	if (end - from > (double)strlen(text) * LETTER + MARGIN)
		eb_canvas_words(c, from + 7, bar->y + bar->height / 2 + 4, class, text);
}

void eb_canvas_bar(struct eb_canvas *c, const struct eb_bar *bar, const char *class, double from_ms,
		   double until_ms, const char *text, const char *text_class)
{
	double x = eb_canvas_x(c, from_ms), end = eb_canvas_x(c, until_ms);

	if (end - x < 0.5)
		return;
	put_rect(c, bar, class, x, end);
	if (text)
		put_inside(c, bar, x, end, text, text_class);
}

static void put_stay(struct eb_canvas *c, const struct eb_rehearsal *r, const struct eb_bar *bar,
		     int node, double from_ms, double until_ms)
{
	g_autofree char *class = g_strdup_printf("n%d", node % EB_CANVAS_COLOURS);

	eb_canvas_bar(c, bar, class, from_ms, until_ms, EB_NODE(r, node), "in small");
}

void eb_canvas_gap(struct eb_canvas *c, const struct eb_bar *bar, double from_ms, double until_ms)
{
	g_autofree char *text = g_strdup_printf("away %.1f s", (until_ms - from_ms) / 1000);
	bool tight = eb_canvas_x(c, until_ms) - eb_canvas_x(c, from_ms) <=
		     (double)strlen(text) * LETTER + MARGIN;

	eb_canvas_bar(c, bar, "gap", from_ms, until_ms, tight ? text + strlen("away ") : text,
		      "away small");
}

void eb_canvas_places(struct eb_canvas *c, const struct eb_rehearsal *r, const struct eb_bar *bar,
		      hb_nodes nodes, double from_ms, double until_ms)
{
	g_autofree char *text = eb_places_text(r, nodes);
	struct eb_bar part = { bar->y, bar->height / MAX(__builtin_popcount(nodes), 1),
			       bar->class };

	for (guint i = 0; i < r->nodes->len; i++) {
		g_autofree char *class = g_strdup_printf("n%u", i % EB_CANVAS_COLOURS);

		if (!(nodes & HB_NODE(i)))
			continue;
		eb_canvas_bar(c, &part, class, from_ms, until_ms, NULL, NULL);
		part.y += part.height;
	}
	if (nodes)
		put_inside(c, bar, eb_canvas_x(c, from_ms), eb_canvas_x(c, until_ms), text,
			   "small then");
}

static bool covers(const struct eb_stay *stay, double ms)
{
	return (double)stay->from_ms <= ms && ms < (double)stay->until_ms;
}

/* Where nothing ran between stays; ends: also before the first one and behind the last. */
static void put_gaps(struct eb_canvas *c, const struct eb_bar *bar, const struct eb_track *track,
		     double from_ms, double until_ms)
{
	double at = from_ms;

	while (at < until_ms) {
		double next = until_ms, end = at;

		for (guint i = 0; i < track->stays->len; i++) {
			const struct eb_stay *stay =
				&g_array_index(track->stays, struct eb_stay, i);

			if (covers(stay, at))
				end = MAX(end, (double)stay->until_ms);
			else if ((double)stay->from_ms > at)
				next = MIN(next, (double)stay->from_ms);
		}
		if (end <= at) {
			if (next - at >= GAP_SHOWN_MS)
				eb_canvas_gap(c, bar, at, next);
			end = next;
		}
		at = end;
	}
}

/* What begins while it runs elsewhere has the lower half of the bar. */
static struct eb_bar part_of(const struct eb_bar *bar, const struct eb_track *track, guint number)
{
	const struct eb_stay *stay = &g_array_index(track->stays, struct eb_stay, number);
	struct eb_bar part = *bar;

	for (guint i = 0; i < number; i++) {
		const struct eb_stay *other = &g_array_index(track->stays, struct eb_stay, i);

		if (other->node == stay->node || !covers(other, (double)stay->from_ms))
			continue;
		part.y = bar->y + bar->height / 2;
		part.height = bar->height / 2;
		break;
	}
	return part;
}

void eb_canvas_track(struct eb_canvas *c, const struct eb_rehearsal *r, const struct eb_bar *bar,
		     const struct eb_track *track, double first_ms, double last_ms)
{
	put_gaps(c, bar, track, MAX(first_ms, c->from_ms), MIN(last_ms, c->until_ms));
	for (guint i = 0; i < track->stays->len; i++) {
		const struct eb_stay *stay = &g_array_index(track->stays, struct eb_stay, i);
		const struct eb_bar part = part_of(bar, track, i);

		if ((double)stay->until_ms > c->from_ms && (double)stay->from_ms < c->until_ms)
			put_stay(c, r, &part, stay->node, (double)stay->from_ms,
				 MIN((double)stay->until_ms, c->until_ms));
	}
}

/* ---- time ----------------------------------------------------------------------------------------------- */

static double step_of(double span_ms)
{
	static const double steps[] = { 100,   200,   500,   1000,   2000,   5000,  10000,
					15000, 30000, 60000, 120000, 300000, 600000 };

	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++)
		if (span_ms / steps[i] <= TICKS)
			return steps[i];
	return span_ms / TICKS;
}

void eb_canvas_axis(struct eb_canvas *c, double zero_ms, double top, double bottom)
{
	double step = step_of(c->until_ms - zero_ms);

	for (double ms = zero_ms; ms <= c->until_ms + 0.5; ms += step) {
		g_autofree char *text = step < 1000
						? g_strdup_printf("%.1f s", (ms - zero_ms) / 1000)
						: g_strdup_printf("%.0f s", (ms - zero_ms) / 1000);
		double x = eb_canvas_x(c, ms);

		eb_canvas_put(c, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" class=\"rule\"/>\n",
			      (int)x, (int)top, (int)x, (int)bottom);
		eb_canvas_words(c, MIN(x, EB_CANVAS_RIGHT - 14), bottom + 15, "dim small mid",
				text);
	}
}

char *eb_canvas_frame(struct eb_canvas *c, const char *title, bool alone)
{
	g_autofree char *escaped = eb_markup(title);
	g_autofree char *body = g_string_free(c->out, FALSE);

	return g_strdup_printf(
		"%s<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"stage\" role=\"img\" "
		"viewBox=\"0 0 %d %d\"%s>\n<title>%s</title>\n%s%s%s%s%s</svg>\n",
		alone ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" : "", WIDTH, c->height,
		alone ? " width=\"980\"" : "", escaped, alone ? "<style>\n" : "",
		alone ? style : "", alone ? "</style>\n" : "",
		alone ? "<rect width=\"100%\" height=\"100%\" class=\"paper\"/>\n" : "", body);
}
