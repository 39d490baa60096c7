// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Who may speak to the daemon as which client, and what that client may ask.
 */
#include <glib/gstdio.h>
#include <grp.h>
#include <unistd.h>

#include "heartbeat-compat/daemon/ipc.h"
#include "ocf-tests/unit/tap.h"

enum { NOBODY = 65534, DAEMON = 1, NOGROUP = 65534 };

static char folder[] = "/tmp/eb-daemon-apiauth.XXXXXX";

static void put(const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	assert_true(g_file_set_contents(path, text, -1, NULL));
	assert_int_equal(g_chmod(path, 0600), 0);
}

static int set_up(void **state)
{
	assert_non_null(g_mkdtemp(folder));
	put("haresources", "web1 10.0.0.9/24/eth0\n");
	put("authkeys", "auth 1\n1 crc\n");
	return 0;
}

static int tear_down(void **state)
{
	static const char *const names[] = { "ha.cf", "haresources", "authkeys" };

	for (size_t i = 0; i < EB_COUNT(names); i++) {
		g_autofree char *path = g_build_filename(folder, names[i], NULL);

		unlink(path);
	}
	return rmdir(folder);
}

static struct hb_settings *settings_of(const char *more)
{
	g_autofree char *text =
		g_strconcat("node web1 web2\nbcast eth0\nauto_failback on\n", more, NULL);
	struct hb_settings *settings;

	put("ha.cf", text);
	settings = hb_config_settings(folder, "web1", false);
	assert_non_null(settings);
	return settings;
}

/* May uid, in the group nogroup, speak as this client, given these lines? */
static void admitted(const char *lines, const char *client, uid_t uid, bool want)
{
	struct hb_settings *settings = settings_of(lines);

	if (hb_ipc_admits(settings, client, uid, NOGROUP) != want)
		fail_msg("%s, user %u, '%s': not %d", client ? client : "no name", uid, lines,
			 want);
	hb_settings_free(settings);
}

static void by_name(void **state)
{
	static const char mine[] = "apiauth mine uid=nobody\n";

	admitted("", "cl_status", NOBODY, false);
	admitted("", "cl_status", 0, true);
	admitted("", "nosuch", 0, true);
	admitted(mine, "mine", NOBODY, true);
	admitted(mine, "mine", DAEMON, false);
	admitted(mine, "cl_status", NOBODY, false);
	admitted("apiauth mine gid=nogroup\n", "mine", DAEMON, true);
}

/* A client that no line names is for `default`; `anon` is for those that have no name. */
static void without_a_line(void **state)
{
	static const char anon[] = "apiauth anon uid=nobody\n";
	static const char others[] = "apiauth default uid=nobody\n";

	admitted(anon, NULL, NOBODY, true);
	admitted(anon, "4711", NOBODY, true);
	admitted(anon, "nosuch", NOBODY, false);
	admitted("", "nosuch", NOBODY, false);
	admitted(others, "nosuch", NOBODY, true);
	admitted(others, "nosuch", DAEMON, false);
	/* Its preset is a line of its own. */
	admitted(others, "ccm", NOBODY, false);
}

static void members(void **state)
{
	const struct group *group = getgrnam("haclient");
	struct hb_settings *settings;

	if (!group)
		skip();
	settings = settings_of("");
	assert_true(hb_ipc_admits(settings, "cl_status", NOBODY, group->gr_gid));
	assert_true(hb_ipc_admits(settings, "ping", NOBODY, group->gr_gid));
	assert_true(hb_ipc_admits(settings, NULL, NOBODY, group->gr_gid));
	assert_false(hb_ipc_admits(settings, "ipfail", NOBODY, group->gr_gid));
	assert_false(hb_ipc_admits(settings, "escapebeat-alert", NOBODY, group->gr_gid));
	assert_false(hb_ipc_admits(settings, "nosuch", NOBODY, group->gr_gid));
	hb_settings_free(settings);
}

static void allowed(const char *lines, const char *verb, const char *client, uid_t uid, bool want)
{
	struct hb_settings *settings = settings_of(lines);

	if (hb_ipc_allows(settings, verb, client, uid) != want)
		fail_msg("%s by %s, user %u, '%s': not %d", verb, client ? client : "no name", uid,
			 lines, want);
	hb_settings_free(settings);
}

static void acting(void **state)
{
	static const char *const looks[] = { "client", "follow",    "hbstatus", "links",
					     "nodes",  "parameter", "rscstatus" };
	static const char *const acts[] = { "alert", "reload", "standby", "takeover" };

	for (size_t i = 0; i < EB_COUNT(looks); i++) {
		allowed("", looks[i], "cl_status", NOBODY, true);
		allowed("", looks[i], NULL, NOBODY, true);
	}
	for (size_t i = 0; i < EB_COUNT(acts); i++) {
		allowed("", acts[i], "cl_status", NOBODY, false);
		allowed("", acts[i], "ping", NOBODY, false);
		allowed("", acts[i], NULL, NOBODY, false);
		allowed("", acts[i], "cl_status", 0, true);
	}
}

static void by_its_own_line(void **state)
{
	static const char operator[] = "apiauth hb_standby uid=nobody\n";

	allowed(operator, "standby", "hb_standby", NOBODY, true);
	allowed(operator, "takeover", "hb_standby", NOBODY, false);
	allowed(operator, "takeover", "hb_takeover", NOBODY, false);
	allowed("apiauth heartbeat uid=nobody\n", "reload", "heartbeat", NOBODY, true);
	allowed("", "alert", "escapebeat-alert", NOBODY, true);
	allowed("", "standby", "ipfail", NOBODY, true);
	/* One for all that have none of their own does not do. */
	allowed("apiauth default uid=nobody\n", "standby", "hb_standby", NOBODY, false);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_name),         cmocka_unit_test(without_a_line),
		cmocka_unit_test(members),         cmocka_unit_test(acting),
		cmocka_unit_test(by_its_own_line),
	};

	return EB_TAP_WITH(tests, set_up, tear_down);
}
