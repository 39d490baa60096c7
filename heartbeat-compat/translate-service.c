// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Services of haresources: a unit where it is known that every node has one, else the script
 * itself, run as ResourceManager ran it (ocf:escapebeat:hbscript).
 */
#include <string.h>

#include "heartbeat-compat/lex.h"
#include "heartbeat-compat/translation.h"

enum { BOOTS_NAMED = 8 }; /* the plan has them all */

/* What one distribution or the other calls a service; the first name is the scripts' one. */
static const char *const names[][5] = {
	{ "apache2", "httpd" },
	{ "crond", "cron" },
	{ "dhcpd", "isc-dhcp-server", "dhcpd4" },
	{ "httpd", "apache2" },
	{ "iptables", "netfilter-persistent" },
	{ "iscsi-target", "iscsitarget", "tgt", "tgtd" },
	{ "mysql", "mariadb", "mysqld" },
	{ "mysqld", "mariadb", "mysql" },
	{ "named", "bind9" },
	{ "nfs", "nfs-server", "nfs-kernel-server" },
	{ "nfs-kernel-server", "nfs-server" },
	{ "nfslock", "rpc-statd", "nfs-lock" },
	{ "ntpd", "ntp", "chronyd", "chrony" },
	{ "portmap", "rpcbind" },
	{ "postgres", "postgresql" },
	{ "samba", "smbd", "smb" },
	{ "slapd", "ldap", "dirsrv" },
	{ "smb", "smbd" },
	{ "snmpd", "net-snmp" },
	{ "sshd", "ssh" },
	{ "syslog", "rsyslog" },
	{ "tgtd", "tgt" },
	{ "vsftpd", "vsftp" },
	{ "xinetd", "inetutils-inetd" },
};

/* The script or unit that the operator named for this word. */
static const char *renamed(const struct eb_job *job)
{
	const struct eb_pair *service;

	eb_for_each (service, job->t->choices->services)
		if (strcmp(service->name, job->word->script) == 0)
			return service->value;
	return job->word->script;
}

static bool lists(const GPtrArray *list, const char *name)
{
	const char *item;

	if (!list)
		return false;
	eb_for_each (item, list)
		if (strncmp(item, name, strlen(name)) == 0 &&
		    (!item[strlen(name)] || strcmp(item + strlen(name), ".service") == 0))
			return true;
	return false;
}

/* True only when it is known of every node. */
static bool unit_everywhere(struct eb_translation *t, const char *name)
{
	const struct hb_node *node;

	eb_for_each (node, t->nodes) {
		const struct hb_host *host = hb_host_find(t->cluster, node->name);

		if (!host || !lists(host->units, name))
			return false;
	}
	return t->nodes->len > 0;
}

/* The unit that is this script by now: by its own name, or by another one where the script is
 * gone. NULL: none is known to be on every node. */
static const char *find_unit(struct eb_translation *t, const char *name)
{
	const struct hb_host *host;

	if (unit_everywhere(t, name))
		return name;
	eb_for_each (host, t->cluster->hosts)
		if (lists(host->scripts, name))
			return NULL;
	for (size_t i = 0; i < EB_COUNT(names); i++) {
		if (strcmp(names[i][0], name) != 0)
			continue;
		for (size_t n = 1; n < EB_COUNT(names[i]) && names[i][n]; n++)
			if (unit_everywhere(t, names[i][n]))
				return names[i][n];
	}
	return NULL;
}

/* A node whose scripts and units are known and that has neither. */
static void check_service(struct eb_job *job, const char *name)
{
	const struct hb_host *host;

	eb_for_each (host, job->t->cluster->hosts) {
		if (!host->scripts || !host->units || lists(host->scripts, name) ||
		    lists(host->units, name))
			continue;
		eb_message_hint(
			eb_diag_add(job->t->diag, EB_MSG_SERVICE_UNKNOWN, job->word->word.span,
				    "%s is neither a script nor a unit on %s", name,
				    host->uname ? host->uname : "the node"),
			"--service %s=NAME says what it is called there", job->word->script);
		return;
	}
}

/* Runs the script just as ResourceManager did: same arguments, same reading of its status. */
void eb_translate_script(struct eb_job *job, enum eb_mark mark, const char *reason)
{
	eb_agent_set(job->t, job->made, "hbscript", NULL);
	eb_job_param(job, "script", renamed(job));
	eb_job_param(job, "args", eb_job_values(job, "args"));
	eb_job_say(job, mark, reason);
}

void eb_translate_service(struct eb_job *job)
{
	const char *name = renamed(job);
	const char *unit = job->word->args->len ? NULL : find_unit(job->t, name);

	/* HB-2409: there is nothing that a command could disable. */
	if (!hb_is_script_name(name)) {
		eb_translate_script(job, EB_NEAR, "no script can be called so: it will not start");
		return;
	}
	g_ptr_array_add(job->t->boots, (char *)(unit ? unit : name));
	if (unit) {
		eb_unit_set(job->t, job->made, eb_arena_string(job->t->plan->arena, unit));
		eb_job_say(job, unit == name ? EB_EXACT : EB_NEAR,
			   unit == name ? NULL
					: EB_TEXT(job->t, "%s is called %s here", name, unit));
		return;
	}
	check_service(job, name);
	eb_translate_script(job, EB_EXACT,
			    name == job->word->script ? NULL : "renamed by --service");
}

/* ---- of all of them ------------------------------------------------------------------------------------ */

static bool is_used(const struct eb_translation *t, const char *script)
{
	const struct hb_group *group;
	const struct hb_resource *word;

	eb_for_each (group, t->haresources->groups)
		eb_for_each (word, group->members)
			if (strcmp(word->script, script) == 0)
				return true;
	return false;
}

/* What is started at boot as well runs where it should not. */
static void tell_boots(struct eb_translation *t)
{
	g_autoptr(GHashTable) told = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GString) list = g_string_new(NULL);
	const char *name;
	guint more;

	eb_for_each (name, t->boots)
		if (g_hash_table_add(told, (char *)name) && g_hash_table_size(told) <= BOOTS_NAMED)
			g_string_append_printf(list, " %s", name);
	if (!list->len)
		return;
	more = g_hash_table_size(told) - MIN(g_hash_table_size(told), BOOTS_NAMED);
	if (more)
		g_string_append_printf(list, ", and the %u other%s of the plan", more,
				       more == 1 ? "" : "s");
	eb_message_hint(eb_diag_add(t->diag, EB_MSG_BOOT, (struct eb_span) { 0 },
				    "what the cluster starts must not be started at boot"),
			"on every node: systemctl disable%s", list->str);
}

/* --service for a word that is not there is a slip that would go unnoticed. */
void eb_check_services(struct eb_translation *t)
{
	const struct eb_pair *service;

	eb_for_each (service, t->choices->services)
		if (!is_used(t, service->name))
			eb_diag_add(t->diag, EB_MSG_SERVICE_UNKNOWN, (struct eb_span) { 0 },
				    "--service %s=%s: haresources has no '%s'", service->name,
				    service->value, service->name);
	tell_boots(t);
}
