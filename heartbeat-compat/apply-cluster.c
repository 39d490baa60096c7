// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The stages cluster and resources: see migrate.h for why Pacemaker comes up in maintenance mode
 * beside a Heartbeat that still serves.
 *
 * Which plan a node carries out, and whether it has no Heartbeat any more, is told by transient
 * attributes of each node: they go when it does, and leave nothing in the configuration.
 */
#include <errno.h>
#include <string.h>

#include "heartbeat-compat/cluster-view.h"
#include "heartbeat-compat/grammar.h"
#include "heartbeat-compat/migrate.h"
#include "heartbeat-compat/service.h"
#include "heartbeat-compat/tool.h"
#include "lib/clock.h"

#define ENDED "escapebeat-heartbeat-ended"
#define PLAN  "escapebeat-plan"

enum { ASK_MS = 20000, POLL_MS = 200, TELL_MS = 10000 };

/* ---- waiting ------------------------------------------------------------------------------------ */

/* Polls until the condition holds; tells from time to time what is waited for. */
static int wait_until(struct eb_migration *m, bool (*holds)(struct eb_migration *m),
		      const char *what)
{
	int64_t told_ms = eb_clock_ms();

	while (!holds(m)) {
		if (eb_clock_left(m->deadline_ms) == 0)
			return eb_refuse(m, EB_EXIT_LATE, "%s: not in time", what);
		if (eb_clock_ms() - told_ms >= TELL_MS) {
			eb_tell(m, "waiting: %s", what);
			told_ms = eb_clock_ms();
		}
		eb_clock_sleep(POLL_MS, m->deadline_ms);
	}
	eb_tell(m, "%s", what);
	return 0;
}

static bool corosync_answers(struct eb_migration *m)
{
	(void)m;
	return EB_TOOL(ASK_MS, NULL, "corosync-cfgtool", "-s") == 0;
}

static bool is_online(struct eb_migration *m)
{
	struct eb_view *view = eb_view_take();
	const struct eb_seen_node *node = view ? eb_view_node(view, m->self) : NULL;
	bool online = view && view->dc && node && node->online;

	eb_view_free(view);
	return online;
}

/* crm_resource --wait would do, but looks only every two seconds, and addresses may be away. */
static bool is_idle(struct eb_migration *m)
{
	(void)m;
	return eb_view_idle(NULL);
}

/* ---- what Pacemaker sees, and what it should -------------------------------------------------------- */

/* Most likely a script whose status says another thing than Heartbeat knows: a warning, since
 * everything is stopped before it is started again. */
static bool compare_group(struct eb_migration *m, const struct eb_view *view,
			  const struct eb_resource *group)
{
	const struct eb_resource *member;
	const char *home = NULL;
	bool failed = false;

	eb_for_each (member, group->members)
		home = home ? home : eb_view_where(view, member->id);
	eb_for_each (member, group->members) {
		const char *where = eb_view_where(view, member->id);

		if (home && g_strcmp0(where, home) != 0)
			failed = eb_refuse(m, 2, "%s of %s is active on %s, but %s %s%s", group->id,
					   m->plan->cluster, home, member->id,
					   where ? "is on " : "is nowhere", where ? where : "");
	}
	if (home && !failed)
		eb_tell(m, "%s is seen on %s, all of it", group->id, home);
	return failed;
}

/* Heartbeat keeps a line together, on one node: so it has to look. 2: it partly does not. */
static int compare(struct eb_migration *m)
{
	struct eb_view *view = eb_view_take();
	const struct eb_seen_place *twice = view ? eb_view_twice(view) : NULL;
	const struct eb_resource *resource;
	int failed = 0;

	if (!view)
		return eb_refuse(m, 1, "Pacemaker does not answer");
	if (!view->maintenance)
		failed = eb_refuse(m, EB_EXIT_STALE, "the cluster is not in maintenance mode");
	else if (twice)
		failed = eb_refuse(m, 1, "%s is active on %s and on %s", twice->resource,
				   twice->node, eb_view_where(view, twice->resource));
	for (guint i = 0; !failed && i < m->plan->cib.resources->len; i++) {
		resource = m->plan->cib.resources->pdata[i];
		if (resource->kind == EB_PRIMITIVE && eb_view_where(view, resource->id))
			eb_tell(m, "%s is seen on %s", resource->id,
				eb_view_where(view, resource->id));
	}
	if (!failed)
		eb_for_each (resource, m->plan->cib.resources)
			if (resource->kind == EB_GROUP && compare_group(m, view, resource))
				failed = 2;
	eb_view_free(view);
	return failed;
}

