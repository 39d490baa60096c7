// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Beside what Heartbeat does: the model of its placement lives through the same events, once by
 * Heartbeat's rules and once by those of the new cluster. What is elsewhere than with Heartbeat has
 * to be on the list of differences.
 */
#include "heartbeat-compat/rehearse.h"

/* Questions of the client that come late on a busy machine look like an absence. */
enum { NOISE_MS = 200 };

/* Where the group is, as a set. */
static hb_nodes nodes_at(const struct eb_track *track, int64_t ms)
{
	hb_nodes nodes = 0;

	for (guint i = 0; i < track->stays->len; i++) {
		const struct eb_stay *stay = &g_array_index(track->stays, struct eb_stay, i);

		if (stay->from_ms <= ms && ms < stay->until_ms)
			nodes |= HB_NODE(stay->node);
	}
	return nodes;
}

/* What the last act left behind: a line that was elsewhere then, for a reason, may still be there. */
static const struct hb_difference *still(const struct eb_rehearsal *r, guint line,
					 const struct eb_outcome *outcome)
{
	const struct eb_act *last = r->acts->len > 1 ? r->acts->pdata[r->acts->len - 2] : NULL;

	if (!last || last->outcomes[line].verdict != EB_DOCUMENTED ||
	    outcome->after != r->ours->where[line])
		return NULL;
	return last->outcomes[line].because;
}

static void judge(const struct eb_rehearsal *r, const struct eb_act *act, guint line,
		  struct eb_outcome *outcome)
{
	outcome->verdict = EB_AS_BEFORE;
	if (outcome->after == outcome->theirs)
		return;
	outcome->because =
		hb_difference_find(&r->rules, &act->event, outcome->theirs, outcome->after);
	if (!outcome->because)
		outcome->because = still(r, line, outcome);
	outcome->verdict = outcome->because ? EB_DOCUMENTED : EB_DIFFERS;
}

void eb_rehearse_judge(struct eb_rehearsal *r, struct eb_act *act)
{
	struct hb_rules here = hb_rules_here(&r->rules);
	struct hb_placement *before = hb_placement_copy(&r->rules, r->theirs);
	const struct eb_cast *cast;

	hb_placement_after(&r->rules, r->theirs, &act->event);
	hb_placement_after(&here, r->ours, &act->event);
	eb_for_each (cast, r->casts) {
		struct eb_outcome *outcome = &act->outcomes[cast_at];
		const struct eb_track *track = &cast->track;

		outcome->theirs = r->theirs->where[cast_at];
		outcome->they_were = before->where[cast_at];
		outcome->they_move = outcome->theirs != before->where[cast_at] ||
				     act->event.kind == HB_EVENT_HEAL;
		outcome->delay = hb_delay_of(&r->timers, act->event.kind);
		outcome->before = nodes_at(track, act->begun_ms);
		outcome->after = nodes_at(track, act->ended_ms);
		outcome->away_ms = eb_track_away_ms(track, act->begun_ms, act->ended_ms);
		outcome->arrival_ms = eb_track_arrival_ms(track, act->begun_ms, act->ended_ms + 1);
		if (outcome->before == outcome->after && outcome->away_ms < NOISE_MS)
			outcome->away_ms = outcome->arrival_ms = 0;
		outcome->moved = outcome->before != outcome->after || outcome->away_ms > 0;
		judge(r, act, cast_at, outcome);
	}
	hb_placement_free(before);
}

guint eb_rehearse_count(const struct eb_rehearsal *r, enum eb_verdict verdict)
{
	const struct eb_act *act;
	guint count = 0;

	eb_for_each (act, r->acts) {
		count += verdict == EB_DIFFERS && act->stuck != NULL;
		for (guint i = 0; i < r->casts->len; i++)
			count += act->outcomes[i].verdict == verdict;
	}
	return count;
}
