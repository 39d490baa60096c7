// SPDX-License-Identifier: GPL-2.0-or-later
/* Which privileges the grants of an account lack, by version. */
#include <string.h>

#include "agents/database/privileges.h"
#include "lib/core.h"
#include "ocf-tests/unit/tap.h"

#define TO " ON *.* TO `ctl`@`localhost` IDENTIFIED BY PASSWORD '*6BB4'\n"

static const struct {
	const char *version, *grants;
	int what;
	const char *missing; /* a part of the words; "" for none */
} rows[] = {
	{ "10.11.19-MariaDB", "GRANT ALL PRIVILEGES" TO, EB_FOR_MEMBER | EB_FOR_SESSIONS, "" },
	{ "10.11.19-MariaDB",
	  "GRANT RELOAD, SUPER, REPLICATION MASTER ADMIN, REPLICATION SLAVE ADMIN, SLAVE MONITOR" TO,
	  EB_FOR_MEMBER, "READ_ONLY ADMIN (to become writable)" },
	{ "10.11.19-MariaDB",
	  "GRANT SUPER, REPLICATION SLAVE ADMIN, READ_ONLY ADMIN, SLAVE MONITOR" TO, EB_FOR_MEMBER,
	  "RELOAD (to become the primary)" },
	{ "10.11.19-MariaDB", "GRANT SUPER, READ_ONLY ADMIN, SLAVE MONITOR" TO, EB_FOR_PAIR, "" },
	{ "10.11.19-MariaDB", "GRANT SUPER, READ_ONLY ADMIN" TO, EB_FOR_PAIR,
	  "SLAVE MONITOR (to see how replication is)" },
	{ "11.4.2-MariaDB", "GRANT SUPER, READ_ONLY ADMIN, SLAVE MONITOR" TO, EB_FOR_PAIR,
	  "REPLICATION SLAVE ADMIN (to follow a primary)" },
	{ "10.6.20-MariaDB", "GRANT RELOAD, SUPER" TO, EB_FOR_MEMBER, "" },
	{ "5.5.5-10.4.34-MariaDB", "GRANT RELOAD, PROCESS" TO, EB_FOR_MEMBER, "SUPER (to become" },
	{ "5.6.24-log", "GRANT RELOAD, SUPER" TO, EB_FOR_MEMBER, "" },
	{ "5.7.44", "GRANT SUPER" TO, EB_FOR_MEMBER | EB_FOR_SESSIONS,
	  "RELOAD (to become the primary), PROCESS (to see sessions)" },
	{ "8.0.36",
	  "GRANT RELOAD, REPLICATION CLIENT" TO
	  "GRANT REPLICATION_SLAVE_ADMIN,SYSTEM_VARIABLES_ADMIN" TO,
	  EB_FOR_MEMBER, "" },
	{ "8.4.3", "GRANT RELOAD, REPLICATION CLIENT" TO "GRANT REPLICATION_SLAVE_ADMIN" TO,
	  EB_FOR_MEMBER, "SYSTEM_VARIABLES_ADMIN (to become writable)" },
	/* On one database it is something else. */
	{ "10.6.20-MariaDB", "GRANT SUPER" TO "GRANT ALL PRIVILEGES ON `shop`.* TO `ctl`@`%`\n",
	  EB_FOR_MEMBER, "RELOAD" },
	/* What a role brings, or a revocation takes, nobody can see here. */
	{ "10.11.19-MariaDB", "GRANT `keeper` TO `ctl`@`localhost`\nGRANT USAGE" TO, EB_FOR_MEMBER,
	  "" },
	{ "8.4.3", "GRANT USAGE" TO "REVOKE SELECT ON `mysql`.* FROM `ctl`@`%`\n", EB_FOR_MEMBER,
	  "" },
	{ "10.11.19-MariaDB", "", EB_FOR_MEMBER, "" },
};

static void test_missing(void **state)
{
	char words[400];

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		eb_privileges_missing(rows[i].version, rows[i].grants, rows[i].what, words,
				      sizeof(words));
		if (rows[i].missing[0])
			assert_non_null(strstr(words, rows[i].missing));
		else
			assert_string_equal(words, "");
	}
}

static void test_cut(void **state)
{
	char words[24];

	(void)state;
	eb_privileges_missing("5.7.44", "GRANT USAGE" TO, EB_FOR_MEMBER | EB_FOR_SESSIONS, words,
			      sizeof(words));
	assert_string_equal(words, "SUPER (to become writab");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_cut),
	};

	return EB_TAP(tests);
}
