// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * corosync's map is asked only right after it has answered to a connect: a get waits as long as
 * corosync stands still. What changes later is tracked, which does not wait.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include <corosync/cmap.h>
#include <corosync/quorum.h>
#include <glib.h>
#include <qb/qbdefs.h>

#include "heartbeat-compat/daemon/quorum.h"

enum { AGAIN_MS = 1000, LINKS_MAX = 8, NODES_MAX = 128 };

struct hb_quorum {
	qb_loop_t *loop;
	const struct hb_quorum_calls *calls;
	void *data;
	quorum_handle_t quorum;
	cmap_handle_t stats;      /* the map of statistics, where links are */
	int quorum_fd, stats_fd;  /* -1: not connected */
	char *address[LINKS_MAX]; /* this node's own */
	qb_loop_timer_handle again;
};

static void connect_all(void *data);

static void disconnect(struct hb_quorum *quorum)
{
	if (quorum->quorum_fd >= 0) {
		qb_loop_poll_del(quorum->loop, quorum->quorum_fd);
		quorum_finalize(quorum->quorum);
	}
	if (quorum->stats_fd >= 0) {
		qb_loop_poll_del(quorum->loop, quorum->stats_fd);
		cmap_finalize(quorum->stats);
	}
	quorum->quorum_fd = quorum->stats_fd = -1;
}

static void connect_later(struct hb_quorum *quorum)
{
	qb_loop_timer_add(quorum->loop, QB_LOOP_MED, AGAIN_MS * QB_TIME_NS_IN_MSEC, quorum,
			  connect_all, &quorum->again);
}

static void lose(struct hb_quorum *quorum)
{
	disconnect(quorum);
	quorum->calls->lost(quorum->data);
	connect_later(quorum);
}

/* ---- members -------------------------------------------------------------------------------- */

static void on_members(quorum_handle_t handle, uint32_t quorate, uint64_t ring, uint32_t n,
		       uint32_t *nodes)
{
	const void *context = NULL;
	const struct hb_quorum *quorum;

	quorum_context_get(handle, &context);
	quorum = context;
	quorum->calls->members(quorum->data, nodes, n, quorate);
}

static int32_t on_quorum(int32_t fd, int32_t events, void *data)
{
	struct hb_quorum *quorum = data;
	cs_error_t said = quorum_dispatch(quorum->quorum, CS_DISPATCH_ALL);

	if (said != CS_OK && said != CS_ERR_TRY_AGAIN)
		lose(quorum);
	return 0;
}

static bool track_members(struct hb_quorum *quorum)
{
	quorum_callbacks_t calls = { .quorum_notify_fn = on_members };
	uint32_t type;

	if (quorum_initialize(&quorum->quorum, &calls, &type) != CS_OK)
		return false;
	if (quorum_context_set(quorum->quorum, quorum) != CS_OK ||
	    quorum_fd_get(quorum->quorum, &quorum->quorum_fd) != CS_OK ||
	    quorum_trackstart(quorum->quorum, CS_TRACK_CHANGES | CS_TRACK_CURRENT) != CS_OK) {
		quorum_finalize(quorum->quorum);
		quorum->quorum_fd = -1;
		return false;
	}
	qb_loop_poll_add(quorum->loop, QB_LOOP_HIGH, quorum->quorum_fd, POLLIN, quorum, on_quorum);
	return true;
}

/* ---- what the map says ---------------------------------------------------------------------- */

/* nodelist.node.POSITION.KEY; the caller frees it. NULL: none. */
static char *node_text(cmap_handle_t map, unsigned int position, const char *key)
{
	char name[CMAP_KEYNAME_MAXLEN + 1];
	char *text = NULL;

	snprintf(name, sizeof(name), "nodelist.node.%u.%s", position, key);
	return cmap_get_string(map, name, &text) == CS_OK ? text : NULL;
}

/* This node's own addresses, one for each link. */
static void read_self(struct hb_quorum *quorum, cmap_handle_t map)
{
	uint32_t position;

	if (cmap_get_uint32(map, "nodelist.local_node_pos", &position) != CS_OK)
		return;
	for (unsigned int link = 0; link < LINKS_MAX; link++) {
		g_autofree char *key = g_strdup_printf("ring%u_addr", link);

		free(quorum->address[link]);
		quorum->address[link] = node_text(map, position, key);
	}
}

