// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Checks of a finished plan, each with a plan that was spoilt on purpose: scores out of order,
 * and what Pacemaker's scheduler says it would do.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "heartbeat-compat/check-plan.h"
#include "heartbeat-compat/load.h"
#include "heartbeat-compat/simulate.h"
#include "heartbeat-compat/translate.h"
#include "ocf-tests/unit/read.h"
#include "ocf-tests/unit/tap.h"

enum { A = 1, B = 2, C = 4 };

static char scratch[] = "/tmp/eb-checks.XXXXXX";
static struct eb_plan *plan;

/* Plans lines of ha.cf and haresources; messages of that are forgotten. */
static void make_plan(const char *more, const char *lines)
{
	g_autofree char *ha_cf = g_build_filename(scratch, "ha.cf", NULL);
	g_autofree char *haresources = g_build_filename(scratch, "haresources", NULL);
	g_autofree char *text = g_strdup_printf("keepalive 2\nbcast eth0\n%s\n", more);
	char *operands[] = { ha_cf, haresources };
	const struct eb_choices choices = { .services = g_ptr_array_new() };

	assert_true(g_file_set_contents(ha_cf, text, -1, NULL));
	assert_true(g_file_set_contents(haresources, lines, -1, NULL));
	hb_load(cluster, operands, 2, diag);
	plan = eb_translate(cluster, &choices, diag);
	g_ptr_array_free(choices.services, TRUE);
	unlink(ha_cf);
	unlink(haresources);
	eb_diag_free(diag);
	diag = eb_diag_new();
}

static int end_plan(void **state)
{
	eb_plan_free(plan);
	plan = NULL;
	return end(state);
}

/* ---- scores ---------------------------------------------------------------------------------- */

static const char pair[] = "node a b\nauto_failback on";
static const char pair_off[] = "node a b\nauto_failback off";
static const char pair_ping[] = "node a b\nauto_failback off\nping 192.0.2.1\n"
				"respawn root /usr/lib/heartbeat/ipfail";
static const char lines[] = "a 10.0.0.1\nb 10.0.0.2 one two three\n";

/* Sets the score of the location of this id. */
static void spoil(const char *id, const char *score)
{
	struct eb_location *location;
	unsigned int found = 0;

	eb_for_each (location, plan->cib.locations)
		if (strcmp(location->id, id) == 0) {
			location->score = score;
			found++;
		}
	assert_int_equal(found, 1);
}

static void set_stickiness(const char *value)
{
	struct eb_pair *entry;

	eb_for_each (entry, plan->cib.defaults)
		if (strcmp(entry->name, "resource-stickiness") == 0)
			entry->value = value;
}

/* The only message, or none for NULL. */
static void says(const char *what)
{
	const struct eb_message *message;

	eb_check_scores(plan, diag);
	if (!what) {
		assert_int_equal(diag->messages->len, 0);
		return;
	}
	assert_int_equal(diag->messages->len, 1);
	message = diag->messages->pdata[0];
	assert_int_equal(message->code->number, EB_MSG_SCORES);
	if (!strstr(message->text, what))
		fail_msg("'%s' does not say '%s'", message->text, what);
}

static void scores_in_order(void **state)
{
	(void)state;
	make_plan(pair_ping, lines);
	says(NULL);
}

static void home_is_nothing(void **state)
{
	(void)state;
	make_plan(pair, lines);
	spoil("hb-home-ip-10.0.0.1", "0");
	eb_check_scores(plan, diag);
	assert_int_equal(diag->messages->len, 2); /* below staying, and below nothing */
}

static void home_wins_with_off(void **state)
{
	(void)state;
	make_plan(pair_off, lines);
	spoil("hb-home-ip-10.0.0.1", "150");
	says("hb-ip-10.0.0.1: the score for staying where it is, 100, has to be above that for "
	     "being at home, 150");
}

static void staying_wins_with_on(void **state)
{
	(void)state;
	make_plan(pair, lines);
	set_stickiness("30");
	says("hb-group-ip-10.0.0.2: the score for being at home, 100, has to be above that for "
	     "staying where it is, 120");
}

static void away_is_too_little(void **state)
{
	(void)state;
	make_plan(pair_off, lines);
	spoil("hb-away-group-ip-10.0.0.2", "450");
	says("the score for not being sent away, 450, has to be above that for being at home and "
	     "staying, 450");
}

