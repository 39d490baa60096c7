// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Takeovers by hand: from when to when a line is kept from this node, whatever becomes of the other
 * node's daemon. Pacemaker, the other parts of the daemon and the file are the test's own.
 */
#include <string.h>
#include <unistd.h>

#include "heartbeat-compat/daemon/compatd.h"
#include "heartbeat-compat/daemon/held.h"
#include "heartbeat-compat/daemon/hold.h"
#include "heartbeat-compat/daemon/marks.h"
#include "heartbeat-compat/daemon/standby.h"
#include "heartbeat-compat/daemon/stopped.h"
#include "heartbeat-compat/daemon/tell.h"
#include "heartbeat-compat/daemon/view.h"
#include "heartbeat-compat/daemon/worker.h"
#include "lib/clock.h"
#include "ocf-tests/unit/tap.h"

enum { MOMENT_US = 2000 }; /* more than the clock's step */

static struct hb_daemon daemon_;
static struct hb_settings settings;
static struct hb_peer *other;
static GHashTable *file;     /* as hb_held_recall gives it */
static int kept;             /* the mark: -1: not spoken of */
static int told, called_off; /* "waits for hb_takeover" */
static bool no_controller;   /* Pacemaker does not run on web2 */
static hb_placed *placed;
static hb_work_done *answered;
static void *silence;

static void free_held(void *data)
{
	struct hb_held *held = data;

	g_free(held->from);
	g_free(held);
}

struct hb_held *hb_held_of(GHashTable *lines, const char *id)
{
	struct hb_held *held = g_hash_table_lookup(lines, id);

	if (!held) {
		held = g_new0(struct hb_held, 1);
		held->id = "hb-x";
		g_hash_table_insert(lines, (char *)held->id, held);
	}
	return held;
}

GHashTable *hb_held_recall(void)
{
	return file;
}

void hb_held_keep(GHashTable *lines)
{
}

struct hb_marks *hb_marks_new(const char *node, hb_marks_told *done, void *data)
{
	return NULL;
}

void hb_marks_free(struct hb_marks *marks)
{
}

void hb_marks_want(struct hb_marks *marks, const char *name, bool there)
{
	assert_string_equal(name, "hb-hold-x");
	kept = there;
}

void hb_marks_seen(struct hb_marks *marks, GHashTable *there)
{
}

void hb_marks_tick(struct hb_marks *marks, int64_t now_ms)
{
}

void hb_view_ask(struct hb_view *view, hb_placed *callback, void *data)
{
	placed = callback;
}

GHashTable *hb_view_marks(const struct hb_view *view)
{
	return NULL;
}

bool hb_standby_gives(const struct hb_standby *standby, const struct hb_line *line)
{
	return false;
}

void hb_daemon_status(struct hb_daemon *daemon)
{
}

uint32_t hb_member_controller(const struct hb_member *member, uint32_t node)
{
	return node == 2 && no_controller ? 0 : 1000 + node;
}

void hb_tell(struct hb_daemon *daemon, const char *kind, const char *node, const char *line,
	     const char *text)
{
	told += strstr(text, "waits for hb_takeover") != NULL;
	called_off += strstr(text, "not due any more") != NULL;
}

int hb_worker_call(hb_work *work, void *arg, int timeout_ms, hb_work_done *done, void *data)
{
	answered = done;
	silence = data;
	return 0;
}

int hb_worker_answer(int out, struct hb_msg *msg, int code)
{
	return code;
}

/* ---- what happens --------------------------------------------------------------------------- */

static const uint32_t both[] = { 1, 2 };

/* What corosync says; the daemon notes when. */
static void members(size_t n)
{
	hb_state_members(daemon_.state, both, n);
	other->member_ms = n == 2 ? eb_clock_ms() : 0;
	other->lost_ms = n == 2 ? 0 : eb_clock_ms();
	hb_hold_tick(daemon_.hold, eb_clock_ms());
}

/* The other node's daemon speaks: it serves the line, does not, or does not know yet. */
static void speaks(const char *claims)
{
	struct hb_msg *msg = hb_msg_new("status");

	hb_msg_add(msg, "st", "active");
	if (claims)
		hb_msg_add(msg, "claims", "%s", claims);
	if (g_strcmp0(claims, "1") == 0)
		hb_msg_add(msg, "run", "hb-x");
	hb_state_status(daemon_.state, 2, msg, eb_clock_ms());
	hb_hold_heard(daemon_.hold, other, msg);
	hb_msg_free(msg);
}

