// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which bytes of a file are never shown. It is decided once, by line and before anything is
 * read, and everything that shows a line or quotes a word asks here.
 *
 * The rule for ha.cf: a line is shown when its directive is known and takes no secret. Of the
 * others the directive is shown and what names a program or device; values of env, arguments of
 * programs, parameters of devices and whatever follows an unknown word are not. haresources is
 * shown but for what follows password=, token: and the like. Comments are not.
 */
#include <string.h>

#include "heartbeat-compat/secret.h"
#include "heartbeat-compat/stonith-table.h"
#include "lib/core.h"

static bool holds(const char *text, size_t length, const char *const *words)
{
	g_autofree char *lower = g_ascii_strdown(text, (gssize)length);

	for (; *words; words++)
		if (strstr(lower, *words))
			return true;
	return false;
}

/* The end of a name of which the value is a secret, at most length; 0: there is none. */
static size_t after_name(const char *text, size_t length)
{
	static const char *const names[] = { "pass", "pw", "secret", "token", "key", "cred", NULL };
	size_t begin = 0;

	for (size_t i = 0; i < length; i++) {
		bool pair = text[i] == ':' && i + 1 < length && text[i + 1] == ':';

		if (g_ascii_isalnum(text[i]) || strchr("_-", text[i]))
			continue;
		/* the script itself may be called like this: its arguments are none the less shown */
		if ((text[i] == '=' || (text[i] == ':' && !(pair && begin == 0))) &&
		    holds(text + begin, i - begin, names))
			return i + 1 + pair;
		begin = i + 1;
	}
	return 0;
}

/* The end of "scheme://user:" before a password and its '@'; 0: there is none. */
static size_t after_user(const char *text, size_t length)
{
	const char *slashes = g_strstr_len(text, (gssize)length, "://");
	const char *colon, *at;

	if (!slashes)
		return 0;
	length -= (size_t)(slashes + 3 - text);
	colon = memchr(slashes + 3, ':', length);
	at = memchr(slashes + 3, '@', length);
	return colon && at && colon < at ? (size_t)(colon + 1 - text) : 0;
}

size_t eb_argument_open(const char *text, size_t length)
{
	size_t name = after_name(text, length), user = after_user(text, length);

	if (name && user)
		return MIN(name, user);
	return name || user ? name + user : length;
}

/* ---- lines ------------------------------------------------------------------------------------- */

static void mask(struct eb_source *source, const char *begin, size_t length)
{
	memset(source->mask + (begin - source->text), 1, length);
}

static void mask_argument(struct eb_source *source, struct eb_piece word)
{
	size_t open = eb_argument_open(word.begin, word.length);

	mask(source, word.begin + open, word.length - open);
}

/* Masks each word of the rest of a line. */
static void mask_words(struct eb_source *source, struct eb_piece rest)
{
	struct eb_piece word;

	while ((word = eb_next(&rest, HB_BLANKS)).length)
		mask(source, word.begin, word.length);
}

/* Programs of Heartbeat and Pacemaker: their arguments are no secrets. */
static bool is_own(struct eb_piece command)
{
	static const char *const own[] = { "ipfail", "pingd", "dopd", "ccm", "cib", "crmd", NULL };
	g_autofree char *path = g_strndup(command.begin, command.length);
	g_autofree char *name = g_path_get_basename(path);

	return g_strv_contains(own, name);
}

/* NAME=VALUE: the value; without '=' all of it. */
static void mask_values(struct eb_source *source, struct eb_piece rest)
{
	struct eb_piece word;

	while ((word = eb_next(&rest, HB_COMMAS)).length) {
		const char *equals = memchr(word.begin, '=', word.length);
		size_t open = equals ? (size_t)(equals + 1 - word.begin) : 0;

		mask(source, word.begin + open, word.length - open);
	}
}

/* A directive whose line can be shown whole. */
static bool is_open(enum hb_directive_id id)
{
	return id != HB_ENV && id != HB_RESPAWN && id != HB_FAILFAST && id != HB_STONITH &&
	       id != HB_STONITH_HOST;
}

/* DIRECTIVE=VALUE with such a directive. */
static bool is_open_setting(const char *text, size_t length)
{
	g_autofree char *name = g_strndup(text, length);
	const struct hb_directive *directive = hb_directive_find(name);

	return directive && is_open(directive->id);
}

/* An unknown word may be one with its value, or the rest of the line before it. */
static void mask_unknown(struct eb_source *source, struct eb_piece name, bool continued)
{
	const char *equals = memchr(name.begin, '=', name.length);

	if (continued)
		mask(source, name.begin, name.length);
	else if (equals && !is_open_setting(name.begin, (size_t)(equals - name.begin)))
		mask(source, equals + 1, (size_t)(name.begin + name.length - equals - 1));
}

static unsigned int count_words(struct eb_piece rest)
{
	unsigned int count = 0;

	while (eb_next(&rest, HB_BLANKS).length)
		count++;
	return count;
}

/* Hosts and addresses of a device are open when every word has its place; the login, the password
 * and what the last parameter takes of too many words are not. False: masked as a whole. */
static bool mask_device(struct eb_source *source, struct eb_piece type, struct eb_piece rest)
{
	g_autofree char *name = g_strndup(type.begin, type.length);
	const struct hb_plugin *plugin = hb_plugin_find(name);
	g_auto(GStrv) params = NULL;

	if (!plugin || count_words(rest) != hb_plugin_params(plugin))
		return false;
	params = g_strsplit(plugin->params, " ", -1);
	for (size_t i = 0; params[i]; i++) {
		struct eb_piece word = eb_next(&rest, HB_BLANKS);

		if (strstr(params[i], ":*") || g_str_has_suffix(params[i], ":username") ||
		    !strchr(params[i], ':'))
			mask(source, word.begin, word.length);
	}
	return true;
}

