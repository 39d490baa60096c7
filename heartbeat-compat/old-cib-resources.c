// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Groups, clones and master/slave pairs of an old CIB. What is in them comes first: one that
 * nothing is left in is none.
 */
#include <string.h>

#include "heartbeat-compat/old-cib.h"

static struct eb_resource *convert(struct eb_translation *t, const struct eb_element *element,
				   GPtrArray *into, GPtrArray *clones);

/* A group is in order and together, unless it was said otherwise; today it always is. */
static const char *loose(const struct eb_translation *t, const struct eb_element *element)
{
	bool apart = eb_old_is_false(eb_old_meta(t, element, "collocated"));
	bool unordered = eb_old_is_false(eb_old_meta(t, element, "ordered"));

	if (!apart && !unordered)
		return NULL;
	return EB_TEXT(t,
		       "its members were %s%s%s, a group of today is in order and on one node: "
		       "take them out of it, with constraints for what shall hold",
		       unordered ? "in no order" : "", apart && unordered ? " and " : "",
		       apart ? "not kept together" : "");
}

/* What was said of the clone of a device and can be said of the device. */
static void keep_for_device(struct eb_translation *t, const struct eb_element *clone,
			    struct eb_resource *device)
{
	static const char *const kept[] = { "is-managed", "maintenance", "priority",
					    "target-role" };
	struct eb_resource scratch = { .kind = EB_CLONE, .meta = g_ptr_array_new() };

	eb_old_metas(t, &scratch, clone);
	for (size_t i = 0; i < EB_COUNT(kept); i++) {
		const struct eb_pair *pair = eb_pair_find(scratch.meta, kept[i]);

		if (pair && !eb_pair_find(device->meta, kept[i]))
			eb_pair_add(t->plan, device->meta, pair->name, pair->value);
	}
	g_ptr_array_free(scratch.meta, TRUE);
}

/* Of a group the first member that is no agent of class ocf decides. */
static bool is_unpromotable(const struct eb_resource *resource)
{
	const struct eb_resource *member;

	if (resource->kind == EB_PRIMITIVE)
		return strcmp(resource->class, "ocf") != 0;
	eb_for_each (member, resource->members)
		if (is_unpromotable(member))
			return true;
	return false;
}

/* Members first: an empty group is none. */
static struct eb_resource *convert_holder(struct eb_translation *t,
					  const struct eb_element *element, GPtrArray *into,
					  GPtrArray *clones)
{
	bool group = strcmp(element->name, "group") == 0;
	bool promotable = g_str_has_prefix(element->name, "master");
	GPtrArray *members = eb_arena_array(t->plan->arena);
	const struct eb_element *child;
	struct eb_resource *holder;
	const char *why;

	eb_for_each (child, element->children)
		if (eb_old_is_resource(child))
			convert(t, child, members, clones);
	/* A device is one for all nodes since Pacemaker 1.1. */
	if (!group && members->len &&
	    g_strcmp0(((struct eb_resource *)members->pdata[0])->class, "stonith") == 0) {
		keep_for_device(t, element, members->pdata[0]);
		eb_old_row(t, element, EB_NEAR, NULL, "a fence device needs no clone");
		g_ptr_array_add(into, members->pdata[0]);
		return members->pdata[0];
	}
	if (!members->len) {
		eb_old_row(t, element, EB_NEAR, NULL, "nothing is left in it");
		return NULL;
	}
	if (promotable && is_unpromotable(members->pdata[0])) {
		eb_old_row(t, element, EB_REFUSED, NULL,
			   "only an agent of class ocf can be promoted: make a clone of it");
		return NULL;
	}
	holder = eb_resource_add(t->plan, into, group ? EB_GROUP : EB_CLONE,
				 eb_id_unique(t, eb_old_id(t, eb_xml_get(element, "id"))));
	holder->members = members;
	if (promotable)
		eb_pair_add(t->plan, holder->meta, "promotable", "true");
	eb_old_metas(t, holder, element);
	why = group ? loose(t, element) : promotable ? "a promotable clone" : NULL;
	eb_old_row(t, element,
		   !why    ? EB_EXACT
		   : group ? EB_REFUSED
			   : EB_NEAR,
		   EB_TEXT(t, "CIB %s %s", group ? "group" : "clone", holder->id), why);
	eb_old_ruled(t, element);
	return holder;
}

static struct eb_resource *convert(struct eb_translation *t, const struct eb_element *element,
				   GPtrArray *into, GPtrArray *clones)
{
	return strcmp(element->name, "primitive") == 0 ? eb_old_primitive(t, element, into, clones)
						       : convert_holder(t, element, into, clones);
}

void eb_old_resources(struct eb_translation *t, const struct eb_element *resources)
{
	const struct eb_element *element;

	eb_for_each (element, resources->children) {
		g_autoptr(GPtrArray) clones = g_ptr_array_new();
		GPtrArray *made = eb_arena_array(t->plan->arena);
		struct eb_resource *whole;

		if (!eb_old_is_resource(element)) {
			eb_old_row(t, element, EB_REFUSED, NULL, "it is no resource that is known");
			continue;
		}
		whole = convert(t, element, made, clones);
		if (!whole)
			continue;
		g_ptr_array_add(t->plan->cib.resources, whole);
		eb_tie_to_drbd(t, whole, clones);
	}
}
