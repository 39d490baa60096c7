// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How an old CIB spells things. Its releases agree in what they say and not in how: names with
 * dashes or underscores, sets with a wrapper or without, times with a unit or bare. Here they are
 * read as one.
 */
#include <string.h>

#include "heartbeat-compat/old-cib.h"

char *eb_old_dashed(const char *name)
{
	return g_strdelimit(g_strdup(name), "_", '-');
}

const struct eb_renamed *eb_renamed_find(const struct eb_renamed *table, const char *name)
{
	g_autofree char *same = eb_old_dashed(name);

	for (; table->old; table++)
		if (strcmp(table->old, same) == 0)
			return table;
	return NULL;
}

struct eb_span eb_old_span(const struct eb_translation *t, const struct eb_element *element)
{
	return (struct eb_span) { .source = t->old_source, .line = element->line, .column = 1 };
}

/* What many refer to is told once, where it stands. */
static bool is_told(struct eb_translation *t, const struct eb_element *element, const char *what,
		    const char *reason)
{
	return !g_hash_table_add(t->old_told, g_strdup_printf("%u %s: %s", element->line, what,
							      reason ? reason : ""));
}

void eb_old_row(struct eb_translation *t, const struct eb_element *element, enum eb_mark mark,
		const char *target, const char *reason)
{
	const char *name = eb_xml_get(element, "name"), *id = eb_xml_get(element, "id");
	const char *what = EB_TEXT(t, "%s%s%s", element->name, name || id ? " " : "",
				   name ? name
				   : id ? id
					: "");
	struct eb_fate *row;

	if (!target && is_told(t, element, what, reason))
		return;
	row = eb_row(t, element->line, what, mark, target, reason);
	if (mark != EB_DROPPED && mark != EB_REFUSED && id)
		eb_made(t, row, eb_old_id(t, id));
}

void eb_old_lost(struct eb_translation *t, const struct eb_element *element, const char *attribute,
		 enum eb_mark mark, const char *reason)
{
	const char *id = eb_xml_get(element, "id");
	const char *what =
		EB_TEXT(t, "%s%s%s %s", element->name, id ? " " : "", id ? id : "", attribute);

	if (!is_told(t, element, what, reason))
		eb_row(t, element->line, what, mark, NULL, reason);
}

/* As Pacemaker sorts sets: the highest score first, then as they stand. */
static int by_score(const void *one, const void *two)
{
	const char *a = eb_xml_get(*(struct eb_element *const *)one, "score");
	const char *b = eb_xml_get(*(struct eb_element *const *)two, "score");
	int64_t first = a ? eb_old_score(a) : 0, second = b ? eb_old_score(b) : 0;

	return (first < second) - (first > second);
}

/* Two references to one set. */
static bool is_again(const GPtrArray *sets, const struct eb_element *set)
{
	const struct eb_element *other;

	eb_for_each (other, sets)
		if (other->children == set->children)
			return true;
	return false;
}

GPtrArray *eb_old_pairs(const struct eb_translation *t, const struct eb_element *element,
			const char *set, bool *ruled)
{
	GPtrArray *pairs = eb_arena_array(t->plan->arena);
	g_autoptr(GPtrArray) sets = g_ptr_array_new();
	const struct eb_element *child, *pair;

	eb_for_each (child, element->children)
		if (strcmp(child->name, set) == 0) {
			if (eb_xml_child(child, "rule"))
				*ruled = true;
			else if (!is_again(sets, child))
				g_ptr_array_add(sets, (gpointer)child);
		}
	g_ptr_array_sort(sets, by_score);
	eb_for_each (child, sets) {
		const struct eb_element *wrapper = eb_xml_child(child, "attributes");

		eb_for_each (pair, (wrapper ? wrapper : child)->children)
			if (strcmp(pair->name, "nvpair") == 0 &&
			    eb_old_word(eb_xml_get(pair, "name")) && eb_xml_get(pair, "value"))
				g_ptr_array_add(pairs, (gpointer)pair);
	}
	return pairs;
}

void eb_old_ruled(struct eb_translation *t, const struct eb_element *element)
{
	const struct eb_element *set;

	eb_for_each (set, element->children)
		if (eb_xml_child(set, "rule"))
			eb_old_row(t, set, EB_REFUSED, NULL,
				   "a rule decides when it counts; the plan leaves it out");
}

