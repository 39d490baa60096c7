// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "heartbeat-compat/commands/old.h"
#include "heartbeat-compat/commands/say.h"
#include "heartbeat-compat/commands/stop.h"
#include "heartbeat-compat/commands/unit.h"
#include "lib/clock.h"
#include "lib/file.h"
#include "lib/proc.h"

enum {
	ASK_MS = 3000,   /* for a word of it */
	END_MS = 60000,  /* it tells the other nodes and ends its programs */
	DEAF_MS = 5000,  /* one that does not answer will hardly do that */
	GONE_MS = 5000,  /* from SIGKILL to its end */
	OLD_MS = 600000, /* Heartbeat itself stops its resources */
};

static int cannot(pid_t pid, const char *why)
{
	if (pid)
		fprintf(stderr, "ERROR: cannot stop heartbeat [pid %d]: %s\n", (int)pid, why);
	else
		fprintf(stderr, "ERROR: cannot stop heartbeat: %s\n", why);
	return 1;
}

/*
 * A pid outlives its process, and so may a socket whose owner is dead: one that nobody answers at
 * is taken for the daemon's only when the process says so, too.
 */
static bool is_daemon(pid_t pid)
{
	EB_CLEAN(eb_freep) char *name = NULL;
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/comm", (int)pid);
	return eb_file_read(path, 64, &name, NULL) == 0 && strcmp(name, "escapebeatd\n") == 0;
}

static int end(const struct eb_proc *proc, int grace_ms)
{
	int failed = eb_proc_end(proc, grace_ms, eb_clock_ms() + grace_ms + GONE_MS);

	if (failed == -ETIMEDOUT)
		return cannot(proc->pid, "it does not even die");
	return failed ? cannot(proc->pid, strerror(-failed)) : 0;
}

static int end_unit(pid_t pid)
{
	g_autofree char *why = hb_unit_stop();

	return why ? cannot(pid, why) : 0;
}

/* Only the pinned process is looked at: eb_proc_end() ends it, or nobody. */
static int end_deaf(int failed)
{
	struct eb_proc proc;
	pid_t pid = hb_listener();

	if (!pid)
		return cannot(0, hb_say_why(failed));
	if (hb_unit_has(pid)) {
		fprintf(stderr, "WARN: heartbeat [pid %d] does not answer: systemd stops it\n",
			(int)pid);
		return end_unit(pid);
	}
	failed = eb_proc_of(pid, &proc);
	if (failed)
		return cannot(pid, strerror(-failed));
	if (!is_daemon(pid))
		return cannot(pid, "it has heartbeat's socket, but is not escapebeatd");
	fprintf(stderr, "WARN: heartbeat [pid %d] does not answer: SIGTERM, after %d s SIGKILL\n",
		(int)pid, DEAF_MS / 1000);
	return end(&proc, DEAF_MS);
}

/* Never by SIGKILL: its resources would stay where they are, and nobody's. */
static int end_old(const struct eb_proc *old)
{
	int failed;

	printf("INFO: Heartbeat itself [pid %d] gives up its resources.\n", (int)old->pid);
	fflush(stdout);
	failed = eb_proc_end(old, -1, eb_clock_ms() + OLD_MS);
	if (failed == -ETIMEDOUT)
		return cannot(old->pid,
			      "it still gives up its resources: its log says how far it is");
	return failed ? cannot(old->pid, strerror(-failed)) : 0;
}

int hb_stop(void)
{
	struct hb_msg *request = hb_msg_new("hbstatus"), *answer = NULL;
	int failed = hb_ask("cl_status", request, ASK_MS, &answer);
	struct eb_proc proc;
	pid_t pid;

	hb_msg_free(request);
	if (failed == -ECONNREFUSED && hb_old_runs(&proc))
		return end_old(&proc);
	/* Between its end and the next start of it. */
	if (failed == -ECONNREFUSED && hb_unit_has(0))
		return end_unit(0);
	if (failed == -ECONNREFUSED) {
		puts("INFO: Heartbeat already stopped.");
		return 0;
	}
	if (failed == -EACCES || failed == -EPERM)
		return cannot(hb_listener(), hb_say_why(failed));
	if (failed)
		return end_deaf(failed);
	pid = (pid_t)hb_msg_number(answer, "pid", 0);
	failed = hb_say_refused(answer);
	if (failed || !pid) {
		cannot(0, hb_say_text(answer));
		hb_msg_free(answer);
		return 1;
	}
	hb_msg_free(answer);
	if (hb_unit_has(pid))
		return end_unit(pid);
	failed = eb_proc_of(pid, &proc);
	if (failed == -ESRCH)
		return 0;
	return failed ? cannot(pid, strerror(-failed)) : end(&proc, END_MS);
}
