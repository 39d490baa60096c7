// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From a plan to what the lab boots: names, addresses, times and rules stay as they are. Fence
 * devices go, the network is drawn.
 */
#include <string.h>

#include "heartbeat-compat/rehearse.h"
#include "heartbeat-compat/to-cib.h"
#include "heartbeat-compat/to-corosync.h"
#include "lib/clock.h"
#include "lib/file.h"
#include "lib/run.h"

enum { TEXT_MAX = 64 << 20, TOPOLOGY_MS = 20000 };

static int fail(const struct eb_rehearsal *r, const char *what, int error)
{
	fprintf(stderr, "escapebeat: cannot rehearse %s: %s: %s\n", r->path, what,
		g_strerror(error));
	return 1;
}

/* ---- groups ------------------------------------------------------------------------------------------ */

static bool is_fencing(const struct eb_resource *resource)
{
	return resource->kind == EB_CLONE
		       ? is_fencing(resource->members->pdata[0])
		       : resource->kind == EB_PRIMITIVE && strcmp(resource->class, "stonith") == 0;
}

static bool names(const struct eb_resource *resource, const char *id)
{
	const struct eb_resource *member;

	if (strcmp(resource->id, id) == 0)
		return true;
	eb_for_each (member, resource->members)
		if (names(member, id))
			return true;
	return false;
}

/* Fence devices of production are out of reach, and had better be. */
static void remove_fencing(struct eb_rehearsal *r)
{
	GPtrArray *resources = r->plan->cib.resources, *locations = r->plan->cib.locations;

	for (guint i = resources->len; i-- > 0;) {
		const struct eb_resource *resource = resources->pdata[i];

		if (!is_fencing(resource))
			continue;
		for (guint j = locations->len; j-- > 0;)
			if (names(resource, ((struct eb_location *)locations->pdata[j])->resource))
				g_ptr_array_remove_index(locations, j);
		eb_rehearse_note(r, "fence device %s: the lab's power switch takes its place",
				 resource->id);
		g_ptr_array_remove_index(resources, i);
	}
	if (!r->rules.unfenced)
		eb_rehearse_note(r, "fencing: by the lab's power switch, and it is on");
}

static const char *short_name(const char *id)
{
	static const char *const prefixes[] = { "hb-group-", "hb-" };

	for (size_t i = 0; i < EB_COUNT(prefixes); i++)
		if (g_str_has_prefix(id, prefixes[i]))
			return id + strlen(prefixes[i]);
	return id;
}

/* The lines of haresources; a clone serves everywhere. */
static void find_casts(struct eb_rehearsal *r)
{
	const GPtrArray *lines = eb_plan_lines(r->plan);
	unsigned int *home = eb_arena_alloc(r->plan->arena, (lines->len + 1) * sizeof(*home));
	const struct eb_location *line;
	const struct eb_resource *resource;

	eb_for_each (line, lines)
		eb_for_each (resource, r->plan->cib.resources) {
			struct eb_cast *cast;

			if (strcmp(resource->id, line->resource) != 0 || resource->kind == EB_CLONE)
				continue;
			home[r->casts->len] = r->rules.home[line_at];
			cast = eb_arena_make(r->plan->arena, struct eb_cast);
			cast->id = resource->id;
			cast->name = short_name(resource->id);
			cast->home = r->rules.home[line_at];
			cast->actors = eb_arena_array(r->plan->arena);
			cast->track = eb_track_new();
			g_ptr_array_add(r->casts, cast);
		}
	r->rules.home = home;
	r->rules.lines = r->casts->len;
}

static const char *value_of(const struct eb_resource *resource, const char *name)
{
	const struct eb_pair *pair;

	eb_for_each (pair, resource->params)
		if (strcmp(pair->name, name) == 0)
			return pair->value;
	return NULL;
}

