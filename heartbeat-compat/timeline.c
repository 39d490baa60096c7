// SPDX-License-Identifier: GPL-2.0-or-later
#include "heartbeat-compat/timeline.h"

#define STAY(track, i) (&g_array_index((track)->stays, struct eb_stay, i))

struct eb_track eb_track_new(void)
{
	return (struct eb_track) { g_array_new(FALSE, FALSE, sizeof(struct eb_stay)) };
}

void eb_track_clear(struct eb_track *track)
{
	if (track->stays)
		g_array_free(track->stays, TRUE);
	track->stays = NULL;
}

static void insert(struct eb_track *track, struct eb_stay stay)
{
	guint at = track->stays->len;

	while (at > 0 && STAY(track, at - 1)->from_ms > stay.from_ms)
		at--;
	g_array_insert_val(track->stays, at, stay);
}

/* The stay on a node that lasts, or NULL. */
static struct eb_stay *open_stay(const struct eb_track *track, int node)
{
	for (guint i = track->stays->len; i-- > 0;)
		if (STAY(track, i)->node == node && STAY(track, i)->until_ms == INT64_MAX)
			return STAY(track, i);
	return NULL;
}

void eb_track_begin(struct eb_track *track, int node, int64_t ms)
{
	if (!open_stay(track, node))
		insert(track, (struct eb_stay) { node, ms, INT64_MAX });
}

void eb_track_end(struct eb_track *track, int node, int64_t ms)
{
	struct eb_stay *stay = open_stay(track, node);

	if (stay)
		stay->until_ms = MAX(ms, stay->from_ms);
}

static struct eb_track both(const struct eb_track *one, const struct eb_track *two)
{
	struct eb_track result = eb_track_new();

	for (guint i = 0; i < one->stays->len; i++)
		for (guint j = 0; j < two->stays->len; j++) {
			const struct eb_stay *a = STAY(one, i), *b = STAY(two, j);
			struct eb_stay common = { a->node, MAX(a->from_ms, b->from_ms),
						  MIN(a->until_ms, b->until_ms) };

			if (a->node == b->node && common.from_ms < common.until_ms)
				insert(&result, common);
		}
	return result;
}

struct eb_track eb_track_together(const struct eb_track *const *tracks, size_t count)
{
	struct eb_track result = eb_track_new();

	if (count)
		g_array_append_vals(result.stays, tracks[0]->stays->data, tracks[0]->stays->len);
	for (size_t i = 1; i < count; i++) {
		struct eb_track common = both(&result, tracks[i]);

		eb_track_clear(&result);
		result = common;
	}
	return result;
}

int eb_track_at(const struct eb_track *track, int64_t ms)
{
	for (guint i = track->stays->len; i-- > 0;)
		if (STAY(track, i)->from_ms <= ms && ms < STAY(track, i)->until_ms)
			return STAY(track, i)->node;
	return EB_NOWHERE;
}

int64_t eb_track_away_ms(const struct eb_track *track, int64_t from_ms, int64_t until_ms)
{
	int64_t away = 0, covered = from_ms;

	for (guint i = 0; i < track->stays->len && covered < until_ms; i++) {
		const struct eb_stay *stay = STAY(track, i);

		if (stay->until_ms <= covered)
			continue;
		away += CLAMP(stay->from_ms, covered, until_ms) - covered;
		covered = stay->until_ms;
	}
	return away + MAX(until_ms - covered, 0);
}

int64_t eb_track_arrival_ms(const struct eb_track *track, int64_t from_ms, int64_t until_ms)
{
	int node = eb_track_at(track, until_ms - 1);

	if (node == EB_NOWHERE)
		return -1;
	for (guint i = track->stays->len; i-- > 0;) {
		const struct eb_stay *stay = STAY(track, i);

		if (stay->node == node && stay->from_ms < until_ms && stay->until_ms >= until_ms)
			return MAX(stay->from_ms - from_ms, 0);
	}
	return -1;
}

bool eb_track_twice(const struct eb_track *track, int64_t from_ms, int64_t until_ms,
		    int64_t *when_ms)
{
	for (guint i = 0; i < track->stays->len; i++)
		for (guint j = i + 1; j < track->stays->len; j++) {
			const struct eb_stay *one = STAY(track, i), *two = STAY(track, j);
			int64_t begin = MAX(MAX(one->from_ms, two->from_ms), from_ms);
			int64_t end = MIN(MIN(one->until_ms, two->until_ms), until_ms);

			if (one->node == two->node || begin >= end)
				continue;
			if (when_ms)
				*when_ms = begin;
			return true;
		}
	return false;
}