static void ping_is_too_little(void **state)
{
	struct eb_resource *clone, *ping;
	struct eb_pair *param;

	(void)state;
	make_plan(pair_ping, "b 10.0.0.2 one two three\n");
	clone = plan->cib.resources->pdata[0];
	ping = clone->members->pdata[0];
	eb_for_each (param, ping->params)
		if (strcmp(param->name, "multiplier") == 0)
			param->value = "1450";
	says("the score for a ping node, 1450, has to be above that for all other reasons, 1450");
}

static void group_without_end(void **state)
{
	g_autoptr(GString) line = g_string_new("a");

	(void)state;
	for (int i = 0; i < 10000; i++)
		g_string_append_printf(line, " s%d%s", i, i % 100 ? "" : " \\\n");
	g_string_append_c(line, '\n');
	make_plan(pair_off, line->str);
	says("the score for infinity, 1000000, has to be above that for all reasons together");
}

/* ---- what crm_simulate says -------------------------------------------------------------------- */

static const char simulated[] = "Current cluster status:\n"
				"    * hb-ip-10.0.0.1\t(ocf:escapebeat:IPaddr2):\t Started b\n"
				"Revised Cluster Status:\n"
				"  * Node List:\n"
				"    * Online: [ a b ]\n"
				"\n"
				"  * Full List of Resources:\n"
				"    * hb-ip-10.0.0.1\t(ocf:escapebeat:IPaddr2):\t Started a\n"
				"    * hb-ip-10.0.0.11\t(ocf:escapebeat:IPaddr2):\t Stopped\n"
				"    * Resource Group: hb-group-ip-10.0.0.2:\n"
				"      * hb-ip-10.0.0.2\t(ocf:escapebeat:IPaddr2):\t Started b\n"
				"      * hb-one\t(ocf:escapebeat:hbscript):\t %s\n"
				"    * Clone Set: hb-disk-clone [hb-disk] (promotable):\n"
				"      * Promoted: [ b ]\n"
				"      * Unpromoted: [ a ]\n"
				"    * Clone Set: hb-other-clone [hb-other] (promotable):\n"
				"      * Unpromoted: [ a b ]\n";

static struct eb_resource *resource_of(const char *id)
{
	struct eb_resource *resource;

	eb_for_each (resource, plan->cib.resources)
		if (strcmp(resource->id, id) == 0)
			return resource;
	return NULL;
}

static void simulated_places(void **state)
{
	g_autofree char *good = NULL, *half = NULL;
	struct eb_resource *clone;
	hb_nodes nodes;

	(void)state;
	make_plan(pair, "a 10.0.0.1\nb 10.0.0.2 one\nb 10.0.0.11\n");
	good = g_strdup_printf(simulated, "Started b");
	half = g_strdup_printf(simulated, "Started a");
	assert_int_equal(eb_simulated_nodes(good, plan, resource_of("hb-ip-10.0.0.1"), &nodes), 0);
	assert_int_equal(nodes, A);
	assert_int_equal(eb_simulated_nodes(good, plan, resource_of("hb-ip-10.0.0.11"), &nodes), 0);
	assert_int_equal(nodes, 0);
	assert_int_equal(
		eb_simulated_nodes(good, plan, resource_of("hb-group-ip-10.0.0.2"), &nodes), 0);
	assert_int_equal(nodes, B);
	/* a group that is torn runs nowhere */
	assert_int_equal(
		eb_simulated_nodes(half, plan, resource_of("hb-group-ip-10.0.0.2"), &nodes), 0);
	assert_int_equal(nodes, 0);
	clone = eb_resource_add(plan, plan->cib.resources, EB_CLONE, "hb-disk-clone");
	assert_int_equal(eb_simulated_nodes(good, plan, clone, &nodes), 0);
	assert_int_equal(nodes, B);
	clone = eb_resource_add(plan, plan->cib.resources, EB_CLONE, "hb-missing");
	assert_int_equal(eb_simulated_nodes(good, plan, clone, &nodes), -EINVAL);
	assert_int_equal(eb_simulated_nodes("nonsense", plan, clone, &nodes), -EINVAL);
}

static struct eb_forecast *forecast_of(const char *more)
{
	make_plan(more, lines);
	return eb_forecast_new(plan);
}

