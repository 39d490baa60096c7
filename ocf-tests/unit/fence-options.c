// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/fence-options.h"
#include "ocf-tests/unit/tap.h"

static const struct eb_param own[] = {
	{ "colour", EB_STRING(struct eb_fence_std, unused), .choices = "Red|Green", .letter = 'g' },
	{ 0 },
};
static const struct eb_fence_default quick[] = { { "power_wait", "7" }, { "ipport", "99" }, { 0 } };
static const struct eb_fence_agent agent = {
	.name = "x",
	.uses = EB_USES_IP | EB_USES_LOGIN | EB_USES_PLUG,
	.params = own,
	.defaults = quick,
};
static const struct eb_fence fence = { .agent = &agent, .program = "fence_x" };

/* What was given for an option on standard input; "" for nothing. */
static struct eb_fence_options options;

static int read_text(const char *text, size_t length)
{
	int fd = memfd_create("input", 0), r;

	eb_fence_options_forget(&options);
	eb_fence_options_build(&options, &fence);
	assert_int_equal(write(fd, text, length), length);
	lseek(fd, 0, SEEK_SET);
	r = eb_fence_options_read(&options, fd);
	close(fd);
	return r;
}

/* Parses the words of a text, which is cut into them. */
static int parse(char *text, char why[128])
{
	char *argv[32] = { NULL }, *rest, *word;
	int argc = 1;

	for (word = strtok_r(text, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		argv[argc++] = word;
	eb_fence_options_forget(&options);
	eb_fence_options_build(&options, &fence);
	return eb_fence_options_parse(&options, argc, argv, why, 128);
}

static const char *given(const char *name)
{
	const char *text = eb_fence_options_text(name, &options);

	return text ? text : "";
}

#define read_lines(text) assert_int_equal(read_text(text, strlen(text)), 0)

static void lines(void **state)
{
	read_lines(
		"  ip = 10.0.0.1\nip=10.0.0.2\n\n#ip=x\r\nlogin=\"a b\"\npasswd=a=b=\"\nusername\n");
	assert_string_equal(given("ip"), "10.0.0.2");
	assert_string_equal(options.unknown, "ip ");
	assert_string_equal(given("password"), "a=b=\"");
	read_lines("login=\"a b\"");
	assert_string_equal(given("username"), "a b");
	read_lines("ip=\nip-port=7\nipport=8\nquiet");
	assert_string_equal(given("ip"), "");
	assert_string_equal(given("ipport"), "8");
	assert_string_equal(given("quiet"), "1");
	assert_string_equal(options.unknown, "ip-port");
	read_lines("colur=1\npassword geheim\ngeheim");
	assert_string_equal(options.unknown, "colur, a line without '=', a line without '='");
	read_lines("colour=gReeN");
	assert_string_equal(given("colour"), "Green");
	read_lines("colour=blue");
	assert_string_equal(given("colour"), "blue");
}

static void large_input(void **state)
{
	static char text[300 * 1024];

	memset(text, 'x', sizeof(text));
	memcpy(text, "password=", 9);
	assert_int_equal(read_text(text, sizeof(text)), -EFBIG);
	assert_int_equal(read_text(text, 100000), 0);
	assert_int_equal(strlen(given("password")), 100000 - 9);
}

static void command_line(void **state)
{
	char words[] = "-pgeheim -ooff -vqv -n 1 --ip=h --power-t 5", why[128] = "";
	char twice[] = "-p eins --password=zwei --passwd drei";
	static const char *const bad[] = { "-Z", "--p=1", "off", "--ipportx=1",
					   "-n", "--ip",  "-",   "--" };

	assert_int_equal(parse(words, why), 0);
	assert_string_equal(given("password"), "geheim");
	assert_string_equal(words, "-p");
	assert_string_equal(given("action"), "off");
	assert_string_equal(given("plug"), "1");
	assert_string_equal(given("ip"), "h");
	assert_string_equal(given("power_timeout"), "5");
	assert_string_equal(given("quiet"), "1");
	assert_string_equal(options.level, "2");
	assert_int_equal(parse(twice, why), 0);
	assert_string_equal(given("password"), "drei");
	for (size_t i = 0; i < sizeof(twice) - 1; i++)
		assert_false(!strncmp(twice + i, "eins", 4) || !strncmp(twice + i, "zwei", 4) ||
			     !strncmp(twice + i, "drei", 4));
	for (size_t i = 0; i < EB_COUNT(bad); i++) {
		char text[32];

		snprintf(text, sizeof(text), "%s", bad[i]);
		assert_int_equal(parse(text, why), -EINVAL);
		assert_string_not_equal(why, "");
	}
}

static void which_plug(void **state)
{
	static const struct {
		const char *text, *plug;
	} cases[] = {
		{ "action=off", NULL },
		{ "plug=1", "1" },
		{ "port=1", "1" },
		{ "port=n\nplug=1\nnodename=n", "1" },
		{ "nodename=n\nplug=1\nport=n", "1" },
		{ "plug=n\nport=1\nnodename=n", "1" },
		{ "plug=1\nport=1", "1" },
		{ "plug=n\nport=n\nnodename=n", "n" },
	};
	const char *plug;

	for (size_t i = 0; i < EB_COUNT(cases); i++) {
		read_lines(cases[i].text);
		assert_int_equal(eb_fence_options_plug(&options, &plug), 0);
		if (cases[i].plug)
			assert_string_equal(plug, cases[i].plug);
		else
			assert_null(plug);
	}
	read_lines("plug=1\nport=2\nnodename=n");
	assert_int_equal(eb_fence_options_plug(&options, &plug), -EINVAL);
}

static void rows(void **state)
{
	const struct eb_param *row = options.rows;
	int seen = 0;

	eb_fence_options_forget(&options);
	eb_fence_options_build(&options, &fence);
	for (; row->name; row++) {
		if (!strcmp(row->name, "power_wait"))
			assert_string_equal(row->value, "7");
		if (!strcmp(row->name, "power_wait") || !strcmp(row->name, "colour"))
			seen++;
		assert_string_not_equal(row->name, "community");
	}
	assert_int_equal(seen, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines),        cmocka_unit_test(large_input),
		cmocka_unit_test(command_line), cmocka_unit_test(which_plug),
		cmocka_unit_test(rows),
	};

	return EB_TAP(tests);
}
