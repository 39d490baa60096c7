// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The rows of all lines, in the order of the text. A refused one holds up the plan: what part of
 * the translation refused it may have told why, in a decision; if not, it gets one here, so that
 * nothing is left out of the result that nobody agreed to.
 */
#include <string.h>

#include "heartbeat-compat/translation.h"

static char *place_of(struct eb_span span)
{
	return span.source && span.line ? eb_span_text(span) : NULL;
}

/* The lines that a decision tells about; warnings and notes hold nothing up. */
static GHashTable *decided(const struct eb_diag *diag)
{
	GHashTable *places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	const struct eb_message *message;

	eb_for_each (message, diag->messages) {
		char *place = place_of(message->span);

		if (place && message->code->severity >= EB_DECISION)
			g_hash_table_add(places, place);
		else
			g_free(place);
	}
	return places;
}

/* The word that the line is refused for, or the line itself. */
static const struct eb_fate *culprit(const struct eb_fate *fate)
{
	const struct eb_fate *word;

	eb_for_each (word, fate->words)
		if (word->mark == EB_REFUSED)
			return word;
	return fate;
}

static void hold_up(struct eb_translation *t, const struct eb_fate *fate, struct eb_span span)
{
	const struct eb_fate *refused = culprit(fate);

	eb_diag_add(t->diag, EB_MSG_REFUSED, span, "%s is not %s the result%s%s", refused->source,
		    refused->target ? "wholly in" : "in", refused->reason ? ": " : "",
		    refused->reason ? refused->reason : "");
}

/* Bytes that a plan, and the XML of a CIB, can only replace: Heartbeat handed them on as they are. */
static bool is_text(const char *text)
{
	return g_utf8_validate(text, -1, NULL) && !eb_plan_unfit(text);
}

static void replaced(struct eb_fate *fate)
{
	if (fate->mark != EB_EXACT)
		return;
	fate->mark = EB_NEAR;
	fate->reason = "bytes that are no UTF-8 text became U+FFFD";
}

static void doubt_bytes(struct eb_translation *t, const struct hb_record *record,
			struct eb_fate *fate)
{
	const struct hb_word *word;
	struct eb_fate *part;

	if (record->file == HB_FILE_AUTHKEYS || fate->mark > EB_NEAR)
		return;
	eb_for_each (word, record->words) {
		if (is_text(word->text))
			continue;
		eb_diag_add(t->diag, EB_MSG_NO_TEXT, word->span,
			    "this is no UTF-8 text: no CIB can hold its bytes");
		replaced(fate);
	}
	eb_for_each (part, fate->words)
		if (!is_text(part->source))
			replaced(part);
}

/* Members are translated before what holds them, and stand behind it. */
static int by_line(const void *one, const void *two)
{
	const struct eb_fate *a = *(struct eb_fate *const *)one;
	const struct eb_fate *b = *(struct eb_fate *const *)two;

	return (a->line > b->line) - (a->line < b->line);
}

void eb_list_fates(struct eb_translation *t)
{
	g_autoptr(GHashTable) places = decided(t->diag);
	const struct hb_host *host;
	const struct hb_record *record;
	struct eb_fate *fate;

	eb_for_each (host, t->cluster->hosts)
		for (size_t file = 0; file < HB_FILES; file++) {
			fate = g_hash_table_lookup(t->fates, host->config->source[file]);
			if (fate)
				g_ptr_array_add(t->plan->fates, fate);
			eb_for_each (record, host->config->records[file]) {
				fate = g_hash_table_lookup(t->fates, record);
				if (!fate)
					continue;
				g_ptr_array_add(t->plan->fates, fate);
				doubt_bytes(t, record, fate);
				if (fate->mark == EB_REFUSED &&
				    !g_hash_table_contains(places, fate->place))
					hold_up(t, fate, record->name.span);
			}
		}
	g_ptr_array_sort(t->rows, by_line);
	eb_for_each (fate, t->rows) {
		g_ptr_array_add(t->plan->fates, fate);
		/* A line of a CIB may be the whole of it. */
		if (fate->mark == EB_REFUSED && !fate->told)
			hold_up(t, fate,
				(struct eb_span) {
					.source = t->old_source, .line = fate->line, .column = 1 });
	}
}