static void takes_leave(void)
{
	other->leaving = true;
	hb_hold_silent(daemon_.hold, other);
	hb_hold_tick(daemon_.hold, eb_clock_ms());
}

/* Where Pacemaker runs the line, when it is looked at; NULL: nowhere. */
static void is_seen_at(const char *node)
{
	struct hb_line *line = daemon_.lines->list->pdata[0];

	line->where = node;
	daemon_.lines->placed = true;
	placed(daemon_.hold, false);
}

/* Pacemaker is asked about silent nodes, a moment later, and answers. */
static void answers(const char *crmd, const char *operation, const char *rc)
{
	static const char form[] =
		"<status><node_state uname='web2' crmd='%s'><lrm><lrm_resources>"
		"<lrm_resource id='hb-x-1'><lrm_rsc_op id='hb-x-1_last_0' operation='%s' "
		"rc-code='%s' op-status='0'/></lrm_resource></lrm_resources></lrm></node_state>"
		"</status>";
	g_autofree char *xml = g_strdup_printf(form, crmd, operation, rc), *text = NULL;
	struct hb_msg *msg = hb_stopped_of(xml);
	size_t size;

	text = hb_msg_encode(msg, &size);
	hb_msg_free(msg);
	if (answered) /* what was asked before fails */
		answered(silence, 1, "", 0);
	answered = NULL;
	usleep(MOMENT_US);
	hb_hold_silent(daemon_.hold, other);
	hb_hold_tick(daemon_.hold, eb_clock_ms());
	assert_non_null(answered);
	answered(silence, 0, text, size);
	answered = NULL;
	usleep(MOMENT_US);
}

static int begin(void **state)
{
	struct hb_log_to to = { .facility = -1 };
	struct hb_msg *msg = hb_msg_new("lines");

	hb_log_open("web1", &to);
	settings = (struct hb_settings) {
		.self = "web1",
		.nodes = g_ptr_array_new(),
		.pings = g_ptr_array_new(),
		.failback = HB_FAILBACK_OFF,
		.takeover_manual = true,
	};
	g_ptr_array_add(settings.nodes, (char *)"web1");
	g_ptr_array_add(settings.nodes, (char *)"web2");
	hb_msg_add(msg, "digest", "1");
	hb_msg_add(msg, "line", "hb-x\tweb2\thb-away-x\tweb2 10.0.0.1");
	hb_msg_add(msg, "word", "hb-x-1\t10.0.0.1");
	/* It began long ago: others had their time to speak. */
	daemon_ = (struct hb_daemon) { .settings = &settings,
				       .state = hb_state_new(&settings, eb_clock_ms() - 10000),
				       .lines = hb_lines_read(msg) };
	hb_msg_free(msg);
	hb_state_named(daemon_.state, 1, "web1");
	hb_state_named(daemon_.state, 2, "web2");
	other = hb_state_find(daemon_.state, "web2");
	file = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_held);
	kept = -1;
	told = called_off = 0;
	no_controller = false;
	answered = NULL;
	daemon_.hold = hb_hold_new(&daemon_);
	return 0;
}

static int end(void **state)
{
	hb_hold_free(daemon_.hold);
	hb_lines_free(daemon_.lines);
	hb_state_free(daemon_.state);
	g_ptr_array_unref(settings.nodes);
	g_ptr_array_unref(settings.pings);
	return 0;
}

/* ---- and what becomes of it ----------------------------------------------------------------- */

static void a_claim_and_its_end(void **state)
{
	members(2);
	is_seen_at("web2");
	speaks("1");
	assert_int_equal(kept, 1);
	speaks("0"); /* it hands over */
	assert_int_equal(kept, 0);
	speaks("1");
	assert_int_equal(kept, 1);
	is_seen_at("web1");
	assert_int_equal(kept, 0);
	assert_int_equal(told, 0);
}

static void a_death_waits_for_a_word(void **state)
{
	members(2);
	speaks("1");
	members(1);
	assert_int_equal(kept, 1);
	assert_int_equal(told, 1);
	assert_int_equal(hb_hold_release(daemon_.hold, HB_SCOPE_ALL), 1);
	assert_int_equal(kept, 0);
}

/* The node is back before anybody said a word. */
static void a_return_calls_it_off(void **state)
{
	members(2);
	is_seen_at("web2");
	speaks("1");
	members(1);
	assert_int_equal(told, 1);
	members(2);
	speaks("1");
	assert_int_equal(kept, 1);
	assert_int_equal(called_off, 1);
	speaks("1");
	assert_int_equal(called_off, 1); /* once */
}

