// SPDX-License-Identifier: GPL-2.0-or-later
/* Whose plug is whose: what the bridge makes of hostlist and of an agent's list. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "fence/stonith/hosts.h"
#include "ocf-tests/unit/tap.h"

static struct eb_hosts hosts;

static const char *plug_of(const char *host)
{
	const char *plug = eb_hosts_plug(&hosts, host);

	return plug ? plug : "-";
}

static void hostlist(void **state)
{
	static const char *const wrong[] = { ":3", "node1 :3", "node1:", "node1: 3" };

	assert_int_equal(eb_hosts_read(&hosts, " node1,Node2:3\tnode10 "), 0);
	assert_int_equal(hosts.n, 3);
	assert_null(hosts.names[3]);
	assert_string_equal(hosts.names[1], "Node2");
	assert_string_equal(plug_of("node1"), "node1");
	assert_string_equal(plug_of("NODE2"), "3");
	assert_string_equal(plug_of("3"), "3");
	assert_string_equal(plug_of("node"), "-");
	assert_string_equal(plug_of(""), "-");
	eb_hosts_forget(&hosts);
	assert_int_equal(hosts.n, 0);
	assert_null(hosts.names[0]);
	assert_int_equal(eb_hosts_read(&hosts, " ,"), 0);
	assert_int_equal(hosts.n, 0);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(eb_hosts_read(&hosts, wrong[i]), -EINVAL);
		eb_hosts_forget(&hosts);
	}
}

static void list(void **state)
{
	char said[] = "1,web\n2,\nN/A\n3,db,ON\nno comma\n";

	assert_int_equal(eb_hosts_read_list(&hosts, said), 0);
	assert_int_equal(hosts.n, 3);
	assert_string_equal(plug_of("web"), "1");
	assert_string_equal(plug_of("2"), "2");
	assert_string_equal(plug_of("DB"), "3");
	eb_hosts_forget(&hosts);
}

static void too_many(void **state)
{
	static char text[4 * EB_STONITH_HOSTS + 8];

	for (int i = 0; i < EB_STONITH_HOSTS; i++)
		strcat(text, "x ");
	assert_int_equal(eb_hosts_read(&hosts, text), 0);
	assert_int_equal(hosts.n, EB_STONITH_HOSTS);
	eb_hosts_forget(&hosts);
	strcat(text, "x");
	assert_int_equal(eb_hosts_read(&hosts, text), -E2BIG);
	eb_hosts_forget(&hosts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hostlist),
		cmocka_unit_test(list),
		cmocka_unit_test(too_many),
	};

	return EB_TAP(tests);
}
