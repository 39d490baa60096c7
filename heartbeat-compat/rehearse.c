// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "heartbeat-compat/grammar.h"
#include "heartbeat-compat/rehearse.h"
#include "heartbeat-compat/tool.h"
#include "lib/file.h"

enum {
	DOWN_MS = 60000,
	REMOVE_MS = 30000,
	ACT_MS = 8000, /* of an event that waits for nothing but the cluster */
	ACTS = 14,
};

/* ---- results -------------------------------------------------------------------------------------- */

static int write_output(const struct eb_rehearsal *r, const char *path)
{
	g_autofree char *text = g_str_has_suffix(path, ".svg") ? eb_rehearse_svg(r, NULL, true)
							       : eb_rehearse_html(r);
	int failed = eb_file_replace(path, text, strlen(text), 0644);

	if (failed < 0) {
		fprintf(stderr, "escapebeat: cannot write %s: %s\n", path, g_strerror(-failed));
		return 1;
	}
	return 0;
}

static int verdict(const struct eb_rehearsal *r)
{
	if (eb_rehearse_count(r, EB_DIFFERS) || eb_rehearse_twice(r, NULL))
		return 1;
	return eb_rehearse_count(r, EB_DOCUMENTED) || eb_rehearse_torn(r) ? 2 : 0;
}

static int tell(const struct eb_rehearsal *r, const GPtrArray *outputs)
{
	g_autofree char *report = eb_rehearse_report(r);
	const char *path;
	int failed = 0;

	fputs(report, stdout);
	eb_for_each (path, outputs)
		failed |= write_output(r, path);
	return failed ? 1 : verdict(r);
}

/* ---- the child ---------------------------------------------------------------------------------------- */

static void announce(const struct eb_rehearsal *r)
{
	const struct hb_timers *t = &r->timers;
	int64_t ms = t->initdead_ms + 3 * t->deadtime_ms + ACTS * ACT_MS;
	int minutes = (int)(ms / 60000) + 1;
	const char *note;

	fprintf(stderr, "rehearsing %s: %u node%s, %u group%s, about %d minute%s\n", r->path,
		r->nodes->len, r->nodes->len == 1 ? "" : "s", r->casts->len,
		r->casts->len == 1 ? "" : "s", minutes, minutes == 1 ? "" : "s");
	if (r->rules.unfenced)
		fprintf(stderr, "  NO FENCING, as in production: " EB_TORN "\n");
	eb_for_each (note, r->notes)
		fprintf(stderr, "  %s\n", note);
}

static int rehearse(struct eb_rehearsal *r, const GPtrArray *outputs)
{
	int failed = eb_rehearse_prepare(r);

	if (failed)
		return failed;
	announce(r);
	r->theirs = hb_placement_new(&r->rules, 1);
	r->ours = hb_placement_new(&r->rules, 1);
	failed = eb_rehearse_play(r);
	return failed ? failed : tell(r, outputs);
}

/* ---- the parent ------------------------------------------------------------------------------------- */

static volatile sig_atomic_t caught;

static void note_signal(int number)
{
	caught = number;
}

/* Whatever ends the child, what hangs from the lab ends with it. */
static int wait_for(pid_t child)
{
	int status = 0;

	while (waitpid(child, &status, 0) < 0) {
		if (errno != EINTR)
			return 1;
		if (caught)
			kill(child, SIGKILL);
	}
	if (caught)
		return 128 + caught;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void catch_signals(void (*how)(int))
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = how };

	for (size_t i = 0; i < G_N_ELEMENTS(signals); i++)
		sigaction(signals[i], &action, NULL);
}

static void clean_up(const struct eb_rehearsal *r)
{
	g_autofree char *output = NULL;

	catch_signals(SIG_IGN);
	if (eb_lab(r, DOWN_MS, &output, "down") != 0)
		fprintf(stderr, "escapebeat: the lab does not end: %s\n", eb_first_line(output));
	EB_TOOL(REMOVE_MS, NULL, "rm", "-rf", "--one-file-system", r->work);
}

