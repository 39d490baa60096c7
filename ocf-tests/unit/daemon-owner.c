// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Who brings the CIB to what the nodes agree on, what differs between them, and what is said when it
 * does not arrive. The group of daemons, Pacemaker and the children are the test's own.
 */
#include <string.h>
#include <unistd.h>

#include "heartbeat-compat/daemon/arrival.h"
#include "heartbeat-compat/daemon/compatd.h"
#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/daemon/hold.h"
#include "heartbeat-compat/daemon/owner.h"
#include "heartbeat-compat/daemon/standby.h"
#include "heartbeat-compat/daemon/worker.h"
#include "lib/clock.h"
#include "ocf-tests/unit/tap.h"

enum { NODES = 3 };

enum { KEEPALIVE_MS = 20 };

static char log_path[] = "/tmp/eb-daemon-owner.XXXXXX";
static struct hb_daemon daemon_;
static struct hb_settings settings;
static bool controller[NODES + 1]; /* of node 1, 2, 3: Pacemaker runs there */
static int bringing;               /* children that bring */
static char *agreed;               /* what the last one may bring */
static hb_work_done *done;
static struct hb_msg *sent;

uint32_t hb_member_next(const struct hb_member *member, uint32_t node)
{
	return node < NODES ? node + 1 : 0;
}

uint32_t hb_member_controller(const struct hb_member *member, uint32_t node)
{
	return controller[node] ? 1000 + node : 0;
}

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

void hb_daemon_status(struct hb_daemon *daemon)
{
}

void hb_hold_look(struct hb_hold *hold)
{
}

void hb_hold_dropped(struct hb_hold *hold, const struct hb_lines *old, const struct hb_lines *lines)
{
}

void hb_standby_dropped(struct hb_standby *standby, const struct hb_lines *old,
			const struct hb_lines *lines)
{
}

int hb_worker_call(hb_work *work, void *arg, int timeout_ms, hb_work_done *callback, void *data)
{
	const struct hb_config_job *job = arg;

	assert_ptr_equal(work, hb_config_bring);
	bringing++;
	g_free(agreed);
	agreed = g_strdup(job->agreed);
	done = callback;
	return 0;
}

int hb_worker_answer(int out, struct hb_msg *msg, int code)
{
	return code;
}

/* ---- what happens --------------------------------------------------------------------------- */

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

/* A node's status: what it has translated, and what it brought. */
static void speaks(uint32_t id, const char *digest, const char *in)
{
	struct hb_msg *msg = hb_msg_new("status");

	hb_msg_add(msg, "st", "active");
	hb_msg_add(msg, "dg", "%s", digest);
	if (in)
		hb_msg_add(msg, "in", "%s", in);
	hb_state_status(daemon_.state, id, msg, eb_clock_ms());
	hb_owner_heard(daemon_.owner, hb_state_find_id(daemon_.state, id), msg);
	hb_msg_free(msg);
}

/* Begins on this node, where all agree. */
static void begin_on(uint32_t self)
{
	static const uint32_t ids[] = { 1, 2, 3 };
	static const char *const names[] = { "web1", "web2", "web3" };

	settings.self = names[self - 1];
	daemon_ = (struct hb_daemon) { .settings = &settings,
				       .state = hb_state_new(&settings, eb_clock_ms()),
				       .lines = lines_of("1", "web1 10.0.0.1", "takeover manual") };
	for (uint32_t id = 1; id <= NODES; id++) {
		hb_state_named(daemon_.state, id, names[id - 1]);
		controller[id] = true;
	}
	daemon_.owner = hb_owner_new(&daemon_);
	hb_state_members(daemon_.state, ids, NODES);
	for (uint32_t id = 1; id <= NODES; id++)
		speaks(id, "1", NULL);
	bringing = 0;
}

static int begin(void **state)
{
	int fd = mkstemp(strcpy(log_path, "/tmp/eb-daemon-owner.XXXXXX"));
	struct hb_log_to to = { .logfile = log_path, .facility = -1 };

	close(fd);
	hb_log_open("web", &to);
	settings = (struct hb_settings) {
		.nodes = g_ptr_array_new(),
		.pings = g_ptr_array_new(),
		.keepalive_ms = KEEPALIVE_MS,
		.deadtime_ms = 10000,
	};
	return 0;
}

static int end(void **state)
{
	hb_owner_free(daemon_.owner);
	hb_lines_free(daemon_.lines);
	hb_state_free(daemon_.state);
	g_ptr_array_unref(settings.nodes);
	g_ptr_array_unref(settings.pings);
	g_clear_pointer(&sent, hb_msg_free);
	g_clear_pointer(&agreed, g_free);
	unlink(log_path);
	return 0;
}

