// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where all that happens meets: news of corosync (of the group of daemons: group.c), signals and
 * time are handed to the parts that they concern.
 */
#include <errno.h>
#include <ifaddrs.h>
#include <linux/capability.h>
#include <netdb.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <qb/qbdefs.h>

#include "heartbeat-compat/daemon/compatd.h"
#include "heartbeat-compat/daemon/doubles.h"
#include "heartbeat-compat/daemon/group.h"
#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/daemon/hold.h"
#include "heartbeat-compat/daemon/ipc.h"
#include "heartbeat-compat/daemon/owner.h"
#include "heartbeat-compat/daemon/pinger.h"
#include "heartbeat-compat/daemon/privilege.h"
#include "heartbeat-compat/daemon/respawn.h"
#include "heartbeat-compat/daemon/standby.h"
#include "heartbeat-compat/daemon/view.h"
#include "heartbeat-compat/daemon/worker.h"
#include "lib/clock.h"

enum {
	TICK_MS = 1000,
	END_MS = 20,
};

/* ---- messages ------------------------------------------------------------------------------- */

struct hb_msg *hb_daemon_message(struct hb_daemon *daemon, const char *type)
{
	struct hb_msg *msg = hb_msg_new(type);

	hb_msg_add(msg, "src", "%s", daemon->state->self->name);
	hb_msg_add(msg, "hg", "%" G_GINT64_FORMAT, daemon->generation);
	hb_msg_add(msg, "seq", "%" G_GINT64_FORMAT, ++daemon->sequence);
	return msg;
}

void hb_daemon_status(struct hb_daemon *daemon)
{
	struct hb_msg *msg = hb_daemon_message(daemon, "status");

	hb_msg_add(msg, "st", "%s", hb_status_word(daemon->state->self->status));
	if (daemon->lines)
		hb_msg_add(msg, "dg", "%s", daemon->lines->digest);
	hb_msg_add(msg, "pn", "%d", hb_state_pings(daemon->state));
	hb_owner_add(daemon->owner, msg);
	hb_hold_add(daemon->hold, msg);
	hb_member_send(daemon->member, msg);
	hb_msg_free(msg);
}

void hb_daemon_local_status(struct hb_daemon *daemon, enum hb_node_status status)
{
	if (daemon->state->self->status == status)
		return;
	daemon->state->self->status = status;
	hb_log(HB_LOG_INFO, "Local status now set to: '%s'", hb_status_word(status));
}

/* ---- what corosync tells -------------------------------------------------------------------- */

static void cluster_node(void *data, uint32_t node, const char *name)
{
	struct hb_daemon *daemon = data;

	hb_state_named(daemon->state, node, name);
}

/* The interface that has this address now; g_free. NULL: none. */
static char *device_of(const char *address)
{
	struct ifaddrs *all, *one;
	char *device = NULL;
	char text[NI_MAXHOST];

	if (!address || getifaddrs(&all) < 0)
		return NULL;
	for (one = all; one && !device; one = one->ifa_next) {
		int family = one->ifa_addr ? one->ifa_addr->sa_family : AF_UNSPEC;
		socklen_t size = family == AF_INET ? sizeof(struct sockaddr_in)
						   : sizeof(struct sockaddr_in6);

		if ((family == AF_INET || family == AF_INET6) &&
		    getnameinfo(one->ifa_addr, size, text, sizeof(text), NULL, 0, NI_NUMERICHOST) ==
			    0 &&
		    strcmp(text, address) == 0)
			device = g_strdup(one->ifa_name);
	}
	freeifaddrs(all);
	return device;
}

static void cluster_link(void *data, uint32_t node, unsigned int link, const char *address, bool up)
{
	struct hb_daemon *daemon = data;
	const char *planned = eb_item(daemon->settings->devices, link);
	g_autofree char *device = device_of(address);
	g_autofree char *number = g_strdup_printf("link%u", link);

	hb_state_link(daemon->state, node, link, device ? device : planned ? planned : number, up);
}

