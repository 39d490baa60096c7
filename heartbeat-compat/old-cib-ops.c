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

bool eb_old_is_off(const struct eb_element *op)
{
	return eb_old_is_true(eb_xml_get(op, "disabled")) ||
	       eb_old_is_false(eb_xml_get(op, "enabled"));
}

/* A time of an operation, or what holds without one. */
static const char *time_of(struct eb_translation *t, const struct eb_element *old,
			   const char *attribute, const char *otherwise)
{
	const char *given = eb_xml_get(old, attribute), *time = eb_old_seconds(t, given, NULL);

	if (given && !time)
		eb_old_lost(t, old, attribute, EB_DROPPED,
			    EB_TEXT(t, "it is no time; %s is what there is instead", otherwise));
	return time ? time : otherwise;
}

/* NULL: of all roles. False: there is no such role, and so no such operation. */
static bool role_of(struct eb_translation *t, const struct eb_element *old, struct eb_op *op)
{
	const char *given = eb_xml_get(old, "role"), *role = eb_old_role(t, given);

	if (given && !role) {
		eb_old_row(t, old, EB_DROPPED, NULL, "it is of no role that there is");
		return false;
	}
	if (!role || strcmp(role, "Started") == 0)
		return true;
	if (strcmp(op->name, "monitor") == 0)
		op->role = role;
	else
		eb_old_lost(t, old, "role", EB_DROPPED, "only a monitor is of one role");
	return true;
}

static const char *on_fail_of(struct eb_translation *t, const struct eb_element *old)
{
	const char *given = eb_old_get2(old, "on-fail", "on_fail");

	if (!given)
		return NULL;
	if (strcmp(given, "nothing") == 0)
		return "ignore";
	if (eb_old_fits("ignore|block|demote|stop|restart|standby|fence|restart-container", given))
		return given;
	eb_old_lost(t, old, "on-fail", EB_DROPPED, EB_OLD_NO_VALUE);
	return NULL;
}

/* One operation, without an interval if it is switched off; NULL: it is none, and a row says why. */
static struct eb_op *take_op(struct eb_translation *t, const struct eb_element *old,
			     const char *preset)
{
	const char *name = eb_old_word(eb_xml_get(old, "name"));
	struct eb_op *op = eb_arena_make(t->plan->arena, struct eb_op);

	if (!name) {
		eb_old_row(t, old, EB_DROPPED, NULL, "it has no name");
		return NULL;
	}
	op->name = strcmp(name, "status") == 0 ? "monitor" : name;
	if (eb_old_is_off(old)) {
		eb_old_row(t, old, EB_DROPPED, NULL, "it is switched off, and stays so");
		return op;
	}
	if (!role_of(t, old, op))
		return NULL;
	op->interval = time_of(t, old, "interval", "0s");
	op->timeout = time_of(t, old, "timeout", preset);
	op->on_fail = on_fail_of(t, old);
	if (strcmp(op->name, "monitor") != 0 && strcmp(op->interval, "0s") != 0) {
		eb_old_lost(t, old, "interval", EB_DROPPED, "only a monitor is repeated");
		op->interval = "0s";
	}
	return op;
}

bool eb_old_ops(struct eb_translation *t, struct eb_resource *resource,
		const struct eb_element *element)
{
	const struct eb_element *operations = eb_xml_child(element, "operations"), *old;
	const char *preset = t->old_timeout ? t->old_timeout : "20s";
	g_autoptr(GPtrArray) nothing = g_ptr_array_new();
	GPtrArray *advised = resource->ops;
	bool unmonitored = false, monitored = false;

	if (!operations && !t->old_timeout)
		return has_op(resource->ops, "monitor");
	resource->ops = eb_arena_array(t->plan->arena);
	eb_for_each (old, operations ? operations->children : nothing) {
		const struct eb_op *op =
			strcmp(old->name, "op") == 0 ? take_op(t, old, preset) : NULL;

		if (!op)
			continue;
		if (!op->interval)
			unmonitored = unmonitored || strcmp(op->name, "monitor") == 0;
		else if (is_there(resource->ops, op))
			eb_old_row(t, old, EB_DROPPED, NULL,
				   "another one of this name and interval counts before it");
		else
			g_ptr_array_add(resource->ops, (gpointer)op);
	}
	monitored = has_op(resource->ops, "monitor");
	add_advised(t, resource->ops, advised, unmonitored);
	return !monitored && has_op(resource->ops, "monitor");
}
