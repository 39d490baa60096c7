// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Is the cluster what the plan says? One line for each thing that was looked at; the exit code is
 * 1 when one of them is not right. It asks the cluster and this node's kernel, and changes
 * nothing.
 */
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <stdio.h>
#include <string.h>

#include "heartbeat-compat/cluster-view.h"
#include "heartbeat-compat/migrate.h"
#include "heartbeat-compat/service.h"
#include "heartbeat-compat/tool.h"
#include "lib/core.h"

enum { ASK_MS = 20000 };

/* What the checks share. */
struct check {
	struct eb_migration *m;
	struct eb_view *view;
	bool failed;
};

static void say(struct check *check, bool right, const char *what, const char *detail)
{
	printf("%-5s %s%s%s\n", right ? "ok" : "WRONG", what, detail && *detail ? ": " : "",
	       detail ? detail : "");
	check->failed = check->failed || !right;
}

static void check_services(struct check *check)
{
	static const struct {
		const char *name;
		bool runs;
	} wanted[] = { { "heartbeat", false }, { "corosync", true }, { "pacemaker", true } };

	for (size_t i = 0; i < EB_COUNT(wanted); i++) {
		bool runs = eb_service_runs(wanted[i].name);
		bool enabled = eb_service_enabled(wanted[i].name);
		g_autofree char *detail =
			g_strdup_printf("%s, %s at boot", runs ? "runs" : "does not run",
					enabled ? "starts" : "does not start");

		say(check, runs == wanted[i].runs && enabled == wanted[i].runs, wanted[i].name,
		    detail);
	}
}

static void check_files(struct check *check)
{
	const char *changed = eb_files_changed(check->m);

	say(check, !changed, "files are the plan's", changed);
}

static void check_links(struct check *check)
{
	g_autofree char *text = NULL;
	int status = EB_TOOL(ASK_MS, &text, "corosync-cfgtool", "-s");

	say(check, status == 0 && !strstr(text, "disconnected"), "links of corosync",
	    status                         ? eb_first_line(text)
	    : strstr(text, "disconnected") ? "one is down"
					   : NULL);
}

static void check_nodes(struct check *check)
{
	const struct eb_pair *node;

	say(check, check->view->quorum, "quorum", NULL);
	say(check, !check->view->maintenance, "not in maintenance mode", NULL);
	eb_for_each (node, check->m->plan->cib.nodes) {
		const struct eb_seen_node *seen = eb_view_node(check->view, node->value);
		g_autofree char *what = g_strconcat("node ", node->value, NULL);

		say(check, seen && seen->online && !seen->unclean, what,
		    seen && seen->online ? "online" : "not online");
	}
}

static void check_idle(struct check *check)
{
	g_autofree char *what = NULL;
	bool idle = eb_view_idle(&what);

	say(check, idle, "nothing is left to do", what);
}

/* ---- addresses -------------------------------------------------------------------------------- */

static bool has_address(const char *address)
{
	struct ifaddrs *list;
	bool found = false;

	if (getifaddrs(&list) < 0)
		return false;
	for (struct ifaddrs *at = list; at && !found; at = at->ifa_next) {
		int family = at->ifa_addr ? at->ifa_addr->sa_family : AF_UNSPEC;
		const struct sockaddr_in6 *six = (const void *)at->ifa_addr;
		const struct sockaddr_in *four = (const void *)at->ifa_addr;
		unsigned char wanted[sizeof(struct in6_addr)];

		if ((family == AF_INET || family == AF_INET6) &&
		    inet_pton(family, address, wanted) == 1)
			found = memcmp(wanted,
				       family == AF_INET ? (const void *)&four->sin_addr
							 : (const void *)&six->sin6_addr,
				       family == AF_INET ? 4 : 16) == 0;
	}
	freeifaddrs(list);
	return found;
}

static void check_resource(struct check *check, const struct eb_resource *resource)
{
	const char *where = eb_view_where(check->view, resource->id), *address = NULL;
	const struct eb_pair *param;
	bool here, right = where != NULL;
	g_autofree char *detail = NULL;

	eb_for_each (param, resource->params)
		if (strcmp(param->name, "ip") == 0)
			address = param->value;
	here = where && strcmp(where, check->m->self) == 0;
	if (address)
		right = right && has_address(address) == here;
	detail = g_strdup_printf("%s%s", where ? where : "active nowhere",
				 right || !where ? ""
				 : here          ? ", but its address is not there"
						 : ", but its address is here, too");
	say(check, right, resource->id, detail);
}

static void check_resources(struct check *check, const GPtrArray *resources)
{
	const struct eb_seen_place *twice = eb_view_twice(check->view);
	const struct eb_resource *resource;

	if (twice)
		say(check, false, twice->resource, "active on two nodes");
	eb_for_each (resource, resources) {
		if (resource->kind == EB_PRIMITIVE)
			check_resource(check, resource);
		else
			check_resources(check, resource->members);
	}
}

int eb_verify(struct eb_migration *m)
{
	struct check check = { .m = m };
	int failed = eb_migrate_begin(m);

	if (!failed) {
		check_services(&check);
		check_files(&check);
		check_links(&check);
		check.view = eb_view_take();
		say(&check, check.view != NULL, "Pacemaker answers", NULL);
		if (check.view) {
			check_nodes(&check);
			check_idle(&check);
			check_resources(&check, m->plan->cib.resources);
		}
		eb_view_free(check.view);
	}
	eb_migrate_end(m);
	return failed ? failed : check.failed;
}
