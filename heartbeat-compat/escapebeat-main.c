// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * escapebeat: takes a cluster from Heartbeat to corosync and Pacemaker. Results go to standard
 * output, messages to standard error; the exit code says how it went (grammar.c).
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "heartbeat-compat/bundle.h"
#include "heartbeat-compat/check-agents.h"
#include "heartbeat-compat/collect.h"
#include "heartbeat-compat/findings.h"
#include "heartbeat-compat/grammar.h"
#include "heartbeat-compat/help.h"
#include "heartbeat-compat/judge.h"
#include "heartbeat-compat/load.h"
#include "heartbeat-compat/migrate.h"
#include "heartbeat-compat/plan.h"
#include "heartbeat-compat/rehearse.h"
#include "heartbeat-compat/report.h"
#include "heartbeat-compat/secret.h"
#include "heartbeat-compat/show.h"
#include "heartbeat-compat/translate.h"
#include "lib/file.h"

/* A plan tells much of a cluster, though no secrets. */
enum { PLAN_MODE = 0600 };

/* What a command works on. */
struct session {
	struct eb_invocation given;
	struct hb_cluster *cluster;
	struct eb_diag *diag;
	struct eb_choices choices;
};

/* The message quotes an argument, which is not for the terminal to obey. */
static int usage_error(const struct eb_command *command, const char *message)
{
	g_autofree char *shown = eb_plan_fit(message);

	fprintf(stderr, "escapebeat: %s\n", shown);
	eb_usage(stderr, command);
	return EB_EXIT_USAGE;
}

static bool coloured(const struct session *session, FILE *stream)
{
	const char *when = eb_given_value(&session->given, EB_OPT_COLOR);
	const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");

	if (when && strcmp(when, "auto") != 0)
		return strcmp(when, "always") == 0;
	return isatty(fileno(stream)) && term && strcmp(term, "dumb") != 0 &&
	       (!no_color || !*no_color);
}

/* ---- options that the model or the messages take ------------------------------------------------ */

static char *take_accept(struct session *session, const char *value)
{
	unsigned int code = eb_code_parse(value);

	if (!code)
		return g_strdup_printf("no message has the code '%s'", value);
	if (eb_diag_accept(session->diag, code) < 0)
		return g_strdup_printf("HB-%u is an error, it cannot be accepted", code);
	return NULL;
}

/* web1=10.0.0.1,10.0.1.1: one address for each link. */
static char *take_address(struct session *session, const char *value)
{
	const char *equals = strchr(value, '=');
	g_auto(GStrv) addresses = g_strsplit(equals ? equals + 1 : "", ",", -1);

	for (size_t i = 0; addresses[i]; i++) {
		g_autofree char *one =
			g_strdup_printf("%.*s=%s", (int)(equals - value), value, addresses[i]);

		if (hb_node_address_add(session->cluster, one) < 0)
			return g_strdup_printf("'%s' is no address of a node, expected "
					       "NODE=[DEVICE:]ADDRESS[,ADDRESS...]",
					       one);
	}
	return addresses[0] ? NULL
			    : g_strdup_printf("'%s' is no address of a node, expected NODE=ADDRESS",
					      value);
}

static char *take_override(struct session *session, const char *value)
{
	const char *equals = strchr(value, '=');
	g_autofree char *line = NULL;

	if (!equals || equals == value || strchr(value, '\n'))
		return g_strdup_printf("'%.*s' is no directive, expected DIRECTIVE=VALUE",
				       (int)strcspn(value, HB_BLANKS), value);
	line = g_strdup_printf("%.*s %s", (int)(equals - value), value, equals + 1);
	g_ptr_array_add(session->cluster->overrides,
			(char *)hb_string(session->cluster, line, strlen(line)));
	return NULL;
}

static char *take_self(struct session *session, const char *value)
{
	session->cluster->self = hb_string(session->cluster, value, strlen(value));
	return NULL;
}

static char *take_service(struct session *session, const char *value)
{
	const char *equals = strchr(value, '=');
	struct eb_pair *service;

	if (!equals || equals == value || !equals[1] || strchr(value, '/'))
		return g_strdup_printf("'%s' is no renaming, expected WORD=NAME", value);
	service = hb_new(session->cluster, struct eb_pair);
	service->name = hb_string(session->cluster, value, (size_t)(equals - value));
	service->value = equals + 1;
	g_ptr_array_add(session->choices.services, service);
	return NULL;
}

static char *take_provider(struct session *session, const char *value)
{
	session->choices.stock = strcmp(value, "heartbeat") == 0;
	return NULL;
}

static char *take_drbd(struct session *session, const char *value)
{
	session->choices.drbd = strcmp(value, "simple") == 0 ? EB_DRBD_SIMPLE : EB_DRBD_PROMOTABLE;
	return NULL;
}

static char *take_target(struct session *session, const char *value)
{
	session->choices.target = value;
	return NULL;
}

static char *take_fence_provider(struct session *session, const char *value)
{
	session->choices.stock_fencing = strcmp(value, "fence-agents") == 0;
	return NULL;
}

