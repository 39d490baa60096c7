// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * authkeys: with what the nodes sign. Nothing of this file but numbers and names of methods ever
 * reaches a message.
 */
#ifndef EB_AUTHKEYS_H
#define EB_AUTHKEYS_H

#include "heartbeat-compat/model.h"

/* Reads a source into the config of a host; faults to diag. */
void hb_authkeys_read(struct hb_cluster *cluster, struct hb_host *host, struct eb_source *source,
		      struct eb_diag *diag);

#endif
