// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Ping nodes. Heartbeat's ipfail compares how many of them each side reaches, and moves the
 * resources to the side that reaches more; nothing moves while both reach the same. So each
 * node's count becomes a positive score. A negative one for "none" would stop everything
 * when the router fails.
 */
#include <string.h>

#include "heartbeat-compat/translation.h"

/* Plain ping nodes add up in one attribute; a group has one of its own, since it counts once. */
struct target {
	const char *id, *attribute;
	GPtrArray *hosts;                /* const char * */
	const char *multiplier, *dampen; /* of a pingd; NULL: those of the scores */
};

static struct target *target_new(struct eb_translation *t, const char *id, const char *attribute)
{
	struct target *target = eb_arena_make(t->plan->arena, struct target);

	target->id = id;
	target->attribute = attribute;
	target->hosts = eb_arena_array(t->plan->arena);
	return target;
}

/* How many tries make up deadping, when each may take two seconds. */
static int64_t attempts(const struct eb_translation *t, int64_t interval_ms)
{
	return CLAMP((t->ha_cf->setting[HB_DEADPING].value - interval_ms) / 2000, 1, 5);
}

static int64_t interval(const struct eb_translation *t)
{
	return MAX(t->ha_cf->setting[HB_KEEPALIVE].value, 2000);
}

/* Changes of the attribute that come within this time are taken together. */
static int64_t dampen(const struct eb_translation *t)
{
	return MAX(5000, 2 * t->ha_cf->setting[HB_KEEPALIVE].value);
}

/* ipfail waits two heartbeats for the other side's count. */
static void say_duration(struct eb_translation *t)
{
	int64_t keepalive_ms = t->ha_cf->setting[HB_KEEPALIVE].value;

	eb_takes(t, "a lost ping node moves the resources",
		 t->ha_cf->setting[HB_DEADPING].value + 2 * keepalive_ms,
		 interval(t) + 2000 * attempts(t, interval(t)) + dampen(t), "at the latest");
}

static void add_clone(struct eb_translation *t, const struct target *target)
{
	struct eb_plan *plan = t->plan;
	int64_t interval_ms = interval(t);
	struct eb_resource *clone = eb_resource_add(plan, plan->cib.resources, EB_CLONE,
						    EB_TEXT(t, "%s-clone", target->id));
	struct eb_resource *ping = eb_resource_add(plan, clone->members, EB_PRIMITIVE, target->id);
	g_autoptr(GString) hosts = g_string_new(NULL);
	const char *host;

	eb_id_take(t, clone->id);
	eb_id_take(t, ping->id);
	eb_for_each (host, target->hosts)
		g_string_append_printf(hosts, "%s%s", host_at ? " " : "", host);
	eb_agent_set(t, ping, "ping", eb_interval_text(t, interval_ms));
	eb_pair_add(plan, ping->params, "host_list", hosts->str);
	eb_pair_add(plan, ping->params, "name", target->attribute);
	eb_pair_add(plan, ping->params, "multiplier",
		    target->multiplier ? target->multiplier
				       : EB_TEXT(t, "%u", eb_scores_of(t).ping));
	eb_pair_add(plan, ping->params, "dampen",
		    target->dampen ? target->dampen : eb_interval_text(t, dampen(t)));
	eb_pair_add(plan, ping->params, "timeout", "2");
	eb_pair_addf(plan, ping->params, "attempts", "%" PRIi64, attempts(t, interval_ms));
}

/* "hb-ping-NAME" and "pingd-NAME", whatever the name is. */
static struct target *group_new(struct eb_translation *t, const char *name)
{
	const char *id = eb_id_make(t, EB_TEXT(t, "ping-%s", eb_slug(t, name)), NULL);

	return target_new(t, id, EB_TEXT(t, "pingd%s", id + strlen("hb-ping")));
}

/* A rule for the resource of each line of haresources is added with that resource. */
static void add_target(struct eb_translation *t, const struct target *target)
{
	add_clone(t, target);
	g_ptr_array_add(t->pings, (char *)target->attribute);
}

static const struct hb_respawn *pinger(const struct eb_translation *t)
{
	const struct hb_respawn *respawn = hb_respawn_find(t->ha_cf, "ipfail");

	return respawn ? respawn : hb_respawn_find(t->ha_cf, "pingd");
}

static void drop_all(struct eb_translation *t, const struct hb_respawn *respawn)
{
	const struct hb_ping *ping;

	eb_for_each (ping, t->ha_cf->pings)
		eb_became(t, ping->record, EB_DROPPED, NULL,
			  "no effect: nothing respawned watches it (ipfail)");
	if (respawn)
		eb_became(t, respawn->record, EB_DROPPED, NULL, "no effect without a ping node");
	eb_became(t, t->ha_cf->setting[HB_DEADPING].from, EB_DROPPED, NULL, "nothing is pinged");
}

/* What stands behind a letter in "-m 100 -d 5s"; NULL: it is not there. */
static const char *option(struct eb_translation *t, const char *args, const char *letter)
{
	g_auto(GStrv) words = g_strsplit_set(args, " \t", -1);
	const char *value = NULL;

	for (size_t i = 0; words[i]; i++) {
		if (!g_str_has_prefix(words[i], letter))
			continue;
		value = words[i][2] ? words[i] + 2 : words[i + 1];
	}
	return eb_arena_string(t->plan->arena, value);
}

