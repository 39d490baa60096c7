// SPDX-License-Identifier: GPL-2.0-or-later
/* What real scripts print for status, and what is made of it in each mode. */
#include "agents/script/answer.h"
#include "lib/core.h"
#include "ocf-tests/unit/tap.h"

#define STOPPED EB_ANSWER_STOPPED
#define RUNNING EB_ANSWER_RUNNING
#define NONE    EB_ANSWER_NONE
#define UNKNOWN EB_ANSWER_UNKNOWN

static const struct {
	const char *text;
	int status;
	enum eb_answer by_text, by_exit, automatic;
} rows[] = {
	/* ResourceManager's own words, the exit code against them */
	{ "nginx is running.", 0, RUNNING, RUNNING, RUNNING },
	{ "running", 3, RUNNING, STOPPED, RUNNING },
	{ "Running", 1, RUNNING, STOPPED, RUNNING },
	{ "RUNNING", 0, STOPPED, RUNNING, NONE },
	{ "OK", 0, RUNNING, RUNNING, RUNNING },
	{ "Not OK", 1, RUNNING, STOPPED, RUNNING },
	{ "ok", 0, STOPPED, RUNNING, NONE },
	{ "nginx is not running ... failed!", 3, STOPPED, STOPPED, STOPPED },
	{ "NOT   RUNNING", 0, STOPPED, RUNNING, STOPPED },
	{ "notrunning", 0, STOPPED, RUNNING, STOPPED },
	{ "IP is not running\neth0 is OK", 0, STOPPED, RUNNING, STOPPED },
	/* Red Hat's and SUSE's functions */
	{ "httpd is stopped", 3, STOPPED, STOPPED, STOPPED },
	{ "httpd dead but pid file exists", 1, STOPPED, STOPPED, STOPPED },
	{ "httpd dead but subsys locked", 2, STOPPED, STOPPED, STOPPED },
	{ "httpd (pid  1234) is running...", 0, RUNNING, RUNNING, RUNNING },
	{ "Checking for service ldap:unused", 3, STOPPED, STOPPED, STOPPED },
	/* no status at all */
	{ "", 0, STOPPED, RUNNING, NONE },
	{ "", 1, STOPPED, STOPPED, NONE },
	{ "", 3, STOPPED, STOPPED, STOPPED },
	{ "Usage: myop.sh {start|stop}", 1, STOPPED, STOPPED, NONE },
	{ "usage: x {start|stop|stopped}", 3, STOPPED, STOPPED, NONE },
	{ "Unknown argument status", 3, STOPPED, STOPPED, NONE },
	{ "up since yesterday", 0, STOPPED, RUNNING, NONE },
	{ "could not access PID file for nginx ... failed!", 4, STOPPED, UNKNOWN, NONE },
	/* an init script that hands over to systemctl, whose journal lines may say anything */
	{ "* x.service - X\n     Active: active (running) since Mon", 0, RUNNING, RUNNING,
	  RUNNING },
	{ "* x.service - X\n     Active: inactive (dead)\nNov 1 x[1]: running", 3, RUNNING, STOPPED,
	  STOPPED },
	{ "* x.service\n   Active: failed (Result: exit-code)\n x[1]: config OK", 3, RUNNING,
	  STOPPED, STOPPED },
	{ "* x.service\n   Active: active (exited) since Mon", 0, STOPPED, RUNNING, RUNNING },
	{ "* x.service\n   Active: activating (start)", 3, STOPPED, STOPPED, UNKNOWN },
};

static void readings(void **state)
{
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		enum eb_answer by_text = eb_answer_by_text(rows[i].text);
		enum eb_answer by_exit = eb_answer_by_exit(rows[i].status);
		enum eb_answer automatic = eb_answer_auto(rows[i].text, rows[i].status);

		if (by_text != rows[i].by_text || by_exit != rows[i].by_exit ||
		    automatic != rows[i].automatic)
			fail_msg("'%s' (%d): text %d, exit %d, auto %d", rows[i].text,
				 rows[i].status, by_text, by_exit, automatic);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(readings),
	};

	return EB_TAP(tests);
}
