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

#endif
