// SPDX-License-Identifier: GPL-2.0-or-later
#include <glib.h>

#include "heartbeat-compat/arena.h"
#include "heartbeat-compat/daemon/marks.h"
#include "heartbeat-compat/daemon/worker.h"
#include "heartbeat-compat/tool.h"
#include "lib/clock.h"

enum { ONE_MS = 20000, AGAIN_MS = 2000 };

struct mark {
	bool there;   /* wanted so */
	bool written; /* and so Pacemaker has it */
};

struct hb_marks {
	char *node;
	hb_marks_told *told;
	void *data;
	GHashTable *marks;  /* name -> struct mark * */
	GPtrArray *writing; /* struct wish *; NULL: no child is at work */
	int64_t again_ms;   /* no sooner */
};

/* What a child writes; void: something else is wanted by now. */
struct wish {
	struct mark *mark; /* lives as long as the table */
	const char *name;
	bool there, void_;
};

struct hb_marks *hb_marks_new(const char *node, hb_marks_told *told, void *data)
{
	struct hb_marks *marks = g_new0(struct hb_marks, 1);

	*marks = (struct hb_marks) {
		.node = g_strdup(node),
		.told = told,
		.data = data,
		.marks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
	};
	return marks;
}

void hb_marks_free(struct hb_marks *marks)
{
	if (!marks)
		return;
	if (marks->writing)
		g_ptr_array_unref(marks->writing);
	g_hash_table_unref(marks->marks);
	g_free(marks->node);
	g_free(marks);
}

/* What a child is just writing counts no more. */
static void renounce(const struct hb_marks *marks, struct mark *mark)
{
	struct wish *wish;

	mark->written = false;
	if (!marks->writing)
		return;
	eb_for_each (wish, marks->writing)
		wish->void_ |= wish->mark == mark;
}

void hb_marks_want(struct hb_marks *marks, const char *name, bool there)
{
	struct mark *mark = g_hash_table_lookup(marks->marks, name);

	if (!mark) {
		mark = g_new0(struct mark, 1);
		g_hash_table_insert(marks->marks, g_strdup(name), mark);
	} else if (mark->there != there) {
		renounce(marks, mark);
	}
	mark->there = there;
}

void hb_marks_doubt(struct hb_marks *marks)
{
	struct mark *mark;
	GHashTableIter walk;

	g_hash_table_iter_init(&walk, marks->marks);
	while (g_hash_table_iter_next(&walk, NULL, (gpointer *)&mark))
		renounce(marks, mark);
}

void hb_marks_seen(struct hb_marks *marks, GHashTable *there)
{
	struct mark *mark;
	const char *name;
	GHashTableIter walk;

	g_hash_table_iter_init(&walk, marks->marks);
	while (g_hash_table_iter_next(&walk, (gpointer *)&name, (gpointer *)&mark))
		if (mark->written)
			mark->written = mark->there == g_hash_table_contains(there, name);
}

/* ---- writing -------------------------------------------------------------------------------- */

static int write_wishes(int out, void *arg)
{
	const struct hb_marks *marks = arg;
	const struct wish *wish;
	int failed = 0;

	eb_for_each (wish, marks->writing)
		failed |= wish->there ? EB_TOOL(ONE_MS, NULL, "attrd_updater", "--name", wish->name,
						"--update", "1", "--node", marks->node)
				      : EB_TOOL(ONE_MS, NULL, "attrd_updater", "--name", wish->name,
						"--delete", "--node", marks->node);
	return failed != 0;
}

/* The wishes that Pacemaker has not got; NULL: there are none. */
static GPtrArray *unwritten(const struct hb_marks *marks)
{
	GPtrArray *wishes = g_ptr_array_new_with_free_func(g_free);
	struct mark *mark;
	const char *name;
	GHashTableIter walk;

	g_hash_table_iter_init(&walk, marks->marks);
	while (g_hash_table_iter_next(&walk, (gpointer *)&name, (gpointer *)&mark)) {
		struct wish *wish;

		if (mark->written)
			continue;
		wish = g_new0(struct wish, 1);
		*wish = (struct wish) { .mark = mark, .name = name, .there = mark->there };
		g_ptr_array_add(wishes, wish);
	}
	if (wishes->len)
		return wishes;
	g_ptr_array_unref(wishes);
	return NULL;
}

static void written(void *data, int status, const char *output, size_t length)
{
	struct hb_marks *marks = data;
	struct wish *wish;

	if (status == 0)
		eb_for_each (wish, marks->writing)
			wish->mark->written = !wish->void_;
	else
		marks->again_ms = eb_clock_ms() + AGAIN_MS;
	g_clear_pointer(&marks->writing, g_ptr_array_unref);
	if ((status != 0 || !hb_marks_write(marks)) && marks->told)
		marks->told(marks->data, status);
}

bool hb_marks_write(struct hb_marks *marks)
{
	int failed;

	if (marks->writing)
		return true;
	marks->writing = unwritten(marks);
	if (!marks->writing)
		return false;
	/* The child has its own copy of all this. */
	failed = hb_worker_call(write_wishes, marks, ONE_MS * ((int)marks->writing->len + 1),
				written, marks);
	if (failed)
		written(marks, failed, "", 0);
	return true;
}

void hb_marks_tick(struct hb_marks *marks, int64_t now_ms)
{
	if (!marks->writing && now_ms >= marks->again_ms)
		hb_marks_write(marks);
}
