// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Timelines. One act: for each group a bar of where it was here, and below it, paler, where
 * Heartbeat would have had it in the same time. The whole rehearsal: the machines, then the
 * groups, with the acts as numbers on top. Time goes to the right, absence is red and dashed.
 */
#include <math.h>
#include <string.h>

#include "heartbeat-compat/rehearse.h"
#include "heartbeat-compat/report-page.h"
#include "heartbeat-compat/report.h"

static const char style[] =
#include "heartbeat-compat/rehearse.css.h"
	;

enum {
	WIDTH = 980,
	LEFT = 190,  /* labels end here */
	RIGHT = 966, /* and time */
	COLOURS = 6,
	TICKS = 9,        /* at most */
	LETTER = 8,       /* width of one, at most */
	GAP_SHOWN_MS = 1, /* shorter ones are nothing */
};

/* A picture under way. */
struct canvas {
	GString *out;
	double from_ms, until_ms;
	int height;
};

static double at_x(const struct canvas *c, double ms)
{
	double share = (ms - c->from_ms) / (c->until_ms - c->from_ms);

	return LEFT + CLAMP(share, 0, 1) * (RIGHT - LEFT);
}

/* Decimals have a point, whatever the locale. */
static void put(struct canvas *c, const char *format, ...) EB_PRINTF(2, 3);
static void put(struct canvas *c, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_string_append_vprintf(c->out, format, args);
	va_end(args);
}

static void put_words(struct canvas *c, double x, double y, const char *class, const char *text)
{
	g_autofree char *escaped = eb_markup(text);

	put(c, "<text x=\"%d\" y=\"%d\" class=\"%s\">%s</text>\n", (int)lround(x), (int)lround(y),
	    class, escaped);
}

/* A label, cut where there is no room for it. */
static void put_label(struct canvas *c, double y, const char *class, const char *text)
{
	glong most = (LEFT - 14) / (LETTER - 1);
	g_autofree char *cut = g_utf8_substring(text, 0, MIN(g_utf8_strlen(text, -1), most));

	if (strlen(cut) < strlen(text)) {
		g_autofree char *less = g_utf8_substring(text, 0, most - 1);
		g_autofree char *dotted = g_strconcat(less, "\xe2\x80\xa6", NULL);

		put_words(c, LEFT - 12, y, class, dotted);
		return;
	}
	put_words(c, LEFT - 12, y, class, cut);
}

/* ---- bars --------------------------------------------------------------------------------------------- */

struct bar {
	double y, height;
	const char *class; /* more of it */
};

static void put_bar(struct canvas *c, const struct bar *bar, const char *class, double from_ms,
		    double until_ms, const char *text, const char *text_class)
{
	double x = at_x(c, from_ms), end = at_x(c, until_ms);
	bool room = text && end - x > (double)strlen(text) * LETTER + 4;

	if (end - x < 0.5)
		return;
	put(c,
	    "<rect x=\"%d.%d\" y=\"%d\" width=\"%d.%d\" height=\"%d\" rx=\"3\" class=\"%s%s\"/>\n",
	    (int)x, (int)(x * 10) % 10, (int)bar->y, (int)(end - x), (int)((end - x) * 10) % 10,
	    (int)bar->height, class, bar->class);
	if (room)
		put_words(c, x + 7, bar->y + bar->height / 2 + 4, text_class, text);
}

static void put_stay(struct canvas *c, const struct eb_rehearsal *r, const struct bar *bar,
		     int node, double from_ms, double until_ms)
{
	g_autofree char *class = g_strdup_printf("n%d", node % COLOURS);
	g_autofree char *text_class = g_strdup_printf("in small%s", bar->class);

	put_bar(c, bar, class, from_ms, until_ms, EB_NODE(r, node),
		*bar->class ? "small then" : text_class);
}

static void put_gap(struct canvas *c, const struct bar *bar, double from_ms, double until_ms)
{
	g_autofree char *text = g_strdup_printf("away %.1f s", (until_ms - from_ms) / 1000);
	bool tight = at_x(c, until_ms) - at_x(c, from_ms) <= (double)strlen(text) * LETTER + 4;

	put_bar(c, bar, "gap", from_ms, until_ms, tight ? text + strlen("away ") : text,
		"away small");
}

static bool covers(const struct eb_stay *stay, double ms)
{
	return (double)stay->from_ms <= ms && ms < (double)stay->until_ms;
}

/* Where nothing ran between stays; ends: also before the first one and behind the last. */
static void put_gaps(struct canvas *c, const struct bar *bar, const struct eb_track *track,
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
				put_gap(c, bar, at, next);
			end = next;
		}
		at = end;
	}
}