static int said(const char *text)
{
	g_autofree char *log = NULL;
	int n = 0;

	g_file_get_contents(log_path, &log, NULL, NULL);
	for (const char *at = log; at && (at = strstr(at, text)); at++)
		n++;
	return n;
}

/* ---- and what becomes of it ----------------------------------------------------------------- */

/* Rows: where Pacemaker runs, and who brings. */
static void who_brings(void **state)
{
	static const struct {
		bool on[NODES];
		uint32_t elected; /* 0: nobody */
	} rows[] = {
		{ { true, true, true }, 1 },    { { false, true, true }, 2 },
		{ { false, false, true }, 3 },  { { true, false, false }, 1 },
		{ { false, false, false }, 0 },
	};

	for (uint32_t self = 1; self <= NODES; self++)
		for (size_t i = 0; i < EB_COUNT(rows); i++) {
			begin_on(self);
			memcpy(controller + 1, rows[i].on, sizeof(rows[i].on));
			hb_owner_look(daemon_.owner);
			assert_int_equal(bringing, rows[i].elected == self);
			if (bringing)
				assert_string_equal(agreed, "1");
			if (self < NODES || i < EB_COUNT(rows) - 1) {
				hb_owner_free(daemon_.owner);
				hb_lines_free(daemon_.lines);
				hb_state_free(daemon_.state);
			}
		}
}

static void nobody_brings_what_differs(void **state)
{
	begin_on(1);
	speaks(2, "2", NULL);
	hb_owner_look(daemon_.owner);
	assert_null(sent); /* the files are edited one after the other */
	usleep(2000 * KEEPALIVE_MS);
	hb_owner_look(daemon_.owner);
	assert_int_equal(bringing, 0);
	assert_non_null(sent);
	assert_string_equal(hb_msg_get(sent, "line"), "web1 10.0.0.1");
	assert_string_equal(hb_msg_get(sent, "policy"), "takeover manual");
	g_clear_pointer(&sent, hb_msg_free);
	hb_owner_look(daemon_.owner);
	assert_null(sent); /* once */
	speaks(2, "1", NULL);
	hb_owner_look(daemon_.owner);
	assert_int_equal(bringing, 1);
	assert_int_equal(said("all nodes agree on haresources and ha.cf again"), 1);
}

/* Nor is the silence of a node that is there. */
static void who_differs_and_falls_silent(void **state)
{
	begin_on(1);
	speaks(2, "2", NULL);
	hb_owner_look(daemon_.owner);
	usleep(2000 * KEEPALIVE_MS);
	hb_owner_look(daemon_.owner);
	hb_state_silent(daemon_.state, 2);
	usleep(1000 * settings.deadtime_ms + 10000);
	hb_owner_look(daemon_.owner);
	assert_int_equal(bringing, 0);
	assert_int_equal(said("agree"), 0);
	daemon_.lines->digest = "2"; /* edited to be what it was at */
	speaks(3, "2", NULL);
	hb_owner_look(daemon_.owner);
	assert_int_equal(bringing, 1);
}

/* Death is no agreement. */
static void who_differs_and_dies(void **state)
{
	static const uint32_t rest[] = { 1, 3 };

	begin_on(1);
	speaks(2, "2", NULL);
	hb_owner_look(daemon_.owner);
	usleep(2000 * KEEPALIVE_MS);
	hb_owner_look(daemon_.owner);
	assert_non_null(sent);
	hb_state_members(daemon_.state, rest, 2);
	hb_owner_look(daemon_.owner);
	assert_int_equal(said("all nodes agree"), 0);
	assert_int_equal(said("node web2, whose haresources or ha.cf differs, is gone"), 1);
	assert_int_equal(bringing, 1);
}

static void a_difference_of_a_moment(void **state)
{
	begin_on(1);
	speaks(2, "2", NULL);
	hb_owner_look(daemon_.owner);
	speaks(2, "1", NULL);
	hb_owner_look(daemon_.owner);
	assert_null(sent);
	assert_int_equal(said("agree"), 0);
}

/* A daemon that stands still has the old files, for all that is known. */
static void who_is_waited_for_is_said(void **state)
{
	begin_on(1);
	speaks(2, "2", NULL);
	hb_state_find(daemon_.state, "web2")->late = true;
	for (int i = 0; i < 3; i++) {
		hb_owner_look(daemon_.owner);
		usleep(2000 * KEEPALIVE_MS);
	}
	assert_int_equal(said("waiting for node web2: its daemon says nothing"), 1);
	assert_int_equal(bringing, 0);
}

