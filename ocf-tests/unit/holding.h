// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A daemon on web1 and one line of haresources that it may have to keep from itself; web2 is the other
 * node: new for each test between begin and end. Pacemaker, the other parts of the daemon and the file
 * are the test's own.
 */
#ifndef EB_TESTS_HOLDING_H
#define EB_TESTS_HOLDING_H

#include <string.h>

#include "heartbeat-compat/daemon/compatd.h"
#include "heartbeat-compat/daemon/held.h"
#include "heartbeat-compat/daemon/hold.h"
#include "heartbeat-compat/daemon/marks.h"
#include "heartbeat-compat/daemon/standby.h"
#include "heartbeat-compat/daemon/tell.h"
#include "heartbeat-compat/daemon/view.h"
#include "heartbeat-compat/daemon/worker.h"
#include "lib/clock.h"
#include "ocf-tests/unit/tap.h"

static struct hb_daemon daemon_;
static struct hb_settings settings;
static struct hb_peer *other;
static GHashTable *file;     /* as hb_held_recall gives it */
static int kept;             /* the mark: -1: not spoken of */
static int told, called_off; /* "waits for hb_takeover" */
static bool no_controller;   /* Pacemaker does not run on web2 */
static hb_placed *placed;
static hb_work_done *answered;
static void *silence;

static void free_held(void *data)
{
	struct hb_held *held = data;

	g_free(held->from);
	g_free(held);
}

struct hb_held *hb_held_of(GHashTable *lines, const char *id)
{
	struct hb_held *held = g_hash_table_lookup(lines, id);

	if (!held) {
		held = g_new0(struct hb_held, 1);
		held->id = "hb-x";
		g_hash_table_insert(lines, (char *)held->id, held);
	}
	return held;
}

GHashTable *hb_held_recall(void)
{
	return file;
}

void hb_held_keep(GHashTable *lines)
{
}

struct hb_marks *hb_marks_new(const char *node, hb_marks_told *done, void *data)
{
	return NULL;
}

void hb_marks_free(struct hb_marks *marks)
{
}

void hb_marks_want(struct hb_marks *marks, const char *name, bool there)
{
	assert_string_equal(name, "hb-hold-x");
	kept = there;
}

void hb_marks_seen(struct hb_marks *marks, GHashTable *there)
{
}

void hb_marks_tick(struct hb_marks *marks, int64_t now_ms)
{
}

void hb_view_ask(struct hb_view *view, hb_placed *callback, void *data)
{
	placed = callback;
}

GHashTable *hb_view_marks(const struct hb_view *view)
{
	return NULL;
}

bool hb_standby_gives(const struct hb_standby *standby, const struct hb_line *line)
{
	return false;
}

void hb_daemon_status(struct hb_daemon *daemon)
{
}

uint32_t hb_member_controller(const struct hb_member *member, uint32_t node)
{
	return node == 2 && no_controller ? 0 : 1000 + node;
}

void hb_tell(struct hb_daemon *daemon, const char *kind, const char *node, const char *line,
	     const char *text)
{
	told += strstr(text, "waits for hb_takeover") != NULL;
	called_off += strstr(text, "not due any more") != NULL;
}

int hb_worker_call(hb_work *work, void *arg, int timeout_ms, hb_work_done *done, void *data)
{
	answered = done;
	silence = data;
	return 0;
}

int hb_worker_answer(int out, struct hb_msg *msg, int code)
{
	return code;
}

/* ---- what happens --------------------------------------------------------------------------- */

static const uint32_t both[] = { 1, 2 };

/* What corosync says; the daemon notes when. */
static void members(size_t n)
{
	hb_state_members(daemon_.state, both, n);
	other->member_ms = n == 2 ? eb_clock_ms() : 0;
	other->lost_ms = n == 2 ? 0 : eb_clock_ms();
	hb_hold_tick(daemon_.hold, eb_clock_ms());
}

/* The other node's daemon speaks: it serves the line, does not, or does not know yet. */
static void speaks(const char *claims)
{
	struct hb_msg *msg = hb_msg_new("status");

	hb_msg_add(msg, "st", "active");
	if (claims)
		hb_msg_add(msg, "claims", "%s", claims);
	if (g_strcmp0(claims, "1") == 0)
		hb_msg_add(msg, "run", "hb-x");
	hb_state_status(daemon_.state, 2, msg, eb_clock_ms());
	hb_hold_heard(daemon_.hold, other, msg);
	hb_msg_free(msg);
}

/* Where Pacemaker runs the line, when it is looked at; NULL: nowhere. */
static void is_seen_at(const char *node)
{
	struct hb_line *line = daemon_.lines->list->pdata[0];

	line->where = node;
	daemon_.lines->placed = true;
	placed(daemon_.hold, false);
}

static int begin(void **state)
{
	struct hb_log_to to = { .facility = -1 };
	struct hb_msg *msg = hb_msg_new("lines");

	hb_log_open("web1", &to);
	settings = (struct hb_settings) {
		.self = "web1",
		.nodes = g_ptr_array_new(),
		.pings = g_ptr_array_new(),
		.failback = HB_FAILBACK_OFF,
		.takeover_manual = true,
	};
	g_ptr_array_add(settings.nodes, (char *)"web1");
	g_ptr_array_add(settings.nodes, (char *)"web2");
	hb_msg_add(msg, "digest", "1");
	hb_msg_add(msg, "line", "hb-x\tweb2\thb-away-x\tweb2 10.0.0.1");
	hb_msg_add(msg, "word", "hb-x-1\t10.0.0.1");
	/* It began long ago: others had their time to speak. */
	daemon_ = (struct hb_daemon) { .settings = &settings,
				       .state = hb_state_new(&settings, eb_clock_ms() - 10000),
				       .lines = hb_lines_read(msg) };
	hb_msg_free(msg);
	hb_state_named(daemon_.state, 1, "web1");
	hb_state_named(daemon_.state, 2, "web2");
	other = hb_state_find(daemon_.state, "web2");
	file = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_held);
	kept = -1;
	told = called_off = 0;
	no_controller = false;
	answered = NULL;
	daemon_.hold = hb_hold_new(&daemon_);
	return 0;
}

static int end(void **state)
{
	hb_hold_free(daemon_.hold);
	hb_lines_free(daemon_.lines);
	hb_state_free(daemon_.state);
	g_ptr_array_unref(settings.nodes);
	g_ptr_array_unref(settings.pings);
	return 0;
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

#endif
