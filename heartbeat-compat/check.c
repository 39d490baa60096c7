// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One ha.cf as a whole: what Heartbeat judges after the last line was read, and what it accepts
 * in silence although it cannot do what its author meant.
 */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "heartbeat-compat/check.h"
#include "lib/core.h"

char *hb_time_text(int64_t ms)
{
	if (ms % 1000 == 0)
		return g_strdup_printf("%" PRId64 "s", ms / 1000);
	if (ms > 1000)
		return g_strdup_printf("%" PRId64 ".%03" PRId64 "s", ms / 1000, ms % 1000);
	return g_strdup_printf("%" PRId64 "ms", ms);
}

/* The place of a setting, or of the file when it is a default. */
static struct eb_span place(const struct hb_config *config, enum hb_directive_id id)
{
	const struct hb_record *from = config->setting[id].from;

	return from ? from->value.span
		    : (struct eb_span) { .source = config->source[HB_FILE_HA_CF] };
}

/* Which of two settings to point at: the first, unless it is a default. */
static struct eb_span place_of(const struct hb_config *config, enum hb_directive_id id,
			       enum hb_directive_id other)
{
	return place(config, config->setting[id].from ? id : other);
}

/* True when a line of one of these directives was refused: what it would have set is not missed. */
static bool is_broken(const struct hb_config *config, const enum hb_directive_id *ids, size_t count)
{
	const struct hb_record *record;

	eb_for_each (record, config->records[HB_FILE_HA_CF])
		for (size_t i = 0; i < count; i++)
			if (record->effect == HB_BROKEN && record->directive &&
			    record->directive->id == ids[i])
				return true;
	return false;
}

/* Two times that Heartbeat compares, in the order of its own checks. */
static const struct inequality {
	enum hb_directive_id id, other;
	int factor;     /* value against factor * other */
	bool equal_bad; /* equality is refused too */
	bool if_set;    /* only when the file sets id */
	unsigned int code;
	const char *than;
} inequalities[] = {
	{ HB_DEADTIME, HB_KEEPALIVE, 2, true, false, EB_MSG_DEADTIME_SMALL, "twice keepalive" },
	{ HB_INITDEAD, HB_DEADTIME, 1, false, false, EB_MSG_INITDEAD_SMALL, "deadtime" },
	{ HB_DEADPING, HB_KEEPALIVE, 2, true, true, EB_MSG_DEADPING_SMALL, "twice keepalive" },
};

static void check_times(const struct hb_config *config, struct eb_diag *diag)
{
	const struct hb_setting *setting = config->setting;
	const enum hb_directive_id times[] = { HB_KEEPALIVE, HB_DEADTIME, HB_INITDEAD,
					       HB_DEADPING };
	struct eb_message *message;

	if (is_broken(config, times, EB_COUNT(times)))
		return;
	for (size_t i = 0; i < EB_COUNT(inequalities); i++) {
		const struct inequality *rule = &inequalities[i];
		int64_t value = setting[rule->id].value;
		int64_t bound = setting[rule->other].value * rule->factor;
		const char *name = hb_directive(rule->id)->name;
		g_autofree char *value_text = hb_time_text(value),
				*bound_text = hb_time_text(bound);

		if (value > bound || (value == bound && !rule->equal_bad) ||
		    (rule->if_set && !setting[rule->id].from))
			continue;
		message = eb_diag_add(diag, rule->code, place_of(config, rule->id, rule->other),
				      "%s %s%s is %s %s (%s)", name, value_text,
				      setting[rule->id].from ? "" : " (the default)",
				      rule->equal_bad ? "not more than" : "less than", rule->than,
				      bound_text);
		if (setting[rule->id].from && setting[rule->other].from)
			eb_message_note(message, place(config, rule->other), "%s is set here",
					hb_directive(rule->other)->name);
	}
	if (setting[HB_INITDEAD].value < 10000 &&
	    setting[HB_INITDEAD].value >= setting[HB_DEADTIME].value)
		eb_diag_add(diag, EB_MSG_INITDEAD_SHORT, place(config, HB_INITDEAD),
			    "initdead is below 10 seconds");
	if (setting[HB_WARNTIME].from && setting[HB_WARNTIME].value >= setting[HB_DEADTIME].value)
		eb_diag_add(diag, EB_MSG_WARNTIME, place(config, HB_WARNTIME),
			    "warntime is not below deadtime, a late heartbeat is never reported");
}

