// SPDX-License-Identifier: GPL-2.0-or-later
/* What the agent drbd does: each action looks, orders, and looks again. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agents/replica/clone.h"
#include "lib/clock.h"

enum {
	RETRY_MS = 500,    /* between two orders that were refused */
	LOOK_MS = 200,     /* between two looks for the peer */
	NO_GOOD_DATA = 17, /* drbdadm's exit code: trying again gives no better data */
};

static struct eb_drbd_order order_of(const struct eb_call *call)
{
	return (struct eb_drbd_order) { .conf = eb_drbd_conf_path(call),
					.deadline_ms = call->deadline_ms };
}

static const char *resource_of(const struct eb_call *call)
{
	return ((const struct eb_drbd_conf *)call->conf)->resource;
}

/* 0, or the answer of an action that cannot see. */
static enum eb_ocf look(const struct eb_call *call, struct eb_drbd *state)
{
	int r = eb_drbd_look(resource_of(call), call->deadline_ms, state);

	if (r == -ETIMEDOUT)
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "cannot tell the state of %s: DRBD does not answer, an order to it "
			       "hangs in the kernel",
			       resource_of(call));
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot tell the state of %s",
			       resource_of(call));
	return OCF_SUCCESS;
}

static enum eb_ocf refused(const struct eb_call *call, const struct eb_drbd_order *order, int r,
			   const char *what)
{
	struct eb_drbd state = { .loaded = true, .up = true };
	char why[512];

	if (r != -EIO)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot %s %s", what, resource_of(call));
	if (eb_drbd_look(resource_of(call), eb_clock_ms() + 1000, &state) < 0)
		state = (struct eb_drbd) { .loaded = true };
	return eb_fail(OCF_ERR_GENERIC, 0, "cannot %s %s: %s", what, resource_of(call),
		       eb_drbd_refusal(order, &state, why, sizeof(why)));
}

/* ---- monitor ---- */

static void unfence(const struct eb_call *call, const struct eb_drbd *state)
{
	const struct eb_drbd_conf *conf = call->conf;
	struct eb_drbd_order order = order_of(call);

	if (!conf->unfence || !state->n_peers || eb_drbd_worst(state) != EB_DRBD_UPTODATE)
		return;
	for (size_t i = 0; i < state->n_peers; i++)
		if (state->peers[i].worst != EB_DRBD_UPTODATE)
			return;
	setenv("OCF_RESKEY_unfence_extra_args", conf->unfence_args, 1);
	eb_drbd_adm(&order, NULL, "unfence-peer", conf->resource);
}

static enum eb_ocf answer(const struct eb_drbd *state)
{
	if (!state->up)
		return OCF_NOT_RUNNING;
	return state->role == EB_DRBD_PRIMARY ? OCF_RUNNING_PROMOTED : OCF_SUCCESS;
}

enum eb_ocf eb_drbd_monitor(const struct eb_call *call)
{
	struct eb_drbd state;
	enum eb_ocf code = look(call, &state);

	if (code != OCF_SUCCESS)
		return code;
	if (state.up) {
		/* Scores do not outlive the cluster on this node, but DRBD may have. */
		eb_drbd_tell_score(call, &state, call->probe);
		unfence(call, &state);
	}
	return answer(&state);
}

/* ---- start and stop ---- */

static int bring_up(const struct eb_call *call, struct eb_drbd_order *order)
{
	const struct eb_drbd_conf *conf = call->conf;
	const char *extra = conf->connect_late ? "--skip-net" : NULL;
	int r = eb_drbd_adm(order, extra, "adjust", conf->resource);

	/* A first adjust can fail at what it has just cleared away. */
	return r == -EIO ? eb_drbd_adm(order, extra, "adjust", conf->resource) : r;
}

static bool is_connected(const struct eb_drbd *state)
{
	for (size_t i = 0; i < state->n_peers; i++)
		if (!state->peers[i].connected || state->peers[i].worst == EB_DRBD_DUNKNOWN)
			return false;
	return state->n_peers > 0;
}

