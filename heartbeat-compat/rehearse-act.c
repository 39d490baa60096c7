// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The events, in an order in which each begins where the last one ended.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "heartbeat-compat/rehearse.h"

enum {
	ASK_MS = 30000, /* a verb that only asks or switches */
	UP_MS = 120000, /* booting all machines */
	TARGETS = 60,   /* addresses that one probe watches */
};

/* ---- progress ----------------------------------------------------------------------------------------- */

static void tell_outcomes(const struct eb_rehearsal *r, const struct eb_act *act)
{
	const struct eb_cast *cast;

	eb_for_each (cast, r->casts) {
		const struct eb_outcome *outcome = &act->outcomes[cast_at];
		g_autofree char *text = eb_ours_text(r, act, outcome);

		if (outcome->moved || outcome->verdict == EB_DIFFERS)
			fprintf(stderr, "        %s: %s\n", cast->name, text);
	}
}

/* ---- what is done ------------------------------------------------------------------------------------- */

static int lab_node(const struct eb_rehearsal *r, const char *verb, guint node)
{
	return eb_lab(r, ASK_MS, NULL, verb, EB_NODE(r, node));
}

/* hb_standby was a one-time move: the next change of membership ends what it asked for. */
static void forget(struct eb_rehearsal *r)
{
	for (guint i = 0; i < r->nodes->len; i++)
		if (r->left & r->alive & HB_NODE(i))
			lab_node(r, "forget", i);
	r->left = 0;
}

static int leave(struct eb_rehearsal *r, guint node)
{
	r->left |= HB_NODE(node);
	return lab_node(r, "leave", node);
}

static int do_start(struct eb_rehearsal *r, struct eb_act *act)
{
	int failed = 0;

	for (guint i = 0; i < r->nodes->len && !failed; i++)
		failed = lab_node(r, "boot", i);
	r->alive = HB_NODE(r->nodes->len - 1) * 2 - 1;
	return failed;
}

static int do_crash(struct eb_rehearsal *r, struct eb_act *act)
{
	r->alive &= ~HB_NODE(act->event.node);
	return lab_node(r, "kill", act->event.node);
}

static int do_stop(struct eb_rehearsal *r, struct eb_act *act)
{
	int failed = eb_lab(r, UP_MS, NULL, "stop", "--timeout", "90", EB_NODE(r, act->event.node));

	return failed ? failed : do_crash(r, act);
}

static int do_return(struct eb_rehearsal *r, struct eb_act *act)
{
	r->alive |= HB_NODE(act->event.node);
	return lab_node(r, "boot", act->event.node);
}

static int do_standby(struct eb_rehearsal *r, struct eb_act *act)
{
	forget(r);
	return leave(r, act->event.node);
}

static int do_takeover(struct eb_rehearsal *r, struct eb_act *act)
{
	int failed = 0;

	forget(r);
	for (guint i = 0; i < r->nodes->len && !failed; i++)
		if (i != act->event.node && r->alive & HB_NODE(i))
			failed = leave(r, i);
	return failed;
}

static int do_ping_lost(struct eb_rehearsal *r, struct eb_act *act)
{
	const char *host;
	int failed = 0;

	r->muted = (int)act->event.node;
	eb_for_each (host, r->hosts)
		failed |= eb_lab(r, ASK_MS, NULL, "mute", EB_NODE(r, act->event.node), host);
	return failed;
}

static int do_ping_back(struct eb_rehearsal *r, struct eb_act *act)
{
	r->muted = -1;
	return eb_lab(r, ASK_MS, NULL, "heal");
}

/* network NULL: all. */
static int cut(struct eb_rehearsal *r, guint node, const char *network)
{
	int failed = 0;

	for (guint i = 0; i < r->nodes->len; i++)
		if (i != node)
			failed |= network ? eb_lab(r, ASK_MS, NULL, "cut", EB_NODE(r, node),
						   EB_NODE(r, i), network)
					  : eb_lab(r, ASK_MS, NULL, "cut", EB_NODE(r, node),
						   EB_NODE(r, i));
	return failed;
}

static int do_link_lost(struct eb_rehearsal *r, struct eb_act *act)
{
	return cut(r, act->event.node, r->links->pdata[0]);
}

/* Without fencing nobody decides: both sides go on, or what is left of more than two. With it, the one that it stops stays off until the links are back: it would
 * start alone, and wait. */
static int do_split(struct eb_rehearsal *r, struct eb_act *act)
{
	int failed = cut(r, act->event.node, NULL), fenced;

	if (r->rules.unfenced)
		return failed;
	fenced = failed ? EB_NOWHERE : eb_rehearse_await_fencing(r, act);

	if (fenced == EB_NOWHERE)
		return -1;
	act->event.node = (unsigned int)fenced;
	return do_crash(r, act);
}

static int do_heal(struct eb_rehearsal *r, struct eb_act *act)
{
	int failed = eb_lab(r, ASK_MS, NULL, "heal");

	return failed || r->rules.unfenced ? failed : do_return(r, act);
}