static void cluster_members(void *data, const uint32_t *nodes, size_t n, bool quorate)
{
	struct hb_daemon *daemon = data;
	struct hb_peer *peer;
	bool changed;

	hb_state_quorum(daemon->state, quorate);
	changed = hb_state_members(daemon->state, nodes, n);
	eb_for_each (peer, daemon->state->nodes) {
		if (!peer->member && peer->member_ms)
			peer->lost_ms = eb_clock_ms();
		peer->member_ms = !peer->member     ? 0
				  : peer->member_ms ? peer->member_ms
						    : eb_clock_ms();
	}
	if (changed) {
		hb_standby_forget(daemon->standby);
		hb_hold_gave(daemon->hold, NULL, false);
	}
	hb_hold_tick(daemon->hold, eb_clock_ms());
	hb_owner_look(daemon->owner);
}

static void cluster_lost(void *data)
{
	struct hb_daemon *daemon = data;
	struct hb_peer *peer;

	hb_state_lost(daemon->state);
	eb_for_each (peer, daemon->state->nodes)
		peer->member_ms = 0;
}

static const struct hb_quorum_calls cluster_calls = {
	.node = cluster_node,
	.link = cluster_link,
	.members = cluster_members,
	.lost = cluster_lost,
};

/* ---- time and signals ----------------------------------------------------------------------- */

static int64_t tick_ms(const struct hb_daemon *daemon)
{
	return MIN(daemon->settings->keepalive_ms, TICK_MS);
}

void hb_daemon_awake(struct hb_daemon *daemon, int64_t now_ms)
{
	int64_t stood_ms = hb_stand_awake(&daemon->stand, now_ms);

	if (!stood_ms)
		return;
	hb_log(HB_LOG_WARN, "the daemon stood still for %" G_GINT64_FORMAT " ms", stood_ms);
	hb_daemon_status(daemon);
	hb_stand_spoke(&daemon->stand, daemon->sequence);
}

static void on_tick(void *data)
{
	struct hb_daemon *daemon = data;
	int64_t now_ms = eb_clock_ms();

	hb_daemon_awake(daemon, now_ms);
	if (now_ms >= daemon->next_ms) {
		daemon->next_ms = now_ms + daemon->settings->keepalive_ms;
		hb_daemon_status(daemon);
	}
	hb_state_tick(daemon->state, now_ms);
	hb_owner_tick(daemon->owner, now_ms);
	hb_standby_tick(daemon->standby, now_ms);
	hb_pinger_tick(daemon->pinger, now_ms);
	hb_respawns_tick(daemon->respawns, now_ms);
	hb_hold_tick(daemon->hold, now_ms);
	hb_doubles_tick(daemon->doubles, now_ms);
	qb_loop_timer_add(daemon->loop, QB_LOOP_MED, (uint64_t)tick_ms(daemon) * QB_TIME_NS_IN_MSEC,
			  daemon, on_tick, &daemon->tick);
}

static void end_soon(void *data)
{
	struct hb_daemon *daemon = data;

	if (hb_respawns_end(daemon->respawns) && daemon->gone)
		qb_loop_stop(daemon->loop);
	else
		qb_loop_timer_add(daemon->loop, QB_LOOP_MED, END_MS * QB_TIME_NS_IN_MSEC, daemon,
				  end_soon, &daemon->tick);
}

static void group_gone(void *data)
{
	struct hb_daemon *daemon = data;

	daemon->gone = true;
	if (hb_respawns_end(daemon->respawns))
		qb_loop_stop(daemon->loop);
}

/* It ends when its programs have and the others have its notice; asked twice, at once. */
static int32_t on_end(int32_t number, void *data)
{
	struct hb_daemon *daemon = data;
	struct hb_msg *msg;

	if (daemon->ending) {
		qb_loop_stop(daemon->loop);
		return 0;
	}
	daemon->ending = true;
	hb_log(HB_LOG_INFO, "Heartbeat shutdown in progress. (%d)", (int)getpid());
	msg = hb_daemon_message(daemon, "shutdown");
	hb_member_leave(daemon->member, msg, group_gone);
	hb_msg_free(msg);
	qb_loop_timer_del(daemon->loop, daemon->tick);
	end_soon(daemon);
	return 0;
}

