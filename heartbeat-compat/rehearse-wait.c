// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * When an act is over: the cluster knows what happened, it has nothing left to do, and nobody has
 * noted anything for a while. What does not come in time leaves the act stuck.
 */
#include <stdio.h>
#include <unistd.h>

#include "heartbeat-compat/rehearse.h"
#include "heartbeat-compat/tool.h"

enum {
	ASK_MS = 30000,    /* beyond the limit of a verb that waits */
	GRACE_MS = 120000, /* beyond the times of the plan, until something is late */
	QUIET_MS = 1500,   /* without a note: it has come to rest */
	LOOKS = 60,        /* while something still moves */
	PAUSE_US = 500000,
};

int64_t eb_rehearse_now_ms(void)
{
	return g_get_real_time() / 1000;
}

/* Nothing that the plan makes one wait for takes longer. */
static int64_t patience_ms(const struct eb_rehearsal *r)
{
	return 2 * r->timers.deadtime_ms + r->timers.initdead_ms + r->timers.deadping_ms + GRACE_MS;
}

/* A verb that waits: 0, or the act is stuck, and why is said. */
static int await(const struct eb_rehearsal *r, struct eb_act *act, const char *verb,
		 const char *const *arguments, size_t count)
{
	int64_t wait_ms = patience_ms(r);
	g_autofree char *seconds = g_strdup_printf("%d", (int)(wait_ms / 1000));
	g_autofree const char **all = g_new0(const char *, count + 4);
	g_autofree char *output = NULL;

	all[0] = verb;
	all[1] = "--timeout";
	all[2] = seconds;
	for (size_t i = 0; i < count; i++)
		all[3 + i] = arguments[i];
	if (eb_lab_argv(r, wait_ms + ASK_MS, &output, all) == 0)
		return 0;
	act->stuck = eb_arena_string(r->plan->arena, eb_first_line(output));
	if (!*act->stuck)
		act->stuck = eb_arena_format(r->plan->arena, "%s: no answer from the lab", verb);
	fprintf(stderr, "        %s\n", act->stuck);
	return -1;
}

#define AWAIT(r, act, verb, ...)                                                                   \
	await(r, act, verb, (const char *const[]) { __VA_ARGS__ },                                 \
	      sizeof((const char *const[]) { __VA_ARGS__ }) / sizeof(char *))

int eb_rehearse_await_members(const struct eb_rehearsal *r, struct eb_act *act)
{
	const char *living[HB_NODES_MAX];
	size_t count = 0;

	for (guint i = 0; i < r->nodes->len; i++)
		if (r->alive & HB_NODE(i))
			living[count++] = EB_NODE(r, i);
	if (await(r, act, "wait-online", living, count) < 0)
		return -1;
	for (guint i = 0; i < r->nodes->len; i++)
		if (!(r->alive & HB_NODE(i)) && AWAIT(r, act, "wait-offline", EB_NODE(r, i)) < 0)
			return -1;
	return 0;
}

/* Of every node it is known whether it reaches the ping nodes. */
static int await_pings(const struct eb_rehearsal *r, struct eb_act *act)
{
	const char *name;

	eb_for_each (name, r->pings)
		for (guint i = 0; i < r->nodes->len; i++)
			if (r->alive & HB_NODE(i) &&
			    AWAIT(r, act, "wait-attribute", EB_NODE(r, i), name,
				  r->muted == (int)i ? "zero" : "set") < 0)
				return -1;
	return 0;
}

void eb_rehearse_await_rest(struct eb_rehearsal *r, struct eb_act *act)
{
	if (await_pings(r, act) < 0)
		return;
	for (int i = 0; i < LOOKS; i++) {
		if (await(r, act, "wait-idle", NULL, 0) < 0)
			return;
		eb_rehearse_look(r);
		if (eb_rehearse_now_ms() - eb_rehearse_stir_ms(r) > QUIET_MS &&
		    eb_rehearse_now_ms() - act->begun_ms > QUIET_MS)
			return;
		usleep(PAUSE_US);
	}
	act->stuck = "it does not come to rest";
}

void eb_rehearse_await_split(struct eb_rehearsal *r, struct eb_act *act)
{
	for (int i = 0; i < LOOKS; i++) {
		if (AWAIT(r, act, "wait-split", EB_NODE(r, act->event.node)) < 0)
			return;
		eb_rehearse_look(r);
		if (eb_rehearse_now_ms() - eb_rehearse_stir_ms(r) > QUIET_MS)
			return;
		usleep(PAUSE_US);
	}
	act->stuck = "the two sides do not come to rest";
}

int eb_rehearse_await_fencing(const struct eb_rehearsal *r, const struct eb_act *act)
{
	int64_t until = act->begun_ms + patience_ms(r);
	int fenced = EB_NOWHERE;

	while (fenced == EB_NOWHERE && eb_rehearse_now_ms() < until) {
		usleep(PAUSE_US / 5);
		fenced = eb_rehearse_fenced(r, act->begun_ms);
	}
	return fenced;
}