static void find_pings(struct eb_rehearsal *r, const GPtrArray *resources)
{
	const struct eb_resource *resource;

	eb_for_each (resource, resources) {
		const char *name = value_of(resource, "name");
		const char *hosts = value_of(resource, "host_list");

		find_pings(r, resource->members);
		if (!resource->type || strcmp(resource->type, "ping") != 0 || !hosts)
			continue;
		g_ptr_array_add(r->pings, (char *)(name ? name : "pingd"));
		g_auto(GStrv) list = g_strsplit(hosts, " ", -1);
		for (size_t i = 0; list[i]; i++)
			if (*list[i])
				g_ptr_array_add(r->hosts,
						(char *)eb_arena_string(r->plan->arena, list[i]));
	}
}

/* ---- the network ----------------------------------------------------------------------------------- */

/* Does every node have an address for corosync? */
static const char *homeless(const struct eb_rehearsal *r)
{
	const struct eb_section *section, *node;
	const struct eb_pair *setting;

	eb_for_each (section, r->plan->corosync) {
		if (strcmp(section->name, "nodelist") != 0)
			continue;
		eb_for_each (node, section->sections) {
			const char *name = "?";
			bool found = false;

			eb_for_each (setting, node->settings) {
				if (strcmp(setting->name, "name") == 0)
					name = setting->value;
				found |= strcmp(setting->name, "ring0_addr") == 0;
			}
			if (!found)
				return name;
		}
	}
	return NULL;
}

static int draw_network(struct eb_rehearsal *r)
{
	EB_CLEAN(eb_freep) char *plan = NULL;
	g_autofree char *program = g_build_filename(eb_lab_scripts(), "topology-of-plan", NULL);
	const char *argv[] = { program, NULL };
	EB_CLEAN(eb_run_free)
	struct eb_run run = { .argv = argv, .deadline_ms = eb_clock_ms() + TOPOLOGY_MS };
	int failed = eb_file_read(r->path, TEXT_MAX, &plan, NULL);
	g_auto(GStrv) lines = NULL;

	run.input = plan;
	failed = failed < 0 ? failed : eb_run(&run);
	if (failed < 0)
		return fail(r, "cannot draw the network", -failed);
	if (run.status != 0) {
		fprintf(stderr, "escapebeat: cannot draw the network of %s: %s\n", r->path,
			run.output);
		return 1;
	}
	r->topology = g_strdup(run.output);
	lines = g_strsplit(r->topology, "\n", -1);
	for (size_t i = 0; lines[i]; i++) {
		g_auto(GStrv) words = g_strsplit(lines[i], " ", -1);

		for (size_t j = 1; words[0] && strcmp(words[0], "links") == 0 && words[j]; j++)
			g_ptr_array_add(r->links,
					(char *)eb_arena_string(r->plan->arena, words[j]));
	}
	return 0;
}

/* ---- all of it --------------------------------------------------------------------------------------- */

static int write_text(const struct eb_rehearsal *r, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(r->work, name, NULL);

	return eb_file_replace(path, text, strlen(text), 0600);
}

static int write_files(struct eb_rehearsal *r)
{
	g_autofree char *cib = eb_cib_xml(r->plan), *conf = eb_corosync_text(r->plan);
	int failed = write_text(r, "cib.xml", cib);

	if (failed == 0)
		failed = write_text(r, "corosync.conf", conf);
	if (failed == 0)
		failed = write_text(r, "topology", r->topology);
	return failed < 0 ? fail(r, "cannot write the lab's files", -failed) : 0;
}

int eb_rehearse_prepare(struct eb_rehearsal *r)
{
	const char *node = homeless(r);
	int failed;

	if (node) {
		fprintf(stderr,
			"escapebeat: %s has no address of %s for corosync; plan again with "
			"--node-address %s=ADDRESS\n",
			r->path, node, node);
		return 3;
	}
	find_pings(r, r->plan->cib.resources);
	remove_fencing(r);
	find_casts(r);
	if (!r->casts->len) {
		fprintf(stderr, "escapebeat: %s has no line of haresources to rehearse\n", r->path);
		return 1;
	}
	failed = eb_rehearse_stage(r);
	if (failed < 0)
		return fail(r, "cannot lay out what its resources run", -failed);
	failed = draw_network(r);
	return failed ? failed : write_files(r);
}
