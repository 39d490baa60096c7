// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What timelines are drawn with: bars on an axis of time, in the colours of the nodes, with labels
 * on the left. Coordinates are those of the SVG, times are in ms since 1970.
 */
#ifndef EB_REHEARSE_CANVAS_H
#define EB_REHEARSE_CANVAS_H

#include "heartbeat-compat/rehearse.h"

enum {
	EB_CANVAS_LEFT = 190,  /* labels end here */
	EB_CANVAS_RIGHT = 966, /* and time */
	EB_CANVAS_COLOURS = 6, /* classes n0, n1, ... of the style */
};

/* A picture under way. */
struct eb_canvas {
	GString *out;
	double from_ms, until_ms;
	int height; /* of the whole, to be known before it is framed */
};

struct eb_bar {
	double y, height;
	const char *class; /* more of it, a blank in front */
};

/* Where that time is; times outside are at the edge. */
double eb_canvas_x(const struct eb_canvas *c, double ms);

/* Markup as it is. */
void eb_canvas_put(struct eb_canvas *c, const char *format, ...) EB_PRINTF(2, 3);

void eb_canvas_words(struct eb_canvas *c, double x, double y, const char *class, const char *text);

/* A label on the left, cut where there is no room for it. */
void eb_canvas_label(struct eb_canvas *c, double y, const char *class, const char *text);

/* A bar; its text (NULL: none) is left out where there is no room for it. */
void eb_canvas_bar(struct eb_canvas *c, const struct eb_bar *bar, const char *class, double from_ms,
		   double until_ms, const char *text, const char *text_class);

/* Nobody serves. */
void eb_canvas_gap(struct eb_canvas *c, const struct eb_bar *bar, double from_ms, double until_ms);

/* On several nodes at once the bar is of several colours, one above the other, with one label. */
void eb_canvas_places(struct eb_canvas *c, const struct eb_rehearsal *r, const struct eb_bar *bar,
		      hb_nodes nodes, double from_ms, double until_ms);

/* Stays, and the gaps between them from first_ms until last_ms. */
void eb_canvas_track(struct eb_canvas *c, const struct eb_rehearsal *r, const struct eb_bar *bar,
		     const struct eb_track *track, double first_ms, double last_ms);

/* Ticks behind zero_ms, below bottom. */
void eb_canvas_axis(struct eb_canvas *c, double zero_ms, double top, double bottom);

/* The whole picture; alone: a file of its own, with style. Ends the canvas; g_free it. */
char *eb_canvas_frame(struct eb_canvas *c, const char *title, bool alone);

#endif
