// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/man.h"

/* Escapes for roff: a backslash anywhere; a dot or quote that begins a line. */
static void escape(FILE *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (i == 0 && (text[i] == '.' || text[i] == '\''))
			fputs("\\&", out);
		if (text[i] == '\\')
			fputs("\\e", out);
		else
			putc(text[i], out);
	}
}

/* Every sentence on a line of its own: mandoc asks for it, and diffs get smaller. */
static void sentences(FILE *out, const char *text, size_t len)
{
	size_t start = 0;

	for (size_t i = 0; i < len; i++) {
		if (text[i] == '.' && i + 1 < len && text[i + 1] == ' ') {
			escape(out, text + start, i + 1 - start);
			putc('\n', out);
			start = i + 2;
			i++;
		}
	}
	while (start < len && text[start] == ' ')
		start++;
	escape(out, text + start, len - start);
	putc('\n', out);
}

struct eb_man eb_man_begin(FILE *out, const char *title, int section, const char *brief)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	time_t when = epoch ? (time_t)strtoll(epoch, NULL, 10) : time(NULL);
	char date[64];
	struct tm tm;

	strftime(date, sizeof(date), "%B %e, %Y", gmtime_r(&when, &tm));
	fprintf(out, ".Dd %s\n.Dt %s %d\n.Os escapebeat\n.Sh NAME\n.Nm %s\n.Nd ", date, title,
		section, title);
	sentences(out, brief, strlen(brief));
	return (struct eb_man) { out };
}

void eb_man_section(struct eb_man *man, const char *name)
{
	fprintf(man->out, ".Sh %s\n", name);
}

void eb_man_text(struct eb_man *man, const char *text)
{
	while (*text) {
		const char *end = strstr(text, "\n\n");
		size_t len = end ? (size_t)(end - text) : strlen(text);

		sentences(man->out, text, len);
		if (!end)
			return;
		text = end + strspn(end, "\n");
		if (*text)
			fputs(".Pp\n", man->out);
	}
}

void eb_man_textf(struct eb_man *man, const char *fmt, ...)
{
	char text[1024];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	eb_man_text(man, text);
}

void eb_man_literal(struct eb_man *man, const char *text)
{
	fputs(".Bd -literal -offset indent\n", man->out);
	while (*text) {
		size_t len = strcspn(text, "\n");

		escape(man->out, text, len);
		putc('\n', man->out);
		text += len + (text[len] == '\n');
	}
	fputs(".Ed\n", man->out);
}

void eb_man_list(struct eb_man *man)
{
	fputs(".Bl -tag -width indent\n", man->out);
}

void eb_man_item(struct eb_man *man, const char *term)
{
	fputs(".It Sy ", man->out);
	escape(man->out, term, strlen(term));
	putc('\n', man->out);
}

void eb_man_list_end(struct eb_man *man)
{
	fputs(".El\n", man->out);
}
