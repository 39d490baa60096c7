// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The other end of the daemon's socket, for commands: one request, one answer.
 */
#ifndef EB_CLIENT_H
#define EB_CLIENT_H

#include "heartbeat-compat/daemon/fields.h"

#define HB_CLIENT_NAME "escapebeatd"

/* Who the daemon is when it runs, and whose members it answers. */
#define HB_USER  "hacluster"
#define HB_GROUP "haclient"

enum { HB_CLIENT_MAX = HB_MSG_MAX + 64 };

/*
 * Sends a request as the client of this name and waits at most timeout_ms (-1: for ever) for the
 * answer, *answer (hb_msg_free). -ECONNREFUSED: no daemon runs here; -EACCES: this user may not;
 * -ETIMEDOUT; -EPROTO: what came was no answer. An answer of type error is an answer.
 */
int hb_ask(const char *client, const struct hb_msg *request, int timeout_ms,
	   struct hb_msg **answer);

#endif
