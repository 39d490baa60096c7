// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * drbd.conf and the files that it includes, as far as a cluster manager has to know them: what
 * the resources are called, and whether a lost peer stops a promotion.
 */
#ifndef EB_DRBD_CONF_H
#define EB_DRBD_CONF_H

#include "heartbeat-compat/model.h"

/* Adds the resources of one file to the host, and what its common sections say to all of them. What
 * is not understood is passed over, DRBD's own tools judge it; braces that do not match are told,
 * since resources may be missing then. */
void hb_drbd_read(struct hb_cluster *cluster, struct hb_host *host, struct eb_source *source,
		  struct eb_diag *diag);

/* The bytes of a string that begins here, with its quotes; one that is not closed ends with its
 * line. */
size_t hb_drbd_string(const char *begin);

#endif
