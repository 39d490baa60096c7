// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>
#include <syslog.h>

#include "heartbeat-compat/clients.h"
#include "heartbeat-compat/daemon/settings.h"

/* What Heartbeat grants when ha.cf has no apiauth line for the client; the alert agent is ours. */
static const struct {
	const char *client, *uid, *gid;
} presets[] = {
	{ "ipfail", "hacluster", NULL },
	{ "ccm", "hacluster", NULL },
	{ "ping", NULL, "haclient" },
	{ "cl_status", NULL, "haclient" },
	{ "lha-snmpagent", "root", NULL },
	{ "anon", "root", "haclient" },
	{ "escapebeat-alert", "hacluster", NULL },
};

static const struct {
	const char *name;
	int facility;
} facilities[] = {
	{ "auth", LOG_AUTH },     { "authpriv", LOG_AUTHPRIV }, { "cron", LOG_CRON },
	{ "daemon", LOG_DAEMON }, { "ftp", LOG_FTP },           { "kern", LOG_KERN },
	{ "lpr", LOG_LPR },       { "mail", LOG_MAIL },         { "news", LOG_NEWS },
	{ "security", LOG_AUTH }, { "syslog", LOG_SYSLOG },     { "user", LOG_USER },
	{ "uucp", LOG_UUCP },     { "local0", LOG_LOCAL0 },     { "local1", LOG_LOCAL1 },
	{ "local2", LOG_LOCAL2 }, { "local3", LOG_LOCAL3 },     { "local4", LOG_LOCAL4 },
	{ "local5", LOG_LOCAL5 }, { "local6", LOG_LOCAL6 },     { "local7", LOG_LOCAL7 },
};

/* ---- parameters ----------------------------------------------------------------------------- */

/* Times that Heartbeat computes when they are not given, and tells in milliseconds. */
static bool computed(enum hb_directive_id id)
{
	return id == HB_KEEPALIVE || id == HB_DEADTIME || id == HB_WARNTIME || id == HB_INITDEAD ||
	       id == HB_DEADPING;
}

/* As it was written, the default's words, or the time that came out. */
static const char *told(struct hb_settings *settings, const struct hb_config *config,
			enum hb_directive_id id)
{
	const struct hb_setting *setting = &config->setting[id];
	const struct hb_record *from = setting->from;

	if (from && from->words && from->words->len) {
		const struct hb_word *last = from->words->pdata[from->words->len - 1];

		return eb_arena_string(settings->arena, last->text);
	}
	if (computed(id))
		return eb_arena_format(settings->arena, "%" G_GINT64_FORMAT "ms", setting->value);
	if (id == HB_CRM)
		id = HB_PACEMAKER; /* one switch with two names */
	return hb_directive(id)->preset;
}

static bool is_parameter(enum hb_directive_id id)
{
	return id != HB_NICE_FAILBACK && id != HB_NODE && id != HB_STONITH && id != HB_RESPAWN;
}

static void add_parameter(struct hb_settings *settings, const char *name, const char *value)
{
	struct hb_parameter *parameter = eb_arena_make(settings->arena, struct hb_parameter);

	parameter->name = name;
	parameter->value = value;
	g_ptr_array_add(settings->parameters, parameter);
}

static void take_parameters(struct hb_settings *settings, const struct hb_config *config)
{
	add_parameter(settings, "hbversion", "3.0.6 (" PACKAGE_NAME " " PACKAGE_VERSION ")");
	for (int id = 0; id < HB_DIRECTIVES; id++) {
		const char *value = told(settings, config, id);

		if (is_parameter(id) && *value)
			add_parameter(settings, hb_directive(id)->name, value);
	}
}

bool hb_settings_takeover_waits(const struct hb_settings *settings)
{
	return settings->takeover_manual || settings->takeover_delay_ms > 0;
}

const char *hb_settings_parameter(const struct hb_settings *settings, const char *name)
{
	const struct hb_parameter *parameter;

	eb_for_each (parameter, settings->parameters)
		if (strcmp(parameter->name, name) == 0)
			return parameter->value;
	return NULL;
}

/* ---- lists ---------------------------------------------------------------------------------- */

static void add_once(struct hb_settings *settings, GPtrArray *list, const char *name)
{
	const char *known;

	eb_for_each (known, list)
		if (strcmp(known, name) == 0)
			return;
	g_ptr_array_add(list, (char *)eb_arena_string(settings->arena, name));
}

static GPtrArray *copy(struct hb_settings *settings, const GPtrArray *names)
{
	GPtrArray *made = eb_arena_array(settings->arena);
	const char *name;

	eb_for_each (name, names)
		add_once(settings, made, name);
	return made;
}

static void add_target(struct hb_settings *settings, const struct hb_ping *ping)
{
	struct hb_target *target = eb_arena_make(settings->arena, struct hb_target);
	g_autoptr(GString) hosts = g_string_new(NULL);
	const struct hb_word *host;

	eb_for_each (host, ping->hosts)
		g_string_append_printf(hosts, "%s%s", host_at ? " " : "", host->text);
	target->name = eb_arena_string(settings->arena, ping->name.text);
	target->hosts = eb_arena_string(settings->arena, hosts->str);
	g_ptr_array_add(settings->pings, target);
}

static struct hb_grant *grant_add(struct hb_settings *settings, const char *client)
{
	struct hb_grant *grant = eb_arena_make(settings->arena, struct hb_grant);

	grant->client = eb_arena_string(settings->arena, client);
	grant->uids = eb_arena_array(settings->arena);
	grant->gids = eb_arena_array(settings->arena);
	g_ptr_array_add(settings->grants, grant);
	return grant;
}

