// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "heartbeat-compat/daemon/alert.h"
#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/daemon/owner.h"
#include "heartbeat-compat/daemon/respawn.h"
#include "heartbeat-compat/daemon/standby.h"
#include "heartbeat-compat/daemon/verbs.h"
#include "heartbeat-compat/daemon/view.h"

/* A verb that answers at once fills in msg, of type ok; its return value other than 0 makes it
 * an error, -errno. */
typedef int verb_fn(struct hb_daemon *daemon, const struct hb_msg *request, struct hb_msg *msg);

/* A verb that answers later. */
typedef void slow_fn(struct hb_daemon *daemon, const struct hb_msg *request,
		     struct hb_answer *answer);

static struct hb_msg *refusal(int failed, const char *text)
{
	struct hb_msg *msg = hb_msg_new("error");

	hb_msg_add(msg, "code", "%d", -failed);
	hb_msg_add(msg, "text", "%s", text ? text : g_strerror(-failed));
	return msg;
}

/* ---- nodes and links ------------------------------------------------------------------------ */

static int hbstatus(struct hb_daemon *daemon, const struct hb_msg *request, struct hb_msg *msg)
{
	hb_msg_add(msg, "version", "%s", hb_settings_parameter(daemon->settings, "hbversion"));
	hb_msg_add(msg, "managed", "haresources");
	hb_msg_add(msg, "node", "%s", daemon->state->self->name);
	hb_msg_add(msg, "pid", "%d", (int)getpid());
	return 0;
}

/* Heartbeat lists nodes from the last one to the first. */
static int nodes(struct hb_daemon *daemon, const struct hb_msg *request, struct hb_msg *msg)
{
	for (guint i = daemon->state->nodes->len; i--;) {
		const struct hb_peer *peer = daemon->state->nodes->pdata[i];

		hb_msg_add(msg, "node", "%s\t%s\t%s\t%s\t", peer->name,
			   peer->ping ? "ping" : "normal", hb_status_word(peer->status), "100");
	}
	return 0;
}

/* Links that corosync has told of, else those of ha.cf, which nobody has seen up yet. */
static void add_links(const struct hb_daemon *daemon, const struct hb_peer *peer,
		      struct hb_msg *msg)
{
	const char *device;
	bool any = false;

	for (size_t i = 0; i < HB_LINKS; i++) {
		if (!peer->links[i].name)
			continue;
		any = true;
		hb_msg_add(msg, "link", "%s\t%s", peer->links[i].name,
			   peer->links[i].up ? "up" : "dead");
	}
	if (any || peer->ping)
		return;
	eb_for_each (device, daemon->settings->devices)
		hb_msg_add(msg, "link", "%s\t%s", device,
			   peer == daemon->state->self && daemon->state->connected ? "up" : "dead");
}

static int links(struct hb_daemon *daemon, const struct hb_msg *request, struct hb_msg *msg)
{
	const char *name = hb_msg_get(request, "node");
	const struct hb_peer *peer = name ? hb_state_find(daemon->state, name) : NULL;

	if (!peer)
		return -ENOENT;
	add_links(daemon, peer, msg);
	return 0;
}

/*
 * Heartbeat's own clients live on with Pacemaker: a node whose daemon speaks has them all. Those
 * of respawn lines are known of this node.
 */
static int client(struct hb_daemon *daemon, const struct hb_msg *request, struct hb_msg *msg)
{
	static const char *const known[] = { "ipfail", "pingd", "cl_status", "escapebeatd", NULL };
	const char *name = hb_msg_get(request, "node"), *which = hb_msg_get(request, "name");
	const struct hb_peer *peer = name ? hb_state_find(daemon->state, name) : NULL;

	if (!peer || !which || peer->status != HB_NODE_ACTIVE ||
	    !(g_strv_contains(known, which) ||
	      (peer == daemon->state->self && hb_respawns_runs(daemon->respawns, which))))
		return -ENOENT;
	hb_msg_add(msg, "status", "online");
	return 0;
}

static int parameter(struct hb_daemon *daemon, const struct hb_msg *request, struct hb_msg *msg)
{
	const char *name = hb_msg_get(request, "name");
	const char *value = name ? hb_settings_parameter(daemon->settings, name) : NULL;

	if (!value)
		return -ENOENT;
	hb_msg_add(msg, "value", "%s", value);
	return 0;
}

static int reload(struct hb_daemon *daemon, const struct hb_msg *request, struct hb_msg *msg)
{
	return hb_daemon_reload(daemon);
}

static int alert(struct hb_daemon *daemon, const struct hb_msg *request, struct hb_msg *msg)
{
	hb_alert(daemon, request);
	return 0;
}

/* ---- resources ------------------------------------------------------------------------------ */

struct owed {
	struct hb_daemon *daemon;
	struct hb_answer *answer;
};

static struct owed *owe(struct hb_daemon *daemon, struct hb_answer *answer)
{
	struct owed *owed = g_new(struct owed, 1);

	*owed = (struct owed) { daemon, answer };
	return owed;
}