static const struct eb_trial *trial_of(const struct eb_forecast *forecast, const char *text)
{
	for (unsigned int i = 0; i < forecast->count; i++)
		if (strcmp(forecast->trials[i].text, text) == 0)
			return &forecast->trials[i];
	fail_msg("no event '%s'", text);
	return NULL;
}

/* As it should be (NULL), or the complaint. */
static void judged(const struct eb_forecast *forecast, const char *event, unsigned int line,
		   hb_nodes nodes, const char *want)
{
	g_autofree char *wrong =
		eb_simulated_wrong(forecast, trial_of(forecast, event), line, nodes);

	if (g_strcmp0(wrong, want) != 0)
		fail_msg("%s on %u: '%s'", event, (unsigned int)nodes, wrong ? wrong : "right");
}

static void judgement(void **state)
{
	struct eb_forecast *forecast = forecast_of(pair);

	(void)state;
	judged(forecast, "a dies", 0, B, NULL);
	judged(forecast, "a dies", 0, 0,
	       "a dies: Pacemaker's scheduler runs it nowhere, expected on b; Heartbeat ran it on "
	       "b");
	judged(forecast, "a returns", 0, B,
	       "a returns: Pacemaker's scheduler runs it on b, expected on a; Heartbeat ran it on "
	       "a");
	judged(forecast, "a dies", 0, A | B,
	       "a dies: Pacemaker's scheduler runs it on a and b, expected on b; Heartbeat ran it "
	       "on b");
	/* a documented difference, and the lack of it */
	judged(forecast, "a starts alone", 1, 0, NULL);
	judged(forecast, "a starts alone", 1, A,
	       "a starts alone: Pacemaker's scheduler runs it on a, expected nowhere; Heartbeat ran "
	       "it on a");
	eb_forecast_free(forecast);
}

/* One of the survivors, whichever it is, but not two of them. */
static void judgement_of_three(void **state)
{
	struct eb_forecast *forecast = forecast_of("node a b c\nauto_failback on");

	(void)state;
	judged(forecast, "a dies", 0, B, NULL);
	judged(forecast, "a dies", 0, C, NULL);
	judged(forecast, "a dies", 0, B | C,
	       "a dies: Pacemaker's scheduler runs it on b and c, expected on one of b, c; "
	       "Heartbeat ran it on b and c");
	judged(forecast, "a dies", 1, C,
	       "a dies: Pacemaker's scheduler runs it on c, expected on b; Heartbeat ran it on b");
	eb_forecast_free(forecast);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end_plan)

/* ---- stored ---------------------------------------------------------------------------------- */

static void stored_soundly(void **state)
{
	g_autofree char *why = NULL, *text = NULL, *plain = NULL;

	(void)state;
	make_plan(pair_ping, lines);
	plain = eb_plan_store(plan);
	text = eb_plan_store_sound(plan, &why);
	assert_null(why);
	assert_string_equal(text, plain);
}

/* Each spoils a plan so that nobody could read what is stored of it. */
static void not_stored(void **state)
{
	g_autofree char *why = NULL, *more = NULL, *same = NULL;
	struct eb_resource *resource;

	(void)state;
	make_plan(pair_ping, lines);
	eb_pair_add(plan, plan->cib.properties, "two words", "1");
	assert_null(eb_plan_store_sound(plan, &why));
	assert_non_null(why);
	g_ptr_array_set_size(plan->cib.properties, (gint)plan->cib.properties->len - 1);
	same = eb_plan_store_sound(plan, &more);
	assert_non_null(same);
	eb_for_each (resource, plan->cib.resources)
		if (strcmp(resource->id, "hb-ip-10.0.0.1") == 0)
			eb_pair_add(plan, resource->params, "ip", "10.0.0.9");
	assert_null(eb_plan_store_sound(plan, &more));
	assert_non_null(more);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(stored_soundly),     TEST(not_stored),         TEST(scores_in_order),
		TEST(home_is_nothing),    TEST(home_wins_with_off), TEST(staying_wins_with_on),
		TEST(away_is_too_little), TEST(ping_is_too_little), TEST(group_without_end),
		TEST(simulated_places),   TEST(judgement),          TEST(judgement_of_three),
	};
	int failed;

	if (!mkdtemp(scratch))
		return EXIT_FAILURE;
	failed = EB_TAP(tests);
	rmdir(scratch);
	return failed;
}
