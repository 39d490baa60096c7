// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the daemon does at news of the group of daemons. Their data is the struct hb_daemon.
 */
#ifndef EB_GROUP_H
#define EB_GROUP_H

#include "heartbeat-compat/daemon/member.h"

extern const struct hb_member_calls hb_group_calls;

#endif