static void check_media(const struct hb_config *config, struct eb_diag *diag)
{
	static const enum hb_directive_id media[] = { HB_BCAST,  HB_UCAST,  HB_MCAST, HB_UCAST6,
						      HB_MCAST6, HB_SERIAL, HB_UDP };
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	const struct hb_medium *medium, *other;

	if (!config->media->len && !is_broken(config, media, EB_COUNT(media)))
		eb_message_hint(eb_diag_add(diag, EB_MSG_NO_MEDIA,
					    (struct eb_span) { config->source[HB_FILE_HA_CF] },
					    "no heartbeat path is defined"),
				"add a ucast, bcast, mcast or serial line");
	eb_for_each (medium, config->media) {
		char *key = g_strdup_printf("%d %s %s %d", medium->kind, medium->device.text,
					    medium->address.text ? medium->address.text : "",
					    medium->port);

		if (medium->kind == HB_MEDIUM_SERIAL)
			eb_diag_add(diag, EB_MSG_SERIAL, medium->device.span,
				    "corosync has no serial links");
		other = g_hash_table_lookup(seen, key);
		if (other)
			eb_message_note(eb_diag_add(diag, EB_MSG_SAME_MEDIUM, medium->device.span,
						    "the same heartbeat path again"),
					other->device.span, "it is defined first here");
		g_hash_table_replace(seen, key, (gpointer)(other ? other : medium));
	}
}

/* With facts it is known which devices a node has: Heartbeat stops at one that is not there. */
static void check_devices(const struct hb_host *host, struct eb_diag *diag)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	const struct hb_fact_address *address;
	const struct hb_medium *medium;

	eb_for_each (address, host->addresses)
		g_ptr_array_add(names, (char *)address->device);
	g_ptr_array_add(names, NULL);
	if (names->len == 1)
		return;
	eb_for_each (medium, host->config->media) {
		struct eb_message *message;
		const char *near;

		if (medium->kind == HB_MEDIUM_SERIAL ||
		    g_strv_contains((const char *const *)names->pdata, medium->device.text))
			continue;
		message = eb_diag_add(diag, EB_MSG_NO_DEVICE, medium->device.span,
				      "this node has no device '%s' with an address",
				      medium->device.text);
		near = eb_did_you_mean(medium->device.text, (const char *const *)names->pdata);
		if (near)
			eb_message_did_you_mean(message, near);
	}
}

/* With facts it is known whether a node sends to anyone but itself. */
static void check_peers(const struct hb_host *host, struct eb_diag *diag)
{
	const struct hb_medium *medium, *own = NULL;
	const struct hb_fact_address *address;

	eb_for_each (medium, host->config->media) {
		bool is_own = false;

		eb_for_each (address, host->addresses)
			is_own = is_own || g_strcmp0(address->address, medium->address.text) == 0;
		if (!is_own)
			return;
		own = medium;
	}
	if (own)
		eb_diag_add(diag, EB_MSG_ONE_PATH, own->address.span,
			    "the node sends to nobody but itself");
}

static void check_name(const struct hb_node *node, struct eb_diag *diag)
{
	for (const char *p = node->name; *p; p++) {
		if (isalnum((unsigned char)*p) || *p == '-' || *p == '.')
			continue;
		eb_diag_add(diag, EB_MSG_NODE_NAME, node->word.span,
			    *p == '_' ? "'_' in a node name: hostname of some systems refuses it"
				      : "'%s' is an unusual name for a node",
			    node->word.text);
		return;
	}
}

