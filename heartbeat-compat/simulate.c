// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "heartbeat-compat/simulation.h"
#include "heartbeat-compat/to-cib.h"
#include "heartbeat-compat/tool.h"
#include "lib/clock.h"
#include "lib/core.h"
#include "lib/file.h"
#include "lib/run.h"

enum {
	RUN_MS = 10000,      /* one run; a pair with a few lines takes 0.05 s */
	ALL_MS = 30000,      /* all of them */
	PRIMITIVES_MAX = 64, /* in all lines that are played */
	CIB_MAX = 16 << 20,
};

#define BEFORE "before.xml" /* the CIB that is played */

static const char SCHEMAS[] = "/usr/share/pacemaker";

/* A forecast being judged. */
struct judge {
	struct eb_played played;
	struct eb_diag *diag;
	char *folder;  /* for crm_simulate's files */
	char **states; /* the CIB after each trial */
	int64_t deadline_ms;
	char *said;   /* by crm_simulate, when it refused the CIB */
	bool valid;   /* the configuration, by the grammar of this Pacemaker */
	bool insists; /* this Pacemaker wants a grammar */
};

/* ---- a run ----------------------------------------------------------------------------------- */

/* Gives the state another grammar. What it had, or NULL when it names none; g_free it. */
static char *set_grammar(char **state, const char *name)
{
	static const char key[] = "validate-with=\"";
	char *value = strstr(*state, key), *end, *had, *next;

	if (!value)
		return NULL;
	value += strlen(key);
	end = strchr(value, '"');
	if (!end)
		return NULL;
	had = g_strndup(value, (gsize)(end - value));
	*value = '\0';
	next = g_strconcat(*state, name, end, NULL);
	g_free(*state);
	*state = next;
	return had;
}

static int run_once(const struct judge *judge, char **state, const char *const *events, char **text)
{
	g_autofree char *before = g_build_filename(judge->folder, BEFORE, NULL);
	g_autofree char *after = g_build_filename(judge->folder, "after.xml", NULL);
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	const char *const head[] = { "crm_simulate", "-x", before, "-S", "-O", after };
	EB_CLEAN(eb_freep) char *next = NULL;
	int64_t left_ms = judge->deadline_ms - eb_clock_ms();
	int failed;

	if (left_ms <= 0)
		return -ETIMEDOUT;
	if (!g_file_set_contents(before, *state, -1, NULL))
		return -EIO;
	for (size_t i = 0; i < EB_COUNT(head); i++)
		g_ptr_array_add(argv, (gpointer)head[i]);
	for (size_t i = 0; events[i]; i++)
		g_ptr_array_add(argv, (gpointer)events[i]);
	g_ptr_array_add(argv, NULL);
	failed = eb_tool((const char *const *)argv->pdata, MIN(RUN_MS, left_ms), text);
	if (failed == 0)
		failed = eb_file_read(after, CIB_MAX, &next, NULL);
	unlink(before);
	unlink(after);
	if (failed)
		return failed;
	g_free(*state);
	*state = g_strdup(next);
	return 0;
}

/*
 * Runs crm_simulate on the state: it becomes the next one, *text is what was printed.  What the
 * grammar has taken once is not held against it again: reading the grammar is most of a run.
 */
static int run(struct judge *judge, char **state, const char *const *events, char **text)
{
	g_autofree char *grammar = judge->valid ? set_grammar(state, "none") : NULL;
	int failed = run_once(judge, state, events, text);

	if (grammar)
		g_free(set_grammar(state, grammar));
	if (grammar && failed > 0) {
		judge->insists = true;
		g_clear_pointer(text, g_free);
		failed = run_once(judge, state, events, text);
	}
	judge->valid = failed == 0 && !judge->insists;
	return failed;
}

/* The options of crm_simulate that are the event. */
static GPtrArray *options_of(const struct judge *judge, const struct eb_trial *trial)
{
	GPtrArray *options = g_ptr_array_new();
	bool alone = trial->event.kind == HB_EVENT_ALONE;
	bool lost = trial->event.kind == HB_EVENT_CRASH;
	bool comes =
		alone || trial->event.kind == HB_EVENT_RETURN || trial->event.kind == HB_EVENT_JOIN;
	const char *flag = !lost ? "-u" : eb_played_fences(&judge->played) ? "-f" : "-d";
	const struct eb_pair *node;

	g_ptr_array_add(options, (gpointer) "-q");
	g_ptr_array_add(options, (gpointer)(alone ? "false" : "true"));
	eb_for_each (node, judge->played.cib.cib.nodes)
		if (trial->event.kind == HB_EVENT_START ||
		    ((lost || comes) && node_at == trial->event.node)) {
			g_ptr_array_add(options, (gpointer)flag);
			g_ptr_array_add(options, (gpointer)node->value);
		}
	g_ptr_array_add(options, NULL);
	return options;
}

