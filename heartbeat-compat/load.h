// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From operands of the command line to a judged cluster: which file is which, which folder is
 * which node, what is missing.
 */
#ifndef EB_LOAD_H
#define EB_LOAD_H

#include "heartbeat-compat/model.h"

/*
 * Reads the operands into the cluster and judges them; every fault goes to diag.
 *
 * A folder is one node: its ha.cf, haresources, authkeys and node.facts (or the same below
 * etc/ha.d, ha.d); a missing one is reported. So is a bundle (bundle.h), whose files are named
 * BUNDLE:/etc/ha.d/ha.cf in messages. Single files, told apart by their names
 * ("ha.cf" in "web1-ha.cf"), together make one node, a second one of a kind the next node.
 * "-" is ha.cf on standard input.
 */
void hb_load(struct hb_cluster *cluster, char *const *paths, size_t count, struct eb_diag *diag);

/* --node-address NAME=ADDR or NAME=DEVICE:ADDR; -EINVAL for any other form,
 * -ENAMETOOLONG for what cannot be a device, -EADDRNOTAVAIL for what cannot be a node's. */
int hb_node_address_add(struct hb_cluster *cluster, const char *text);

#endif
