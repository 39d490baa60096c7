// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the group of daemons says goes to the part that it concerns, and what was asked for while
 * the daemon stood still is refused. The parts are the test's own: each notes what it was handed.
 */
#include <errno.h>
#include <string.h>

#include "heartbeat-compat/daemon/agreement.h"
#include "heartbeat-compat/daemon/asked.h"
#include "heartbeat-compat/daemon/compatd.h"
#include "heartbeat-compat/daemon/group.h"
#include "heartbeat-compat/daemon/hold.h"
#include "heartbeat-compat/daemon/owner.h"
#include "heartbeat-compat/daemon/respawn.h"
#include "ocf-tests/unit/tap.h"

enum { SELF = 1, OTHER, STRANGER };

static char name_of_self[] = "a", name_of_other[] = "b";
static struct hb_daemon daemon_;
static struct hb_peer self, other;
static struct hb_state state = { .self = &self };
static GString *got; /* what the parts were handed: "part:type " */
static int64_t now_ms;

static void note(const char *part, const struct hb_msg *msg)
{
	g_string_append_printf(got, "%s:%s ", part, msg ? hb_msg_get(msg, "t") : "");
}

void hb_asked_heard(struct hb_daemon *daemon, const struct hb_peer *peer, const struct hb_msg *msg)
{
	note("asked", msg);
}

void hb_asked_refused(const struct hb_daemon *daemon, const struct hb_peer *peer,
		      const struct hb_msg *msg)
{
	note("refused", msg);
}

void hb_agreement_differs(const struct hb_daemon *daemon, const struct hb_peer *peer,
			  const struct hb_msg *msg)
{
	note("agreement", msg);
}

void hb_owner_heard(struct hb_owner *owner, const struct hb_peer *peer, const struct hb_msg *msg)
{
	note("owner", msg);
}

void hb_owner_look(struct hb_owner *owner)
{
}

void hb_hold_heard(struct hb_hold *hold, const struct hb_peer *peer, const struct hb_msg *msg)
{
	note("hold", msg);
}

void hb_hold_silent(struct hb_hold *hold, const struct hb_peer *peer)
{
	note("silent", NULL);
}

void hb_respawns_begin(struct hb_respawns *respawns)
{
	note("respawn", NULL);
}

void hb_asked_refuse(struct hb_daemon *daemon, const char *to, const char *why)
{
	g_string_append_printf(got, "to %s: %s ", to, why);
}

void hb_daemon_status(struct hb_daemon *daemon)
{
	g_string_append(got, "said ");
}

void hb_daemon_local_status(struct hb_daemon *daemon, enum hb_node_status status)
{
}

/* As the daemon's own, on the test's clock. */
void hb_daemon_awake(struct hb_daemon *daemon, int64_t unused)
{
	if (hb_stand_awake(&daemon->stand, now_ms))
		hb_stand_spoke(&daemon->stand, ++daemon->sequence);
}

/* It says this as its message number; 0: whatever number. What the parts were handed. */
static const char *says(uint32_t node, const char *type, int64_t number)
{
	struct hb_msg *msg = hb_msg_new(type);

	if (number)
		hb_msg_add(msg, "seq", "%" G_GINT64_FORMAT, number);
	g_string_truncate(got, 0);
	hb_group_calls.heard(&daemon_, node, msg, 0);
	hb_msg_free(msg);
	return got->str;
}

static int begin(void **unused)
{
	self = (struct hb_peer) { .name = name_of_self, .id = SELF };
	other = (struct hb_peer) { .name = name_of_other, .id = OTHER };
	daemon_ = (struct hb_daemon) { .state = &state, .sequence = 10 };
	state.nodes = g_ptr_array_new();
	g_ptr_array_add(state.nodes, &self);
	g_ptr_array_add(state.nodes, &other);
	now_ms = 1000;
	got = g_string_new(NULL);
	return 0;
}

static int end(void **unused)
{
	g_ptr_array_unref(state.nodes);
	g_string_free(got, TRUE);
	return 0;
}

static void each_goes_to_its_part(void **unused)
{
	assert_string_equal(says(OTHER, "standby", 0), "asked:standby ");
	assert_string_equal(says(OTHER, "takeover", 0), "asked:takeover ");
	assert_string_equal(says(OTHER, "refused", 0), "refused:refused ");
	assert_string_equal(says(OTHER, "config", 0), "agreement:config ");
	assert_string_equal(says(OTHER, "status", 0), "hold:status owner:status ");
	assert_string_equal(says(OTHER, "shutdown", 0), "silent: ");
	assert_true(other.leaving);
	assert_string_equal(says(SELF, "shutdown", 0), ""); /* our own leave is no news */
	assert_false(self.leaving);
	assert_string_equal(says(OTHER, "of a later version", 0), "");
}

static void of_the_time_it_stood_still(void **unused)
{
	says(OTHER, "status", 0);
	now_ms += HB_STAND_MS - 1; /* a slow disk is no standstill */
	assert_string_equal(says(OTHER, "takeover", 0), "asked:takeover ");
	now_ms += HB_STAND_MS;
	assert_string_equal(says(OTHER, "takeover", 0), "to b: stood still when it was asked ");
	assert_string_equal(says(OTHER, "standby", 0), "asked:standby ");  /* it gives itself */
	assert_string_equal(says(SELF, "takeover", 9), "asked:takeover "); /* waits for none */
	assert_string_equal(says(OTHER, "takeover", 0), "to b: stood still when it was asked ");
	says(SELF, "status", 11); /* the first word after it is back */
	assert_string_equal(says(OTHER, "takeover", 0), "asked:takeover ");
}

/* "status up" is what is said of a node whose daemon ended; one that died is not up. */
static void who_goes(void **unused)
{
	other.member = true;
	other.status = HB_NODE_ACTIVE;
	hb_group_calls.went(&daemon_, OTHER, false);
	assert_int_equal(other.status, HB_NODE_ACTIVE);
	hb_group_calls.went(&daemon_, OTHER, true);
	assert_int_equal(other.status, HB_NODE_UP);
	assert_string_equal(got->str, "silent: silent: ");
}

static void who_is_no_node(void **unused)
{
	assert_string_equal(says(STRANGER, "takeover", 0), "");
}

static void text_that_is_none(void **unused)
{
	hb_group_calls.heard(&daemon_, OTHER, NULL, -EPROTO);
	assert_int_equal(other.foreign, -EPROTO);
	assert_string_equal(got->str, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_goes_to_its_part, begin, end),
		cmocka_unit_test_setup_teardown(of_the_time_it_stood_still, begin, end),
		cmocka_unit_test_setup_teardown(who_goes, begin, end),
		cmocka_unit_test_setup_teardown(who_is_no_node, begin, end),
		cmocka_unit_test_setup_teardown(text_that_is_none, begin, end),
	};

	return EB_TAP(tests);
}