const char *eb_old_role(const struct eb_translation *t, const char *role)
{
	if (!role || g_ascii_strcasecmp(role, "started") == 0)
		return role ? "Started" : NULL;
	if (g_ascii_strcasecmp(role, "master") == 0 || g_ascii_strcasecmp(role, "promoted") == 0)
		return eb_target(t)->promoted;
	if (g_ascii_strcasecmp(role, "slave") == 0 || g_ascii_strcasecmp(role, "unpromoted") == 0)
		return eb_target(t)->unpromoted;
	return g_ascii_strcasecmp(role, "stopped") == 0 ? "Stopped" : NULL;
}

const char *eb_old_id(struct eb_translation *t, const char *id)
{
	const char *plain = eb_slug(t, id);

	return g_ascii_isalpha(*plain) ? plain : EB_TEXT(t, "r-%s", plain);
}

const char *eb_old_word(const char *text)
{
	static const char set[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-";

	return text && *text && !text[strspn(text, set)] ? text : NULL;
}

bool eb_old_is_true(const char *value)
{
	static const char *const words[] = { "true", "on", "yes", "y", "1", NULL };
	g_autofree char *lower = value ? g_ascii_strdown(value, -1) : NULL;

	return lower && g_strv_contains(words, lower);
}

bool eb_old_is_false(const char *value)
{
	static const char *const words[] = { "false", "off", "no", "n", "0", NULL };
	g_autofree char *lower = value ? g_ascii_strdown(value, -1) : NULL;

	return lower && g_strv_contains(words, lower);
}

int64_t eb_old_score(const char *score)
{
	const char *text = score + (*score == '+' || *score == '-');
	int64_t value = EB_OLD_INFINITY;

	if (g_ascii_strncasecmp(text, "inf", 3) != 0)
		value = CLAMP(g_ascii_strtoll(text, NULL, 10), 0, EB_OLD_INFINITY);
	return *score == '-' ? -value : value;
}

/* Digits with a unit or without, or a span of ISO 8601. */
static bool is_time(const char *text)
{
	static const char *const units[] = { "",    "ms", "msec", "us", "usec", "s",
					     "sec", "m",  "min",  "h",  "hr",   NULL };
	size_t digits = strspn(text, "0123456789");
	g_autofree char *unit = g_ascii_strdown(text + digits, -1);

	return digits ? g_strv_contains(units, unit)
		      : (*text == 'P' && text[1] && eb_old_word(text) != NULL);
}

static bool is_number(const char *text)
{
	return *text && strlen(text) < 10 && !text[strspn(text, "0123456789")];
}

static bool is_score(const char *text)
{
	const char *size = text + (*text == '-' || *text == '+');

	return g_ascii_strcasecmp(size, "inf") == 0 || g_ascii_strcasecmp(size, "infinity") == 0 ||
	       (*size && !size[strspn(size, "0123456789")]);
}

static bool is_count(const char *text)
{
	return *text != '-' && is_score(text);
}

static bool is_bool(const char *text)
{
	return eb_old_is_true(text) || eb_old_is_false(text);
}

static bool is_role(const char *text)
{
	static const char *const roles[] = { "started",  "stopped",    "master", "slave",
					     "promoted", "unpromoted", NULL };
	g_autofree char *lower = g_ascii_strdown(text, -1);

	return g_strv_contains(roles, lower);
}

bool eb_old_fits(const char *values, const char *value)
{
	static const struct {
		const char *values;
		bool (*fits)(const char *value);
	} kinds[] = {
		{ "bool", is_bool }, { "count", is_count }, { "number", is_number },
		{ "role", is_role }, { "score", is_score }, { "time", is_time },
	};
	g_auto(GStrv) words = g_strsplit(values ? values : "", "|", -1);

	for (size_t i = 0; values && i < EB_COUNT(kinds); i++)
		if (strcmp(kinds[i].values, values) == 0)
			return kinds[i].fits(value);
	return !values || g_strv_contains((const char *const *)words, value);
}

const char *eb_old_plain(const char *values, const char *value)
{
	return values && eb_old_fits("count|score", values) ? eb_old_score_text(value) : value;
}

const char *eb_old_seconds(struct eb_translation *t, const char *time, const char *otherwise)
{
	if (!time || !is_time(time))
		return otherwise;
	return time[strspn(time, "0123456789")] ? time : EB_TEXT(t, "%ss", time);
}
