// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <linux/capability.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/wait.h>
#include <unistd.h>

#include "heartbeat-compat/clients.h"
#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/daemon/privilege.h"
#include "heartbeat-compat/daemon/respawn-child.h"
#include "heartbeat-compat/daemon/respawn.h"
#include "heartbeat-compat/daemon/worker.h"
#include "lib/clock.h"

enum {
	DELAY_FIRST_MS = 1000,
	DELAY_MAX_MS = 60000,
	LIVED_MS = 60000, /* who lived as long as this begins anew */
	END_MS = 10000,   /* until SIGTERM becomes SIGKILL */
};

/* One line's program. */
struct program {
	struct hb_respawns *respawns;
	char *user, *command, *args;
	const char *name; /* within command: its last component */
	bool failfast, wanted, over, foreign;
	pid_t pid;   /* 0: does not run */
	int refused; /* tells that the user may not run it; -1: nobody to tell */
	int64_t began_ms, next_ms, delay_ms, killed_ms;
};

struct hb_respawns {
	struct hb_daemon *daemon;
	GPtrArray *programs; /* struct program *, as in ha.cf; those that are to end, too */
	bool begun;
};

static void free_program(void *data)
{
	struct program *program = data;

	if (program->refused >= 0)
		close(program->refused);
	g_free(program->user);
	g_free(program->command);
	g_free(program->args);
	g_free(program);
}

struct hb_respawns *hb_respawns_new(struct hb_daemon *daemon)
{
	struct hb_respawns *respawns = g_new0(struct hb_respawns, 1);

	respawns->daemon = daemon;
	respawns->programs = g_ptr_array_new_with_free_func(free_program);
	hb_respawns_settings(respawns);
	return respawns;
}

void hb_respawns_free(struct hb_respawns *respawns)
{
	if (!respawns)
		return;
	g_ptr_array_unref(respawns->programs);
	g_free(respawns);
}

/* ---- starting ------------------------------------------------------------------------------- */

static void ended(void *data, pid_t pid, int status);

static void give_up(struct program *program, const char *why)
{
	program->over = true;
	hb_log(HB_LOG_ERROR, "Cannot exec %s: %s", program->command, why);
}

/* A line that a reload brought may take what was given up at the start. */
static bool may(const struct program *program, const struct passwd *user)
{
	return (user->pw_uid == geteuid() || hb_privilege_has(CAP_SETUID)) &&
	       (!program->failfast || hb_privilege_has(CAP_SYS_BOOT));
}

static void start(struct program *program)
{
	const struct passwd *user = getpwnam(program->user);
	pid_t pid;

	if (!user) {
		g_autofree char *why = g_strdup_printf("no user '%s'", program->user);

		give_up(program, why);
		return;
	}
	if (access(program->command, X_OK) < 0 && errno != EACCES) {
		give_up(program, g_strerror(errno));
		return;
	}
	if (!may(program, user)) {
		give_up(program, "escapebeatd has no right to: restart it");
		return;
	}
	hb_log(HB_LOG_INFO, "Starting child client \"%s%s%s\" (%u,%u)", program->command,
	       *program->args ? " " : "", program->args, user->pw_uid, user->pw_gid);
	pid = hb_respawn_child(program->respawns->daemon->settings, user, program->command,
			       program->args, &program->refused);
	program->began_ms = eb_clock_ms();
	if (pid < 0) {
		program->next_ms = program->began_ms + DELAY_MAX_MS;
		hb_log(HB_LOG_ERROR, "cannot start %s: %s", program->command, g_strerror(errno));
		return;
	}
	program->pid = pid;
	program->killed_ms = 0;
	hb_worker_watch(pid, ended, program);
}

/* ---- ending --------------------------------------------------------------------------------- */

int64_t hb_respawn_delay(int64_t last_ms, int64_t living_ms)
{
	if (!last_ms || living_ms >= LIVED_MS)
		return DELAY_FIRST_MS;
	return MIN(2 * last_ms, DELAY_MAX_MS);
}

static void say_end(const struct program *program, pid_t pid, int status)
{
	if (WIFSIGNALED(status))
		hb_log(HB_LOG_WARN, "Managed %s process %d killed by signal %d [%s].",
		       program->command, (int)pid, WTERMSIG(status), strsignal(WTERMSIG(status)));
	else
		hb_log(WEXITSTATUS(status) ? HB_LOG_WARN : HB_LOG_INFO,
		       "Managed %s process %d exited with return code %d.", program->command,
		       (int)pid, WEXITSTATUS(status));
}

/* Heartbeat rebooted at the end of such a program, whatever it ended with. */
static void fail_fast(const struct program *program)
{
	hb_log(HB_LOG_CRIT, "Rebooting: failfast client %s ended.", program->command);
	sync();
	if (reboot(RB_AUTOBOOT) < 0)
		hb_log(HB_LOG_CRIT, "cannot reboot: %s", g_strerror(errno));
}

