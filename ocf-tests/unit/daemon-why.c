// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Why a line does not move, out of what crm_mon shows.
 */
#include "heartbeat-compat/daemon/why.h"
#include "ocf-tests/unit/tap.h"

#define NODE(name, rest) "<node name=\"" name "\" id=\"1\" " rest "/>"
#define UP               "online=\"true\" standby=\"false\" maintenance=\"false\""

/* The reason that is found for a line of two resources on a, in a picture of these parts. */
static char *reason(bool away, const char *options, const char *nodes, const char *rest)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new();
	struct hb_why why = { .ids = ids, .node = "a", .away = away };
	g_autofree char *xml = g_strdup_printf(
		"<pacemaker-result><summary><cluster_options %s/></summary><nodes>%s</nodes>"
		"<resources>%s</pacemaker-result>",
		options, nodes, rest);

	g_ptr_array_add(ids, (char *)"hb-ip-x");
	g_ptr_array_add(ids, (char *)"hb-svc_1");
	return hb_why_of(&why, xml);
}

static void is_reason(char *got, const char *want)
{
	assert_string_equal(got, want);
	g_free(got);
}

static const char both[] = NODE("a", UP) NODE("b", UP);
static const char running[] =
	"<group id=\"g\"><resource id=\"hb-ip-x\" managed=\"true\" blocked=\"false\"><node "
	"name=\"a\"/></resource></group></resources>";

static void cluster(void **state)
{
	is_reason(reason(true, "maintenance-mode=\"true\"", both, running),
		  "the cluster is in maintenance mode");
	is_reason(reason(true, "maintenance-mode=\"false\"", both, running),
		  "Pacemaker finds no better place: crm_resource --why --resource hb-ip-x tells "
		  "more");
}

static void resources(void **state)
{
	is_reason(reason(true, "", both,
			 "<resource id=\"hb-ip-x\" managed=\"false\" blocked=\"false\"/>"
			 "</resources>"),
		  "Pacemaker does not manage hb-ip-x");
	is_reason(reason(true, "", both,
			 "<resource id=\"hb-svc_1\" managed=\"false\" blocked=\"true\"/>"
			 "</resources>"),
		  "hb-svc_1 is blocked: Pacemaker could not stop it");
	is_reason(reason(true, "", both,
			 "<resource id=\"hb-ip-x-2\" managed=\"false\" blocked=\"true\"/>"
			 "</resources>"),
		  "Pacemaker finds no better place: crm_resource --why --resource hb-ip-x tells "
		  "more");
}

/* Of the nodes it could go to only; one that can take it is enough. */
static void nodes(void **state)
{
	static const char standby[] =
		NODE("a", UP) NODE("b", "online=\"true\" standby=\"true\" maintenance=\"false\"");
	static const char third[] =
		NODE("a", UP) NODE("b", "online=\"false\" standby=\"false\"") NODE("c", UP);

	is_reason(reason(true, "", standby, running), "node b is in standby for Pacemaker");
	is_reason(reason(false, "", standby, running),
		  "Pacemaker finds no better place: crm_resource --why --resource hb-ip-x tells "
		  "more");
	is_reason(reason(true, "", third, running),
		  "Pacemaker finds no better place: crm_resource --why --resource hb-ip-x tells "
		  "more");
	is_reason(reason(true, "", NODE("a", UP) NODE("b", "online=\"false\""), running),
		  "node b is offline for Pacemaker");
	is_reason(reason(true, "", NODE("b", "online=\"true\" standby=\"true\" pending=\"true\""),
			 running),
		  "Pacemaker does not run on node b");
	is_reason(reason(true, "", NODE("b", "online=\"true\" maintenance=\"true\""), running),
		  "node b is in maintenance mode");
}

/* Names of resources may have the mark that stands between the parts of a key. */
static void failures(void **state)
{
#define FAILURE(key, node, reason)                                                                 \
	"<failures><failure op_key=\"" key "\" node=\"" node "\" exitstatus=\"error\" "            \
	"exitreason=\"" reason "\"/></failures>"
	g_autofree char *own =
		g_strconcat(running, FAILURE("hb-svc_1_start_0", "b", "no db"), NULL);
	g_autofree char *bare =
		g_strconcat(running, FAILURE("hb-ip-x_monitor_10000", "b", ""), NULL);
	g_autofree char *here =
		g_strconcat(running, FAILURE("hb-svc_1_start_0", "a", "no db"), NULL);
	g_autofree char *other = g_strconcat(running, FAILURE("hb-svc_start_0", "b", "x"), NULL);
	g_autofree char *odd = g_strconcat(running, FAILURE("start", "b", "x"), NULL);
	static const char none[] = "Pacemaker finds no better place: crm_resource --why --resource "
				   "hb-ip-x tells more";

	is_reason(reason(true, "", both, own), "start of hb-svc_1 failed on b: no db");
	is_reason(reason(true, "", both, bare), "monitor of hb-ip-x failed on b: error");
	is_reason(reason(false, "", both, here), "start of hb-svc_1 failed on a: no db");
	is_reason(reason(true, "", both, here), none);
	is_reason(reason(true, "", both, other), none);
	is_reason(reason(true, "", both, odd), none);
	is_reason(reason(true, "", "", "<"), none);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(cluster),
		cmocka_unit_test(resources),
		cmocka_unit_test(nodes),
		cmocka_unit_test(failures),
	};

	return EB_TAP(tests);
}
