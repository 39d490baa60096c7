// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <grp.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <glib.h>

#include "heartbeat-compat/daemon/client.h"
#include "heartbeat-compat/daemon/door.h"
#include "heartbeat-compat/daemon/ha-log.h"
#include "lib/clock.h"
#include "lib/core.h"

enum {
	EACH = 16,          /* of one user, at most */
	HELLO_MS = 2000,    /* until it has said who it is */
	STAY_MS = 60000,    /* all in all: one request, and the longest answer */
	SWEEP_MS = 500,     /* how often clocks are looked at, while somebody is in */
	REST_MS = 250,      /* after a connection that could not be taken */
	QUIET_MS = 600000,  /* between two complaints of the same */
	COMPLAINTS_MAX = 8, /* in that time */
	GROUPS_MAX = 65536, /* the kernel's NGROUPS_MAX */
};

/* How many may be in, all together, for one of these to come in. */
enum rank { ANYBODY, MEMBER, OWN };

static const guint room[] = { [ANYBODY] = 32, [MEMBER] = 64, [OWN] = 96 };

struct guest {
	int fd;
	uid_t uid;
	int64_t deadline_ms;
};

struct complaint {
	uid_t uid;
	const char *why;
	int64_t until_ms;
};

static struct {
	qb_loop_t *loop;
	GArray *guests; /* struct guest */
	qb_loop_timer_handle sweeping;
	gid_t members;
	bool has_members;
	/* libqb's own handler of the listening socket, and what it takes. */
	qb_ipcs_dispatch_fn_t accept;
	void *service;
	enum qb_loop_priority priority;
	int listener, events;
	bool accepting, came;
	qb_loop_timer_handle resting;
	struct complaint complaints[COMPLAINTS_MAX];
} door;

/* Was this not said lately? It counts as said then. */
static bool is_news(uid_t uid, const char *why)
{
	int64_t now_ms = eb_clock_ms();
	struct complaint *place = NULL;

	for (size_t i = 0; i < EB_COUNT(door.complaints); i++) {
		struct complaint *old = &door.complaints[i];

		if (old->until_ms <= now_ms)
			place = old;
		else if (old->uid == uid && strcmp(old->why, why) == 0)
			return false;
	}
	if (place)
		*place = (struct complaint) { uid, why, now_ms + QUIET_MS };
	return place;
}

void hb_door_complain(uid_t uid, const char *why)
{
	if (is_news(uid, why))
		hb_log(HB_LOG_WARN, "refused a client of user %u: %s", uid, why);
}

/* ---- who it is ------------------------------------------------------------------------------ */

static int option(int fd, int name)
{
	socklen_t size = sizeof(int);
	int value = -1;

	return getsockopt(fd, SOL_SOCKET, name, &value, &size) < 0 ? -1 : value;
}

static bool listens(int fd)
{
	return option(fd, SO_ACCEPTCONN) == 1;
}

/* A client's connection; requests come on datagram sockets beside it. */
static bool is_connection(int fd)
{
	return option(fd, SO_TYPE) == SOCK_STREAM && !listens(fd);
}

/* By the other groups that the process had when it connected. */
static bool has_group(int fd, gid_t group)
{
	static gid_t groups[GROUPS_MAX];
	socklen_t size = sizeof(groups);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, &size) < 0)
		return false;
	for (size_t i = 0; i < size / sizeof(*groups); i++)
		if (groups[i] == group)
			return true;
	return false;
}

static enum rank rank_of(int fd, const struct ucred *peer)
{
	if (peer->uid == 0 || peer->uid == geteuid())
		return OWN;
	if (door.has_members && (peer->gid == door.members || has_group(fd, door.members)))
		return MEMBER;
	return ANYBODY;
}

/* How many a user may have where others have so many: half of what they leave, so that few users
 * together do not have it all. */
static guint share(enum rank rank, guint others)
{
	guint left = room[rank] > others ? room[rank] - others : 0;

	return MIN(EACH, (left + 1) / 2);
}

/* Nothing of this asks a name service: a flood would have it wait for that. */
static int judge(int fd, struct ucred *peer)
{
	socklen_t size = sizeof(*peer);
	enum rank rank;
	guint his = 0;

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, peer, &size) < 0)
		return -errno;
	rank = rank_of(fd, peer);
	for (guint i = 0; i < door.guests->len; i++)
		his += g_array_index(door.guests, struct guest, i).uid == peer->uid;
	if (rank != OWN && his >= share(rank, door.guests->len - his)) {
		hb_door_complain(peer->uid, "it has as many connections as a user may have");
		return -EUSERS;
	}
	if (door.guests->len >= room[rank]) {
		hb_door_complain(peer->uid, "there are as many connections as may be");
		return -EUSERS;
	}
	return 0;
}

/* ---- how long it stays ---------------------------------------------------------------------- */

