// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is in the picture. Each object is a cell of a table, the only thing in graphviz's
 * language that can be named and linked inside of a node. The colours are the light ones;
 * picture.css knows them by their values.
 */
#include <string.h>

#include "heartbeat-compat/picture.h"

#define FONT "Helvetica,Arial,sans-serif"

#define INK     "#1c2430"
#define FAINT   "#4a5566"
#define OUTLINE "#8d99a8"
#define MACHINE "#f5f7fa"
#define PAPER   "#ffffff"
#define HEAD    "#dce8f3"
#define CABLE   "#2e6da4"
#define PING    "#5f8f6b"
#define ALARM   "#b3261e"

enum { TEXT_MAX = 46, ROWS = 5 };

struct picture {
	const struct eb_plan *plan;
	const struct eb_anchors *anchors;
	GString *out;
	const GPtrArray *nodes; /* struct eb_section *, of the nodelist */
	GPtrArray *lowest;      /* char *: what is at the bottom of each node */
};

#define PUT(p, ...) g_string_append_printf((p)->out, __VA_ARGS__)

/* ---- cells ------------------------------------------------------------------------------------------- */

static char *shorten(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_autofree char *head = NULL;

	if (g_utf8_strlen(valid, -1) <= TEXT_MAX)
		return eb_markup(valid);
	head = g_utf8_substring(valid, 0, TEXT_MAX - 1);
	g_clear_pointer(&valid, g_free);
	valid = g_strconcat(head, "\u2026", NULL);
	return eb_markup(valid);
}

/* The link of a cell, and for the mouse the line that it comes from. */
static void put_origin(struct picture *p, const struct eb_object *object)
{
	g_autofree char *line = g_strdup_printf("%s: %s", object->place, object->row->source);
	g_autofree char *title = eb_markup(line);

	PUT(p, " href=\"#%s\" title=\"%s\"", eb_row_anchor(p->anchors, object->row), title);
}

/* The cell that an object is; look: attributes; words is markup. */
static void put_cell(struct picture *p, const char *name, const char *look, const char *words)
{
	const struct eb_object *object = eb_object(p->anchors, name);

	PUT(p, "<td %s", look);
	if (object) {
		PUT(p, " id=\"%s\"", object->anchor);
		put_origin(p, object);
	}
	PUT(p, ">%s</td>", words);
}

/* ---- links and nodes ------------------------------------------------------------------------------------- */

static const char *find_value(const GPtrArray *pairs, const char *name)
{
	const struct eb_pair *pair;

	eb_for_each (pair, pairs)
		if (strcmp(pair->name, name) == 0)
			return pair->value;
	return NULL;
}

static const char *name_of(const struct eb_section *node)
{
	const char *name = find_value(node->settings, "name");

	return name ? name : "";
}

/* The address of a node of the nodelist on a link; NULL: there is no such link. */
static const char *address_on(const struct eb_section *node, guint link)
{
	g_autofree char *name = g_strdup_printf("ring%u_addr", link);

	return find_value(node->settings, name);
}

static void put_link(struct picture *p, guint link)
{
	g_autofree char *name = g_strdup_printf("link %u", link);

	PUT(p,
	    "\tlink%u [class=\"cable\", label=<<table border=\"2\" color=\"" CABLE
	    "\" bgcolor=\"" HEAD "\" style=\"rounded\" cellborder=\"0\" cellpadding=\"5\"><tr>",
	    link);
	put_cell(p, name, "align=\"center\"", name);
	PUT(p, "</tr></table>>]\n");
	for (guint node = 0; node < p->nodes->len; node++)
		PUT(p,
		    "\tlink%u -> node%u:link%u:n [class=\"cable\", color=\"" CABLE
		    "\", penwidth=2.5, arrowhead=none]\n",
		    link, node, link);
}

static void put_links(struct picture *p)
{
	const struct eb_section *first = eb_item(p->nodes, 0);
	guint links = 0;

	while (first && address_on(first, links))
		put_link(p, links++);
	PUT(p, "\t{ rank=min");
	for (guint link = 0; link < links; link++)
		PUT(p, "; link%u", link);
	PUT(p, " }\n");
}

