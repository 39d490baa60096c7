// SPDX-License-Identifier: GPL-2.0-or-later
/* From bytes to lines, words, values and addresses. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "heartbeat-compat/facts.h"
#include "heartbeat-compat/haresources.h"
#include "heartbeat-compat/lex.h"
#include "heartbeat-compat/load.h"
#include "lib/core.h"
#include "ocf-tests/unit/read.h"
#include "ocf-tests/unit/tap.h"

static unsigned int last_code(void)
{
	const struct eb_message *message = eb_item(diag->messages, diag->messages->len - 1);

	return message ? message->code->number : 0;
}

static void times(void **state)
{
	static const struct {
		const char *text;
		int r;
		int64_t ms;
	} rows[] = {
		{ "2", 0, 2000 },      { "0.5", 0, 500 },      { ".5", 0, 500 },
		{ "200ms", 0, 200 },   { "200msec", 0, 200 },  { "200MSx", 0, 200 },
		{ "499us", 0, 0 },     { "501us", 0, 1 },      { "0", 0, 0 },
		{ "1.2.3", 0, 1200 },  { "2s", -EINVAL, 0 },   { "2min", -EINVAL, 0 },
		{ "", -EINVAL, 0 },    { "x", -EINVAL, 0 },    { "-1", -EINVAL, 0 },
		{ "1e3", -EINVAL, 0 }, { "0x10", -EINVAL, 0 }, { "inf", -EINVAL, 0 },
		{ "+1", -EINVAL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		int64_t ms = 0;

		assert_int_equal(hb_parse_time(rows[i].text, &ms), rows[i].r);
		assert_int_equal(ms, rows[i].ms);
	}
}

static void huge_time(void **state)
{
	int64_t ms;

	(void)state;
	assert_int_equal(hb_parse_time("99999999999999999999999999", &ms), 0);
	assert_true(ms > 0 && ms <= 100LL * 366 * 86400 * 1000);
}

static void booleans(void **state)
{
	static const char *const on[] = { "true", "on", "yes", "y", "1", "YES", "True" };
	static const char *const off[] = { "false", "off", "no", "n", "0", "OFF" };
	static const char *const neither[] = { "enable", "", "2", "yess", "legacy" };
	bool value;

	(void)state;
	for (size_t i = 0; i < EB_COUNT(on); i++) {
		value = false;
		assert_int_equal(hb_parse_boolean(on[i], &value), 0);
		assert_true(value);
	}
	for (size_t i = 0; i < EB_COUNT(off); i++) {
		value = true;
		assert_int_equal(hb_parse_boolean(off[i], &value), 0);
		assert_false(value);
	}
	for (size_t i = 0; i < EB_COUNT(neither); i++)
		assert_int_equal(hb_parse_boolean(neither[i], &value), -EINVAL);
}

static void hosts(void **state)
{
	static const struct {
		const char *text;
		enum hb_host_form form;
	} rows[] = {
		{ "10.0.0.1", HB_HOST_IPV4 }, { "10.1", HB_HOST_IPV4 },
		{ "fe80::1", HB_HOST_IPV6 },  { "fe80::1%eth0", HB_HOST_IPV6 },
		{ "::1", HB_HOST_IPV6 },      { "web-1.example.com", HB_HOST_NAME },
		{ "my_node", HB_HOST_NAME },  { "10.0.0.256", HB_HOST_NONE },
		{ "", HB_HOST_NONE },         { "-x", HB_HOST_NONE },
		{ "a b", HB_HOST_NONE },      { "1.2.3.4.5", HB_HOST_NONE },
		{ "{{", HB_HOST_NONE },       { "h\xc3\xb6st", HB_HOST_NONE },
	};

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++)
		assert_int_equal(hb_host_form(rows[i].text), rows[i].form);
}

static void lines(void **state)
{
	struct eb_source *source = source_of(HB_FILE_HA_CF, "one\n\n  two three\nlast");
	struct eb_piece line, word;

	(void)state;
	assert_int_equal(source->lines, 4);
	line = eb_line(source, 3);
	word = eb_next(&line, HB_BLANKS);
	word = eb_next(&line, HB_BLANKS);
	assert_int_equal(eb_span_of(source, word).line, 3);
	assert_int_equal(eb_span_of(source, word).column, 7);
	assert_int_equal(eb_span_of(source, word).length, 5);
	assert_int_equal(eb_line(source, 4).length, 4);
	assert_int_equal(source_of(HB_FILE_HA_CF, "")->lines, 0);
	assert_int_equal(source_of(HB_FILE_HA_CF, "\n")->lines, 1);
}

static void bad_bytes(void **state)
{
	static const struct {
		const char *text;
		size_t size;
		unsigned int code;
		bool usable;
	} rows[] = {
		{ "a\0b\n", 4, EB_MSG_BINARY, false },
		{ "\xff\xfe"
		  "a\0",
		  4, EB_MSG_BINARY, false },
		{ "\xef\xbb\xbfnode a\n", 10, EB_MSG_BOM, true },
		{ "node \xff\n", 7, EB_MSG_BAD_UTF8, true },
		{ "node a\r\n", 8, EB_MSG_DOS_LINES, true },
		{ "node a\rb\n", 9, EB_MSG_LONE_CR, true },
	};

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		const void *source = eb_source_text(cluster, "t", HB_FILE_HA_CF, rows[i].text,
						    rows[i].size, diag);

		assert_int_equal(last_code(), rows[i].code);
		assert_int_equal(source != NULL, rows[i].usable);
	}
}

/* What is no file, or too much of one. */
static void bad_files(void **state)
{
	char path[] = "/tmp/eb-lex.XXXXXX";
	int fd = mkstemp(path);

	(void)state;
	assert_return_code(fd, errno);
	assert_null(eb_source_read(cluster, "/nonexistent/ha.cf", "x", HB_FILE_HA_CF, diag));
	assert_int_equal(last_code(), EB_MSG_UNREADABLE);
	assert_null(eb_source_read(cluster, "/tmp", "x", HB_FILE_HA_CF, diag));
	assert_int_equal(last_code(), EB_MSG_NOT_A_FILE);
	assert_null(eb_source_read(cluster, "/dev/zero", "x", HB_FILE_HA_CF, diag));
	assert_int_equal(last_code(), EB_MSG_NOT_A_FILE);
	assert_return_code(ftruncate(fd, EB_SOURCE_MAX + 1), errno);
	assert_null(eb_source_read(cluster, path, "x", HB_FILE_HA_CF, diag));
	assert_int_equal(last_code(), EB_MSG_TOO_BIG);
	close(fd);
	unlink(path);
}

