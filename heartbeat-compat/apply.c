// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What has to be true before anything is touched, and the order of the stages. A stage that is
 * begun again does only what is left of it.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "heartbeat-compat/grammar.h"
#include "heartbeat-compat/migrate.h"
#include "heartbeat-compat/service.h"
#include "lib/core.h"

static const char *const services[] = { "heartbeat", "corosync", "pacemaker" };

static int refuse_open(const struct eb_migration *m)
{
	const struct eb_finding *finding;
	int failed = 0;

	eb_for_each (finding, m->plan->findings)
		if (strcmp(finding->severity, "decision") == 0 && !finding->accepted)
			failed = eb_refuse(m, 3, "the plan leaves open: %s [%s]", finding->text,
					   finding->code);
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

		if (!strstr(base, file) || !input_file->digest)
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

/* ---- the stages --------------------------------------------------------------------------------- */

/* How the services were, for going back. */
static int note_services(struct eb_migration *m)
{
	int failed = 0;

	for (size_t i = 0; i < EB_COUNT(services) && !failed; i++) {
		g_autofree char *noted = g_strconcat("service ", services[i], NULL);

		if (!eb_journal_get(&m->journal, noted))
			failed = eb_note(m, "%s %s %s", noted,
					 eb_service_runs(services[i]) ? "runs" : "stopped",
					 eb_service_enabled(services[i]) ? "enabled" : "disabled");
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

int eb_apply(struct eb_migration *m)
{
	enum eb_stage last = MIN(m->until, EB_RESOURCES);
	int failed = eb_migrate_begin(m);

	if (!failed)
		failed = refuse_open(m);
	if (!failed)
		failed = refuse_changed(m);
	if (!failed)
		failed = eb_note_plan(m);
	if (!failed)
		failed = note_services(m);
	for (enum eb_stage stage = EB_FILES; stage <= last && !failed; stage++)
		failed = run_stage(m, stage);
	if (m->journal.lines->len)
		fprintf(stderr, "%s; undo with: escapebeat rollback %s\n",
			failed && failed != 2 ? "not done" : "done", m->plan_path);
	eb_migrate_end(m);
	return failed;
}