static void tell_share(void *data, bool failed)
{
	struct owed *owed = data;
	const struct hb_daemon *daemon = owed->daemon;
	enum hb_share share = HB_SHARE_NONE;
	struct hb_msg *msg = hb_msg_new("ok");
	bool settled = !failed && hb_lines_share(daemon->lines, daemon->state->self->name,
						 hb_standby_away(daemon->standby),
						 !hb_state_other(daemon->state), &share);

	/* Without quorum nothing is on its way, and who died may be where Pacemaker saw it last. */
	if (!failed && !settled && daemon->state->inquorate &&
	    hb_lines_stopped(daemon->lines, daemon->state->self->name)) {
		settled = true;
		share = HB_SHARE_NONE;
	}
	hb_msg_add(msg, "share", "%s", settled ? hb_share_word(share) : "transition");
	hb_answer_send(owed->answer, msg);
	g_free(owed);
}

static void rscstatus(struct hb_daemon *daemon, const struct hb_msg *request,
		      struct hb_answer *answer)
{
	hb_view_ask(daemon->view, tell_share, owe(daemon, answer));
}

static const char *move_error(int failed)
{
	switch (failed) {
	case -ENOTCONN: return "no other node is there to take the resources";
	case -ENETDOWN: return "the cluster has no quorum, and no other node is there";
	case -EHOSTDOWN: return "the daemons of the other nodes say nothing";
	case -EHOSTUNREACH:
		return "the daemon of a node says nothing, and the resources could go there";
	case -EBUSY: return "such a handing over is under way already";
	case -EAGAIN: return "the daemon does not know the resources yet";
	default: return NULL;
	}
}

/* Begun: how it goes can be asked by its number. */
static void begun(void *data, int failed)
{
	struct owed *owed = data;
	struct hb_msg *msg;

	if (failed) {
		msg = refusal(failed, move_error(failed));
	} else {
		msg = hb_msg_new("ok");
		hb_msg_add(msg, "move", "%u", hb_standby_number(owed->daemon->standby));
	}
	hb_answer_send(owed->answer, msg);
	g_free(owed);
}

static void move(struct hb_daemon *daemon, enum hb_phase phase, const struct hb_msg *request,
		 struct hb_answer *answer)
{
	const char *word = hb_msg_get(request, "scope");
	enum hb_scope scope = word ? hb_scope_of(word) : HB_SCOPES;

	if (scope == HB_SCOPES)
		hb_answer_send(answer, refusal(-EINVAL, NULL));
	else
		hb_standby_begin(daemon->standby, phase, scope, NULL, begun, owe(daemon, answer));
}

static void standby(struct hb_daemon *daemon, const struct hb_msg *request,
		    struct hb_answer *answer)
{
	move(daemon, HB_GIVING, request, answer);
}

static void takeover(struct hb_daemon *daemon, const struct hb_msg *request,
		     struct hb_answer *answer)
{
	move(daemon, HB_TAKING, request, answer);
}

static int follow(struct hb_daemon *daemon, const struct hb_msg *request, struct hb_msg *msg)
{
	hb_standby_tell(daemon->standby, (unsigned int)hb_msg_number(request, "move", 0), msg);
	return 0;
}

/* ---- the table ------------------------------------------------------------------------------ */

/* In Heartbeat all that moves, stops or reloads took root, or a client that ha.cf names. */
static const char *const alerters[] = { "escapebeat-alert", NULL };
static const char *const givers[] = { "hb_standby", "ipfail", NULL };
static const char *const reloaders[] = { "heartbeat", NULL };
static const char *const takers[] = { "hb_takeover", "ipfail", NULL };

static const struct {
	const char *name;
	verb_fn *verb;
	slow_fn *slow;
	const char *const *clients; /* NULL: it only looks */
} verbs[] = {
	{ "alert", .verb = alert, .clients = alerters },
	{ "client", .verb = client },
	{ "follow", .verb = follow },
	{ "hbstatus", .verb = hbstatus },
	{ "links", .verb = links },
	{ "nodes", .verb = nodes },
	{ "parameter", .verb = parameter },
	{ "reload", .verb = reload, .clients = reloaders },
	{ "rscstatus", .slow = rscstatus },
	{ "standby", .slow = standby, .clients = givers },
	{ "takeover", .slow = takeover, .clients = takers },
};

const char *const *hb_verb_clients(const char *name)
{
	for (size_t i = 0; i < EB_COUNT(verbs); i++)
		if (strcmp(verbs[i].name, name) == 0)
			return verbs[i].clients;
	return NULL;
}

void hb_verb(struct hb_daemon *daemon, const struct hb_msg *request, struct hb_answer *answer)
{
	const char *name = hb_msg_get(request, "t");
	struct hb_msg *msg;
	int failed;

	for (size_t i = 0; i < EB_COUNT(verbs); i++) {
		if (strcmp(verbs[i].name, name) != 0)
			continue;
		if (verbs[i].slow) {
			verbs[i].slow(daemon, request, answer);
			return;
		}
		msg = hb_msg_new("ok");
		failed = verbs[i].verb(daemon, request, msg);
		if (failed) {
			hb_msg_free(msg);
			msg = refusal(failed, NULL);
		}
		hb_answer_send(answer, msg);
		return;
	}
	hb_answer_send(answer, refusal(-ENOSYS, "no such verb"));
}