/* ---- what the nodes tell each other ----------------------------------------------------------------- */

static int tell_others(struct eb_migration *m, const char *attribute, const char *value)
{
	if (EB_TOOL(ASK_MS, NULL, "attrd_updater", "-n", attribute, "-U", value) == 0)
		return 0;
	return eb_refuse(m, 1, "cannot tell the other nodes of %s", attribute);
}

/* What a node has told; NULL: nothing. */
static char *told_by(const char *attribute, const char *node)
{
	g_autofree char *said = NULL, *begin = g_strdup_printf("host=\"%s\" value=\"", node);
	const char *at;

	EB_TOOL(ASK_MS, &said, "attrd_updater", "-n", attribute, "-Q", "-A");
	at = strstr(said, begin);
	if (!at)
		return NULL;
	at += strlen(begin);
	return g_strndup(at, strcspn(at, "\""));
}

/* Nodes with different plans would be one cluster with another CIB than either. */
static int refuse_other_plan(struct eb_migration *m)
{
	const struct eb_pair *node;
	int failed = tell_others(m, PLAN, m->digest);

	eb_for_each (node, m->plan->cib.nodes) {
		g_autofree char *told = told_by(PLAN, node->value);

		if (!failed && told && strcmp(told, m->digest) != 0 &&
		    strcmp(node->value, m->self) != 0)
			failed = eb_refuse(m, EB_EXIT_STALE,
					   "%s carries out another plan than %s: roll back here or "
					   "there",
					   node->value, m->plan_path);
	}
	return failed;
}

/* ---- stage cluster ------------------------------------------------------------------------------ */

int eb_stage_cluster(struct eb_migration *m)
{
	int failed = eb_migrate_run(m, "corosync", true);

	if (!failed)
		failed = wait_until(m, corosync_answers, "corosync answers");
	if (!failed)
		failed = eb_migrate_run(m, "pacemaker", true);
	if (!failed)
		failed = wait_until(m, is_online, "Pacemaker is online");
	if (!failed)
		failed = refuse_other_plan(m);
	if (!failed)
		failed = wait_until(m, is_idle, "Pacemaker has looked at all resources");
	return failed ? failed : compare(m);
}

/* ---- stage resources ---------------------------------------------------------------------------- */

/* Who is not in the cluster when it begins to own resources would be taken for dead. */
static int refuse_absent(struct eb_migration *m)
{
	struct eb_view *view = eb_view_take();
	const struct eb_pair *node;
	int failed = 0;

	if (!view)
		return eb_refuse(m, EB_EXIT_STALE,
				 "Pacemaker does not answer: stage cluster first");
	eb_for_each (node, m->plan->cib.nodes) {
		const struct eb_seen_node *seen = eb_view_node(view, node->value);

		if (!seen || !seen->online)
			failed =
				eb_refuse(m, EB_EXIT_STALE,
					  "%s is not in the cluster yet: stage cluster there first",
					  node->value);
	}
	eb_view_free(view);
	return failed;
}

static bool has_ended(const char *node)
{
	g_autofree char *told = told_by(ENDED, node);

	return told != NULL;
}

/* The nodes that still run Heartbeat, each with a blank before it; NULL: none does. */
static char *still_running(struct eb_migration *m)
{
	g_autoptr(GString) left = g_string_new(NULL);
	const struct eb_pair *node;

	eb_for_each (node, m->plan->cib.nodes)
		if (!has_ended(node->value))
			g_string_append_printf(left, " %s", node->value);
	return left->len ? g_string_free(g_steal_pointer(&left), FALSE) : NULL;
}

static bool is_noted(struct eb_migration *m)
{
	return has_ended(m->self);
}

/* Somebody may have started it again where it had ended. While it runs here it knows: until its
 * deadtime is over, too, it takes a node that has left for one that is there. */
