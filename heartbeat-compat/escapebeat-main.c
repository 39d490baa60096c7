// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * escapebeat: takes a cluster from Heartbeat to corosync and Pacemaker. Results go to standard
 * output, messages to standard error; the exit code says how it went (grammar-commands.c).
 */
#include <errno.h>
#include <string.h>

#include "heartbeat-compat/bundle.h"
#include "heartbeat-compat/collect.h"
#include "heartbeat-compat/help.h"
#include "heartbeat-compat/load.h"
#include "heartbeat-compat/migrate.h"
#include "heartbeat-compat/rehearse.h"
#include "heartbeat-compat/session.h"
#include "heartbeat-compat/show.h"
#include "heartbeat-compat/tool.h"

enum { RELOAD_MS = 30000 };

/* ---- collect --------------------------------------------------------------------------------------- */

/* What a script does with a password nobody can tell. */
static void tell_scripts(const GPtrArray *bundle)
{
	const struct eb_member *member;
	guint count = 0;

	eb_for_each (member, bundle)
		count += g_str_has_prefix(member->name, "etc/ha.d/resource.d/");
	if (count)
		fprintf(stderr,
			"escapebeat: BEWARE: %u script%s of resource.d %s in the bundle as %s, with "
			"passwords, if any; --obfuscate leaves scripts out\n",
			count, count == 1 ? "" : "s", count == 1 ? "is" : "are",
			count == 1 ? "it is" : "they are");
}

static int collect(struct eb_session *session)
{
	const char *output = eb_given_value(&session->given, EB_OPT_OUTPUT);
	bool with_key = eb_given_value(&session->given, EB_OPT_WITH_KEY);
	bool obfuscate = eb_given_value(&session->given, EB_OPT_OBFUSCATE);
	g_autofree char *node = NULL, *path = NULL;
	g_autoptr(GPtrArray) bundle = NULL;
	int failed;

	if (with_key && obfuscate)
		return eb_usage_error(session->given.command,
				      "--obfuscate leaves out what --with-key is to keep");
	bundle = eb_collect(with_key, &node);
	if (obfuscate)
		eb_obfuscate(bundle, &node);
	path = output ? g_strdup(output) : g_strconcat(node, ".tar", NULL);
	failed = eb_bundle_write(bundle, node, path);
	if (failed < 0) {
		fprintf(stderr, "escapebeat: cannot write the bundle %s: %s\n", path,
			g_strerror(-failed));
		return 1;
	}
	if (!with_key && !obfuscate)
		tell_scripts(bundle);
	printf("%s: %u files of node %s\n", path, bundle->len, node);
	return 0;
}

/* ---- show ------------------------------------------------------------------------------------------ */

static int show(struct eb_session *session)
{
	return eb_show(session->given.operands->pdata[0],
		       eb_given_value(&session->given, EB_OPT_AS));
}

/* ---- rehearse -------------------------------------------------------------------------------------- */

/* All values of an option that may be repeated; g_ptr_array_unref it. */
static GPtrArray *values(const struct eb_session *session, enum eb_option_id id)
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

static int rehearse(struct eb_session *session)
{
	g_autoptr(GPtrArray) real = values(session, EB_OPT_REAL);
	g_autoptr(GPtrArray) outputs = values(session, EB_OPT_OUTPUT);
	const char *events = eb_given_value(&session->given, EB_OPT_EVENTS);
	guint64 most = 0;

	if (events && !g_ascii_string_to_unsigned(events, 10, 1, G_MAXINT, &most, NULL))
		return eb_usage_error(session->given.command, "--events needs a number");
	return eb_rehearse(session->given.operands->pdata[0], real, outputs, (guint)most);
}

/* ---- apply, verify, rollback ------------------------------------------------------------------------- */

static int carry_out(struct eb_session *session, int (*how)(struct eb_migration *m))
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
		return eb_usage_error(session->given.command, "--wait needs a number of seconds");
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

static int apply(struct eb_session *session)
{
	return carry_out(session, eb_apply);
}

static int verify(struct eb_session *session)
{
	return carry_out(session, eb_verify);
}

static int rollback(struct eb_session *session)
{
	return carry_out(session, eb_rollback);
}

/* ---- reload ---------------------------------------------------------------------------------------- */

/* A daemon is not asked for what it would refuse. The command of old knows how to ask. */
static int reload(struct eb_session *session)
{
	static char folder[] = "/etc/ha.d";
	char *const paths[] = { folder };
	g_autofree char *said = NULL;
	int code;

	hb_load(session->cluster, paths, EB_COUNT(paths), session->diag);
	eb_diag_print(session->diag, stderr, eb_session_coloured(session, stderr));
	if (eb_diag_count(session->diag, EB_ERROR))
		return 1;
	code = EB_TOOL(RELOAD_MS, &said, EB_HBLIBDIR "/heartbeat", "-r");
	if (code < 0)
		fprintf(stderr, "escapebeat: cannot run %s: %s\n", EB_HBLIBDIR "/heartbeat",
			g_strerror(-code));
	else
		fputs(said, code ? stderr : stdout);
	return code ? EB_EXIT_STALE : 0;
}

/* ---- explain --------------------------------------------------------------------------------------- */

static int explain(struct eb_session *session)
{
	const char *word = session->given.operands->pdata[0], *near = NULL;
	g_autofree char *message = NULL;

	if (eb_explain(stdout, word, &near) == 0)
		return 0;
	message =
		g_strdup_printf("'%s' is neither a message nor a directive%s%s%s", word,
				near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
	return eb_usage_error(session->given.command, message);
}

static int (*const commands[EB_COMMANDS])(struct eb_session *session) = {
	[EB_COLLECT] = collect,      [EB_CHECK] = eb_session_check,
	[EB_PLAN] = eb_session_plan, [EB_SHOW] = show,
	[EB_APPLY] = apply,          [EB_VERIFY] = verify,
	[EB_ROLLBACK] = rollback,    [EB_EXPLAIN] = explain,
	[EB_REHEARSE] = rehearse,    [EB_RELOAD] = reload,
};

static int run(struct eb_session *session)
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
		return eb_usage_error(NULL, "no command given");
	code = eb_session_take(session);
	return code ? code : commands[command - eb_commands](session);
}

int main(int argc, char **argv)
{
	struct eb_session session = {
		.cluster = hb_cluster_new(),
		.diag = eb_diag_new(),
		.choices.services = g_ptr_array_new(),
		.choices.fence_prefix = &EB_FENCE_PREFIX[strlen("fence_")],
	};
	g_autofree char *why = NULL;
	int code;

	if (eb_grammar_parse(argv, &session.given, &why) < 0)
		code = eb_usage_error(session.given.command, why);
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
