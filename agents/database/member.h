// SPDX-License-Identifier: GPL-2.0-or-later
/* A server as a member of a replica set: how it joins, what becomes of it, how it leaves. */
#ifndef EB_AGENTS_DATABASE_MEMBER_H
#define EB_AGENTS_DATABASE_MEMBER_H

#include "agents/database/local.h"
#include "agents/database/view.h"

/* What whoever replicates has to be, whatever was set in it meanwhile. */
enum eb_ocf eb_member_fit(const struct eb_view *view);

/* Behind the start of the server: it is read-only, fit for replication, and follows a primary. */
enum eb_ocf eb_member_join(const struct eb_call *call);

/* Its role, as OCF_SUCCESS or OCF_RUNNING_PROMOTED, with all that the cluster is to know of it. */
enum eb_ocf eb_member_monitor(const struct eb_call *call, struct eb_local *local);

/* Takes back what the cluster was told. */
void eb_member_leave(const struct eb_call *call);

#endif
