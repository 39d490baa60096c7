// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the daemon keeps of root's rights: what its ha.cf takes, no more.
 */
#include <glib/gstdio.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "heartbeat-compat/daemon/privilege.h"
#include "ocf-tests/unit/tap.h"

enum { NOBODY = 65534 };

static char folder[] = "/tmp/eb-daemon-privilege.XXXXXX";
static char *elsewhere; /* what lies there is no file of the folder */

static char *path_of(const char *name)
{
	return g_build_filename(folder, name, NULL);
}

static void put(const char *name, const char *text, int mode)
{
	g_autofree char *path = path_of(name);

	assert_true(g_file_set_contents(path, text, -1, NULL));
	assert_int_equal(g_chmod(path, mode), 0);
}

static int set_up(void **state)
{
	assert_non_null(g_mkdtemp(folder));
	assert_int_equal(g_chmod(folder, 0755), 0);
	put("haresources", "web1 10.0.0.9/24/eth0\n", 0644);
	put("authkeys", "auth 1\n1 crc\n", 0600);
	elsewhere = path_of("elsewhere");
	return g_mkdir(elsewhere, 0755);
}

static int tear_down(void **state)
{
	static const char *const names[] = { "ha.cf", "haresources", "authkeys", "elsewhere/plan",
					     "elsewhere/device" };

	for (size_t i = 0; i < EB_COUNT(names); i++) {
		g_autofree char *path = path_of(names[i]);

		unlink(path);
	}
	rmdir(elsewhere);
	g_free(elsewhere);
	return rmdir(folder);
}

static struct hb_settings *settings_of(const char *more)
{
	g_autofree char *text =
		g_strconcat("node web1 web2\nbcast eth0\nauto_failback on\n", more, NULL);
	struct hb_settings *settings;

	put("ha.cf", text, 0644);
	settings = hb_config_settings(folder, "web1", false);
	assert_non_null(settings);
	return settings;
}

#define BIT(capability) (UINT64_C(1) << (capability))

static void takes(const char *more, uint64_t rights)
{
	struct hb_settings *settings = settings_of(more);

	assert_int_equal(hb_privilege_needed(settings), BIT(CAP_NET_RAW) | rights);
	hb_settings_free(settings);
}

static void needed(void **state)
{
	const uint64_t others = BIT(CAP_SETUID) | BIT(CAP_SETGID) | BIT(CAP_KILL);

	takes("", 0);
	takes("respawn hacluster /bin/cat\n", 0);
	takes("respawn hacluster /usr/lib/heartbeat/ipfail\n", 0);
	takes("respawn root /bin/cat\n", others);
	takes("respawn nobody /bin/cat\n", others);
	takes("failfast hacluster /bin/cat\n", BIT(CAP_SYS_BOOT));
	takes("failfast root /bin/cat\n", BIT(CAP_SYS_BOOT) | others);
	takes("apiauth mine uid=nobody gid=nogroup\n", 0);
}

/* What nobody could not read of it, "" for all. */
static void cannot_read(const char *more, const char *want)
{
	struct hb_settings *settings = settings_of(more);
	g_autofree char *plan = path_of("elsewhere/plan"),
			*expected = *want ? path_of(want) : g_strdup("");
	struct hb_config_job job = { .folder = folder, .applied = plan };
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		g_autofree char *got = NULL;

		if (geteuid() == 0 && setresuid(NOBODY, NOBODY, NOBODY) < 0)
			_exit(2);
		got = hb_privilege_unreadable(settings, &job);
		_exit(strcmp(got ? got : "", expected) != 0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	hb_settings_free(settings);
}

static void unreadable(void **state)
{
	g_autofree char *device = path_of("elsewhere/device");
	g_autofree char *line = g_strdup_printf("stonith external/ssh %s\n", device);

	cannot_read("", ""); /* authkeys does not count */
	put("elsewhere/plan", "{}", 0);
	cannot_read("", "elsewhere/plan");
	put("elsewhere/plan", "{}", 0644);
	cannot_read("", "");
	put("haresources", "web1 10.0.0.9/24/eth0\n", 0000);
	if (geteuid() == 0)
		cannot_read("", "haresources");
	put("haresources", "web1 10.0.0.9/24/eth0\n", 0644);
	put("elsewhere/device", "web1 web2\n", 0644);
	cannot_read(line, "");
	put("elsewhere/device", "web1 web2\n", 0000);
	cannot_read(line, "elsewhere/device");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(needed),
		cmocka_unit_test(unreadable),
	};

	return EB_TAP_WITH(tests, set_up, tear_down);
}