/* What begins while it runs elsewhere has the lower half of the bar. */
static struct bar part_of(const struct bar *bar, const struct eb_track *track, guint number)
{
	const struct eb_stay *stay = &g_array_index(track->stays, struct eb_stay, number);
	struct bar part = *bar;

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

static void put_track(struct canvas *c, const struct eb_rehearsal *r, const struct bar *bar,
		      const struct eb_track *track, double first_ms, double last_ms)
{
	put_gaps(c, bar, track, MAX(first_ms, c->from_ms), MIN(last_ms, c->until_ms));
	for (guint i = 0; i < track->stays->len; i++) {
		const struct eb_stay *stay = &g_array_index(track->stays, struct eb_stay, i);

		const struct bar part = part_of(bar, track, i);

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

static void put_axis(struct canvas *c, double zero_ms, double top, double bottom)
{
	double step = step_of(c->until_ms - zero_ms);

	for (double ms = zero_ms; ms <= c->until_ms + 0.5; ms += step) {
		g_autofree char *text = step < 1000
						? g_strdup_printf("%.1f s", (ms - zero_ms) / 1000)
						: g_strdup_printf("%.0f s", (ms - zero_ms) / 1000);
		double x = at_x(c, ms);

		put(c, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" class=\"rule\"/>\n", (int)x,
		    (int)top, (int)x, (int)bottom);
		put_words(c, MIN(x, RIGHT - 14), bottom + 15, "dim small mid", text);
	}
}

static char *framed(struct canvas *c, const char *title, bool alone)
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

/* ---- one act ------------------------------------------------------------------------------------------- */

/* From the event until Heartbeat's absence begins; of what dies it begins at once. */
static int64_t gap_of(const struct eb_act *act, const struct eb_outcome *outcome)
{
	if (act->event.kind == HB_EVENT_CRASH || act->event.kind == HB_EVENT_START)
		return 0;
	return MAX(outcome->delay.begins_ms, 0);
}

/* Where Heartbeat had it before: what is drawn until it moves. */
static void put_theirs(struct canvas *c, const struct eb_rehearsal *r, const struct bar *bar,
		       const struct eb_act *act, const struct eb_outcome *outcome)
{
	double zero = (double)act->begun_ms;
	double gap = c->until_ms, back = gap;
	unsigned int count = 0, row = 0;

	if (outcome->they_move) {
		gap = zero + (double)gap_of(act, outcome);
		back = gap + (double)outcome->delay.away_ms;
	}
	for (guint i = 0; i < r->nodes->len; i++) {
		if (outcome->they_were & HB_NODE(i))
			put_stay(c, r, bar, (int)i, c->from_ms, gap);
		count += (outcome->theirs & HB_NODE(i)) != 0;
	}
	if (back > gap)
		put_gap(c, bar, gap, back);
	for (guint i = 0; i < r->nodes->len && outcome->they_move; i++)
		if (outcome->theirs & HB_NODE(i)) {
			struct bar part = { bar->y + bar->height / count * row,
					    bar->height / count - (count > 1), bar->class };

			put_stay(c, r, &part, (int)i, back, c->until_ms);
			row++;
		}
}

static int64_t longest(const struct eb_rehearsal *r, const struct eb_act *act)
{
	int64_t ms = 2000;

	for (guint i = 0; i < r->casts->len; i++) {
		const struct eb_outcome *outcome = &act->outcomes[i];

		ms = MAX(ms, outcome->arrival_ms);
		if (outcome->arrival_ms < 0)
			ms = MAX(ms, act->ended_ms - act->begun_ms);
		if (outcome->they_move)
			ms = MAX(ms, gap_of(act, outcome) + outcome->delay.away_ms);
	}
	return ms;
}

static char *act_svg(const struct eb_rehearsal *r, const struct eb_act *act, bool alone)
{
	enum { TOP = 30, ROW = 62, HERE = 24, THERE = 18 };
	int64_t span = longest(r, act) * 23 / 20;
	int bottom = TOP + ROW * (int)r->casts->len - 4;
	struct canvas c = { g_string_new(NULL), (double)(act->begun_ms - span / 12),
			    (double)(act->begun_ms + span), bottom + 26 };
	const struct eb_cast *cast;
	double x = at_x(&c, (double)act->begun_ms);

	put_axis(&c, (double)act->begun_ms, TOP - 8, bottom);
	eb_for_each (cast, r->casts) {
		double y = TOP + ROW * (int)cast_at;
		struct bar here = { y, HERE, "" }, there = { y + HERE + 4, THERE, " then" };
		struct eb_track seen = eb_track_new();

		/* What came afterwards is not of this act: it stays as it ended. */
		for (guint i = 0; i < cast->track.stays->len; i++) {
			struct eb_stay stay = g_array_index(cast->track.stays, struct eb_stay, i);

			if (stay.from_ms > act->ended_ms)
				continue;
			if (stay.until_ms > act->ended_ms)
				stay.until_ms = INT64_MAX;
			g_array_append_val(seen.stays, stay);
		}
		put_label(&c, y + 16, "strong end", cast->name);
		put_words(&c, LEFT - 12, y + HERE + 4 + 13, "dim small end", "Heartbeat");
		put_track(&c, r, &here, &seen,
			  act->event.kind == HB_EVENT_START ? (double)act->begun_ms : c.from_ms,
			  c.until_ms);
		put_theirs(&c, r, &there, act, &act->outcomes[cast_at]);
		eb_track_clear(&seen);
	}
	put(&c, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" class=\"mark\"/>\n", (int)x,
	    TOP - 12, (int)x, bottom);
	put_words(&c, x + 5, TOP - 14, "small strong", act->brief);
	return framed(&c, act->brief, alone);
}

/* ---- the whole ------------------------------------------------------------------------------------------ */

/* When the machine was on, as the acts had it. */
static struct eb_track power_of(const struct eb_rehearsal *r, guint node)
{
	struct eb_track track = eb_track_new();
	const struct eb_act *act;

	eb_for_each (act, r->acts)
		switch (act->event.kind) {
		case HB_EVENT_START: eb_track_begin(&track, (int)node, act->begun_ms); break;
		case HB_EVENT_RETURN:
		case HB_EVENT_HEAL:
			if (act->event.node == node)
				eb_track_begin(&track, (int)node, act->begun_ms);
			break;
		case HB_EVENT_CRASH:
		case HB_EVENT_STOP:
		case HB_EVENT_SPLIT:
			if (act->event.node == node)
				eb_track_end(&track, (int)node, act->begun_ms);
			break;
		default: break;
		}
	return track;
}

static void put_moments(struct canvas *c, const struct eb_rehearsal *r, double top, double bottom)
{
	const struct eb_act *act;
	double free_x = 0;

	eb_for_each (act, r->acts) {
		double line = at_x(c, (double)act->begun_ms), x = MAX(line, free_x);

		free_x = x + 22;
		put(c, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" class=\"rule\"/>\n",
		    (int)line, (int)top, (int)line, (int)bottom);
		put(c,
		    "<rect x=\"%d\" y=\"%d\" width=\"20\" height=\"16\" rx=\"8\" class=\"moment\"/>"
		    "<text x=\"%d\" y=\"%d\" class=\"small strong mid\">%u</text>\n",
		    (int)x - 10, (int)top - 16, (int)x, (int)top - 4, act_at + 1);
	}
}

/* What the numbers mean, in columns. */
static int put_legend(struct canvas *c, const struct eb_rehearsal *r, double top)
{
	enum { LINE = 18, IN_ROW = 3, COLUMN = (RIGHT - 14) / IN_ROW };
	guint rows = (r->acts->len + IN_ROW - 1) / IN_ROW;
	const struct eb_act *act;

	eb_for_each (act, r->acts) {
		g_autofree char *text = g_strdup_printf("%u  %s", act_at + 1, act->brief);

		put_words(c, 14 + COLUMN * (int)(act_at / rows), top + LINE * (int)(act_at % rows),
			  "small", text);
	}
	return (int)rows * LINE;
}

static char *whole_svg(const struct eb_rehearsal *r, bool alone)
{
	enum { TOP = 34, NODE = 20, GROUP = 30 };
	const struct eb_act *first = r->acts->pdata[0], *last = r->acts->pdata[r->acts->len - 1];
	int nodes_end = TOP + NODE * (int)r->nodes->len + 10;
	int bottom = nodes_end + GROUP * (int)r->casts->len;
	struct canvas c = { g_string_new(NULL), (double)first->begun_ms, (double)last->ended_ms,
			    0 };
	const struct eb_cast *cast;

	put_axis(&c, (double)first->begun_ms, TOP, bottom);
	put_moments(&c, r, TOP, bottom);
	for (guint i = 0; i < r->nodes->len; i++) {
		struct eb_track power = power_of(r, i);
		struct bar bar = { TOP + 6 + NODE * (int)i, NODE - 10, "" };

		put_label(&c, bar.y + 10, "dim small end", EB_NODE(r, i));
		for (guint j = 0; j < power.stays->len; j++) {
			const struct eb_stay *on = &g_array_index(power.stays, struct eb_stay, j);
			g_autofree char *class = g_strdup_printf("n%u", i % COLOURS);

			put_bar(&c, &bar, class, (double)on->from_ms,
				MIN((double)on->until_ms, c.until_ms), NULL, "");
		}
		eb_track_clear(&power);
	}
	eb_for_each (cast, r->casts) {
		struct bar bar = { nodes_end + GROUP * (int)cast_at, GROUP - 8, "" };

		put_label(&c, bar.y + 15, "strong end", cast->name);
		put_track(&c, r, &bar, &cast->track, c.from_ms, c.until_ms);
	}
	c.height = bottom + 40;
	c.height += put_legend(&c, r, bottom + 44);
	return framed(&c, r->plan->cluster, alone);
}

char *eb_rehearse_svg(const struct eb_rehearsal *r, const struct eb_act *act, bool alone)
{
	return act ? act_svg(r, act, alone) : whole_svg(r, alone);
}