static void check_nodes(const struct hb_host *host, struct eb_diag *diag)
{
	static const enum hb_directive_id ids[] = { HB_NODE, HB_AUTOJOIN };
	const struct hb_config *config = host->config;
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	struct eb_span whole = { .source = config->source[HB_FILE_HA_CF] };
	bool any = config->setting[HB_AUTOJOIN].value == HB_AUTOJOIN_ANY;
	const struct hb_node *node, *last = NULL;
	unsigned int names;

	eb_for_each (node, config->nodes) {
		const struct hb_node *other = g_hash_table_lookup(seen, node->name);

		last = node;
		check_name(node, diag);
		if (other)
			eb_message_note(eb_diag_add(diag, EB_MSG_NODE_TWICE, node->word.span,
						    "node %s is named again", node->word.text),
					other->word.span, "it is named first here");
		else
			g_hash_table_insert(seen, (gpointer)node->name, (gpointer)node);
	}
	names = g_hash_table_size(seen);
	if (any || is_broken(config, ids, EB_COUNT(ids)))
		return;
	if (!names)
		eb_message_hint(eb_diag_add(diag, EB_MSG_NO_NODES, whole, "no node is named"),
				"add node NAME..., as uname -n prints them");
	else if (names == 1)
		eb_diag_add(diag, EB_MSG_ONE_NODE, last->word.span,
			    "the cluster has only one node");
	else if (names > 2 && !config->setting[HB_CRM].value)
		eb_diag_add(diag, EB_MSG_MANY_NODES, last->word.span,
			    "%u nodes: haresources was made for two", names);
	if (names && host->uname) {
		g_autofree char *lower = g_ascii_strdown(host->uname, -1);

		if (!g_hash_table_contains(seen, lower))
			eb_diag_add(diag, EB_MSG_SELF_UNKNOWN, last->word.span,
				    "this node is '%s', which no node line names", host->uname);
	}
}

/* What ipfail and ping do for each other; with crm on it is another matter. */
static void check_ping(const struct hb_config *config, struct eb_diag *diag)
{
	const struct hb_respawn *ipfail = hb_respawn_find(config, "ipfail");
	const struct hb_respawn *pingd = hb_respawn_find(config, "pingd");
	const struct hb_ping *ping = eb_item(config->pings, 0);

	if (ping && !ipfail && !pingd)
		eb_message_hint(eb_diag_add(diag, EB_MSG_PING_NO_IPFAIL, ping->record->name.span,
					    "ping without ipfail has no effect in Heartbeat"),
				"respawn hacluster /usr/libexec/heartbeat/ipfail was missing");
	if (!ping && ipfail)
		eb_message_hint(eb_diag_add(diag, EB_MSG_IPFAIL_NO_PING, ipfail->command.span,
					    "ipfail without ping node has no effect in Heartbeat"),
				"a ping line with the address of a router was missing");
}

static void check_log(const struct hb_config *config, struct eb_diag *diag)
{
	static const enum hb_directive_id ids[] = { HB_LOGFILE, HB_DEBUGFILE, HB_LOGFACILITY,
						    HB_USE_LOGD };
	const struct hb_setting *setting = config->setting, *logd = &setting[HB_USE_LOGD];
	const char *facility = setting[HB_LOGFACILITY].text;
	bool syslog = facility && strcmp(facility, "none") != 0 && strcmp(facility, "kern") != 0;

	if (logd->from && !logd->value && !setting[HB_LOGFILE].text &&
	    !setting[HB_DEBUGFILE].text && !syslog && !is_broken(config, ids, EB_COUNT(ids)))
		eb_diag_add(diag, EB_MSG_NO_LOG, logd->from->value.span,
			    "use_logd off, and neither logfile, debugfile nor logfacility");
}

/* Clients that crm on admits by itself: a line for one of them is a duplicate. */
static void check_crm(const struct hb_config *config, struct eb_diag *diag)
{
	static const char *const own[] = {
		"cib", "crmd", "stonithd", "stonith-ng", "attrd", "pingd"
	};
	static const enum hb_directive_id before[] = { HB_CRM_DAEMON_DIR, HB_CRMD_SPAWNS_PENGINE };
	const struct hb_record *crm = config->setting[HB_CRM].from, *record;
	const struct hb_apiauth *auth;

	for (size_t i = 0; crm && i < EB_COUNT(before); i++) {
		record = config->setting[before[i]].from;
		if (record && record->name.span.line > crm->name.span.line)
			eb_message_note(eb_diag_add(diag, EB_MSG_ORDER, record->name.span,
						    "%s has to come before %s", record->name.text,
						    crm->name.text),
					crm->name.span, "%s is here", crm->name.text);
	}
	if (!config->setting[HB_CRM].value)
		return;
	eb_for_each (auth, config->apiauths)
		for (size_t i = 0; i < EB_COUNT(own); i++)
			if (strcmp(auth->client.text, own[i]) == 0)
				eb_message_note(
					eb_diag_add(diag, EB_MSG_BAD_APIAUTH, auth->client.span,
						    "%s %s admits %s already", crm->name.text,
						    crm->value.text, own[i]),
					crm->name.span, "%s is here", crm->name.text);
}

