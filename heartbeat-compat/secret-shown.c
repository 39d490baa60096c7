// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Lines and messages without what is masked. A line is masked by place. A message is written by us:
 * its own words are never masked, or they would tell which of them is the secret; what it quotes is.
 */
#include <string.h>

#include "heartbeat-compat/secret.h"

size_t eb_source_masked(const struct eb_source *source, size_t at)
{
	size_t end = at;

	while (source->mask && end < source->size && source->mask[end])
		end++;
	return end - at;
}

char *eb_span_shown(struct eb_span span)
{
	const struct eb_source *source = span.source;
	GString *shown = g_string_new(NULL);
	size_t at, end;

	if (!source || !span.line)
		return g_string_free(shown, FALSE);
	at = source->line[span.line - 1] + span.column - 1;
	end = MIN(at + span.length, source->size);
	while (at < end) {
		size_t masked = eb_source_masked(source, at);

		if (masked)
			g_string_append(shown, EB_MASK);
		else
			g_string_append_c(shown, source->text[at]);
		at += MAX(masked, 1);
	}
	return g_string_free(shown, FALSE);
}

char *hb_word_shown(const struct hb_word *word)
{
	GString *shown = g_string_new(NULL);
	g_auto(GStrv) parts = g_strsplit(word->text, " ", -1);

	for (size_t i = 0; parts[i]; i++) {
		size_t length = strlen(parts[i]), open = eb_argument_open(parts[i], length);

		g_string_append_printf(shown, "%s%.*s%s", i ? " " : "", (int)open, parts[i],
				       open < length ? EB_MASK : "");
	}
	return g_string_free(shown, FALSE);
}

/* Does a word begin or end between these two? */
static bool is_edge(char a, char b)
{
	return !g_ascii_isalnum(a) || !g_ascii_isalnum(b);
}

static void hide(GString *text, const char *secret, size_t length)
{
	for (size_t at = 0; at + length <= text->len; at++) {
		if (memcmp(text->str + at, secret, length) != 0 ||
		    (at && !is_edge(text->str[at - 1], *secret)) ||
		    !is_edge(secret[length - 1], text->str[at + length]))
			continue;
		g_string_erase(text, (gssize)at, (gssize)length);
		g_string_insert(text, (gssize)at, EB_MASK);
		at += strlen(EB_MASK) - 1;
	}
}

/* A value without the words that are masked on its line. */
static void append_value(GString *text, struct eb_span span, const char *value)
{
	const struct eb_source *source = span.source;
	g_autoptr(GString) shown = g_string_new(value);

	if (source && source->mask && span.line)
		for (size_t at = source->line[span.line - 1]; at < source->line[span.line];) {
			size_t masked = eb_source_masked(source, at);

			if (masked)
				hide(shown, source->text + at, masked);
			at += MAX(masked, 1);
		}
	g_string_append(text, shown->str);
}

/* What one conversion of a checked format gives; its arguments stay where they are. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static char *convert(const char *spec, va_list args)
{
	va_list same;
	char *value;

	va_copy(same, args);
	value = g_strdup_vprintf(spec, same);
	va_end(same);
	return value;
}
#pragma GCC diagnostic pop

char *eb_span_format(struct eb_span span, const char *format, va_list args)
{
	GString *text = g_string_new(NULL);

	while (*format) {
		size_t own = strcspn(format, "%");
		size_t length = format[own] ? strspn(format + own + 1, "0123456789.*-lz") + 2 : 0;
		g_autofree char *spec = g_strndup(format + own, length);
		g_autofree char *value = convert(spec, args);
		char type = length ? spec[length - 1] : '%';

		g_string_append_len(text, format, (gssize)own);
		format += own + length;
		if (type == 's')
			append_value(text, span, value);
		else
			g_string_append(text, value);
		/* past what it took */
		if (strchr(spec, '*'))
			va_arg(args, int);
		if (type == 's')
			va_arg(args, const char *);
		else if (strpbrk(spec, "lz"))
			va_arg(args, long);
		else if (type == 'f')
			va_arg(args, double);
		else if (type != '%')
			va_arg(args, int);
	}
	return g_string_free(text, FALSE);
}