/* A peer's data decide whether ours are the best; it is not waited for longer than wfc_timeout. */
static enum eb_ocf wait_for_peer(const struct eb_call *call, struct eb_drbd *state)
{
	const struct eb_drbd_conf *conf = call->conf;
	int64_t until_ms = eb_clock_ms() + (conf->connect_late ? 0 : conf->wfc_timeout_ms);

	for (;;) {
		enum eb_ocf code = look(call, state);

		if (code != OCF_SUCCESS || !state->up || is_connected(state) ||
		    eb_clock_left(until_ms) == 0 || eb_clock_left(call->deadline_ms) == 0)
			return code;
		eb_clock_sleep(LOOK_MS, until_ms);
	}
}

static enum eb_ocf demote_by(const struct eb_call *call)
{
	struct eb_drbd_order order = order_of(call);
	int r;

	for (;;) {
		r = eb_drbd_secondary(&order, resource_of(call));
		if (r == 0)
			return OCF_SUCCESS;
		if (r != -EIO || eb_clock_left(call->deadline_ms) <= 2 * RETRY_MS)
			return refused(call, &order, r, "demote");
		eb_clock_sleep(RETRY_MS, call->deadline_ms);
	}
}

enum eb_ocf eb_drbd_start(const struct eb_call *call)
{
	struct eb_drbd_order order = order_of(call);
	struct eb_drbd state;
	enum eb_ocf code = look(call, &state);
	int r;

	if (code != OCF_SUCCESS)
		return code;
	/* Pacemaker starts instances unpromoted, whatever somebody made of this one. */
	if (state.role == EB_DRBD_PRIMARY)
		code = demote_by(call);
	if (code != OCF_SUCCESS)
		return code;
	r = bring_up(call, &order);
	if (r < 0)
		return refused(call, &order, r, "bring up");
	code = wait_for_peer(call, &state);
	if (code != OCF_SUCCESS)
		return code;
	if (!state.up)
		return eb_fail(OCF_ERR_GENERIC, 0, "%s was brought up, but is not up",
			       resource_of(call));
	eb_drbd_tell_score(call, &state, true);
	return OCF_SUCCESS;
}

static bool names_others(const char *list)
{
	char self[256] = "";
	size_t n;

	gethostname(self, sizeof(self) - 1);
	for (; list && *(list += strspn(list, " ")); list += n) {
		n = strcspn(list, " ");
		if (strlen(self) != n || strncmp(list, self, n) != 0)
			return true;
	}
	return false;
}

/* Is another node's instance promoted, as far as the cluster told? */
static bool is_promoted_elsewhere(void)
{
	return names_others(eb_meta("notify_promoted_uname") ?: eb_meta("notify_master_uname"));
}

enum eb_ocf eb_drbd_stop(const struct eb_call *call)
{
	const struct eb_drbd_conf *conf = call->conf;
	struct eb_drbd_order order = order_of(call);
	struct eb_drbd state;
	enum eb_ocf code = look(call, &state);
	int r;

	if (code != OCF_SUCCESS)
		return code;
	if (state.up && state.role == EB_DRBD_PRIMARY)
		code = demote_by(call);
	if (code != OCF_SUCCESS)
		return code;
	if (state.up && conf->stop_outdates && is_promoted_elsewhere())
		eb_drbd_adm(&order, NULL, "outdate", conf->resource);
	r = state.up ? eb_drbd_adm(&order, NULL, "down", conf->resource) : 0;
	/* A configuration that is broken must not keep DRBD up: drbdsetup needs none. */
	if (r == -EIO)
		r = eb_drbd_down(&order, conf->resource);
	if (r < 0)
		return refused(call, &order, r, "take down");
	eb_drbd_forget_score(call);
	return OCF_SUCCESS;
}

/* ---- promote, demote, notify ---- */