static void addresses(void **state)
{
	static const struct {
		const char *text;
		int prefix;
		const char *nic, *label, *broadcast;
		unsigned int code; /* 0: nothing is said */
	} rows[] = {
		{ "10.0.0.1", -1 },
		{ "10.0.0.1/24", 24 },
		{ "10.0.0.1/24/eth0", 24, "eth0" },
		{ "10.0.0.1/24/eth0:0", 24, "eth0", "0" },
		{ "10.0.0.1/24/eth0:web", 24, "eth0", "web" },
		{ "10.0.0.1/24/10.0.0.255", 24, NULL, NULL, "10.0.0.255" },
		{ "10.0.0.1/24/eth0/10.0.0.255", 24, "eth0", NULL, "10.0.0.255" },
		{ "10.0.0.1/24/eth0:7/10.0.0.255", 24, "eth0", "7", "10.0.0.255" },
		{ "10.0.0.1/255.255.255.0/eth0", 24, "eth0" },
		{ "10.0.0.1/0xffffff00", 24 },
		{ "10.0.0.1/0", 0 },
		{ "10.0.0.1/32/lo", 32, "lo" },
		{ "2001:db8::1/64/eth0", 64, "eth0" },
		{ "10.0.0.1/24/eth0/", 24, "eth0", NULL, NULL, EB_MSG_IP_FIELDS },
		{ "10.0.0.1//8/eth0:10", 8, "eth0", "10", NULL, EB_MSG_IP_FIELDS },
		{ "10.0.0.1/eth0", -1, "eth0", NULL, NULL, EB_MSG_IP_FIELDS },
		{ "10.0.0.1/24/eth0/10.0.0.255/x", 24, "eth0", NULL, "10.0.0.255",
		  EB_MSG_IP_FIELDS },
		{ "10.0.0.1/24/eth0/10.0.0.256", 24, "eth0", NULL, "10.0.0.256", EB_MSG_IP_FIELDS },
		{ "10.0.0.256", 0, NULL, NULL, NULL, EB_MSG_BAD_ADDRESS },
		{ "10.0.0.1/33", 0, NULL, NULL, NULL, EB_MSG_BAD_ADDRESS },
		{ "10.0.0.1/255.0.255.0", 0, NULL, NULL, NULL, EB_MSG_BAD_ADDRESS },
		{ "10.0.0.1/24x", 0, NULL, NULL, NULL, EB_MSG_BAD_ADDRESS },
		{ "", 0, NULL, NULL, NULL, EB_MSG_BAD_ADDRESS },
		{ "/24", 0, NULL, NULL, NULL, EB_MSG_BAD_ADDRESS },
	};

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct hb_word word = { .text = rows[i].text };
		guint before = diag->messages->len;
		const struct hb_address *got = hb_address_parse(cluster, &word, diag);

		assert_int_equal(diag->messages->len > before ? last_code() : 0, rows[i].code);
		assert_int_equal(got != NULL, rows[i].code != EB_MSG_BAD_ADDRESS);
		if (!got)
			continue;
		assert_int_equal(got->prefix, rows[i].prefix);
		assert_int_equal(g_strcmp0(got->nic.text, rows[i].nic), 0);
		assert_int_equal(g_strcmp0(got->label.text, rows[i].label), 0);
		assert_int_equal(g_strcmp0(got->broadcast.text, rows[i].broadcast), 0);
	}
}

