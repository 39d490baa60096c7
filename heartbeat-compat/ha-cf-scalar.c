// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Directives with one value. Heartbeat's setters overwrite: of several values on a line, and of
 * several lines, the last one counts. Whatever was overwritten is still told.
 */
#include <string.h>

#include "heartbeat-compat/ha-cf-row.h"
#include "heartbeat-compat/ha-cf.h"

/* A value read: where in `choices` it is, and what is to be said about it. */
struct reading {
	int64_t value;
	const char *text;
	const char *rest;  /* behind the digits of a number; "" if nothing */
	unsigned int code; /* of the error; 0: none */
};

static int choose(const struct hb_row *row, const char *text)
{
	for (int i = 0; row->choices[i]; i++)
		if (row->kind == HB_KIND_ANY_CASE ? g_ascii_strcasecmp(row->choices[i], text) == 0
						  : strcmp(row->choices[i], text) == 0)
			return i;
	return -1;
}

static struct reading read_value(const struct hb_row *row, const char *text)
{
	struct reading got = { .text = text, .rest = "" };
	bool on;

	switch (row->kind) {
	case HB_KIND_TIME:
		if (hb_parse_time(text, &got.value) < 0 || got.value < row->least)
			got.code = EB_MSG_BAD_TIME;
		break;
	case HB_KIND_FAILBACK:
		if (g_ascii_strcasecmp(text, "legacy") == 0) {
			got.value = HB_FAILBACK_LEGACY;
			break;
		}
		/* fall through */
	case HB_KIND_BOOLEAN:
		if (hb_parse_boolean(text, &on) < 0)
			got.code = EB_MSG_BAD_BOOLEAN;
		else
			got.value = on;
		break;
	case HB_KIND_NUMBER:
		got.value = hb_parse_number(text, &got.rest);
		if (got.value < row->least || got.value > row->most)
			got.code = EB_MSG_BAD_NUMBER;
		break;
	case HB_KIND_CHOICE:
	case HB_KIND_ANY_CASE:
		got.value = choose(row, text);
		if (got.value < 0)
			got.code = EB_MSG_BAD_WORD;
		break;
	case HB_KIND_TEXT:
	case HB_KIND_LINE: break;
	}
	return got;
}

void hb_ha_cf_presets(struct hb_config *config)
{
	for (size_t i = 0; i < HB_DIRECTIVES; i++) {
		const struct hb_row *row = &hb_rows[i];
		struct reading got;

		if (row->kind == HB_KIND_LINE || !*row->directive.preset)
			continue;
		got = read_value(row, row->directive.preset);
		config->setting[i] = (struct hb_setting) { .value = got.value, .text = got.text };
	}
}

struct eb_message *hb_refuse(struct ha_cf *reader, struct hb_record *record, unsigned int code,
			     struct eb_span span, const char *format, ...)
{
	struct eb_message *message;
	va_list args;

	va_start(args, format);
	message = eb_diag_addv(reader->diag, code, span, format, args);
	va_end(args);
	record->effect = HB_BROKEN;
	return message;
}

/* "1 to 99", "at least 1", "zlib or bz2": the form of a value in words; g_free it. */
static char *form_of(const struct hb_row *row)
{
	GString *words;

	switch (row->kind) {
	case HB_KIND_TIME:
		return g_strdup(row->least ? "a time above 0, like 2, 0.5 or 500ms"
					   : "a time, like 10, 0.5 or 500ms");
	case HB_KIND_FAILBACK: return g_strdup("on, off or legacy");
	case HB_KIND_BOOLEAN: return g_strdup("on or off (true, yes, y, 1; false, no, n, 0)");
	case HB_KIND_NUMBER:
		if (row->most == INT32_MAX)
			return g_strdup_printf("a number of at least %d", (int)row->least);
		return g_strdup_printf("a number from %d to %d", (int)row->least, (int)row->most);
	case HB_KIND_CHOICE:
	case HB_KIND_ANY_CASE:
		words = g_string_new(row->choices[0]);
		for (int i = 1; row->choices[i]; i++)
			g_string_append_printf(words, "%s%s", row->choices[i + 1] ? ", " : " or ",
					       row->choices[i]);
		return g_string_free(words, FALSE);
	case HB_KIND_TEXT:
	case HB_KIND_LINE: break;
	}
	return g_strdup(row->directive.form);
}

/* Says why a value is refused and what would be right. */
static void refuse_value(struct ha_cf *reader, struct hb_record *record, const struct hb_row *row,
			 const struct hb_word *word, unsigned int code)
{
	g_autofree char *form = form_of(row);
	const char *near = row->choices ? eb_did_you_mean(word->text, row->choices) : NULL;
	struct eb_message *message;
	int64_t ms;

	message = hb_refuse(reader, record, code, word->span, "%s cannot be '%s'",
			    row->directive.name, word->text);
	if (near)
		eb_message_did_you_mean(message, near);
	else if (code == EB_MSG_BAD_TIME && hb_parse_time(word->text, &ms) < 0 &&
		 strchr("0123456789.", word->text[0]))
		eb_message_hint(message, "a number alone is seconds; only ms and us may follow it");
	else
		eb_message_hint(message, "expected %s", form);
}