/* Whether to play it, and not to trust the model alone. */
static bool is_played(const struct eb_trial *trial)
{
	return trial->event.kind != HB_EVENT_SPLIT && trial->event.kind != HB_EVENT_TAKEOVER;
}

/*
 * A node that was not there says something of itself only after it has come: nothing of it
 * decides where lines start, but for what is promoted.
 */
static int play(struct judge *judge, const struct eb_trial *trial, char **state, char **text)
{
	static const char *const nothing[] = { NULL };
	bool fresh = trial->event.kind == HB_EVENT_START || trial->event.kind == HB_EVENT_JOIN;
	g_autoptr(GPtrArray) attributes = eb_played_attributes(&judge->played, trial);
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	g_autoptr(GPtrArray) options = options_of(judge, trial);
	char *with = eb_cib_with_attributes(*state, fresh ? none : attributes);
	int failed;

	g_free(*state);
	*state = with;
	if (!with)
		return -EBADMSG;
	failed = run(judge, state, (const char *const *)options->pdata, text);
	if (failed || !fresh || !eb_played_promotes(&judge->played))
		return failed;
	with = eb_cib_with_attributes(*state, attributes);
	g_free(*state);
	*state = with;
	g_clear_pointer(text, g_free);
	return with ? run(judge, state, nothing, text) : -EBADMSG;
}

/* ---- the judgement --------------------------------------------------------------------------- */

static void tell_wrong(const struct judge *judge, const char *resource, const char *wrong)
{
	eb_diag_add(judge->diag, EB_MSG_PLACEMENT, (struct eb_span) { 0 }, "%s: %s", resource,
		    wrong);
}

/* As much of what was printed as a message holds, without the name of our own file. */
static void keep_said(struct judge *judge, int failed, char *text)
{
	const char *line;

	if (failed <= 0 || !text)
		return;
	line = strstr(text, BEFORE ":");
	if (line)
		judge->said = g_strdup_printf("line %s", line + strlen(BEFORE ":"));
	else if (strstr(text, "invalid transition"))
		judge->said = g_strdup("actions wait for each other in a circle");
	else if (strstr(text, "Could not create"))
		judge->said = g_strdup(strstr(text, "Could not create"));
	else
		judge->said = g_strdup(text);
	eb_first_line(judge->said);
}

static int judge_trial(struct judge *judge, unsigned int at)
{
	const struct eb_trial *trial = &judge->played.forecast->trials[at];
	g_autofree char *text = NULL;
	const struct eb_resource *resource;
	int failed;

	judge->states[at] = trial->before < 0 ? eb_cib_xml_with_nodes(&judge->played.cib)
					      : g_strdup(judge->states[trial->before]);
	failed = play(judge, trial, &judge->states[at], &text);
	keep_said(judge, failed, text);
	if (failed)
		return failed;
	eb_for_each (resource, judge->played.resources) {
		unsigned int line = g_array_index(judge->played.lines, unsigned int, resource_at);
		g_autofree char *wrong = NULL;
		hb_nodes nodes = 0;

		if (eb_simulated_nodes(text, judge->played.forecast->plan, resource, &nodes) < 0)
			return -EBADMSG;
		wrong = eb_simulated_wrong(judge->played.forecast, trial, line, nodes);
		if (wrong)
			tell_wrong(judge, resource->id, wrong);
	}
	return 0;
}

static int judge_all(struct judge *judge)
{
	guint count = judge->played.forecast->count;
	int failed = 0;

	judge->states = g_new0(char *, count + 1);
	for (unsigned int i = 0; failed == 0 && i < count; i++)
		if (is_played(&judge->played.forecast->trials[i]))
			failed = judge_trial(judge, i);
	for (unsigned int i = 0; i < count; i++)
		g_free(judge->states[i]);
	g_free(judge->states);
	return failed;
}

/* Of a CIB without lines of haresources there is no forecast: does the scheduler take it? */
static int judge_start(struct judge *judge)
{
	const struct eb_trial start = { .before = -1, .event = { .kind = HB_EVENT_START } };
	g_autoptr(GPtrArray) options = options_of(judge, &start);
	g_autofree char *state = eb_cib_xml_with_nodes(&judge->played.cib), *text = NULL;
	int failed = run(judge, &state, (const char *const *)options->pdata, &text);

	keep_said(judge, failed, text);
	return failed;
}

