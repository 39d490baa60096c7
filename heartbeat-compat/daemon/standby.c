// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "heartbeat-compat/cluster-view.h"
#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/daemon/hold.h"
#include "heartbeat-compat/daemon/standby.h"
#include "heartbeat-compat/daemon/worker.h"
#include "heartbeat-compat/tool.h"
#include "lib/clock.h"

enum {
	VIEW_MS = 20000,
	ATTRIBUTE_MS = 20000,
	FOLLOW_MS = 1000,      /* how often a move under way is looked at, at least */
	MOVE_MAX_MS = 3600000, /* Heartbeat gave it an hour, too */
};

enum phase {
	REST,
	GIVING, /* this node hands over */
	TAKING, /* others were asked to */
};

struct waiting {
	hb_placed *placed;
	void *data;
};

struct hb_standby {
	struct hb_daemon *daemon;
	enum phase phase;
	enum hb_scope scope;
	bool released, away;
	int64_t until_ms, look_ms; /* look_ms 0: no need */
	hb_standby_done *done;
	void *data;
	bool viewing;
	GArray *views; /* struct waiting */
};

/* ---- attributes ----------------------------------------------------------------------------- */

/* What a worker sets: the attributes of lines on this node. */
struct attributes {
	GPtrArray *names; /* const char *, of the lines' arena */
	const char *node;
	bool set;
};

static int write_attributes(int out, void *arg)
{
	const struct attributes *attributes = arg;
	const char *name;
	int failed = 0;

	eb_for_each (name, attributes->names) {
		if (attributes->set)
			failed |= EB_TOOL(ATTRIBUTE_MS, NULL, "attrd_updater", "--name", name,
					  "--update", "1", "--node", attributes->node);
		else
			failed |= EB_TOOL(ATTRIBUTE_MS, NULL, "attrd_updater", "--name", name,
					  "--delete", "--node", attributes->node);
	}
	return failed != 0;
}

static void written(void *data, int status, const char *output, size_t length)
{
	struct hb_standby *standby = data;

	if (status != 0)
		hb_log(HB_LOG_ERROR, "cannot tell Pacemaker which lines are handed over (%d)",
		       status);
	hb_standby_look(standby);
}

/* scope HB_SCOPES: none, which is for the lines that are set elsewhere. */
static int attribute_work(struct hb_standby *standby, enum hb_scope scope, bool set)
{
	struct hb_daemon *daemon = standby->daemon;
	struct attributes attributes = {
		.names = g_ptr_array_new(),
		.node = daemon->state->self->name,
		.set = set,
	};
	const struct hb_line *line;
	int failed = 0;

	eb_for_each (line, daemon->lines->list)
		if (hb_line_in(line, scope, attributes.node))
			g_ptr_array_add(attributes.names, (char *)line->away);
	/* The child has its own copy of all this. */
	if (attributes.names->len)
		failed = hb_worker_call(write_attributes, &attributes,
					ATTRIBUTE_MS * ((int)attributes.names->len + 1), written,
					standby);
	g_ptr_array_unref(attributes.names);
	return failed;
}

/* ---- the view ------------------------------------------------------------------------------- */

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

/* Is all of the scope where it is to go: away from here, or here? */
static bool arrived(const struct hb_standby *standby)
{
	const struct hb_daemon *daemon = standby->daemon;
	const char *self = daemon->state->self->name;
	const struct hb_line *line;

	eb_for_each (line, daemon->lines->list) {
		if (!hb_line_in(line, standby->scope, self))
			continue;
		if (!line->where || line->partly ||
		    (g_ascii_strcasecmp(line->where, self) == 0) != (standby->phase == TAKING))
			return false;
	}
	return true;
}

static bool left(const struct hb_standby *standby)
{
	const struct hb_daemon *daemon = standby->daemon;
	const struct hb_line *line;

	eb_for_each (line, daemon->lines->list)
		if (hb_line_in(line, standby->scope, daemon->state->self->name) &&
		    (line->partly ||
		     (line->where &&
		      g_ascii_strcasecmp(line->where, daemon->state->self->name) == 0)))
			return false;
	return true;
}

static void finish(struct hb_standby *standby, bool done, const char *text)
{
	hb_standby_done *tell = standby->done;

	standby->phase = REST;
	standby->look_ms = 0;
	standby->done = NULL;
	if (tell)
		tell(standby->data, done, text);
}

