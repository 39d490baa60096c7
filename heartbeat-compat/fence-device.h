// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One device of a stonith line on its way to a primitive of the CIB.
 */
#ifndef EB_FENCE_DEVICE_H
#define EB_FENCE_DEVICE_H

#include "heartbeat-compat/lex.h"
#include "heartbeat-compat/stonith-table.h"
#include "heartbeat-compat/translation.h"

struct eb_device {
	const struct hb_stonith *line;
	const struct hb_plugin *plugin;
	GPtrArray *users;   /* const struct hb_node *: who may use it */
	GPtrArray *params;  /* struct eb_pair *: of the agent; a secret has the value NULL */
	GPtrArray *secrets; /* struct eb_pair *: their values */
	GPtrArray *victims; /* const char *: nodes that it resets; empty: the device knows */
	const char *map;    /* pcmk_host_map; NULL: none */
	const char *slug;   /* what tells it from others of its kind */
};

/* The node that a host of a device is, as Heartbeat compares names; NULL: none of the cluster. */
const struct hb_node *eb_node_find(const struct eb_translation *t, const char *name);

/* Reads the parameters by position. NULL, or why they cannot be translated, without secrets. */
const char *eb_device_read(struct eb_translation *t, struct eb_device *device,
			   const char *settings);

/* The same with parameters by name (struct eb_pair *), as they stand in a CIB. */
const char *eb_device_read_named(struct eb_translation *t, struct eb_device *device,
				 const GPtrArray *given);

#endif
