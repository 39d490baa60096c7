// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A fence agent as a device of the old stonith command: how it is configured, which machines it
 * switches, and the calls of the agent that carry an order out.
 *
 * Which plug is a machine's?  What hostlist says (NAME or NAME:PLUG), else the name itself, if the
 * agent has plugs at all.  An agent for one machine has to be told which one: without hostlist an
 * order for any machine would switch this one.
 */
#ifndef EB_STONITH_DEVICE_H
#define EB_STONITH_DEVICE_H

#include <stdbool.h>
#include <stddef.h>

#include "fence/stonith/hosts.h"

struct eb_stonith {
	char *agent;      /* "fence_ipmilan" */
	char *metadata;   /* as the agent printed it */
	char *parameters; /* the same, as the stonith command has it */
	char *description;
	const char **names; /* of parameters; ended by NULL; the texts are in words */
	char **words;
	char *options;  /* name=value lines for the agent: secrets among them */
	char *hostlist; /* as configured */
	struct eb_hosts hosts;
	char why[400]; /* the reason of the last failure */
};

/* A device that is not configured yet; 0, or -errno and why.  Freed by eb_stonith_forget(). */
int eb_stonith_ask(struct eb_stonith *device, const char *agent);
void eb_stonith_forget(struct eb_stonith *device);

/* Must hostlist be given? */
bool eb_stonith_needs_hosts(const struct eb_stonith *device);

/* One parameter: kept until the device is complete.  0 or -errno, and why. */
int eb_stonith_set(struct eb_stonith *device, const char *name, const char *value);

/* All parameters are there: the agent itself judges them.  0 or -errno, and why. */
int eb_stonith_complete(struct eb_stonith *device);

/* Fills hosts with the machines, by hostlist or by the agent's list.  0 or -errno, and why. */
int eb_stonith_list(struct eb_stonith *device);

/* Carries action out, for host (NULL: none).  0; -ENODEV: no such machine; -errno and why. */
int eb_stonith_act(struct eb_stonith *device, const char *action, const char *host);

#endif