static void put_node(struct picture *p, const struct eb_section *node, guint at)
{
	const char *name = name_of(node);
	g_autofree char *object = g_strdup_printf("node %s", name), *shown = shorten(name);
	g_autofree char *bold = g_strdup_printf("<font point-size=\"15\"><b>%s</b></font>", shown);
	const char *address;

	PUT(p,
	    "\t\tnode%u [label=<<table border=\"0\" color=\"" CABLE
	    "\" cellborder=\"0\" cellspacing=\"6\" cellpadding=\"4\"><tr>",
	    at);
	put_cell(p, object, "align=\"left\"", bold);
	for (guint link = 0; (address = address_on(node, link)); link++) {
		g_autofree char *link_name = g_strdup_printf("link %u", link);
		const struct eb_object *origin = eb_object(p->anchors, link_name);
		g_autofree char *words = shorten(address);

		PUT(p, "<td border=\"1\" style=\"rounded\" bgcolor=\"" PAPER "\" port=\"link%u\"",
		    link);
		if (origin)
			put_origin(p, origin);
		PUT(p, ">%s</td>", words);
	}
	PUT(p, "</tr></table>>]\n");
}

/* ---- resources ---------------------------------------------------------------------------------------------- */

/* The parameters that tell an operator what it is; of other agents, all. */
static const struct telling {
	const char *type;
	const char *params[4];
} tellings[] = {
	{ "Filesystem", { "device", "directory" } },
	{ "IPaddr2", { "ip", "cidr_netmask", "nic" } },
	{ "hbscript", { "script", "args" } },
	{ "ping", { "host_list" } },
};

static bool tells(const char *type, const char *param)
{
	for (size_t i = 0; i < EB_COUNT(tellings); i++)
		if (strcmp(tellings[i].type, type) == 0)
			return g_strv_contains(tellings[i].params, param);
	return true;
}

static char *describe(const struct eb_resource *primitive)
{
	bool script = strcmp(primitive->type, "hbscript") == 0;
	g_autoptr(GString) text = g_string_new(script ? "script" : primitive->type);
	const struct eb_pair *param;

	if (strcmp(primitive->class, "systemd") == 0)
		g_string_prepend(text, "unit ");
	/* The parameters of a fence device may hold a password. */
	if (strcmp(primitive->class, "stonith") == 0)
		return shorten(text->str);
	eb_for_each (param, primitive->params) {
		bool mask = strcmp(param->name, "cidr_netmask") == 0;

		if (tells(primitive->type, param->name))
			g_string_append_printf(text, "%s%s", mask ? "/" : " ", param->value);
	}
	return shorten(text->str);
}

/* Where it is at home; NULL: nowhere. */
static const struct eb_location *home_of(const struct eb_plan *plan,
					 const struct eb_resource *resource)
{
	const struct eb_location *location;

	eb_for_each (location, plan->cib.locations)
		if (location->node && *location->score != '-' &&
		    strcmp(location->resource, resource->id) == 0)
			break;
	return location;
}

static bool is_device(const struct eb_resource *resource)
{
	return g_strcmp0(resource->class, "stonith") == 0;
}

/* What stands behind the name, as markup. */
static char *role_of(const struct eb_plan *plan, const struct eb_resource *resource)
{
	const struct eb_location *home = home_of(plan, resource);
	g_autoptr(GString) role = g_string_new(NULL);

	if (resource->kind == EB_GROUP)
		g_string_append(role, "group");
	if (resource->kind == EB_CLONE)
		g_string_append(role, "on every node");
	if (find_value(resource->meta, "promotable"))
		g_string_append(role, ", promoted on one");
	if (is_device(resource))
		g_string_append(role, "fence device");
	if (home)
		g_string_append_printf(role, "%shome +%s", role->len ? ", " : "", home->score);
	if (!role->len)
		return g_strdup("");
	return g_strdup_printf("   <font color=\"" FAINT "\">%s</font>", role->str);
}

