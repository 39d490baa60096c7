// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * heartbeat: the old daemon's command line. Without options it starts escapebeatd; corosync and
 * Pacemaker are services of their own, which the init script and the unit start with it.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "heartbeat-compat/commands/say.h"
#include "lib/clock.h"

enum {
	STOPPED = 3, /* LSB: the program is not running */
	USAGE = 2,
	ASK_MS = 10000,
	STOP_MS = 60000,
};

static const char DAEMON[] = SBINDIR "/escapebeatd";

static const char USAGE_TEXT[] = "\nUsage: heartbeat [-dDkMrRsvWlVf] [-C Current-resource-state]\n"
				 "\t-C only valid with -R\n"
				 "\t-r is mutually exclusive with -R\n";

/* What Heartbeat takes when ha.cf does not say. */
static const char DEFAULTS[] =
	"Directive                Default   Description\n"
	"----------------------------------------------------------------------------"
	"----\n"
	"cluster                  linux-ha  the name of cluster\n"
	"hopfudge                 1         # of hops above cluster size\n"
	"keepalive                1000ms    keepalive time\n"
	"deadtime                 30000ms   node deadtime\n"
	"baud                     19200     baud rate\n"
	"auto_failback            legacy    auto failback\n"
	"hbgenmethod              file      protocol generation computation method\n"
	"realtime                 true      enable realtime behavior?\n"
	"msgfmt                   classic   message format in the wire\n"
	"conn_logd_time           60        the interval to reconnect to logd\n"
	"log_badpack              true      warn about bad packets\n"
	"syslogmsgfmt             true      log to files in syslog format\n"
	"coredumps                true      enable Linux-HA core dumps\n"
	"pacemaker                false     enable Pacemaker resource management\n"
	"autojoin                 none      set automatic join mode/style\n"
	"uuidfrom                 file      set the source for uuid\n"
	"compression              zlib      set compression module\n"
	"compression_threshold    2         set compression threshold\n"
	"traditional_compression  no        set traditional_compression\n"
	"max_rexmit_delay         250       set the maximum rexmit delay time\n"
	"record_config_changes    on        record changes to the cib (valid only with: pacemaker "
	"on)\n"
	"record_pengine_inputs    on        record the input used by the policy engine (valid only "
	"with: pacemaker on)\n"
	"enable_config_writes     on        write configuration changes to disk (valid only with: "
	"pacemaker on)\n"
	"memreserve               6500      number of kbytes to preallocate in heartbeat\n";

/* The running daemon's answer to a verb; NULL: there is none. */
static struct hb_msg *ask(const char *verb)
{
	struct hb_msg *request = hb_msg_new(verb), *answer = NULL;

	if (hb_say_ask(request, ASK_MS, &answer) < 0)
		answer = NULL;
	hb_msg_free(request);
	return answer;
}

static pid_t running(void)
{
	struct hb_msg *answer = ask("hbstatus");
	pid_t pid = answer ? (pid_t)hb_msg_number(answer, "pid", 0) : 0;

	hb_msg_free(answer);
	return pid;
}

static int status(void)
{
	struct hb_msg *answer = ask("hbstatus");
	const char *node;

	if (!answer) {
		puts("heartbeat is stopped. No process");
		return STOPPED;
	}
	node = hb_msg_get(answer, "node");
	printf("heartbeat OK [pid %s et al] is running on %s [%s]...\n", hb_msg_get(answer, "pid"),
	       node, node);
	hb_msg_free(answer);
	return 0;
}

static int stop(void)
{
	int64_t deadline_ms = eb_clock_ms() + STOP_MS;
	pid_t pid = running();

	if (!pid) {
		puts("INFO: Heartbeat already stopped.");
		return 0;
	}
	if (kill(pid, SIGTERM) < 0 && errno != ESRCH) {
		fprintf(stderr, "ERROR: cannot stop heartbeat [pid %d]: %s\n", (int)pid,
			strerror(errno));
		return 1;
	}
	while (kill(pid, 0) == 0) {
		if (!eb_clock_left(deadline_ms)) {
			fprintf(stderr, "ERROR: heartbeat [pid %d] does not end\n", (int)pid);
			return 1;
		}
		eb_clock_sleep(20, deadline_ms);
	}
	return 0;
}

static int start(void)
{
	pid_t pid = running();

	if (pid) {
		printf("heartbeat: already running [pid %d].\n", (int)pid);
		return 0;
	}
	execl(DAEMON, DAEMON, (char *)NULL);
	fprintf(stderr, "ERROR: cannot run %s: %s\n", DAEMON, strerror(errno));
	return 1;
}

/* On a stopped node -r started the daemon; here it says that there is none. */
static int reload(void)
{
	struct hb_msg *answer = ask("reload");
	int code = 0;

	if (!answer) {
		fprintf(stderr, "ERROR: Heartbeat is not running\n");
		return 1;
	}
	if (strcmp(hb_msg_get(answer, "t"), "ok") != 0) {
		fprintf(stderr, "ERROR: heartbeat does not take the new files: its log says why\n");
		code = 1;
	} else {
		printf("Signalling heartbeat pid %d to reread config files\n", (int)running());
	}
	hb_msg_free(answer);
	return code;
}

int main(int argc, char **argv)
{
	int option = getopt(argc, argv, "dDkMrRsvWlVfC:");

	switch (option) {
	case 'D': fputs(DEFAULTS, stdout); return 0;
	case 'V': printf("3.0.6 (%s)\n", PACKAGE_STRING); return 0;
	case 'k': return stop();
	case 'r': return reload();
	case 's': return status();
	case '?': fputs(USAGE_TEXT, stderr); return USAGE;
	default: return start();
	}
}
