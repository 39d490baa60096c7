// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What no other part took: every line that is left gets its row here, with the reason that
 * mapping.def has for it. This is what makes sure that nothing is dropped silently.
 */
#include <string.h>

#include "heartbeat-compat/mapping.h"
#include "heartbeat-compat/translation.h"

static void leftover(struct eb_translation *t, const struct hb_record *record)
{
	const char *reason = eb_mapping_rest(record->directive->id);

	eb_became(t, record, EB_DROPPED, NULL, reason ? reason : "no effect here");
}

/* What two lines that say the same have in common. */
static guint hash_record(gconstpointer pointer)
{
	const struct hb_record *record = pointer;

	return g_str_hash(record->name.text) * 31 + g_str_hash(record->value.text);
}

static gboolean same_record(gconstpointer a, gconstpointer b)
{
	const struct hb_record *one = a, *two = b;

	return strcmp(one->name.text, two->name.text) == 0 &&
	       strcmp(one->value.text, two->value.text) == 0;
}

/* A line of a file that does not lead; lines: of the one that does. ucast lines name another peer
 * each. False: the leading file has the same one. */
static bool differs(struct eb_translation *t, GHashTable *lines, const struct hb_record *record)
{
	const struct hb_directive *directive = record->directive;

	if (directive && (directive->id == HB_UCAST || directive->id == HB_UCAST6))
		eb_became(t, record, EB_EXACT, "corosync.conf address of the other node", NULL);
	else if (g_hash_table_contains(lines, record))
		return false;
	else
		eb_became(t, record, EB_DROPPED, NULL, "the first node's file speaks for all");
	return true;
}

/* lines: of the leading file, NULL when the record is one of them. False: the line is left to a row
 * that stands for several. */
static bool rest(struct eb_translation *t, GHashTable *lines, const struct hb_record *record)
{
	if (g_hash_table_contains(t->fates, record))
		return true;
	if (lines)
		return differs(t, lines, record);
	if (record->effect == HB_OVERRIDDEN)
		eb_became(t, record, EB_DROPPED, NULL,
			  EB_TEXT(t, "line %u replaces it", record->by->name.span.line));
	else if (record->effect == HB_VOID)
		eb_became(t, record, EB_DROPPED, NULL, "Heartbeat ignores it");
	else if (record->effect == HB_BROKEN)
		eb_became(t, record, EB_REFUSED, NULL, "not valid");
	else if (record->directive)
		leftover(t, record);
	else
		eb_became(t, record, EB_DROPPED, NULL, "no effect");
	return true;
}

static void rest_of_file(struct eb_translation *t, const struct hb_config *config,
			 enum hb_file file)
{
	const struct hb_config *lead = hb_lead(t->cluster, file);
	g_autoptr(GHashTable) lines = NULL;
	struct hb_record *record;
	guint same = 0;

	if (config != lead) {
		lines = g_hash_table_new(hash_record, same_record);
		eb_for_each (record, lead->records[file])
			g_hash_table_add(lines, record);
	}
	eb_for_each (record, config->records[file])
		same += !rest(t, lines, record);
	if (same)
		eb_file_became(t, config->source[file],
			       EB_TEXT(t, "%u line%s", same, same == 1 ? "" : "s"),
			       EB_TEXT(t, "the same as in %s", lead->source[file]->name));
}

void eb_translate_rest(struct eb_translation *t)
{
	const struct hb_host *host;

	eb_for_each (host, t->cluster->hosts)
		for (size_t file = 0; file < HB_FILES; file++)
			rest_of_file(t, host->config, (enum hb_file)file);
}