static void put_row(struct picture *p, const char *name, const char *look, const char *words)
{
	PUT(p, "<tr>");
	put_cell(p, name, look, words);
	PUT(p, "</tr>");
}

static void put_member(struct picture *p, const struct eb_resource *member, guint number)
{
	g_autofree char *words = describe(member), *numbered = NULL;

	if (number)
		numbered =
			g_strdup_printf("<font color=\"" FAINT "\">%u</font>  %s", number, words);
	put_row(p, member->id, "align=\"left\"", numbered ? numbered : words);
}

/* The clone that keeps the attribute of a rule. */
static bool keeps(const struct eb_resource *resource, const char *attribute)
{
	const struct eb_resource *member;

	eb_for_each (member, resource->members)
		if (g_strcmp0(find_value(member->params, "name"), attribute) == 0)
			return true;
	return false;
}

/* Rules on a clone's attribute are words and not lines: every group has the same ones. */
static void put_rules(struct picture *p, const struct eb_resource *resource)
{
	const struct eb_location *location;
	const struct eb_resource *clone;

	eb_for_each (location, p->plan->cib.locations) {
		if (location->node || strcmp(location->resource, resource->id) != 0)
			continue;
		eb_for_each (clone, p->plan->cib.resources)
			if (keeps(clone, location->attribute)) {
				const struct eb_object *object = eb_object(p->anchors, clone->id);
				g_autofree char *id = shorten(clone->id);

				PUT(p, "<tr><td align=\"left\"");
				if (object)
					PUT(p, " href=\"#%s\" title=\"\"", object->anchor);
				PUT(p,
				    "><font color=\"" PING
				    "\">goes where %s reaches %s</font></td></tr>",
				    id, location->score ? "it" : "more");
			}
	}
}

static void put_resource(struct picture *p, const struct eb_resource *resource, guint at)
{
	g_autofree char *id = shorten(resource->id), *role = role_of(p->plan, resource);
	g_autofree char *title = g_strdup_printf("<b>%s</b>%s", id, role);
	const char *outline = is_device(resource) ? ALARM : OUTLINE;
	const struct eb_resource *member;

	PUT(p,
	    "resource%u [label=<<table border=\"1\" color=\"%s\" bgcolor=\"" PAPER
	    "\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"5\">",
	    at, resource->kind == EB_CLONE ? PING : outline);
	put_row(p, resource->id, "align=\"left\" bgcolor=\"" HEAD "\" border=\"1\" sides=\"B\"",
		title);
	if (!resource->members->len)
		put_member(p, resource, 0);
	eb_for_each (member, resource->members)
		put_member(p, member, resource->kind == EB_GROUP ? member_at + 1 : 0);
	put_rules(p, resource);
	PUT(p, "</table>>]\n");
}

static bool lives_on(const struct eb_plan *plan, const struct eb_resource *resource,
		     const char *node)
{
	const struct eb_location *home = home_of(plan, resource);

	return home && strcmp(home->node, node) == 0;
}

/* Below their node, in columns; invisible edges keep them there. */
static void put_residents(struct picture *p, const struct eb_section *node, guint at)
{
	const char *name = name_of(node);
	const struct eb_resource *resource;
	guint columns, before = 0, count = 0;

	eb_for_each (resource, p->plan->cib.resources)
		count += lives_on(p->plan, resource, name);
	columns = 1 + count / ROWS;
	g_ptr_array_add(p->lowest, g_strdup_printf("node%u", at));
	count = 0;
	eb_for_each (resource, p->plan->cib.resources) {
		g_autofree char *above = NULL;

		if (!lives_on(p->plan, resource, name))
			continue;
		if (count++ % columns == 0) {
			above = p->lowest->pdata[at];
			p->lowest->pdata[at] = g_strdup_printf("resource%u", resource_at);
		}
		PUT(p, "\t\t");
		put_resource(p, resource, resource_at);
		if (above)
			PUT(p, "\t\t%s -> resource%u [style=invis]\n", above, resource_at);
		else
			PUT(p, "\t\t{ rank=same; resource%u -> resource%u [style=invis] }\n",
			    before, resource_at);
		before = resource_at;
	}
}

