// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Line by line, and only ever more is taken for a secret than is one: a line that begins like one
 * with a secret is cut where the secret would begin, also behind a `#`, where old ones stay.
 */
#include <string.h>

#include "heartbeat-compat/left-out.h"
#include "heartbeat-compat/lex.h"
#include "heartbeat-compat/secret.h"

/* The plugins of cluster-glue 1.0.12: which parameter is the password, as `stonith -t TYPE -n` lists
 * them; 0: none is. Of other plugins only the first one, a host, is taken for harmless. */
static const struct plugin {
	const char *type;
	unsigned int password;
} plugins[] = {
	{ "apcmaster", 3 },
	{ "apcmastersnmp", 3 },
	{ "apcsmart", 0 },
	{ "baytech", 3 },
	{ "cyclades", 0 },
	{ "drac3", 3 },
	{ "external/drac5", 0 },
	{ "external/dracmc-telnet", 6 },
	{ "external/hetzner", 0 },
	{ "external/hmchttp", 4 },
	{ "external/ibmrsa", 4 },
	{ "external/ibmrsa-telnet", 4 },
	{ "external/ipmi", 4 },
	{ "external/ippower9258", 3 },
	{ "external/kdumpcheck", 0 },
	{ "external/libvirt", 0 },
	{ "external/nut", 4 },
	{ "external/rackpdu", 3 },
	{ "external/riloe", 4 },
	{ "external/ssh", 0 },
	{ "external/vcenter", 0 },
	{ "external/xen0", 0 },
	{ "external/xen0-ha", 0 },
	{ "ibmhmc", 2 },
	{ "ipmilan", 7 },
	{ "meatware", 0 },
	{ "null", 0 },
	{ "nw_rpc100s", 0 },
	{ "rcd_serial", 0 },
	{ "rps10", 0 },
	{ "ssh", 0 },
	{ "suicide", 0 },
	{ "wti_mpc", 3 },
	{ "wti_nps", 2 },
};

enum { REST = G_MAXUINT }; /* all from the second parameter on */

static unsigned int password_of(struct eb_piece type)
{
	for (size_t i = 0; i < EB_COUNT(plugins); i++)
		if (strlen(plugins[i].type) == type.length &&
		    memcmp(plugins[i].type, type.begin, type.length) == 0)
			return plugins[i].password;
	return REST;
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
	unsigned int password;

	while (rest.length && strchr("# \t", *rest.begin)) {
		rest.begin++;
		rest.length--;
	}
	if (!is_word(eb_next(&rest, HB_BLANKS), "stonith_host"))
		return false;
	eb_next(&rest, HB_BLANKS);
	password = password_of(eb_next(&rest, HB_BLANKS));
	for (unsigned int n = 1; (word = eb_next(&rest, HB_BLANKS)).length; n++) {
		if (n != password && (password != REST || n == 1))
			continue;
		g_string_append_len(out, from, word.begin - from);
		g_string_append(out, EB_LEFT_OUT);
		from = word.begin + word.length;
	}
	g_string_append_len(out, from, line.begin + line.length - from);
	return true;
}

/* `shared-secret "SECRET";` of DRBD. */
static bool shared_secret(GString *out, struct eb_piece line)
{
	static const char name[] = "shared-secret";
	const char *at = g_strstr_len(line.begin, (gssize)line.length, name);

	if (!at)
		return false;
	g_string_append_len(out, line.begin, at - line.begin);
	g_string_append_printf(out, "%s \"" EB_LEFT_OUT "\";", name);
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

/* Any other line: what follows password= and the like in a word, whatever the file. */
static bool arguments(GString *out, struct eb_piece line)
{
	struct eb_piece rest = line, word;
	const char *from = line.begin;

	while ((word = eb_next(&rest, HB_BLANKS)).length) {
		size_t open = eb_argument_open(word.begin, word.length);

		if (open == word.length)
			continue;
		g_string_append_len(out, from, word.begin + open - from);
		g_string_append(out, EB_LEFT_OUT);
		from = word.begin + word.length;
	}
	g_string_append_len(out, from, line.begin + line.length - from);
	return true;
}

static const struct kind {
	const char *file; /* is part of its name */
	bool (*take)(GString *out, struct eb_piece line);
} kinds[] = {
	{ "authkeys", key_line },  { "ha.cf", device_line },    { "drbd", shared_secret },
	{ ".res", shared_secret }, { "cib.xml", secret_value }, { "", arguments },
};

char *eb_leave_out(const char *name, const char *text)
{
	GString *out = g_string_new(NULL);

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
