// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The cluster's properties, and who wins: where a group of resources is at home, whether it
 * returns there, and how much a lost network weighs.
 *
 * All scores are finite. A resource-stickiness of INFINITY, which "auto_failback off" seems to
 * ask for, would keep every group on a node that has lost its network.
 */
#include <string.h>

#include "heartbeat-compat/check.h"
#include "heartbeat-compat/placement.h"
#include "heartbeat-compat/translation.h"

/* Beside so much a tenth of a second is nothing, and the safer delay. */
enum { LONG_DEADTIME_MS = 10000 };

static void set_property(struct eb_translation *t, const char *name, const char *value)
{
	eb_pair_add(t->plan, t->plan->cib.properties, name, value);
}

/* Pacemaker chooses its coordinator when nobody has told of one for this long, also when all nodes
 * are there; then it probes. */
enum { PROBE_MS = 3000 };

static void say_start(struct eb_translation *t, int64_t initdead_ms)
{
	const struct hb_timers timers = {
		.keepalive_ms = t->ha_cf->setting[HB_KEEPALIVE].value,
		.initdead_ms = initdead_ms,
	};

	eb_takes(t, "all nodes start together", hb_delay_of(&timers, HB_EVENT_START).away_ms,
		 initdead_ms + PROBE_MS, "it waits for initdead, also when all are there");
}

static void set_initdead(struct eb_translation *t)
{
	const struct hb_setting *initdead = &t->ha_cf->setting[HB_INITDEAD];
	const char *value = eb_interval_text(t, MIN(initdead->value, HB_TIME_MOST_MS));

	set_property(t, "dc-deadtime", value);
	eb_became(t, initdead->from, EB_NEAR, EB_TEXT(t, "CIB dc-deadtime=%s", value),
		  t->nodes->len == 2 ? "a node that starts alone waits for the other one" : NULL);
	if (t->nodes->len < 2)
		return;
	say_start(t, initdead->value);
	eb_takes(t, "a node that starts alone takes the resources", initdead->value, EB_NEVER,
		 "it waits, since the others may be running them");
}

/* Pacemaker's default is to shoot; only who has read about it goes without. */
static void set_fencing(struct eb_translation *t)
{
	const struct eb_message *message;

	/* What is left of its devices is told by old-cib-properties.c. */
	if (t->fenced || t->old) {
		set_property(t, EB_TEXT(t, "%s-enabled", eb_target(t)->fencing), "true");
		return;
	}
	message = eb_diag_add(t->diag, EB_MSG_NO_FENCING, (struct eb_span) { 0 },
			      "no fence device: Pacemaker starts nothing until there is one, or "
			      "until you accept to run without");

	set_property(t, EB_TEXT(t, "%s-enabled", eb_target(t)->fencing),
		     message->accepted ? "false" : "true");
}

static void set_crm(struct eb_translation *t)
{
	const struct hb_setting *crm = &t->ha_cf->setting[HB_CRM];

	if (!crm->from)
		return;
	if (!crm->value) {
		eb_became(t, crm->from, EB_NEAR, NULL,
			  "Pacemaker takes over, with what haresources says");
		return;
	}
	if (t->old) {
		eb_became(t, crm->from, EB_NEAR, "CIB, from Heartbeat's cib.xml",
			  "Pacemaker takes over, with what that CIB says");
		return;
	}
	if (!t->old_source)
		eb_message_hint(
			eb_diag_add(t->diag, EB_MSG_OLD_CIB, crm->from->name.span,
				    "with %s %s the resources are in Heartbeat's CIB, which is "
				    "not here",
				    crm->from->name.text, crm->from->value.text),
			"give the node's bundle, or put cib.xml beside ha.cf");
	eb_became(t, crm->from, EB_REFUSED, NULL, "the CIB of Heartbeat is not here");
}

/* The next thousand above a score. */
static unsigned int beyond(unsigned int score)
{
	return 1000 * (1 + score / 1000);
}

struct eb_scores eb_scores_of(const struct eb_translation *t)
{
	struct eb_scores scores = { .stickiness = 0, .home = 100 };
	unsigned int stay;

	if (t->ha_cf->setting[HB_AUTO_FAILBACK].value == HB_FAILBACK_OFF)
		scores = (struct eb_scores) { .stickiness = 100, .home = 50 };
	/* What the operator asks for outweighs a whole group that would like to stay, and a lost
	 * ping node outweighs both. */
	stay = scores.stickiness * t->largest + scores.home;
	scores.away = beyond(stay);
	scores.ping = beyond(stay + scores.away);
	return scores;
}

/* Why it is not wholly what the line says; NULL: it is. */
static const char *failback_reason(const struct hb_setting *failback)
{
	if (failback->value == HB_FAILBACK_LEGACY)
		return "legacy is taken as on; orderly moves work as well";
	if (failback->from && failback->from->directive->id == HB_NICE_FAILBACK)
		return "below auto_failback on or off, Heartbeat takes it for off, whatever its value";
	return NULL;
}

static void set_failback(struct eb_translation *t)
{
	const struct hb_setting *failback = &t->ha_cf->setting[HB_AUTO_FAILBACK];
	const char *reason = failback_reason(failback);
	struct eb_scores scores = eb_scores_of(t);

	eb_pair_addf(t->plan, t->plan->cib.defaults, "resource-stickiness", "%u",
		     scores.stickiness);
	/* Heartbeat gives a group up at its first failure; here it may come back. */
	eb_pair_add(t->plan, t->plan->cib.defaults, "migration-threshold", "1");
	eb_pair_add(t->plan, t->plan->cib.defaults, "failure-timeout", "30s");
	/* It was for lines of haresources; the stickiness of a CIB is the CIB's own. */
	if (t->ha_cf->setting[HB_CRM].value) {
		eb_became(t, failback->from, EB_DROPPED, NULL,
			  "with crm on the stickiness of the CIB decides");
		return;
	}
	eb_became(t, failback->from, reason ? EB_NEAR : EB_EXACT,
		  EB_TEXT(t, "CIB resource-stickiness=%u, home node +%u", scores.stickiness,
			  scores.home),
		  reason);
}

void eb_translate_cluster(struct eb_translation *t)
{
	set_initdead(t);
	/* The survivor of a crash that was the coordinator already waits a second for its own
	 * writes, three times in four, unless the calculation starts a moment later. */
	set_property(t, "transition-delay",
		     t->ha_cf->setting[HB_DEADTIME].value >= LONG_DEADTIME_MS ? "100ms" : "50ms");
	set_fencing(t);
	set_crm(t);
	set_failback(t);
}
