// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>

#include "heartbeat-compat/json-read.h"

/* The first sign that counts. */
static char peek(struct eb_json *json)
{
	json->at += strspn(json->at, " \t\r\n");
	return *json->at;
}

bool eb_json_take(struct eb_json *json, char sign)
{
	if (peek(json) != sign)
		return false;
	json->at++;
	return true;
}

bool eb_json_end(struct eb_json *json)
{
	return !peek(json);
}

/* ---- strings -------------------------------------------------------------------------------------- */

/* The four digits behind \u; 0 when they are none, or zero. */
static gunichar take_unit(struct eb_json *json)
{
	gunichar unit = 0;

	for (int i = 0; i < 4; i++, json->at++) {
		if (!g_ascii_isxdigit(*json->at))
			return 0;
		unit = unit * 16 + (gunichar)g_ascii_xdigit_value(*json->at);
	}
	return unit;
}

/* Characters beyond 16 bit are written as two halves. */
static bool take_escaped_unit(struct eb_json *json, GString *text)
{
	gunichar unit = take_unit(json), low;

	if (unit >= 0xd800 && unit < 0xdc00 && strncmp(json->at, "\\u", 2) == 0) {
		json->at += 2;
		low = take_unit(json);
		if (low < 0xdc00 || low > 0xdfff)
			return false;
		unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
	}
	if (!unit || !g_unichar_validate(unit))
		return false;
	g_string_append_unichar(text, unit);
	return true;
}

/* at is behind the backslash. */
static bool take_escape(struct eb_json *json, GString *text)
{
	static const char signs[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	const char *sign = *json->at ? strchr(signs, *json->at) : NULL;

	if (sign) {
		g_string_append_c(text, meant[sign - signs]);
		json->at++;
		return true;
	}
	if (*json->at != 'u')
		return false;
	json->at++;
	return take_escaped_unit(json, text);
}

bool eb_json_string(struct eb_json *json, GString *text)
{
	g_string_truncate(text, 0);
	if (!eb_json_take(json, '"'))
		return false;
	for (;;) {
		const char *from = json->at;

		while (*json->at != '"' && *json->at != '\\' && (unsigned char)*json->at >= 0x20)
			json->at++;
		g_string_append_len(text, from, json->at - from);
		if (*json->at == '"')
			break;
		if (*json->at != '\\')
			return false;
		json->at++;
		if (!take_escape(json, text))
			return false;
	}
	json->at++;
	return true;
}

/* ---- other values ---------------------------------------------------------------------------------- */

bool eb_json_integer(struct eb_json *json, int64_t *value)
{
	char *end;

	if (!strchr("-0123456789", peek(json)) || !*json->at)
		return false;
	errno = 0;
	*value = g_ascii_strtoll(json->at, &end, 10);
	if (errno || end == json->at || (*end && strchr(".eE", *end)))
		return false;
	json->at = end;
	return true;
}

static bool take_word(struct eb_json *json, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(json->at, word, length) != 0 || g_ascii_isalnum(json->at[length]))
		return false;
	json->at += length;
	return true;
}

bool eb_json_boolean(struct eb_json *json, bool *value)
{
	peek(json);
	*value = take_word(json, "true");
	return *value || take_word(json, "false");
}

/* A value that holds no others. */
static bool skip_plain(struct eb_json *json, GString *scratch)
{
	size_t length;
	bool ignored;

	if (peek(json) == '"')
		return eb_json_string(json, scratch);
	if (take_word(json, "null") || eb_json_boolean(json, &ignored))
		return true;
	length = strspn(json->at, "-+.0123456789eE");
	json->at += length;
	return length > 0;
}

/* Behind a value: false when another one of the same object or array follows. open: what is to be
 * closed, innermost last. */
static bool close_all(struct eb_json *json, GString *open)
{
	while (open->len && eb_json_take(json, open->str[open->len - 1]))
		g_string_truncate(open, open->len - 1);
	return !open->len;
}

bool eb_json_skip(struct eb_json *json)
{
	g_autoptr(GString) open = g_string_new(NULL), scratch = g_string_new(NULL);

	do {
		if (open->len && open->str[open->len - 1] == '}' &&
		    (!eb_json_string(json, scratch) || !eb_json_take(json, ':')))
			return false;
		if (eb_json_take(json, '{')) {
			g_string_append_c(open, '}');
			if (peek(json) != '}')
				continue;
		} else if (eb_json_take(json, '[')) {
			g_string_append_c(open, ']');
			if (peek(json) != ']')
				continue;
		} else if (!skip_plain(json, scratch)) {
			return false;
		}
		if (close_all(json, open))
			return true;
		if (!eb_json_take(json, ','))
			return false;
	} while (*json->at);
	return false;
}