/* With crm on, pingd kept an attribute that rules of the CIB are about. */
static bool respawned_pingd(struct eb_translation *t, const struct hb_respawn *respawn)
{
	struct target *target = target_new(t, "hb-ping", "pingd");
	const struct hb_ping *ping;
	const struct hb_word *host;
	const char *attribute;

	if (!t->old || strcmp(respawn->client, "pingd") != 0 || eb_old_cib_pings(t))
		return false;
	attribute = option(t, respawn->args, "-a");
	target->attribute = attribute ? attribute : target->attribute;
	target->multiplier = option(t, respawn->args, "-m");
	target->multiplier = target->multiplier ? target->multiplier : "1";
	target->dampen = option(t, respawn->args, "-d");
	eb_for_each (ping, t->ha_cf->pings) {
		eb_for_each (host, ping->hosts)
			g_ptr_array_add(target->hosts, (char *)host->text);
		eb_became(t, ping->record, ping->group ? EB_NEAR : EB_EXACT,
			  "CIB clone hb-ping-clone", ping->group ? "each host counts" : NULL);
	}
	add_clone(t, target);
	eb_made(t, eb_became(t, respawn->record, EB_EXACT, "CIB clone hb-ping-clone", NULL),
		"hb-ping-clone");
	eb_became(t, t->ha_cf->setting[HB_DEADPING].from, EB_NEAR, "CIB attempts of the ping clone",
		  NULL);
	return true;
}

/* Who watches them decides: a resource of the CIB that does without host_list took them from here. */
static void pings_of_crm(struct eb_translation *t, const struct hb_respawn *respawn)
{
	const char *asks = eb_old_cib_asks_pings(t), *reason;
	const struct hb_ping *ping;

	eb_for_each (ping, t->ha_cf->pings)
		if (asks)
			eb_became(t, ping->record, ping->group ? EB_NEAR : EB_EXACT,
				  EB_TEXT(t, "CIB host_list of %s", asks),
				  ping->group ? "each host counts" : NULL);
		else
			eb_became(t, ping->record, EB_DROPPED, NULL,
				  "no effect: with crm on nothing respawned watches it (pingd), "
				  "and no resource of the CIB");
	reason = !t->ha_cf->pings->len ? "no effect without a ping node"
		 : strcmp(respawn ? respawn->client : "", "ipfail") == 0
			 ? "no effect: with crm on nothing is handed over"
			 : "the CIB has a ping resource of its own";
	if (respawn)
		eb_became(t, respawn->record, EB_DROPPED, NULL, reason);
	eb_became(t, t->ha_cf->setting[HB_DEADPING].from, EB_DROPPED, NULL,
		  asks ? "the ping resource of the CIB says it" : "nothing is pinged");
}

/* The decision about crm on says what is missing. */
static void pings_without_cib(struct eb_translation *t, const struct hb_respawn *respawn)
{
	static const char reason[] = "the CIB says who watches it, and is not here";
	const struct hb_ping *ping;

	eb_for_each (ping, t->ha_cf->pings)
		eb_became(t, ping->record, EB_DROPPED, NULL, reason);
	if (respawn)
		eb_became(t, respawn->record, EB_DROPPED, NULL, reason);
	eb_became(t, t->ha_cf->setting[HB_DEADPING].from, EB_DROPPED, NULL, reason);
}

static void one_group_or_host(struct eb_translation *t, const struct hb_ping *ping,
			      struct target *plain)
{
	struct target *target = plain;
	const struct hb_word *host;

	if (ping->group)
		target = group_new(t, ping->name.text);
	eb_for_each (host, ping->hosts)
		g_ptr_array_add(target->hosts, (char *)host->text);
	if (ping->group)
		add_target(t, target);
	eb_made(t,
		eb_became(t, ping->record, EB_EXACT, EB_TEXT(t, "CIB clone %s-clone", target->id),
			  NULL),
		EB_TEXT(t, "%s-clone", target->id));
}

void eb_translate_ping(struct eb_translation *t)
{
	const struct hb_respawn *respawn = pinger(t);
	struct target *plain = target_new(t, "hb-ping", "pingd");
	const struct hb_ping *ping;

	if (t->ha_cf->setting[HB_CRM].value && t->old) {
		if (!respawn || !t->ha_cf->pings->len || !respawned_pingd(t, respawn))
			pings_of_crm(t, respawn);
		return;
	}
	if (t->ha_cf->setting[HB_CRM].value) {
		pings_without_cib(t, respawn);
		return;
	}
	if (!respawn || !t->ha_cf->pings->len) {
		drop_all(t, respawn);
		return;
	}
	eb_for_each (ping, t->ha_cf->pings)
		one_group_or_host(t, ping, plain);
	if (plain->hosts->len)
		add_target(t, plain);
	eb_became(t, respawn->record, EB_NEAR, "CIB rules on the ping attributes",
		  "each group prefers the node that reaches more ping nodes");
	eb_became(t, t->ha_cf->setting[HB_DEADPING].from, EB_NEAR, "CIB attempts of the ping clone",
		  NULL);
	say_duration(t);
}
