// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/picture-dot.h"

#define FONT "Helvetica,Arial,sans-serif"

enum {
	ROWS = 5,    /* more, and there are two columns */
	COLUMNS = 4, /* of all machines: so many can be read on a page */
};

/* ---- links and nodes ------------------------------------------------------------------------------------- */

static const char *name_of(const struct eb_section *node)
{
	const char *name = eb_picture_value(node->settings, "name");

	return name ? name : "";
}

/* The address of a node of the nodelist on a link; NULL: there is no such link. */
static const char *address_on(const struct eb_section *node, guint link)
{
	g_autofree char *name = g_strdup_printf("ring%u_addr", link);

	return eb_picture_value(node->settings, name);
}

static void put_link(struct picture *p, guint link)
{
	g_autofree char *name = g_strdup_printf("link %u", link);

	PUT(p,
	    "\tlink%u [class=\"cable\", label=<<table border=\"2\" color=\"" CABLE
	    "\" bgcolor=\"" HEAD "\" style=\"rounded\" cellborder=\"0\" cellpadding=\"5\"><tr>",
	    link);
	eb_picture_cell(p, name, "align=\"center\"", name);
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
	g_autofree char *object = g_strdup_printf("node %s", name), *shown = eb_picture_text(name);
	g_autofree char *bold = g_strdup_printf("<font point-size=\"15\"><b>%s</b></font>", shown);
	const char *address;

	PUT(p,
	    "\t\tnode%u [label=<<table border=\"0\" color=\"" CABLE
	    "\" cellborder=\"0\" cellspacing=\"6\" cellpadding=\"4\"><tr>",
	    at);
	eb_picture_cell(p, object, "align=\"left\"", bold);
	for (guint link = 0; (address = address_on(node, link)); link++) {
		g_autofree char *link_name = g_strdup_printf("link %u", link);
		g_autofree char *look = g_strdup_printf(
			"border=\"1\" style=\"rounded\" bgcolor=\"" PAPER "\" port=\"link%u\"",
			link);
		g_autofree char *words = eb_picture_text(address);

		eb_picture_link(p, link_name, look, words);
	}
	PUT(p, "</tr></table>>]\n");
}

/* Pacemaker does not tell Alpha from alpha, and old CIBs have both. */
static bool lives_on(const struct eb_plan *plan, const struct eb_resource *resource,
		     const char *node)
{
	const struct eb_location *home = eb_picture_home(plan, resource);

	return home && g_ascii_strcasecmp(home->node, node) == 0;
}

/* The number of the node that it is drawn in; -1: it is at home nowhere. */
static int machine_of(const struct picture *p, const struct eb_resource *resource)
{
	const struct eb_section *node;

	eb_for_each (node, p->nodes)
		if (lives_on(p->plan, resource, name_of(node)))
			return (int)node_at;
	return -1;
}

static guint residents(const struct picture *p, const char *name)
{
	const struct eb_resource *resource;
	guint count = 0;

	eb_for_each (resource, p->plan->cib.resources)
		count += lives_on(p->plan, resource, name);
	return count;
}

/* Its share of the columns, as many as it has use for. */
static guint columns_of(const struct picture *p, const char *name)
{
	const struct eb_section *node;
	guint own = residents(p, name), all = 0;

	eb_for_each (node, p->nodes)
		all += residents(p, name_of(node));
	return all ? MIN(1 + own / ROWS, MAX((COLUMNS * own + all / 2) / all, 1)) : 1;
}

/* Below their node, in columns; invisible edges keep them there. */
static void put_residents(struct picture *p, const struct eb_section *node, guint at)
{
	const char *name = name_of(node);
	const struct eb_resource *resource;
	guint columns = columns_of(p, name), before = 0, count = 0;

	g_ptr_array_add(p->lowest, g_strdup_printf("node%u", at));
	eb_for_each (resource, p->plan->cib.resources) {
		g_autofree char *above = NULL;

		if (!lives_on(p->plan, resource, name))
			continue;
		if (count++ % columns == 0) {
			above = p->lowest->pdata[at];
			p->lowest->pdata[at] = g_strdup_printf("resource%u", resource_at);
		}
		PUT(p, "\t\t");
		eb_picture_resource(p, resource, resource_at);
		if (above)
			PUT(p, "\t\t%s -> resource%u [style=invis]\n", above, resource_at);
		else
			PUT(p, "\t\t{ rank=same; resource%u -> resource%u [style=invis] }\n",
			    before, resource_at);
		before = resource_at;
	}
}

/* ---- constraints and fencing ------------------------------------------------------------------------------------ */

/* From the machine's lower edge: whatever runs there is above the device. How many there are. */
static guint put_victims(struct picture *p, const struct eb_resource *device, guint at)
{
	const char *hosts = eb_picture_value(device->params, "pcmk_host_list");
	g_auto(GStrv) names = g_strsplit_set(hosts ? hosts : "", " ,;", -1);
	const struct eb_section *node;
	guint count = 0;

	eb_for_each (node, p->nodes) {
		if (!g_strv_contains((const char *const *)names, name_of(node)))
			continue;
		PUT(p,
		    "\t%s -> resource%u [class=\"fence\", ltail=cluster_%u, dir=back, style=bold, "
		    "color=\"" ALARM "\", label=\" fences\"]\n",
		    (char *)p->lowest->pdata[node_at], at, node_at);
		count++;
	}
	return count;
}

/* -1: it is a member, or not there. */
static int index_of(const struct eb_plan *plan, const char *id)
{
	const struct eb_resource *resource;

	eb_for_each (resource, plan->cib.resources)
		if (strcmp(resource->id, id) == 0)
			return (int)resource_at;
	return -1;
}