/* 0, or why not: -errno, a positive exit code of crm_simulate. */
static int judge_in_folder(struct judge *judge, int (*what)(struct judge *judge))
{
	g_autoptr(GError) error = NULL;
	int failed;

	judge->folder = g_dir_make_tmp("escapebeat-XXXXXX", &error);
	if (!judge->folder)
		return -EIO;
	judge->deadline_ms = eb_clock_ms() + ALL_MS;
	failed = what(judge);
	rmdir(judge->folder);
	g_free(judge->folder);
	return failed;
}

/* An older Pacemaker than the plan's refuses what it has no grammar for. */
static bool has_grammar(const struct eb_plan *plan)
{
	const char *folder = g_getenv("PCMK_schema_directory");
	g_autofree char *path =
		g_strdup_printf("%s/%s.rng", folder ? folder : SCHEMAS, plan->cib.grammar);

	return access(path, R_OK) == 0;
}

/* It was killed, for want of memory say, or could not write: that is no word on the CIB. */
static bool is_its_own(const struct judge *judge, int failed)
{
	return eb_tool_signal(failed) ||
	       (failed > 0 && judge->said && strstr(judge->said, "Could not create"));
}

static const char *reason_of(const struct judge *judge, int failed)
{
	return failed == -ETIMEDOUT        ? "it took too long"
	       : failed == -EBADMSG        ? "its output is not understood"
	       : failed < 0                ? g_strerror(-failed)
	       : eb_tool_signal(failed)    ? strsignal(eb_tool_signal(failed))
	       : is_its_own(judge, failed) ? judge->said
					   : "it does not know the grammar of the CIB";
}

static void tell_failed(const struct judge *judge, int failed)
{
	if (failed > 0 && !is_its_own(judge, failed) && has_grammar(&judge->played.cib))
		eb_diag_add(judge->diag, EB_MSG_SCHEDULER, (struct eb_span) { 0 },
			    "Pacemaker's scheduler refuses the CIB, crm_simulate exits with %d%s%s",
			    failed, judge->said && *judge->said ? ": " : "",
			    judge->said ? judge->said : "");
	else if (failed)
		eb_diag_add(judge->diag, EB_MSG_NOT_SIMULATED, (struct eb_span) { 0 },
			    "where resources run was not judged by Pacemaker's scheduler, "
			    "crm_simulate: %s",
			    reason_of(judge, failed));
}

/* crm_simulate takes names from its command line in ASCII alone, whatever the locale. */
static bool can_be_named(const struct eb_plan *plan)
{
	const struct eb_pair *node;

	eb_for_each (node, plan->cib.nodes)
		if (!g_str_is_ascii(node->value))
			return false;
	return true;
}

/* Whether the scheduler can be asked; a note says why not. */
static bool can_ask(const struct judge *judge)
{
	char path[PATH_MAX];

	if (!eb_run_find("crm_simulate", path))
		eb_diag_add(judge->diag, EB_MSG_NOT_SIMULATED, (struct eb_span) { 0 },
			    "where resources run was not judged by Pacemaker's scheduler: "
			    "crm_simulate is not installed here");
	else if (!can_be_named(&judge->played.cib))
		eb_diag_add(judge->diag, EB_MSG_NOT_SIMULATED, (struct eb_span) { 0 },
			    "where resources run was not judged by Pacemaker's scheduler: "
			    "crm_simulate takes no node name that is not ASCII");
	else if (eb_played_weight(&judge->played) > PRIMITIVES_MAX)
		eb_diag_add(judge->diag, EB_MSG_NOT_SIMULATED, (struct eb_span) { 0 },
			    "where resources run was not judged by Pacemaker's scheduler: more "
			    "than %d resources would take too long",
			    PRIMITIVES_MAX);
	else
		return true;
	return false;
}

static void ask(struct judge *judge, int (*what)(struct judge *judge))
{
	if (!can_ask(judge))
		return;
	tell_failed(judge, judge_in_folder(judge, what));
	g_free(judge->said);
}

void eb_simulate(const struct eb_forecast *forecast, struct eb_diag *diag)
{
	struct judge judge = { .played.forecast = forecast, .diag = diag };

	judge.played.lines = g_array_new(FALSE, FALSE, sizeof(unsigned int));
	judge.played.resources = g_ptr_array_new();
	eb_played_choose(&judge.played);
	if (forecast->shared)
		eb_diag_add(diag, EB_MSG_NOT_SIMULATED, (struct eb_span) { 0 },
			    "where the lines that use %s run was not judged: they have different "
			    "homes, or it has fewer instances than there are nodes",
			    forecast->shared);
	ask(&judge, judge_all);
	g_array_unref(judge.played.lines);
	g_ptr_array_unref(judge.played.resources);
}

void eb_simulate_start(const struct eb_plan *plan, struct eb_diag *diag)
{
	struct judge judge = { .played.cib = *plan, .diag = diag };

	ask(&judge, judge_start);
}
