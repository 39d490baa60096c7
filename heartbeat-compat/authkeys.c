// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Heartbeat reads authkeys with two patterns: "auth NUMBER" and "NUMBER METHOD KEY", blanks
 * optional. There are no comments behind a value, and what follows the key is dropped. The key
 * that signs is the one whose number was named by an auth line before it.
 *
 * A word of this file may be the secret even where another one is expected, so none is quoted.
 */
#include <ctype.h>
#include <string.h>

#include "heartbeat-compat/authkeys.h"
#include "heartbeat-compat/lex.h"

enum { KEYS = 16 };

struct reader {
	struct hb_cluster *cluster;
	struct hb_config *config;
	struct eb_source *source;
	struct eb_diag *diag;
	int auth; /* the number of the latest auth line, -1: none yet */
	const struct hb_record *auth_record;
	const struct hb_record *defined[KEYS]; /* the first line of each number */
};

static struct eb_message *refuse(struct reader *reader, struct hb_record *record, unsigned int code,
				 struct eb_piece where, const char *text)
{
	record->effect = HB_BROKEN;
	return eb_diag_add(reader->diag, code, eb_span_of(reader->source, where), "%s", text);
}

/* Takes a decimal number off the front; false: none there. */
static bool take_number(struct eb_piece *piece, int64_t *number)
{
	g_autofree char *text = g_strndup(piece->begin, MIN(piece->length, 20));
	const char *rest;

	*number = hb_parse_number(text, &rest);
	piece->begin += rest - text;
	piece->length -= (size_t)(rest - text);
	return rest != text;
}

static void read_auth(struct reader *reader, struct hb_record *record, struct eb_piece line)
{
	struct eb_piece rest = { line.begin + 4, line.length - MIN(line.length, 4) };
	struct eb_message *message;
	int64_t number = 0;

	rest = eb_trim(rest);
	if (line.length < 4 || strncmp(line.begin, "auth", 4) != 0 ||
	    !take_number(&rest, &number)) {
		eb_message_hint(refuse(reader, record, EB_MSG_KEY_LINE, line,
				       "neither an auth line nor a key"),
				"expected auth NUMBER, or NUMBER METHOD KEY");
		return;
	}
	rest = eb_trim(rest);
	if (rest.length)
		eb_diag_add(reader->diag, EB_MSG_AUTH_TAIL, eb_span_of(reader->source, rest),
			    "Heartbeat ignores what follows auth %d", (int)number);
	if (reader->auth_record) {
		message = eb_diag_add(reader->diag, EB_MSG_AUTH_TWICE, record->name.span,
				      "a second auth line");
		eb_message_note(message, reader->auth_record->name.span, "the first one is here");
	}
	reader->auth = number >= INT32_MIN && number <= INT32_MAX ? (int)number : -1;
	reader->auth_record = record;
}

static int method_of(struct eb_piece word)
{
	for (int i = HB_CRC; i <= HB_SHA1; i++) {
		const char *name = hb_method_name((enum hb_method)i);

		if (strlen(name) == word.length && memcmp(name, word.begin, word.length) == 0)
			return i;
	}
	return -1;
}

static void refuse_method(struct reader *reader, struct hb_record *record, struct eb_piece word)
{
	static const char *const methods[] = { "crc", "md5", "sha1", NULL };
	g_autofree char *text = g_strndup(word.begin, word.length);
	const char *near = eb_did_you_mean(text, methods);
	struct eb_message *message =
		refuse(reader, record, EB_MSG_KEY_METHOD, word, "unknown method");

	if (near)
		eb_message_hint(message, "did you mean '%s'?", near);
	else
		eb_message_hint(message, "expected crc, md5 or sha1");
}

/* Number, method and key have been read: keep it, and sign with it if auth named it. */
static void add_key(struct reader *reader, struct hb_record *record, int number, int method,
		    struct eb_piece secret)
{
	struct hb_key *key = hb_new(reader->cluster, struct hb_key);

	if (reader->defined[number])
		eb_message_note(eb_diag_add(reader->diag, EB_MSG_KEY_TWICE, record->name.span,
					    "key %d is defined again, this line counts", number),
				reader->defined[number]->name.span, "it is defined first here");
	else
		reader->defined[number] = record;
	key->number = number;
	key->method = (enum hb_method)method;
	key->record = record;
	if (secret.length)
		key->secret = hb_string(reader->cluster, secret.begin, secret.length);
	g_ptr_array_add(reader->config->keys, key);
	if (number == reader->auth ||
	    (reader->config->key && reader->config->key->number == number))
		reader->config->key = key;
}

