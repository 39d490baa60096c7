// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A daemon among three nodes, web1 to web3, and what it writes into its log: new for each test between
 * open_log and close_log. The group of daemons is the test's own.
 */
#ifndef EB_TESTS_THREE_H
#define EB_TESTS_THREE_H

#include <string.h>
#include <unistd.h>

#include "heartbeat-compat/daemon/compatd.h"
#include "heartbeat-compat/daemon/ha-log.h"
#include "lib/clock.h"
#include "ocf-tests/unit/tap.h"

enum { NODES = 3, KEEPALIVE_MS = 100, MOMENT_US = 2000 * KEEPALIVE_MS };

static struct hb_daemon daemon_;
static struct hb_settings settings;
static struct hb_msg *sent; /* to the group, last */
static char log_path[] = "/tmp/eb-daemon-three.XXXXXX";

bool hb_member_has(const struct hb_member *member, uint32_t node)
{
	return true;
}

void hb_member_send(struct hb_member *member, const struct hb_msg *msg)
{
	size_t size;
	g_autofree char *text = hb_msg_encode(msg, &size);

	hb_msg_free(sent);
	assert_int_equal(hb_msg_decode(text, size, &sent), 0);
}

struct hb_msg *hb_daemon_message(struct hb_daemon *daemon, const char *type)
{
	return hb_msg_new(type);
}

static struct hb_lines *lines_of(const char *digest, const char *text, const char *policy)
{
	struct hb_msg *msg = hb_msg_new("lines");
	struct hb_lines *lines;

	hb_msg_add(msg, "digest", "%s", digest);
	hb_msg_add(msg, "line", "hb-x\tweb1\thb-away-x\t%s", text);
	hb_msg_add(msg, "policy", "%s", policy);
	lines = hb_lines_read(msg);
	hb_msg_free(msg);
	return lines;
}

/* A node's status: what it has translated. Free it. */
static struct hb_msg *speaks(uint32_t id, const char *digest)
{
	struct hb_msg *msg = hb_msg_new("status");

	hb_msg_add(msg, "st", "active");
	hb_msg_add(msg, "dg", "%s", digest);
	hb_state_status(daemon_.state, id, msg, eb_clock_ms());
	return msg;
}

/* This is node self; all are there, and agree. */
static void join_as(uint32_t self)
{
	static const uint32_t ids[] = { 1, 2, 3 };
	static const char *const names[] = { "web1", "web2", "web3" };

	settings.self = names[self - 1];
	daemon_ = (struct hb_daemon) { .settings = &settings,
				       .state = hb_state_new(&settings, eb_clock_ms()),
				       .lines = lines_of("1", "web1 10.0.0.1", "takeover manual") };
	for (uint32_t id = 1; id <= NODES; id++)
		hb_state_named(daemon_.state, id, names[id - 1]);
	hb_state_members(daemon_.state, ids, NODES);
	for (uint32_t id = 1; id <= NODES; id++)
		hb_msg_free(speaks(id, "1"));
}

static void leave(void)
{
	hb_lines_free(daemon_.lines);
	hb_state_free(daemon_.state);
}

static void open_log(void)
{
	int fd = mkstemp(strcpy(log_path, "/tmp/eb-daemon-three.XXXXXX"));
	struct hb_log_to to = { .logfile = log_path, .facility = -1 };

	close(fd);
	hb_log_open("web", &to);
	settings = (struct hb_settings) {
		.nodes = g_ptr_array_new(),
		.pings = g_ptr_array_new(),
		.keepalive_ms = KEEPALIVE_MS,
		.deadtime_ms = 10 * KEEPALIVE_MS,
	};
}

static void close_log(void)
{
	g_ptr_array_unref(settings.nodes);
	g_ptr_array_unref(settings.pings);
	g_clear_pointer(&sent, hb_msg_free);
	unlink(log_path);
}

/* How often the log has this. */
static int said(const char *text)
{
	g_autofree char *log = NULL;
	int n = 0;

	g_file_get_contents(log_path, &log, NULL, NULL);
	for (const char *at = log; at && (at = strstr(at, text)); at++)
		n++;
	return n;
}

#endif
