// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From a cluster that has been read to everything that show can print of its plan. No line gets
 * lost on the way.
 */
#ifndef EB_JOURNEY_H
#define EB_JOURNEY_H

#include "heartbeat-compat/model.h"

/*
 * Translates, with the options that choice stands for; with judge, everything that is made of the
 * plan is looked at. The stored plan, NULL when there are errors and none is made; g_free it.
 */
char *eb_journey(struct hb_cluster *cluster, struct eb_diag *diag, unsigned int choice, bool judge);

#endif
