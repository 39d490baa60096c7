// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a node is beside its three files: name, addresses, units, scripts. They come from a file
 * node.facts in the node's folder or from the command line, never from the machine on which the
 * files are judged.
 */
#ifndef EB_FACTS_H
#define EB_FACTS_H

#include "heartbeat-compat/model.h"

/*
 * Reads node.facts, one fact on a line, `#` begins a comment:
 *	node NAME                       what uname -n prints
 *	address DEVICE ADDRESS[/PREFIX]
 *	unit NAME                       a systemd unit that the node has
 *	script NAME                     an executable script in resource.d or init.d
 */
void hb_facts_read(struct hb_cluster *cluster, struct hb_host *host, struct eb_source *source,
		   struct eb_diag *diag);

/* Reads the list of a node's agents, facts/agents of a bundle: SPEC DIGEST on each line, with
 * another word where there is no digest. */
void hb_agents_read(struct hb_cluster *cluster, struct hb_host *host, struct eb_source *source,
		    struct eb_diag *diag);

#endif
