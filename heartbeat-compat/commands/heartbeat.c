// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * heartbeat: the old daemon's command line. Without options it starts escapebeatd; corosync and
 * Pacemaker are services of their own, which the init script and the unit start with it. Options
 * mean what they meant to Heartbeat, which took them all before it did anything.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "heartbeat-compat/commands/old.h"
#include "heartbeat-compat/commands/say.h"
#include "heartbeat-compat/commands/stop.h"

enum {
	USAGE = 2,
	STOPPED = 3, /* LSB: the program is not running */
	UNKNOWN = 4, /* LSB: its status is not known */
	NOT_CONFIGURED = 6,
	ASK_MS = 20000,
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

/* What the command line says. Options add up: what is done follows from all of them. */
struct call {
	bool defaults, wiki, kill, status, reload, restarting, foreground, unmanaged, held, wrong;
};

/* ---- what is there -------------------------------------------------------------------------- */

/* As cl_status, who may look, or as heartbeat, who may act. */
static int ask(const char *client, const char *verb, struct hb_msg **answer)
{
	struct hb_msg *request = hb_msg_new(verb);
	int failed = hb_ask(client, request, ASK_MS, answer);

	hb_msg_free(request);
	return failed;
}

/* The daemon is there or not, and nobody may take one for the other. */
static int cannot_tell(int failed, const char *why)
{
	pid_t pid = hb_listener();

	fprintf(stderr, "ERROR: heartbeat");
	if (pid)
		fprintf(stderr, " [pid %d]", (int)pid);
	fprintf(stderr, ": %s\n", why ? why : hb_say_why(failed));
	return UNKNOWN;
}

/* Its pid; 0: no daemon runs; -1: nobody knows, which has been told. */
static pid_t running(void)
{
	struct hb_msg *answer = NULL;
	int failed = ask("cl_status", "hbstatus", &answer);
	pid_t pid = 0;

	if (!failed) {
		pid = (pid_t)hb_msg_number(answer, "pid", -1);
		if (pid < 0)
			cannot_tell(0, hb_say_text(answer));
		hb_msg_free(answer);
	} else if (failed != -ECONNREFUSED) {
		cannot_tell(failed, NULL);
		pid = -1;
	}
	return pid;
}

/* In Heartbeat's own words, since it is Heartbeat; what is told beside them is what matters. */
static int old_status(pid_t pid)
{
	struct utsname self;

	uname(&self);
	printf("heartbeat OK [pid %d et al] is running on %s [%s]...\n", (int)pid, self.nodename,
	       self.nodename);
	fprintf(stderr, "WARN: this is Heartbeat itself, not escapebeatd\n");
	return 0;
}

static int status(void)
{
	struct hb_msg *answer = NULL;
	struct eb_proc old;
	const char *node, *pid;
	int failed = ask("cl_status", "hbstatus", &answer), code = 0;

	if (failed == -ECONNREFUSED && hb_old_runs(&old))
		return old_status(old.pid);
	if (failed == -ECONNREFUSED) {
		puts("heartbeat is stopped. No process");
		return STOPPED;
	}
	if (failed)
		return cannot_tell(failed, NULL);
	node = hb_msg_get(answer, "node");
	pid = hb_msg_get(answer, "pid");
	if (hb_say_refused(answer) == 0 && node && pid)
		printf("heartbeat OK [pid %s et al] is running on %s [%s]...\n", pid, node, node);
	else
		code = cannot_tell(0, hb_say_text(answer));
	hb_msg_free(answer);
	return code;
}

/* ---- what is done --------------------------------------------------------------------------- */

/* Heartbeat executed itself with -R when it restarted; from anybody else it was a mistake. */
static int restart(void)
{
	pid_t pid = running();

	if (pid > 0)
		fprintf(stderr, "ERROR: Heartbeat already running [pid %d].\n", (int)pid);
	else if (pid == 0)
		fprintf(stderr, "ERROR: heartbeat is not running.\n");
	return pid ? 1 : NOT_CONFIGURED;
}

static int start(bool foreground)
{
	pid_t pid = running();
	struct eb_proc old;

	if (pid < 0)
		return 1;
	if (!pid && hb_old_runs(&old)) {
		fprintf(stderr,
			"ERROR: Heartbeat itself runs here [pid %d]: stop it first (heartbeat -k)\n",
			(int)old.pid);
		return 1;
	}
	if (pid) {
		printf("heartbeat: already running [pid %d].\n", (int)pid);
		return 0;
	}
	execl(DAEMON, DAEMON, foreground ? "-f" : (char *)NULL, (char *)NULL);
	fprintf(stderr, "ERROR: cannot run %s: %s\n", DAEMON, strerror(errno));
	return 1;
}

/* On a stopped node -r started the daemon; here it says that there is none. */
static int reload(void)
{
	struct hb_msg *answer = NULL;
	int failed = ask("heartbeat", "reload", &answer), code = 1;

	if (failed == -ECONNREFUSED) {
		fprintf(stderr, "ERROR: Heartbeat is not running\n");
		return 1;
	}
	if (failed) {
		cannot_tell(failed, NULL);
		return 1;
	}
	switch (hb_say_refused(answer)) {
	case 0:
		printf("Signalling heartbeat pid %d to reread config files\n", (int)hb_listener());
		code = 0;
		break;
	case -EACCES: fprintf(stderr, "ERROR: %s\n", hb_say_text(answer)); break;
	default:
		fprintf(stderr, "ERROR: heartbeat does not take the new files: its log says why\n");
	}
	hb_msg_free(answer);
	return code;
}

static int usage(const char *why)
{
	if (why)
		fprintf(stderr, "heartbeat: %s\n", why);
	fputs(USAGE_TEXT, stderr);
	return USAGE;
}

/* -1: go on; else the exit code. */
static int take_options(struct call *call, int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "dDkMrRsvWlVfC:")) != -1)
		switch (option) {
		case 'C': call->held = true; break;
		case 'D': call->defaults = true; break;
		case 'M': call->unmanaged = true; break;
		case 'R': call->restarting = true; break;
		case 'V': printf("3.0.6 (%s)\n", PACKAGE_STRING); return 0;
		case 'W': call->wiki = true; break;
		case 'f': call->foreground = true; break;
		case 'k': call->kill = true; break;
		case 'r': call->reload = true; break;
		case 's': call->status = true; break;
		/* debug in ha.cf; no realtime priority to go without; nothing more to tell */
		case 'd':
		case 'l':
		case 'v': break;
		default: call->wrong = true; break;
		}
	if (call->wrong || (call->held && !call->restarting))
		return usage(NULL);
	if (call->wiki)
		return usage("-W wrote a page of a wiki that is gone");
	if (call->unmanaged)
		return usage("-M: resources are Pacemaker's, see maintenance-mode");
	return -1;
}

int main(int argc, char **argv)
{
	struct call call = { 0 };
	int code = take_options(&call, argc, argv);

	if (code >= 0)
		return code;
	if (call.defaults) {
		fputs(DEFAULTS, stdout);
		return 0;
	}
	if (call.kill)
		return hb_stop();
	if (call.status)
		return status();
	if (call.restarting)
		return restart();
	return call.reload ? reload() : start(call.foreground);
}
