// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Stand-ins, given out in the order in which things are met, over all members in order of their
 * names: so the same bundle gives the same stand-ins, and two lines that named one thing still
 * do. The last byte of an IPv4 address stays, as do masks and groups: that two addresses are
 * neighbours, and which is the network's, is what a fault is often about.
 */
#include <stdlib.h>
#include <string.h>

#include "heartbeat-compat/arena.h"
#include "heartbeat-compat/bundle.h"
#include "heartbeat-compat/collect.h"

struct cover {
	GHashTable *names, *networks, *others; /* what was met -> stand-in, char * */
	GPtrArray *order;                      /* char *: the names, longest first */
};

static const char *stand_in(GHashTable *met, const char *what, const char *format)
{
	char *known = g_hash_table_lookup(met, what);

	if (!known) {
		known = g_strdup_printf("%s%u", format, g_hash_table_size(met) + 1);
		g_hash_table_insert(met, g_strdup(what), known);
	}
	return known;
}

/* ---- whose names ---------------------------------------------------------------------------- */

static void learn_name(struct cover *cover, const char *name)
{
	g_autofree char *lower = g_ascii_strdown(name, -1);

	if (!*lower || g_hash_table_contains(cover->names, lower))
		return;
	stand_in(cover->names, lower, "node");
	g_ptr_array_add(cover->order, g_strdup(lower));
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
}

static gint longest_first(gconstpointer a, gconstpointer b)
{
	size_t left = strlen(*(const char *const *)a), right = strlen(*(const char *const *)b);

	return (left < right) - (left > right);
}

/* ---- what is replaced, and by what -------------------------------------------------------------- */

static gboolean cover_name(const GMatchInfo *match, GString *out, gpointer data)
{
	const struct cover *cover = data;
	g_autofree char *found = g_match_info_fetch(match, 0);
	g_autofree char *lower = g_ascii_strdown(found, -1);

	g_string_append(out, g_hash_table_lookup(cover->names, lower));
	return FALSE;
}

static gboolean cover_ipv4(const GMatchInfo *match, GString *out, gpointer data)
{
	const struct cover *cover = data;
	g_autofree char *whole = g_match_info_fetch(match, 0);
	g_autofree char *network = g_match_info_fetch(match, 1);
	g_autofree char *host = g_match_info_fetch(match, 2);
	guint64 first = g_ascii_strtoull(network, NULL, 10);

	if (first == 0 || first == 127 || first >= 224) {
		g_string_append(out, whole);
		return FALSE;
	}
	g_string_append_printf(out, "%s.%s", stand_in(cover->networks, network, "10.99."), host);
	return FALSE;
}

static gboolean cover_ipv6(const GMatchInfo *match, GString *out, gpointer data)
{
	const struct cover *cover = data;
	g_autofree char *found = g_match_info_fetch(match, 0);

	g_string_append(out, stand_in(cover->others, found, "2001:db8::"));
	return FALSE;
}

static gboolean cover_hardware(const GMatchInfo *match, GString *out, gpointer data)
{
	const struct cover *cover = data;
	g_autofree char *found = g_match_info_fetch(match, 0);
	const char *number = stand_in(cover->others, found, "");

	g_string_append_printf(out, "02:00:00:00:%02x:%02x", atoi(number) >> 8 & 255,
			       atoi(number) & 255);
	return FALSE;
}

static gboolean cover_rest(const GMatchInfo *match, GString *out, gpointer data)
{
	g_autofree char *before = g_match_info_fetch(match, 1);

	(void)data;
	g_string_append_printf(out, "%sleft-out", before);
	return FALSE;
}

/* In this order: the parameters of a device go before anything in them is looked at. */
static const struct {
	const char *pattern;
	GRegexEvalCallback cover;
} rules[] = {
	{ "^([ \\t]*stonith_host[ \\t]+\\S+[ \\t]+\\S+[ \\t]+).*$", cover_rest },
	{ "(shared-secret[ \\t]+).*$", cover_rest },
	{ "^([ \\t]*[0-9]+[ \\t]+(?:sha1|md5)[ \\t]+).*$", cover_rest },
	{ "((?:[ \\t]|^)#).*$", cover_rest },
	{ "()[\\w.+-]+@(?![\\w-]*\\.service)[\\w-]+(?:\\.[\\w-]+)+", cover_rest },
	{ "(?<![:.\\w])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:)*[0-9a-f]{0,4}::"
	  "[0-9a-f:]*)(?![:\\w])",
	  cover_ipv6 },
	{ "\\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\\b", cover_hardware },
	{ "(?<![\\d.])(\\d{1,3}\\.\\d{1,3}\\.\\d{1,3})\\.(\\d{1,3})(?![\\d.])", cover_ipv4 },
};

static char *replace(char *text, const char *pattern, GRegexEvalCallback callback,
		     struct cover *cover)
{
	g_autoptr(GRegex) regex =
		g_regex_new(pattern, G_REGEX_RAW | G_REGEX_MULTILINE | G_REGEX_CASELESS, 0, NULL);
	char *changed = g_regex_replace_eval(regex, text, -1, 0, 0, callback, cover, NULL);

	if (!changed)
		return text;
	g_free(text);
	return changed;
}

static char *cover_names(char *text, struct cover *cover)
{
	const char *name;

	eb_for_each (name, cover->order) {
		g_autofree char *escaped = g_regex_escape_string(name, -1);
		g_autofree char *pattern = g_strdup_printf("(?<![\\w.-])%s(?![\\w-])", escaped);

		text = replace(text, pattern, cover_name, cover);
	}
	return text;
}

/* Scripts of the site can hold anything. */
static bool is_known(const struct eb_member *member)
{
	static const char *const kept[] = { "node.facts",        "facts/",
					    "etc/ha.d/ha.cf",    "etc/ha.d/haresources",
					    "etc/ha.d/authkeys", "etc/drbd",
					    "etc/os-release" };

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

void eb_obfuscate(GPtrArray *bundle, char **node)
{
	struct cover cover = {
		.names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
		.networks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
		.others = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
		.order = g_ptr_array_new_with_free_func(g_free),
	};

	g_ptr_array_sort(bundle, by_name);
	learn_names(&cover, bundle, *node);
	g_ptr_array_sort(cover.order, longest_first);
	for (guint i = 0; i < bundle->len;) {
		struct eb_member *member = bundle->pdata[i];

		if (!is_known(member)) {
			g_ptr_array_remove_index(bundle, i);
			continue;
		}
		for (size_t n = 0; n < EB_COUNT(rules); n++)
			member->text =
				replace(member->text, rules[n].pattern, rules[n].cover, &cover);
		member->text = cover_names(member->text, &cover);
		member->size = strlen(member->text);
		i++;
	}
	*node = cover_names(*node, &cover);
	g_hash_table_unref(cover.names);
	g_hash_table_unref(cover.networks);
	g_hash_table_unref(cover.others);
	g_ptr_array_unref(cover.order);
}