static int supervise(struct eb_rehearsal *r, const GPtrArray *outputs)
{
	pid_t parent = getpid(), child;
	int code;

	fflush(stdout);
	catch_signals(note_signal);
	child = fork();
	if (child == 0) {
		catch_signals(SIG_DFL);
		/* A terminal's ^C is for the parent. */
		setpgid(0, 0);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		code = getppid() == parent ? rehearse(r, outputs) : 1;
		exit(fflush(stdout) != 0 ? 1 : code);
	}
	if (child < 0) {
		fprintf(stderr, "escapebeat: cannot start the rehearsal: %s\n", g_strerror(errno));
		return 1;
	}
	code = wait_for(child);
	if (code >= 128)
		fprintf(stderr, "escapebeat: ended by signal %d; cleaning up\n", code - 128);
	clean_up(r);
	return code;
}

/* ---- the command ------------------------------------------------------------------------------------ */

static int refuse(int code, const char *format, ...) EB_PRINTF(2, 3);
static int refuse(int code, const char *format, ...)
{
	va_list args;

	fputs("escapebeat: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return code;
}

/* Nothing can be said of what has not been decided. */
static int refuse_open(const struct eb_rehearsal *r)
{
	const struct eb_finding *finding;
	guint next = 0;
	int failed = 0;

	while ((finding = eb_plan_open(r->plan, &next)))
		failed = refuse(3, EB_LEAVES_OPEN, finding->text, finding->code);
	return failed;
}

/* 0, or the exit code after a message. */
static int admit(struct eb_rehearsal *r)
{
	const struct eb_input *stale = eb_plan_stale(r->plan);
	g_autofree char *lacks = NULL;
	const struct eb_pair *node;
	int failed = refuse_open(r);

	if (failed)
		return failed;
	if (stale)
		return refuse(EB_EXIT_STALE, "%s is not the file that %s was made from; plan again",
			      stale->path, r->path);
	lacks = eb_lab_lacks();
	if (lacks)
		return refuse(3, "a rehearsal boots a cluster on this machine, which lacks: %s",
			      lacks);
	if (eb_plan_rules(r->plan, &r->rules) < 0)
		return refuse(1, "%s has more than %d nodes", r->path, HB_NODES_MAX);
	if (r->rules.nodes < 2)
		return refuse(1, "%s has a single node, which has nobody to rehearse with",
			      r->path);
	r->timers = eb_plan_timers(r->plan);
	eb_for_each (node, r->plan->cib.nodes)
		g_ptr_array_add(r->nodes, (char *)node->value);
	r->work = g_strdup("/run/escapebeat-rehearse.XXXXXX");
	if (!g_mkdtemp(r->work))
		return refuse(1, "cannot make the folder %s: %s", r->work, g_strerror(errno));
	r->lab = g_build_filename(r->work, "lab", NULL);
	return 0;
}

int eb_rehearse(const char *path, GPtrArray *real, const GPtrArray *outputs, guint most)
{
	g_autofree char *why = NULL;
	struct eb_plan *plan = eb_plan_read(path, &why);
	struct eb_rehearsal r = {
		.plan = plan, .path = path, .real = real, .most = most, .muted = -1
	};
	int code;

	if (!plan)
		return refuse(1, "cannot read the plan %s: %s", path, why);
	r.nodes = eb_arena_array(plan->arena);
	r.links = eb_arena_array(plan->arena);
	r.casts = eb_arena_array(plan->arena);
	r.pings = eb_arena_array(plan->arena);
	r.hosts = eb_arena_array(plan->arena);
	r.notes = eb_arena_array(plan->arena);
	r.acts = eb_arena_array(plan->arena);
	code = admit(&r);
	if (code == 0)
		code = supervise(&r, outputs);
	g_free(r.work);
	g_free(r.lab);
	eb_plan_free(plan);
	return code;
}
