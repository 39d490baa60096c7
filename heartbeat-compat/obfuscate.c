// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The rule: a word passes when it is one of the words that Heartbeat, DRBD, Pacemaker and their
 * systems are configured with (obfuscate-words.c), or a small number. Everything else, wherever it
 * stands, is replaced: what nobody thought of is hidden, too.
 *
 * Stand-ins are given out in the order in which things are met, over all members in order of their
 * names: so the same bundle gives the same stand-ins, and two lines that named one thing still
 * do. The last byte of an IPv4 address stays, as do masks, and a multicast group becomes another one:
 * that two addresses are neighbours, and which is the network's, is what a fault is often about.
 */
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "heartbeat-compat/arena.h"
#include "heartbeat-compat/bundle.h"
#include "heartbeat-compat/collect.h"
#include "heartbeat-compat/diag.h"
#include "heartbeat-compat/left-out.h"
#include "heartbeat-compat/obfuscate-words.h"
#include "heartbeat-compat/script-table.h"
#include "heartbeat-compat/secret.h"
#include "heartbeat-compat/stonith-table.h"

/* What is replaced, each kind with stand-ins of its own; also the names of the pattern's groups. */
enum thing { SIX, HARDWARE, FOUR, NAME, WORD, THINGS };
static const char *const things[THINGS] = { "six", "hardware", "four", "name", "word" };

struct cover {
	GHashTable *met[THINGS]; /* what was met -> its number, from 1 */
	GHashTable *known;       /* words that pass, in lower case */
	GPtrArray *names;        /* char *: of nodes, in lower case, longest first */
	GRegex *pattern, *number;
};

static unsigned int number_of(struct cover *cover, enum thing thing, const char *what)
{
	GHashTable *met = cover->met[thing];
	unsigned int number = GPOINTER_TO_UINT(g_hash_table_lookup(met, what));

	if (!number) {
		number = g_hash_table_size(met) + 1;
		g_hash_table_insert(met, g_strdup(what), GUINT_TO_POINTER(number));
	}
	return number;
}

/* ---- whose names ---------------------------------------------------------------------------- */

/* The short one stands for the long one, too: its domain is covered as words are. */
static void learn_name(struct cover *cover, const char *name)
{
	bool number = name[strspn(name, "0123456789.")] == '\0';
	g_autofree char *lower = g_ascii_strdown(name, number ? -1 : (gssize)strcspn(name, "."));

	if (!*lower || g_hash_table_contains(cover->met[NAME], lower))
		return;
	number_of(cover, NAME, lower);
	g_ptr_array_add(cover->names, g_strdup(lower));
}

static gint longest_first(gconstpointer a, gconstpointer b)
{
	size_t left = strlen(*(const char *const *)a), right = strlen(*(const char *const *)b);

	return (left < right) - (left > right);
}

/* The node lines of ha.cf, and the machine itself. */
static void learn_names(struct cover *cover, const GPtrArray *bundle, const char *node)
{
	const struct eb_member *ha_cf = eb_bundle_find(bundle, "etc/ha.d/ha.cf");
	g_auto(GStrv) lines = g_strsplit(ha_cf ? ha_cf->text : "", "\n", -1);

	for (size_t i = 0; lines[i]; i++) {
		g_auto(GStrv) words = g_strsplit_set(lines[i], " \t\r,", -1);
		bool names = false;

		for (size_t n = 0; words[n] && *words[n] != '#'; n++) {
			if (names)
				learn_name(cover, words[n]);
			names = names || strcmp(words[n], "node") == 0;
			if (*words[n] && !names)
				break;
		}
	}
	learn_name(cover, node);
	g_ptr_array_sort(cover->names, longest_first);
}

/* ---- what is replaced, and by what -------------------------------------------------------------- */