static void say_arrived(struct hb_standby *standby)
{
	const char *word = hb_scope_words[standby->scope];

	hb_log(HB_LOG_INFO, "remote resource transition completed.");
	if (standby->phase == GIVING)
		hb_log(HB_LOG_INFO, "Other node completed standby takeover of %s resources.", word);
	else
		hb_log(HB_LOG_INFO, "Standby resource acquisition done [%s].", word);
}

/* Lines stay where they are by themselves with auto_failback off. */
static void let_go(struct hb_standby *standby)
{
	if (standby->phase != GIVING || standby->daemon->settings->failback != HB_FAILBACK_OFF)
		return;
	attribute_work(standby, standby->scope, false);
}

static void follow(struct hb_standby *standby)
{
	const char *word = hb_scope_words[standby->scope];

	if (standby->phase == GIVING && !standby->released && left(standby)) {
		standby->released = true;
		hb_log(HB_LOG_INFO, "%s HA resource release completed (standby).", word);
		hb_log(HB_LOG_INFO, "Local standby process completed [%s].", word);
	}
	if (!arrived(standby)) {
		standby->look_ms = eb_clock_ms() + FOLLOW_MS;
		return;
	}
	say_arrived(standby);
	let_go(standby);
	finish(standby, true, "done");
}

static void viewed(void *data, int status, const char *output, size_t length)
{
	struct hb_standby *standby = data;
	struct hb_msg *msg = NULL;
	GArray *waiting = standby->views;
	bool failed =
		status != 0 || !standby->daemon->lines || hb_msg_decode(output, length, &msg) != 0;

	standby->viewing = false;
	standby->views = g_array_new(FALSE, FALSE, sizeof(struct waiting));
	if (!failed)
		hb_lines_place(standby->daemon->lines, msg);
	hb_msg_free(msg);
	for (guint i = 0; i < waiting->len; i++) {
		const struct waiting *one = &g_array_index(waiting, struct waiting, i);

		one->placed(one->data, failed);
	}
	g_array_unref(waiting);
	if (!failed && standby->phase != REST)
		follow(standby);
}

void hb_standby_view(struct hb_standby *standby, hb_placed *placed, void *data)
{
	struct waiting waiting = { placed, data };

	if (placed)
		g_array_append_val(standby->views, waiting);
	if (standby->viewing)
		return;
	if (hb_worker_call(write_view, NULL, VIEW_MS, viewed, standby) == 0)
		standby->viewing = true;
	else
		viewed(standby, 1, "", 0);
}

void hb_standby_look(struct hb_standby *standby)
{
	if (standby->phase != REST)
		hb_standby_view(standby, NULL, NULL);
}

void hb_standby_tick(struct hb_standby *standby, int64_t now_ms)
{
	if (standby->phase == REST)
		return;
	if (now_ms >= standby->until_ms) {
		hb_log(HB_LOG_ERROR, "Standby timed out. Standby request cancelled.");
		finish(standby, false, "not done within an hour");
	} else if (standby->look_ms && now_ms >= standby->look_ms) {
		standby->look_ms = 0;
		hb_standby_look(standby);
	}
}

/* ---- beginning ------------------------------------------------------------------------------ */

struct hb_standby *hb_standby_new(struct hb_daemon *daemon)
{
	struct hb_standby *standby = g_new0(struct hb_standby, 1);

	standby->daemon = daemon;
	standby->views = g_array_new(FALSE, FALSE, sizeof(struct waiting));
	return standby;
}

void hb_standby_free(struct hb_standby *standby)
{
	if (!standby)
		return;
	g_array_unref(standby->views);
	g_free(standby);
}

/* May a move begin? */
static int check(const struct hb_standby *standby)
{
	const struct hb_daemon *daemon = standby->daemon;

	if (!daemon->lines || !daemon->state->connected)
		return -EAGAIN;
	if (standby->phase != REST)
		return -EBUSY;
	return hb_state_other(daemon->state) ? 0 : -ENOTCONN;
}

static void begin(struct hb_standby *standby, enum phase phase, enum hb_scope scope,
		  hb_standby_done *done, void *data)
{
	standby->phase = phase;
	standby->scope = scope;
	standby->released = false;
	standby->until_ms = eb_clock_ms() + MOVE_MAX_MS;
	standby->done = done;
	standby->data = data;
}

