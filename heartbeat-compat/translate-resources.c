// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From lines of haresources to groups. A line's members run together, start from left to
 * right and stop from right to left: a group. Lines know nothing of each other.
 */
#include <string.h>

#include "heartbeat-compat/secret.h"
#include "heartbeat-compat/translation.h"

/* Scripts that are agents by now: the names of their arguments, in order. */
static const struct script {
	const char *name, *type;
	const char *params[5];
} scripts[] = {
	{ "AudibleAlarm", "AudibleAlarm", { "nodelist" } },
	{ "Delay", "Delay", { "startdelay", "stopdelay" } },
	{ "Filesystem", "Filesystem", { "device", "directory", "fstype", "options" } },
	{ "IPsrcaddr", "IPsrcaddr", { "ipaddress" } },
	{ "MailTo", "MailTo", { "email", "subject" } },
	{ "Xinetd", "Xinetd", { "service" } },
	{ "apache", "apache", { "configfile" } },
	{ "portblock", "portblock", { "protocol", "portno", "action" } },
};

/* Scripts of Heartbeat that run as they are for now, and what there is instead. */
static const struct later {
	const char *name, *better;
} laters[] = {
	{ "ICP", "ocf:heartbeat:ICP" },
	{ "LVM", "ocf:heartbeat:LVM-activate" },
	{ "LVSSyncDaemonSwap", "an agent for the sync daemon" },
	{ "LinuxSCSI", "ocf:heartbeat:LinuxSCSI" },
	{ "OCF", "the agent itself" },
	{ "Raid1", "ocf:heartbeat:mdraid" },
	{ "SendArp", "IPaddr2, which announces its address itself" },
	{ "ServeRAID", "ocf:heartbeat:ServeRAID" },
	{ "WAS", "ocf:heartbeat:WAS" },
	{ "WinPopup", "ocf:heartbeat:WinPopup" },
	{ "db2", "ocf:heartbeat:db2" },
	{ "drbddisk", "a promotable clone of ocf:linbit:drbd" },
	{ "drbdupper", "a promotable clone of ocf:linbit:drbd" },
	{ "ids", "ocf:heartbeat:ids" },
	{ "ldirectord", "ocf:heartbeat:ldirectord" },
};

/* Scripts that need an address to do anything; without a valid one the model has none. */
static const char *const address_scripts[] = { "IPaddr", "IPaddr2", "IPv6addr", NULL };

/* One word on its way. */
struct job {
	struct eb_translation *t;
	const struct hb_group *group;
	const struct hb_resource *word;
	struct eb_fate *line;
	struct eb_resource *made;
};

/* ---- words ---------------------------------------------------------------------------------------------- */

static void say(struct job *job, enum eb_mark mark, const char *reason)
{
	g_autoptr(GString) text = g_string_new(NULL);
	const struct eb_resource *made = job->made;
	const struct eb_pair *param;

	g_string_printf(text, "%s:%s%s%s %s", made->class, made->provider ? made->provider : "",
			made->provider ? ":" : "", made->type, made->id);
	eb_for_each (param, made->params)
		g_string_append_printf(text, " %s=%s", param->name, param->value);
	eb_made(job->t,
		eb_word_became(job->t, job->line, &job->word->word, mark, text->str, reason),
		made->id);
}

static void add_param(struct job *job, const char *name, const char *value)
{
	if (value)
		eb_pair_add(job->t->plan, job->made->params, name, value);
}

/* An argument that holds a secret. */
static bool is_secret(const struct job *job, const struct hb_word *arg)
{
	const struct hb_word *word = &job->word->word;
	size_t end = arg->span.column - word->span.column + strlen(arg->text);

	return end > eb_argument_open(word->text, strlen(word->text));
}

/* The value stays out of plan and CIB: Pacemaker reads it from a file of the node's. */
static const char *keep_secret(struct job *job, const char *param)
{
	eb_message_hint(
		eb_diag_add(job->t->diag, EB_MSG_SECRET_ARGUMENT, job->word->word.span,
			    "%s holds a secret, which the plan does not", job->word->script),
		"cibsecret set %s %s VALUE when the resource is there", job->made->id, param);
	return "lrm://";
}

static void make_address(struct job *job)
{
	const struct hb_address *addr = eb_word_address(job->word);

	eb_agent_set(job->t, job->made, job->t->choices->stock ? "heartbeat" : "escapebeat",
		     "IPaddr2", NULL);
	add_param(job, "ip", addr->ip.text);
	if (addr->prefix >= 0)
		add_param(job, "cidr_netmask", EB_TEXT(job->t, "%d", addr->prefix));
	add_param(job, "nic", addr->nic.text);
	add_param(job, "iflabel", addr->label.text);
	add_param(job, "broadcast", addr->broadcast.text);
	say(job, EB_EXACT, NULL);
}

