// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The totem and logging sections: timers, keys, names. Where the deadtime goes is in timing.c.
 */
#include <string.h>

#include "heartbeat-compat/translation.h"

/* Below this, a stall of the machine is as long as the deadtime. */
enum { RISKY_MS = 2200 };

static void name_cluster(struct eb_translation *t, struct eb_section *totem)
{
	const struct hb_setting *name = &t->ha_cf->setting[HB_CLUSTER];

	t->plan->cluster = eb_arena_string(t->plan->arena, name->text ? name->text : "linux-ha");
	eb_pair_add(t->plan, totem->settings, "cluster_name", t->plan->cluster);
	eb_became(t, name->from, EB_EXACT,
		  EB_TEXT(t, "corosync.conf cluster_name %s", t->plan->cluster), NULL);
}

static void set_deadtime(struct eb_translation *t, struct eb_section *totem,
			 const struct eb_timing *timing)
{
	const struct hb_setting *deadtime = &t->ha_cf->setting[HB_DEADTIME];
	struct eb_span span = deadtime->from ? deadtime->from->value.span : (struct eb_span) { 0 };

	eb_pair_addf(t->plan, totem->settings, "token", "%" PRIi64, timing->token_ms);
	eb_pair_addf(t->plan, totem->settings, "consensus", "%" PRIi64, timing->consensus_ms);
	/* corosync would add 650 ms for every node beyond the second. */
	if (t->nodes->len > 2)
		eb_pair_add(t->plan, totem->settings, "token_coefficient", "0");
	eb_became(t, deadtime->from, EB_NEAR,
		  EB_TEXT(t, "corosync.conf token %" PRIi64 ", consensus %" PRIi64,
			  timing->token_ms, timing->consensus_ms),
		  EB_TEXT(t, "dead after both, %s", eb_time_text(t, timing->dead_ms)));
	if (timing->dead_ms > deadtime->value + 1)
		eb_diag_add(t->diag, EB_MSG_DEADTIME_FLOOR, span,
			    "a deadtime of %s becomes %s, the shortest that corosync can keep",
			    eb_time_text(t, deadtime->value), eb_time_text(t, timing->dead_ms));
	else if (deadtime->value < RISKY_MS)
		eb_diag_add(t->diag, EB_MSG_DEADTIME_RISKY, span,
			    "with a deadtime of %s corosync has to run with real-time priority",
			    eb_time_text(t, deadtime->value));
	eb_takes(t, "a silent node is given up", deadtime->value, timing->dead_ms,
		 "token and consensus timeout together");
}

static void set_warntime(struct eb_translation *t, struct eb_section *totem,
			 const struct eb_timing *timing)
{
	const struct hb_setting *warntime = &t->ha_cf->setting[HB_WARNTIME];
	int64_t warns_ms = timing->token_ms * timing->warning_percent / 100;
	int64_t off_ms = warns_ms - warntime->value;

	if (!warntime->from)
		return;
	eb_pair_addf(t->plan, totem->settings, "token_warning", "%d", timing->warning_percent);
	eb_became(t, warntime->from, ABS(off_ms) * 100 <= timing->token_ms ? EB_EXACT : EB_NEAR,
		  EB_TEXT(t, "corosync.conf token_warning %d", timing->warning_percent),
		  EB_TEXT(t, "percent of the token, %s", eb_time_text(t, warns_ms)));
	eb_takes(t, "a late heartbeat is logged", warntime->value, warns_ms, NULL);
}

static void set_keepalive(struct eb_translation *t, struct eb_section *totem,
			  const struct eb_timing *timing)
{
	const struct hb_setting *keepalive = &t->ha_cf->setting[HB_KEEPALIVE];
	bool exact = timing->ping_interval_ms == keepalive->value;
	struct eb_section *interface;

	eb_for_each (interface, totem->sections) {
		eb_pair_addf(t->plan, interface->settings, "knet_ping_interval", "%" PRIi64,
			     timing->ping_interval_ms);
		eb_pair_addf(t->plan, interface->settings, "knet_ping_timeout", "%" PRIi64,
			     timing->ping_timeout_ms);
		if (timing->pong_one)
			eb_pair_add(t->plan, interface->settings, "knet_pong_count", "1");
	}
	eb_became(t, keepalive->from, exact ? EB_EXACT : EB_NEAR,
		  EB_TEXT(t, "corosync.conf knet_ping_interval %" PRIi64, timing->ping_interval_ms),
		  exact              ? NULL
		  : timing->pong_one ? "a link is tried as often as the deadtime asks for"
				     : "three pings fit before a link counts as down");
}

