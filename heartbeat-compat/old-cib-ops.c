// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Operations of an old CIB: its own replace those that the agent advises, but from now on
 * everything is monitored.
 */
#include <string.h>

#include "heartbeat-compat/old-cib.h"

static bool is_there(const GPtrArray *ops, const struct eb_op *op)
{
	const struct eb_op *other;

	eb_for_each (other, ops)
		if (strcmp(other->name, op->name) == 0 &&
		    strcmp(other->interval, op->interval) == 0)
			return true;
	return false;
}

static bool has_op(const GPtrArray *ops, const char *name)
{
	const struct eb_op *op;

	eb_for_each (op, ops)
		if (strcmp(op->name, name) == 0)
			return true;
	return false;
}

/* Monitors that are advised, when the CIB had none, not even one that is switched off. With a default of its own for timeouts it said
 * something of each operation, also of those that are advised, and of every start and stop. */
static void add_advised(struct eb_translation *t, GPtrArray *ops, const GPtrArray *advised,
			bool unmonitored)
{
	static const char *const always[] = { "start", "stop" };
	bool monitored = unmonitored || has_op(ops, "monitor");
	const struct eb_op *op;

	eb_for_each (op, advised) {
		bool monitor = strcmp(op->name, "monitor") == 0;
		struct eb_op *own;

		if (monitor ? monitored : !t->old_timeout || has_op(ops, op->name))
			continue;
		own = eb_arena_make(t->plan->arena, struct eb_op);
		*own = *op;
		own->timeout = t->old_timeout ? t->old_timeout : op->timeout;
		g_ptr_array_add(ops, own);
	}
	for (size_t i = 0; t->old_timeout && i < EB_COUNT(always); i++) {
		struct eb_op *own = eb_arena_make(t->plan->arena, struct eb_op);

		*own = (struct eb_op) { always[i], "0s", t->old_timeout, NULL, NULL };
		if (!has_op(ops, own->name))
			g_ptr_array_add(ops, own);
	}
}

static const char *const no_children[] = { NULL };

/* What 0.6 and its followers could say of an operation, and the plan cannot. */
static void tell_lost(struct eb_translation *t, const struct eb_element *old)
{
	static const char *const lost[] = { "start_delay", "start-delay", "interval-origin",
					    "record-pending", NULL };
	const char *prereq = eb_old_get2(old, "requires", "prereq");
	const struct eb_pair *attribute;

	eb_for_each (attribute, old->attributes)
		if (g_strv_contains(lost, attribute->name))
			eb_old_row(t, old, EB_DROPPED, NULL,
				   EB_TEXT(t, "the plan has no %s", attribute->name));
	if (prereq)
		eb_old_row(t, old, EB_DROPPED, NULL,
			   "what an operation requires is a matter of the resource, and fencing "
			   "by default");
}

void eb_old_ops(struct eb_translation *t, struct eb_resource *resource,
		const struct eb_element *element)
{
	const struct eb_element *operations = eb_xml_child(element, "operations"), *old;
	const char *preset = t->old_timeout ? t->old_timeout : "20s";
	g_autoptr(GPtrArray) nothing = g_ptr_array_new();
	GPtrArray *advised = resource->ops;
	bool unmonitored = false;

	if (!operations && !t->old_timeout)
		return;
	resource->ops = eb_arena_array(t->plan->arena);
	eb_for_each (old, operations ? operations->children : nothing) {
		struct eb_op *op = eb_arena_make(t->plan->arena, struct eb_op);
		const char *name = eb_old_word(eb_xml_get(old, "name")),
			   *dashed = eb_xml_get(old, "on-fail");
		const char *role = eb_old_role(t, eb_xml_get(old, "role"));

		if (!name)
			continue;
		op->name = strcmp(name, "status") == 0 ? "monitor" : name;
		if (eb_old_is_true(eb_xml_get(old, "disabled")) ||
		    eb_old_is_false(eb_xml_get(old, "enabled"))) {
			unmonitored = unmonitored || strcmp(op->name, "monitor") == 0;
			eb_old_row(t, old, EB_DROPPED, NULL, "it is switched off, and stays so");
			continue;
		}
		eb_old_others(t, old, no_children);
		tell_lost(t, old);
		op->interval = eb_old_seconds(t, eb_xml_get(old, "interval"), "0s");
		op->timeout = eb_old_seconds(t, eb_xml_get(old, "timeout"), preset);
		op->role = role && strcmp(op->name, "monitor") == 0 && strcmp(role, "Started") != 0
				   ? role
				   : NULL;
		op->on_fail = eb_old_word(dashed ? dashed : eb_xml_get(old, "on_fail"));
		if (op->on_fail && strcmp(op->on_fail, "nothing") == 0)
			op->on_fail = "ignore";
		if (!is_there(resource->ops, op))
			g_ptr_array_add(resource->ops, op);
	}
	add_advised(t, resource->ops, advised, unmonitored);
}
