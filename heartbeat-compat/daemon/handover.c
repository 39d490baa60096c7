// SPDX-License-Identifier: GPL-2.0-or-later
#include "heartbeat-compat/daemon/handover.h"
#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/daemon/view.h"
#include "heartbeat-compat/daemon/why.h"
#include "heartbeat-compat/daemon/worker.h"
#include "lib/clock.h"

enum {
	FOLLOW_MS = 1000, /* how often a move under way is looked at, at least */
	STILL_MS = 5000,  /* nothing has changed for so long: does Pacemaker still move anything? */
	WHY_MS = 60000,
	MOVE_MAX_MS = 3600000, /* Heartbeat gave it an hour, too */
};

struct hb_handover {
	struct hb_daemon *daemon;
	hb_handover_over *over;
	void *data;
	enum hb_phase phase;
	enum hb_scope scope;
	char *to; /* who asked this node to hand over; NULL: nobody did */
	bool released;
	bool telling, asking;      /* Pacemaker what to do; it why nothing moves */
	int64_t until_ms, look_ms; /* look_ms 0: no need */
	int64_t still_ms;          /* since when nothing has changed */
	guint picture;             /* of the lines' places then */
	unsigned int number;       /* from 1 */
	unsigned int ended;        /* of the one that ended last; its end: */
	bool done;
	char *text;
};

struct hb_handover *hb_handover_new(struct hb_daemon *daemon, hb_handover_over *over, void *data)
{
	struct hb_handover *handover = g_new0(struct hb_handover, 1);

	*handover = (struct hb_handover) { .daemon = daemon, .over = over, .data = data };
	return handover;
}

void hb_handover_free(struct hb_handover *handover)
{
	if (!handover)
		return;
	g_free(handover->text);
	g_free(handover->to);
	g_free(handover);
}

enum hb_phase hb_handover_phase(const struct hb_handover *handover)
{
	return handover->phase;
}

/* With three nodes the lines that one node means are not those of the others' opposite scope. */
bool hb_handover_concerns(const struct hb_handover *handover, const struct hb_line *line)
{
	return handover->to
		       ? hb_line_in(line, hb_scope_swapped(handover->scope), handover->to)
		       : hb_line_in(line, handover->scope, handover->daemon->state->self->name);
}

int64_t hb_handover_until(const struct hb_handover *handover)
{
	return handover->until_ms;
}

/* ---- the view ------------------------------------------------------------------------------- */

/* The node where the lines are to go, or with *away only not to be. */
static const char *goal(const struct hb_handover *handover, bool *away)
{
	*away = handover->phase == HB_GIVING && !handover->to;
	return handover->to ? handover->to : handover->daemon->state->self->name;
}

static bool is_there(const struct hb_handover *handover, const struct hb_line *line)
{
	bool away;
	const char *node = goal(handover, &away);

	return line->where && !line->partly && (g_ascii_strcasecmp(line->where, node) == 0) != away;
}

/* The first line of the scope that has not arrived; NULL: all have. */
static const struct hb_line *missing(const struct hb_handover *handover)
{
	const struct hb_daemon *daemon = handover->daemon;
	const struct hb_line *line;

	eb_for_each (line, daemon->lines->list)
		if (hb_handover_concerns(handover, line) && !is_there(handover, line))
			return line;
	return NULL;
}

bool hb_handover_arrived(const struct hb_handover *handover)
{
	return handover->daemon->lines->placed && !missing(handover);
}

/* Where all lines are, as a number. */
static guint picture(const struct hb_lines *lines)
{
	const struct hb_line *line;
	guint sum = 0;

	eb_for_each (line, lines->list)
		sum = sum * 31 + (line->where ? g_str_hash(line->where) : 1) + line->partly;
	return sum;
}

