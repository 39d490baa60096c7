// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What ha.cf says about takeovers and addresses and no object of the CIB tells: each daemon does it by
 * its own file. Nodes whose files differ would do different things when one dies, so it belongs to what
 * they agree on.
 */
#ifndef EB_POLICY_H
#define EB_POLICY_H

#include "heartbeat-compat/daemon/fields.h"
#include "heartbeat-compat/model.h"

/* Lines as ha.cf may have them, without regard to how they were written; g_strfreev. */
char **hb_policy_lines(const struct hb_config *config);

/* Each as a field `policy`. */
void hb_policy_add(struct hb_msg *msg, const struct hb_config *config);

#endif
