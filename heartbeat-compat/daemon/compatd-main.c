// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * escapebeatd: Heartbeat's place in a cluster of corosync and Pacemaker. It reads /etc/ha.d,
 * keeps the CIB at what it says, and answers the old commands.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "heartbeat-compat/daemon/compatd.h"
#include "heartbeat-compat/daemon/generation.h"
#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/daemon/ipc.h"
#include "heartbeat-compat/daemon/privilege.h"
#include "heartbeat-compat/daemon/worker.h"
#include "heartbeat-compat/options.h"

enum { EXIT_USAGE = 2, EXIT_CONFIG = 6 };

struct options {
	const char *folder, *alert;
	bool foreground, restore, judge;
	GPtrArray *services;
};

/* ---- starting ----------------------------------------------------------------------------- */

/* In the background the caller waits until the socket is there. */
static int detach(void)
{
	int ends[2];
	char byte;
	pid_t pid;

	if (pipe(ends) < 0)
		return -errno;
	pid = fork();
	if (pid < 0)
		return -errno;
	if (pid > 0) {
		close(ends[1]);
		_exit(read(ends[0], &byte, 1) == 1 ? byte : EXIT_FAILURE);
	}
	close(ends[0]);
	setsid();
	return ends[1];
}

/* Lets the caller go, with this exit code, and the terminal too. */
static void report(int fd, char code)
{
	int null;

	if (fd < 0 || write(fd, &code, 1) != 1)
		return;
	close(fd);
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	for (int standard = 0; standard < 3 && null >= 0; standard++)
		dup2(null, standard);
	if (chdir("/") < 0)
		hb_log(HB_LOG_WARN, "cannot change to /: %s", strerror(errno));
}

static int run(struct hb_daemon *daemon, const struct options *options)
{
	int ready = options->foreground ? -1 : detach(), failed;

	daemon->loop = qb_loop_create();
	failed = hb_worker_init(daemon->loop);
	if (!failed)
		failed = hb_ipc_open(daemon, &daemon->ipc);
	if (failed) {
		fprintf(stderr, "escapebeatd: cannot open its socket: %s%s\n", strerror(-failed),
			failed == -EADDRINUSE ? "; it runs already" : "");
		report(ready, EXIT_FAILURE);
		hb_daemon_end(daemon);
		return EXIT_FAILURE;
	}
	daemon->generation = hb_generation_next();
	failed = hb_privilege_drop(daemon->settings, &daemon->job);
	if (failed) {
		hb_log(HB_LOG_ERROR, "cannot become " HB_USER ": %s",
		       failed == -ENOENT ? "no such user, or no group " HB_GROUP
					 : strerror(-failed));
		fprintf(stderr, "escapebeatd: cannot become " HB_USER "\n");
		report(ready, EXIT_FAILURE);
		hb_daemon_end(daemon);
		return EXIT_FAILURE;
	}
	hb_daemon_begin(daemon);
	report(ready, EXIT_SUCCESS);
	qb_loop_run(daemon->loop);
	hb_daemon_end(daemon);
	return EXIT_SUCCESS;
}

static void usage(FILE *out)
{
	fprintf(out,
		"usage: escapebeatd [-ft] [-c FOLDER] [-a PROGRAM] [-r] [-s WORD=NAME]...\n"
		"\n"
		"Keeps a cluster of corosync and Pacemaker at what /etc/ha.d says, and answers\n"
		"cl_status, hb_standby and hb_takeover.\n"
		"\n"
		"  -f            stay in the foreground, and log to standard error, too\n"
		"  -t            judge the files, as at a start, and do nothing else\n"
		"  -c FOLDER     instead of /etc/ha.d\n"
		"  -a PROGRAM    the alert agent that the CIB names (default: %s);\n"
		"                'none': none\n"
		"  -r            put objects right that were edited by hand in the CIB\n"
		"  -s WORD=NAME  the script WORD of haresources is called NAME\n"
		"  -h, -V        this help; the version\n",
		ALERT_AGENT);
}

static int take_service(struct options *options, char *text)
{
	char *equals = strchr(text, '=');
	struct eb_pair *pair;

	if (!equals || equals == text || !equals[1]) {
		fprintf(stderr, "escapebeatd: -s takes WORD=NAME, not '%s'\n", text);
		return EXIT_USAGE;
	}
	pair = g_new(struct eb_pair, 1);
	*equals = '\0';
	*pair = (struct eb_pair) { text, equals + 1 };
	g_ptr_array_add(options->services, pair);
	return 0;
}

/* -1: go on; else the exit code. */
static int take_options(struct options *options, int argc, char **argv)
{
	int option, failed;

	while ((option = getopt(argc, argv, "ftc:a:rs:hV")) != -1)
		switch (option) {
		case 'f': options->foreground = true; break;
		case 't': options->judge = true; break;
		case 'c': options->folder = optarg; break;
		case 'a': options->alert = strcmp(optarg, "none") == 0 ? NULL : optarg; break;
		case 'r': options->restore = true; break;
		case 's':
			failed = take_service(options, optarg);
			if (failed)
				return failed;
			break;
		case 'h': usage(stdout); return 0;
		case 'V': puts(PACKAGE_STRING); return 0;
		default: return EXIT_USAGE;
		}
	if (optind == argc)
		return -1;
	fprintf(stderr, "escapebeatd: '%s' is one word too many\n", argv[optind]);
	return EXIT_USAGE;
}

int main(int argc, char **argv)
{
	struct options options = {
		.folder = "/etc/ha.d",
		.alert = ALERT_AGENT,
		.services = g_ptr_array_new_with_free_func(g_free),
	};
	struct hb_daemon daemon = { 0 };
	struct utsname self;
	int code = take_options(&options, argc, argv);

	if (code >= 0)
		return code;
	/* Whoever waits for the end of a pipe that we inherited would wait as long as we run. */
	if (!options.foreground)
		syscall(SYS_close_range, STDERR_FILENO + 1U, ~0U, 0U);
	uname(&self);
	daemon.job = (struct hb_config_job) {
		.folder = options.folder,
		.self = self.nodename,
		.alert = options.alert,
		.restore = options.restore,
		.applied = EB_APPLIED_PLAN,
		.services = options.services,
	};
	/* Errors of the configuration are for who starts us. */
	hb_log_open(self.nodename, &(struct hb_log_to) { .facility = -1, .to_stderr = true });
	daemon.settings = hb_config_settings(options.folder, self.nodename, true);
	if (!daemon.settings) {
		hb_log(HB_LOG_ERROR, "Configuration error, heartbeat not started.");
		return EXIT_CONFIG;
	}
	if (options.judge)
		return EXIT_SUCCESS;
	daemon.settings->log.to_stderr = options.foreground;
	hb_log_open(daemon.settings->self, &daemon.settings->log);
	code = run(&daemon, &options);
	g_ptr_array_unref(options.services);
	return code;
}