static char *take_fence_prefix(struct session *session, const char *value)
{
	if (!*value || value[strspn(value, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-")])
		return g_strdup_printf("'%s' is no prefix of an agent, expected one such as eb_",
				       value);
	session->choices.fence_prefix = value;
	return NULL;
}

/* Each returns NULL, or what is wrong with the value (g_free). */
static char *(*const takers[EB_OPTIONS])(struct session *session, const char *value) = {
	[EB_OPT_ACCEPT] = take_accept,
	[EB_OPT_DRBD] = take_drbd,
	[EB_OPT_NODE_ADDRESS] = take_address,
	[EB_OPT_OVERRIDE] = take_override,
	[EB_OPT_PROVIDER] = take_provider,
	[EB_OPT_SELF] = take_self,
	[EB_OPT_SERVICE] = take_service,
	[EB_OPT_TARGET] = take_target,
	[EB_OPT_FENCE_PREFIX] = take_fence_prefix,
	[EB_OPT_FENCE_PROVIDER] = take_fence_provider,
};

/* 0, or the exit code of a usage error. */
static int take_options(struct session *session)
{
	for (guint i = 0; i < session->given.given->len; i++) {
		const struct eb_given *given =
			&g_array_index(session->given.given, struct eb_given, i);
		g_autofree char *why =
			takers[given->id] ? takers[given->id](session, given->value) : NULL;

		if (why)
			return usage_error(session->given.command, why);
	}
	return 0;
}

static void load(struct session *session)
{
	hb_load(session->cluster, (char *const *)session->given.operands->pdata,
		session->given.operands->len, session->diag);
}

static int verdict(const struct session *session)
{
	return eb_diag_exit(session->diag, eb_given_value(&session->given, EB_OPT_STRICT) != NULL);
}

/* ---- collect --------------------------------------------------------------------------------------- */

static int collect(struct session *session)
{
	const char *output = eb_given_value(&session->given, EB_OPT_OUTPUT);
	g_autofree char *node = NULL, *path = NULL;
	g_autoptr(GPtrArray) bundle =
		eb_collect(eb_given_value(&session->given, EB_OPT_WITH_KEY) != NULL, &node);
	int failed;

	if (eb_given_value(&session->given, EB_OPT_OBFUSCATE))
		eb_obfuscate(bundle, &node);
	path = output ? g_strdup(output) : g_strconcat(node, ".tar", NULL);
	failed = eb_bundle_write(bundle, node, path);
	if (failed < 0) {
		fprintf(stderr, "escapebeat: cannot write the bundle %s: %s\n", path,
			g_strerror(-failed));
		return 1;
	}
	printf("%s: %u files of node %s\n", path, bundle->len, node);
	return 0;
}

/* ---- check ----------------------------------------------------------------------------------------- */

static int check(struct session *session)
{
	int code;

	load(session);
	code = verdict(session);
	if (eb_given_value(&session->given, EB_OPT_JSON)) {
		eb_findings_json(stdout, session->cluster, session->diag, code);
		return code;
	}
	eb_diag_print(session->diag, stderr, coloured(session, stderr));
	eb_findings_summary(stdout, session->cluster, session->diag);
	return code;
}

/* ---- plan ------------------------------------------------------------------------------------------ */

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

static void note_inputs(const struct session *session, struct eb_plan *plan)
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

static void note_options(const struct session *session, struct eb_plan *plan)
{
	for (guint i = 0; i < session->given.given->len; i++) {
		const struct eb_given *given =
			&g_array_index(session->given.given, struct eb_given, i);

		if (takers[given->id])
			note_option(plan, given);
	}
}

static void note_findings(const struct session *session, struct eb_plan *plan)
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
	g_autofree char *text = eb_plan_store(plan);
	int failed = eb_file_replace(path, text, strlen(text), PLAN_MODE);

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

static struct eb_plan *translate(struct session *session)
{
	bool validate = eb_given_value(&session->given, EB_OPT_VALIDATE) != NULL;
	struct eb_plan *made = eb_translate(session->cluster, &session->choices, session->diag);

	eb_check_agents(made, session->cluster, validate, session->diag);
	eb_judge(made, session->diag);
	return made;
}

/* A configuration that Heartbeat would refuse has no meaning that could be translated. */
static int plan(struct session *session)
{
	const char *output = eb_given_value(&session->given, EB_OPT_OUTPUT);
	struct eb_plan *made = NULL;
	g_autofree char *report = NULL;
	int code;

	load(session);
	if (!eb_diag_count(session->diag, EB_ERROR))
		made = translate(session);
	eb_diag_print(session->diag, stderr, coloured(session, stderr));
	code = verdict(session);
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

/* ---- show ------------------------------------------------------------------------------------------ */

static int show(struct session *session)
{
	return eb_show(session->given.operands->pdata[0],
		       eb_given_value(&session->given, EB_OPT_AS));
}

/* ---- rehearse -------------------------------------------------------------------------------------- */

/* All values of an option that may be repeated; g_ptr_array_unref it. */
static GPtrArray *values(const struct session *session, enum eb_option_id id)
{
	GPtrArray *all = g_ptr_array_new();

	for (guint i = 0; i < session->given.given->len; i++) {
		const struct eb_given *given =
			&g_array_index(session->given.given, struct eb_given, i);

		if (given->id == id)
			g_ptr_array_add(all, (char *)given->value);
	}
	return all;
}

static int rehearse(struct session *session)
{
	g_autoptr(GPtrArray) real = values(session, EB_OPT_REAL);
	g_autoptr(GPtrArray) outputs = values(session, EB_OPT_OUTPUT);
	const char *events = eb_given_value(&session->given, EB_OPT_EVENTS);
	guint64 most = 0;

	if (events && !g_ascii_string_to_unsigned(events, 10, 1, G_MAXINT, &most, NULL))
		return usage_error(session->given.command, "--events needs a number");
	return eb_rehearse(session->given.operands->pdata[0], real, outputs, (guint)most);
}

/* ---- apply, verify, rollback ------------------------------------------------------------------------- */

static int carry_out(struct session *session, int (*how)(struct eb_migration *m))
{
	const char *wait = eb_given_value(&session->given, EB_OPT_WAIT);
	const char *stage = eb_given_value(&session->given, EB_OPT_STAGE);
	g_autofree char *why = NULL;
	guint64 seconds = 0;
	struct eb_migration m = {
		.plan_path = session->given.operands->pdata[0],
		.node = eb_given_value(&session->given, EB_OPT_NODE),
		.yes = eb_given_value(&session->given, EB_OPT_YES) != NULL,
		.new_key = eb_given_value(&session->given, EB_OPT_NEW_KEY) != NULL,
		.alone = eb_given_value(&session->given, EB_OPT_ALONE) != NULL,
		.until = EB_STAGES,
	};
	int code;

	if (wait && !g_ascii_string_to_unsigned(wait, 10, 1, G_MAXINT / 1000, &seconds, NULL))
		return usage_error(session->given.command, "--wait needs a number of seconds");
	m.wait_ms = (int64_t)seconds * 1000;
	for (enum eb_stage i = EB_FILES; stage && i < EB_STAGES; i++)
		if (strcmp(eb_stage_names[i], stage) == 0)
			m.until = i;
	m.plan = eb_plan_read(m.plan_path, &why);
	if (!m.plan) {
		fprintf(stderr, "escapebeat: cannot read the plan %s: %s\n", m.plan_path, why);
		return 1;
	}
	code = how(&m);
	eb_plan_free(m.plan);
	return code;
}

static int apply(struct session *session)
{
	return carry_out(session, eb_apply);
}

static int verify(struct session *session)
{
	return carry_out(session, eb_verify);
}

static int rollback(struct session *session)
{
	return carry_out(session, eb_rollback);
}

/* ---- explain --------------------------------------------------------------------------------------- */

static int explain(struct session *session)
{
	const char *word = session->given.operands->pdata[0], *near = NULL;
	g_autofree char *message = NULL;

	if (eb_explain(stdout, word, &near) == 0)
		return 0;
	message =
		g_strdup_printf("'%s' is neither a message nor a directive%s%s%s", word,
				near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
	return usage_error(session->given.command, message);
}

static int (*const commands[EB_COMMANDS])(struct session *session) = {
	[EB_COLLECT] = collect,   [EB_CHECK] = check,     [EB_PLAN] = plan,
	[EB_SHOW] = show,         [EB_APPLY] = apply,     [EB_VERIFY] = verify,
	[EB_ROLLBACK] = rollback, [EB_EXPLAIN] = explain, [EB_REHEARSE] = rehearse,
};

static int run(struct session *session)
{
	const struct eb_command *command = session->given.command;
	int code;

	if (eb_given_value(&session->given, EB_OPT_HELP)) {
		eb_help(stdout, command);
		return 0;
	}
	if (eb_given_value(&session->given, EB_OPT_VERSION)) {
		puts("escapebeat " PACKAGE_VERSION);
		return 0;
	}
	if (!command)
		return usage_error(NULL, "no command given");
	code = take_options(session);
	return code ? code : commands[command - eb_commands](session);
}

int main(int argc, char **argv)
{
	struct session session = {
		.cluster = hb_cluster_new(),
		.diag = eb_diag_new(),
		.choices.services = g_ptr_array_new(),
	};
	g_autofree char *why = NULL;
	int code;

	if (eb_grammar_parse(argv, &session.given, &why) < 0)
		code = usage_error(session.given.command, why);
	else
		code = run(&session);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, "escapebeat: cannot write the result: %s\n", g_strerror(errno));
		code = 1;
	}
	eb_invocation_clear(&session.given);
	g_ptr_array_free(session.choices.services, TRUE);
	eb_diag_free(session.diag);
	hb_cluster_free(session.cluster);
	return code;
}
