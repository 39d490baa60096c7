// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Messages: their codes and what they lead to, what they show of a line, and what never.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "heartbeat-compat/authkeys.h"
#include "heartbeat-compat/check.h"
#include "heartbeat-compat/ha-cf.h"
#include "heartbeat-compat/haresources.h"
#include "lib/core.h"
#include "ocf-tests/unit/read.h"
#include "ocf-tests/unit/tap.h"

static void meant(void **state)
{
	static const char *const known[] = { "plan", "keepalive", "auto_failback", "node", NULL };

	(void)state;
	assert_string_equal(eb_did_you_mean("keepalives", known), "keepalive");
	assert_string_equal(eb_did_you_mean("keepailve", known), "keepalive");
	assert_string_equal(eb_did_you_mean("Auto_Failback", known), "auto_failback");
	assert_string_equal(eb_did_you_mean("plna", known), "plan");
	assert_string_equal(eb_did_you_mean("nod", known), "node");
	assert_null(eb_did_you_mean("frobnicate", known));
	assert_null(eb_did_you_mean("x", known));
	assert_null(eb_did_you_mean("", known));
}

static void codes(void **state)
{
	const struct eb_code *code = eb_code_table();
	static const enum eb_severity of_digit[] = {
		[1] = EB_ERROR, [2] = EB_WARNING, [3] = EB_DECISION, [4] = EB_NOTE
	};

	(void)state;
	for (unsigned int before = 0; code->number; before = code->number, code++) {
		enum eb_severity severity =
			code->severity == EB_MISSING ? EB_DECISION : code->severity;

		assert_true(code->number > before);
		assert_int_equal(severity, of_digit[code->number / 1000]);
		assert_true(*code->title && *code->remedy);
	}
	assert_int_equal(eb_code_parse("HB-2107"), 2107);
	assert_int_equal(eb_code_parse("hb-2107"), 2107);
	assert_int_equal(eb_code_parse("2107"), 2107);
	assert_int_equal(eb_code_parse("HB-9999"), 0);
	assert_int_equal(eb_code_parse("HB-21070"), 0);
	assert_int_equal(eb_code_parse("+210"), 0);
}

static void verdicts(void **state)
{
	struct eb_span nowhere = { 0 };

	(void)state;
	assert_int_equal(eb_diag_exit(diag, true), 0);
	eb_diag_add(diag, EB_MSG_SAME_AGAIN, nowhere, "x");
	assert_int_equal(eb_diag_exit(diag, true), 0);
	eb_diag_add(diag, EB_MSG_CRC, nowhere, "x");
	assert_int_equal(eb_diag_exit(diag, false), 2);
	assert_int_equal(eb_diag_exit(diag, true), 1);
	eb_diag_add(diag, EB_MSG_FILE_MISSING, nowhere, "x");
	assert_int_equal(eb_diag_exit(diag, false), 3);
	eb_diag_add(diag, EB_MSG_NO_MEDIA, nowhere, "x");
	assert_int_equal(eb_diag_exit(diag, false), 1);
}

static void accepted(void **state)
{
	struct eb_span nowhere = { 0 };

	(void)state;
	assert_int_equal(eb_diag_accept(diag, EB_MSG_CRC), 0);
	assert_int_equal(eb_diag_accept(diag, EB_MSG_NO_MEDIA), -EINVAL);
	assert_int_equal(eb_diag_accept(diag, 4999), -EINVAL);
	eb_diag_add(diag, EB_MSG_CRC, nowhere, "x");
	assert_int_equal(eb_diag_exit(diag, true), 0);
}

/* The caret stands under the word whatever is before it. */
static void carets(void **state)
{
	static const struct {
		const char *text, *expected;
	} rows[] = {
		{ "kepalive 2\n", "t:1:1: error: unknown directive 'kepalive' [HB-1101]\n"
				  "    1 | kepalive ****\n"
				  "      | ^~~~~~~~ did you mean 'keepalive'?\n" },
		{ "\tdebug\t999\n",
		  "t:1:8: error: debug cannot be '999' [HB-1104]\n"
		  "    1 |         debug   999\n"
		  "      |                 ^~~ expected a number from 0 to 255\n" },
		{ "debug \xe5\xbf\x83 x 999\n",
		  "t:1:11: error: debug cannot be '999' [HB-1104]\n"
		  "    1 | debug \xe5\xbf\x83 x 999\n"
		  "      |            ^~~ expected a number from 0 to 255\n" },
		{ "x\033[31m\x7f\n", "t:1:1: error: unknown directive 'x\\x1b[31m\\x7f' [HB-1101]\n"
				     "    1 | x\\x1b[31m\\x7f\n"
				     "      | ^~~~~~~~~~~~~\n" },
	};

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		char *text;

		end(NULL);
		begin(NULL);
		hb_ha_cf_read(cluster, hb_host_add(cluster, ""),
			      source_of(HB_FILE_HA_CF, rows[i].text), diag);
		text = said();
		assert_non_null(strstr(text, rows[i].expected));
		free(text);
	}
}