/* Heartbeat compresses only what is asked for; so does knet. */
static void set_compression(struct eb_translation *t, struct eb_section *totem)
{
	const struct hb_setting *model = &t->ha_cf->setting[HB_COMPRESSION];
	const struct hb_setting *threshold = &t->ha_cf->setting[HB_COMPRESSION_THRESHOLD];
	const char *name;

	if (!model->from)
		return;
	name = strcmp(model->text, "bz2") == 0 ? "bzip2" : model->text;
	eb_pair_add(t->plan, totem->settings, "knet_compression_model", name);
	eb_became(t, model->from, EB_EXACT,
		  EB_TEXT(t, "corosync.conf knet_compression_model %s", name), NULL);
	if (!threshold->from)
		return;
	eb_pair_addf(t->plan, totem->settings, "knet_compression_threshold", "%" PRIi64,
		     threshold->value * 1024);
	eb_became(t, threshold->from, EB_EXACT,
		  EB_TEXT(t, "corosync.conf knet_compression_threshold %" PRIi64,
			  threshold->value * 1024),
		  NULL);
}

/* The auth line; model.h keeps values of authkeys empty, the number is no secret. */
static void name_auth(struct eb_translation *t, const struct hb_config *config,
		      const struct hb_record *record)
{
	struct eb_fate *fate = eb_became(t, record, EB_NEAR,
					 "corosync.conf crypto_cipher aes256, crypto_hash sha256",
					 "encrypted, too; all nodes share /etc/corosync/authkey");

	if (config->key)
		fate->source = EB_TEXT(t, "auth %d", config->key->number);
}

/* "1 sha1 (40 characters)" */
static const char *key_text(struct eb_translation *t, const struct hb_key *key)
{
	const char *method = hb_method_name(key->method);

	if (!key->secret)
		return EB_TEXT(t, "%d %s", key->number, method);
	return EB_TEXT(t, "%d %s (%zu characters)", key->number, method, strlen(key->secret));
}

/* The key itself is made where it is used, not here; a plan may be shown around. */
static void set_keys(struct eb_translation *t)
{
	const struct hb_config *config = hb_lead(t->cluster, HB_FILE_AUTHKEYS);
	const struct hb_record *record;
	const struct hb_key *key;

	eb_for_each (key, config->keys) {
		struct eb_fate *fate =
			eb_became(t, key->record, EB_DROPPED, NULL,
				  key == config->key ? "corosync gets a new key of 256 random bytes"
						     : "auth names another key");

		if (fate)
			fate->source = key_text(t, key);
	}
	eb_for_each (record, config->records[HB_FILE_AUTHKEYS])
		if (record->effect == HB_EFFECTIVE && !g_hash_table_contains(t->fates, record))
			name_auth(t, config, record);
}

void eb_translate_totem(struct eb_translation *t, struct eb_section *totem)
{
	const struct hb_setting *setting = t->ha_cf->setting;
	struct eb_timing timing =
		eb_timing_of(setting[HB_DEADTIME].value, setting[HB_KEEPALIVE].value,
			     setting[HB_WARNTIME].from ? setting[HB_WARNTIME].value : 0, t->links,
			     t->nodes->len);

	eb_pair_add(t->plan, totem->settings, "version", "2");
	name_cluster(t, totem);
	eb_pair_add(t->plan, totem->settings, "transport", "knet");
	if (t->links > 1)
		eb_pair_add(t->plan, totem->settings, "link_mode", "active");
	eb_pair_add(t->plan, totem->settings, "crypto_cipher", "aes256");
	eb_pair_add(t->plan, totem->settings, "crypto_hash", "sha256");
	set_deadtime(t, totem, &timing);
	set_warntime(t, totem, &timing);
	set_keepalive(t, totem, &timing);
	set_compression(t, totem);
	set_keys(t);
}

/* ---- logging ------------------------------------------------------------------------------------------ */

