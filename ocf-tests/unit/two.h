// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a daemon, web1, believes of two nodes and a router, and what it writes into its log: one for all
 * tests of a program, between set_up and tear_down.
 */
#ifndef EB_TESTS_TWO_H
#define EB_TESTS_TWO_H

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/daemon/state.h"
#include "ocf-tests/unit/tap.h"

static char log_path[] = "/tmp/eb-daemon-two.XXXXXX";
static struct hb_settings settings;
static struct hb_target router = { "router", "10.0.0.1" };

/* The texts that were logged since the last call, without time, node and pid; g_free. */
static char *logged(void)
{
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;
	GString *found = g_string_new(NULL);

	assert_true(g_file_get_contents(log_path, &text, NULL, NULL));
	lines = g_strsplit(text, "\n", -1);
	for (size_t i = 0; lines[i]; i++) {
		const char *said = strstr(lines[i], "]: ");

		if (said)
			g_string_append_printf(found, "%s\n", said + 3);
	}
	assert_int_equal(truncate(log_path, 0), 0);
	return g_string_free(found, FALSE);
}

#define SAID(want)                                                                                 \
	do {                                                                                       \
		g_autofree char *said_ = logged();                                                 \
		assert_string_equal(said_, want);                                                  \
	} while (0)

static int set_up(void **state)
{
	struct hb_log_to to = { .logfile = log_path, .facility = -1 };

	close(mkstemp(log_path));
	hb_log_open("web1", &to);
	settings = (struct hb_settings) {
		.self = "web1",
		.nodes = g_ptr_array_new(),
		.devices = g_ptr_array_new(),
		.pings = g_ptr_array_new(),
		.keepalive_ms = 1000,
		.warntime_ms = 5000,
		.deadtime_ms = 10000,
		.initdead_ms = 60000,
		.deadping_ms = 10000,
	};
	g_ptr_array_add(settings.nodes, (char *)"web1");
	g_ptr_array_add(settings.nodes, (char *)"web2");
	g_ptr_array_add(settings.pings, &router);
	return 0;
}

static int tear_down(void **state)
{
	unlink(log_path);
	g_ptr_array_unref(settings.nodes);
	g_ptr_array_unref(settings.devices);
	g_ptr_array_unref(settings.pings);
	return 0;
}

/* Both nodes are members and web2's daemon speaks. */
static struct hb_state *pair(void)
{
	struct hb_state *state = hb_state_new(&settings, 1000);
	static const uint32_t both[] = { 1, 2 };
	struct hb_msg *msg = hb_msg_new("status");

	hb_state_named(state, 1, "web1");
	hb_state_named(state, 2, "web2");
	hb_state_members(state, both, 2);
	hb_msg_add(msg, "st", "active");
	hb_msg_add(msg, "hg", "7");
	hb_state_status(state, 2, msg, 3000);
	hb_msg_free(msg);
	return state;
}

#endif
