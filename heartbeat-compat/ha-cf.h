// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ha.cf: what the nodes, paths and times are. One table row per directive says how it is
 * written; one per kind of value how it is read.
 */
#ifndef EB_HA_CF_H
#define EB_HA_CF_H

#include "heartbeat-compat/model.h"

/* Heartbeat's defaults, into an empty config. */
void hb_ha_cf_presets(struct hb_config *config);

/* Reads a source into the config of a host and fills in what Heartbeat derives; faults to diag. */
void hb_ha_cf_read(struct hb_cluster *cluster, struct hb_host *host, struct eb_source *source,
		   struct eb_diag *diag);

#endif
