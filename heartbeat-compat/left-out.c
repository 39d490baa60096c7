// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Line by line, and only ever more is taken for a secret than is one: a line that begins like one
 * with a secret is cut where the secret would begin, also behind a `#`, where old ones stay.
 */
#include <string.h>

#include "heartbeat-compat/left-out.h"
#include "heartbeat-compat/lex.h"
#include "heartbeat-compat/secret.h"
#include "heartbeat-compat/stonith-table.h"

/* Is word n of the parameters, from 1 on, a secret? Of a plugin that is not known only the first
 * one, a host, is taken for harmless; nor is what stands behind the last parameter of one that is. */
static bool is_secret(const struct hb_plugin *plugin, unsigned int n)
{
	if (!plugin)
		return n > 1;
	return n == hb_plugin_password(plugin) ||
	       (n > hb_plugin_params(plugin) && !hb_plugin_ends_with_hosts(plugin));
}

static bool is_word(struct eb_piece piece, const char *word)
{
	return strlen(word) == piece.length && memcmp(word, piece.begin, piece.length) == 0;
}

/* ---- the kinds of lines: each appends the line to out, or returns false, it is another one ---------- */

/* "1 sha1 SECRET": the third word and what follows. Of comments only the sign is left. */
static bool key_line(GString *out, struct eb_piece line)
{
	struct eb_piece rest = line;

	if (rest.length && *eb_trim(rest).begin == '#') {
		g_string_append_c(out, '#');
		return true;
	}
	eb_next(&rest, HB_BLANKS);
	eb_next(&rest, HB_BLANKS);
	rest = eb_trim(rest);
	g_string_append_len(out, line.begin, rest.begin - line.begin);
	if (rest.length)
		g_string_append(out, EB_LEFT_OUT);
	return true;
}

/* "stonith_host HOST TYPE PARAMETER...": the password, and what follows when it is not known which
 * one that is. */
static bool device_line(GString *out, struct eb_piece line)
{
	struct eb_piece rest = line, word;
	const char *from = line.begin;
	const struct hb_plugin *plugin;
	g_autofree char *type = NULL;

	while (rest.length && strchr("# \t", *rest.begin)) {
		rest.begin++;
		rest.length--;
	}
	if (!is_word(eb_next(&rest, HB_BLANKS), "stonith_host"))
		return false;
	eb_next(&rest, HB_BLANKS);
	word = eb_next(&rest, HB_BLANKS);
	type = g_strndup(word.begin, word.length);
	plugin = hb_plugin_find(type);
	for (unsigned int n = 1; (word = eb_next(&rest, HB_BLANKS)).length; n++) {
		if (!is_secret(plugin, n))
			continue;
		g_string_append_len(out, from, word.begin - from);
		g_string_append(out, EB_LEFT_OUT);
		from = word.begin + word.length;
	}
	g_string_append_len(out, from, line.begin + line.length - from);
	return true;
}

/* <nvpair ... name="passwd" value="SECRET"/>: all values of a line that names a secret. */
static bool secret_value(GString *out, struct eb_piece line)
{
	static GRegex *named, *value;
	g_autofree char *text = g_strndup(line.begin, line.length), *without = NULL;

	if (!named) {
		named = g_regex_new("name=[\"'][^\"']*(pass|pw|secret|token|community|cred)",
				    G_REGEX_CASELESS | G_REGEX_RAW, 0, NULL);
		value = g_regex_new("(?<=value=)([\"']).*?\\1", G_REGEX_RAW, 0, NULL);
	}
	if (!g_regex_match(named, text, 0, NULL))
		return false;
	without = g_regex_replace_literal(value, text, -1, 0, "\"" EB_LEFT_OUT "\"", 0, NULL);
	g_string_append(out, without);
	return true;
}

void eb_leave_out_arguments(GString *out, const char *begin, size_t length)
{
	struct eb_piece rest = { begin, length }, word;
	const char *from = begin;

	while ((word = eb_next(&rest, HB_BLANKS)).length) {
		size_t open = eb_argument_open(word.begin, word.length);

		if (open == word.length)
			continue;
		g_string_append_len(out, from, word.begin + open - from);
		g_string_append(out, EB_LEFT_OUT);
		from = word.begin + word.length;
	}
	g_string_append_len(out, from, begin + length - from);
}

/* "# root password: SECRET": the rest of a comment behind such a word. */
static bool comment_line(GString *out, struct eb_piece line)
{
	static GRegex *named;
	g_autofree char *text = g_strndup(line.begin, line.length);
	g_autoptr(GMatchInfo) match = NULL;
	gint begin, end;

	if (!named)
		named = g_regex_new(
			"(?:^|(?<=\\s))#.*?\\b(?:pass(?:word|wd|phrase)?|pwd?|secret|token|"
			"key|community|credentials?)\\b(?:\\s+(?:is|was)\\b)?\\s*[:=]?"
			"\\s*(?=\\S)",
			G_REGEX_CASELESS | G_REGEX_RAW, 0, NULL);
	if (!g_regex_match(named, text, 0, &match))
		return false;
	g_match_info_fetch_pos(match, 0, &begin, &end);
	eb_leave_out_arguments(out, line.begin, (size_t)begin);
	g_string_append_len(out, line.begin + begin, end - begin);
	g_string_append(out, EB_LEFT_OUT);
	return true;
}

/* Any other line: what follows password= and the like in a word, whatever the file. */
static bool arguments(GString *out, struct eb_piece line)
{
	eb_leave_out_arguments(out, line.begin, line.length);
	return true;
}

static const struct kind {
	const char *file; /* is part of its name */
	bool (*take)(GString *out, struct eb_piece line);
} kinds[] = {
	{ "authkeys", key_line }, { "ha.cf", device_line }, { "cib.xml", secret_value },
	{ "", comment_line },     { "", arguments },
};

char *eb_leave_out(const char *name, const char *text)
{
	GString *out;

	if (eb_is_drbd(name))
		return eb_leave_out_drbd(text, true);
	if (eb_is_options(name))
		return eb_leave_out_options(text);
	out = g_string_new(NULL);
	for (const char *end; *text; text = end) {
		size_t length = strcspn(text, "\n");

		end = text + length + (text[length] == '\n');
		for (size_t i = 0; i < EB_COUNT(kinds); i++)
			if (strstr(name, kinds[i].file) &&
			    kinds[i].take(out, (struct eb_piece) { text, length }))
				break;
		if (end != text + length)
			g_string_append_c(out, '\n');
	}
	return g_string_free(out, FALSE);
}
