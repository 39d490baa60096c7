// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What resources run in the lab. What needs hardware, or would touch more than the lab, is replaced
 * by a recorder: a script that only remembers whether it runs, and writes down when it is called.
 * Each replacement is said.
 */
#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "heartbeat-compat/rehearse.h"
#include "lib/file.h"

enum { PROGRAM_MAX = 64 << 20 };

static const char OCF[] = "usr/lib/ocf/resource.d";
static const char REAL[] = "usr/libexec/escapebeat-lab/real";
static const char HA_D[] = "etc/ha.d/resource.d";

/* Agents of the suite that run as they are, beside those of addresses, ping nodes and scripts. */
static const char *const own[] = { "IPv6addr", "Dummy", "Stateful", "SendArp", NULL };

/* Scripts of this machine that write little and open no port outside the node: they may run. */
static const char *const harmless[] = { "nginx", "apache2", "httpd", "lighttpd", "haproxy", NULL };

void eb_rehearse_note(struct eb_rehearsal *r, const char *format, ...)
{
	g_autofree char *text = NULL;
	const char *known;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	eb_for_each (known, r->notes)
		if (strcmp(known, text) == 0)
			return;
	g_ptr_array_add(r->notes, (char *)eb_arena_string(r->plan->arena, text));
}

/* ---- files of all nodes -------------------------------------------------------------------------- */

/* WORK/root/FOLDER/NAME, its folder made; g_free it. */
static char *target(const struct eb_rehearsal *r, const char *dir, const char *name)
{
	char *path = g_build_filename(r->work, "root", dir, name, NULL);

	eb_file_make_parent(path);
	return path;
}

static int copy(const char *from, const char *to)
{
	EB_CLEAN(eb_freep) char *data = NULL;
	size_t length = 0;
	int failed = eb_file_read(from, PROGRAM_MAX, &data, &length);

	return failed < 0 ? failed : eb_file_replace(to, data, length, 0755);
}

/* Puts a recorder there; real: the program that does the work, as the nodes see it, or NULL. */
static int lay_recorder(const struct eb_rehearsal *r, const char *dir, const char *name,
			const char *real)
{
	g_autofree char *from = g_build_filename(eb_lab_scripts(), "recorder", NULL);
	g_autofree char *to = target(r, dir, name);
	g_autofree char *link = real ? target(r, REAL, name) : NULL;

	if (link && symlink(real, link) < 0 && errno != EEXIST)
		return -errno;
	return copy(from, to);
}

static int lay_agent(const struct eb_rehearsal *r, const char *dir, const char *name,
		     const char *type)
{
	g_autofree char *from = g_build_filename(eb_lab_agents(), type, NULL);
	g_autofree char *to = target(r, dir, name);

	return copy(from, to);
}

/* ---- resources ------------------------------------------------------------------------------------- */

static struct eb_pair *param(const struct eb_resource *resource, const char *name)
{
	struct eb_pair *pair;

	eb_for_each (pair, resource->params)
		if (strcmp(pair->name, name) == 0)
			return pair;
	return NULL;
}

static bool lists(const GPtrArray *names, const char *name)
{
	const char *item;

	eb_for_each (item, names)
		if (strcmp(item, name) == 0)
			return true;
	return false;
}

/* The script of this machine that is run in earnest, or NULL; g_free it. */
static char *real_script(const struct eb_rehearsal *r, const char *name)
{
	g_autofree char *path = g_build_filename("/etc/init.d", name, NULL);
	bool wanted = lists(r->real, name);

	if (!wanted && !g_strv_contains(harmless, name))
		return NULL;
	if (access(path, X_OK) == 0)
		return g_steal_pointer(&path);
	return NULL;
}

/* A script below hbscript. Its name stays, its folder is the one that Heartbeat looks in. */
static int stage_script(struct eb_rehearsal *r, struct eb_resource *resource,
			struct eb_actor *actor)
{
	struct eb_pair *script = param(resource, "script"), *args = param(resource, "args");
	g_autofree char *name = g_path_get_basename(script ? script->value : "none");
	g_autofree char *real = real_script(r, name);
	g_autoptr(GString) word = g_string_new(name);
	g_auto(GStrv) arguments = g_strsplit(args ? args->value : "", " ", -1);

	for (size_t i = 0; arguments[i]; i++)
		if (*arguments[i])
			g_string_append_printf(word, "::%s", arguments[i]);
	actor->word = eb_arena_string(r->plan->arena, word->str);
	if (script)
		script->value = eb_arena_string(r->plan->arena, name);
	if (real)
		eb_rehearse_note(
			r, "%s: the one of this machine, with this machine's configuration", name);
	else
		eb_rehearse_note(r, "%s: a recorder, which only remembers whether it runs", name);
	return lay_recorder(r, HA_D, name, real);
}

/* There is no systemd in a node: the unit's place is taken by a script of its name. */
static void become_script(struct eb_rehearsal *r, struct eb_resource *resource)
{
	const char *unit = resource->type;

	eb_pair_add(r->plan, resource->params, "script", unit);
	resource->class = "ocf";
	resource->provider = "escapebeat";
	resource->type = "hbscript";
	eb_rehearse_note(r, "the unit %s: run as a script, since a node of the lab has no systemd",
			 unit);
}

static bool is_address(const struct eb_resource *resource)
{
	return strcmp(resource->type, "IPaddr2") == 0 || strcmp(resource->type, "IPaddr") == 0;
}

