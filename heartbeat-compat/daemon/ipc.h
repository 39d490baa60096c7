// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where commands reach the daemon: a socket of libqb's IPC. Who may speak is decided by the
 * kernel's credentials of the other end and the apiauth table; what is asked, by verbs.h. How many
 * may be there at once, and for how long, is the door's (door.h).
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

/*
 * May this user speak as this client? By Heartbeat's rules for apiauth: the client's own line or
 * preset; for one that has none, the line for `default`; for one without a name (NULL), or with a
 * number for a name, `anon`. root may always.
 */
bool hb_ipc_admits(const struct hb_settings *settings, const char *client, uid_t uid, gid_t gid);

/*
 * May it ask for this verb? Who is admitted may look. To act is for root, and for the clients whose
 * work it is (verbs.c), by a line or preset of their own: `default` and `anon` do not do.
 */
bool hb_ipc_allows(const struct hb_settings *settings, const char *verb, const char *client,
		   uid_t uid);

#endif