/* The machine below which it stands: that of what runs where it does, else one after the other. */
static guint column_of(const struct picture *p, const struct eb_resource *resource, guint *count)
{
	const struct eb_tie *tie;

	eb_for_each (tie, p->plan->cib.ties) {
		int other = index_of(p->plan, tie->resource), machine;

		if (other < 0 || strcmp(tie->with, resource->id) != 0)
			continue;
		machine = machine_of(p, p->plan->cib.resources->pdata[other]);
		if (machine >= 0)
			return (guint)machine;
	}
	return (*count)++;
}

static void put_below(struct picture *p, guint column)
{
	if (p->lowest->len)
		PUT(p, "\t%s -> ", (char *)p->lowest->pdata[column % p->lowest->len]);
}

/* It comes from no line, but a finding tells of it. */
static void put_unfenced(struct picture *p, guint count)
{
	g_autofree char *code = g_strdup_printf("HB-%d", EB_MSG_NO_FENCING);
	const struct eb_finding *finding;

	PUT(p, "\tunfenced [class=\"fence\", shape=box, style=\"rounded,dashed\", "
	       "color=\"" ALARM "\", margin=\"0.2,0.1\", label=\"no fence device\"");
	eb_for_each (finding, p->plan->findings)
		if (strcmp(finding->code, code) == 0) {
			PUT(p, ", href=\"#%s\"", code);
			break;
		}
	PUT(p, "]\n");
	put_below(p, count);
	PUT(p, "unfenced [style=invis]\n");
}

static void put_others(struct picture *p)
{
	const struct eb_resource *resource;
	bool fenced = false;
	guint count = 0;

	eb_for_each (resource, p->plan->cib.resources) {
		if (machine_of(p, resource) >= 0)
			continue;
		PUT(p, "\t");
		eb_picture_resource(p, resource, resource_at);
		fenced |= eb_picture_is_device(resource);
		if (eb_picture_is_device(resource) && put_victims(p, resource, resource_at))
			continue;
		put_below(p, column_of(p, resource, &count));
		PUT(p, "resource%u [style=invis]\n", resource_at);
	}
	if (!fenced)
		put_unfenced(p, count);
}

static bool holds(const struct eb_resource *resource, const char *id)
{
	const struct eb_resource *member;

	if (strcmp(resource->id, id) == 0)
		return true;
	eb_for_each (member, resource->members)
		if (holds(member, id))
			return true;
	return false;
}

/* What it stands in, or is itself; -1: it is not there. */
static int holder_of(const struct eb_plan *plan, const char *id)
{
	const struct eb_resource *resource;
	int at = index_of(plan, id);

	if (at >= 0)
		return at;
	eb_for_each (resource, plan->cib.resources)
		if (holds(resource, id))
			return (int)resource_at;
	return -1;
}

/* What a tie joins, as it is drawn: numbers of resources, -1: nothing. */
struct ends {
	int from, to;
};

/* Does another tie join the two: one where they run, or, for an order, an earlier one? */
static bool is_joined(const GPtrArray *ties, const struct ends *ends, guint at)
{
	const struct eb_tie *tie;

	eb_for_each (tie, ties)
		if (ends[tie_at].from == ends[at].from && ends[tie_at].to == ends[at].to &&
		    (tie->kind == EB_COLOCATION ? *tie->score != '-' : tie_at < at))
			return true;
	return false;
}

static void put_order(struct picture *p, struct ends ends)
{
	PUT(p,
	    "\tresource%d -> resource%d [class=\"tie\", constraint=false, style=dashed, "
	    "color=\"" CABLE "\", label=\" starts after\"]\n",
	    ends.from, ends.to);
}

/* Between machines it must not move one of them down. */
static void put_colocation(struct picture *p, struct ends ends, const struct eb_tie *tie)
{
	const struct eb_resource *to = p->plan->cib.resources->pdata[ends.to];

	PUT(p,
	    "\tresource%d -> resource%d [class=\"tie\", %scolor=\"" CABLE
	    "\", label=\" runs where %s\"]\n",
	    ends.from, ends.to, machine_of(p, to) < 0 ? "" : "constraint=false, ",
	    tie->role ? "promoted" : "it runs");
}

/* What runs where another one does; that it starts after it goes without saying. Of the others each
 * order is a line. */
static void put_ties(struct picture *p)
{
	const GPtrArray *ties = p->plan->cib.ties;
	g_autofree struct ends *ends = g_new(struct ends, ties->len + 1);
	const struct eb_tie *tie;

	eb_for_each (tie, ties) {
		ends[tie_at].from = holder_of(p->plan, tie->resource);
		ends[tie_at].to = holder_of(p->plan, tie->with);
	}
	eb_for_each (tie, ties) {
		const struct ends own = ends[tie_at];

		if (own.from < 0 || own.to < 0 || own.from == own.to)
			continue;
		if (tie->kind == EB_ORDER && !is_joined(ties, ends, tie_at))
			put_order(p, own);
		else if (tie->kind == EB_COLOCATION && *tie->score != '-')
			put_colocation(p, own, tie);
	}
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
	PUT(&p,
	    "digraph cluster {\n"
	    "\tgraph [newrank=true, compound=true, bgcolor=transparent, pad=0.15, nodesep=0.3, ranksep=0.4]\n"
	    "\tnode [shape=plain, fontname=\"" FONT "\", fontsize=12, fontcolor=\"" INK "\"]\n"
	    "\tedge [fontname=\"" FONT "\", fontsize=11, fontcolor=\"" FAINT "\", color=\"" FAINT
	    "\"]\n");
	put_links(&p);
	put_machines(&p);
	put_others(&p);
	put_ties(&p);
	PUT(&p, "}\n");
	return g_string_free(p.out, FALSE);
}