/* A program or a device: what names it is open, what it gets is not. */
static void mask_parameters(struct eb_source *source, enum hb_directive_id id, struct eb_piece rest)
{
	struct eb_piece first = eb_next(&rest, HB_BLANKS), second = first;

	if (id != HB_STONITH || (eb_trim(rest).length && *eb_trim(rest).begin == '/'))
		second = eb_next(&rest, HB_BLANKS);
	mask_argument(source, first);
	mask_argument(source, second);
	if (id == HB_STONITH_HOST && mask_device(source, second, rest))
		return;
	if (id == HB_STONITH || id == HB_STONITH_HOST || !is_own(second))
		mask_words(source, rest);
}

/* continued: the line before holds a secret and ends with a backslash. True: this one may hold
 * one. */
static bool mask_ha_cf(struct eb_source *source, struct eb_piece line, bool continued)
{
	struct eb_piece name = eb_next(&line, HB_BLANKS);
	g_autofree char *text = g_strndup(name.begin, name.length);
	const struct hb_directive *directive = hb_directive_find(text);

	if (directive && is_open(directive->id))
		return false;
	if (!directive) {
		mask_unknown(source, name, continued);
		mask_words(source, line);
	} else if (directive->id == HB_ENV) {
		mask_values(source, line);
	} else {
		mask_parameters(source, directive->id, line);
	}
	return true;
}

static void mask_haresources(struct eb_source *source, struct eb_piece line)
{
	struct eb_piece word;

	while ((word = eb_next(&line, HB_BLANKS)).length)
		mask_argument(source, word);
}

/* "auth 1", "1 sha1 KEY": in another file than authkeys the wrong file was copied. */
static bool is_key_line(struct eb_piece line)
{
	struct eb_piece first = eb_next(&line, HB_BLANKS), second = eb_next(&line, HB_BLANKS);
	g_autofree char *word = g_strndup(first.begin, first.length);
	g_autofree char *next = g_ascii_strdown(second.begin, (gssize)second.length);

	if (!*word || !*next)
		return false;
	if (strcmp(word, "auth") == 0)
		return next[strspn(next, "0123456789")] == '\0';
	return word[strspn(word, "0123456789")] == '\0' &&
	       (g_str_has_prefix(next, "sha") || g_str_has_prefix(next, "md") ||
		strcmp(next, "crc") == 0);
}

static struct eb_piece whole_line(const struct eb_source *source, unsigned int n)
{
	return eb_trim((struct eb_piece) { source->text + source->line[n - 1],
					   source->line[n] - source->line[n - 1] });
}

/* Lines of authkeys are told about once and taken away. */
static void take_keys(struct eb_source *source, struct eb_diag *diag)
{
	bool told = false;

	for (unsigned int n = 1; n <= source->lines; n++) {
		struct eb_piece line = whole_line(source, n);

		if (!is_key_line(line))
			continue;
		if (!told)
			eb_diag_add(diag, EB_MSG_LOOKS_LIKE_KEYS, eb_span_of(source, line),
				    "this looks like authkeys, not like %s",
				    hb_file_name(source->file));
		told = true;
		mask(source, line.begin, line.length);
		memset((char *)line.begin, ' ', line.length);
	}
}

void eb_source_mask(struct hb_cluster *cluster, struct eb_source *source, struct eb_diag *diag)
{
	bool closed = false;

	if (source->file != HB_FILE_HA_CF && source->file != HB_FILE_HARESOURCES)
		return;
	source->mask = hb_alloc(cluster, source->size + 1);
	take_keys(source, diag);
	for (unsigned int n = 1; n <= source->lines; n++) {
		struct eb_piece line = whole_line(source, n);
		const char *hash = memchr(line.begin, '#', line.length);
		bool more;

		if (hash) {
			struct eb_piece comment = { hash + 1,
						    (size_t)(line.begin + line.length - hash - 1) };

			comment = eb_trim(comment);
			mask(source, comment.begin, comment.length);
			line.length = (size_t)(hash - line.begin);
		}
		line = eb_trim(line);
		more = line.length && line.begin[line.length - 1] == '\\';
		if (source->file == HB_FILE_HARESOURCES)
			mask_haresources(source, line);
		else if (line.length)
			closed = mask_ha_cf(source, line, closed) && more;
		else
			closed = false;
	}
}

char *hb_override_shown(const char *text)
{
	size_t length = strcspn(text, "=");

	if (is_open_setting(text, length))
		return g_strdup(text);
	return g_strdup_printf("%.*s=%s", (int)length, text, EB_MASK);
}

/* ---- what is shown ------------------------------------------------------------------------------- */

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

char *eb_span_hide(struct eb_span span, char *text)
{
	const struct eb_source *source = span.source;
	GString *shown;

	if (!source || !source->mask || !span.line)
		return text;
	shown = g_string_new(text);
	g_free(text);
	for (size_t at = source->line[span.line - 1]; at < source->line[span.line];) {
		size_t masked = eb_source_masked(source, at);

		if (masked)
			hide(shown, source->text + at, masked);
		at += MAX(masked, 1);
	}
	return g_string_free(shown, FALSE);
}
