// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * DRBD's files are read as DRBD reads them, word by word: several statements stand on one line, and
 * a brace that went away with a secret would take the resources behind it along. What stands
 * between shared-secret and the next mark of the grammar is the secret.
 */
#include <string.h>

#include "heartbeat-compat/drbd-conf.h"
#include "heartbeat-compat/left-out.h"
#include "heartbeat-compat/lex.h"
#include "heartbeat-compat/secret.h"

static const char NAME[] = "shared-secret";
static const char MARKS[] = "{};";

bool eb_is_drbd(const char *name)
{
	return g_str_has_suffix(name, "drbd.conf") || g_str_has_suffix(name, ".res") ||
	       strstr(name, "drbd.d/");
}

/* Old secrets stay behind a `#`, in any form. */
static void put_comment(GString *out, const char *begin, size_t length)
{
	const char *at = g_strstr_len(begin, (gssize)length, NAME);

	eb_leave_out_arguments(out, begin, at ? (size_t)(at - begin) : length);
	if (at)
		g_string_append_printf(out, "%s \"" EB_LEFT_OUT "\";", NAME);
}

static void put_string(GString *out, const char *begin, size_t length)
{
	size_t closed = length > 1 && begin[length - 1] == '"';

	g_string_append_c(out, '"');
	eb_leave_out_arguments(out, begin + 1, length - 1 - closed);
	g_string_append_len(out, begin + length - closed, (gssize)closed);
}

/* A word of DRBD's; what is none (it should have been a string) may hold marks of the grammar. */
static size_t secret_length(const char *at)
{
	size_t plain = strcspn(at, " \t\r\n{};\"#"), all = strcspn(at, " \t\r\n");

	for (size_t i = 0; i < plain; i++)
		if (!g_ascii_isalnum(at[i]) && !strchr("._/-", at[i])) {
			while (all > 1 && strchr(MARKS, at[all - 1]))
				all--;
			return all;
		}
	return plain;
}

/* The statement, or an argument with its value in quotes. */
static bool begins_secret(const char *word, size_t length)
{
	size_t whole = length + (word[length] == '"' ? hb_drbd_string(word + length) : 0);

	return (length == strlen(NAME) && memcmp(word, NAME, length) == 0) ||
	       (whole > length && eb_argument_open(word, whole) == length);
}

char *eb_leave_out_drbd(const char *text, bool comments)
{
	GString *out = g_string_new(NULL);
	bool secret = false;

	for (size_t length; *text; text += length) {
		bool mark = strchr(MARKS, *text);

		if (*text == '#') {
			length = strcspn(text, "\n");
			put_comment(out, text, comments && !secret ? length : 1);
			continue;
		}
		length = *text == '"' ? hb_drbd_string(text) : strcspn(text, " \t\r\n{};\"#");
		if (!length) {
			g_string_append_c(out, *text);
			length = 1;
			secret = secret && !mark;
		} else if (secret) {
			if (*text != '"')
				length = secret_length(text);
			g_string_append(out, "\"" EB_LEFT_OUT "\"");
		} else if (*text == '"') {
			put_string(out, text, length);
		} else {
			eb_leave_out_arguments(out, text, length);
			secret = begins_secret(text, length);
		}
	}
	return g_string_free(out, FALSE);
}
