// SPDX-License-Identifier: GPL-2.0-or-later
#include <poll.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include <corosync/cpg.h>
#include <glib.h>
#include <qb/qbdefs.h>

#include "heartbeat-compat/daemon/member.h"

static const char GROUP[] = "escapebeatd";
/* Pacemaker's, which counts the NUL as a part of the name. */
#define CONTROLLERS "crmd"

enum { AGAIN_FIRST_MS = 50, AGAIN_MS = 1000, FLUSH_MS = 100, LEAVE_MS = 3000, WAITING_MAX = 64 };

struct hb_member {
	qb_loop_t *loop;
	const struct hb_member_calls *calls;
	void *data;
	cpg_handle_t handle;
	int fd; /* -1: not joined */
	uint32_t self;
	GArray *nodes;     /* uint32_t: whose daemons are in the group */
	GQueue *waiting;   /* GBytes *: not sent yet */
	uint64_t again_ms; /* until the next attempt to join */
	GBytes *last;      /* the message after which we leave */
	hb_member_gone *gone;
	qb_loop_timer_handle again, flush, leave;
};

static void join(void *data);
static void flush(void *data);

static void join_later(struct hb_member *member, uint64_t ms)
{
	qb_loop_timer_add(member->loop, QB_LOOP_MED, ms * QB_TIME_NS_IN_MSEC, member, join,
			  &member->again);
}

static void disconnect(struct hb_member *member)
{
	qb_loop_poll_del(member->loop, member->fd);
	member->fd = -1;
	cpg_finalize(member->handle);
	g_array_set_size(member->nodes, 0);
}

/* ---- leaving -------------------------------------------------------------------------------- */

/* Once: what calls it again finds nobody to tell. */
static void be_gone(void *data)
{
	struct hb_member *member = data;
	hb_member_gone *gone = member->gone;

	member->gone = NULL;
	if (gone)
		gone(member->data);
}

static void lose(struct hb_member *member)
{
	disconnect(member);
	member->calls->down(member->data);
	if (member->gone)
		be_gone(member);
	else
		join_later(member, 0);
}

static void on_leave_over(void *data)
{
	struct hb_member *member = data;

	member->leave = 0;
	be_gone(member);
}

static bool is_last(const struct hb_member *member, uint32_t node, uint32_t pid, const void *bytes,
		    size_t size)
{
	return member->gone && node == member->self && pid == (uint32_t)getpid() &&
	       size == g_bytes_get_size(member->last) &&
	       memcmp(bytes, g_bytes_get_data(member->last, NULL), size) == 0;
}

/* ---- what corosync tells -------------------------------------------------------------------- */

static struct hb_member *of(cpg_handle_t handle)
{
	void *context = NULL;

	cpg_context_get(handle, &context);
	return context;
}

static void on_message(cpg_handle_t handle, const struct cpg_name *group, uint32_t node,
		       uint32_t pid, void *bytes, size_t size)
{
	struct hb_member *member = of(handle);
	struct hb_msg *msg = NULL;
	int failed = hb_msg_decode(bytes, size, &msg);

	member->calls->heard(member->data, node, msg, failed);
	hb_msg_free(msg);
	if (is_last(member, node, pid, bytes, size))
		be_gone(member);
}

static void on_change(cpg_handle_t handle, const struct cpg_name *group,
		      const struct cpg_address *members, size_t n_members,
		      const struct cpg_address *left, size_t n_left,
		      const struct cpg_address *joined, size_t n_joined)
{
	struct hb_member *member = of(handle);

	g_array_set_size(member->nodes, 0);
	for (size_t i = 0; i < n_members; i++)
		g_array_append_val(member->nodes, members[i].nodeid);
	for (size_t i = 0; i < n_left; i++)
		member->calls->went(member->data, left[i].nodeid,
				    left[i].reason != CPG_REASON_NODEDOWN);
	/* All that were there before us came at the same time, as far as we know. */
	for (size_t i = 0; i < n_joined; i++)
		if (joined[i].nodeid == member->self)
			for (size_t k = 0; k < n_members; k++)
				member->calls->came(member->data, members[k].nodeid);
		else
			member->calls->came(member->data, joined[i].nodeid);
}

static int32_t on_ready(int32_t fd, int32_t events, void *data)
{
	struct hb_member *member = data;
	cs_error_t said = cpg_dispatch(member->handle, CS_DISPATCH_ALL);

	if (said != CS_OK && said != CS_ERR_TRY_AGAIN)
		lose(member);
	return 0;
}

/* ---- joining -------------------------------------------------------------------------------- */

static cs_error_t enter(struct hb_member *member)
{
	cpg_model_v1_data_t model = { .cpg_deliver_fn = on_message, .cpg_confchg_fn = on_change };
	struct cpg_name group = { .length = sizeof(GROUP) - 1 };
	cs_error_t said = cpg_model_initialize(&member->handle, CPG_MODEL_V1,
					       (cpg_model_data_t *)&model, member);

	if (said != CS_OK)
		return said;
	memcpy(group.value, GROUP, group.length);
	said = cpg_local_get(member->handle, &member->self);
	if (said == CS_OK)
		said = cpg_join(member->handle, &group);
	if (said == CS_OK)
		said = cpg_fd_get(member->handle, &member->fd);
	if (said != CS_OK)
		cpg_finalize(member->handle);
	return said;
}

