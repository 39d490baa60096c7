// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The operations of each agent that a plan may name, as the agent's own metadata advises them
 * (the suite's agents: a test compares; the others: resource-agents 4.12, pacemaker 2.1). They
 * are a table, and not asked of the agents of this machine, so that the same files give the
 * same plan everywhere.
 */
#include <string.h>

#include "heartbeat-compat/translation.h"

static const struct ops {
	const char *provider, *type;
	const char *start, *stop, *monitor, *interval;
} table[] = {
	{ "escapebeat", "IPaddr2", "20s", "20s", "20s", "10s" },
	{ "escapebeat", "hbscript", "100s", "100s", "100s", "60s" },
	{ "escapebeat", "ping", "60s", "20s", "60s", "10s" },
	{ "heartbeat", "AudibleAlarm", "10s", "10s", "10s", "10s" },
	{ "heartbeat", "Delay", "30s", "30s", "30s", "10s" },
	{ "heartbeat", "Filesystem", "60s", "60s", "40s", "20s" },
	{ "heartbeat", "IPaddr2", "20s", "20s", "20s", "10s" },
	{ "heartbeat", "IPsrcaddr", "20s", "20s", "20s", "10s" },
	{ "heartbeat", "MailTo", "10s", "10s", "10s", "10s" },
	{ "heartbeat", "Xinetd", "20s", "20s", "10s", "10s" },
	{ "heartbeat", "apache", "40s", "60s", "20s", "10s" },
	{ "heartbeat", "portblock", "20s", "20s", "10s", "10s" },
	{ "pacemaker", "ping", "60s", "20s", "60s", "10s" },
};

/* What Pacemaker advises for units, which have no metadata. */
static const struct ops unit = { NULL, NULL, "100s", "100s", "100s", "60s" };

static void add_op(struct eb_translation *t, struct eb_resource *resource, const char *name,
		   const char *interval, const char *timeout)
{
	struct eb_op *op = eb_arena_make(t->plan->arena, struct eb_op);

	*op = (struct eb_op) { name, interval, timeout };
	g_ptr_array_add(resource->ops, op);
}

static void add_ops(struct eb_translation *t, struct eb_resource *resource, const struct ops *ops,
		    const char *interval)
{
	add_op(t, resource, "start", "0s", ops->start);
	add_op(t, resource, "stop", "0s", ops->stop);
	add_op(t, resource, "monitor", interval ? interval : ops->interval, ops->monitor);
}

void eb_agent_set(struct eb_translation *t, struct eb_resource *resource, const char *provider,
		  const char *type, const char *interval)
{
	resource->class = "ocf";
	resource->provider = provider;
	resource->type = type;
	for (size_t i = 0; i < EB_COUNT(table); i++)
		if (strcmp(table[i].provider, provider) == 0 && strcmp(table[i].type, type) == 0)
			add_ops(t, resource, &table[i], interval);
}

void eb_unit_set(struct eb_translation *t, struct eb_resource *resource, const char *name)
{
	resource->class = "systemd";
	resource->type = name;
	add_ops(t, resource, &unit, NULL);
}
