// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where something ran, and when: stays on nodes, from logs whose lines come in any order. Between
 * its stays it was away; where two of them overlap, it ran twice.
 *
 * Times are in ms since 1970. A stay ends before its until_ms.
 */
#ifndef EB_TIMELINE_H
#define EB_TIMELINE_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

enum { EB_NOWHERE = -1 };

struct eb_stay {
	int node;
	int64_t from_ms, until_ms; /* INT64_MAX: it lasts */
};

/* Ordered by their beginnings. */
struct eb_track {
	GArray *stays; /* struct eb_stay */
};

struct eb_track eb_track_new(void);
void eb_track_clear(struct eb_track *track);

/* It begins to run on a node. A second beginning without an end is none. */
void eb_track_begin(struct eb_track *track, int node, int64_t ms);

/* It ends there; one that does not run there has no end. */
void eb_track_end(struct eb_track *track, int node, int64_t ms);

/* All of these at once on one node: a group is there when each of its members is. */
struct eb_track eb_track_together(const struct eb_track *const *tracks, size_t count);

/* The node at that time, the last one it went to of several; EB_NOWHERE. */
int eb_track_at(const struct eb_track *track, int64_t ms);

/* For how long it was nowhere. */
int64_t eb_track_away_ms(const struct eb_track *track, int64_t from_ms, int64_t until_ms);

/* From from_ms until it was where it is just before until_ms, and did not leave again; 0 when it was
 * there all the time, -1 when it is nowhere. */
int64_t eb_track_arrival_ms(const struct eb_track *track, int64_t from_ms, int64_t until_ms);

/* Did it run on two nodes at once at a moment from from_ms until before until_ms? *when: the first
 * one; may be NULL. */
bool eb_track_twice(const struct eb_track *track, int64_t from_ms, int64_t until_ms,
		    int64_t *when_ms);

#endif
