// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What of a resource can be judged only when all is known: whether it fences, and what is
 * promotable. A value that Pacemaker would not take there is the one that it takes in its place,
 * which is what it did once, too.
 */
#include <string.h>

#include "heartbeat-compat/old-cib.h"

static const struct eb_element *element_of(struct eb_translation *t, const struct eb_element *from,
					   const char *id)
{
	const struct eb_element *child, *found = NULL;
	const char *own = eb_xml_get(from, "id");

	if (own && eb_old_is_resource(from) && strcmp(eb_old_id(t, own), id) == 0)
		return from;
	for (guint i = 0; i < from->children->len && !found; i++) {
		child = from->children->pdata[i];
		found = element_of(t, child, id);
	}
	return found;
}

static void tell(struct eb_translation *t, const struct eb_resource *resource, const char *what,
		 const char *reason)
{
	const struct eb_element *element = element_of(t, t->old, resource->id);

	if (element)
		eb_old_lost(t, element, what, EB_DROPPED, reason);
}

static void drop_meta(struct eb_translation *t, struct eb_resource *resource, const char *name,
		      const char *reason)
{
	g_ptr_array_remove(resource->meta, eb_pair_find(resource->meta, name));
	tell(t, resource, name, reason);
}

static bool meta_is(const struct eb_resource *resource, const char *name, const char *values)
{
	const struct eb_pair *pair = eb_pair_find(resource->meta, name);

	return pair && eb_old_fits(values, pair->value);
}

/* Where a failure may be answered by demoting. */
static bool may_demote(const struct eb_translation *t, const struct eb_op *op)
{
	return strcmp(op->name, "promote") == 0 ||
	       (strcmp(op->name, "monitor") == 0 && strcmp(op->interval, "0s") != 0 &&
		g_strcmp0(op->role, eb_target(t)->promoted) == 0);
}

static void settle_ops(struct eb_translation *t, struct eb_resource *resource, bool fences)
{
	struct eb_op *op;

	eb_for_each (op, resource->ops)
		if (g_strcmp0(op->on_fail, "fence") == 0 && !fences) {
			op->on_fail = "stop";
			tell(t, resource, EB_TEXT(t, "%s on-fail", op->name),
			     "without fencing the resource is stopped, as it was");
		} else if (g_strcmp0(op->on_fail, "demote") == 0 && !may_demote(t, op)) {
			op->on_fail = NULL;
			tell(t, resource, EB_TEXT(t, "%s on-fail", op->name), EB_OLD_NO_VALUE);
		}
}

static void settle(struct eb_translation *t, struct eb_resource *resource, bool fences,
		   bool promotable)
{
	g_autofree char *roles =
		g_strdup_printf("%s|%s", eb_target(t)->promoted, eb_target(t)->unpromoted);
	struct eb_resource *member;

	promotable = promotable || meta_is(resource, "promotable", "true");
	if (!promotable && meta_is(resource, "target-role", roles))
		drop_meta(t, resource, "target-role", "nothing here is promoted");
	if (!fences && meta_is(resource, "requires", "fencing|unfencing"))
		drop_meta(t, resource, "requires", "without fencing it requires quorum, as it did");
	settle_ops(t, resource, fences);
	eb_for_each (member, resource->members)
		settle(t, member, fences, promotable);
}

void eb_old_settle(struct eb_translation *t)
{
	const char *name = EB_TEXT(t, "%s-enabled", eb_target(t)->fencing);
	const struct eb_pair *enabled = eb_pair_find(t->plan->cib.properties, name);
	bool fences = !enabled || !eb_old_is_false(enabled->value);
	struct eb_resource *resource;

	eb_for_each (resource, t->plan->cib.resources)
		settle(t, resource, fences, false);
}