static void read_nodes(const struct hb_quorum *quorum, cmap_handle_t map)
{
	for (unsigned int position = 0; position < NODES_MAX; position++) {
		char name[CMAP_KEYNAME_MAXLEN + 1];
		char *text = node_text(map, position, "name");
		uint32_t node;

		snprintf(name, sizeof(name), "nodelist.node.%u.nodeid", position);
		if (cmap_get_uint32(map, name, &node) == CS_OK && text)
			quorum->calls->node(quorum->data, node, text);
		free(text);
	}
}

static bool read_nodelist(struct hb_quorum *quorum)
{
	cmap_handle_t map;

	if (cmap_initialize(&map) != CS_OK)
		return false;
	read_self(quorum, map);
	read_nodes(quorum, map);
	cmap_finalize(map);
	return true;
}

/* ---- links ---------------------------------------------------------------------------------- */

static void tell_link(const struct hb_quorum *quorum, const char *key, uint8_t up)
{
	unsigned int node, link;

	if (sscanf(key, "stats.knet.node%u.link%u.", &node, &link) == 2 && link < LINKS_MAX)
		quorum->calls->link(quorum->data, node, link, quorum->address[link], up);
}

static void on_link(cmap_handle_t handle, cmap_track_handle_t track, int32_t event, const char *key,
		    struct cmap_notify_value now, struct cmap_notify_value before, void *data)
{
	if (now.type == CMAP_VALUETYPE_UINT8 && now.len == 1)
		tell_link(data, key, *(const uint8_t *)now.data);
}

/* Statistics cannot be tracked by prefix, so each link is tracked for itself. */
static void track_each_link(struct hb_quorum *quorum)
{
	char key[CMAP_KEYNAME_MAXLEN + 1];
	cmap_iter_handle_t walk;
	cmap_track_handle_t track;
	cmap_value_types_t type;
	size_t size;
	uint8_t up;

	if (cmap_iter_init(quorum->stats, "stats.knet.node", &walk) != CS_OK)
		return;
	while (cmap_iter_next(quorum->stats, walk, key, &size, &type) == CS_OK) {
		if (!g_str_has_suffix(key, ".connected") ||
		    cmap_get_uint8(quorum->stats, key, &up) != CS_OK)
			continue;
		tell_link(quorum, key, up);
		cmap_track_add(quorum->stats, key, CMAP_TRACK_MODIFY, on_link, quorum, &track);
	}
	cmap_iter_finalize(quorum->stats, walk);
}

static int32_t on_stats(int32_t fd, int32_t events, void *data)
{
	struct hb_quorum *quorum = data;
	cs_error_t said = cmap_dispatch(quorum->stats, CS_DISPATCH_ALL);

	if (said != CS_OK && said != CS_ERR_TRY_AGAIN)
		lose(quorum);
	return 0;
}

static bool track_links(struct hb_quorum *quorum)
{
	if (cmap_initialize_map(&quorum->stats, CMAP_MAP_STATS) != CS_OK)
		return false;
	if (cmap_fd_get(quorum->stats, &quorum->stats_fd) != CS_OK) {
		cmap_finalize(quorum->stats);
		quorum->stats_fd = -1;
		return false;
	}
	track_each_link(quorum);
	qb_loop_poll_add(quorum->loop, QB_LOOP_MED, quorum->stats_fd, POLLIN, quorum, on_stats);
	return true;
}

/* ---- connecting ----------------------------------------------------------------------------- */

static void connect_all(void *data)
{
	struct hb_quorum *quorum = data;

	quorum->again = 0;
	if (read_nodelist(quorum) && track_links(quorum) && track_members(quorum))
		return;
	disconnect(quorum);
	connect_later(quorum);
}

struct hb_quorum *hb_quorum_open(qb_loop_t *loop, const struct hb_quorum_calls *calls, void *data)
{
	struct hb_quorum *quorum = g_new0(struct hb_quorum, 1);

	quorum->loop = loop;
	quorum->calls = calls;
	quorum->data = data;
	quorum->quorum_fd = quorum->stats_fd = -1;
	connect_all(quorum);
	return quorum;
}

void hb_quorum_close(struct hb_quorum *quorum)
{
	if (!quorum)
		return;
	disconnect(quorum);
	if (quorum->again)
		qb_loop_timer_del(quorum->loop, quorum->again);
	for (unsigned int link = 0; link < LINKS_MAX; link++)
		free(quorum->address[link]);
	g_free(quorum);
}

void hb_quorum_admit(uid_t uid)
{
	g_autofree char *key = g_strdup_printf("uidgid.uid.%u", uid);
	cmap_handle_t map;

	if (cmap_initialize(&map) != CS_OK)
		return;
	cmap_set_uint8(map, key, 1);
	cmap_finalize(map);
}
