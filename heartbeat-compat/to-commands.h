// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The plan's CIB as a script of commands, in the two languages that operators speak: pcs and
 * crm. Run on a cluster without resources, either gives the CIB that eb_cib_xml writes, down
 * to the ids (but for those that pcs gives to the expressions of rules).
 *
 * Both scripts change the cluster in one step, and with the name of a file as argument (crm:
 * in CIB_file) they change that file and no cluster.
 */
#ifndef EB_TO_COMMANDS_H
#define EB_TO_COMMANDS_H

#include "heartbeat-compat/plan.h"

/* A script for sh, a script for crm -f; g_free them. */
char *eb_pcs_script(const struct eb_plan *plan);
char *eb_crm_script(const struct eb_plan *plan);

#endif