/* A line of ha.cf replaces the preset of its client. */
static void take_grants(struct hb_settings *settings, const struct hb_config *config)
{
	const struct hb_apiauth *line;
	struct hb_grant *grant;

	eb_for_each (line, config->apiauths) {
		grant = grant_add(settings, line->client.text);
		grant->uids = copy(settings, line->uids);
		grant->gids = copy(settings, line->gids);
	}
	for (size_t i = 0; i < EB_COUNT(presets); i++) {
		bool given = false;

		eb_for_each (grant, settings->grants)
			given |= strcmp(grant->client, presets[i].client) == 0;
		if (given)
			continue;
		grant = grant_add(settings, presets[i].client);
		if (presets[i].uid)
			g_ptr_array_add(grant->uids, (char *)presets[i].uid);
		if (presets[i].gid)
			g_ptr_array_add(grant->gids, (char *)presets[i].gid);
	}
}

static void take_programs(struct hb_settings *settings, const struct hb_config *config)
{
	const struct hb_respawn *line;
	const struct hb_env *env;

	eb_for_each (line, config->respawns) {
		struct hb_program *program;

		if (eb_client_find(line->client))
			continue;
		program = eb_arena_make(settings->arena, struct hb_program);
		*program = (struct hb_program) {
			.user = eb_arena_string(settings->arena, line->user.text),
			.command = eb_arena_string(settings->arena, line->command.text),
			.args = eb_arena_string(settings->arena, line->args),
			.failfast = line->failfast,
		};
		g_ptr_array_add(settings->programs, program);
	}
	eb_for_each (env, config->envs) {
		struct hb_parameter *pair = eb_arena_make(settings->arena, struct hb_parameter);

		pair->name = eb_arena_string(settings->arena, env->name);
		pair->value = eb_arena_string(settings->arena, env->value);
		g_ptr_array_add(settings->environment, pair);
	}
}

static void take_alerts(struct hb_settings *settings, const struct hb_config *config)
{
	const struct hb_alert_to *line;

	eb_for_each (line, config->alerts) {
		struct hb_alerted *alerted = eb_arena_make(settings->arena, struct hb_alerted);

		alerted->mail = line->mail;
		alerted->target = eb_arena_string(settings->arena, line->target.text);
		g_ptr_array_add(settings->alerts, alerted);
	}
}

static int facility_of(const char *name)
{
	for (size_t i = 0; name && i < EB_COUNT(facilities); i++)
		if (strcmp(facilities[i].name, name) == 0)
			return facilities[i].facility;
	return -1;
}

static void take_log(struct hb_settings *settings, const struct hb_config *config)
{
	settings->log = (struct hb_log_to) {
		.logfile = eb_arena_string(settings->arena, config->setting[HB_LOGFILE].text),
		.debugfile = eb_arena_string(settings->arena, config->setting[HB_DEBUGFILE].text),
		.facility = facility_of(config->setting[HB_LOGFACILITY].text),
		.debug = (int)config->setting[HB_DEBUG].value,
	};
	/* With none of the three Heartbeat spoke through its log daemon, which used syslog. */
	if (!settings->log.logfile && !settings->log.debugfile && settings->log.facility < 0 &&
	    !config->setting[HB_LOGFACILITY].from)
		settings->log.facility = LOG_DAEMON;
}

struct hb_settings *hb_settings_of(const struct hb_config *config, const char *self)
{
	struct eb_arena *arena = eb_arena_new();
	struct hb_settings *settings = eb_arena_make(arena, struct hb_settings);
	g_autofree char *lower = g_ascii_strdown(self, -1);
	const struct hb_stonith *device;
	const struct hb_medium *medium;
	const struct hb_node *node;
	const struct hb_ping *ping;

	*settings = (struct hb_settings) {
		.arena = arena,
		.self = eb_arena_string(arena, lower),
		.nodes = eb_arena_array(arena),
		.devices = eb_arena_array(arena),
		.pings = eb_arena_array(arena),
		.parameters = eb_arena_array(arena),
		.grants = eb_arena_array(arena),
		.programs = eb_arena_array(arena),
		.alerts = eb_arena_array(arena),
		.environment = eb_arena_array(arena),
		.files = eb_arena_array(arena),
		.keepalive_ms = config->setting[HB_KEEPALIVE].value,
		.warntime_ms = config->setting[HB_WARNTIME].value,
		.deadtime_ms = config->setting[HB_DEADTIME].value,
		.initdead_ms = config->setting[HB_INITDEAD].value,
		.deadping_ms = config->setting[HB_DEADPING].value,
		.takeover_delay_ms = config->setting[HB_TAKEOVER_DELAY].value,
		.address_check_ms = config->setting[HB_ADDRESS_CHECK].value,
		.takeover_manual = config->setting[HB_TAKEOVER].value == HB_TAKEOVER_MANUAL,
		.ipfail = hb_respawn_find(config, "ipfail") || hb_respawn_find(config, "pingd"),
		.failback = (enum hb_failback)config->setting[HB_AUTO_FAILBACK].value,
		.fencing = config->stoniths->len > 0,
	};
	eb_for_each (node, config->nodes)
		add_once(settings, settings->nodes, node->name);
	eb_for_each (medium, config->media)
		if (medium->kind != HB_MEDIUM_SERIAL)
			add_once(settings, settings->devices, medium->device.text);
	eb_for_each (ping, config->pings)
		add_target(settings, ping);
	eb_for_each (device, config->stoniths)
		if (*device->parameters.text == '/')
			add_once(settings, settings->files, device->parameters.text);
	take_parameters(settings, config);
	take_grants(settings, config);
	take_programs(settings, config);
	take_alerts(settings, config);
	take_log(settings, config);
	return settings;
}

void hb_settings_free(struct hb_settings *settings)
{
	if (settings)
		eb_arena_free(settings->arena);
}