/* ---- constraints and fencing ------------------------------------------------------------------------------------ */

static void put_victims(struct picture *p, const struct eb_resource *device, guint at)
{
	const char *hosts = find_value(device->params, "pcmk_host_list");
	g_auto(GStrv) names = g_strsplit_set(hosts ? hosts : "", " ,;", -1);
	const struct eb_section *node;

	eb_for_each (node, p->nodes)
		if (g_strv_contains((const char *const *)names, name_of(node)))
			PUT(p,
			    "\tnode%u -> resource%u [class=\"fence\", dir=back, style=bold, "
			    "color=\"" ALARM "\", label=\"fences\", minlen=2]\n",
			    node_at, at);
}

/* Below one node after the other. */
static void put_below(struct picture *p, guint count)
{
	if (p->lowest->len)
		PUT(p, "\t%s -> ", (char *)p->lowest->pdata[count % p->lowest->len]);
}

static void put_others(struct picture *p)
{
	const struct eb_resource *resource;
	bool fenced = false;
	guint count = 0;

	eb_for_each (resource, p->plan->cib.resources) {
		if (home_of(p->plan, resource))
			continue;
		PUT(p, "\t");
		put_resource(p, resource, resource_at);
		put_below(p, count++);
		PUT(p, "resource%u [style=invis]\n", resource_at);
		if (!is_device(resource))
			continue;
		put_victims(p, resource, resource_at);
		fenced = true;
	}
	if (fenced)
		return;
	PUT(p, "\tunfenced [class=\"fence\", shape=box, style=\"rounded,dashed\", "
	       "color=\"" ALARM "\", margin=\"0.2,0.1\", label=\"no fence device\"]\n");
	put_below(p, count);
	PUT(p, "unfenced [style=invis]\n");
}

static void put_machine(struct picture *p, const struct eb_section *node, guint at)
{
	PUT(p,
	    "\tsubgraph cluster_%u {\n"
	    "\t\tgraph [style=\"rounded,filled\", fillcolor=\"" MACHINE "\", color=\"" OUTLINE
	    "\", penwidth=1.5, margin=12]\n",
	    at);
	put_node(p, node, at);
	put_residents(p, node, at);
	PUT(p, "\t}\n");
}

/* Edges within a rank go from left to right. */
static void put_machines(struct picture *p)
{
	const struct eb_section *node;

	eb_for_each (node, p->nodes)
		put_machine(p, node, node_at);
	PUT(p, "\t{ rank=same; edge [style=invis]");
	eb_for_each (node, p->nodes)
		PUT(p, "%snode%u", node_at ? " -> " : "; ", node_at);
	PUT(p, " }\n");
}

char *eb_picture_dot(const struct eb_plan *plan, const struct eb_anchors *anchors)
{
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	g_autoptr(GPtrArray) lowest = g_ptr_array_new_with_free_func(g_free);
	struct picture p = { plan, anchors, g_string_new(NULL), none, lowest };
	const struct eb_section *section;

	eb_for_each (section, plan->corosync)
		if (strcmp(section->name, "nodelist") == 0)
			p.nodes = section->sections;
	PUT(&p, "digraph cluster {\n"
		"\tgraph [newrank=true, bgcolor=transparent, pad=0.15, nodesep=0.9, ranksep=0.4]\n"
		"\tnode [shape=plain, fontname=\"" FONT "\", fontsize=12, fontcolor=\"" INK "\"]\n"
		"\tedge [fontname=\"" FONT "\", fontsize=11, fontcolor=\"" FAINT
		"\", color=\"" FAINT "\"]\n");
	put_links(&p);
	put_machines(&p);
	put_others(&p);
	PUT(&p, "}\n");
	return g_string_free(p.out, FALSE);
}
