// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What Heartbeat ran and admitted beside resources: respawn, failfast, env and apiauth lines.
 *
 * A client becomes a unit of systemd that comes and goes with corosync, as it came and went with
 * Heartbeat. corosync gets a drop-in that wants the units, so that no link has to be made: the
 * plan consists of files. While Heartbeat runs its own clients, the condition keeps a second one
 * from starting; apply starts the units when Heartbeat has ended. escapebeatd runs a client only
 * while there is no unit for it, so systemd has it wherever a plan was applied.
 */
#include <string.h>

#include "heartbeat-compat/clients.h"
#include "heartbeat-compat/translation.h"

/* What does the work of Heartbeat's own programs today. */
const struct eb_client eb_clients[] = {
	{ "apphbd", "systemd watches programs" },
	{ "attrd", "Pacemaker does this" },
	{ "ccm", "corosync does this" },
	{ "cib", "Pacemaker does this" },
	{ "cibmon", "crm_mon does this" },
	{ "crmd", "Pacemaker does this" },
	{ "dopd", "DRBD's fence-peer handler has to be changed: to crm-fence-peer.9.sh" },
	{ "ha_logd", "the journal does this" },
	{ "hbagent", "it speaks to Heartbeat alone; Pacemaker sends alerts by SNMP" },
	{ "ifcheckd", "ping nodes and rules do this" },
	{ "ipfail", "only one ipfail counts" },
	{ "lrmd", "Pacemaker does this" },
	{ "mgmtd", "pcsd or crmsh do this" },
	{ "pengine", "Pacemaker does this" },
	{ "pingd", "only one pingd counts" },
	{ "quorumd", "corosync-qnetd does this" },
	{ "stonithd", "Pacemaker does this" },
	{ 0 },
};

const struct eb_client *eb_client_find(const char *name)
{
	for (const struct eb_client *client = eb_clients; client->name; client++)
		if (strcmp(client->name, name) == 0)
			return client;
	return NULL;
}

/* ---- units ------------------------------------------------------------------------------------------- */

/* As systemd reads it between double quotes: % and, of commands, $ would be replaced. */
static char *quoted(const char *text, bool command)
{
	GString *out = g_string_new(NULL);

	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			g_string_append_c(out, '\\');
		if (*text == '%' || (command && *text == '$'))
			g_string_append_c(out, *text);
		g_string_append_c(out, *text);
	}
	return g_string_free(out, FALSE);
}

/* Outside quotes only % means something. */
static const char *plain(struct eb_translation *t, const char *text)
{
	g_auto(GStrv) parts = g_strsplit(text, "%", -1);
	g_autofree char *doubled = g_strjoinv("%%", parts);

	return eb_arena_string(t->plan->arena, doubled);
}

/* What the old program found in its environment; the values are secrets. */
static void put_environment(struct eb_translation *t, GString *text)
{
	const struct hb_env *env;

	eb_for_each (env, t->ha_cf->envs) {
		g_autofree char *name = quoted(env->name, false);
		g_autofree char *value = quoted(env->value, false);

		g_string_append_printf(
			text, "Environment=\"HA_%s=%s\"\n", name,
			eb_secret_keep(t->plan, EB_TEXT(t, "env/%u", env_at + 1), value));
	}
}

/* Heartbeat gave the line to a shell. */
static void put_command(struct eb_translation *t, GString *text, const struct hb_respawn *respawn,
			const char *unit)
{
	g_autofree char *path = quoted(respawn->command.text, true);
	g_autofree char *args = quoted(respawn->args, true);
	const char *shown =
		*args ? EB_TEXT(t, " %s",
				eb_secret_keep(t->plan, EB_TEXT(t, "args/%s", unit), args))
		      : "";

	if (respawn->failfast)
		g_string_append_printf(text, "ExecStart=/bin/sh -c \"%s%s; exit 1\"\n", path,
				       shown);
	else
		g_string_append_printf(text, "ExecStart=/bin/sh -c \"exec %s%s\"\n", path, shown);
}

/*
 * respawn: started again whatever it ended with, but for 100, which asks not to be.
 * failfast: whatever it ends with by itself fails the unit, which reboots the node; to be stopped
 * by a signal, with corosync, is no failure.
 */
