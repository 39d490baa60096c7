// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The plugins of stonith(8) and what they are as fence agents.
 *
 * A plugin takes its parameters by position; the last one takes the rest of the line. `params`
 * lists them in that order, each with what it becomes:
 *
 *	NAME            nothing: the agent does not want it
 *	NAME:PARAM      this parameter of the agent
 *	NAME:*PARAM     the same, and it is a secret
 *	NAME:=hosts     the nodes that the device resets
 *	NAME:=WORD      what hb_device_values has for WORD, or code of its own
 */
#ifndef EB_STONITH_TABLE_H
#define EB_STONITH_TABLE_H

#include <stdbool.h>

#include <glib.h>

enum hb_agent_origin {
	HB_AGENT_NONE,  /* none: the line is refused */
	HB_AGENT_BOTH,  /* the suite's, or of fence-agents, with the same parameters */
	HB_AGENT_OWN,   /* the suite's only */
	HB_AGENT_STOCK, /* of fence-agents only */
};

struct hb_plugin {
	const char *type; /* "external/ipmi" */
	const char *params;
	enum hb_agent_origin origin;
	const char *agent;  /* "fence_ipmilan" */
	const char *fixed;  /* "NAME=VALUE...", or NULL */
	bool unsafe;        /* only with consent */
	bool names;         /* outlets have the names of the nodes */
	const char *reason; /* why only nearly; of HB_AGENT_NONE: what to do instead. Or NULL */
};

/* In the order of the alphabet, ended by type NULL. */
extern const struct hb_plugin hb_plugins[];

/* NULL: not known. */
const struct hb_plugin *hb_plugin_find(const char *type);

/* How many parameters the plugin takes. */
unsigned int hb_plugin_params(const struct hb_plugin *plugin);

/* Which one is the secret, from 1 on; 0: none. */
unsigned int hb_plugin_password(const struct hb_plugin *plugin);

/* May the last parameter have many words that are no secret? */
bool hb_plugin_ends_with_hosts(const struct hb_plugin *plugin);

/* What a value of a parameter means to the agent; ended by word NULL. */
struct hb_device_value {
	const char *word, *value;
	const char *pair; /* "lanplus=1"; NULL: the agent has nothing like it */
};
extern const struct hb_device_value hb_device_values[];

#endif
