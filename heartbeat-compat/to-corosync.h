// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The plan's sections as the text of corosync.conf.
 */
#ifndef EB_TO_COROSYNC_H
#define EB_TO_COROSYNC_H

#include "heartbeat-compat/plan.h"

/* The whole file; g_free it. */
char *eb_corosync_text(const struct eb_plan *plan);

#endif