static void join(void *data)
{
	struct hb_member *member = data;
	cs_error_t said = enter(member);

	member->again = 0;
	if (said != CS_OK) {
		member->fd = -1;
		if (said != CS_ERR_TRY_AGAIN && member->gone)
			be_gone(member);
		else
			join_later(member, member->again_ms);
		member->again_ms = MIN(2 * member->again_ms, AGAIN_MS);
		return;
	}
	member->again_ms = AGAIN_FIRST_MS;
	qb_loop_poll_add(member->loop, QB_LOOP_HIGH, member->fd, POLLIN, member, on_ready);
	if (member->gone)
		flush(member);
	else
		member->calls->up(member->data, member->self);
}

struct hb_member *hb_member_open(qb_loop_t *loop, const struct hb_member_calls *calls, void *data)
{
	struct hb_member *member = g_new0(struct hb_member, 1);

	*member = (struct hb_member) {
		.loop = loop,
		.calls = calls,
		.data = data,
		.fd = -1,
		.again_ms = AGAIN_FIRST_MS,
		.nodes = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
		.waiting = g_queue_new(),
	};
	join_later(member, 0); /* the caller has to have us before we call him */
	return member;
}

void hb_member_close(struct hb_member *member)
{
	if (!member)
		return;
	if (member->fd >= 0)
		disconnect(member);
	if (member->again)
		qb_loop_timer_del(member->loop, member->again);
	if (member->flush)
		qb_loop_timer_del(member->loop, member->flush);
	if (member->leave)
		qb_loop_timer_del(member->loop, member->leave);
	g_clear_pointer(&member->last, g_bytes_unref);
	g_queue_free_full(member->waiting, (GDestroyNotify)g_bytes_unref);
	g_array_unref(member->nodes);
	g_free(member);
}

uint32_t hb_member_next(const struct hb_member *member, uint32_t node)
{
	uint32_t next = 0;

	for (guint i = 0; i < member->nodes->len; i++) {
		uint32_t other = g_array_index(member->nodes, uint32_t, i);

		if (other > node && (!next || other < next))
			next = other;
	}
	return next;
}

bool hb_member_has(const struct hb_member *member, uint32_t node)
{
	for (guint i = 0; i < member->nodes->len; i++)
		if (g_array_index(member->nodes, uint32_t, i) == node)
			return true;
	return false;
}

uint32_t hb_member_controller(const struct hb_member *member, uint32_t node)
{
	struct cpg_name group = { .length = sizeof(CONTROLLERS), .value = CONTROLLERS };
	struct cpg_address list[CPG_MEMBERS_MAX];
	int n = CPG_MEMBERS_MAX;

	if (member->fd < 0 || cpg_membership_get(member->handle, &group, list, &n) != CS_OK)
		return 0;
	for (int i = 0; i < n; i++)
		if (list[i].nodeid == node)
			return list[i].pid;
	return 0;
}

/* ---- sending -------------------------------------------------------------------------------- */

static void flush(void *data)
{
	struct hb_member *member = data;
	GBytes *bytes;

	member->flush = 0;
	while (member->fd >= 0 && (bytes = g_queue_peek_head(member->waiting))) {
		struct iovec part = { .iov_base = (void *)g_bytes_get_data(bytes, NULL),
				      .iov_len = g_bytes_get_size(bytes) };
		cs_error_t said = cpg_mcast_joined(member->handle, CPG_TYPE_AGREED, &part, 1);

		if (said == CS_ERR_TRY_AGAIN) {
			qb_loop_timer_add(member->loop, QB_LOOP_MED, FLUSH_MS * QB_TIME_NS_IN_MSEC,
					  member, flush, &member->flush);
			return;
		}
		/* Any other failure shows in the next dispatch, which starts anew. */
		g_bytes_unref(g_queue_pop_head(member->waiting));
	}
}

static void queue(struct hb_member *member, GBytes *bytes)
{
	if (g_queue_get_length(member->waiting) >= WAITING_MAX)
		g_bytes_unref(g_queue_pop_head(member->waiting));
	g_queue_push_tail(member->waiting, bytes);
	if (!member->flush)
		flush(member);
}

static GBytes *encoded(const struct hb_msg *msg)
{
	size_t size;
	char *text = hb_msg_encode(msg, &size);

	return g_bytes_new_take(text, size);
}

void hb_member_send(struct hb_member *member, const struct hb_msg *msg)
{
	if (member->fd >= 0 && !member->last)
		queue(member, encoded(msg));
}

void hb_member_leave(struct hb_member *member, const struct hb_msg *last, hb_member_gone *gone)
{
	if (member->last)
		return;
	member->gone = gone;
	member->last = encoded(last);
	qb_loop_timer_add(member->loop, QB_LOOP_MED, LEAVE_MS * QB_TIME_NS_IN_MSEC, member,
			  on_leave_over, &member->leave);
	queue(member, g_bytes_ref(member->last));
	/* Joining now tells whether there is a corosync at all. */
	if (member->fd < 0 && member->again) {
		qb_loop_timer_del(member->loop, member->again);
		join(member);
	}
}
