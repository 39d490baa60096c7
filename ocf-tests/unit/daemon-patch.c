// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A patch of the CIB among what happens meanwhile: the status of resources does not keep it out,
 * another change of the configuration does. cibadmin is the test's own, and judges versions as
 * Pacemaker 2.1.5 was seen to: what a patch names has to be what the CIB is at, what it does not
 * name may be anything.
 */
#include <stdbool.h>
#include <string.h>

#include <glib.h>

#include "heartbeat-compat/daemon/cib-patch.h"
#include "heartbeat-compat/tool.h"
#include "ocf-tests/unit/tap.h"

enum { DIFFER = 1, OLD_DATA = 103 };

static int epoch, updates; /* what the CIB is at */
static int asked;          /* so often cibadmin was called */
static bool applied;

/* Does the patch name another version than the CIB's? */
static bool is_other(const char *source, const char *name, int is)
{
	g_autofree char *start = g_strdup_printf(" %s=\"", name);
	const char *at = strstr(source, start);

	return at && g_ascii_strtoll(at + strlen(start), NULL, 10) != is;
}

int eb_tool(const char *const *argv, int64_t wait_ms, char **output)
{
	g_autofree char *diff = NULL, *source = NULL;
	const char *from;

	*output = g_strdup("");
	if (strcmp(argv[0], "crm_diff") == 0) {
		g_free(*output);
		*output = g_strdup("<diff format=\"2\"><version>"
				   "<source admin_epoch=\"0\" epoch=\"13\" num_updates=\"661\"/>"
				   "<target admin_epoch=\"0\" epoch=\"14\" num_updates=\"661\"/>"
				   "</version><change operation=\"create\"/></diff>");
		return DIFFER;
	}
	asked++;
	assert_string_equal(argv[0], "cibadmin");
	assert_true(g_file_get_contents(argv[3], &diff, NULL, NULL));
	from = strstr(diff, "<source ");
	assert_non_null(from);
	source = g_strndup(from, strcspn(from, ">"));
	assert_non_null(
		strstr(diff, "<target admin_epoch=\"0\" epoch=\"14\" num_updates=\"661\"/>"));
	assert_non_null(strstr(diff, "<change operation=\"create\"/></diff>"));
	if (is_other(source, "epoch", epoch) || is_other(source, "num_updates", updates)) {
		g_free(*output);
		*output = g_strdup("Update was older than existing configuration");
		return OLD_DATA;
	}
	applied = true;
	return 0;
}

char *eb_first_line(char *output)
{
	return output;
}

/* The patch, when the CIB is at this meanwhile. */
static int patch(int epoch_is, int updates_is)
{
	g_autofree char *why = NULL;
	int code;

	epoch = epoch_is;
	updates = updates_is;
	asked = 0;
	applied = false;
	code = hb_cib_patch("<cib/>", "<cib epoch=\"1\"/>", &why);
	assert_int_equal(code == 0, applied);
	if (code)
		assert_string_equal(why, "Update was older than existing configuration");
	return code;
}

static void nothing_happened(void **unused)
{
	assert_int_equal(patch(13, 661), 0);
	assert_int_equal(asked, 1);
}

static void resources_fail_meanwhile(void **unused)
{
	assert_int_equal(patch(13, 690), 0);
}

static void somebody_changed_the_configuration(void **unused)
{
	assert_int_equal(patch(14, 0), OLD_DATA);
	assert_int_equal(patch(14, 661), OLD_DATA);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_happened),
		cmocka_unit_test(resources_fail_meanwhile),
		cmocka_unit_test(somebody_changed_the_configuration),
	};

	return EB_TAP(tests);
}