/* ha.cf is edited and read again while the line waits. */
static void a_reload_counts_for_what_waits(void **state)
{
	members(2);
	is_seen_at("web2");
	speaks("1");
	settings.takeover_manual = false;
	settings.takeover_delay_ms = 60;
	members(1);
	assert_int_equal(kept, 1);
	assert_int_equal(told, 0);
	settings.takeover_manual = true;
	hb_hold_tick(daemon_.hold, eb_clock_ms());
	assert_int_equal(told, 1);
	hb_hold_tick(daemon_.hold, eb_clock_ms() + 1000);
	assert_int_equal(kept, 1);
	assert_int_equal(told, 1); /* once */
	settings.takeover_manual = false;
	hb_hold_tick(daemon_.hold, eb_clock_ms());
	assert_int_equal(kept, 1);
	hb_hold_tick(daemon_.hold, eb_clock_ms() + 1000); /* counted from the death */
	assert_int_equal(kept, 0);
}

/* Nothing of the kind is said any more. */
static void a_reload_ends_the_wait(void **state)
{
	members(2);
	is_seen_at("web2");
	speaks("1");
	members(1);
	assert_int_equal(kept, 1);
	settings.takeover_manual = false;
	hb_hold_tick(daemon_.hold, eb_clock_ms());
	assert_int_equal(kept, 0);
}

/* The daemon took leave while Pacemaker goes on; then the node dies. */
static void leave_is_no_release(void **state)
{
	members(2);
	speaks("1");
	takes_leave();
	assert_int_equal(kept, 1);
	answers("online", "start", "0");
	assert_int_equal(kept, 1);
	members(1);
	assert_int_equal(kept, 1);
	assert_int_equal(told, 0); /* in order, or not? */
	other->lost_ms -= 1;       /* it was asked after that */
	answers("offline", "start", "0");
	assert_int_equal(kept, 1);
	assert_int_equal(told, 1);
}

/* A fencing erases what was known of the node. */
static void a_fenced_node_did_not_stop(void **state)
{
	members(2);
	speaks("1");
	takes_leave();
	members(1);
	answers("offline", "none", "0");
	assert_int_equal(kept, 1);
	assert_int_equal(told, 1);
}

static void an_orderly_stop_is_one(void **state)
{
	members(2);
	speaks("1");
	takes_leave();
	answers("online", "stop", "1"); /* could not */
	assert_int_equal(kept, 1);
	answers("online", "stop", "0");
	assert_int_equal(kept, 0);
	members(1);
	assert_int_equal(kept, 0);
	assert_int_equal(told, 0);
}

static void an_orderly_stop_seen_afterwards(void **state)
{
	members(2);
	speaks("1");
	takes_leave();
	members(1);
	answers("online", "stop", "0"); /* Pacemaker has not noticed */
	assert_int_equal(kept, 1);
	answers("offline", "stop", "0");
	assert_int_equal(kept, 0);
	assert_int_equal(told, 0);
}

/* Pacemaker does not answer: it waits, and in the end says so. */
static void nobody_knows(void **state)
{
	members(2);
	speaks("1");
	takes_leave();
	members(1);
	hb_hold_tick(daemon_.hold, eb_clock_ms() + 9000);
	assert_int_equal(told, 0);
	hb_hold_tick(daemon_.hold, eb_clock_ms() + 11000);
	assert_int_equal(told, 1);
	assert_int_equal(kept, 1);
}

/* This daemon begins anew, the other one stands still: the file tells, and Pacemaker. */
static void a_silent_peer_and_a_file(void **state)
{
	hb_held_of(file, "hb-x")->from = g_strdup("web2");
	members(2);
	assert_int_equal(kept, 1);
	is_seen_at("web2");
	assert_int_equal(kept, 1);
	members(1);
	assert_int_equal(kept, 1);
	assert_int_equal(told, 1);
}

static void a_silent_peer_and_no_file(void **state)
{
	members(2);
	assert_int_equal(kept, -1); /* a mark of an earlier life stays till Pacemaker was seen */
	is_seen_at("web2");
	assert_int_equal(kept, 1);
	speaks(NULL); /* it has begun, and does not know yet */
	assert_int_equal(kept, 1);
	speaks("1");
	assert_int_equal(kept, 1);
}

