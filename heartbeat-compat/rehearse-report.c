// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What happened, in words, and the table of it.
 */
#include <string.h>

#include "heartbeat-compat/rehearse.h"

/* ---- words ---------------------------------------------------------------------------------------- */

char *eb_places_text(const struct eb_rehearsal *r, hb_nodes nodes)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < r->nodes->len; i++)
		if (nodes & HB_NODE(i))
			g_string_append_printf(text, "%s%s", text->len ? " and " : "",
					       EB_NODE(r, i));
	return g_string_free(text->len ? text : g_string_append(text, "nowhere"), FALSE);
}

static char *seconds(int64_t ms)
{
	return g_strdup_printf("%.1f s", (double)ms / 1000);
}

/* "web2, away 0.4 s"; of the start "web1 after 5.1 s"; of what takes its time before it moves "web2
 * after 12.0 s, away 0.4 s". */
static char *moved_text(const char *place, enum hb_event_kind kind, int64_t after_ms,
			int64_t away_ms)
{
	g_autofree char *after = seconds(after_ms), *away = seconds(away_ms);

	if (kind == HB_EVENT_START)
		return g_strdup_printf("%s after %s", place, after);
	if (kind == HB_EVENT_SPLIT && away_ms == 0)
		return g_strdup_printf("%s after %s", place, after);
	if (kind == HB_EVENT_PING_LOST || kind == HB_EVENT_SPLIT)
		return g_strdup_printf("%s after %s, away %s", place, after, away);
	return g_strdup_printf("%s, away %s", place, away);
}

char *eb_theirs_text(const struct eb_rehearsal *r, const struct eb_act *act,
		     const struct eb_outcome *outcome)
{
	g_autofree char *place = eb_places_text(r, outcome->theirs);
	const struct hb_delay *delay = &outcome->delay;
	int64_t after_ms = delay->begins_ms;

	if (!outcome->they_move)
		return g_strdup_printf("stays on %s", place);
	if (act->event.kind == HB_EVENT_PING_LOST)
		after_ms += delay->away_ms;
	return moved_text(place, act->event.kind, after_ms, delay->away_ms);
}

char *eb_ours_text(const struct eb_rehearsal *r, const struct eb_act *act,
		   const struct eb_outcome *outcome)
{
	g_autofree char *place = eb_places_text(r, outcome->after);

	if (!outcome->after)
		return g_strdup("nowhere");
	if (!outcome->moved)
		return g_strdup_printf("stays on %s", place);
	return moved_text(place, act->event.kind, outcome->arrival_ms, outcome->away_ms);
}

char *eb_verdict_text(const struct eb_outcome *outcome)
{
	bool torn = outcome->after & (outcome->after - 1);

	switch (outcome->verdict) {
	case EB_AS_BEFORE: return g_strdup(torn ? "same: TWO OWNERS" : "same");
	case EB_DOCUMENTED: return g_strdup_printf("known: %s", outcome->because->id);
	case EB_DIFFERS:
	case EB_VERDICTS: break;
	}
	return g_strdup("DIFFERS");
}

bool eb_rehearse_uses(const struct eb_rehearsal *r, const struct hb_difference *row)
{
	const struct eb_act *act;

	eb_for_each (act, r->acts)
		for (guint i = 0; i < r->casts->len; i++)
			if (act->outcomes[i].because == row)
				return true;
	return false;
}

/* ---- the table -------------------------------------------------------------------------------------- */

enum { COLUMNS = 5 };

static void put_row(GString *out, char *const *row, const size_t *width)
{
	for (size_t i = 0; i < COLUMNS; i++)
		g_string_append_printf(out, "%-*s%s", i + 1 < COLUMNS ? (int)width[i] : 0, row[i],
				       i + 1 < COLUMNS ? "  " : "\n");
}

static void add_row(GPtrArray *rows, const char *event, const char *group, const char *theirs,
		    const char *ours, const char *verdict)
{
	char **row = g_new0(char *, COLUMNS + 1);

	row[0] = g_strdup(event);
	row[1] = g_strdup(group);
	row[2] = g_strdup(theirs);
	row[3] = g_strdup(ours);
	row[4] = g_strdup(verdict);
	g_ptr_array_add(rows, row);
}

static void put_table(GString *out, const struct eb_rehearsal *r)
{
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	size_t width[COLUMNS] = { 0 };
	const struct eb_act *act;
	const struct eb_cast *cast;
	char **row;

	add_row(rows, "event", "group", "Heartbeat", "the new cluster", "verdict");
	eb_for_each (act, r->acts)
		eb_for_each (cast, r->casts) {
			const struct eb_outcome *outcome = &act->outcomes[cast_at];
			g_autofree char *theirs = eb_theirs_text(r, act, outcome);
			g_autofree char *ours = eb_ours_text(r, act, outcome);
			g_autofree char *verdict = eb_verdict_text(outcome);

			add_row(rows, cast_at ? "" : act->brief, cast->name, theirs, ours, verdict);
		}
	eb_for_each (row, rows)
		for (size_t i = 0; i < COLUMNS; i++)
			width[i] = MAX(width[i], strlen(row[i]));
	eb_for_each (row, rows)
		put_row(out, row, width);
}

static void put_reasons(GString *out, const struct eb_rehearsal *r)
{
	const struct hb_difference *row = hb_differences, *last = NULL;

	for (; row->id; row++) {
		/* Rows of one reason stand together. */
		if (!eb_rehearse_uses(r, row) || (last && strcmp(last->id, row->id) == 0))
			continue;
		g_string_append_printf(out, "%s: %s. %s\n", row->id, row->brief, row->reason);
		last = row;
	}
}

static void put_oracle(GString *out, const struct eb_rehearsal *r)
{
	int64_t when = 0;
	const struct eb_actor *actor = eb_rehearse_twice(r, &when), *torn = eb_rehearse_torn(r);
	const struct eb_act *act, *during = NULL;

	if (torn)
		g_string_append_printf(out,
				       "TWO OWNERS in the split, of %s among others: this cluster "
				       "has no fencing (HB-3701), and " EB_TORN "\n",
				       torn->id);
	if (!actor) {
		g_string_append_printf(
			out,
			"at no%s moment on two nodes: this is what the recorders and "
			"the client's ARP questions say\n",
			torn ? " other" : "");
		return;
	}
	eb_for_each (act, r->acts)
		if (act->begun_ms <= when)
			during = act;
	g_string_append_printf(out, "ON TWO NODES AT ONCE: %s, in the event '%s'\n", actor->id,
			       during ? during->brief : "?");
}

char *eb_rehearse_report(const struct eb_rehearsal *r)
{
	GString *out = g_string_new(NULL);
	const struct eb_act *act;
	const char *note;

	put_table(out, r);
	g_string_append_c(out, '\n');
	put_reasons(out, r);
	eb_for_each (act, r->acts)
		if (act->stuck)
			g_string_append_printf(out, "stuck in '%s': %s\n", act->brief, act->stuck);
	put_oracle(out, r);
	g_string_append(out, "\nnot as in production:\n");
	eb_for_each (note, r->notes)
		g_string_append_printf(out, "  %s\n", note);
	g_string_append_printf(
		out,
		"\n%u events, %u placements: %u as with Heartbeat, %u different for "
		"a known reason, %u different otherwise\n",
		r->acts->len, r->acts->len * r->casts->len, eb_rehearse_count(r, EB_AS_BEFORE),
		eb_rehearse_count(r, EB_DOCUMENTED), eb_rehearse_count(r, EB_DIFFERS));
	return g_string_free(out, FALSE);
}
