// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Messages are collected, never printed on the spot: the reader of a report wants them by
 * file and line, and the exit code follows from all of them together.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "heartbeat-compat/secret.h"

static const struct eb_code table[] = {
#define CODE(number, name, severity, title, remedy) { (number), EB_##severity, title, remedy },
#include "heartbeat-compat/codes.def"
#undef CODE
	{ 0 },
};

const struct eb_code *eb_code_table(void)
{
	return table;
}

const struct eb_code *eb_code_find(unsigned int number)
{
	for (const struct eb_code *code = table; code->number; code++)
		if (code->number == number)
			return code;
	return NULL;
}

unsigned int eb_code_parse(const char *text)
{
	char *end;
	unsigned long number;

	if (g_ascii_strncasecmp(text, "HB-", 3) == 0)
		text += 3;
	if (strlen(text) != 4 || !isdigit((unsigned char)text[0]))
		return 0;
	number = strtoul(text, &end, 10);
	return *end == '\0' && eb_code_find((unsigned int)number) ? (unsigned int)number : 0;
}

const char *eb_severity_name(enum eb_severity severity)
{
	static const char *const names[] = {
		[EB_NOTE] = "note",       [EB_WARNING] = "warning", [EB_DECISION] = "decision",
		[EB_MISSING] = "missing", [EB_ERROR] = "error",
	};

	return names[severity];
}

static void place_free(void *pointer)
{
	struct eb_place *place = pointer;

	g_free(place->text);
	g_free(place);
}

static void message_free(void *pointer)
{
	struct eb_message *message = pointer;

	g_free(message->text);
	g_free(message->hint);
	if (message->notes)
		g_ptr_array_free(message->notes, TRUE);
	g_free(message);
}

struct eb_diag *eb_diag_new(void)
{
	struct eb_diag *diag = g_new0(struct eb_diag, 1);

	diag->messages = g_ptr_array_new_with_free_func(message_free);
	diag->accepted = g_hash_table_new(NULL, NULL);
	return diag;
}

void eb_diag_free(struct eb_diag *diag)
{
	if (!diag)
		return;
	g_ptr_array_free(diag->messages, TRUE);
	g_hash_table_destroy(diag->accepted);
	g_free(diag);
}

struct eb_diag *eb_diag_like(const struct eb_diag *diag)
{
	struct eb_diag *other = eb_diag_new();
	GHashTableIter iter;
	gpointer code;

	g_hash_table_iter_init(&iter, diag->accepted);
	while (g_hash_table_iter_next(&iter, &code, NULL))
		g_hash_table_add(other->accepted, code);
	return other;
}

void eb_diag_move(struct eb_diag *diag, enum eb_severity severity, struct eb_diag *to)
{
	gsize count;
	g_autofree gpointer *all = g_ptr_array_steal(diag->messages, &count);

	for (gsize i = 0; i < count; i++) {
		struct eb_message *message = all[i];

		if (message->code->severity != severity)
			g_ptr_array_add(diag->messages, message);
		else if (to)
			g_ptr_array_add(to->messages, message);
		else
			message_free(message);
	}
}

int eb_diag_accept(struct eb_diag *diag, unsigned int code)
{
	const struct eb_code *row = eb_code_find(code);

	if (!row || row->severity == EB_ERROR)
		return -EINVAL;
	g_hash_table_add(diag->accepted, GUINT_TO_POINTER(code));
	return 0;
}

struct eb_message *eb_diag_addv(struct eb_diag *diag, unsigned int code, struct eb_span span,
				const char *format, va_list args)
{
	struct eb_message *message = g_new0(struct eb_message, 1);

	message->code = eb_code_find(code);
	g_assert(message->code);
	message->span = span;
	message->accepted = g_hash_table_contains(diag->accepted, GUINT_TO_POINTER(code));
	message->text = eb_span_format(span, format, args);
	g_ptr_array_add(diag->messages, message);
	return message;
}

