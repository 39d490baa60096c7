// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Timelines. One act: for each group a bar of where it was here, and below it, paler, where
 * Heartbeat would have had it in the same time. The whole rehearsal: the machines, then the
 * groups, with the acts as numbers on top. Time goes to the right, absence is red and dashed.
 */
#include <string.h>

#include "heartbeat-compat/rehearse-canvas.h"

/* ---- one act ------------------------------------------------------------------------------------------- */

/* From the event until Heartbeat's absence begins; of what dies it begins at once. */
static int64_t gap_of(const struct eb_act *act, const struct eb_outcome *outcome)
{
	if (act->event.kind == HB_EVENT_CRASH || act->event.kind == HB_EVENT_START)
		return 0;
	return MAX(outcome->delay.begins_ms, 0);
}

/* Where Heartbeat had it before: what is drawn until it moves. */
static void put_theirs(struct eb_canvas *c, const struct eb_rehearsal *r, const struct eb_bar *bar,
		       const struct eb_act *act, const struct eb_outcome *outcome)
{
	double gap = c->until_ms, back = gap;

	if (outcome->they_move) {
		gap = (double)(act->begun_ms + gap_of(act, outcome));
		back = gap + (double)outcome->delay.away_ms;
	}
	eb_canvas_places(c, r, bar, outcome->they_were, c->from_ms, gap);
	if (back > gap)
		eb_canvas_gap(c, bar, gap, back);
	if (outcome->they_move)
		eb_canvas_places(c, r, bar, outcome->theirs, back, c->until_ms);
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
	struct eb_canvas c = { g_string_new(NULL), (double)(act->begun_ms - span / 12),
			       (double)(act->begun_ms + span), bottom + 26 };
	const struct eb_cast *cast;
	double x = eb_canvas_x(&c, (double)act->begun_ms);

	eb_canvas_axis(&c, (double)act->begun_ms, TOP - 8, bottom);
	eb_for_each (cast, r->casts) {
		double y = TOP + ROW * (int)cast_at;
		struct eb_bar here = { y, HERE, "" }, there = { y + HERE + 4, THERE, " then" };
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
		eb_canvas_label(&c, y + 16, "strong end", cast->name);
		eb_canvas_words(&c, EB_CANVAS_LEFT - 12, y + HERE + 4 + 13, "dim small end",
				"Heartbeat");
		eb_canvas_track(&c, r, &here, &seen,
				act->event.kind == HB_EVENT_START ? (double)act->begun_ms
								  : c.from_ms,
				c.until_ms);
		put_theirs(&c, r, &there, act, &act->outcomes[cast_at]);
		eb_track_clear(&seen);
	}
	eb_canvas_put(&c, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" class=\"mark\"/>\n",
		      (int)x, TOP - 12, (int)x, bottom);
	eb_canvas_words(&c, x + 5, TOP - 14, "small strong", act->brief);
	return eb_canvas_frame(&c, act->brief, alone);
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

static void put_moments(struct eb_canvas *c, const struct eb_rehearsal *r, double top,
			double bottom)
{
	const struct eb_act *act;
	double free_x = 0;

	eb_for_each (act, r->acts) {
		double line = eb_canvas_x(c, (double)act->begun_ms), x = MAX(line, free_x);

		free_x = x + 22;
		eb_canvas_put(c, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" class=\"rule\"/>\n",
			      (int)line, (int)top, (int)line, (int)bottom);
		eb_canvas_put(
			c,
			"<rect x=\"%d\" y=\"%d\" width=\"20\" height=\"16\" rx=\"8\" class=\"moment\"/>"
			"<text x=\"%d\" y=\"%d\" class=\"small strong mid\">%u</text>\n",
			(int)x - 10, (int)top - 16, (int)x, (int)top - 4, act_at + 1);
	}
}

/* What the numbers mean, in columns. */
static int put_legend(struct eb_canvas *c, const struct eb_rehearsal *r, double top)
{
	enum { LINE = 18, IN_ROW = 3, COLUMN = (EB_CANVAS_RIGHT - 14) / IN_ROW };
	guint rows = (r->acts->len + IN_ROW - 1) / IN_ROW;
	const struct eb_act *act;

	eb_for_each (act, r->acts) {
		g_autofree char *text = g_strdup_printf("%u  %s", act_at + 1, act->brief);

		eb_canvas_words(c, 14 + COLUMN * (int)(act_at / rows),
				top + LINE * (int)(act_at % rows), "small", text);
	}
	return (int)rows * LINE;
}

static char *whole_svg(const struct eb_rehearsal *r, bool alone)
{
	enum { TOP = 34, NODE = 20, GROUP = 30 };
	const struct eb_act *first = r->acts->pdata[0], *last = r->acts->pdata[r->acts->len - 1];
	int nodes_end = TOP + NODE * (int)r->nodes->len + 10;
	int bottom = nodes_end + GROUP * (int)r->casts->len;
	struct eb_canvas c = { g_string_new(NULL), (double)first->begun_ms, (double)last->ended_ms,
			       0 };
	const struct eb_cast *cast;

	eb_canvas_axis(&c, (double)first->begun_ms, TOP, bottom);
	put_moments(&c, r, TOP, bottom);
	for (guint i = 0; i < r->nodes->len; i++) {
		struct eb_track power = power_of(r, i);
		struct eb_bar bar = { TOP + 6 + NODE * (int)i, NODE - 10, "" };

		eb_canvas_label(&c, bar.y + 10, "dim small end", EB_NODE(r, i));
		for (guint j = 0; j < power.stays->len; j++) {
			const struct eb_stay *on = &g_array_index(power.stays, struct eb_stay, j);
			g_autofree char *class = g_strdup_printf("n%u", i % EB_CANVAS_COLOURS);

			eb_canvas_bar(&c, &bar, class, (double)on->from_ms,
				      MIN((double)on->until_ms, c.until_ms), NULL, NULL);
		}
		eb_track_clear(&power);
	}
	eb_for_each (cast, r->casts) {
		struct eb_bar bar = { nodes_end + GROUP * (int)cast_at, GROUP - 8, "" };

		eb_canvas_label(&c, bar.y + 15, "strong end", cast->name);
		eb_canvas_track(&c, r, &bar, &cast->track, c.from_ms, c.until_ms);
	}
	c.height = bottom + 40;
	c.height += put_legend(&c, r, bottom + 44);
	return eb_canvas_frame(&c, r->plan->cluster, alone);
}

char *eb_rehearse_svg(const struct eb_rehearsal *r, const struct eb_act *act, bool alone)
{
	return act ? act_svg(r, act, alone) : whole_svg(r, alone);
}
