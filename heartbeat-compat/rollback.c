// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Back to Heartbeat, from wherever apply came to. While the cluster is in maintenance mode it
 * owns nothing, and a node goes back by itself. Once it has been let go, Heartbeat must not start
 * on one node while Pacemaker serves on another: each node ends its Pacemaker, then waits until
 * corosync's groups show no other one, and only then starts Heartbeat. corosync ends last,
 * so that the others can see that much.
 */
#include <stdlib.h>
#include <string.h>

#include "heartbeat-compat/cluster-view.h"
#include "heartbeat-compat/grammar.h"
#include "heartbeat-compat/migrate.h"
#include "heartbeat-compat/service.h"
#include "lib/clock.h"
#include "lib/core.h"

enum { POLL_MS = 100, TELL_MS = 10000, LINGER_MS = 3000 };

/* ---- who else runs Pacemaker ---------------------------------------------------------------------- */

static bool listed(const char *ids, const char *id)
{
	g_autofree char *word = g_strdup_printf(" %s ", id);

	return ids && strstr(ids, word);
}

/* Names, each with a blank before it, of the plan's other nodes that run Pacemaker (or that
 * corosync does not see); NULL: none. */
static char *others(struct eb_migration *m, bool unseen)
{
	g_autofree char *members = eb_corosync_members();
	g_autofree char *running = members ? eb_pacemaker_members() : NULL;
	g_autoptr(GString) names = g_string_new(NULL);
	const struct eb_pair *node;

	eb_for_each (node, m->plan->cib.nodes) {
		if (strcmp(node->value, m->self) == 0)
			continue;
		if (unseen ? !listed(members, node->name) : listed(running, node->name))
			g_string_append_printf(names, " %s", node->value);
	}
	return names->len ? g_string_free(g_steal_pointer(&names), FALSE) : NULL;
}

/* Before ours ends: whoever is not seen now may serve. */
static int refuse_unseen(struct eb_migration *m)
{
	g_autofree char *unseen = m->alone ? NULL : others(m, true);

	if (!unseen)
		return 0;
	return eb_refuse(m, EB_EXIT_STALE,
			 "corosync does not see%s: whether Pacemaker serves there is not known; if "
			 "it surely does not, repeat with --alone",
			 unseen);
}

/* A node that leaves while we wait has ended its Pacemaker first: corosync ends after it. */
static int wait_for_others(struct eb_migration *m)
{
	int64_t told_ms = 0;

	for (;;) {
		g_autofree char *running = m->alone ? NULL : others(m, false);

		if (!running)
			return 0;
		if (eb_clock_left(m->deadline_ms) == 0)
			return eb_refuse(m, EB_EXIT_LATE,
					 "Pacemaker still runs on%s, so Heartbeat was not started: "
					 "rollback there, then again here",
					 running);
		if (eb_clock_ms() - told_ms >= TELL_MS) {
			eb_tell(m, "waiting until Pacemaker has ended on%s: rollback there",
				running);
			told_ms = eb_clock_ms();
		}
		eb_clock_sleep(POLL_MS, m->deadline_ms);
	}
}

/* ---- the way back ------------------------------------------------------------------------------- */

/* Can Pacemaker own resources? Its own word counts; when it does not answer, the journal's. */
static bool owns(const struct eb_migration *m)
{
	struct eb_view *view = eb_service_runs("pacemaker") ? eb_view_take() : NULL;
	bool waiting = view && view->maintenance;

	if (!view && !eb_journal_has(&m->journal, "stage resources"))
		waiting = true;
	eb_view_free(view);
	return !waiting;
}

static bool was(const struct eb_migration *m, const char *service, const char *word)
{
	g_autofree char *noted = g_strconcat("service ", service, NULL);
	const char *state = eb_journal_get(&m->journal, noted);

	return state && strstr(state, word);
}

static int enable_as_before(struct eb_migration *m)
{
	static const char *const services[] = { "pacemaker", "corosync", "heartbeat" };
	int failed = 0;

	for (size_t i = 0; i < EB_COUNT(services) && !failed; i++)
		if (was(m, services[i], "enabled") || was(m, services[i], "disabled"))
			failed = eb_migrate_enable(m, services[i], was(m, services[i], "enabled"));
	return failed;
}

/* What served nothing but ran when all began: a cluster of one, as packages start it. */
static int run_as_before(struct eb_migration *m)
{
	int failed = 0;

	if (was(m, "corosync", "runs"))
		failed = eb_migrate_run(m, "corosync", true);
	if (!failed && was(m, "pacemaker", "runs"))
		failed = eb_migrate_run(m, "pacemaker", true);
	return failed;
}

static int end_cluster(struct eb_migration *m, bool *owned)
{
	int failed = 0;

	*owned = owns(m);
	if (*owned && eb_service_runs("corosync"))
		failed = refuse_unseen(m);
	if (!failed && *owned && !eb_service_runs("corosync") && !m->alone)
		failed =
			eb_refuse(m, EB_EXIT_STALE,
				  "corosync does not run here: whether Pacemaker serves on another "
				  "node is not known; if it surely does not, repeat with --alone");
	if (!failed)
		failed = eb_migrate_run(m, "pacemaker", false);
	return failed || !*owned ? failed : wait_for_others(m);
}

static int undo(struct eb_migration *m)
{
	bool owned;
	int failed = end_cluster(m, &owned);

	if (!failed)
		failed = enable_as_before(m);
	/* Heartbeat will respawn them. */
	if (!failed && eb_service_has_units())
		eb_migrate_units(m, false);
	/* A killed apply leaves a stop behind that goes on: it has to come to its end. */
	if (!failed && eb_journal_has(&m->journal, "ending heartbeat"))
		failed = eb_migrate_run(m, "heartbeat", false);
	if (!failed && was(m, "heartbeat", "runs"))
		failed = eb_migrate_run(m, "heartbeat", true);
	if (!failed && owned && eb_service_runs("corosync"))
		eb_clock_sleep(LINGER_MS, m->deadline_ms);
	if (!failed)
		failed = eb_migrate_run(m, "corosync", false);
	if (!failed)
		failed = eb_files_restore(m);
	return failed ? failed : run_as_before(m);
}

int eb_rollback(struct eb_migration *m)
{
	int failed = eb_migrate_begin(m);

	if (!failed && !m->journal.lines->len) {
		fprintf(stderr, "%s: nothing was applied here\n", m->self);
		eb_migrate_end(m);
		return 0;
	}
	if (!failed)
		failed = eb_migrate_ask(m, "Pacemaker and corosync end here, and Heartbeat runs as "
					   "before");
	if (!failed) {
		eb_migrate_clock(m, EB_STAGES);
		failed = undo(m);
	}
	if (!failed && eb_journal_end(&m->journal) < 0)
		failed = eb_refuse(m, 1, "cannot end the journal %s", m->journal.path);
	if (!failed)
		eb_tell(m, "all is as it was");
	eb_migrate_end(m);
	return failed;
}
