// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What has to be true before anything is touched, and the order of the stages. A stage that is
 * begun again does only what is left of it.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "heartbeat-compat/cluster-view.h"
#include "heartbeat-compat/grammar.h"
#include "heartbeat-compat/migrate.h"
#include "heartbeat-compat/service.h"
#include "lib/core.h"
#include "lib/file.h"

#define SBD "/usr/sbin/sbd"

enum { CIB_MAX = 64 << 20 };

static const char *const services[] = { "heartbeat", "corosync", "pacemaker" };

static int refuse_open(const struct eb_migration *m)
{
	const struct eb_finding *finding;
	guint next = 0;
	int failed = 0;

	while ((finding = eb_plan_open(m->plan, &next)))
		failed = eb_refuse(m, 3, EB_LEAVES_OPEN, finding->text, finding->code);
	return failed;
}

/* ---- is Heartbeat what the plan was made from? ---------------------------------------------------- */

/* The input that speaks for this node's file of this name: its own, else any other node's, which
 * then has to be the same here. */
static const struct eb_input *input_of(const struct eb_migration *m, const char *file)
{
	const struct eb_input *input_file, *other = NULL;

	eb_for_each (input_file, m->plan->inputs) {
		g_autofree char *base = g_path_get_basename(input_file->name);

		if (!strstr(base, file) || !input_file->digest || input_file->device)
			continue;
		if (input_file->node && g_ascii_strcasecmp(input_file->node, m->self) == 0)
			return input_file;
		other = other ? other : input_file;
	}
	return other;
}

/* A machine that never ran Heartbeat has no ha.cf, and nothing that could differ. */
static int refuse_changed(const struct eb_migration *m)
{
	static const char *const files[] = { "ha.cf", "haresources", "authkeys" };

	if (access("/etc/ha.d/ha.cf", F_OK) < 0 && !eb_service_runs("heartbeat"))
		return 0;
	for (size_t i = 0; i < EB_COUNT(files); i++) {
		g_autofree char *path = g_strconcat("/etc/ha.d/", files[i], NULL);
		const struct eb_input *input_file = input_of(m, files[i]);
		const char *digest;

		if (!input_file)
			continue;
		digest = eb_plan_digest(m->plan, path);
		if (g_strcmp0(digest, input_file->digest) != 0)
			return eb_refuse(m, EB_EXIT_STALE,
					 "%s is not %s, from which %s was made; collect and plan "
					 "again",
					 path, input_file->name, m->plan_path);
	}
	return 0;
}

/* The rest of a bundle of this node's that the plan was made from: DRBD's files, parameters. */
static int refuse_changed_extras(const struct eb_migration *m)
{
	const struct eb_input *input_file;

	eb_for_each (input_file, m->plan->inputs) {
		const char *member = strstr(input_file->name, ":/etc/");
		const char *path = member ? member + 1 : NULL;

		if (!path || g_strcmp0(input_file->node, m->self) != 0 || !input_file->digest ||
		    (g_str_has_prefix(path, "/etc/ha.d/") &&
		     !g_str_has_prefix(path, "/etc/ha.d/conf/")))
			continue;
		if (g_strcmp0(eb_plan_digest(m->plan, path), input_file->digest) != 0)
			return eb_refuse(m, EB_EXIT_STALE,
					 "%s is not %s, from which %s was made; collect and plan "
					 "again",
					 path, input_file->name, m->plan_path);
	}
	return 0;
}

/* ---- is there another cluster? ---------------------------------------------------------------------- */

/* With crm on: the CIB of the old cluster. */
static const struct eb_input *cib_input(const struct eb_migration *m)
{
	const struct eb_input *input_file;

	eb_for_each (input_file, m->plan->inputs)
		if (g_str_has_suffix(input_file->name, "/cib.xml"))
			return input_file;
	return NULL;
}

static bool is_plans(const struct eb_migration *m, const char *path)
{
	const struct eb_input *input_file = cib_input(m);

	return input_file && g_strcmp0(eb_plan_digest(m->plan, path), input_file->digest) == 0;
}

/* Two Pacemakers would meet at the same sockets and files. */
static int refuse_old_pacemaker(const struct eb_migration *m, enum eb_stage last)
{
	if (last == EB_FILES || !cib_input(m) || !eb_service_runs("heartbeat"))
		return 0;
	return eb_refuse(
		m, EB_EXIT_STALE,
		"with crm on Heartbeat runs a Pacemaker of its own, and no other can run "
		"beside it: stop Heartbeat on all nodes, with its resources, then go on here");
}

/* A cluster of its own that this node may already belong to is not ours to end. */
static int refuse_other_cluster(struct eb_migration *m)
{
	g_autofree char *members = NULL;
	EB_CLEAN(eb_freep) char *cib = NULL;

	if (eb_cib_is_ours(m))
		return 0;
	/* " 1 " is this node alone, " 1 2 " two of them. */
	members = eb_corosync_members();
	if (members && members[1] && strchr(members + 1, ' ')[1])
		return eb_refuse(m, EB_EXIT_STALE,
				 "corosync runs here with other nodes already, which is another "
				 "cluster; end that first");
	if (!is_plans(m, EB_CIB) && eb_file_read(EB_CIB, CIB_MAX, &cib, NULL) == 0 &&
	    strstr(cib, "<primitive "))
		return eb_refuse(m, EB_EXIT_STALE, "there are resources in " EB_CIB " already");
	return 0;
}