static bool left(const struct hb_handover *handover)
{
	const struct hb_daemon *daemon = handover->daemon;
	const struct hb_line *line;

	eb_for_each (line, daemon->lines->list)
		if (hb_handover_concerns(handover, line) &&
		    (line->partly ||
		     (line->where &&
		      g_ascii_strcasecmp(line->where, daemon->state->self->name) == 0)))
			return false;
	return true;
}

static void end(struct hb_handover *handover, bool done, const char *text)
{
	handover->over(handover->data);
	handover->phase = HB_REST;
	handover->look_ms = 0;
	handover->ended = handover->number;
	handover->done = done;
	g_free(handover->text);
	handover->text = g_strdup(text);
}

void hb_handover_cancel(struct hb_handover *handover, const char *text)
{
	if (handover->phase != HB_REST)
		end(handover, false, text);
}

static void say_arrived(struct hb_handover *handover)
{
	const char *word = hb_scope_words[handover->scope];

	hb_log(HB_LOG_INFO, "remote resource transition completed.");
	if (handover->phase == HB_GIVING)
		hb_log(HB_LOG_INFO, "Other node completed standby takeover of %s resources.", word);
	else
		hb_log(HB_LOG_INFO, "Standby resource acquisition done [%s].", word);
}

/* ---- a move that does not ------------------------------------------------------------------- */

/* Who was asked to hand over, or is to take over what it keeps away from itself (hold.h); NULL: there
 * is no such node. */
static const struct hb_peer *wanted(const struct hb_handover *handover, const struct hb_line *line)
{
	const struct hb_state *state = handover->daemon->state;
	const char *node = handover->phase == HB_TAKING ? line->where : handover->to;

	if (node)
		return hb_state_find(state, node);
	return handover->phase == HB_GIVING ? hb_state_other(state) : NULL;
}

/* A daemon that says nothing does neither, whatever Pacemaker thinks; g_free. */
static char *reason(const struct hb_handover *handover, const struct hb_line *line, const char *why)
{
	const struct hb_state *state = handover->daemon->state;
	const struct hb_peer *peer = wanted(handover, line);

	if (peer && peer != state->self && hb_state_is_mute(state, peer, eb_clock_ms()))
		return g_strdup_printf("'%s' does not move: the daemon of node %s says nothing",
				       line->text, peer->name);
	return g_strdup_printf("'%s' does not move: %s", line->text, why);
}

static void told_why(void *data, int status, const char *output, size_t length)
{
	struct hb_handover *handover = data;
	g_autofree char *text = NULL;
	const struct hb_line *line;
	struct hb_msg *msg = NULL;

	handover->asking = false;
	line = handover->phase != HB_REST && handover->daemon->lines ? missing(handover) : NULL;
	/* What has moved meanwhile speaks for itself, and so does what Pacemaker has still to do. */
	if (status != 0 || !line || handover->telling ||
	    eb_clock_ms() - handover->still_ms < STILL_MS ||
	    hb_msg_decode(output, length, &msg) != 0)
		return;
	if (hb_msg_number(msg, "idle", 0) == 1 && hb_msg_get(msg, "why")) {
		text = reason(handover, line, hb_msg_get(msg, "why"));
		hb_log(HB_LOG_ERROR, "Standby request cancelled: %s", text);
		end(handover, false, text);
	} else {
		handover->still_ms = eb_clock_ms();
	}
	hb_msg_free(msg);
}

static void ask_why(struct hb_handover *handover, const struct hb_line *line)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new();
	const struct hb_line_word *word;
	struct hb_why why = { .ids = ids };

	why.node = goal(handover, &why.away);
	eb_for_each (word, line->words)
		g_ptr_array_add(ids, (char *)word->id);
	handover->asking = hb_worker_call(hb_why_find, &why, WHY_MS, told_why, handover) == 0;
}

/* ---- following ------------------------------------------------------------------------------ */