/* The suite's agent, with a recorder in front of it. */
static int lay_recorded(const struct eb_rehearsal *r, const char *dir, const char *type)
{
	g_autofree char *real = g_strdup_printf("/%s/agents/%s", REAL, type);
	g_autofree char *agents = g_build_filename(REAL, "agents", NULL);
	int failed = lay_agent(r, agents, type, type);

	return failed < 0 ? failed : lay_recorder(r, dir, type, real);
}

/*
 * An IPv4 address is watched from outside; IPv6 has no ARP, so that start and stop are recorded. A
 * recorder that is there for one of these takes the others through, too.
 */
static int stage_address(struct eb_rehearsal *r, const struct eb_resource *resource,
			 const char *dir, struct eb_actor *actor)
{
	const struct eb_pair *ip = param(resource, "ip");
	g_autofree char *link = target(r, REAL, resource->type);
	bool recorded = g_file_test(link, G_FILE_TEST_IS_SYMLINK);

	if (ip && !strchr(ip->value, ':')) {
		actor->address = ip->value;
		return recorded ? lay_recorded(r, dir, resource->type)
				: lay_agent(r, dir, resource->type, resource->type);
	}
	actor->word = eb_arena_format(r->plan->arena, "ip:%s", ip ? ip->value : "");
	return lay_recorded(r, dir, resource->type);
}

static int stage_agent(struct eb_rehearsal *r, const struct eb_resource *resource,
		       struct eb_actor *actor, bool promotable)
{
	bool ours = strcmp(resource->provider, "escapebeat") == 0;
	g_autofree char *dir = g_build_filename(OCF, resource->provider, NULL);
	g_autofree char *name = g_strdup_printf("ocf:%s:%s", resource->provider, resource->type);

	if (is_address(resource)) {
		if (!ours)
			eb_rehearse_note(r, "%s: played by ocf:escapebeat:%s", name,
					 resource->type);
		return stage_address(r, resource, dir, actor);
	}
	if (strcmp(resource->type, "ping") == 0) {
		if (!ours)
			eb_rehearse_note(r, "%s: played by ocf:escapebeat:ping", name);
		return lay_agent(r, dir, resource->type, "ping");
	}
	if (ours && g_strv_contains(own, resource->type))
		return lay_recorded(r, dir, resource->type);
	if (promotable) {
		eb_rehearse_note(
			r, "%s: played by ocf:escapebeat:Stateful, which only remembers its role",
			name);
		return lay_agent(r, dir, resource->type, "Stateful");
	}
	eb_rehearse_note(r, "%s: a recorder, which only remembers whether it runs", name);
	return lay_recorder(r, dir, resource->type, NULL);
}

/* Secrets are no part of a plan: what a node would read from its own files has no value here. */
static void drop_secrets(struct eb_rehearsal *r, struct eb_resource *resource)
{
	for (guint i = resource->params->len; i-- > 0;) {
		const struct eb_pair *pair = resource->params->pdata[i];

		if (!g_str_has_prefix(pair->value, "lrm://"))
			continue;
		eb_rehearse_note(r, "%s of %s: a secret, which stays out of the lab", pair->name,
				 resource->id);
		g_ptr_array_remove_index(resource->params, i);
	}
}

/* actor is filled in with how it is watched. */
static int stage(struct eb_rehearsal *r, struct eb_resource *resource, struct eb_actor *actor,
		 bool promotable)
{
	drop_secrets(r, resource);
	if (strcmp(resource->class, "ocf") != 0)
		become_script(r, resource);
	if (strcmp(resource->type, "hbscript") == 0) {
		g_autofree char *dir = g_build_filename(OCF, resource->provider, NULL);
		int failed = lay_agent(r, dir, "hbscript", "hbscript");

		return failed < 0 ? failed : stage_script(r, resource, actor);
	}
	return stage_agent(r, resource, actor, promotable);
}

static bool is_promotable(const struct eb_resource *resource)
{
	const struct eb_pair *meta;

	eb_for_each (meta, resource->meta)
		if (strcmp(meta->name, "promotable") == 0)
			return strcmp(meta->value, "true") == 0;
	return false;
}

/* Lays what the resource runs; into: takes what is watched of it, NULL: nothing is. */
static int stage_all(struct eb_rehearsal *r, struct eb_resource *resource, GPtrArray *into,
		     bool promotable)
{
	struct eb_resource *member;
	struct eb_actor *actor;
	int failed = 0;

	eb_for_each (member, resource->members) {
		failed = stage_all(r, member, into, promotable || is_promotable(resource));
		if (failed < 0)
			return failed;
	}
	if (resource->kind != EB_PRIMITIVE)
		return 0;
	actor = eb_arena_make(r->plan->arena, struct eb_actor);
	actor->id = resource->id;
	actor->service = eb_track_new();
	actor->presence = eb_track_new();
	if (into)
		g_ptr_array_add(into, actor);
	return stage(r, resource, actor, promotable);
}

static struct eb_cast *cast_of(const struct eb_rehearsal *r, const struct eb_resource *resource)
{
	struct eb_cast *cast;

	eb_for_each (cast, r->casts)
		if (strcmp(cast->id, resource->id) == 0)
			return cast;
	return NULL;
}

int eb_rehearse_stage(struct eb_rehearsal *r)
{
	struct eb_resource *resource;
	int failed = 0;

	eb_for_each (resource, r->plan->cib.resources) {
		struct eb_cast *cast = cast_of(r, resource);

		failed = stage_all(r, resource, cast ? cast->actors : NULL, false);
		if (failed < 0)
			return failed;
	}
	return 0;
}