/* Agents that are not there fail at the first probe, when it is too late. */
static int refuse_missing_agents(struct eb_migration *m, const GPtrArray *resources)
{
	const struct eb_resource *resource;
	int failed = 0;

	eb_for_each (resource, resources) {
		g_autofree char *path = NULL;

		failed |= refuse_missing_agents(m, resource->members);
		if (resource->kind != EB_PRIMITIVE || strcmp(resource->class, "ocf") != 0)
			continue;
		path = g_strdup_printf("/usr/lib/ocf/resource.d/%s/%s", resource->provider,
				       resource->type);
		if (access(path, X_OK) < 0)
			failed = eb_refuse(m, EB_EXIT_STALE, "no agent ocf:%s:%s here, %s wants it",
					   resource->provider, resource->type, resource->id);
	}
	return failed;
}

/* corosync's unit requires sbd's then: without it corosync does not start, here or at boot. */
static int refuse_missing_sbd(struct eb_migration *m)
{
	int unit = eb_service_has_units() ? eb_service_known("sbd") : 1;
	const struct eb_file *file;

	eb_for_each (file, m->plan->files) {
		if (strcmp(file->path, EB_SBD_DROP_IN) != 0 || !eb_file_is_for(file, m->self))
			continue;
		if (unit < 0)
			return eb_refuse(m, EB_EXIT_STALE,
					 "cannot ask systemd for sbd.service, which corosync has "
					 "to start with: %s",
					 g_strerror(-unit));
		if (access(SBD, X_OK) < 0 || !unit)
			return eb_refuse(m, EB_EXIT_STALE,
					 "no %s here, which corosync has to start with: install "
					 "the package sbd",
					 unit ? SBD : "unit sbd.service");
	}
	return 0;
}

/* ---- the stages --------------------------------------------------------------------------------- */

/* How the services were, for going back. */
static int note_services(struct eb_migration *m)
{
	int failed = 0;

	for (size_t i = 0; i < EB_COUNT(services) && !failed; i++) {
		g_autofree char *noted = g_strconcat("service ", services[i], NULL);
		g_autofree char *line = eb_service_line(services[i]);

		if (!eb_journal_get(&m->journal, noted))
			failed = eb_note(m, "%s", line);
	}
	return failed;
}

static int run_stage(struct eb_migration *m, enum eb_stage stage)
{
	static int (*const stages[EB_STAGES])(struct eb_migration *) = {
		[EB_FILES] = eb_stage_files,
		[EB_CLUSTER] = eb_stage_cluster,
		[EB_RESOURCES] = eb_stage_resources,
	};
	g_autofree char *done = g_strconcat("done ", eb_stage_names[stage], NULL);
	int failed;

	/* The last one is repeated: what it waits for can come true later. */
	eb_migrate_clock(m, stage);
	if (eb_journal_has(&m->journal, done) && stage != EB_RESOURCES) {
		eb_tell(m, "done before");
		return 0;
	}
	failed = eb_note(m, "stage %s", eb_stage_names[stage]);
	if (!failed)
		failed = stages[stage](m);
	/* With warnings it is done, but the operator shall read them before the next one. */
	if (failed && failed != 2)
		return failed;
	return eb_note(m, "%s", done) ? 1 : failed;
}

/* The way back, if this plan did anything here; a refusal binds this node to no plan. */
static void tell_way_back(struct eb_migration *m, bool done)
{
	const char *noted = eb_journal_get(&m->journal, "plan");

	if (!noted || g_strcmp0(noted, m->digest) != 0)
		return;
	if (!done && eb_migrate_drop(m))
		fprintf(stderr, "not done; nothing was changed here\n");
	else
		fprintf(stderr, "%s; undo with: escapebeat rollback %s\n",
			done ? "done" : "not done", m->plan_path);
}

int eb_apply(struct eb_migration *m)
{
	enum eb_stage last = MIN(m->until, EB_RESOURCES);
	int failed = eb_migrate_begin(m);

	if (!failed)
		failed = refuse_open(m);
	if (!failed)
		failed = refuse_changed(m);
	if (!failed)
		failed = refuse_changed_extras(m);
	if (!failed)
		failed = refuse_old_pacemaker(m, last);
	if (!failed)
		failed = refuse_other_cluster(m);
	if (!failed)
		failed = refuse_missing_sbd(m);
	if (!failed)
		failed = refuse_missing_agents(m, m->plan->cib.resources);
	if (!failed)
		failed = eb_note_plan(m);
	if (!failed)
		failed = note_services(m);
	for (enum eb_stage stage = EB_FILES; stage <= last && !failed; stage++)
		failed = run_stage(m, stage);
	tell_way_back(m, !failed || failed == 2);
	eb_migrate_end(m);
	return failed;
}