static void continued_words(void **state)
{
	struct hb_host *host = hb_host_add(cluster, "");
	const struct hb_group *group;
	const struct hb_resource *resource;

	(void)state;
	hb_haresources_read(cluster, host,
			    source_of(HB_FILE_HARESOURCES, "A Filesystem::/dev/sda1\\\n::/data \\\n"
							   "  httpd\nb 10.0.0.1"),
			    diag);
	assert_int_equal(host->config->groups->len, 2);
	group = host->config->groups->pdata[0];
	assert_string_equal(group->node, "a");
	assert_int_equal(group->members->len, 2);
	resource = group->members->pdata[0];
	assert_string_equal(resource->script, "Filesystem");
	assert_int_equal(resource->args->len, 2);
	assert_string_equal(((struct hb_word *)resource->args->pdata[1])->text, "/data");
	resource = group->members->pdata[1];
	assert_string_equal(resource->script, "httpd");
	assert_int_equal(resource->word.span.line, 3);
	assert_int_equal(resource->word.span.column, 3);
	assert_string_equal(group->record->value.text, "Filesystem::/dev/sda1::/data httpd");
}

/* What ResourceManager takes for an address, and what for the name of a script. */
static void bare_addresses(void **state)
{
	static const struct {
		const char *line;
		bool bare, address;
	} rows[] = {
		{ "a 1.2.3.4", true, true },
		{ "a 1.2.3.4/24/eth0", true, true },
		{ "a 1.2.3", false, false },
		{ "a 1.2.3.x", false, false },
		{ "a 1x.2.3.4", true, false },
		{ "a mysql5.5.4.1", false, false },
		{ "a IPaddr::1.2.3.4", false, true },
		{ "a IPaddr::1.2.3", false, false },
		{ "a IPv6addr::fe80::1/64", false, false },
		{ "a IPv6addr::fe80:0:0:0:0:0:0:1/64/eth0", false, true },
	};

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct hb_host *host = hb_host_add(cluster, "");
		const struct hb_group *group;
		const struct hb_resource *resource;

		hb_haresources_read(cluster, host, source_of(HB_FILE_HARESOURCES, rows[i].line),
				    diag);
		assert_int_equal(host->config->groups->len, 1);
		group = host->config->groups->pdata[0];
		resource = group->members->pdata[0];
		assert_int_equal(resource->bare, rows[i].bare);
		assert_int_equal(resource->addr != NULL, rows[i].address);
	}
}

