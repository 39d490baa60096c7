// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/arena.h"
#include "heartbeat-compat/cluster-view.h"
#include "heartbeat-compat/markup.h"
#include "heartbeat-compat/tool.h"

enum { ASK_MS = 20000 };

/* Where the reader of crm_mon's XML is. */
struct reader {
	struct eb_view *view;
	char *group, *resource; /* that is open */
	char *marked;           /* the node whose attributes are open */
	unsigned int clones;    /* how many are open */
	bool in_nodes, in_attributes, active;
};

static bool is_true(const char **names, const char **values, const char *name)
{
	return strcmp(eb_markup_get(names, values, name), "true") == 0;
}

static void add_node(struct eb_view *view, const char **names, const char **values)
{
	struct eb_seen_node *node = g_new0(struct eb_seen_node, 1);

	node->name = g_strdup(eb_markup_get(names, values, "name"));
	node->online = is_true(names, values, "online") && !is_true(names, values, "pending");
	node->unclean = is_true(names, values, "unclean");
	g_ptr_array_add(view->nodes, node);
}

static void add_place(const struct reader *reader, const char *node)
{
	struct eb_seen_place *place = g_new0(struct eb_seen_place, 1);

	place->resource = g_strdup(reader->resource);
	place->group = g_strdup(reader->group);
	place->node = g_strdup(node);
	place->clone = reader->clones > 0;
	g_ptr_array_add(reader->view->places, place);
}

static void add_attribute(const struct reader *reader, const char **names, const char **values)
{
	struct eb_seen_attribute *seen = g_new0(struct eb_seen_attribute, 1);

	seen->node = g_strdup(reader->marked);
	seen->name = g_strdup(eb_markup_get(names, values, "name"));
	seen->value = g_strdup(eb_markup_get(names, values, "value"));
	g_ptr_array_add(reader->view->attributes, seen);
}

static void open_element(GMarkupParseContext *context, const char *element, const char **names,
			 const char **values, gpointer data, GError **error)
{
	struct reader *reader = data;

	(void)context;
	(void)error;
	if (strcmp(element, "current_dc") == 0) {
		reader->view->dc = is_true(names, values, "present");
		reader->view->quorum = is_true(names, values, "with_quorum");
	} else if (strcmp(element, "cluster_options") == 0) {
		reader->view->maintenance = is_true(names, values, "maintenance-mode");
	} else if (strcmp(element, "nodes") == 0) {
		reader->in_nodes = true;
	} else if (strcmp(element, "node_attributes") == 0) {
		reader->in_attributes = true;
	} else if (strcmp(element, "node") == 0 && reader->in_attributes) {
		g_free(reader->marked);
		reader->marked = g_strdup(eb_markup_get(names, values, "name"));
	} else if (strcmp(element, "attribute") == 0 && reader->marked) {
		add_attribute(reader, names, values);
	} else if (strcmp(element, "clone") == 0) {
		reader->clones++;
	} else if (strcmp(element, "group") == 0) {
		g_free(reader->group);
		reader->group = g_strdup(eb_markup_get(names, values, "id"));
	} else if (strcmp(element, "resource") == 0) {
		g_free(reader->resource);
		reader->resource = g_strdup(eb_markup_get(names, values, "id"));
		reader->active = is_true(names, values, "active");
	} else if (strcmp(element, "node") == 0 && reader->in_nodes) {
		add_node(reader->view, names, values);
	} else if (strcmp(element, "node") == 0 && reader->resource && reader->active) {
		add_place(reader, eb_markup_get(names, values, "name"));
	}
}

static void close_element(GMarkupParseContext *context, const char *element, gpointer data,
			  GError **error)
{
	struct reader *reader = data;

	(void)context;
	(void)error;
	if (strcmp(element, "nodes") == 0)
		reader->in_nodes = false;
	else if (strcmp(element, "node_attributes") == 0)
		reader->in_attributes = false;
	else if (strcmp(element, "node") == 0)
		g_clear_pointer(&reader->marked, g_free);
	else if (strcmp(element, "clone") == 0)
		reader->clones--;
	else if (strcmp(element, "group") == 0)
		g_clear_pointer(&reader->group, g_free);
	else if (strcmp(element, "resource") == 0)
		g_clear_pointer(&reader->resource, g_free);
}

static void free_node(gpointer data)
{
	g_free(((struct eb_seen_node *)data)->name);
	g_free(data);
}

static void free_place(gpointer data)
{
	struct eb_seen_place *place = data;

	g_free(place->resource);
	g_free(place->group);
	g_free(place->node);
	g_free(place);
}

static void free_attribute(gpointer data)
{
	struct eb_seen_attribute *seen = data;

	g_free(seen->node);
	g_free(seen->name);
	g_free(seen->value);
	g_free(seen);
}

