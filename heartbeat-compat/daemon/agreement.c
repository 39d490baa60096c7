// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/daemon/agreement.h"
#include "heartbeat-compat/daemon/ha-log.h"
#include "lib/clock.h"

enum { TEXT_LINES_MAX = 512 };

/* ---- what differs ----------------------------------------------------------------------------- */

/* The words of haresources, line by line, without secrets, and ha.cf's: what differs has to be seen. */
static void send_lines(struct hb_daemon *daemon)
{
	struct hb_msg *msg = hb_daemon_message(daemon, "config");
	const struct hb_line *line;
	const char *policy;

	eb_for_each (policy, daemon->lines->policy)
		hb_msg_add(msg, "policy", "%s", policy);
	eb_for_each (line, daemon->lines->list)
		if (line_at < TEXT_LINES_MAX)
			hb_msg_add(msg, "line", "%s", line->text);
	hb_member_send(daemon->member, msg);
	hb_msg_free(msg);
}

typedef const char *text_of(const struct hb_lines *lines, guint at);

static const char *line_text(const struct hb_lines *lines, guint at)
{
	const struct hb_line *line = eb_item(lines->list, at);

	return line ? line->text : NULL;
}

static const char *policy_text(const struct hb_lines *lines, guint at)
{
	return eb_item(lines->policy, at);
}

/* The first line of this file that differs; false: none does. */
static bool say_line(const struct hb_lines *lines, const struct hb_peer *peer,
		     const struct hb_msg *msg, const char *file, const char *field, text_of *text)
{
	const char *ours, *theirs;
	guint at = 0;

	do {
		ours = text(lines, at);
		theirs = hb_msg_nth(msg, field, at++);
	} while (ours && g_strcmp0(ours, theirs) == 0);
	if (!ours && !theirs)
		return false;
	hb_log(HB_LOG_ERROR, "%s differs from node %s: '%s' here, '%s' there; nothing is changed",
	       file, peer->name, ours ? ours : "no such line", theirs ? theirs : "no such line");
	return true;
}

void hb_agreement_differs(const struct hb_daemon *daemon, const struct hb_peer *peer,
			  const struct hb_msg *msg)
{
	const struct hb_lines *lines = daemon->lines;

	if (peer == daemon->state->self || !lines ||
	    say_line(lines, peer, msg, "haresources", "line", line_text) ||
	    say_line(lines, peer, msg, "ha.cf", "policy", policy_text))
		return;
	hb_log(HB_LOG_ERROR,
	       "ha.cf differs from node %s in what it means for resources: nothing is changed",
	       peer->name);
}

/* ---- who does --------------------------------------------------------------------------------- */

/*
 * A member that has not been heard yet. Who comes to others, after a start or a partition, waits
 * for what they say, since its own files may be old; for a daemon that is there and silent (it
 * stands still) no longer than until it counts as late, for one that is not there only a moment.
 */
static bool is_unheard(const struct hb_daemon *daemon, const struct hb_peer *peer)
{
	const struct hb_settings *settings = daemon->settings;
	int64_t patience_ms = hb_member_has(daemon->member, peer->id) ? settings->deadtime_ms
								      : 2 * settings->keepalive_ms;

	return peer->member && peer->status != HB_NODE_ACTIVE &&
	       eb_clock_ms() - peer->member_ms < patience_ms;
}

/* What a node is at, as a dispute with it is called: "DIGEST NAME". */
static char *position_of(const struct hb_peer *peer)
{
	return g_strdup_printf("%s %s", peer->digest, peer->name);
}

/* It differed when its daemon fell silent, and is there: silence is no agreement. */
static bool is_in_dispute(const struct hb_agreement *agreement, const struct hb_peer *peer)
{
	g_autofree char *position = position_of(peer);

	return peer->member && peer->digest && g_strcmp0(agreement->differs.what, position) == 0;
}

/* A node that speaks and says something else, or nothing yet; NULL: all agree. */
static const struct hb_peer *dissenter(const struct hb_agreement *agreement,
				       const struct hb_daemon *daemon)
{
	const struct hb_peer *peer;

	eb_for_each (peer, daemon->state->nodes)
		if (peer != daemon->state->self && !peer->ping &&
		    (is_unheard(daemon, peer) ||
		     ((peer->status == HB_NODE_ACTIVE || is_in_dispute(agreement, peer)) &&
		      g_strcmp0(peer->digest, daemon->lines->digest) != 0)))
			return peer;
	return NULL;
}

/* They do, or the node that said something else (position_of) is none any more. */
static void dispute_is_over(const struct hb_daemon *daemon, const char *what)
{
	const char *name = strchr(what, ' ') + 1;
	const struct hb_peer *peer = hb_state_find(daemon->state, name);

	if (peer && peer->status == HB_NODE_ACTIVE)
		hb_log(HB_LOG_INFO, "all nodes agree on haresources and ha.cf again");
	else
		hb_log(HB_LOG_WARN,
		       "node %s, whose haresources or ha.cf differs, is gone: what the others agree "
		       "on counts",
		       name);
}

bool hb_agreement_reached(struct hb_agreement *agreement, struct hb_daemon *daemon)
{
	int64_t now_ms = eb_clock_ms(), patience_ms = 2 * daemon->settings->keepalive_ms;
	const struct hb_peer *other = dissenter(agreement, daemon);
	g_autofree char *what = NULL;

	if (!other) {
		hb_dispute_ends(&agreement->waits);
		what = g_strdup(agreement->differs.what);
		if (hb_dispute_ends(&agreement->differs))
			dispute_is_over(daemon, what);
		return true;
	}
	if (other->status != HB_NODE_ACTIVE || other->late) {
		if (hb_dispute_lasts(&agreement->waits, other->name, now_ms, patience_ms))
			hb_log(HB_LOG_WARN,
			       "waiting for node %s: its daemon says nothing, so that it agrees is not "
			       "known; nothing is changed",
			       other->name);
	} else if (other->digest) {
		what = position_of(other);
		if (hb_dispute_lasts(&agreement->differs, what, now_ms, patience_ms))
			send_lines(daemon);
	}
	return false;
}
