// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where commands reach the daemon: a socket of libqb's IPC. Who may speak is decided by the
 * kernel's credentials of the other end and the apiauth table; what is asked, by verbs.h.
 *
 * One request, one answer, both messages of fields.h. An answer may come later; the connection
 * waits, the others do not. A request that is none is refused.
 */
#ifndef EB_IPC_H
#define EB_IPC_H

#include <stdbool.h>
#include <sys/types.h>

#include "heartbeat-compat/daemon/compatd.h"

/* Opens the socket: 0 or -errno. */
int hb_ipc_open(struct hb_daemon *daemon, struct hb_ipc **ipc);
void hb_ipc_close(struct hb_ipc *ipc);

/* An answer that is owed. Answered once, by hb_answer_send, which frees both. */
struct hb_answer;
void hb_answer_send(struct hb_answer *answer, struct hb_msg *msg);

/* May this user speak as this client? By name, as in apiauth; root may always. */
bool hb_ipc_admits(const struct hb_settings *settings, const char *client, uid_t uid, gid_t gid);

#endif