static void read_key(struct reader *reader, struct hb_record *record, struct eb_piece line)
{
	struct eb_piece rest = line, word, secret;
	int64_t number;
	int method;

	if (!take_number(&rest, &number) || !(word = eb_next(&rest, HB_BLANKS)).length) {
		eb_message_hint(refuse(reader, record, EB_MSG_KEY_LINE, line,
				       "neither an auth line nor a key"),
				"expected auth NUMBER, or NUMBER METHOD KEY");
		return;
	}
	if (number < 0 || number >= KEYS) {
		refuse(reader, record, EB_MSG_KEY_NUMBER, line, "key numbers go from 0 to 15");
		return;
	}
	method = method_of(word);
	secret = eb_next(&rest, HB_BLANKS);
	rest = eb_trim(rest);
	if (method < 0) {
		refuse_method(reader, record, word);
	} else if (method == HB_CRC && secret.length) {
		eb_message_hint(refuse(reader, record, EB_MSG_KEY_SURPLUS, secret,
				       "crc takes no key, and nothing else may follow it"),
				*secret.begin == '#' ? "authkeys knows no comment behind a value"
						     : "expected NUMBER crc");
	} else if (method != HB_CRC && !secret.length) {
		eb_message_hint(
			refuse(reader, record, EB_MSG_KEY_MISSING, word, "the method needs a key"),
			"expected NUMBER %s KEY", hb_method_name((enum hb_method)method));
	} else {
		if (rest.length)
			eb_diag_add(reader->diag, EB_MSG_KEY_REST, eb_span_of(reader->source, rest),
				    "Heartbeat ignores what follows the key");
		add_key(reader, record, (int)number, method, secret);
	}
}

static void read_line(struct reader *reader, struct eb_piece line)
{
	struct hb_record *record = hb_new(reader->cluster, struct hb_record);
	struct eb_piece rest = line;
	g_autofree char *name = NULL;
	int64_t number;

	record->file = HB_FILE_AUTHKEYS;
	record->words = hb_array(reader->cluster);
	record->name.span = eb_span_of(reader->source, line);
	record->value = (struct hb_word) { .text = "", .span = record->name.span };
	g_ptr_array_add(reader->config->records[HB_FILE_AUTHKEYS], record);
	if (*line.begin == 'a') {
		record->name.text = "auth";
		read_auth(reader, record, line);
		return;
	}
	name = take_number(&rest, &number) ? g_strdup_printf("%d", (int)number) : g_strdup("");
	record->name.text = hb_string(reader->cluster, name, strlen(name));
	read_key(reader, record, line);
}

/* Nothing signs: say why, unless a broken line said it already. */
static void refuse_auth(struct reader *reader)
{
	const struct hb_record *record;
	const struct hb_key *key;
	struct eb_message *message;

	eb_for_each (record, reader->config->records[HB_FILE_AUTHKEYS])
		if (record->effect == HB_BROKEN)
			return;
	if (!reader->auth_record) {
		eb_message_hint(eb_diag_add(reader->diag, EB_MSG_AUTH_MISSING,
					    eb_whole(reader->source), "no auth line"),
				"expected auth NUMBER above the keys");
		return;
	}
	message = eb_diag_add(reader->diag, EB_MSG_AUTH_KEY, reader->auth_record->name.span,
			      "key %d is not defined below this line", reader->auth);
	eb_for_each (key, reader->config->keys)
		if (key->number == reader->auth)
			eb_message_note(message, key->record->name.span,
					"key %d stands above the auth line", key->number);
}

void hb_authkeys_read(struct hb_cluster *cluster, struct hb_host *host, struct eb_source *source,
		      struct eb_diag *diag)
{
	struct reader reader = {
		.cluster = cluster,
		.config = host->config,
		.source = source,
		.diag = diag,
		.auth = -1,
	};

	host->config->source[HB_FILE_AUTHKEYS] = source;
	for (unsigned int n = 1; n <= source->lines; n++) {
		struct eb_piece line = eb_trim(eb_line(source, n));

		if (line.length && *line.begin != '#')
			read_line(&reader, line);
	}
	if (!host->config->key)
		refuse_auth(&reader);
}
