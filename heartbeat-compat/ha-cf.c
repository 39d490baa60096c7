// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The lines of ha.cf, one after the other: Heartbeat acts on each as it comes, so order is
 * meaning (udpport before the paths, the last value of a setting).
 */
#include <string.h>

#include "heartbeat-compat/ha-cf-row.h"
#include "heartbeat-compat/ha-cf.h"

/* The line as Heartbeat sees it: up to the comment, and up to a carriage return. */
static struct eb_piece strip(struct eb_piece line)
{
	for (size_t i = 0; i < line.length; i++)
		if (line.begin[i] == '#' || line.begin[i] == '\r')
			line.length = i;
	return eb_trim(line);
}

static void refuse_unknown(struct ha_cf *reader, struct hb_record *record, bool continued)
{
	const char *names[HB_DIRECTIVES + 1] = { NULL };
	const char *equals = strchr(record->name.text, '=');
	struct eb_message *message;
	const char *near;

	for (size_t i = 0; i < HB_DIRECTIVES; i++)
		names[i] = hb_rows[i].directive.name;
	message = hb_refuse(reader, record, EB_MSG_UNKNOWN_DIRECTIVE, record->name.span,
			    "unknown directive '%s'", record->name.text);
	near = eb_did_you_mean(record->name.text, names);
	if (hb_unbuilt_brief(record->name.text))
		eb_message_hint(message, "Heartbeat 3 is built without it");
	else if (continued)
		eb_message_hint(message, "ha.cf has no continuation lines");
	else if (equals)
		eb_message_hint(message, "a blank separates name and value, not '='");
	else if (near)
		eb_message_did_you_mean(message, near);
}

/* A word that a template left behind is hardly a value; Heartbeat takes it for one. */
static void doubt_placeholders(struct ha_cf *reader, const struct hb_record *record)
{
	const struct hb_word *word;

	eb_for_each (word, record->words) {
		if (!hb_is_placeholder(word->text))
			continue;
		eb_diag_add(reader->diag, EB_MSG_PLACEHOLDER, word->span,
			    "the placeholder '%s' was not filled in", word->text);
		return;
	}
}

/* Several values where one counts. */
static void warn_values(struct ha_cf *reader, const struct hb_record *record,
			const struct hb_row *row)
{
	const struct hb_word *last;

	if (row->kind == HB_KIND_LINE || record->words->len < 2 || record->effect == HB_BROKEN)
		return;
	last = record->words->pdata[record->words->len - 1];
	eb_diag_add(reader->diag, EB_MSG_LAST_WINS, last->span,
		    "%u values for %s, the last one counts", record->words->len, record->name.text);
}

static void read_values(struct ha_cf *reader, struct hb_record *record)
{
	const struct hb_row *row = &hb_rows[record->directive->id];
	const struct hb_word *word;

	doubt_placeholders(reader, record);
	if (row->line) {
		row->line(reader, record);
		return;
	}
	if (!record->words->len) {
		eb_diag_add(reader->diag, EB_MSG_NO_VALUE, record->name.span,
			    "%s without value, Heartbeat ignores the line", record->name.text);
		record->effect = HB_VOID;
		return;
	}
	eb_for_each (word, record->words)
		row->value(reader, record, word);
	warn_values(reader, record, row);
}

static void read_line(struct ha_cf *reader, struct eb_piece line, bool continued)
{
	struct hb_record *record = hb_new(reader->cluster, struct hb_record);
	const struct hb_directive *directive;
	struct eb_piece value = line, name = eb_next(&value, HB_BLANKS);

	record->file = HB_FILE_HA_CF;
	record->name = hb_word_of(reader->cluster, reader->source, name);
	while (value.length && strchr(HB_COMMAS, *value.begin)) {
		value.begin++;
		value.length--;
	}
	record->value = hb_word_of(reader->cluster, reader->source, eb_trim(value));
	directive = hb_directive_find(record->name.text);
	record->directive = directive;
	record->words =
		hb_words_of(reader->cluster, reader->source, value,
			    directive && hb_rows[directive->id].line ? HB_BLANKS : HB_COMMAS);
	g_ptr_array_add(reader->config->records[HB_FILE_HA_CF], record);
	if (!directive) {
		refuse_unknown(reader, record, continued);
		return;
	}
	read_values(reader, record);
}

/* What Heartbeat computes when the file does not say it. */
static void derive(struct hb_setting *setting)
{
	int64_t dead_ms = setting[HB_DEADTIME].value;

	if (!setting[HB_WARNTIME].from)
		setting[HB_WARNTIME].value = dead_ms / 2;
	if (!setting[HB_DEADPING].from)
		setting[HB_DEADPING].value = dead_ms;
	if (!setting[HB_INITDEAD].from)
		setting[HB_INITDEAD].value = dead_ms > 10000  ? dead_ms
					     : dead_ms < 6000 ? 12000
							      : 2 * dead_ms;
}

void hb_ha_cf_read(struct hb_cluster *cluster, struct hb_host *host, struct eb_source *source,
		   struct eb_diag *diag)
{
	g_autoptr(GHashTable) clients = g_hash_table_new(g_str_hash, g_str_equal);
	struct ha_cf reader = {
		.clients = clients,
		.cluster = cluster,
		.config = host->config,
		.uname = host->uname,
		.source = source,
		.diag = diag,
	};
	bool continued = false;

	host->config->source[HB_FILE_HA_CF] = source;
	for (unsigned int n = 1; n <= source->lines; n++) {
		struct eb_piece line = strip(eb_line(source, n));

		if (line.length)
			read_line(&reader, line, continued);
		continued = line.length && line.begin[line.length - 1] == '\\';
	}
	derive(host->config->setting);
}
