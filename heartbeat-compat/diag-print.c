// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A message for eyes: place, text, the line it is about and a caret under the word.
 *
 * The line is rendered before it is measured: tabs become blanks, control characters and bytes
 * that are no UTF-8 become escapes, so that a hostile file cannot move the caret or speak to
 * the terminal. Lines of secret files are never rendered, of others not what is masked.
 */
#include <stdlib.h>
#include <string.h>

#include "heartbeat-compat/diag.h"
#include "heartbeat-compat/secret.h"

enum {
	TAB = 8,
	WINDOW = 160, /* cells of a line that are shown, around the caret */
};

static const char *const colours[] = {
	[EB_NOTE] = "\033[36m",    [EB_WARNING] = "\033[35m", [EB_DECISION] = "\033[34m",
	[EB_MISSING] = "\033[34m", [EB_ERROR] = "\033[31m",
};

/* The line of a span: begin and length, line end not included. */
static const char *line_of(struct eb_span span, size_t *length)
{
	const struct eb_source *source = span.source;
	size_t begin = source->line[span.line - 1];
	size_t end = source->line[span.line];

	while (end > begin && (source->text[end - 1] == '\n' || source->text[end - 1] == '\r'))
		end--;
	*length = end - begin;
	return source->text + begin;
}

/* One character: appends what is shown of it and says how many bytes it was. */
static size_t render(GString *out, size_t *cells, const char *text, size_t left)
{
	gunichar c = g_utf8_get_char_validated(text, (gssize)left);
	size_t before = out->len;

	if (c == '\t') {
		do
			g_string_append_c(out, ' ');
		while (++*cells % TAB);
		return 1;
	}
	if (c == (gunichar)-1 || c == (gunichar)-2 || c < 0x20 || c == 0x7f) {
		g_string_append_printf(out, "\\x%02x", (unsigned char)*text);
		*cells += out->len - before;
		return 1;
	}
	if (!g_unichar_isprint(c) && !g_unichar_ismark(c)) {
		g_string_append_printf(out, "\\u%04x", c);
		*cells += out->len - before;
	} else {
		g_string_append_unichar(out, c);
		*cells += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
	}
	return (size_t)g_utf8_skip[(unsigned char)*text];
}

/* Escapes a text that may quote a file. */
static void add_text(GString *out, const char *text)
{
	size_t cells = 0, left = strlen(text);

	while (left) {
		size_t used = render(out, &cells, text, left);

		text += used;
		left -= used;
	}
}

static void put_text(FILE *out, const char *text)
{
	g_autoptr(GString) shown = g_string_new(NULL);

	add_text(shown, text);
	fputs(shown->str, out);
}

unsigned int eb_span_column(struct eb_span span)
{
	g_autoptr(GString) shown = g_string_new(NULL);
	size_t length, cells = 0, at = 0;
	unsigned int column = 1;
	const char *line = line_of(span, &length);

	while (at + 1 < span.column && at < length) {
		at += render(shown, &cells, line + at, length - at);
		column++;
	}
	return column;
}

char *eb_span_text(struct eb_span span)
{
	if (!span.source)
		return g_strdup("");
	if (!span.line)
		return g_strdup(span.source->name);
	return g_strdup_printf("%s:%u", span.source->name, span.line);
}

static void put_place(FILE *out, struct eb_span span)
{
	if (!span.source)
		return;
	put_text(out, span.source->name);
	fprintf(out, ":%u:%u", MAX(span.line, 1), span.line ? eb_span_column(span) : 1);
	fputs(": ", out);
}

