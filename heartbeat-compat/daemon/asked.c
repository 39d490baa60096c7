// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>

#include "heartbeat-compat/daemon/asked.h"
#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/daemon/hold.h"
#include "heartbeat-compat/daemon/standby.h"

/* ---- another one hands over ------------------------------------------------------------------- */

/* Is there a node beside that one and us which has handed nothing over? */
static bool has_third(const struct hb_daemon *daemon, const struct hb_peer *giver)
{
	const struct hb_peer *peer;

	eb_for_each (peer, daemon->state->nodes)
		if (peer != daemon->state->self && peer != giver && !peer->ping && peer->member &&
		    !hb_hold_has_given(daemon->hold, peer))
			return true;
	return false;
}

/* Does this node hand a line over that the other one means, too? */
static bool collides(const struct hb_daemon *daemon, enum hb_scope scope, const char *node)
{
	const struct hb_line *line;

	eb_for_each (line, daemon->lines->list)
		if (hb_standby_gives(daemon->standby, line) && hb_line_in(line, scope, node))
			return true;
	return false;
}

/*
 * Two that are both away from a line would be equal, and nothing would move: so who heard it last
 * is there for it again. Not so when both do what a third one asked them to, or when there is one
 * who is not away: who was emptied stays empty then.
 */
static void other_gives(const struct hb_daemon *daemon, const struct hb_peer *peer,
			enum hb_scope scope, const char *to)
{
	const char *word = hb_scope_words[scope], *self = daemon->state->self->name;

	hb_log(HB_LOG_INFO, "%s wants to go standby [%s]", peer->name, word);
	if (to ? g_ascii_strcasecmp(to, self) != 0
	       : hb_standby_away(daemon->standby) && has_third(daemon, peer))
		return;
	hb_log(HB_LOG_INFO, "standby: acquire [%s] resources from %s", word, peer->name);
	if (collides(daemon, scope, peer->name)) {
		hb_log(HB_LOG_WARN, "Standby request cancelled: the other node hands over, too");
		hb_standby_cancel(daemon->standby, "the other node hands over, too");
	}
	hb_standby_let_in(daemon->standby, scope, peer->name);
}

/* ---- another one asks ------------------------------------------------------------------------- */

struct asked {
	struct hb_daemon *daemon;
	enum hb_scope scope; /* as this node calls it */
	char *by;
};

/* Is it on its way already, or here no more? */
static bool is_under_way(const struct asked *asked)
{
	const struct hb_daemon *daemon = asked->daemon;
	const struct hb_line *line;

	eb_for_each (line, daemon->lines->list)
		if (hb_line_in(line, hb_scope_swapped(asked->scope), asked->by) &&
		    !hb_line_is_elsewhere(line, daemon->state->self->name) &&
		    !hb_standby_gives(daemon->standby, line))
			return false;
	return true;
}

/* Who asked waits for what will not be done. */
static void begun(void *data, int failed)
{
	struct asked *asked = data;

	if (failed && !(failed == -EBUSY && is_under_way(asked)))
		hb_asked_refuse(
			asked->daemon, asked->by,
			failed == -EBUSY ? "is handing over something else, and finishes that first"
			: failed == -EAGAIN
				? "cannot do it yet: it has no corosync, or not read its files"
				: "sees no other node");
	g_free(asked->by);
	g_free(asked);
}

static void give(struct hb_daemon *daemon, enum hb_scope scope, const char *to)
{
	struct asked *asked = g_new(struct asked, 1);

	*asked = (struct asked) { daemon, scope, g_strdup(to) };
	hb_standby_begin(daemon->standby, HB_GIVING, scope, to, begun, asked);
}

void hb_asked_heard(struct hb_daemon *daemon, const struct hb_peer *peer, const struct hb_msg *msg)
{
	const char *word = hb_msg_get(msg, "scope");
	enum hb_scope scope = word ? hb_scope_of(word) : HB_SCOPES;
	bool gives = strcmp(hb_msg_get(msg, "t"), "standby") == 0;

	if (scope == HB_SCOPES || !daemon->lines || peer == daemon->state->self)
		return;
	hb_hold_gave(daemon->hold, peer, gives);
	if (gives)
		other_gives(daemon, peer, scope, hb_msg_get(msg, "to"));
	else
		give(daemon, hb_scope_swapped(scope), peer->name);
}

/* ---- refusals --------------------------------------------------------------------------------- */

void hb_asked_refuse(struct hb_daemon *daemon, const char *to, const char *why)
{
	struct hb_msg *msg = hb_daemon_message(daemon, "refused");

	hb_msg_add(msg, "to", "%s", to);
	hb_msg_add(msg, "why", "%s", why);
	hb_member_send(daemon->member, msg);
	hb_msg_free(msg);
}

void hb_asked_refused(const struct hb_daemon *daemon, const struct hb_peer *peer,
		      const struct hb_msg *msg)
{
	const char *to = hb_msg_get(msg, "to"), *why = hb_msg_get(msg, "why");
	g_autofree char *text =
		g_strdup_printf("the daemon of node %s %s", peer->name, why ? why : "refuses");

	if (!to || g_ascii_strcasecmp(to, daemon->state->self->name) != 0 ||
	    hb_standby_phase(daemon->standby) != HB_TAKING)
		return;
	hb_log(HB_LOG_ERROR, "Standby request cancelled: %s", text);
	hb_standby_cancel(daemon->standby, text);
}