static bool make_agent(struct job *job)
{
	const struct script *script = NULL;
	const struct hb_word *arg;

	for (size_t i = 0; i < EB_COUNT(scripts); i++)
		if (strcmp(scripts[i].name, job->word->script) == 0)
			script = &scripts[i];
	if (!script || job->word->args->len > EB_COUNT(script->params) - 1)
		return false;
	eb_agent_set(job->t, job->made, "heartbeat", script->type, NULL);
	eb_for_each (arg, job->word->args)
		if (script->params[arg_at])
			add_param(job, script->params[arg_at],
				  is_secret(job, arg) ? keep_secret(job, script->params[arg_at])
						      : arg->text);
	/* Heartbeat let mount(8) find out; the agent wants to be told. */
	if (strcmp(script->type, "Filesystem") == 0 && job->word->args->len == 2)
		add_param(job, "fstype", "auto");
	say(job, EB_EXACT, NULL);
	return true;
}

/* The script or unit that the operator named for this word. */
static const char *renamed(const struct job *job)
{
	const struct eb_pair *service;

	eb_for_each (service, job->t->choices->services)
		if (strcmp(service->name, job->word->script) == 0)
			return service->value;
	return job->word->script;
}

static bool lists(const GPtrArray *names, const char *name)
{
	const char *item;

	if (!names)
		return false;
	eb_for_each (item, names)
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

/* A node whose scripts and units are known and that has neither. */
static void check_service(struct job *job, const char *name)
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
static void make_script(struct job *job)
{
	struct eb_translation *t = job->t;
	const struct later *later = NULL;
	g_autoptr(GString) args = g_string_new(NULL);
	const struct hb_word *arg;
	bool secret = false;

	for (size_t i = 0; i < EB_COUNT(laters); i++)
		if (strcmp(laters[i].name, job->word->script) == 0)
			later = &laters[i];
	eb_agent_set(t, job->made, "escapebeat", "hbscript", NULL);
	add_param(job, "script", renamed(job));
	eb_for_each (arg, job->word->args) {
		g_string_append_printf(args, "%s%s", arg_at ? " " : "", arg->text);
		secret |= is_secret(job, arg);
	}
	add_param(job, "args", secret ? keep_secret(job, "args") : args->len ? args->str : NULL);
	if (later) {
		eb_diag_add(t->diag, EB_MSG_NOT_YET, job->word->word.span,
			    "%s is not translated yet to %s: it runs as the script it is",
			    job->word->script, later->better);
		say(job, EB_NEAR, EB_TEXT(t, "not translated yet to %s", later->better));
		return;
	}
	check_service(job, renamed(job));
	say(job, EB_EXACT, renamed(job) == job->word->script ? NULL : "renamed by --service");
}

static void make_service(struct job *job)
{
	const char *name = renamed(job);

	if (!job->word->args->len && unit_everywhere(job->t, name)) {
		eb_unit_set(job->t, job->made, eb_arena_string(job->t->plan->arena, name));
		say(job, EB_EXACT, NULL);
		return;
	}
	make_script(job);
}

/* An address that stands further up already; two owners would fight over it. */
static bool repeated(struct job *job, const char *name)
{
	if (!eb_word_address(job->word) || !eb_id_taken(job->t, EB_TEXT(job->t, "hb-%s", name)))
		return false;
	eb_word_became(job->t, job->line, &job->word->word, EB_DROPPED, NULL,
		       "this address stands further up already");
	return true;
}

/* ---- lines ---------------------------------------------------------------------------------------------- */

static void make_word(struct job *job, GPtrArray *into, const char *line)
{
	struct eb_translation *t = job->t;
	const char *name = eb_word_slug(t, job->word);
	const struct hb_address *addr = eb_word_address(job->word);

	if (!addr && g_strv_contains(address_scripts, job->word->script)) {
		eb_word_became(t, job->line, &job->word->word, EB_REFUSED, NULL, "not an address");
		return;
	}
	if (repeated(job, name))
		return;
	job->made = eb_resource_add(
		t->plan, into, EB_PRIMITIVE,
		eb_id_make(t, name, !addr && eb_slug_shared(t, name) ? line : NULL));
	if (addr)
		make_address(job);
	else if (!make_agent(job))
		make_service(job);
}

static const char *home_of(const struct eb_translation *t, const struct hb_group *group)
{
	const struct hb_node *node;

	eb_for_each (node, t->nodes)
		if (strcmp(node->name, group->node) == 0)
			return eb_node_name(t, node);
	return group->node_word.text;
}

static struct eb_location *location_add(struct eb_translation *t, const char *resource,
					const char *prefix)
{
	struct eb_location *location = eb_arena_make(t->plan->arena, struct eb_location);

	location->id = EB_TEXT(t, "hb-%s-%s", prefix, resource + strlen("hb-"));
	location->resource = resource;
	g_ptr_array_add(t->plan->cib.locations, location);
	return location;
}

static void add_locations(struct eb_translation *t, const char *resource, const char *home)
{
	struct eb_scores scores = eb_scores_of(t);
	struct eb_location *location = location_add(t, resource, "home");
	const char *attribute;

	location->node = home;
	location->score = EB_TEXT(t, "%u", scores.home);
	/* hb_standby sets the attribute on a node. A positive score for the others moves the group
	 * there; a negative one for this node would keep the group from it when the others die. */
	location = location_add(t, resource, "away");
	location->attribute = location->id;
	location->operation = "not_defined";
	location->score = EB_TEXT(t, "%u", scores.away);
	eb_for_each (attribute, t->pings) {
		bool plain = strcmp(attribute, "pingd") == 0;

		location = location_add(t, resource, plain ? "ping" : EB_TEXT(t, "%s", attribute));
		location->attribute = attribute;
		location->operation = plain ? "defined" : "gt";
		location->value = plain ? NULL : "0";
		location->score = plain ? NULL : EB_TEXT(t, "%u", scores.ping);
	}
}

/* A group, or the one member alone; empty groups are not allowed, so it is made afterwards. */
static void translate_line(struct eb_translation *t, const struct hb_group *group)
{
	struct eb_fate *line = eb_became(t, group->record, EB_EXACT, NULL, NULL);
	const char *name = eb_group_slug(t, group), *home = home_of(t, group);
	GPtrArray *members = eb_arena_array(t->plan->arena);
	struct eb_resource *whole;
	const struct hb_resource *word;

	eb_for_each (word, group->members) {
		struct job job = { .t = t, .group = group, .word = word, .line = line };

		make_word(&job, members, name);
	}
	if (!members->len)
		return;
	/* A line that lost a word is not lost. */
	if (line->mark == EB_DROPPED)
		line->mark = EB_NEAR;
	if (members->len > 1) {
		whole = eb_resource_add(t->plan, t->plan->cib.resources, EB_GROUP,
					eb_id_make(t, EB_TEXT(t, "group-%s", name), NULL));
		whole->members = members;
		line->target = EB_TEXT(t, "CIB group %s, home %s", whole->id, home);
		eb_made(t, line, whole->id);
	} else {
		whole = members->pdata[0];
		g_ptr_array_add(t->plan->cib.resources, whole);
		line->target = EB_TEXT(t, "CIB %s, home %s", whole->id, home);
	}
	add_locations(t, whole->id, home);
}

/* Intervals in the plan are eb_interval_text or those of agent-ops.c: "10s", "1500ms". */
static int64_t longest_interval(const GPtrArray *resources)
{
	const struct eb_resource *resource;
	const struct eb_op *op;
	int64_t longest = 0;

	eb_for_each (resource, resources) {
		longest = MAX(longest, longest_interval(resource->members));
		eb_for_each (op, resource->ops) {
			char *unit;
			int64_t value = g_ascii_strtoll(op->interval, &unit, 10);

			longest = MAX(longest, strcmp(unit, "s") == 0 ? value * 1000 : value);
		}
	}
	return longest;
}

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

/* --service for a word that is not there is a slip that would go unnoticed. */
static void check_renamings(struct eb_translation *t)
{
	const struct eb_pair *service;

	eb_for_each (service, t->choices->services)
		if (!is_used(t, service->name))
			eb_diag_add(t->diag, EB_MSG_SERVICE_UNKNOWN, (struct eb_span) { 0 },
				    "--service %s=%s: haresources has no '%s'", service->name,
				    service->value, service->name);
}

void eb_translate_resources(struct eb_translation *t)
{
	const struct hb_group *group;

	check_renamings(t);

	/* With crm on Heartbeat does not read the file. */
	if (t->ha_cf->setting[HB_CRM].value)
		return;
	eb_for_each (group, t->haresources->groups)
		translate_line(t, group);
	if (t->plan->cib.resources->len)
		eb_takes(t, "a failed service is noticed", EB_NEVER,
			 longest_interval(t->plan->cib.resources),
			 "Heartbeat never looked; Pacemaker monitors, at most this far apart");
}