static int32_t on_hangup(int32_t number, void *data)
{
	hb_daemon_reload(data);
	return 0;
}

int hb_daemon_reload(struct hb_daemon *daemon)
{
	struct hb_settings *settings =
		hb_config_settings(daemon->job.folder, daemon->job.self, true);
	g_autofree char *unreadable = NULL;

	if (!settings) {
		hb_log(HB_LOG_ERROR, "%s has errors: it is as it was", daemon->job.folder);
		return -EINVAL;
	}
	unreadable = hb_privilege_unreadable(settings, &daemon->job);
	if (unreadable && !hb_privilege_has(CAP_DAC_READ_SEARCH)) {
		hb_log(HB_LOG_ERROR,
		       HB_USER " cannot read %s, and all is as it was: restart escapebeatd",
		       unreadable);
		hb_settings_free(settings);
		return -EACCES;
	}
	settings->log.to_stderr = daemon->settings->log.to_stderr;
	hb_log_open(settings->self, &settings->log);
	hb_log(HB_LOG_INFO, "%s is read again", daemon->job.folder);
	hb_privilege_warn(settings);
	hb_state_settings(daemon->state, settings);
	hb_settings_free(daemon->settings);
	daemon->settings = settings;
	hb_respawns_settings(daemon->respawns);
	hb_owner_translate(daemon->owner);
	return 0;
}

/* ---- beginning and end ---------------------------------------------------------------------- */

void hb_daemon_begin(struct hb_daemon *daemon)
{
	qb_loop_signal_handle handle;

	hb_log(HB_LOG_INFO, "Configuration validated. Starting heartbeat %s",
	       hb_settings_parameter(daemon->settings, "hbversion"));
	hb_log(HB_LOG_INFO, "Heartbeat generation: %" G_GINT64_FORMAT, daemon->generation);
	daemon->state = hb_state_new(daemon->settings, eb_clock_ms());
	hb_daemon_local_status(daemon, HB_NODE_UP);
	daemon->owner = hb_owner_new(daemon);
	daemon->view = hb_view_new(daemon);
	daemon->standby = hb_standby_new(daemon);
	daemon->pinger = hb_pinger_new(daemon);
	daemon->respawns = hb_respawns_new(daemon);
	daemon->hold = hb_hold_new(daemon);
	daemon->doubles = hb_doubles_new(daemon);
	qb_loop_signal_add(daemon->loop, QB_LOOP_HIGH, SIGTERM, daemon, on_end, &handle);
	qb_loop_signal_add(daemon->loop, QB_LOOP_HIGH, SIGINT, daemon, on_end, &handle);
	qb_loop_signal_add(daemon->loop, QB_LOOP_MED, SIGHUP, daemon, on_hangup, &handle);
	/* Names come before members, and both before the group's messages. */
	daemon->quorum = hb_quorum_open(daemon->loop, &cluster_calls, daemon);
	daemon->member = hb_member_open(daemon->loop, &hb_group_calls, daemon);
	hb_owner_translate(daemon->owner);
	on_tick(daemon);
}

void hb_daemon_end(struct hb_daemon *daemon)
{
	hb_ipc_close(daemon->ipc);
	hb_member_close(daemon->member);
	hb_quorum_close(daemon->quorum);
	hb_worker_end();
	hb_pinger_free(daemon->pinger);
	hb_respawns_free(daemon->respawns);
	hb_hold_free(daemon->hold);
	hb_doubles_free(daemon->doubles);
	hb_standby_free(daemon->standby);
	hb_view_free(daemon->view);
	hb_owner_free(daemon->owner);
	hb_lines_free(daemon->lines);
	if (daemon->state)
		hb_log(HB_LOG_INFO, "%s Heartbeat shutdown complete.", daemon->state->self->name);
	hb_state_free(daemon->state);
	hb_settings_free(daemon->settings);
	qb_loop_destroy(daemon->loop);
}
