// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The list of differences between Heartbeat and what is made of it, beside the one for readers,
 * ocf-tests/differential/DIFFERENCES.md: the same rows in the same words, which account for the
 * same places in every configuration and event that is played there; and, where it is kept,
 * the table of what was measured.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "heartbeat-compat/load.h"
#include "heartbeat-compat/placement.h"
#include "heartbeat-compat/translate.h"
#include "ocf-tests/unit/tap.h"

enum { A = 1, B = 2 };

/* ---- DIFFERENCES.md ---------------------------------------------------------------------------- */

static char *folder;     /* ocf-tests/differential */
static GPtrArray *known; /* char **: cells of a row whose first one is D or N and a number */
static char *document;   /* the whole, blanks collapsed, without backquotes */

static char *read_text(const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	char *text = NULL;

	return g_file_get_contents(path, &text, NULL, NULL) ? text : NULL;
}

/* The cells of a row of a table, trimmed; NULL: it is no row. */
static char **cells_of(const char *line)
{
	char **cells;

	if (*line != '|')
		return NULL;
	cells = g_strsplit(line + 1, "|", -1);
	for (size_t i = 0; cells[i]; i++)
		g_strstrip(cells[i]);
	return cells;
}

static bool is_row(char **cells)
{
	return cells && (*cells[0] == 'D' || *cells[0] == 'N') && g_ascii_isdigit(cells[0][1]);
}

static void read_known(void)
{
	g_autofree char *text = read_text("DIFFERENCES.md"), *plain = NULL;
	g_auto(GStrv) pieces = g_strsplit(text, "`", -1), lines = NULL;

	plain = g_strjoinv("", pieces);
	lines = g_strsplit(plain, "\n", -1);
	known = g_ptr_array_new();
	for (size_t i = 0; lines[i]; i++) {
		char **cells = cells_of(lines[i]);

		if (is_row(cells))
			g_ptr_array_add(known, cells);
		else
			g_strfreev(cells);
	}
	document = g_strjoinv(" ", lines);
}

/* Any of several patterns parted by blanks. */
static bool fits(const char *text, const char *patterns)
{
	g_auto(GStrv) words = g_strsplit(patterns, " ", -1);

	for (size_t i = 0; words[i]; i++)
		if (g_pattern_match_simple(words[i], text))
			return true;
	return false;
}

static const char *place_text(hb_nodes nodes)
{
	return nodes == A ? "1" : nodes == B ? "2" : nodes ? "1 2" : "-";
}

/* The kind of a configuration, as the document has it. */
static const char *kind_text(const struct hb_rules *rules)
{
	static const char *const kinds[][2] = {
		[HB_FAILBACK_OFF] = { "off", "off-ipfail" },
		[HB_FAILBACK_ON] = { "on", "on-ipfail" },
		[HB_FAILBACK_LEGACY] = { "legacy", "legacy-ipfail" },
	};

	return kinds[rules->failback][rules->ipfail];
}

/* The row of the document that accounts for a difference, as the test that plays it looks it up. */
static const char *documented(const char *kind, const char *event, hb_nodes theirs, hb_nodes ours)
{
	for (guint i = 0; i < known->len; i++) {
		char **row = known->pdata[i];

		if (*row[0] == 'D' && fits(kind, row[1]) && fits(event, row[2]) &&
		    fits(place_text(theirs), row[3]) && fits(place_text(ours), row[4]))
			return row[0];
	}
	return "none";
}

/* Each row of one list is in the other one, with the same words. */
static void same_lists(void **state)
{
	(void)state;
	for (const struct hb_difference *row = hb_differences; row->id; row++) {
		bool found = false;

		for (guint i = 0; i < known->len; i++) {
			char **cells = known->pdata[i];
			bool played = *row->id == 'D';

			if (strcmp(cells[0], row->id) != 0)
				continue;
			found = true;
			assert_string_equal(played ? cells[5] : cells[2], row->brief);
			if (!played)
				assert_string_equal(cells[1], row->reason);
			else if (!strstr(document, row->reason))
				fail_msg("DIFFERENCES.md does not say: %s", row->reason);
		}
		if (!found)
			fail_msg("DIFFERENCES.md has no %s", row->id);
	}
	for (guint i = 0; i < known->len; i++) {
		char **cells = known->pdata[i];
		const struct hb_difference *row = hb_differences;

		while (row->id && strcmp(row->id, cells[0]) != 0)
			row++;
		if (!row->id)
			fail_msg("%s is in DIFFERENCES.md alone", cells[0]);
	}
}

/* ---- the configurations that are played --------------------------------------------------------- */

/* Events as play.sh has them. */
static const struct {
	const char *name;
	struct hb_event event;
} played[] = {
	{ "start", { HB_EVENT_START } },
	{ "crash-1", { HB_EVENT_CRASH, 0 } },
	{ "return-1", { HB_EVENT_RETURN, 0 } },
	{ "crash-2", { HB_EVENT_CRASH, 1 } },
	{ "return-2", { HB_EVENT_RETURN, 1 } },
	{ "standby-1", { HB_EVENT_STANDBY, 0 } },
	{ "takeover-1", { HB_EVENT_TAKEOVER, 0 } },
	{ "standby-1b", { HB_EVENT_STANDBY, 0 } },
	{ "crash-2b", { HB_EVENT_CRASH, 1 } },
	{ "return-2b", { HB_EVENT_RETURN, 1 } },
	{ "stop-1", { HB_EVENT_STOP, 0 } },
	{ "start-1", { HB_EVENT_RETURN, 0 } },
	{ "ping-lost-1", { HB_EVENT_PING_LOST, 0, .reaches = 0 } },
	{ "ping-back-1", { HB_EVENT_PING_BACK, 0, .reaches = 1 } },
	{ NULL, { HB_EVENT_CRASH, 0 } },
	{ NULL, { HB_EVENT_CRASH, 1 } },
	{ "alone-1", { HB_EVENT_ALONE, 0 } },
	{ "join-2", { HB_EVENT_JOIN, 1 } },
};

