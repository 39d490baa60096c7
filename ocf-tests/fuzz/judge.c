// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/picture.h"
#include "heartbeat-compat/report-html.h"
#include "heartbeat-compat/report.h"
#include "heartbeat-compat/to-cib.h"
#include "heartbeat-compat/to-commands.h"
#include "heartbeat-compat/to-corosync.h"
#include "ocf-tests/fuzz/fuzz.h"
#include "ocf-tests/fuzz/judge.h"

/* ---- corosync.conf ------------------------------------------------------------------------------ */

/* The line that begins at *at, without blanks around it; *at goes behind it. */
static char *next_line(const char **at)
{
	size_t length = strcspn(*at, "\n");
	char *line = g_strstrip(g_strndup(*at, length));

	*at += length;
	if (**at)
		++*at;
	return line;
}

/* As coroparse.c does: a line with a brace is one, whatever else is in it. */
static void judge_section(const char **at, const struct eb_section *section)
{
	const struct eb_pair *setting;
	const struct eb_section *inner;
	g_autofree char *head = next_line(at);
	g_autofree char *opened = g_strdup_printf("%s {", section->name);

	g_assert_true(g_strcmp0(head, opened) == 0);
	eb_for_each (setting, section->settings) {
		g_autofree char *line = next_line(at);
		char *colon = strchr(line, ':');

		g_assert(colon && !strpbrk(line, "{}") && *line != '#');
		*colon = '\0';
		g_assert_true(g_strcmp0(line, setting->name) == 0);
		g_assert_true(g_strcmp0(g_strchug(colon + 1), setting->value) == 0);
	}
	eb_for_each (inner, section->sections)
		judge_section(at, inner);
	g_free(head);
	head = next_line(at);
	g_assert_true(g_strcmp0(head, "}") == 0);
}

void eb_judge_corosync(const char *text, const struct eb_plan *plan)
{
	const struct eb_section *section;

	g_assert(*text == '#');
	g_free(next_line(&text));
	eb_for_each (section, plan->corosync) {
		g_autofree char *blank = next_line(&text);

		g_assert_true(g_strcmp0(blank, "") == 0);
		judge_section(&text, section);
	}
	g_assert_true(g_strcmp0(text, "") == 0);
}

/* ---- scripts --------------------------------------------------------------------------------------- */

/*
 * The words of the command at *at, which then is behind it: quoted ones as the shell or crm take
 * them. Outside of quotes nothing may stand that either would act on.
 */
static GPtrArray *next_command(const char **at, bool pcs)
{
	static const char plain[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-+,/:@%^=\\'\" \n";
	GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) word = g_string_new(NULL);
	const char *p = *at;
	bool open = false;
	char quote = 0;

	for (; *p && (quote || *p != '\n'); p++) {
		if (quote && *p == quote) {
			quote = 0;
		} else if (*p == '\\' && p[1] && quote != '\'') {
			p++;
			if (quote || *p != '\n')
				g_string_append_c(word, *p);
		} else if (quote) {
			g_string_append_c(word, *p);
		} else if (*p == '"' || (pcs && *p == '\'')) {
			quote = *p;
			open = true;
		} else if (*p == ' ') {
			if (word->len || open)
				g_ptr_array_add(words, g_strdup(word->str));
			g_string_truncate(word, 0);
			open = false;
		} else {
			/* crm's own sign before an id. */
			g_assert(strchr(plain, *p) || (!pcs && g_str_has_prefix(p, "$id=")));
			g_string_append_c(word, *p);
		}
	}
	g_assert(!quote);
	if (word->len || open)
		g_ptr_array_add(words, g_strdup(word->str));
	*at = *p ? p + 1 : p;
	return words;
}

/* What stands before and behind the commands is the same in every script, but for a comment with the
 * cluster's name. */
