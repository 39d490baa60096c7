// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The daemon as a whole: what its parts share.
 *
 *	member   quorum          corosync tells who is there
 *	    \    /
 *	    state                what is believed of nodes and links
 *	      |
 *	    owner  standby       what is done to Pacemaker, by workers
 *	      |
 *	     ipc -- verbs        what commands ask
 *
 * One process, one loop, nothing waits.
 */
#ifndef EB_COMPATD_H
#define EB_COMPATD_H

#include <qb/qbloop.h>

#include "heartbeat-compat/daemon/config.h"
#include "heartbeat-compat/daemon/lines.h"
#include "heartbeat-compat/daemon/member.h"
#include "heartbeat-compat/daemon/quorum.h"
#include "heartbeat-compat/daemon/stand.h"
#include "heartbeat-compat/daemon/state.h"

struct hb_owner;
struct hb_standby;
struct hb_view;
struct hb_ipc;
struct hb_pinger;
struct hb_respawns;
struct hb_hold;
struct hb_doubles;

struct hb_daemon {
	qb_loop_t *loop;
	struct hb_config_job job;
	struct hb_settings *settings;
	struct hb_state *state;
	struct hb_member *member;
	struct hb_quorum *quorum;
	struct hb_owner *owner;
	struct hb_standby *standby;
	struct hb_view *view;
	struct hb_ipc *ipc;
	struct hb_pinger *pinger;
	struct hb_respawns *respawns;
	struct hb_hold *hold;
	struct hb_doubles *doubles;
	struct hb_lines *lines; /* NULL: not translated yet */
	int64_t generation, sequence;
	int64_t next_ms; /* when the next status message is due */
	struct hb_stand stand;
	qb_loop_timer_handle tick;
	bool ending, gone; /* asked to end; the others have been told */
};

/*
 * Begins with job, settings, generation, loop and ipc set; what it makes belongs to the daemon, and
 * hb_daemon_end gives it back, whatever of it is there.
 */
void hb_daemon_begin(struct hb_daemon *daemon);
void hb_daemon_end(struct hb_daemon *daemon);

/* Reads /etc/ha.d again: 0, or -EINVAL or -EACCES, and everything stays as it was. */
int hb_daemon_reload(struct hb_daemon *daemon);

/* A message to all nodes, with the fields that every one has: t, src, hg, seq. */
struct hb_msg *hb_daemon_message(struct hb_daemon *daemon, const char *type);

/* Tells all nodes now what this one is doing. */
void hb_daemon_status(struct hb_daemon *daemon);

/* What this node is from now on, said in the log when it is a change. */
void hb_daemon_local_status(struct hb_daemon *daemon, enum hb_node_status status);

/* The loop goes round. When it stood still long, the log says so, and what was asked for meanwhile is old. */
void hb_daemon_awake(struct hb_daemon *daemon, int64_t now_ms);

#endif
