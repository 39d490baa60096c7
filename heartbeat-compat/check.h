// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What only several lines, files or nodes together can tell: the judge after the readers.
 * Nothing is looked up on this machine or on the network, so that the verdict is the same
 * wherever the files are judged.
 */
#ifndef EB_CHECK_H
#define EB_CHECK_H

#include "heartbeat-compat/model.h"

/* Judges every config, then the cluster; adds to diag. */
void hb_check(struct hb_cluster *cluster, struct eb_diag *diag);

/* The parts of it: one node's ha.cf; what of it corosync and Pacemaker cannot hold; one node's haresources against an ha.cf (its own, or
 * the leading one; without source: node names are not judged); a node's option files, when its haresources
 * starts a database; the nodes against each other; whose each address is. */
void hb_check_settings(const struct hb_host *host, struct eb_diag *diag);
void hb_check_limits(const struct hb_config *config, struct eb_diag *diag);
void hb_check_resources(const struct hb_config *config, const struct hb_config *ha_cf,
			struct eb_diag *diag);
void hb_check_database(const struct hb_host *host, struct eb_diag *diag);
void hb_check_nodes(const struct hb_cluster *cluster, struct eb_diag *diag);
void hb_check_addresses(const struct hb_cluster *cluster, struct eb_diag *diag);

/* What corosync and Pacemaker can count to, in whole seconds. */
#define HB_TIME_MOST_MS ((int64_t)UINT32_MAX / 1000 * 1000)

/* "2s", "500ms", "1.5s": a time as an operator writes it; g_free it. */
char *hb_time_text(int64_t ms);

#endif