static const char *skip_head(const char *text, bool pcs)
{
	const char *end = pcs ? "\npcs() { command pcs -f \"$cib\" \"$@\"; }\n" : "\nconfigure\n";
	const char *comment = strstr(text, "# Cluster "), *next = strchr(comment, '\n');

	g_assert(comment == text || g_str_has_prefix(text, "#!/bin/sh\n# Cluster "));
	g_assert(g_str_has_prefix(next, "\n# On one node of a running cluster"));
	text = strstr(next, end);
	g_assert(text);
	return text + strlen(end);
}

static void collect_words(const char *text, bool pcs, GHashTable *all)
{
	const char *end = g_strrstr(text, pcs ? "\n\n[ $# != 0 ]" : "\n\n# force:");
	static const char *const first[] = { "pcs",       "property", "rsc_defaults",
					     "primitive", "group",    "clone",
					     "ms",        "location", "colocation",
					     "order",     NULL };
	g_autofree char *commands = g_strndup(text, (gsize)(end - text));
	const char *at = commands;

	g_assert(end);
	while (*at) {
		g_autoptr(GPtrArray) words = next_command(&at, pcs);
		char *word;

		if (!words->len)
			continue;
		g_assert(g_strv_contains(first, words->pdata[0]));
		g_assert(pcs == (strcmp(words->pdata[0], "pcs") == 0));
		eb_for_each (word, words)
			g_hash_table_add(all, g_strdup(word));
	}
}

static void judge_words(const GPtrArray *resources, bool pcs, GHashTable *words)
{
	const struct eb_resource *resource;
	const struct eb_pair *param;

	eb_for_each (resource, resources) {
		g_assert(g_hash_table_contains(words, resource->id));
		eb_for_each (param, resource->params) {
			g_autofree char *word = g_strdup_printf("%s=%s", param->name, param->value);

			if (!pcs)
				g_strdelimit(word, "\n", ' ');
			g_assert(g_hash_table_contains(words, word));
		}
		judge_words(resource->members, pcs, words);
	}
}

void eb_judge_script(const char *text, bool pcs, const struct eb_plan *plan)
{
	g_autoptr(GHashTable) words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	collect_words(skip_head(text, pcs), pcs, words);
	judge_words(plan->cib.resources, pcs, words);
}

/* ---- the whole -------------------------------------------------------------------------------------- */

/* In place of the one that asks dot: what dot would be told counts as drawn. */
char *eb_picture_svg(const struct eb_plan *plan, const struct eb_anchors *anchors, bool alone,
		     char **why)
{
	g_autofree char *dot = eb_picture_dot(plan, anchors);

	eb_judge_text(dot);
	*why = alone ? g_strdup("it is not drawn here") : NULL;
	return alone ? NULL : g_strdup("<svg class=\"picture\"></svg>");
}

void eb_judge_plan(const struct eb_plan *plan)
{
	g_autofree char *stored = eb_plan_store(plan), *again = NULL, *why = NULL;
	struct eb_plan *loaded = eb_plan_load(stored, &why);
	g_autofree char *corosync = NULL, *cib = NULL, *pcs = NULL, *crm = NULL, *page = NULL;
	g_autofree char *report = NULL;

	if (!loaded)
		eb_fuzz_fail("what was stored does not load: %s", why);
	again = eb_plan_store(loaded);
	g_assert_true(g_strcmp0(stored, again) == 0);
	report = eb_plan_report(loaded);
	eb_judge_text(report);
	corosync = eb_corosync_text(loaded);
	eb_judge_corosync(corosync, loaded);
	cib = eb_cib_xml(loaded);
	eb_judge_cib(cib, loaded);
	pcs = eb_pcs_script(loaded);
	eb_judge_script(pcs, true, loaded);
	crm = eb_crm_script(loaded);
	eb_judge_script(crm, false, loaded);
	page = eb_plan_html(loaded, &why);
	eb_judge_page(page);
	eb_plan_free(loaded);
}