static void announce(struct hb_standby *standby, const char *type, enum hb_scope scope)
{
	struct hb_msg *msg = hb_daemon_message(standby->daemon, type);

	hb_msg_add(msg, "scope", "%s", hb_scope_words[scope]);
	hb_member_send(standby->daemon->member, msg);
	hb_msg_free(msg);
}

int hb_standby_begin(struct hb_standby *standby, enum hb_scope scope, hb_standby_done *done,
		     void *data)
{
	const char *self = standby->daemon->state->self->name, *word = hb_scope_words[scope];
	int failed = check(standby);

	hb_log(HB_LOG_INFO, "%s wants to go standby [%s]", self, word);
	if (failed == -ENOTCONN) {
		hb_log(HB_LOG_WARN, "No reply to standby request.  Standby request cancelled.");
	} else if (failed == -EBUSY) {
		hb_log(HB_LOG_WARN, "Standby in progress- new request ignored [%d seconds left]",
		       eb_clock_left(standby->until_ms) / 1000);
	}
	if (failed)
		return failed;
	begin(standby, GIVING, scope, done, data);
	standby->away = true;
	announce(standby, "standby", scope);
	hb_daemon_status(standby->daemon); /* it insists on them no more */
	hb_log(HB_LOG_INFO, "standby: %s can take our %s resources",
	       hb_state_other(standby->daemon->state)->name, word);
	hb_log(HB_LOG_INFO, "give up %s HA resources (standby).", word);
	attribute_work(standby, scope, true);
	return 0;
}

/* What is one node's own is foreign to the other. */
static enum hb_scope swapped(enum hb_scope scope)
{
	static const enum hb_scope others[] = {
		[HB_SCOPE_ALL] = HB_SCOPE_ALL,
		[HB_SCOPE_LOCAL] = HB_SCOPE_FOREIGN,
		[HB_SCOPE_FOREIGN] = HB_SCOPE_LOCAL,
	};

	return others[scope];
}

int hb_standby_take(struct hb_standby *standby, enum hb_scope scope, hb_standby_done *done,
		    void *data)
{
	int failed = check(standby);
	bool released = failed != -EAGAIN && hb_hold_release(standby->daemon->hold, scope) > 0;

	if (failed && !(failed == -ENOTCONN && released))
		return failed;
	begin(standby, TAKING, scope, done, data);
	announce(standby, "takeover", scope);
	attribute_work(standby, scope, false);
	standby->away = false;
	standby->look_ms = eb_clock_ms() + FOLLOW_MS;
	return 0;
}

/* ---- others --------------------------------------------------------------------------------- */

void hb_standby_heard(struct hb_standby *standby, const struct hb_peer *peer,
		      const struct hb_msg *msg)
{
	const char *word = hb_msg_get(msg, "scope");
	enum hb_scope scope = word ? hb_scope_of(word) : HB_SCOPES;
	bool own = peer == standby->daemon->state->self;

	if (scope == HB_SCOPES || !standby->daemon->lines)
		return;
	if (own)
		return;
	hb_hold_gave(standby->daemon->hold, peer, strcmp(hb_msg_get(msg, "t"), "standby") == 0);
	if (strcmp(hb_msg_get(msg, "t"), "standby") == 0) {
		hb_log(HB_LOG_INFO, "%s wants to go standby [%s]", peer->name, word);
		/* Two that are both away would be equal, and nothing would move. */
		hb_log(HB_LOG_INFO, "standby: acquire [%s] resources from %s", word, peer->name);
		attribute_work(standby, swapped(scope), false);
		standby->away = false;
	} else {
		hb_standby_begin(standby, swapped(scope), NULL, NULL);
	}
}

void hb_standby_forget(struct hb_standby *standby)
{
	if (standby->phase == GIVING) {
		hb_log(HB_LOG_INFO, "Cancelling pending standby operation");
		finish(standby, false, "members of the cluster came or went");
	}
	if (!standby->away || !standby->daemon->lines)
		return;
	standby->away = false;
	attribute_work(standby, HB_SCOPE_ALL, false);
}

bool hb_standby_gives(const struct hb_standby *standby, const struct hb_line *line)
{
	return standby->phase == GIVING &&
	       hb_line_in(line, standby->scope, standby->daemon->state->self->name);
}

bool hb_standby_away(const struct hb_standby *standby)
{
	return standby->away;
}