/* ---- acts --------------------------------------------------------------------------------------------- */

static int (*const deeds[HB_EVENTS])(struct eb_rehearsal *r, struct eb_act *act) = {
	[HB_EVENT_START] = do_start,         [HB_EVENT_CRASH] = do_crash,
	[HB_EVENT_STOP] = do_stop,           [HB_EVENT_RETURN] = do_return,
	[HB_EVENT_STANDBY] = do_standby,     [HB_EVENT_TAKEOVER] = do_takeover,
	[HB_EVENT_PING_LOST] = do_ping_lost, [HB_EVENT_PING_BACK] = do_ping_back,
	[HB_EVENT_LINK_LOST] = do_link_lost, [HB_EVENT_SPLIT] = do_split,
	[HB_EVENT_HEAL] = do_heal,
};

/* Whom an event happens to. */
enum whom {
	SERVING, /* where the first group is */
	OTHER,   /* another one than in the last act */
	SAME,    /* the one of the last act */
};

static const struct scene {
	enum hb_event_kind kind;
	enum whom whom;
	const char *brief; /* %s: the node */
} scenes[] = {
	{ HB_EVENT_START, SERVING, "all nodes start" },
	{ HB_EVENT_CRASH, SERVING, "%s dies" },
	{ HB_EVENT_RETURN, SAME, "%s returns" },
	{ HB_EVENT_CRASH, OTHER, "%s dies" },
	{ HB_EVENT_RETURN, SAME, "%s returns" },
	{ HB_EVENT_STANDBY, SERVING, "hb_standby on %s" },
	{ HB_EVENT_TAKEOVER, SAME, "hb_takeover on %s" },
	{ HB_EVENT_STOP, SERVING, "%s is stopped in order" },
	{ HB_EVENT_RETURN, SAME, "%s returns" },
	{ HB_EVENT_PING_LOST, SERVING, "%s loses the ping nodes" },
	{ HB_EVENT_PING_BACK, SAME, "%s reaches them again" },
	{ HB_EVENT_LINK_LOST, SERVING, "one link of %s is cut" },
	{ HB_EVENT_SPLIT, SERVING, "all links of %s are cut" },
	{ HB_EVENT_HEAL, SAME, "the links are back" },
};

static bool is_played(const struct eb_rehearsal *r, const struct scene *scene)
{
	switch (scene->kind) {
	case HB_EVENT_PING_LOST:
	case HB_EVENT_PING_BACK: return r->pings->len > 0;
	case HB_EVENT_LINK_LOST: return r->links->len > 1;
	default: return true;
	}
}

static guint count_scenes(const struct eb_rehearsal *r)
{
	guint count = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(scenes); i++)
		count += is_played(r, &scenes[i]);
	return r->most ? MIN(count, r->most) : count;
}

static unsigned int whom(const struct eb_rehearsal *r, const struct scene *scene)
{
	const struct eb_act *last = r->acts->len ? r->acts->pdata[r->acts->len - 1] : NULL;
	const struct eb_cast *first = r->casts->pdata[0];
	int node = eb_track_at(&first->track, eb_rehearse_now_ms());

	if (!last || scene->whom == SERVING)
		return node == EB_NOWHERE ? first->home : (unsigned int)node;
	return scene->whom == SAME ? last->event.node : (last->event.node + 1) % r->nodes->len;
}

static bool changes_membership(enum hb_event_kind kind)
{
	return kind == HB_EVENT_CRASH || kind == HB_EVENT_STOP || kind == HB_EVENT_RETURN ||
	       kind == HB_EVENT_SPLIT || kind == HB_EVENT_HEAL;
}

static void finish(struct eb_rehearsal *r, struct eb_act *act, int done)
{
	if (done != 0)
		act->stuck = act->event.kind == HB_EVENT_SPLIT ? "nobody was fenced"
							       : "the lab could not do it";
	else if (act->event.kind == HB_EVENT_SPLIT && r->rules.unfenced)
		eb_rehearse_await_split(r, act);
	else if (eb_rehearse_await_members(r, act) == 0) {
		if (changes_membership(act->event.kind))
			forget(r);
		eb_rehearse_await_rest(r, act);
		/* Where lines stay by themselves, the daemon's marks go when the move is done. */
		if (r->plan->heartbeat.failback == HB_FAILBACK_OFF)
			forget(r);
	}
	eb_rehearse_look(r);
	act->ended_ms = eb_rehearse_now_ms();
	eb_rehearse_judge(r, act);
	if (act->event.kind == HB_EVENT_LINK_LOST)
		eb_lab(r, ASK_MS, NULL, "heal");
}

/* What the plan itself makes one wait for. */
static const char *patience(const struct eb_rehearsal *r, enum hb_event_kind kind)
{
	const char *what = kind == HB_EVENT_START ? "initdead" : "deadtime";
	int64_t ms = kind == HB_EVENT_START ? r->timers.initdead_ms : r->timers.deadtime_ms;

	if (kind != HB_EVENT_START && kind != HB_EVENT_CRASH && kind != HB_EVENT_SPLIT)
		return "";
	return eb_arena_format(r->plan->arena, " (%s is %.1f s)", what, (double)ms / 1000);
}