/* A fault far out on a line is still shown, with the line cut around it. */
static void far_out(void **state)
{
	g_autoptr(GString) line = g_string_new("debug");
	g_auto(GStrv) shown = NULL;
	char *text;

	(void)state;
	for (int i = 0; i < 400; i++)
		g_string_append(line, " 1");
	g_string_append(line, " 999\n");
	hb_ha_cf_read(cluster, hb_host_add(cluster, ""), source_of(HB_FILE_HA_CF, line->str), diag);
	text = said();
	shown = g_strsplit(text, "\n", -1);
	free(text);
	assert_string_equal(shown[0], "t:1:807: error: debug cannot be '999' [HB-1104]");
	assert_true(g_str_has_prefix(shown[1], "    1 | ..."));
	assert_true(g_str_has_suffix(shown[1], " 1 999"));
	assert_int_equal(strcspn(shown[2], "^"), strlen(shown[1]) - 3);
}

/* Whatever is wrong with authkeys, what it holds stays in it. */
static void secrets(void **state)
{
	static const char *const texts[] = {
		"auth 1\n1 sha1 hunter2 hunter3\n1 hunter2\n",
		"auth hunter2\nauthority hunter2\nhunter2\n1 crc hunter2\n",
		"hunter2 1 sha1\n99 md5 hunter2\n1 md5\thunter2\n2 sha hunter2\n",
		"auth 1 hunter2\n\xff\xfehunter2\n1 hunter2 sha1\n",
	};
	char *text;

	(void)state;
	for (size_t i = 0; i < EB_COUNT(texts); i++)
		hb_authkeys_read(cluster, hb_host_add(cluster, ""),
				 source_of(HB_FILE_AUTHKEYS, texts[i]), diag);
	hb_ha_cf_read(cluster, hb_host_add(cluster, ""),
		      source_of(HB_FILE_HA_CF, "stonith_host * baytech 1.2.3.4 hunter2\n"
					       "  stonith_host\t*  bytech 1.2.3.4 me hunter2\n"),
		      diag);
	hb_check(cluster, diag);
	text = said();
	assert_true(diag->messages->len > 10);
	assert_null(strstr(text, "hunter"));
	free(text);
}

/* Ten thousand lines in which everything is wrong are no more work per line than ten. */
static void many_lines(void **state)
{
	g_autoptr(GString) text = g_string_new(NULL);
	char *out;

	(void)state;
	for (int i = 0; i < 10000; i++)
		g_string_append_printf(text, "node n%d\nkepalive %d\napiauth c%d uid=x\n", i, i, i);
	hb_ha_cf_read(cluster, hb_host_add(cluster, ""), source_of(HB_FILE_HA_CF, text->str), diag);
	g_string_truncate(text, 0);
	for (int i = 0; i < 10000; i++)
		g_string_append_printf(text, "m%d IPaddr::10.0.%d.%d/24 x%d\n", i, i / 250, i % 250,
				       i);
	hb_haresources_read(cluster, hb_host_add(cluster, ""),
			    source_of(HB_FILE_HARESOURCES, text->str), diag);
	hb_check(cluster, diag);
	out = said();
	assert_int_equal(eb_diag_exit(diag, false), 1);
	free(out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(meant),
		cmocka_unit_test(codes),
		cmocka_unit_test_setup_teardown(verdicts, begin, end),
		cmocka_unit_test_setup_teardown(accepted, begin, end),
		cmocka_unit_test_setup_teardown(carets, begin, end),
		cmocka_unit_test_setup_teardown(far_out, begin, end),
		cmocka_unit_test_setup_teardown(secrets, begin, end),
		cmocka_unit_test_setup_teardown(many_lines, begin, end),
	};

	return EB_TAP(tests);
}
