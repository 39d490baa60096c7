// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Messages between nodes and from commands: what is written is read, and nothing else is.
 */
#include <errno.h>
#include <string.h>

#include "heartbeat-compat/daemon/fields.h"
#include "ocf-tests/unit/tap.h"

static void written_is_read(void **state)
{
	struct hb_msg *msg = hb_msg_new("status"), *got = NULL;
	g_autofree char *text = NULL;
	size_t size;

	hb_msg_add(msg, "src", "%s", "web1");
	hb_msg_add(msg, "hg", "%d", 42);
	hb_msg_add(msg, "node", "a\tactive");
	hb_msg_add(msg, "node", "b\tdead");
	hb_msg_add(msg, "empty", "%s", "");
	text = hb_msg_encode(msg, &size);
	assert_int_equal(hb_msg_decode(text, size, &got), 0);
	assert_string_equal(hb_msg_get(got, "t"), "status");
	assert_string_equal(hb_msg_get(got, "src"), "web1");
	assert_int_equal(hb_msg_number(got, "hg", 0), 42);
	assert_string_equal(hb_msg_nth(got, "node", 1), "b\tdead");
	assert_null(hb_msg_nth(got, "node", 2));
	assert_string_equal(hb_msg_get(got, "empty"), "");
	assert_null(hb_msg_get(got, "none"));
	hb_msg_free(msg);
	hb_msg_free(got);
}

/* A value cannot bring in a field of its own. */
static void line_ends_do_not_pass(void **state)
{
	struct hb_msg *msg = hb_msg_new("status"), *got = NULL;
	g_autofree char *text = NULL;
	size_t size;

	hb_msg_add(msg, "src", "web1\nt=takeover\x01\x7f\xc2\x9b\xc2\xa0");
	text = hb_msg_encode(msg, &size);
	assert_int_equal(hb_msg_decode(text, size, &got), 0);
	assert_string_equal(hb_msg_get(got, "src"), "web1 t=takeover    \xc2\xa0");
	assert_string_equal(hb_msg_get(got, "t"), "status");
	hb_msg_free(msg);
	hb_msg_free(got);
}

static void numbers(void **state)
{
	struct hb_msg *msg = hb_msg_new("x");

	hb_msg_add(msg, "a", "12x");
	hb_msg_add(msg, "b", "99999999999999999999");
	hb_msg_add(msg, "c", "%s", "");
	hb_msg_add(msg, "d", "-7");
	assert_int_equal(hb_msg_number(msg, "a", -1), -1);
	assert_int_equal(hb_msg_number(msg, "b", -1), -1);
	assert_int_equal(hb_msg_number(msg, "c", -1), -1);
	assert_int_equal(hb_msg_number(msg, "d", -1), -7);
	assert_int_equal(hb_msg_number(msg, "e", 5), 5);
	hb_msg_free(msg);
}

#define HEAD "escapebeat 1.0\n"

static const struct {
	const char *text;
	size_t size; /* 0: the string's */
	int want;
} rows[] = {
	{ HEAD "t=x\n", 0, 0 },
	{ "escapebeat 1.7\nt=x\nnew=field\n", 0, 0 },
	{ "escapebeat 2.0\nt=x\n", 0, -EPROTONOSUPPORT },
	{ "", 0, -EPROTO },
	{ "escapebeat", 0, -EPROTO },
	{ "heartbeat 1.0\nt=x\n", 0, -EPROTO },
	{ HEAD "t=x\na=\xc2\x9b\n", 0, -EPROTO }, /* a terminal's escape */
	{ HEAD, 0, -EPROTO },                     /* no type */
	{ HEAD "src=web1\n", 0, -EPROTO },        /* no type */
	{ HEAD "t=x", 0, -EPROTO },               /* cut off */
	{ HEAD "t\n", 0, -EPROTO },               /* no value */
	{ HEAD "=x\nt=x\n", 0, -EPROTO },         /* no name */
	{ HEAD "t=x\na b=c\n", 0, -EPROTO },      /* no word */
	{ HEAD "t=x\na=\x1b[31m\n", 0, -EPROTO }, /* an escape */
	{ HEAD "t=x\0a=b\n", sizeof(HEAD "t=x\0a=b\n") - 1, -EPROTO },
};

static void hostile(void **state)
{
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct hb_msg *msg = NULL;
		size_t size = rows[i].size ? rows[i].size : strlen(rows[i].text);

		assert_int_equal(hb_msg_decode(rows[i].text, size, &msg), rows[i].want);
		assert_true((msg != NULL) == (rows[i].want == 0));
		hb_msg_free(msg);
	}
}

static void too_much(void **state)
{
	g_autoptr(GString) text = g_string_new(HEAD "t=x\n");
	struct hb_msg *msg = NULL;

	for (int i = 0; i < HB_MSG_FIELDS; i++)
		g_string_append(text, "a=b\n");
	assert_int_equal(hb_msg_decode(text->str, text->len, &msg), -EMSGSIZE);
	g_string_append_printf(text, "a=%*s\n", HB_MSG_MAX, "");
	assert_int_equal(hb_msg_decode(text->str, text->len, &msg), -EMSGSIZE);
	assert_null(msg);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(written_is_read), cmocka_unit_test(line_ends_do_not_pass),
		cmocka_unit_test(numbers),         cmocka_unit_test(hostile),
		cmocka_unit_test(too_much),
	};

	return EB_TAP(tests);
}