/* Not there yet: it moves, or it has stood still for long. */
static void wait_for(struct hb_handover *handover, const struct hb_line *line)
{
	int64_t now_ms = eb_clock_ms();
	guint seen = picture(handover->daemon->lines);

	handover->look_ms = now_ms + FOLLOW_MS;
	if (seen != handover->picture) {
		handover->picture = seen;
		handover->still_ms = now_ms;
	} else if (!handover->telling && !handover->asking &&
		   now_ms - handover->still_ms >= STILL_MS) {
		ask_why(handover, line);
	}
}

static void arrive(struct hb_handover *handover)
{
	say_arrived(handover);
	end(handover, true, "done");
}

static void follow(struct hb_handover *handover)
{
	const char *word = hb_scope_words[handover->scope];
	const struct hb_line *line = missing(handover);

	if (handover->phase == HB_GIVING && !handover->released && left(handover)) {
		handover->released = true;
		hb_log(HB_LOG_INFO, "%s HA resource release completed (standby).", word);
		hb_log(HB_LOG_INFO, "Local standby process completed [%s].", word);
	}
	/* What is there before Pacemaker was told may be on its way elsewhere. */
	if (line || handover->telling)
		wait_for(handover, line);
	else
		arrive(handover);
}

static void seen(void *data, bool failed)
{
	struct hb_handover *handover = data;

	if (handover->phase == HB_REST)
		return;
	if (failed)
		handover->look_ms = eb_clock_ms() + FOLLOW_MS;
	else
		follow(handover);
}

void hb_handover_look(struct hb_handover *handover)
{
	if (handover->phase != HB_REST)
		hb_view_ask(handover->daemon->view, seen, handover);
}

void hb_handover_tick(struct hb_handover *handover, int64_t now_ms)
{
	if (handover->phase == HB_REST)
		return;
	if (now_ms >= handover->until_ms) {
		hb_log(HB_LOG_ERROR, "Standby timed out. Standby request cancelled.");
		end(handover, false, "not done within an hour");
	} else if (handover->look_ms && now_ms >= handover->look_ms) {
		handover->look_ms = 0;
		hb_handover_look(handover);
	}
}

void hb_handover_begin(struct hb_handover *handover, enum hb_phase phase, enum hb_scope scope,
		       const char *to)
{
	if (handover->phase != HB_REST && hb_handover_arrived(handover))
		arrive(handover);
	handover->phase = phase;
	handover->scope = scope;
	g_free(handover->to);
	handover->to = g_strdup(to);
	handover->released = false;
	handover->still_ms = eb_clock_ms();
	handover->until_ms = handover->still_ms + MOVE_MAX_MS;
	handover->look_ms = handover->still_ms + FOLLOW_MS;
	handover->picture = 0;
	handover->number++;
}

unsigned int hb_handover_number(const struct hb_handover *handover)
{
	return handover->number;
}

void hb_handover_telling(struct hb_handover *handover, bool begun)
{
	handover->telling = begun;
	if (begun)
		return;
	handover->still_ms = eb_clock_ms();
	hb_handover_look(handover);
}

/* What a line's place is in a word: a node, nowhere, or somewhere between. */
static const char *place_of(const struct hb_line *line)
{
	return line->partly ? "?" : line->where ? line->where : "";
}

void hb_handover_tell(const struct hb_handover *handover, unsigned int number, struct hb_msg *msg)
{
	const struct hb_daemon *daemon = handover->daemon;
	const char *state = "failed", *text = "another handing over has begun meanwhile";
	const struct hb_line *line;

	if (number == handover->number && handover->phase != HB_REST) {
		state = "moving";
		text = "";
	} else if (number == handover->ended) {
		state = handover->done ? "done" : "failed";
		text = handover->text;
	}
	hb_msg_add(msg, "state", "%s", state);
	hb_msg_add(msg, "text", "%s", text);
	if (number != handover->number || !daemon->lines || !daemon->lines->placed)
		return;
	eb_for_each (line, daemon->lines->list)
		if (hb_handover_concerns(handover, line))
			hb_msg_add(msg, "line", "%s\t%s", line->text, place_of(line));
}