/* What looks like a continuation and is none is told, and is no resource. */
static void last_backslash(void **state)
{
	static const char *const texts[] = { "a 10.0.0.8 apache2 \\", "a 10.0.0.8 apache2\\",
					     "a 10.0.0.8 apache2 \\ \n",
					     "a 10.0.0.8 apa\\\nche2 \\\n  \\" };

	(void)state;
	for (size_t i = 0; i < EB_COUNT(texts); i++) {
		struct hb_host *host = hb_host_add(cluster, "");
		const struct hb_group *group;
		const struct hb_resource *resource;

		hb_haresources_read(cluster, host, source_of(HB_FILE_HARESOURCES, texts[i]), diag);
		assert_int_equal(last_code(), EB_MSG_CONTINUATION);
		assert_int_equal(diag->messages->len, i + 1);
		group = host->config->groups->pdata[0];
		assert_int_equal(group->members->len, 2);
		resource = group->members->pdata[1];
		assert_string_equal(resource->script, "apache2");
	}
}

static void facts(void **state)
{
	struct hb_host *one = hb_host_add(cluster, "");
	const struct hb_fact_address *found;

	(void)state;
	hb_facts_read(cluster, one,
		      source_of(HB_FILE_FACTS, "node Web1\naddress eth1 10.0.0.1/24 # cable\n"
					       "address eth1 fe80::1/64\nunit nginx.service\n"),
		      diag);
	assert_int_equal(diag->messages->len, 0);
	assert_int_equal(hb_node_address_add(cluster, "web2=eth1:10.0.0.2"), 0);
	assert_int_equal(hb_node_address_add(cluster, "web3=10.0.0.3/24"), 0);
	assert_int_equal(hb_node_address_add(cluster, "web2"), -EINVAL);
	assert_int_equal(hb_node_address_add(cluster, "web2=eth1"), -EINVAL);
	assert_int_equal(hb_node_address_add(cluster, "=10.0.0.1"), -EINVAL);
	found = hb_node_address_find(cluster, "web1", "eth1", false);
	assert_string_equal(found->address, "10.0.0.1");
	assert_int_equal(found->prefix, 24);
	assert_string_equal(hb_node_address_find(cluster, "web1", "eth1", true)->address,
			    "fe80::1");
	assert_null(hb_node_address_find(cluster, "web1", "eth2", false));
	assert_string_equal(hb_node_address_find(cluster, "WEB2", "eth1", false)->address,
			    "10.0.0.2");
	assert_string_equal(hb_node_address_find(cluster, "web3", "eth9", false)->address,
			    "10.0.0.3");
	hb_facts_read(cluster, one, source_of(HB_FILE_FACTS, "address eth1 10.0.0.1/33\n"), diag);
	assert_int_equal(last_code(), EB_MSG_FACTS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times),
		cmocka_unit_test(huge_time),
		cmocka_unit_test(booleans),
		cmocka_unit_test(hosts),
		cmocka_unit_test_setup_teardown(lines, begin, end),
		cmocka_unit_test_setup_teardown(bad_bytes, begin, end),
		cmocka_unit_test_setup_teardown(bad_files, begin, end),
		cmocka_unit_test_setup_teardown(addresses, begin, end),
		cmocka_unit_test_setup_teardown(continued_words, begin, end),
		cmocka_unit_test_setup_teardown(bare_addresses, begin, end),
		cmocka_unit_test_setup_teardown(last_backslash, begin, end),
		cmocka_unit_test_setup_teardown(facts, begin, end),
	};

	return EB_TAP(tests);
}
