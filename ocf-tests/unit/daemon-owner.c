// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Who brings the CIB to what the nodes agree on, and what is said when it does not arrive. Pacemaker
 * and the children are the test's own.
 */
#include "heartbeat-compat/daemon/arrival.h"
#include "heartbeat-compat/daemon/hold.h"
#include "heartbeat-compat/daemon/owner.h"
#include "heartbeat-compat/daemon/standby.h"
#include "heartbeat-compat/daemon/worker.h"
#include "ocf-tests/unit/three.h"

static bool controller[NODES + 1]; /* of node 1, 2, 3: Pacemaker runs there */
static int bringing;               /* children that bring */
static char *agreed;               /* what the last one may bring */
static hb_work_done *done;

uint32_t hb_member_next(const struct hb_member *member, uint32_t node)
{
	return node < NODES ? node + 1 : 0;
}

uint32_t hb_member_controller(const struct hb_member *member, uint32_t node)
{
	return controller[node] ? 1000 + node : 0;
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

	done = callback;
	if (work == hb_config_translate)
		return 0;
	assert_ptr_equal(work, hb_config_bring);
	bringing++;
	g_free(agreed);
	agreed = g_strdup(job->agreed);
	return 0;
}

int hb_worker_answer(int out, struct hb_msg *msg, int code)
{
	return code;
}

/* ---- what happens --------------------------------------------------------------------------- */

/* A node's status: what it has translated, and what it brought. */
static void heard(uint32_t id, const char *digest, const char *in)
{
	struct hb_msg *msg = speaks(id, digest);

	if (in)
		hb_msg_add(msg, "in", "%s", in);
	hb_owner_heard(daemon_.owner, hb_state_find_id(daemon_.state, id), msg);
	hb_msg_free(msg);
}

/* Begins on this node, where all agree. */
static void begin_on(uint32_t self)
{
	join_as(self);
	for (uint32_t id = 1; id <= NODES; id++)
		controller[id] = true;
	daemon_.owner = hb_owner_new(&daemon_);
	bringing = 0;
}

static void end_it(void)
{
	hb_owner_free(daemon_.owner);
	leave();
}

static int begin(void **state)
{
	open_log();
	return 0;
}

static int end(void **state)
{
	end_it();
	close_log();
	g_clear_pointer(&agreed, g_free);
	return 0;
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
			if (self < NODES || i < EB_COUNT(rows) - 1)
				end_it();
		}
}

/* The files are read: this comes out, with this script missing here (NULL: none). */
static void reads(const char *digest, const char *missing)
{
	struct hb_msg *msg = hb_msg_new("lines");
	g_autofree char *text = NULL;
	size_t size;

	hb_msg_add(msg, "digest", "%s", digest);
	hb_msg_add(msg, "line", "hb-x\tweb1\thb-away-x\tweb1 10.0.0.1 svc");
	hb_msg_add(msg, "word", "hb-svc\tsvc");
	if (missing)
		hb_msg_add(msg, "missing", "%s", missing);
	text = hb_msg_encode(msg, &size);
	hb_owner_translate(daemon_.owner);
	done(daemon_.owner, 0, text, size);
	hb_msg_free(msg);
}

/* A script that is new and not there would only stop what serves; one that was there may go. */
static void a_word_without_script_is_not_taken(void **state)
{
	begin_on(2);
	reads("2", NULL);
	assert_string_equal(daemon_.lines->digest, "2");
	reads("3", "hb-new\tnosuch");
	assert_string_equal(daemon_.lines->digest, "2");
	assert_int_equal(
		said("ERROR: haresources: no script nosuch in /etc/ha.d/resource.d or /etc/init.d: "
		     "the lines stay as they were"),
		1);
	reads("4", "hb-svc\tsvc");
	assert_string_equal(daemon_.lines->digest, "4");
	assert_int_equal(said("WARN: haresources: no script svc in"), 1);
	/* At a start there is nothing that could stay. */
	hb_lines_free(daemon_.lines);
	daemon_.lines = NULL;
	reads("5", "hb-new\tnosuch");
	assert_string_equal(daemon_.lines->digest, "5");
	assert_int_equal(said("WARN: haresources: no script nosuch in"), 1);
}

static void nobody_brings_what_differs(void **state)
{
	begin_on(1);
	heard(2, "2", NULL);
	hb_owner_look(daemon_.owner);
	assert_int_equal(bringing, 0);
	heard(2, "1", NULL);
	hb_owner_tick(daemon_.owner, eb_clock_ms() + KEEPALIVE_MS); /* it looks again that soon */
	assert_int_equal(bringing, 1);
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
	heard(1, "1", "0"); /* what was agreed on before */
	heard(3, "1", "1"); /* does not bring anything: it remembers */
	wait_on_2(HB_ARRIVAL_MS);
	assert_int_equal(said(late), 1);
	assert_int_equal(said("not in the CIB"), 1);
}

static void what_arrives_is_not(void **state)
{
	begin_on(2);
	hb_owner_look(daemon_.owner);
	heard(1, "1", "1");
	wait_on_2(HB_ARRIVAL_MS);
	assert_int_equal(said("not in the CIB"), 0);
	hb_lines_free(daemon_.lines);
	daemon_.lines = lines_of("2", "web1 10.0.0.2", "takeover manual");
	heard(1, "2", "1");
	heard(2, "2", NULL);
	heard(3, "2", NULL);
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
		CASE(a_word_without_script_is_not_taken),
		CASE(nobody_brings_what_differs),
		CASE(what_does_not_arrive_is_said_once),
		CASE(what_arrives_is_not),
		CASE(what_is_in_the_way),
		CASE(who_brought_tells),
	};

	return EB_TAP(tests);
}
