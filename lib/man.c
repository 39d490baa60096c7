// SPDX-License-Identifier: GPL-2.0-or-later
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/man.h"

enum { WIDTH = 78 };

/* Escapes for roff: a backslash anywhere; a dot or quote that begins a line. */
static void escape(FILE *out, const char *text, size_t len, bool begins_line)
{
	for (size_t i = 0; i < len; i++) {
		if (i == 0 && begins_line && (text[i] == '.' || text[i] == '\''))
			fputs("\\&", out);
		if (text[i] == '\\')
			fputs("\\e", out);
		else
			putc(text[i], out);
	}
}

/* Does a sentence end with the word that ends here? */
static bool ends_sentence(const char *end, const char *stop)
{
	return end < stop && strchr(".:!?", end[-1]);
}

/* Fills lines with words; a sentence begins a new line: mandoc asks for it, and diffs get smaller. */
static void fill(FILE *out, const char *text, size_t len)
{
	const char *stop = text + len;
	size_t used = 0;

	while (text < stop) {
		size_t blanks = strspn(text, " \n"), word = strcspn(text + blanks, " \n");
		const char *start = text + blanks;

		if (start >= stop)
			break;
		if (start + word > stop)
			word = (size_t)(stop - start);
		if (used > 0 && (used + 1 + word > WIDTH || ends_sentence(text, stop))) {
			putc('\n', out);
			used = 0;
		}
		if (used > 0)
			putc(' ', out);
		escape(out, start, word, used == 0);
		used += word + (used > 0);
		text = start + word;
	}
	if (used > 0)
		putc('\n', out);
}

struct eb_man eb_man_begin(FILE *out, const char *title, int section, const char *brief)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	time_t when = epoch ? (time_t)strtoll(epoch, NULL, 10) : time(NULL);
	char date[64];
	struct tm tm;

	strftime(date, sizeof(date), "%B %-d, %Y", gmtime_r(&when, &tm));
	fprintf(out, ".Dd %s\n.Dt ", date);
	for (const char *c = title; *c; c++)
		putc(toupper((unsigned char)*c), out);
	fprintf(out, " %d\n.Os escapebeat\n.Sh NAME\n.Nm %s\n.Nd ", section, title);
	fill(out, brief, strlen(brief));
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

		fill(man->out, text, len);
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

		escape(man->out, text, len, true);
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
	escape(man->out, term, strlen(term), false);
	putc('\n', man->out);
}

void eb_man_list_end(struct eb_man *man)
{
	fputs(".El\n", man->out);
}