/* A configuration on both sides. */
struct stage {
	const char *name;
	const struct eb_plan *plan;
	struct hb_rules theirs, ours;
	struct hb_placement *there, *here;
	GHashTable *seen;     /* ids of differences */
	const char *measured; /* RESULTS.md; NULL: there is none */
};

/* The cell of RESULTS.md, NULL without the file. */
static char *measured_cell(const struct stage *stage, const char *event, unsigned int line)
{
	g_auto(GStrv) lines = g_strsplit(stage->measured ? stage->measured : "", "\n", -1);
	g_autofree char *number = g_strdup_printf("%u", line + 1);
	char **head = NULL, *cell = NULL;

	for (size_t i = 0; lines[i] && !cell; i++) {
		char **cells = cells_of(lines[i]);

		if (cells && strcmp(cells[0], "configuration") == 0)
			head = cells;
		else if (head && cells && strcmp(cells[0], stage->name) == 0 &&
			 strcmp(cells[2], number) == 0)
			for (size_t at = 4; head[at] && cells[at]; at++)
				if (strcmp(head[at], event) == 0)
					cell = g_strdup(cells[at]);
		if (cells != head)
			g_strfreev(cells);
	}
	g_strfreev(head);
	return cell;
}

static void judge_line(const struct stage *stage, size_t at, unsigned int line)
{
	hb_nodes there = stage->there->where[line], here = stage->here->where[line];
	const struct hb_difference *row =
		hb_difference_find(&stage->theirs, &played[at].event, there, here);
	const char *id = row ? row->id : "none", *name = played[at].name;
	const char *listed = documented(kind_text(&stage->theirs), name, there, here);
	g_autofree char *cell = measured_cell(stage, name, line), *want = NULL;

	if (there != here && strcmp(listed, id) != 0)
		fail_msg("%s, %s, line %u: the documented difference is %s, not %s", stage->name,
			 name, line, listed, id);
	if (there != here)
		g_hash_table_add(stage->seen, (char *)id);
	want = there == here
		       ? g_strdup(place_text(here))
		       : g_strdup_printf("%s / %s %s", place_text(there), place_text(here), id);
	if (cell && strcmp(cell, want) != 0)
		fail_msg("%s, %s, line %u: measured %s, the model says %s", stage->name, name, line,
			 cell, want);
}

static void play(struct stage *stage)
{
	stage->there = hb_placement_new(&stage->theirs, 1);
	stage->here = hb_placement_new(&stage->ours, 1);
	for (size_t at = 0; at < EB_COUNT(played); at++) {
		hb_placement_after(&stage->theirs, stage->there, &played[at].event);
		hb_placement_after(&stage->ours, stage->here, &played[at].event);
		if (!played[at].name ||
		    (!stage->plan->heartbeat.pings && strncmp(played[at].name, "ping", 4) == 0))
			continue;
		for (unsigned int line = 0; line < stage->theirs.lines; line++)
			judge_line(stage, at, line);
	}
	hb_placement_free(stage->there);
	hb_placement_free(stage->here);
}

/* Plans the configuration as the test that plays it does, and plays the model. */
static void play_configuration(const char *name, GHashTable *seen, const char *results)
{
	g_autofree char *path = g_build_filename(folder, "configurations", name, NULL);
	g_autofree char *one = g_build_filename(path, "one", NULL);
	char *operands[] = { g_file_test(one, G_FILE_TEST_IS_DIR) ? one : path };
	struct hb_cluster *cluster = hb_cluster_new();
	struct eb_diag *diag = eb_diag_new();
	const struct eb_choices choices = { .services = g_ptr_array_new() };
	struct stage stage = { .name = name, .seen = seen, .measured = results };

	hb_load(cluster, operands, 1, diag);
	stage.plan = eb_translate(cluster, &choices, diag);
	assert_int_equal(eb_plan_rules(stage.plan, &stage.theirs), 0);
	assert_int_equal(stage.theirs.nodes, 2);
	assert_int_not_equal(stage.theirs.lines, 0);
	stage.ours = hb_rules_here(&stage.theirs);
	play(&stage);
	g_ptr_array_free(choices.services, TRUE);
	eb_plan_free((struct eb_plan *)stage.plan);
	eb_diag_free(diag);
	hb_cluster_free(cluster);
}

static void same_differences(void **state)
{
	g_autofree char *path = g_build_filename(folder, "configurations", NULL);
	g_autofree char *results = read_text("RESULTS.md");
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
	unsigned int count = 0;
	const char *name;

	(void)state;
	assert_non_null(dir);
	for (name = g_dir_read_name(dir); name; name = g_dir_read_name(dir), count++)
		play_configuration(name, seen, results);
	assert_in_range(count, 12, 1000);
	for (const struct hb_difference *row = hb_differences; row->id; row++)
		if (*row->id == 'D' && !g_hash_table_contains(seen, row->id))
			fail_msg("%s accounts for nothing", row->id);
	g_hash_table_unref(seen);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_lists),
		cmocka_unit_test(same_differences),
	};
	const char *top = getenv("top_srcdir");

	if (!top) {
		puts("1..0 # SKIP top_srcdir is not set: run me by ocf-tests/run-tests");
		return EXIT_SUCCESS;
	}
	folder = g_build_filename(top, "ocf-tests/differential", NULL);
	read_known();
	return EB_TAP(tests);
}