static GRegex *regex(const char *pattern)
{
	return g_regex_new(pattern, G_REGEX_RAW | G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
}

/* One pattern for all things, so that nothing that was put in is looked at again. */
static GRegex *make_pattern(const struct cover *cover)
{
	g_autoptr(GString) names = g_string_new(NULL);
	g_autofree char *pattern = NULL;
	const char *name;

	eb_for_each (name, cover->names) {
		g_autofree char *escaped = g_regex_escape_string(name, -1);

		g_string_append_printf(names, "%s%s", names->len ? "|" : "", escaped);
	}
	/* Between the :: of haresources an address stands as well as between blanks. */
	pattern = g_strdup_printf(
		"(?<six>(?:(?<![:.\\w])|(?<=\\w::))"
		"(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?!\\w|:(?!:))|"
		"(?<=\\w::)(?:[0-9a-f]{1,4}:){2,}:[0-9a-f:]*(?![:\\w])|"
		"(?<![:.\\w])(?:[0-9a-f]{1,4}:)*[0-9a-f]{0,4}::[0-9a-f:]*(?![:\\w]))|"
		"(?<hardware>\\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\\b)|"
		"(?<four>(?<![\\d.])(?:\\d{1,3}\\.){3}\\d{1,3}(?![\\d.]))|"
		"(?<name>(?<![\\w.-])(?:%s)(?![\\w-]))|"
		"(?<word>[\\w\\x80-\\xff]+)",
		names->str);
	return regex(pattern);
}

static void put_four(struct cover *cover, const char *address, GString *out)
{
	const char *host = strrchr(address, '.');
	g_autofree char *network = g_strndup(address, (gsize)(host - address));
	int first = atoi(address);
	unsigned int number;

	if (first == 0 || first == 127 || first >= 240) {
		g_string_append(out, address);
		return;
	}
	number = number_of(cover, FOUR, network);
	if (first >= 224)
		g_string_append_printf(out, "239.%u", 192 + number / 256 % 64);
	else
		g_string_append_printf(out, "10.%u", 99 + number / 256 % 128);
	g_string_append_printf(out, ".%u%s", number % 256, host);
}

/* In full when it was: haresources would be split at each `::`. */
static void put_six(struct cover *cover, const char *address, GString *out)
{
	g_string_append_printf(out, "2001:db8:%s:%x", strstr(address, "::") ? "" : "0:0:0:0:0",
			       number_of(cover, SIX, address));
}

static void put_hardware(struct cover *cover, const char *address, GString *out)
{
	unsigned int number;

	/* Nobody's, and everybody's. */
	if (strspn(address, "0:") == strlen(address) || strspn(address, "fF:") == strlen(address)) {
		g_string_append(out, address);
		return;
	}
	number = number_of(cover, HARDWARE, address);
	g_string_append_printf(out, "02:00:00:00:%02x:%02x", number >> 8 & 255, number & 255);
}

/* least: characters of the stand-in. */
static void put_word(struct cover *cover, const char *word, size_t least, GString *out)
{
	g_autofree char *lower = g_ascii_strdown(word, -1);
	size_t from = out->len;

	if (g_hash_table_contains(cover->known, lower) ||
	    g_regex_match(cover->number, word, 0, NULL)) {
		g_string_append(out, word);
		return;
	}
	g_string_append_printf(out, "w%u", number_of(cover, WORD, word));
	while (out->len - from < least)
		g_string_append_c(out, 'x');
}

/* Names of nodes are the same in any case; that the case was another one is a fault to be seen, and so
 * is a sign that no name of a host may have. */
static void put_name(struct cover *cover, const char *name, GString *out)
{
	g_autofree char *lower = g_ascii_strdown(name, -1);

	g_string_append_printf(out, "%s%s%u", strcmp(name, lower) == 0 ? "node" : "Node",
			       strchr(name, '_') ? "_" : "", number_of(cover, NAME, lower));
}

static bool is_part(char c)
{
	return g_ascii_isalnum(c) || strchr("_-:", c) || c & 0x80;
}

/* A part of what is too long for the name of a device keeps its length, so that the whole stays too
 * long. */
static size_t least_of(const GMatchInfo *match)
{
	const char *text = g_match_info_get_string(match);
	gint begin, end, from, until;

	g_match_info_fetch_pos(match, 0, &begin, &end);
	for (from = begin; from > 0 && is_part(text[from - 1]); from--)
		continue;
	for (until = end; text[until] && is_part(text[until]); until++)
		continue;
	return until - from >= IFNAMSIZ ? (size_t)(end - begin) : 0;
}

static gboolean put(const GMatchInfo *match, GString *out, gpointer data)
{
	struct cover *cover = data;
	enum thing thing = SIX;
	g_autofree char *found = g_match_info_fetch(match, 0), *lower = g_ascii_strdown(found, -1);

	while (thing < WORD) {
		g_autofree char *group = g_match_info_fetch_named(match, things[thing]);

		if (group && *group)
			break;
		thing++;
	}
	switch (thing) {
	case SIX: put_six(cover, lower, out); break;
	case HARDWARE: put_hardware(cover, lower, out); break;
	case FOUR: put_four(cover, found, out); break;
	case NAME: put_name(cover, found, out); break;
	default: put_word(cover, found, least_of(match), out);
	}
	return FALSE;
}

static char *cover_text(struct cover *cover, const char *text)
{
	return g_regex_replace_eval(cover->pattern, text, -1, 0, 0, put, cover, NULL);
}

/* ---- members ------------------------------------------------------------------------------------ */

/* What is never shown of a file of Heartbeat (secret.h): comments, arguments, values. */
static char *without_masked(const char *text, enum hb_file file)
{
	struct hb_cluster *cluster = hb_cluster_new();
	struct eb_diag *diag = eb_diag_new();
	const struct eb_source *source =
		eb_source_text(cluster, "", file, text, strlen(text), diag);
	GString *out = g_string_new(NULL);
	size_t masked;

	for (size_t at = 0; source && at < source->size; at += MAX(masked, 1)) {
		masked = eb_source_masked(source, at);
		if (masked)
			g_string_append(out, EB_LEFT_OUT);
		else
			g_string_append_c(out, source->text[at]);
	}
	eb_diag_free(diag);
	hb_cluster_free(cluster);
	return g_string_free(out, FALSE);
}

static char *without_comments(const char *text)
{
	static const char from[] = "((?:^|(?<=[ \\t]))#).*$";
	g_autoptr(GRegex) comment = g_regex_new(from, G_REGEX_RAW | G_REGEX_MULTILINE, 0, NULL);

	return g_regex_replace(comment, text, -1, 0, "\\1", 0, NULL);
}

static void cover_member(struct cover *cover, struct eb_member *member)
{
	g_autofree char *open = eb_leave_out(member->name, member->text), *plain = NULL;
	char *name = member->name, *text = member->text;

	if (strcmp(member->name, "etc/ha.d/ha.cf") == 0)
		plain = without_masked(open, HB_FILE_HA_CF);
	else if (strcmp(member->name, "etc/ha.d/haresources") == 0)
		plain = without_masked(open, HB_FILE_HARESOURCES);
	else if (eb_is_drbd(member->name))
		plain = eb_leave_out_drbd(open, false);
	else
		plain = without_comments(open);
	member->name = cover_text(cover, name);
	member->text = cover_text(cover, plain);
	member->size = strlen(member->text);
	g_free(name);
	g_free(text);
}

/* Scripts and what fence devices read are of no form that could be shown in part. */
static bool is_known(const struct eb_member *member)
{
	static const char *const kept[] = { "node.facts",        "facts/",
					    "etc/ha.d/ha.cf",    "etc/ha.d/haresources",
					    "etc/ha.d/authkeys", "etc/drbd",
					    "etc/os-release",    "var/lib/" };

	for (size_t i = 0; i < EB_COUNT(kept); i++)
		if (g_str_has_prefix(member->name, kept[i]))
			return true;
	return false;
}

static gint by_name(gconstpointer a, gconstpointer b)
{
	return strcmp((*(const struct eb_member *const *)a)->name,
		      (*(const struct eb_member *const *)b)->name);
}

/* The words of a text: what stands between blanks and signs. */
static void learn_words(struct cover *cover, const char *text)
{
	g_auto(GStrv) words = g_strsplit_set(text ? text : "", " \n-/.:=*", -1);

	for (size_t i = 0; words[i]; i++)
		g_hash_table_add(cover->known, g_ascii_strdown(words[i], -1));
}

/* What the translator knows must stay what it is. */
static void learn_tables(struct cover *cover)
{
	learn_words(cover, eb_known_words);
	learn_words(cover, eb_known_agents);
	for (const struct eb_script *script = eb_scripts; script->name; script++) {
		learn_words(cover, script->name);
		learn_words(cover, script->type);
		for (size_t i = 0; i < EB_COUNT(script->params); i++)
			learn_words(cover, script->params[i]);
	}
	for (const struct hb_plugin *plugin = hb_plugins; plugin->type; plugin++) {
		learn_words(cover, plugin->type);
		learn_words(cover, plugin->params);
		learn_words(cover, plugin->agent);
	}
	for (const struct hb_device_value *value = hb_device_values; value->word; value++)
		learn_words(cover, value->word);
}

static void prepare(struct cover *cover, const GPtrArray *bundle, const char *node)
{
	for (enum thing i = SIX; i < THINGS; i++)
		cover->met[i] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	cover->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	learn_tables(cover);
	cover->names = g_ptr_array_new_with_free_func(g_free);
	learn_names(cover, bundle, node);
	cover->pattern = make_pattern(cover);
	cover->number = regex(eb_known_numbers);
}

static void clear(struct cover *cover)
{
	for (enum thing i = SIX; i < THINGS; i++)
		g_hash_table_unref(cover->met[i]);
	g_hash_table_unref(cover->known);
	g_ptr_array_unref(cover->names);
	g_regex_unref(cover->pattern);
	g_regex_unref(cover->number);
}

void eb_obfuscate(GPtrArray *bundle, char **node)
{
	struct cover cover = { 0 };
	char *covered;

	g_ptr_array_sort(bundle, by_name);
	prepare(&cover, bundle, *node);
	for (guint i = 0; i < bundle->len;) {
		if (is_known(bundle->pdata[i]))
			cover_member(&cover, bundle->pdata[i++]);
		else
			g_ptr_array_remove_index(bundle, i);
	}
	covered = cover_text(&cover, *node);
	g_free(*node);
	*node = covered;
	clear(&cover);
}
