// SPDX-License-Identifier: GPL-2.0-or-later
/* Accounts out of an option file, and what a file must not be. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agents/database/credentials.h"
#include "lib/core.h"
#include "ocf-tests/unit/tap.h"

static int parse(const char *from, struct eb_credentials *credentials)
{
	static char text[1024];

	snprintf(text, sizeof(text), "%s", from);
	*credentials = (struct eb_credentials) { 0 };
	return eb_credentials_parse(text, credentials);
}

static void test_groups(void **state)
{
	struct eb_credentials c;

	(void)state;
	assert_int_equal(parse("# two accounts\n[client]\nuser=root\npassword = \"a b#c\" \n"
			       "[mysqld]\nuser=mysql\nskip-networking\n"
			       "[replication]\n user = repl\t# who\npassword='x''y'\n"
			       "ssl_ca=/ca.pem\nssl-key = /key.pem",
			       &c),
			 0);
	assert_string_equal(c.client.user, "root");
	assert_string_equal(c.client.password, "a b#c");
	assert_null(c.client.ssl_ca);
	assert_string_equal(c.replication.user, "repl");
	assert_string_equal(c.replication.password, "x''y");
	assert_string_equal(c.replication.ssl_ca, "/ca.pem");
	assert_string_equal(c.replication.ssl_key, "/key.pem");
	assert_int_equal(parse("[client]\r\nuser=root\r\n", &c), 0);
	assert_string_equal(c.client.user, "root");
}

/* Values as the programs of MariaDB 10.11 read them out of the same lines. */
static void test_escapes(void **state)
{
	static const struct {
		const char *written, *read;
	} rows[] = {
		{ "a\\\\b", "a\\b" },     { "a\\sb", "a b" },   { "\\t\\n\\r\\b", "\t\n\r\b" },
		{ "\"a\\\"b\"", "a\"b" }, { "\\'x\\'", "'x'" }, { "a\\qb", "a\\qb" },
		{ "end\\", "end\\" },     { "\\\\s", "\\s" },
	};
	struct eb_credentials c;
	char text[100];

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		snprintf(text, sizeof(text), "[client]\npassword=%s\nloose-user=u\n",
			 rows[i].written);
		assert_int_equal(parse(text, &c), 0);
		assert_string_equal(c.client.password, rows[i].read);
		assert_string_equal(c.client.user, "u");
	}
}

static void test_refused(void **state)
{
	struct eb_credentials c;

	(void)state;
	assert_int_equal(parse("", &c), 0);
	assert_int_equal(parse("\n\npassword=x\n", &c), -EINVAL);
	assert_int_equal(c.line, 3);
	assert_int_equal(parse("[client\nuser=x", &c), -EINVAL);
	assert_int_equal(c.line, 1);
	assert_int_equal(parse("[client] user=x", &c), -EINVAL);
}

static void test_file(void **state)
{
	char path[] = "/tmp/eb-credentials.XXXXXX";
	struct eb_credentials c;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "[client]\nuser=u\n", 16), 16);
	assert_int_equal(eb_credentials_load(path, &c), 0);
	assert_string_equal(c.client.user, "u");
	eb_credentials_free(&c);
	for (mode_t bit = 1; bit <= 040; bit <<= 1) {
		assert_int_equal(fchmod(fd, 0600 | bit), 0);
		assert_int_equal(eb_credentials_load(path, &c), -EPERM);
		eb_credentials_free(&c);
	}
	close(fd);
	unlink(path);
	assert_int_equal(eb_credentials_load(path, &c), -ENOENT);
	eb_credentials_free(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_file),
	};

	return EB_TAP(tests);
}
