// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/arena.h"
#include "heartbeat-compat/cluster-view.h"
#include "heartbeat-compat/daemon/view.h"
#include "heartbeat-compat/daemon/worker.h"

enum { VIEW_MS = 20000 };

struct waiting {
	hb_placed *placed;
	void *data;
};

struct hb_view {
	struct hb_daemon *daemon;
	GHashTable *marks; /* a set of names */
	bool looking;
	GArray *waiting; /* struct waiting: for the look under way */
	GArray *later;   /* and for one that has not begun */
};

static GArray *nobody(void)
{
	return g_array_new(FALSE, FALSE, sizeof(struct waiting));
}

struct hb_view *hb_view_new(struct hb_daemon *daemon)
{
	struct hb_view *view = g_new0(struct hb_view, 1);

	view->daemon = daemon;
	view->marks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	view->waiting = nobody();
	view->later = nobody();
	return view;
}

void hb_view_free(struct hb_view *view)
{
	if (!view)
		return;
	g_array_unref(view->waiting);
	g_array_unref(view->later);
	g_hash_table_unref(view->marks);
	g_free(view);
}

static int write_view(int out, void *arg)
{
	struct eb_view *view = eb_view_take();
	struct hb_msg *msg = hb_msg_new("view");
	const struct eb_seen_attribute *seen;
	const struct eb_seen_place *place;
	const char *self = arg;

	if (!view)
		return 1;
	eb_for_each (place, view->places)
		if (!place->clone)
			hb_msg_add(msg, "place", "%s\t%s\t%s", place->resource,
				   place->group ? place->group : "", place->node);
	eb_for_each (seen, view->attributes)
		if (g_str_has_prefix(seen->name, "hb-") && strcmp(seen->value, "1") == 0 &&
		    g_ascii_strcasecmp(seen->node, self) == 0)
			hb_msg_add(msg, "mark", "%s", seen->name);
	return hb_worker_answer(out, msg, 0);
}

static void keep_marks(struct hb_view *view, const struct hb_msg *msg)
{
	const char *name;

	g_hash_table_remove_all(view->marks);
	for (unsigned int i = 0; (name = hb_msg_nth(msg, "mark", i)); i++)
		g_hash_table_add(view->marks, g_strdup(name));
}

static void look(struct hb_view *view);

/* Who is told may ask again. */
static void viewed(void *data, int status, const char *output, size_t length)
{
	struct hb_view *view = data;
	GArray *waiting = view->waiting;
	struct hb_msg *msg = NULL;
	bool failed =
		status != 0 || !view->daemon->lines || hb_msg_decode(output, length, &msg) != 0;

	view->looking = false;
	view->waiting = nobody();
	if (!failed) {
		hb_lines_place(view->daemon->lines, msg);
		keep_marks(view, msg);
	}
	hb_msg_free(msg);
	for (guint i = 0; i < waiting->len; i++) {
		const struct waiting *one = &g_array_index(waiting, struct waiting, i);

		one->placed(one->data, failed);
	}
	g_array_unref(waiting);
	if (view->later->len && !view->looking)
		look(view);
}

static void look(struct hb_view *view)
{
	GArray *none = view->waiting;

	view->waiting = view->later;
	view->later = none;
	view->looking = true;
	if (hb_worker_call(write_view, view->daemon->state->self->name, VIEW_MS, viewed, view) != 0)
		viewed(view, 1, "", 0);
}

void hb_view_ask(struct hb_view *view, hb_placed *placed, void *data)
{
	struct waiting waiting = { placed, data };

	g_array_append_val(view->later, waiting);
	if (!view->looking)
		look(view);
}

GHashTable *hb_view_marks(const struct hb_view *view)
{
	return view->marks;
}
