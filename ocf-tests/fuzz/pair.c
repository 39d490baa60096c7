// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdarg.h>
#include <string.h>

#include "heartbeat-compat/daemon/ha-log.h"
#include "ocf-tests/fuzz/fuzz.h"
#include "ocf-tests/fuzz/pair.h"

static GPtrArray *list(const char *first, const char *second)
{
	GPtrArray *made = g_ptr_array_new();

	g_ptr_array_add(made, (char *)first);
	if (second)
		g_ptr_array_add(made, (char *)second);
	return made;
}

const struct hb_settings *eb_pair_settings(void)
{
	static struct hb_target router = { "router", "10.0.0.254" };
	static struct hb_parameter deadtime = { "deadtime", "10" };
	static struct hb_grant status = { .client = "cl_status" }, anybody = { .client = "anon" };
	static struct hb_settings settings;

	if (settings.self)
		return &settings;
	status.uids = list("65533", NULL);
	status.gids = list("65533", NULL);
	anybody.uids = list("65534", NULL);
	anybody.gids = list("65534", NULL);
	settings = (struct hb_settings) {
		.self = "web1",
		.nodes = list("web1", "web2"),
		.devices = list("eth0", "eth1"),
		.pings = list((const char *)&router, NULL),
		.parameters = list((const char *)&deadtime, NULL),
		.grants = list((const char *)&status, (const char *)&anybody),
		.keepalive_ms = 1000,
		.warntime_ms = 5000,
		.deadtime_ms = 10000,
		.initdead_ms = 60000,
		.deadping_ms = 10000,
		.log = { .facility = -1 },
	};
	return &settings;
}

struct hb_state *eb_pair_state(void)
{
	static const uint32_t both[] = { 1, 2 };
	struct hb_state *state = hb_state_new(eb_pair_settings(), 1000);

	hb_state_named(state, 1, "web1");
	hb_state_named(state, 2, "web2");
	hb_state_link(state, 2, 0, "eth0", true);
	hb_state_members(state, both, G_N_ELEMENTS(both));
	return state;
}

struct hb_lines *eb_pair_lines(void)
{
	struct hb_msg *msg = hb_msg_new("lines");
	struct hb_lines *lines;

	hb_msg_add(msg, "digest", "abc");
	hb_msg_add(msg, "line", "hb-group-x\tweb1\thb-away-x\tweb1 10.0.0.3 svc");
	hb_msg_add(msg, "word", "hb-ip-x\t10.0.0.3");
	hb_msg_add(msg, "word", "hb-svc\tsvc");
	hb_msg_add(msg, "line", "hb-ip-y\tweb2\thb-away-y\tweb2 10.0.0.4");
	hb_msg_add(msg, "word", "hb-ip-y\t10.0.0.4");
	lines = hb_lines_read(msg);
	hb_msg_free(msg);
	return lines;
}

/* ---- the log: each line is one, and text for people -------------------------------------------- */

__attribute__((format(printf, 1, 0))) static void judge_line(const char *format, va_list args)
{
	g_autofree char *text = g_strdup_vprintf(format, args);

	g_assert_null(strchr(text, '\n'));
	eb_judge_text(text);
}

void hb_log(enum hb_level level, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	judge_line(format, args);
	va_end(args);
}

void hb_log_script(const char *program, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	judge_line(format, args);
	va_end(args);
}
