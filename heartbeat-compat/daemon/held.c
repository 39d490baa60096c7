// SPDX-License-Identifier: GPL-2.0-or-later
#include <unistd.h>

#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/daemon/held.h"
#include "lib/file.h"

enum { FILE_MAX = 1 << 20 };

static void free_held(void *data)
{
	struct hb_held *held = data;

	g_free(held->from);
	g_free(held);
}

struct hb_held *hb_held_of(GHashTable *lines, const char *id)
{
	struct hb_held *held = g_hash_table_lookup(lines, id);
	char *key;

	if (held)
		return held;
	key = g_strdup(id);
	held = g_new0(struct hb_held, 1);
	held->id = key;
	g_hash_table_insert(lines, key, held);
	return held;
}

/* "ID FROM DIED UNTIL", a line each. */
void hb_held_keep(GHashTable *lines)
{
	g_autoptr(GString) text = g_string_new(NULL);
	const struct hb_held *held;
	GHashTableIter walk;

	g_hash_table_iter_init(&walk, lines);
	while (g_hash_table_iter_next(&walk, NULL, (gpointer *)&held))
		if (held->from)
			g_string_append_printf(text,
					       "%s %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
					       held->id, held->from, held->died_ms, held->until_ms);
	if (!text->len)
		unlink(HB_HELD);
	else if (eb_file_make_parent(HB_HELD) < 0 ||
		 eb_file_replace(HB_HELD, text->str, text->len, 0600) < 0)
		hb_log(HB_LOG_WARN, "cannot write %s", HB_HELD);
}

GHashTable *hb_held_recall(void)
{
	GHashTable *lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_held);
	g_autofree char *text = NULL;
	g_auto(GStrv) rows = NULL;

	if (eb_file_read(HB_HELD, FILE_MAX, &text, NULL) < 0)
		return lines;
	rows = g_strsplit(text, "\n", -1);
	for (size_t i = 0; rows[i]; i++) {
		g_auto(GStrv) words = g_strsplit(rows[i], " ", -1);
		struct hb_held *held;

		if (g_strv_length(words) != 4)
			continue;
		held = hb_held_of(lines, words[0]);
		g_free(held->from);
		held->from = g_strdup(words[1]);
		held->died_ms = g_ascii_strtoll(words[2], NULL, 10);
		held->until_ms = g_ascii_strtoll(words[3], NULL, 10);
	}
	return lines;
}