/* The caret's part of the excerpt in a colour, "" for none. */
static char *excerpt(struct eb_span span, const char *hint, const char *colour)
{
	g_autoptr(GString) shown = g_string_new(NULL);
	GString *out = g_string_new(NULL);
	size_t length, cells = 0, caret = 0, width = 0, from = 0, at;
	const char *line = line_of(span, &length);
	size_t begin = (size_t)(line - span.source->text);

	if (span.column > WINDOW)
		from = span.column - WINDOW / 2;
	while (from < length && ((unsigned char)line[from] & 0xc0) == 0x80)
		from++; /* not inside a character */
	for (at = from; at < length && cells < WINDOW;) {
		size_t masked = MIN(eb_source_masked(span.source, begin + at), length - at);

		if (masked) {
			g_string_append(shown, EB_MASK);
			cells += strlen(EB_MASK);
			at += masked;
		} else {
			at += render(shown, &cells, line + at, length - at);
		}
		if (at < span.column)
			caret = cells;
		else if (at < span.column + span.length)
			width = cells - caret;
	}
	g_string_append_printf(out, "%5u | %s%s%s\n", span.line, from ? "..." : "", shown->str,
			       at < length ? "..." : "");
	g_string_append_printf(out, "      | %*s%s^", (int)caret + (from ? 3 : 0), "", colour);
	for (size_t i = 1; i < width; i++)
		g_string_append_c(out, '~');
	g_string_append(out, *colour ? "\033[0m" : "");
	if (hint) {
		g_string_append_c(out, ' ');
		add_text(out, hint);
	}
	g_string_append_c(out, '\n');
	return g_string_free(out, FALSE);
}

char *eb_span_excerpt(struct eb_span span, const char *hint)
{
	if (!span.source || !span.line || span.source->secret)
		return NULL;
	return excerpt(span, hint, "");
}

static void put_message(FILE *out, const struct eb_message *message, bool colour)
{
	enum eb_severity severity = message->code->severity;
	const char *paint = colour ? colours[severity] : "";
	const struct eb_place *place;
	bool line = message->span.source && message->span.line && !message->span.source->secret;

	put_place(out, message->span);
	fprintf(out, "%s%s:%s ", paint, eb_severity_name(severity), colour ? "\033[0m" : "");
	put_text(out, message->text);
	if (message->hint && !line) {
		fputs("; ", out);
		put_text(out, message->hint);
	}
	fprintf(out, " [HB-%u]%s\n", message->code->number, message->accepted ? " (accepted)" : "");
	if (line) {
		g_autofree char *shown = excerpt(message->span, message->hint, paint);

		fputs(shown, out);
	}
	if (!message->notes)
		return;
	eb_for_each (place, message->notes) {
		put_place(out, place->span);
		fprintf(out, "%snote:%s ", colour ? colours[EB_NOTE] : "", colour ? "\033[0m" : "");
		put_text(out, place->text);
		fputc('\n', out);
	}
}

/* By file in the order of the files' first messages, then by line; stable. */
struct sorted {
	const struct eb_message *message;
	guint file, at;
};

static int by_place(const void *a, const void *b)
{
	const struct sorted *one = a, *two = b;

	if (one->file != two->file)
		return one->file < two->file ? -1 : 1;
	if (one->message->span.line != two->message->span.line)
		return one->message->span.line < two->message->span.line ? -1 : 1;
	return one->at < two->at ? -1 : 1;
}

void eb_diag_print(const struct eb_diag *diag, FILE *out, bool colour)
{
	guint count = diag->messages->len;
	g_autofree struct sorted *sorted = g_new0(struct sorted, count + 1);
	g_autoptr(GHashTable) files = g_hash_table_new(NULL, NULL);
	char *text = NULL;
	size_t size;
	FILE *buffer = open_memstream(&text, &size);

	for (guint i = 0; i < count; i++) {
		const struct eb_message *message = diag->messages->pdata[i];
		const void *source = message->span.source;

		if (!g_hash_table_contains(files, source))
			g_hash_table_insert(files, (gpointer)source,
					    GUINT_TO_POINTER(g_hash_table_size(files)));
		sorted[i].message = message;
		sorted[i].file = GPOINTER_TO_UINT(g_hash_table_lookup(files, source));
		sorted[i].at = i;
	}
	qsort(sorted, count, sizeof(*sorted), by_place);
	for (guint i = 0; i < count; i++)
		put_message(buffer ? buffer : out, sorted[i].message, colour);
	if (!buffer)
		return;
	fclose(buffer);
	fwrite(text, 1, size, out); /* at once: standard error is not buffered */
	free(text);
}