/* The setting gets a new value; what it had from an earlier line is overridden. */
static void replace(struct ha_cf *reader, struct hb_record *record, struct hb_setting *setting,
		    struct hb_setting value)
{
	struct hb_record *old = setting->from;
	bool same = setting->value == value.value && g_strcmp0(setting->text, value.text) == 0;
	struct eb_message *message;

	*setting = value;
	setting->from = record;
	if (!old || old == record)
		return;
	old->effect = old->effect == HB_BROKEN ? HB_BROKEN : HB_OVERRIDDEN;
	old->by = record;
	if (reader->source->given)
		return;
	message = eb_diag_add(reader->diag, same ? EB_MSG_SAME_AGAIN : EB_MSG_LAST_WINS,
			      record->name.span,
			      same ? "%s is given again" : "%s is given again, this line counts",
			      record->name.text);
	eb_message_note(message, old->name.span, "%s is given first here", old->name.text);
}

void hb_take_scalar(struct ha_cf *reader, struct hb_record *record, const struct hb_word *word)
{
	const struct hb_row *row = &hb_rows[record->directive->id];
	struct hb_setting *setting = &reader->config->setting[row->directive.id];
	struct reading got = read_value(row, word->text);

	if (row->once && setting->from) {
		struct eb_message *message =
			hb_refuse(reader, record, EB_MSG_ONCE, word->span,
				  "%s may be given only once", row->directive.name);

		eb_message_note(message, setting->from->name.span, "given first here");
		return;
	}
	if (got.code) {
		refuse_value(reader, record, row, word, got.code);
		return;
	}
	if (*got.rest)
		eb_diag_add(reader->diag, EB_MSG_NUMBER_TAIL, word->span, "'%s' is read as %d",
			    word->text, (int)got.value);
	replace(reader, record, setting,
		(struct hb_setting) { .value = got.value, .text = got.text });
}

/*
 * The forerunner of auto_failback. Heartbeat 3 takes any value of it as legacy, or as off when an
 * auto_failback line came before.
 */
void hb_take_nice_failback(struct ha_cf *reader, struct hb_record *record,
			   const struct hb_word *word)
{
	struct hb_setting *failback = &reader->config->setting[HB_AUTO_FAILBACK];
	bool nice = failback->value != HB_FAILBACK_LEGACY, on;
	struct eb_message *message;

	if (hb_parse_boolean(word->text, &on) < 0) {
		message = hb_refuse(reader, record, EB_MSG_BAD_BOOLEAN, word->span,
				    "nice_failback cannot be '%s'", word->text);
		eb_message_hint(message, "expected on or off");
		return;
	}
	message = eb_diag_add(reader->diag, EB_MSG_OBSOLETE, record->name.span,
			      "nice_failback is obsolete; Heartbeat 3 reads it as auto_failback %s",
			      nice ? "off" : "legacy");
	eb_message_hint(message, "write auto_failback %s", on ? "off" : "on");
	replace(reader, record, failback,
		(struct hb_setting) { .value = nice ? HB_FAILBACK_OFF : HB_FAILBACK_LEGACY,
				      .text = word->text });
}

/* crm and pacemaker are one switch that may be set once. */
void hb_take_crm(struct ha_cf *reader, struct hb_record *record, const struct hb_word *word)
{
	static const char *const words[] = { "respawn",  "manual", "minimal", "valgrind",
					     "ccm-only", "on",     "off",     NULL };
	struct hb_setting *setting = reader->config->setting;
	struct eb_message *message;
	const char *near;
	bool on = false;

	if (reader->crm) {
		message = hb_refuse(reader, record, EB_MSG_ONCE, word->span,
				    "crm or pacemaker may be given only once");
		eb_message_note(message, reader->crm->name.span, "given first here");
		return;
	}
	reader->crm = record;
	for (size_t i = 0; i < 5; i++)
		on = on || g_ascii_strcasecmp(word->text, words[i]) == 0;
	if (!on && hb_parse_boolean(word->text, &on) < 0) {
		near = eb_did_you_mean(word->text, words);
		message = hb_refuse(reader, record, EB_MSG_BAD_WORD, word->span,
				    "%s cannot be '%s'", record->name.text, word->text);
		if (near)
			eb_message_did_you_mean(message, near);
		else
			eb_message_hint(message, "expected on, off, respawn, manual, minimal, "
						 "valgrind or ccm-only");
		return;
	}
	setting[HB_CRM] = (struct hb_setting) { .value = on, .text = word->text, .from = record };
	setting[HB_PACEMAKER] = setting[HB_CRM];
}
