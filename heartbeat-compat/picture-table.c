// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/picture-dot.h"

enum { TEXT_MAX = 46 };

const char *eb_picture_value(const GPtrArray *pairs, const char *name)
{
	const struct eb_pair *pair;

	eb_for_each (pair, pairs)
		if (strcmp(pair->name, name) == 0)
			return pair->value;
	return NULL;
}

char *eb_picture_text(const char *text)
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

/* The rest of a cell: its link, for the mouse the line that it comes from, and its words. */
static void put_origin(struct picture *p, const struct eb_object *object, const char *words)
{
	if (object) {
		g_autofree char *line =
			g_strdup_printf("%s: %s", object->place, object->row->source);
		g_autofree char *title = eb_markup(line);

		PUT(p, " href=\"#%s\" title=\"%s\"", eb_row_anchor(p->anchors, object->row), title);
	}
	PUT(p, ">%s</td>", words);
}

void eb_picture_cell(struct picture *p, const char *name, const char *look, const char *words)
{
	const struct eb_object *object = eb_object(p->anchors, name);

	PUT(p, "<td %s", look);
	if (object)
		PUT(p, " id=\"%s\"", object->anchor);
	put_origin(p, object, words);
}

void eb_picture_link(struct picture *p, const char *name, const char *look, const char *words)
{
	PUT(p, "<td %s", look);
	put_origin(p, eb_object(p->anchors, name), words);
}

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
		return eb_picture_text(text->str);
	eb_for_each (param, primitive->params) {
		bool mask = strcmp(param->name, "cidr_netmask") == 0;

		if (tells(primitive->type, param->name))
			g_string_append_printf(text, "%s%s", mask ? "/" : " ", param->value);
	}
	return eb_picture_text(text->str);
}

/* Where it is at home; NULL: nowhere. */
const struct eb_location *eb_picture_home(const struct eb_plan *plan,
					  const struct eb_resource *resource)
{
	const struct eb_location *location;

	eb_for_each (location, plan->cib.locations)
		if (location->node && *location->score != '-' &&
		    strcmp(location->resource, resource->id) == 0)
			break;
	return location;
}

bool eb_picture_is_device(const struct eb_resource *resource)
{
	return g_strcmp0(resource->class, "stonith") == 0;
}

/* What stands behind the name, as markup. */
static char *role_of(const struct eb_plan *plan, const struct eb_resource *resource)
{
	const struct eb_location *home = eb_picture_home(plan, resource);
	g_autoptr(GString) role = g_string_new(NULL);

	if (resource->kind == EB_GROUP)
		g_string_append(role, "group");
	if (resource->kind == EB_CLONE)
		g_string_append(role, "on every node");
	if (eb_picture_value(resource->meta, "promotable"))
		g_string_append(role, ", promoted on one");
	if (eb_picture_is_device(resource))
		g_string_append(role, "fence device");
	if (home)
		g_string_append_printf(role, "%shome +%s", role->len ? ", " : "", home->score);
	if (!role->len)
		return g_strdup("");
	return g_strdup_printf("   <font color=\"" FAINT "\">%s</font>", role->str);
}

/* number 0: it is alone, and named in the title already. */
static void put_member(struct picture *p, const struct eb_resource *member, guint number)
{
	g_autofree char *words = describe(member), *numbered = NULL;

	PUT(p, "<tr>");
	if (!number) {
		eb_picture_link(p, member->id, "align=\"left\"", words);
	} else {
		numbered =
			g_strdup_printf("<font color=\"" FAINT "\">%u</font>  %s", number, words);
		eb_picture_cell(p, member->id, "align=\"left\"", numbered);
	}
	PUT(p, "</tr>");
}

/* A clone's group has a line of its own, and its members below. */
static void put_members(struct picture *p, const struct eb_resource *resource)
{
	const struct eb_resource *member;

	eb_for_each (member, resource->members) {
		g_autofree char *id = NULL, *words = NULL;

		if (member->kind == EB_PRIMITIVE) {
			put_member(p, member, resource->kind == EB_GROUP ? member_at + 1 : 0);
			continue;
		}
		id = eb_picture_text(member->id);
		words = g_strdup_printf("%s   <font color=\"" FAINT "\">group</font>", id);
		PUT(p, "<tr>");
		eb_picture_cell(p, member->id, "align=\"left\"", words);
		PUT(p, "</tr>");
		put_members(p, member);
	}
}

/* The clone that keeps the attribute of a rule. */
static bool keeps(const struct eb_resource *resource, const char *attribute)
{
	const struct eb_resource *member;

	eb_for_each (member, resource->members)
		if (g_strcmp0(eb_picture_value(member->params, "name"), attribute) == 0 ||
		    keeps(member, attribute))
			return true;
	return false;
}

/* Rules on a clone's attribute are words and not lines: every group has the same ones. */
static void put_rules(struct picture *p, const struct eb_resource *resource)
{
	const struct eb_location *location;
	const struct eb_resource *clone;

	eb_for_each (location, p->plan->cib.locations) {
		if (location->node || !location->attribute ||
		    strcmp(location->resource, resource->id) != 0)
			continue;
		eb_for_each (clone, p->plan->cib.resources)
			if (keeps(clone, location->attribute)) {
				const struct eb_object *object = eb_object(p->anchors, clone->id);
				g_autofree char *id = eb_picture_text(clone->id);

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

void eb_picture_resource(struct picture *p, const struct eb_resource *resource, guint at)
{
	g_autofree char *id = eb_picture_text(resource->id), *role = role_of(p->plan, resource);
	g_autofree char *title = g_strdup_printf("<b>%s</b>%s", id, role);
	const char *outline = eb_picture_is_device(resource) ? ALARM : OUTLINE;

	PUT(p,
	    "resource%u [label=<<table border=\"1\" color=\"%s\" bgcolor=\"" PAPER
	    "\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"5\"><tr>",
	    at, resource->kind == EB_CLONE ? PING : outline);
	eb_picture_cell(p, resource->id,
			"align=\"left\" bgcolor=\"" HEAD "\" border=\"1\" sides=\"B\"", title);
	PUT(p, "</tr>");
	if (!resource->members->len)
		put_member(p, resource, 0);
	put_members(p, resource);
	put_rules(p, resource);
	PUT(p, "</table>>]\n");
}