static void the_line_that_differs(void **state)
{
	static const struct {
		const char *line, *policy, *said;
	} rows[] = {
		{ "web1 10.0.0.2", "takeover manual",
		  "haresources differs from node web2: 'web1 10.0.0.1' here, 'web1 10.0.0.2' there;" },
		{ "web1 10.0.0.1", "takeover automatic",
		  "ha.cf differs from node web2: 'takeover manual' here, 'takeover automatic' there;" },
		{ "web1 10.0.0.1", NULL,
		  "ha.cf differs from node web2: 'takeover manual' here, 'no such line' there;" },
		{ "web1 10.0.0.1", "takeover manual",
		  "ha.cf differs from node web2 in what it means for resources:" },
	};

	begin_on(1);
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct hb_msg *msg = hb_msg_new("config");

		hb_msg_add(msg, "line", "%s", rows[i].line);
		if (rows[i].policy)
			hb_msg_add(msg, "policy", "%s", rows[i].policy);
		hb_owner_differs(daemon_.owner, hb_state_find(daemon_.state, "web2"), msg);
		assert_int_equal(said(rows[i].said), 1);
		hb_msg_free(msg);
	}
	assert_int_equal(said("differs"), EB_COUNT(rows));
}

/* Time passes on a node that does not bring it. */
static void wait_on_2(int64_t ms)
{
	hb_owner_tick(daemon_.owner, eb_clock_ms() + ms);
	hb_owner_tick(daemon_.owner, eb_clock_ms() + 2 * ms);
}

static void what_does_not_arrive_is_said_once(void **state)
{
	static const char late[] =
		"what all nodes agree on is not in the CIB after 60 s: node web1 "
		"brings it there";

	begin_on(2);
	hb_owner_look(daemon_.owner);
	hb_owner_tick(daemon_.owner, eb_clock_ms() + HB_ARRIVAL_MS - 1000);
	assert_int_equal(said("not in the CIB"), 0);
	speaks(1, "1", "0"); /* what was agreed on before */
	speaks(3, "1", "1"); /* does not bring anything: it remembers */
	wait_on_2(HB_ARRIVAL_MS);
	assert_int_equal(said(late), 1);
	assert_int_equal(said("not in the CIB"), 1);
}

static void what_arrives_is_not(void **state)
{
	begin_on(2);
	hb_owner_look(daemon_.owner);
	speaks(1, "1", "1");
	wait_on_2(HB_ARRIVAL_MS);
	assert_int_equal(said("not in the CIB"), 0);
	hb_lines_free(daemon_.lines);
	daemon_.lines = lines_of("2", "web1 10.0.0.2", "takeover manual");
	speaks(1, "2", "1");
	speaks(2, "2", NULL);
	speaks(3, "2", NULL);
	controller[1] = controller[2] = controller[3] = false;
	hb_owner_look(daemon_.owner);
	wait_on_2(HB_ARRIVAL_MS);
	assert_int_equal(said("after 60 s: Pacemaker runs on none of them"), 1);
}

/* What keeps an edit away is named at once, and once. */
static void what_is_in_the_way(void **state)
{
	struct hb_msg *msg = hb_msg_new("brought");
	g_autofree char *text = NULL;
	size_t size;

	begin_on(1);
	hb_msg_add(msg, "blocked", "rsc_location cli-ban-hb-x refers to hb-x");
	text = hb_msg_encode(msg, &size);
	hb_msg_free(msg);
	for (int i = 0; i < 2; i++) {
		hb_owner_look(daemon_.owner);
		done(daemon_.owner, 2, text, size);
	}
	assert_int_equal(said("cannot change the CIB: rsc_location cli-ban-hb-x refers"), 1);
}

/* Who brought it tells what it is, until another one does. */
static void who_brought_tells(void **state)
{
	struct hb_msg *msg = hb_msg_new("brought"), *status = hb_msg_new("status");
	g_autofree char *text = NULL;
	size_t size;

	begin_on(1);
	hb_owner_look(daemon_.owner);
	hb_msg_add(msg, "digest", "1");
	text = hb_msg_encode(msg, &size);
	done(daemon_.owner, 0, text, size);
	hb_owner_add(daemon_.owner, status);
	assert_string_equal(hb_msg_get(status, "in"), "1");
	hb_msg_free(status);
	controller[1] = false;
	hb_owner_look(daemon_.owner);
	status = hb_msg_new("status");
	hb_owner_add(daemon_.owner, status);
	assert_null(hb_msg_get(status, "in"));
	hb_msg_free(status);
	hb_msg_free(msg);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(who_brings),
		CASE(nobody_brings_what_differs),
		CASE(who_differs_and_falls_silent),
		CASE(who_differs_and_dies),
		CASE(a_difference_of_a_moment),
		CASE(who_is_waited_for_is_said),
		CASE(the_line_that_differs),
		CASE(what_does_not_arrive_is_said_once),
		CASE(what_arrives_is_not),
		CASE(what_is_in_the_way),
		CASE(who_brought_tells),
	};

	return EB_TAP(tests);
}