enum eb_ocf eb_drbd_promote(const struct eb_call *call)
{
	const struct eb_drbd_conf *conf = call->conf;
	struct eb_drbd_order order = order_of(call);
	struct eb_drbd state;
	enum eb_ocf code = look(call, &state);
	int r;

	if (code != OCF_SUCCESS)
		return code;
	if (!state.up)
		return eb_fail(OCF_ERR_GENERIC, 0, "%s is not up: it cannot be promoted",
			       conf->resource);
	for (size_t i = 0; i < state.n_peers; i++)
		if (state.peers[i].standalone && state.role != EB_DRBD_PRIMARY)
			eb_log(EB_WARN,
			       "%s is StandAlone: after a split brain the peer may have "
			       "other data",
			       conf->resource);
	for (;;) {
		r = eb_drbd_insist(&order, "primary", conf->resource);
		if (r == 0)
			break;
		if (r != -EIO || order.status == NO_GOOD_DATA ||
		    (conf->fail_early && order.number == -1) ||
		    eb_clock_left(call->deadline_ms) <= 4 * RETRY_MS)
			return refused(call, &order, r, "promote");
		eb_clock_sleep(RETRY_MS, call->deadline_ms);
	}
	if (conf->connect_late)
		eb_drbd_adm(&order, NULL, "adjust", conf->resource);
	if (look(call, &state) == OCF_SUCCESS)
		eb_drbd_tell_score(call, &state, false);
	return OCF_SUCCESS;
}

enum eb_ocf eb_drbd_demote(const struct eb_call *call)
{
	struct eb_drbd state;
	enum eb_ocf code = look(call, &state);

	if (code != OCF_SUCCESS)
		return code;
	if (!state.up)
		return OCF_NOT_RUNNING;
	code = demote_by(call);
	if (code == OCF_SUCCESS && look(call, &state) == OCF_SUCCESS)
		eb_drbd_tell_score(call, &state, false);
	return code;
}

/*
 * The peer was promoted, and we do not reach it: from its next write on our data are old.  Marked
 * so, DRBD itself refuses to promote them until they have been synchronised.
 */
static void outdate_ourselves(const struct eb_call *call, struct eb_drbd *state)
{
	struct eb_drbd_order order = order_of(call);

	for (size_t i = 0; i < state->n_peers; i++)
		if (state->peers[i].connected)
			return;
	if (state->role == EB_DRBD_PRIMARY || eb_drbd_worst(state) <= EB_DRBD_OUTDATED)
		return;
	if (eb_drbd_adm(&order, NULL, "outdate", resource_of(call)) == 0)
		eb_log(EB_WARN,
		       "%s is promoted elsewhere and not connected: its data here are "
		       "marked as outdated",
		       resource_of(call));
	look(call, state);
}

enum eb_ocf eb_drbd_notify(const struct eb_call *call)
{
	const char *type = eb_meta("notify_type") ?: "",
		   *operation = eb_meta("notify_operation") ?: "";
	const char *promoting = eb_meta("notify_promote_uname");
	struct eb_drbd_order order = order_of(call);
	struct eb_drbd state;

	/* A peer has come: its part of the configuration may be new. */
	if (!strcmp(operation, "start") && look(call, &state) == OCF_SUCCESS && state.up)
		bring_up(call, &order);
	if (strcmp(type, "post") || look(call, &state) != OCF_SUCCESS || !state.up)
		return OCF_SUCCESS;
	if (!strcmp(operation, "promote") && names_others(promoting))
		outdate_ourselves(call, &state);
	eb_drbd_tell_score(call, &state, false);
	return OCF_SUCCESS;
}

enum eb_ocf eb_drbd_reload(const struct eb_call *call)
{
	struct eb_drbd_order order = order_of(call);
	struct eb_drbd state;
	int r = bring_up(call, &order);

	if (r < 0)
		return refused(call, &order, r, "adjust");
	if (look(call, &state) == OCF_SUCCESS)
		eb_drbd_tell_score(call, &state, false);
	return OCF_SUCCESS;
}
