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

/* Parameters of a device that nobody is shown: the login and the password. */
static bool is_closed(const char *param)
{
	static const char *const names[] = { "user", "login", "passw", "cred", "communit", NULL };

	return strstr(param, ":*") || holds(param, strlen(param), names);
}

static bool is_address(struct eb_piece word)
{
	g_autofree char *text = g_strndup(word.begin, word.length);

	return g_hostname_is_ip_address(text);
}

/* Hosts and addresses of a device are open, the login and the password are not. Where words are
 * missing or too many, one may be what its neighbours should be, and is open only if they all are.
 * False: masked as a whole. */
static bool mask_device(struct eb_source *source, struct eb_piece type, struct eb_piece rest)
{
	g_autofree char *name = g_strndup(type.begin, type.length);
	const struct hb_plugin *plugin = hb_plugin_find(name);
	unsigned int given = count_words(rest), takes = plugin ? hb_plugin_params(plugin) : 0;
	unsigned int missing = takes - MIN(given, takes), surplus = given - MIN(given, takes);
	g_auto(GStrv) params = NULL;

	if (!takes)
		return false;
	params = g_strsplit(plugin->params, " ", -1);
	if (hb_plugin_ends_with_hosts(plugin))
		surplus = 0;
	for (unsigned int i = 0; i < given; i++) {
		struct eb_piece word = eb_next(&rest, HB_BLANKS);
		bool closed = false;

		for (unsigned int n = MIN(i - MIN(i, surplus), takes - 1);
		     n <= MIN(i + missing, takes - 1); n++)
			closed = closed || is_closed(params[n]);
		if (closed && ((!missing && !surplus) || !is_address(word)))
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