/* What a Heartbeat that is still there would refuse. */
static void check_extensions(const struct hb_config *config, struct eb_diag *diag)
{
	const struct hb_record *record;

	eb_for_each (record, config->records[HB_FILE_HA_CF])
		if (record->directive && record->directive->extension &&
		    record->effect != HB_BROKEN)
			eb_diag_add(diag, EB_MSG_EXTENSION, record->name.span,
				    "%s is for escapebeatd; Heartbeat does not start with it",
				    record->name.text);
	if (config->setting[HB_TAKEOVER].value == HB_TAKEOVER_MANUAL &&
	    config->setting[HB_TAKEOVER_DELAY].value)
		eb_diag_add(diag, EB_MSG_NO_DELAY, place(config, HB_TAKEOVER_DELAY),
			    "takeover_delay has no effect with takeover manual");
}

static void check_modes(const struct hb_config *config, struct eb_diag *diag)
{
	static const enum hb_directive_id failback[] = { HB_AUTO_FAILBACK, HB_NICE_FAILBACK };
	const struct hb_setting *setting = config->setting;
	const struct hb_stonith *stonith, *last = NULL;
	bool crm = setting[HB_CRM].value;

	if (!crm && setting[HB_AUTOJOIN].from && setting[HB_AUTOJOIN].value != HB_AUTOJOIN_NONE)
		eb_diag_add(diag, EB_MSG_AUTOJOIN_R1, place(config, HB_AUTOJOIN),
			    "autojoin %s needs crm on", setting[HB_AUTOJOIN].text);
	if (!crm && setting[HB_AUTO_FAILBACK].value == HB_FAILBACK_LEGACY &&
	    !is_broken(config, failback, EB_COUNT(failback)))
		eb_message_hint(eb_diag_add(diag, EB_MSG_LEGACY, place(config, HB_AUTO_FAILBACK),
					    setting[HB_AUTO_FAILBACK].from
						    ? "auto_failback is legacy"
						    : "auto_failback is not set, so it is legacy"),
				"write auto_failback on or off");
	eb_for_each (stonith, config->stoniths) {
		if (stonith->host.text && strcmp(stonith->host.text, "*") != 0)
			continue;
		if (last)
			eb_message_note(eb_diag_add(diag, EB_MSG_STONITH_LAST,
						    last->record->name.span,
						    "a later stonith line replaces this one"),
					stonith->record->name.span, "it is here");
		last = stonith;
	}
}

void hb_check_settings(const struct hb_host *host, struct eb_diag *diag)
{
	const struct hb_config *config = host->config;

	check_media(config, diag);
	check_devices(host, diag);
	check_peers(host, diag);
	check_nodes(host, diag);
	check_times(config, diag);
	hb_check_limits(config, diag);
	check_log(config, diag);
	check_crm(config, diag);
	check_modes(config, diag);
	check_extensions(config, diag);
	check_ping(config, diag);
}

void hb_check(struct hb_cluster *cluster, struct eb_diag *diag)
{
	const struct hb_host *host;

	eb_for_each (host, cluster->hosts) {
		const struct hb_config *config = host->config;

		if (config->source[HB_FILE_HA_CF])
			hb_check_settings(host, diag);
		if (config->source[HB_FILE_HARESOURCES])
			hb_check_resources(config,
					   config->source[HB_FILE_HA_CF]
						   ? config
						   : hb_lead(cluster, HB_FILE_HA_CF),
					   diag);
		hb_check_database(host, diag);
		if (config->key && config->key->method == HB_CRC)
			eb_diag_add(diag, EB_MSG_CRC, config->key->record->name.span,
				    "crc does not authenticate the nodes");
	}
	hb_check_nodes(cluster, diag);
	hb_check_addresses(cluster, diag);
}
