// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The operations of each agent that a plan may name, as the agent's own metadata advises them
 * (the suite's agents: a test compares; the others: resource-agents 4.12, drbd-utils 9.22,
 * pacemaker 2.1). They are a table, and not asked of the agents of this machine, so that the same
 * files give the same plan everywhere.
 *
 * A type may have two rows, the suite's own agent and a stock one: --provider chooses. With one
 * row it is that one, so that a new agent of the suite is used once it has a row here.
 */
#include <string.h>

#include "heartbeat-compat/translation.h"

static const struct ops {
	const char *provider, *type;
	const char *start, *stop, *monitor, *interval;
	/* Of a promotable agent: interval is that of the promoted role. */
	const char *change; /* promote, demote */
	const char *notify, *unpromoted;
} table[] = {
	{ "escapebeat", "Filesystem", "60s", "60s", "40s", "20s" },
	{ "escapebeat", "IPaddr2", "20s", "20s", "20s", "10s" },
	{ "escapebeat", "SendArp", "20s", "20s", "20s", "10s" },
	{ "escapebeat", "drbd", "240s", "100s", "20s", "10s", "90s", "90s", "20s" },
	{ "escapebeat", "drbddisk", "90s", "90s", "20s", "20s" },
	{ "escapebeat", "hbscript", "100s", "100s", "100s", "60s" },
	{ "escapebeat", "ping", "60s", "20s", "60s", "10s" },
	{ "heartbeat", "AudibleAlarm", "10s", "10s", "10s", "10s" },
	{ "heartbeat", "Delay", "30s", "30s", "30s", "10s" },
	{ "heartbeat", "Filesystem", "60s", "60s", "40s", "20s" },
	{ "heartbeat", "ICP", "20s", "20s", "20s", "10s" },
	{ "heartbeat", "IPaddr2", "20s", "20s", "20s", "10s" },
	{ "heartbeat", "IPsrcaddr", "20s", "20s", "20s", "10s" },
	{ "heartbeat", "LVM-activate", "90s", "90s", "90s", "30s" },
	{ "heartbeat", "LinuxSCSI", "20s", "20s", "20s", "10s" },
	{ "heartbeat", "MailTo", "10s", "10s", "10s", "10s" },
	{ "heartbeat", "SendArp", "20s", "20s", "20s", "10s" },
	{ "heartbeat", "ServeRAID", "40s", "40s", "20s", "10s" },
	{ "heartbeat", "WAS", "300s", "300s", "30s", "10s" },
	{ "heartbeat", "WinPopup", "30s", "30s", "10s", "10s" },
	{ "heartbeat", "Xinetd", "20s", "20s", "10s", "10s" },
	{ "heartbeat", "apache", "40s", "60s", "20s", "10s" },
	{ "heartbeat", "db2", "120s", "120s", "60s", "20s" },
	{ "heartbeat", "ids", "120s", "120s", "30s", "10s" },
	{ "heartbeat", "ldirectord", "15s", "15s", "10s", "20s" },
	{ "heartbeat", "mdraid", "20s", "20s", "20s", "10s" },
	{ "heartbeat", "portblock", "20s", "20s", "10s", "10s" },
	{ "linbit", "drbd", "240s", "100s", "20s", "10s", "90s", "90s", "20s" },
	{ "pacemaker", "ping", "60s", "20s", "60s", "10s" },
};

/* What Pacemaker advises for units, which have no metadata. */
static const struct ops unit = {
	.start = "100s",
	.stop = "100s",
	.monitor = "100s",
	.interval = "60s",
};

/* Monitoring a device asks it whether it is there; more often than this only tires it. */
static const struct ops device = {
	.start = "60s",
	.monitor = "60s",
	.interval = "60s",
};

static struct eb_op *add_op(struct eb_translation *t, struct eb_resource *resource,
			    const char *name, const char *interval, const char *timeout)
{
	struct eb_op *op = eb_arena_make(t->plan->arena, struct eb_op);

	*op = (struct eb_op) { .name = name, .interval = interval, .timeout = timeout };
	g_ptr_array_add(resource->ops, op);
	return op;
}

static void add_ops(struct eb_translation *t, struct eb_resource *resource, const struct ops *ops,
		    const char *interval)
{
	struct eb_op *monitor;

	add_op(t, resource, "start", "0s", ops->start);
	add_op(t, resource, "stop", "0s", ops->stop);
	monitor = add_op(t, resource, "monitor", interval ? interval : ops->interval, ops->monitor);
	if (!ops->change)
		return;
	monitor->role = eb_target(t)->promoted;
	monitor = add_op(t, resource, "monitor", ops->unpromoted, ops->monitor);
	monitor->role = eb_target(t)->unpromoted;
	add_op(t, resource, "promote", "0s", ops->change);
	add_op(t, resource, "demote", "0s", ops->change);
	add_op(t, resource, "notify", "0s", ops->notify);
}

/* An agent without a row, of an OCF:: resource; its file names what it needs. */
static const struct ops other = {
	.provider = "heartbeat",
	.start = "60s",
	.stop = "60s",
	.monitor = "40s",
	.interval = "20s",
};

static const struct ops *find(bool stock, const char *type)
{
	const struct ops *any = &other;

	for (size_t i = 0; i < EB_COUNT(table); i++) {
		if (strcmp(table[i].type, type) != 0)
			continue;
		any = &table[i];
		if ((strcmp(any->provider, "escapebeat") != 0) == stock)
			break;
	}
	return any;
}

void eb_agent_set(struct eb_translation *t, struct eb_resource *resource, const char *type,
		  const char *interval)
{
	const struct ops *ops = find(t->choices->stock, type);

	resource->class = "ocf";
	resource->provider = ops->provider;
	resource->type = type;
	add_ops(t, resource, ops, interval);
}

void eb_other_set(struct eb_translation *t, struct eb_resource *resource, const char *class,
		  const char *type)
{
	resource->class = class;
	resource->type = type;
	add_ops(t, resource, &unit, NULL);
}

void eb_unit_set(struct eb_translation *t, struct eb_resource *resource, const char *name)
{
	eb_other_set(t, resource, "systemd", name);
}

void eb_device_set(struct eb_translation *t, struct eb_resource *resource, const char *agent)
{
	resource->class = "stonith";
	resource->type = agent;
	add_op(t, resource, "start", "0s", device.start);
	add_op(t, resource, "monitor", device.interval, device.monitor);
}