/* libqb sees the hangup and closes: it knows what else belongs to the connection. */
static void sweep(void *data)
{
	int64_t now_ms = eb_clock_ms();

	door.sweeping = 0;
	for (guint i = 0; i < door.guests->len; i++) {
		const struct guest *guest = &g_array_index(door.guests, struct guest, i);

		if (guest->deadline_ms <= now_ms)
			shutdown(guest->fd, SHUT_RDWR);
	}
	if (door.guests->len)
		qb_loop_timer_add(door.loop, QB_LOOP_MED, SWEEP_MS * QB_TIME_NS_IN_MSEC, NULL,
				  sweep, &door.sweeping);
}

static void take_in(int fd, uid_t uid)
{
	struct guest guest = {
		.fd = fd,
		.uid = uid,
		.deadline_ms = eb_clock_ms() + (door.accepting ? HELLO_MS : STAY_MS),
	};

	g_array_append_val(door.guests, guest);
	if (!door.sweeping)
		qb_loop_timer_add(door.loop, QB_LOOP_MED, SWEEP_MS * QB_TIME_NS_IN_MSEC, NULL,
				  sweep, &door.sweeping);
}

static void let_out(int fd)
{
	for (guint i = 0; door.guests && i < door.guests->len; i++) {
		if (g_array_index(door.guests, struct guest, i).fd != fd)
			continue;
		g_array_remove_index_fast(door.guests, i);
		return;
	}
}

/* ---- the listening socket ------------------------------------------------------------------- */

static int32_t on_knock(int32_t fd, int32_t events, void *data);

static void listen_again(void *data)
{
	door.resting = 0;
	qb_loop_poll_mod(door.loop, door.priority, door.listener, door.events, NULL, on_knock);
}

/* The connection that could not be taken waits in the queue, and would wake us at once again. */
static void rest(int why)
{
	if (door.resting || qb_loop_timer_add(door.loop, QB_LOOP_MED, REST_MS * QB_TIME_NS_IN_MSEC,
					      NULL, listen_again, &door.resting) < 0)
		return;
	qb_loop_poll_mod(door.loop, door.priority, door.listener, 0, NULL, on_knock);
	if (is_news(0, "accept"))
		hb_log(HB_LOG_ERROR, "cannot take the connection of a client: %s", strerror(why));
}

/* What libqb gives to the loop in here is a connection that has not said yet who it is. */
static int32_t on_knock(int32_t fd, int32_t events, void *data)
{
	int32_t answer;
	int why;

	door.accepting = true;
	door.came = false;
	answer = door.accept(fd, events, door.service);
	why = errno;
	door.accepting = false;
	if (!door.came && answer >= 0)
		rest(why);
	return answer;
}

/* ---- libqb's handlers, which have no context ------------------------------------------------ */

static int32_t add_job(enum qb_loop_priority p, void *data, qb_loop_job_dispatch_fn fn)
{
	return qb_loop_job_add(door.loop, p, data, fn);
}

static int32_t add_fd(enum qb_loop_priority p, int32_t fd, int32_t events, void *data,
		      qb_ipcs_dispatch_fn_t fn)
{
	struct ucred peer;
	int failed;

	if (listens(fd)) {
		door.accept = fn;
		door.service = data;
		door.priority = p;
		door.listener = fd;
		door.events = events;
		return qb_loop_poll_add(door.loop, p, fd, events, NULL, on_knock);
	}
	if (!is_connection(fd))
		return qb_loop_poll_add(door.loop, p, fd, events, data, fn);
	door.came = true;
	failed = judge(fd, &peer);
	if (!failed)
		failed = qb_loop_poll_add(door.loop, p, fd, events, data, fn);
	if (!failed)
		take_in(fd, peer.uid);
	return failed;
}

static int32_t mod_fd(enum qb_loop_priority p, int32_t fd, int32_t events, void *data,
		      qb_ipcs_dispatch_fn_t fn)
{
	return qb_loop_poll_mod(door.loop, p, fd, events, data, fn);
}

static int32_t del_fd(int32_t fd)
{
	let_out(fd);
	return qb_loop_poll_del(door.loop, fd);
}

struct qb_ipcs_poll_handlers *hb_door_open(qb_loop_t *loop)
{
	static struct qb_ipcs_poll_handlers handlers = { add_job, add_fd, mod_fd, del_fd };
	const struct group *members = getgrnam(HB_GROUP);

	door.loop = loop;
	door.guests = g_array_new(FALSE, FALSE, sizeof(struct guest));
	door.has_members = members;
	door.members = members ? members->gr_gid : 0;
	return &handlers;
}

void hb_door_close(void)
{
	if (!door.guests)
		return;
	if (door.sweeping)
		qb_loop_timer_del(door.loop, door.sweeping);
	if (door.resting)
		qb_loop_timer_del(door.loop, door.resting);
	g_array_unref(door.guests);
	door.guests = NULL;
}
