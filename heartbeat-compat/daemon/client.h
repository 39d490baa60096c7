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

enum {
	HB_CLIENT_MAX = HB_MSG_MAX + 64,
	HB_CLIENT_CONNECT_MS = 5000, /* a daemon that lives takes a connection at once */
};

/*
 * Sends a request as the client of this name and waits at most timeout_ms for the answer, *answer
 * (hb_msg_free), of them HB_CLIENT_CONNECT_MS for the connection. An answer of type error is an
 * answer. -ECONNREFUSED: no daemon runs here. All else leaves open what the daemon does:
 * -ETIMEDOUT: it stands still; -EBUSY: too many ask; -EACCES: this user may not; -EPERM: what
 * listens there is not the daemon; -EPROTO: what came was no answer.
 */
int hb_ask(const char *client, const struct hb_msg *request, int timeout_ms,
	   struct hb_msg **answer);

/* The process at the socket, also when it does not answer; 0: none that can be believed. */
pid_t hb_listener(void);

#endif