/* An old answer says nothing about a line that was seen there since. */
static void an_old_answer(void **state)
{
	members(2);
	speaks("1");
	takes_leave();
	answers("online", "stop", "0");
	assert_int_equal(kept, 0);
	is_seen_at("web2");
	assert_int_equal(kept, 1);
	hb_hold_tick(daemon_.hold, eb_clock_ms());
	assert_int_equal(kept, 1);
}

/* What is to come home is not taken over. */
static void home_is_no_takeover(void **state)
{
	struct hb_line *line = daemon_.lines->list->pdata[0];

	settings.failback = HB_FAILBACK_ON;
	line->home = "web1";
	members(2);
	is_seen_at("web2");
	assert_int_equal(kept, 0);
}

/* A word of the operator's for a line that a silent node has but does not run. */
static void a_word_for_a_silent_node(void **state)
{
	members(2);
	speaks("1");
	takes_leave();
	is_seen_at(NULL);
	assert_int_equal(kept, 1);
	hb_hold_release(daemon_.hold, HB_SCOPE_ALL);
	hb_hold_tick(daemon_.hold, eb_clock_ms());
	assert_int_equal(kept, 0);
}

/* Pacemaker ends in order on a node whose daemon goes on, and goes on claiming. */
static void a_claim_without_pacemaker(void **state)
{
	members(2);
	speaks("1");
	no_controller = true;
	hb_hold_tick(daemon_.hold, eb_clock_ms());
	speaks("1");
	assert_int_equal(kept, 1); /* it may have died */
	answers("online", "start", "0");
	assert_int_equal(kept, 1);
	answers("offline", "stop", "0");
	speaks("1");
	assert_int_equal(kept, 0);
	no_controller = false;
	speaks("1");
	assert_int_equal(kept, 1);
}

/* What this node says of the line: "1", it claims it; NULL: nothing. */
static void claims(const char *count)
{
	struct hb_msg *msg = hb_msg_new("status");
	const char *got;

	hb_hold_add(daemon_.hold, msg);
	got = hb_msg_get(msg, "claims");
	assert_true(g_strcmp0(got, count) == 0);
	hb_msg_free(msg);
}

/* A node whose ha.cf lacks the policy claims nothing: others go by Pacemaker, and keep their own. */
static void who_has_no_policy(void **state)
{
	members(2);
	is_seen_at("web2");
	speaks("1");
	assert_int_equal(kept, 1);
	speaks(NULL);
	is_seen_at("web2");
	assert_int_equal(kept, 1);
	members(1);
	assert_int_equal(kept, 1);
	assert_int_equal(told, 1);
	settings.takeover_manual = false;
	claims(NULL);
}

/* With ipfail a node does not insist when another one reaches more ping nodes, and only then. */
static void a_dead_ping_node(void **state)
{
	struct hb_target gate = { .name = (char *)"gate" }, log = { .name = (char *)"log" };

	settings.ipfail = true;
	g_ptr_array_add(settings.pings, &gate);
	g_ptr_array_add(settings.pings, &log);
	hb_state_settings(daemon_.state, &settings);
	other = hb_state_find(daemon_.state, "web2");
	members(2);
	is_seen_at("web1");
	speaks("0");
	claims("1");
	other->pings = 2; /* web1's own have not been heard yet */
	claims("1");
	hb_state_pinged(daemon_.state, "gate", true, eb_clock_ms());
	hb_state_pinged(daemon_.state, "log", false, eb_clock_ms());
	claims("0");
	other->pings = 1; /* log is dead for both */
	claims("1");
	other->pings = 2;
	claims("0");
	other->digest = g_strdup("another"); /* its ha.cf may have more of them */
	claims("1");
	g_clear_pointer(&other->digest, g_free);
	settings.ipfail = false;
	claims("1");
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)
	static const struct CMUnitTest tests[] = {
		CASE(a_claim_and_its_end),
		CASE(a_death_waits_for_a_word),
		CASE(a_return_calls_it_off),
		CASE(a_reload_counts_for_what_waits),
		CASE(a_reload_ends_the_wait),
		CASE(leave_is_no_release),
		CASE(a_fenced_node_did_not_stop),
		CASE(an_orderly_stop_is_one),
		CASE(an_orderly_stop_seen_afterwards),
		CASE(nobody_knows),
		CASE(a_silent_peer_and_a_file),
		CASE(a_silent_peer_and_no_file),
		CASE(an_old_answer),
		CASE(home_is_no_takeover),
		CASE(a_word_for_a_silent_node),
		CASE(a_claim_without_pacemaker),
		CASE(who_has_no_policy),
		CASE(a_dead_ping_node),
	};

	return EB_TAP(tests);
}
