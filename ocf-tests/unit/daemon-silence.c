// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Takeovers by hand: a line is kept from this node, too, when the other one's daemon says nothing, until
 * Pacemaker tells what became of it there.
 */
#include <unistd.h>

#include "heartbeat-compat/daemon/stopped.h"
#include "ocf-tests/unit/holding.h"

enum { MOMENT_US = 2000 }; /* more than the clock's step */

static void takes_leave(void)
{
	other->leaving = true;
	hb_hold_silent(daemon_.hold, other);
	hb_hold_tick(daemon_.hold, eb_clock_ms());
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

/* ---- and what becomes of it ----------------------------------------------------------------- */

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

int main(void)
{
	static const struct CMUnitTest tests[] = {
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
	};

	return EB_TAP(tests);
}