static bool heartbeat_is_alone(struct eb_migration *m)
{
	const struct eb_pair *node;
	bool alone = true;

	eb_for_each (node, m->plan->cib.nodes) {
		g_autofree char *said = NULL;

		if (alone && strcmp(node->value, m->self) != 0 && has_ended(node->value))
			alone = EB_TOOL(ASK_MS, &said, "cl_status", "nodestatus", node->value) !=
					0 ||
				strcmp(g_strstrip(said), "active") != 0;
	}
	return alone;
}

static int end_heartbeat(struct eb_migration *m)
{
	int failed = eb_migrate_enable(m, "heartbeat", false);

	if (!failed)
		failed = eb_migrate_enable(m, "corosync", true);
	if (!failed)
		failed = eb_migrate_enable(m, "pacemaker", true);
	if (!failed)
		failed = eb_note(m, "ending heartbeat");
	if (!failed)
		failed = eb_migrate_run(m, "heartbeat", false);
	if (!failed)
		failed = tell_others(m, ENDED, "yes");
	return failed ? failed : wait_until(m, is_noted, "the cluster knows that Heartbeat ended");
}

/* maintenance-mode becomes what the plan says; the rest of the CIB is the plan's already. */
static int let_go(struct eb_migration *m)
{
	const char *value = eb_plan_property(m->plan, "maintenance-mode");
	g_autofree char *said = NULL;
	int status = eb_note(m, "released");

	if (status)
		return status;
	status = value ? EB_TOOL(ASK_MS, &said, "crm_attribute", "-n", "maintenance-mode", "-v",
				 value)
		       : EB_TOOL(ASK_MS, &said, "crm_attribute", "-n", "maintenance-mode", "-D");
	return status ? eb_refuse(m, 1, "cannot end maintenance mode: %s", eb_first_line(said)) : 0;
}

/* Heartbeat has ended everywhere: what it left behind is looked at anew, then owned. */
static int take_over(struct eb_migration *m)
{
	const struct eb_pair *node;
	g_autofree char *said = NULL;
	int failed;

	if (EB_TOOL(eb_clock_left(m->deadline_ms), &said, "crm_resource", "--refresh") != 0)
		return eb_refuse(m, 1, "cannot refresh what Pacemaker knows: %s",
				 eb_first_line(said));
	failed = wait_until(m, is_idle, "Pacemaker has looked again");
	if (!failed)
		failed = compare(m);
	if (failed && failed != 2)
		return failed;
	failed = let_go(m);
	if (!failed)
		failed = wait_until(m, is_idle, "Pacemaker owns the resources");
	eb_for_each (node, m->plan->cib.nodes) {
		EB_TOOL(ASK_MS, NULL, "attrd_updater", "-n", ENDED, "-D", "-N", node->value);
		EB_TOOL(ASK_MS, NULL, "attrd_updater", "-n", PLAN, "-D", "-N", node->value);
	}
	return failed;
}

/* 1: another node, or an earlier run, has let go already; else 0, or the exit code negated. */
static int is_owned(struct eb_migration *m)
{
	struct eb_view *view = eb_view_take();
	bool waiting = view && view->maintenance;

	eb_view_free(view);
	if (waiting)
		return 0;
	if (eb_service_runs("heartbeat"))
		return -eb_refuse(
			m, EB_EXIT_STALE,
			"the cluster is not in maintenance mode while Heartbeat runs here");
	eb_tell(m, "Pacemaker owns the resources");
	return 1;
}

int eb_stage_resources(struct eb_migration *m)
{
	g_autofree char *left = NULL;
	int failed = refuse_absent(m), owned = failed ? 0 : is_owned(m);

	if (owned)
		return owned < 0 ? -owned : eb_note(m, "released");
	if (!failed)
		failed =
			eb_migrate_ask(m, "Heartbeat ends here now, and does not start again; what "
					  "only this node serves is away until Pacemaker has it");
	if (!failed)
		failed = refuse_other_plan(m);
	if (!failed)
		failed = wait_until(m, heartbeat_is_alone, "no node has started Heartbeat again");
	if (!failed)
		failed = end_heartbeat(m);
	if (failed)
		return failed;
	left = still_running(m);
	if (left)
		eb_tell(m, "Pacemaker waits until Heartbeat has ended on%s: apply there", left);
	else
		failed = take_over(m);
	/* Late: they are no reason to have addresses away longer. */
	eb_migrate_units(m, true);
	return failed;
}
