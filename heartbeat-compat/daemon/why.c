// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/arena.h"
#include "heartbeat-compat/cluster-view.h"
#include "heartbeat-compat/daemon/fields.h"
#include "heartbeat-compat/daemon/why.h"
#include "heartbeat-compat/daemon/worker.h"
#include "heartbeat-compat/markup.h"
#include "heartbeat-compat/tool.h"

enum { ASK_MS = 20000 };

/* Where the reader of crm_mon's XML is. The first reason of each kind is kept. */
struct reader {
	const struct hb_why *why;
	bool in_nodes;
	bool usable; /* one of the nodes where the line may go can run something */
	char *cluster, *resource, *failure, *node;
};

#define ATTRIBUTE(name)  eb_markup_get(names, values, name)
#define IS(name, value)  (strcmp(ATTRIBUTE(name), value) == 0)
#define KEEP(place, ...) (*(place) = *(place) ? *(place) : g_strdup_printf(__VA_ARGS__))

/* May the line go to this node? */
static bool is_goal(const struct hb_why *why, const char *node)
{
	return (g_ascii_strcasecmp(why->node, node) == 0) != why->away;
}

static bool is_ours(const struct hb_why *why, const char *id, size_t length)
{
	const char *one;

	eb_for_each (one, why->ids)
		if (strlen(one) == length && strncmp(one, id, length) == 0)
			return true;
	return false;
}

static void see_node(struct reader *reader, const char **names, const char **values)
{
	const char *name = ATTRIBUTE("name");

	if (!is_goal(reader->why, name))
		return;
	if (!IS("online", "true"))
		KEEP(&reader->node, "node %s is offline for Pacemaker", name);
	else if (IS("pending", "true")) /* and called standby, too */
		KEEP(&reader->node, "Pacemaker does not run on node %s", name);
	else if (IS("standby", "true"))
		KEEP(&reader->node, "node %s is in standby for Pacemaker", name);
	else if (IS("maintenance", "true"))
		KEEP(&reader->node, "node %s is in maintenance mode", name);
	else
		reader->usable = true;
}

static void see_resource(struct reader *reader, const char **names, const char **values)
{
	const char *id = ATTRIBUTE("id");

	if (!is_ours(reader->why, id, strlen(id)))
		return;
	if (IS("blocked", "true"))
		KEEP(&reader->resource, "%s is blocked: Pacemaker could not stop it", id);
	else if (IS("managed", "false"))
		KEEP(&reader->resource, "Pacemaker does not manage %s", id);
}

/* op_key is RESOURCE_ACTION_INTERVAL. */
static void see_failure(struct reader *reader, const char **names, const char **values)
{
	const char *key = ATTRIBUTE("op_key"), *reason = ATTRIBUTE("exitreason");
	const char *interval = strrchr(key, '_');
	const char *action = interval ? g_strrstr_len(key, interval - key, "_") : NULL;

	if (!action || !is_goal(reader->why, ATTRIBUTE("node")) ||
	    !is_ours(reader->why, key, (size_t)(action - key)))
		return;
	KEEP(&reader->failure, "%.*s of %.*s failed on %s: %s", (int)(interval - action - 1),
	     action + 1, (int)(action - key), key, ATTRIBUTE("node"),
	     *reason ? reason : ATTRIBUTE("exitstatus"));
}

static void open_element(GMarkupParseContext *context, const char *element, const char **names,
			 const char **values, gpointer data, GError **error)
{
	struct reader *reader = data;

	if (strcmp(element, "cluster_options") == 0 && IS("maintenance-mode", "true"))
		KEEP(&reader->cluster, "the cluster is in maintenance mode");
	else if (strcmp(element, "nodes") == 0)
		reader->in_nodes = true;
	else if (strcmp(element, "node") == 0 && reader->in_nodes)
		see_node(reader, names, values);
	else if (strcmp(element, "resource") == 0)
		see_resource(reader, names, values);
	else if (strcmp(element, "failure") == 0)
		see_failure(reader, names, values);
}

static void close_element(GMarkupParseContext *context, const char *element, gpointer data,
			  GError **error)
{
	if (strcmp(element, "nodes") == 0)
		((struct reader *)data)->in_nodes = false;
}

char *hb_why_of(const struct hb_why *why, const char *xml)
{
	static const GMarkupParser parser = { .start_element = open_element,
					      .end_element = close_element };
	struct reader reader = { .why = why };
	GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, &reader, NULL);
	const char *best;
	char *text;

	g_markup_parse_context_parse(context, xml, -1, NULL);
	g_markup_parse_context_free(context);
	best = reader.cluster                  ? reader.cluster
	       : reader.resource               ? reader.resource
	       : !reader.usable && reader.node ? reader.node
					       : reader.failure;
	text = best ? g_strdup(best)
		    : g_strdup_printf("Pacemaker finds no better place: "
				      "crm_resource --why --resource %s tells more",
				      (const char *)why->ids->pdata[0]);
	g_free(reader.cluster);
	g_free(reader.resource);
	g_free(reader.failure);
	g_free(reader.node);
	return text;
}

int hb_why_find(int out, void *arg)
{
	const struct hb_why *why = arg;
	g_autofree char *xml = NULL, *text = NULL;
	struct hb_msg *msg = hb_msg_new("why");
	bool idle = eb_view_idle(NULL);

	hb_msg_add(msg, "idle", "%d", idle);
	if (idle && EB_TOOL(ASK_MS, &xml, "crm_mon", "-1", "--inactive", "--output-as=xml") == 0) {
		text = hb_why_of(why, xml);
		hb_msg_add(msg, "why", "%s", text);
	}
	return hb_worker_answer(out, msg, 0);
}