static const char *unit_text(struct eb_translation *t, const struct hb_respawn *respawn,
			     const char *unit)
{
	g_autoptr(GString) text = g_string_new(NULL);

	g_string_printf(text,
			"# Written by escapebeat: %s %s %s\n"
			"[Unit]\n"
			"Description=%s, which Heartbeat ran\n"
			"After=corosync.service pacemaker.service\n"
			"PartOf=corosync.service\n"
			"ConditionPathExists=!/run/heartbeat.pid\n"
			"ConditionFileIsExecutable=%s\n"
			"StartLimitIntervalSec=0\n%s"
			"\n"
			"[Service]\n"
			"User=%s\n",
			respawn->record->name.text, respawn->user.text, respawn->command.text,
			plain(t, respawn->client), plain(t, respawn->command.text),
			respawn->failfast ? "FailureAction=reboot-force\n" : "",
			plain(t, respawn->user.text));
	put_environment(t, text);
	put_command(t, text, respawn, unit);
	g_string_append(text, respawn->failfast ? "Restart=no\n"
						: "Restart=always\n"
						  "RestartSec=1s\n"
						  "RestartPreventExitStatus=100\n");
	return eb_arena_string(t->plan->arena, text->str);
}

char *eb_client_unit(const char *client)
{
	g_autofree char *slug = eb_slug_of(client);

	return g_strdup_printf("hb-client-%s", slug);
}

static const char *unit_name(struct eb_translation *t, const struct hb_respawn *respawn)
{
	g_autofree char *name = eb_client_unit(respawn->client);
	unsigned int same = 0;
	const struct eb_file *file;

	eb_for_each (file, t->plan->files)
		same += file->unit && g_str_has_prefix(file->unit, name);
	return same ? EB_TEXT(t, "%s-%u.service", name, same + 1) : EB_TEXT(t, "%s.service", name);
}

static void make_unit(struct eb_translation *t, const struct hb_respawn *respawn, GString *wanted)
{
	const char *name = unit_name(t, respawn);
	struct eb_file *file =
		eb_file_add(t->plan, EB_TEXT(t, EB_CLIENT_UNITS "/%s", name), "0600",
			    EB_TEXT(t, "runs %s", respawn->client), unit_text(t, respawn, name));

	file->unit = name;
	g_string_append_printf(wanted, " %s", name);
	eb_became(t, respawn->record, EB_EXACT, EB_TEXT(t, "unit %s", name),
		  respawn->failfast ? "its end reboots the node; it comes and goes with corosync"
				    : "it comes and goes with corosync");
}

/* ipfail and pingd have become rules already, if anything. */
static void translate_respawns(struct eb_translation *t)
{
	const struct hb_respawn *respawn;
	g_autoptr(GString) wanted = g_string_new(NULL);

	eb_for_each (respawn, t->ha_cf->respawns) {
		const struct eb_client *own = eb_client_find(respawn->client);

		if (g_hash_table_contains(t->fates, respawn->record))
			continue;
		if (own)
			eb_became(t, respawn->record, EB_DROPPED, NULL, own->reason);
		else
			make_unit(t, respawn, wanted);
	}
	if (wanted->len)
		eb_file_add(t->plan, EB_CLIENT_UNITS "/corosync.service.d/hb-clients.conf", "0644",
			    "starts what Heartbeat respawned",
			    EB_TEXT(t, "# Written by escapebeat.\n[Unit]\nWants=%s\n",
				    wanted->str + 1));
}

static bool has_units(const struct eb_translation *t)
{
	const struct eb_file *file;

	eb_for_each (file, t->plan->files)
		if (file->unit)
			return true;
	return false;
}

static void translate_envs(struct eb_translation *t)
{
	const struct hb_env *env;
	bool used = has_units(t);

	eb_for_each (env, t->ha_cf->envs)
		eb_became(t, env->record, used ? EB_EXACT : EB_DROPPED,
			  used ? EB_TEXT(t, "units: Environment=HA_%s", env->name) : NULL,
			  used ? NULL : "it was for respawned programs, and none is left");
}

/* ---- who may ask ------------------------------------------------------------------------------------- */

static void list_others(GString *out, const char *kind, const GPtrArray *ids,
			const char *const *admitted)
{
	const char *id;

	eb_for_each (id, ids)
		if (!g_strv_contains(admitted, id))
			g_string_append_printf(out, "%s%s %s", out->len ? ", " : "", kind, id);
}

/* Pacemaker's own rule holds for all clients alike. */
static void translate_apiauths(struct eb_translation *t)
{
	static const char *const users[] = { "root", "hacluster", "0", NULL };
	static const char *const groups[] = { "haclient", NULL };
	const struct hb_apiauth *auth;

	eb_for_each (auth, t->ha_cf->apiauths) {
		g_autoptr(GString) others = g_string_new(NULL);

		list_others(others, "user", auth->uids, users);
		list_others(others, "group", auth->gids, groups);
		eb_became(t, auth->record, EB_NEAR, "Pacemaker admits root and the group haclient",
			  others->len ? EB_TEXT(t,
						"not %s: add the user to haclient, and limit it "
						"with an ACL",
						others->str)
				      : NULL);
	}
}

void eb_translate_clients(struct eb_translation *t)
{
	translate_respawns(t);
	translate_envs(t);
	translate_apiauths(t);
}
