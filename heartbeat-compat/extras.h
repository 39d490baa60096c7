// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Files beside ha.cf, haresources and authkeys that a plan needs: DRBD's configuration, option
 * files of MySQL, the parameters of OCF:: resources, a CIB.
 */
#ifndef EB_EXTRAS_H
#define EB_EXTRAS_H

#include "heartbeat-compat/model.h"

/* Reads those of a folder: of the node's whole tree, of its /etc/ha.d, or a folder that holds some
 * of its files side by side. */
void hb_extras_of_folder(struct hb_cluster *cluster, struct hb_host *host, const char *folder,
			 struct eb_diag *diag);

/* The same of a bundle's members (struct eb_member *), which messages name PATH:/MEMBER. */
void hb_extras_of_bundle(struct hb_cluster *cluster, struct hb_host *host, const char *path,
			 const GPtrArray *bundle, struct eb_diag *diag);

/* The one whose name ends so; NULL: there is none. */
const struct eb_source *hb_extra_find(const struct hb_host *host, const char *ending);

#endif
