// SPDX-License-Identifier: GPL-2.0-or-later
/* Whether the nodes agree, what is said when they do not, and when they do again. */
#include "heartbeat-compat/daemon/agreement.h"
#include "ocf-tests/unit/three.h"

static struct hb_agreement agreement;

static int begin(void **state)
{
	open_log();
	join_as(1);
	agreement = (struct hb_agreement) { .differs = { .what = NULL } };
	return 0;
}

static int end(void **state)
{
	hb_dispute_ends(&agreement.differs);
	hb_dispute_ends(&agreement.waits);
	leave();
	close_log();
	return 0;
}

static void says(uint32_t id, const char *digest)
{
	hb_msg_free(speaks(id, digest));
}

static bool agreed(void)
{
	return hb_agreement_reached(&agreement, &daemon_);
}

/* A node says something else, for so long that it is told. */
static void differs_for_long(uint32_t id)
{
	says(id, "2");
	assert_false(agreed());
	assert_null(sent); /* the files are edited one after the other */
	usleep(MOMENT_US);
	assert_false(agreed());
	assert_non_null(sent);
}

static void who_differs_gets_the_lines(void **state)
{
	assert_true(agreed());
	differs_for_long(2);
	assert_string_equal(hb_msg_get(sent, "line"), "web1 10.0.0.1");
	assert_string_equal(hb_msg_get(sent, "policy"), "takeover manual");
	g_clear_pointer(&sent, hb_msg_free);
	assert_false(agreed());
	assert_null(sent); /* once */
	says(2, "1");
	assert_true(agreed());
	assert_int_equal(said("all nodes agree on haresources and ha.cf again"), 1);
}

/* The silence of a node that is there is no agreement. */
static void who_differs_and_falls_silent(void **state)
{
	differs_for_long(2);
	hb_state_silent(daemon_.state, 2);
	usleep(1000 * settings.deadtime_ms + 10000);
	assert_false(agreed());
	assert_int_equal(said("agree"), 0);
	daemon_.lines->digest = "2"; /* edited to be what it was at */
	says(3, "2");
	assert_true(agreed());
}

/* Nor is death. */
static void who_differs_and_dies(void **state)
{
	static const uint32_t rest[] = { 1, 3 };

	differs_for_long(2);
	hb_state_members(daemon_.state, rest, 2);
	assert_true(agreed());
	assert_int_equal(said("all nodes agree"), 0);
	assert_int_equal(said("node web2, whose haresources or ha.cf differs, is gone"), 1);
}

static void a_difference_of_a_moment(void **state)
{
	says(2, "2");
	assert_false(agreed());
	says(2, "1");
	assert_true(agreed());
	assert_null(sent);
	assert_int_equal(said("agree"), 0);
}

/* A daemon that stands still has the old files, for all that is known. */
static void who_is_waited_for_is_said(void **state)
{
	says(2, "2");
	hb_state_find(daemon_.state, "web2")->late = true;
	for (int i = 0; i < 3; i++) {
		assert_false(agreed());
		usleep(MOMENT_US);
	}
	assert_int_equal(said("waiting for node web2: its daemon says nothing"), 1);
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

	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct hb_msg *msg = hb_msg_new("config");

		hb_msg_add(msg, "line", "%s", rows[i].line);
		if (rows[i].policy)
			hb_msg_add(msg, "policy", "%s", rows[i].policy);
		hb_agreement_differs(&daemon_, hb_state_find(daemon_.state, "web2"), msg);
		assert_int_equal(said(rows[i].said), 1);
		hb_msg_free(msg);
	}
	assert_int_equal(said("differs"), EB_COUNT(rows));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(who_differs_gets_the_lines), CASE(who_differs_and_falls_silent),
		CASE(who_differs_and_dies),       CASE(a_difference_of_a_moment),
		CASE(who_is_waited_for_is_said),  CASE(the_line_that_differs),
	};

	return EB_TAP(tests);
}