struct eb_view *eb_view_take(void)
{
	static const GMarkupParser parser = { .start_element = open_element,
					      .end_element = close_element };
	g_autofree char *text = NULL;
	struct reader reader = { 0 };
	GMarkupParseContext *context;
	bool whole;

	if (EB_TOOL(ASK_MS, &text, "crm_mon", "-1", "--inactive", "--output-as=xml") != 0)
		return NULL;
	reader.view = g_new0(struct eb_view, 1);
	reader.view->nodes = g_ptr_array_new_with_free_func(free_node);
	reader.view->places = g_ptr_array_new_with_free_func(free_place);
	reader.view->attributes = g_ptr_array_new_with_free_func(free_attribute);
	context = g_markup_parse_context_new(&parser, 0, &reader, NULL);
	whole = g_markup_parse_context_parse(context, text, -1, NULL) &&
		g_markup_parse_context_end_parse(context, NULL);
	g_markup_parse_context_free(context);
	g_free(reader.group);
	g_free(reader.resource);
	g_free(reader.marked);
	if (whole)
		return reader.view;
	eb_view_free(reader.view);
	return NULL;
}

void eb_view_free(struct eb_view *view)
{
	if (!view)
		return;
	g_ptr_array_unref(view->nodes);
	g_ptr_array_unref(view->places);
	g_ptr_array_unref(view->attributes);
	g_free(view);
}

const struct eb_seen_node *eb_view_node(const struct eb_view *view, const char *name)
{
	const struct eb_seen_node *node;

	eb_for_each (node, view->nodes)
		if (strcmp(node->name, name) == 0)
			return node;
	return NULL;
}

const struct eb_seen_place *eb_view_twice(const struct eb_view *view)
{
	const struct eb_seen_place *place;
	const char *where;

	eb_for_each (place, view->places) {
		where = eb_view_where(view, place->resource);
		if (!place->clone && g_strcmp0(where, place->node) != 0)
			return place;
	}
	return NULL;
}

const char *eb_view_where(const struct eb_view *view, const char *resource)
{
	const struct eb_seen_place *place;

	eb_for_each (place, view->places)
		if (strcmp(place->resource, resource) == 0)
			return place->node;
	return NULL;
}

/* The name of the DC's state is what the controller on it tells, whoever asks. */
static bool controller_rests(void)
{
	g_autofree char *text = NULL, *state = NULL;
	const char *dc;

	if (EB_TOOL(ASK_MS, &text, "crmadmin", "--quiet", "--dc_lookup") != 0)
		return false;
	dc = g_strstrip(text);
	return EB_TOOL(ASK_MS, &state, "crmadmin", "--quiet", "--status", dc) == 0 &&
	       strstr(state, "S_IDLE");
}

/* crm_simulate lists the actions of the next transition, a star before each. Those under way
 * are not always among them. */
bool eb_view_idle(char **what)
{
	static const char begin[] = "Executing Cluster Transition:";
	g_autofree char *text = NULL;
	char *actions, *end, *star;

	if (what)
		*what = NULL;
	if (EB_TOOL(ASK_MS, &text, "crm_simulate", "--live-check", "--simulate") != 0)
		return false;
	actions = strstr(text, begin);
	end = actions ? strstr(actions, "Revised Cluster Status:") : NULL;
	if (!end)
		return false;
	*end = '\0';
	star = strchr(actions, '*');
	if (star && what)
		*what = g_strndup(star + 2, strcspn(star + 2, "\n"));
	return !star && controller_rests();
}

/* ---- corosync --------------------------------------------------------------------------------- */

/* The lines of a tool's table as ids: those whose first word, if any, begins so. */
static char *ids(char *text, const char *first, size_t column)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autoptr(GString) found = g_string_new(" ");

	for (size_t i = 0; lines[i]; i++) {
		g_auto(GStrv) words = g_strsplit(g_strstrip(lines[i]), " ", -1);

		if (g_strv_length(words) > column && g_str_has_prefix(words[0], first) &&
		    g_ascii_isdigit(*words[column]))
			g_string_append_printf(found, "%s ", words[column]);
	}
	return g_string_free(g_steal_pointer(&found), FALSE);
}

char *eb_corosync_members(void)
{
	g_autofree char *text = NULL;
	/* 0 with quorum, 2 without; 1 when there is no corosync. */
	int status = EB_TOOL(ASK_MS, &text, "corosync-quorumtool", "-l");

	return status == 0 || status == 2 ? ids(text, "", 0) : NULL;
}

/* Pacemaker's controller is a member of the group crmd; its name is shown with its NUL. */
char *eb_pacemaker_members(void)
{
	g_autofree char *text = NULL;

	return EB_TOOL(ASK_MS, &text, "corosync-cpgtool", "-d", " ") == 0 ? ids(text, "crmd", 2)
									  : NULL;
}
