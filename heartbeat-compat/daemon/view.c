// SPDX-License-Identifier: GPL-2.0-or-later
#include "heartbeat-compat/daemon/view.h"
#include "heartbeat-compat/arena.h"
#include "heartbeat-compat/cluster-view.h"
#include "heartbeat-compat/daemon/worker.h"

enum { VIEW_MS = 20000 };

struct waiting {
	hb_placed *placed;
	void *data;
};

struct hb_view {
	struct hb_daemon *daemon;
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
	g_free(view);
}

static int write_view(int out, void *arg)
{
	struct eb_view *view = eb_view_take();
	struct hb_msg *msg = hb_msg_new("view");
	const struct eb_seen_place *place;

	if (!view)
		return 1;
	eb_for_each (place, view->places)
		if (!place->clone)
			hb_msg_add(msg, "place", "%s\t%s\t%s", place->resource,
				   place->group ? place->group : "", place->node);
	return hb_worker_answer(out, msg, 0);
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
	if (!failed)
		hb_lines_place(view->daemon->lines, msg);
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
	if (hb_worker_call(write_view, NULL, VIEW_MS, viewed, view) != 0)
		viewed(view, 1, "", 0);
}

void hb_view_ask(struct hb_view *view, hb_placed *placed, void *data)
{
	struct waiting waiting = { placed, data };

	g_array_append_val(view->later, waiting);
	if (!view->looking)
		look(view);
}