/* What corosync documents; it takes others without a word and logs to daemon. */
static bool facility_known(const char *name)
{
	return strcmp(name, "daemon") == 0 ||
	       (strncmp(name, "local", 5) == 0 && name[5] >= '0' && name[5] <= '7' && !name[6]);
}

static void log_to_syslog(struct eb_translation *t, struct eb_section *logging)
{
	const struct hb_setting *facility = &t->ha_cf->setting[HB_LOGFACILITY];
	bool known = facility->text && facility_known(facility->text);
	const char *name = known ? facility->text : "daemon";

	if (facility->text && g_ascii_strcasecmp(facility->text, "none") == 0) {
		eb_pair_add(t->plan, logging->settings, "to_syslog", "no");
		eb_became(t, facility->from, EB_EXACT, "corosync.conf to_syslog no", NULL);
		return;
	}
	eb_pair_add(t->plan, logging->settings, "to_syslog", "yes");
	eb_pair_add(t->plan, logging->settings, "syslog_facility", name);
	eb_became(t, facility->from, known ? EB_EXACT : EB_NEAR,
		  EB_TEXT(t, "corosync.conf syslog_facility %s", name),
		  known ? NULL : "corosync knows daemon and local0 to local7");
}

/* Pacemaker has settings of its own, in its environment. */
static void log_pacemaker(struct eb_translation *t)
{
	const struct hb_setting *facility = &t->ha_cf->setting[HB_LOGFACILITY];
	const struct hb_setting *debug = &t->ha_cf->setting[HB_DEBUG];
	g_autoptr(GString) text = g_string_new("# Written by escapebeat.\n[Service]\n");
	size_t head = text->len;

	if (facility->text && strcmp(facility->text, "daemon") != 0) {
		const char *name =
			strcmp(facility->text, "security") == 0 ? "auth" : facility->text;

		g_string_append_printf(text, "Environment=PCMK_logfacility=%s\n", name);
		eb_became(t, facility->from, EB_EXACT,
			  EB_TEXT(t, "Pacemaker PCMK_logfacility=%s", name), NULL);
	}
	if (debug->value > 0) {
		g_string_append(text, "Environment=PCMK_debug=yes\n");
		eb_became(t, debug->from, EB_NEAR, "Pacemaker PCMK_debug=yes", NULL);
	}
	if (text->len > head)
		eb_file_add(t->plan, "/etc/systemd/system/pacemaker.service.d/hb-logging.conf",
			    "0644", "tells Pacemaker where to log", text->str);
}

void eb_translate_logging(struct eb_translation *t, struct eb_section *logging)
{
	const struct hb_setting *logfile = &t->ha_cf->setting[HB_LOGFILE];
	const struct hb_setting *debug = &t->ha_cf->setting[HB_DEBUG];

	eb_pair_add(t->plan, logging->settings, "to_stderr", "no");
	log_to_syslog(t, logging);
	if (logfile->text && *logfile->text != '/') {
		eb_became(t, logfile->from, EB_DROPPED, NULL, "no full path");
	} else if (logfile->text) {
		eb_pair_add(t->plan, logging->settings, "to_logfile", "yes");
		eb_pair_add(t->plan, logging->settings, "logfile", logfile->text);
		eb_pair_add(t->plan, logging->settings, "timestamp", "on");
		eb_became(t, logfile->from, EB_NEAR,
			  EB_TEXT(t, "corosync.conf logfile %s", logfile->text),
			  "Pacemaker has a file of its own, /var/log/pacemaker/pacemaker.log");
	}
	if (debug->from) {
		const char *level = debug->value >= 3 ? "trace" : debug->value >= 1 ? "on" : "off";

		eb_pair_add(t->plan, logging->settings, "debug", level);
		eb_became(t, debug->from, EB_NEAR, EB_TEXT(t, "corosync.conf debug %s", level),
			  NULL);
	}
	log_pacemaker(t);
}

/* ---- system --------------------------------------------------------------------------------------------- */

void eb_translate_system(struct eb_translation *t, struct eb_section *system)
{
	const struct hb_setting *realtime = &t->ha_cf->setting[HB_REALTIME];
	const char *value = realtime->value ? "yes" : "no";

	eb_pair_add(t->plan, system->settings, "sched_rr", value);
	eb_became(t, realtime->from, EB_EXACT, EB_TEXT(t, "corosync.conf sched_rr %s", value),
		  NULL);
}