static int play(struct eb_rehearsal *r, const struct scene *scene)
{
	struct eb_act *act = eb_arena_make(r->plan->arena, struct eb_act);
	guint number = r->acts->len + 1;

	act->event = (struct hb_event) {
		.kind = scene->kind,
		.node = whom(r, scene),
		.reaches = scene->kind == HB_EVENT_PING_BACK,
	};
	act->outcomes =
		eb_arena_alloc(r->plan->arena, MAX(r->casts->len, 1) * sizeof(struct eb_outcome));
	/* The table is this file's own, its texts have one %s at most. */
	act->brief = strstr(scene->brief, "%s")
			     ? eb_arena_format(r->plan->arena, "%.*s%s%s",
					       (int)(strstr(scene->brief, "%s") - scene->brief),
					       scene->brief, EB_NODE(r, act->event.node),
					       strstr(scene->brief, "%s") + 2)
			     : scene->brief;
	fprintf(stderr, "[%2u/%u] %s%s\n", number, count_scenes(r), act->brief,
		patience(r, act->event.kind));
	act->begun_ms = eb_rehearse_now_ms();
	g_ptr_array_add(r->acts, act);
	finish(r, act, deeds[scene->kind](r, act));
	tell_outcomes(r, act);
	if (act->stuck)
		fprintf(stderr, "        stuck: %s\n", act->stuck);
	return act->stuck ? 1 : 0;
}

/* ---- the whole ------------------------------------------------------------------------------------------ */

/* The client asks for every IPv4 address on each of its networks. */
static int watch(struct eb_rehearsal *r, const char *nic, const GPtrArray *targets)
{
	g_autofree char *log = g_build_filename(r->work, "probe.log", NULL);

	for (guint from = 0; from < targets->len; from += TARGETS) {
		g_autoptr(GPtrArray) arguments = g_ptr_array_new();
		static const char *const front[] = { "client",  "probe",         "--every", "20",
						     "--names", "/etc/lab-macs", "--watch" };
		int failed;

		for (size_t i = 0; i < G_N_ELEMENTS(front); i++)
			g_ptr_array_add(arguments, (char *)front[i]);
		g_ptr_array_add(arguments, (char *)nic);
		for (guint i = from; i < targets->len && i < from + TARGETS; i++)
			g_ptr_array_add(arguments, targets->pdata[i]);
		g_ptr_array_add(arguments, NULL);
		failed = eb_lab_watch(r, log, arguments);
		if (failed < 0)
			return failed;
	}
	return 0;
}

static int watch_addresses(struct eb_rehearsal *r)
{
	g_autoptr(GPtrArray) targets = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) words = g_strsplit_set(r->topology, " \n", -1);
	const struct eb_cast *cast;
	const struct eb_actor *actor;
	int failed = 0;

	eb_for_each (cast, r->casts)
		eb_for_each (actor, cast->actors)
			if (actor->address)
				g_ptr_array_add(targets, g_strdup_printf("arp:%s", actor->address));
	for (size_t i = 0; words[i] && !failed; i++) {
		words[i][strcspn(words[i], "=")] = '\0';
		if (g_str_has_prefix(words[i], "watch"))
			failed = watch(r, words[i], targets);
	}
	return failed;
}

/* Machines that are off, so that the start is an event like the others. */
static int set_up(struct eb_rehearsal *r)
{
	g_autofree char *owner = g_strdup_printf("%d", (int)getppid());
	g_autofree char *topology = g_build_filename(r->work, "topology", NULL);
	g_autofree char *conf = g_build_filename(r->work, "corosync.conf", NULL);
	g_autofree char *cib = g_build_filename(r->work, "cib.xml", NULL);
	g_autofree char *root = g_build_filename(r->work, "root", NULL);
	g_autofree char *output = NULL;
	int failed;

	fprintf(stderr, "booting %u machines in namespaces\n", r->nodes->len);
	failed = eb_lab(r, UP_MS, &output, "up", "--no-wait", "--owner", owner, "--topology",
			topology, "--corosync-conf", conf, "--cib", cib, "--agents", root,
			r->rules.unfenced ? NULL : "--fence-lab");
	for (guint i = 0; i < r->nodes->len && !failed; i++)
		failed = lab_node(r, "kill", i);
	if (!failed)
		failed = watch_addresses(r);
	if (failed)
		fprintf(stderr, "escapebeat: the lab does not boot:\n%s", output ? output : "");
	return failed ? 3 : 0;
}

int eb_rehearse_play(struct eb_rehearsal *r)
{
	int failed = set_up(r);

	if (failed)
		return failed;
	for (size_t i = 0; i < G_N_ELEMENTS(scenes) && r->acts->len < count_scenes(r); i++)
		if (is_played(r, &scenes[i]) && play(r, &scenes[i]))
			break;
	return 0;
}
