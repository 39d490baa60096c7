// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The command plan: read, judge, translate, judge again, and store it with all that it was made
 * from, so that whoever opens it can tell whether it still holds.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "heartbeat-compat/check-agents.h"
#include "heartbeat-compat/judge.h"
#include "heartbeat-compat/options.h"
#include "heartbeat-compat/report.h"
#include "heartbeat-compat/secret.h"
#include "heartbeat-compat/session.h"
#include "lib/file.h"

/* A plan tells much of a cluster, though no secrets. */
enum { PLAN_MODE = 0600 };

static void note_input(struct eb_plan *plan, const struct hb_host *host, const char *name,
		       const char *device)
{
	struct eb_input *input = eb_arena_make(plan->arena, struct eb_input);
	g_autofree char *path = NULL;

	input->name = eb_arena_string(plan->arena, name);
	input->device = eb_arena_string(plan->arena, device);
	input->node = eb_arena_string(plan->arena, host->uname);
	g_ptr_array_add(plan->inputs, input);
	if (strcmp(name, "-") == 0)
		return;
	path = g_canonicalize_filename(name, NULL);
	input->path = eb_arena_string(plan->arena, path);
	input->digest = eb_input_digest(plan, input);
}

static void note_inputs(const struct eb_session *session, struct eb_plan *plan)
{
	const struct hb_stonith *device;
	const struct eb_source *source;
	const struct hb_host *host;

	eb_for_each (host, session->cluster->hosts) {
		for (size_t file = 0; file < HB_FILES; file++)
			if (host->config->source[file])
				note_input(plan, host, host->config->source[file]->name, NULL);
		if (host->facts_missing)
			note_input(plan, host, host->facts_missing, NULL);
		eb_for_each (source, host->extras)
			note_input(plan, host, source->name, NULL);
		eb_for_each (device, host->config->stoniths)
			if (device->file)
				note_input(plan, host, device->file, device->type.text);
	}
}

/* A line given with --override can hold what one of ha.cf can. */
static void note_option(struct eb_plan *plan, const struct eb_given *given)
{
	g_autofree char *shown = given->id == EB_OPT_OVERRIDE ? hb_override_shown(given->value)
							      : g_strdup(given->value);

	eb_pair_add(plan, plan->options, eb_options[given->id].name, shown);
}

static void note_options(const struct eb_session *session, struct eb_plan *plan)
{
	for (guint i = 0; i < session->given.given->len; i++) {
		const struct eb_given *given =
			&g_array_index(session->given.given, struct eb_given, i);

		if (eb_option_shapes(given->id))
			note_option(plan, given);
	}
}

static void note_findings(const struct eb_session *session, struct eb_plan *plan)
{
	const struct eb_message *message;

	eb_for_each (message, session->diag->messages) {
		struct eb_finding *finding = eb_arena_make(plan->arena, struct eb_finding);
		g_autofree char *place = eb_span_text(message->span);
		g_autofree char *excerpt = eb_span_excerpt(message->span, message->hint);

		finding->code = eb_arena_format(plan->arena, "HB-%u", message->code->number);
		finding->severity = eb_severity_name(message->code->severity);
		finding->place = *place ? eb_arena_string(plan->arena, place) : NULL;
		finding->text = eb_arena_string(plan->arena, message->text);
		finding->excerpt = eb_arena_string(plan->arena, excerpt);
		finding->hint = eb_arena_string(plan->arena, message->hint);
		finding->accepted = message->accepted;
		g_ptr_array_add(plan->findings, finding);
	}
}

static int store(const struct eb_plan *plan, const char *path)
{
	g_autofree char *why = NULL, *text = eb_plan_store_sound(plan, &why);
	int failed;

	if (!text) {
		fprintf(stderr,
			"escapebeat: nothing is stored in %s, the plan could not be read again: %s; "
			"this is a fault of escapebeat, please report it\n",
			path, why);
		return -EBADMSG;
	}
	failed = eb_file_replace(path, text, strlen(text), PLAN_MODE);
	if (failed < 0)
		fprintf(stderr, "escapebeat: cannot store the plan in %s: %s\n", path,
			g_strerror(-failed));
	return failed;
}

/* What the plan must not hold, beside it. */
static int store_secrets(const struct eb_plan *plan, const char *output)
{
	g_autofree char *path = g_strconcat(output, ".secrets", NULL);
	int failed = plan->secrets->len ? eb_secrets_write(plan, path) : 0;

	if (failed < 0)
		fprintf(stderr, "escapebeat: cannot store the secrets in %s: %s\n", path,
			g_strerror(-failed));
	else if (plan->secrets->len)
		fprintf(stderr,
			"escapebeat: %s holds what may not be in the plan; take it to the nodes "
			"with it\n",
			path);
	return failed;
}

static struct eb_plan *translate(struct eb_session *session)
{
	bool validate = eb_given_value(&session->given, EB_OPT_VALIDATE) != NULL;
	struct eb_plan *made = eb_translate(session->cluster, &session->choices, session->diag);

	eb_check_agents(made, session->cluster, validate, session->diag);
	eb_judge(made, session->diag);
	return made;
}

/* A configuration that Heartbeat would refuse has no meaning that could be translated. */
int eb_session_plan(struct eb_session *session)
{
	const char *output = eb_given_value(&session->given, EB_OPT_OUTPUT);
	struct eb_plan *made = NULL;
	g_autofree char *report = NULL;
	int code;

	eb_session_load(session);
	if (!eb_diag_count(session->diag, EB_ERROR))
		made = translate(session);
	eb_diag_print(session->diag, stderr, eb_session_coloured(session, stderr));
	code = eb_session_exit(session);
	if (!made || eb_diag_count(session->diag, EB_ERROR)) {
		fputs("escapebeat: no plan is made while there are errors\n", stderr);
		eb_plan_free(made);
		return code;
	}
	note_inputs(session, made);
	note_options(session, made);
	note_findings(session, made);
	report = eb_plan_report(made);
	fputs(report, stdout);
	if (output && (store(made, output) < 0 || store_secrets(made, output) < 0))
		code = 1;
	eb_plan_free(made);
	return code;
}