static void ended(void *data, pid_t pid, int status)
{
	struct program *program = data;
	int64_t now_ms = eb_clock_ms();
	bool refused = hb_respawn_refused(&program->refused);

	program->pid = 0;
	if (program->killed_ms || !program->wanted)
		return;
	if (refused) {
		g_autofree char *why =
			g_strdup_printf("%s may not, or it is not there", program->user);

		give_up(program, why);
		return;
	}
	say_end(program, pid, status);
	if (program->failfast) {
		program->over = true;
		fail_fast(program);
		return;
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == HB_NOT_AGAIN) {
		program->over = true;
		hb_log(HB_LOG_INFO, "client %s asked not to be started again.", program->command);
		return;
	}
	program->delay_ms = hb_respawn_delay(program->delay_ms, now_ms - program->began_ms);
	program->next_ms = now_ms + program->delay_ms;
	hb_log(HB_LOG_ERROR, "Respawning client \"%s\": in %" G_GINT64_FORMAT " s",
	       program->command, program->delay_ms / 1000);
}

/* Its own group, so that what it started ends, too. */
static void stop(struct program *program)
{
	int64_t now_ms = eb_clock_ms();

	if (!program->pid)
		return;
	if (!program->killed_ms) {
		program->killed_ms = now_ms;
		hb_log(HB_LOG_INFO, "killing %s process group %d with signal %d", program->command,
		       (int)program->pid, SIGTERM);
		kill(-program->pid, SIGTERM);
	} else if (now_ms - program->killed_ms >= END_MS) {
		kill(-program->pid, SIGKILL);
	}
}

bool hb_respawns_end(struct hb_respawns *respawns)
{
	bool all = true;

	respawns->begun = false;
	for (guint i = respawns->programs->len; i--;) {
		struct program *program = respawns->programs->pdata[i];

		stop(program);
		all &= !program->pid;
	}
	return all;
}

/* ---- which, and when ------------------------------------------------------------------------ */

static struct program *find(const struct hb_respawns *respawns, const struct hb_program *line)
{
	struct program *program;

	eb_for_each (program, respawns->programs)
		if (!program->wanted && strcmp(program->user, line->user) == 0 &&
		    strcmp(program->command, line->command) == 0 &&
		    strcmp(program->args, line->args) == 0 && program->failfast == line->failfast)
			return program;
	return NULL;
}

static void add(struct hb_respawns *respawns, const struct hb_program *line)
{
	struct program *program = g_new0(struct program, 1);

	*program = (struct program) {
		.respawns = respawns,
		.user = g_strdup(line->user),
		.command = g_strdup(line->command),
		.args = g_strdup(line->args),
		.failfast = line->failfast,
		.wanted = true,
		.refused = -1,
	};
	program->name = strrchr(program->command, '/') + 1;
	g_ptr_array_add(respawns->programs, program);
}

/* A line that stays keeps its program; one that asked not to be started gets another chance. */
void hb_respawns_settings(struct hb_respawns *respawns)
{
	const struct hb_program *line;
	struct program *program;

	eb_for_each (program, respawns->programs)
		program->wanted = false;
	eb_for_each (line, respawns->daemon->settings->programs) {
		program = find(respawns, line);
		if (!program) {
			add(respawns, line);
			continue;
		}
		program->wanted = true;
		program->over = false;
		program->next_ms = 0;
	}
}

/* Does systemd run it? Said once, each time that it changes. */
static bool is_foreign(struct program *program)
{
	g_autofree char *unit = eb_client_unit(program->name);
	g_autofree char *path = g_strdup_printf(EB_CLIENT_UNITS "/%s.service", unit);
	bool foreign = access(path, F_OK) == 0;

	if (foreign && !program->foreign)
		hb_log(HB_LOG_INFO, "%s is left to systemd: %s", program->command, path);
	program->foreign = foreign;
	return foreign;
}

static void look(struct program *program, int64_t now_ms)
{
	if (!program->wanted || is_foreign(program))
		stop(program);
	else if (program->pid && program->killed_ms)
		stop(program); /* on its way out: what wants it again waits for that */
	else if (!program->pid && !program->over && now_ms >= program->next_ms)
		start(program);
}

void hb_respawns_begin(struct hb_respawns *respawns)
{
	respawns->begun = true;
	hb_respawns_tick(respawns, eb_clock_ms());
}

void hb_respawns_tick(struct hb_respawns *respawns, int64_t now_ms)
{
	if (!respawns->begun)
		return;
	for (guint i = respawns->programs->len; i--;) {
		const struct program *program = respawns->programs->pdata[i];

		if (!program->wanted && !program->pid)
			g_ptr_array_remove_index(respawns->programs, i);
	}
	for (guint i = 0; i < respawns->programs->len; i++)
		look(respawns->programs->pdata[i], now_ms);
}

bool hb_respawns_runs(const struct hb_respawns *respawns, const char *name)
{
	const struct program *program;

	eb_for_each (program, respawns->programs)
		if (program->pid && strcmp(program->name, name) == 0)
			return true;
	return false;
}