struct eb_message *eb_diag_add(struct eb_diag *diag, unsigned int code, struct eb_span span,
			       const char *format, ...)
{
	struct eb_message *message;
	va_list args;

	va_start(args, format);
	message = eb_diag_addv(diag, code, span, format, args);
	va_end(args);
	return message;
}

void eb_message_open(struct eb_message *message, const char *text)
{
	g_free(message->text);
	message->text = g_strdup(text);
}

void eb_message_hint(struct eb_message *message, const char *format, ...)
{
	va_list args;

	g_free(message->hint);
	va_start(args, format);
	message->hint = eb_span_format(message->span, format, args);
	va_end(args);
}

void eb_message_hint_open(struct eb_message *message, const char *hint)
{
	g_free(message->hint);
	message->hint = g_strdup(hint);
}

void eb_message_did_you_mean(struct eb_message *message, const char *near)
{
	g_autofree char *hint = g_strdup_printf("did you mean '%s'?", near);

	eb_message_hint_open(message, hint);
}

void eb_message_note(struct eb_message *message, struct eb_span span, const char *format, ...)
{
	struct eb_place *place = g_new0(struct eb_place, 1);
	va_list args;

	place->span = span;
	va_start(args, format);
	place->text = eb_span_format(span, format, args);
	va_end(args);
	if (!message->notes)
		message->notes = g_ptr_array_new_with_free_func(place_free);
	g_ptr_array_add(message->notes, place);
}

unsigned int eb_diag_count(const struct eb_diag *diag, enum eb_severity severity)
{
	unsigned int count = 0;

	for (guint i = 0; i < diag->messages->len; i++) {
		const struct eb_message *message = diag->messages->pdata[i];

		count += message->code->severity == severity && !message->accepted;
	}
	return count;
}

int eb_diag_exit(const struct eb_diag *diag, bool strict)
{
	bool warned = eb_diag_count(diag, EB_WARNING) > 0;

	if (eb_diag_count(diag, EB_ERROR) > 0 || (strict && warned))
		return 1;
	if (eb_diag_count(diag, EB_DECISION) > 0 || eb_diag_count(diag, EB_MISSING) > 0)
		return 3;
	return warned ? 2 : 0;
}

/* Edits (insert, delete, replace, swap of neighbours) from a to b, letter case ignored;
 * words longer than the rows here are never near. */
static size_t distance(const char *a, const char *b)
{
	enum { WORD = 48 };
	size_t rows[3][WORD + 1], *before = rows[0], *last = rows[1], *now = rows[2];
	size_t na = strlen(a), nb = strlen(b);

	if (na > WORD || nb > WORD)
		return WORD;
	for (size_t j = 0; j <= nb; j++)
		last[j] = j;
	for (size_t i = 1; i <= na; i++) {
		size_t *row = before;

		now[0] = i;
		for (size_t j = 1; j <= nb; j++) {
			bool same = g_ascii_tolower(a[i - 1]) == g_ascii_tolower(b[j - 1]);

			now[j] = MIN(last[j - 1] + !same, MIN(last[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 &&
			    g_ascii_tolower(a[i - 1]) == g_ascii_tolower(b[j - 2]) &&
			    g_ascii_tolower(a[i - 2]) == g_ascii_tolower(b[j - 1]))
				now[j] = MIN(now[j], before[j - 2] + 1);
		}
		before = last;
		last = now;
		now = row;
	}
	return last[nb];
}

/* Words whose lengths differ by so much need as many edits at least. */
static bool far(const char *a, const char *b, size_t edits)
{
	size_t na = strlen(a), nb = strlen(b);

	return (na > nb ? na - nb : nb - na) >= edits;
}

const char *eb_did_you_mean(const char *word, const char *const *known)
{
	const char *best = NULL;
	size_t least = MAX(strlen(word) / 3, 1) + 1;

	for (; *known && least > 0; known++) {
		size_t edits = far(word, *known, least) ? least : distance(word, *known);

		if (edits < least && edits < strlen(word)) {
			best = *known;
			least = edits;
		}
	}
	return best;
}
