// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "heartbeat-compat/help.h"
#include "heartbeat-compat/lex.h"
#include "heartbeat-compat/load.h"
#include "heartbeat-compat/plan.h"
#include "heartbeat-compat/session.h"

int eb_usage_error(const struct eb_command *command, const char *message)
{
	/* It quotes an argument, which is not for the terminal to obey. */
	g_autofree char *shown = eb_plan_fit(message);

	fprintf(stderr, "escapebeat: %s\n", shown);
	eb_usage(stderr, command);
	return EB_EXIT_USAGE;
}

bool eb_session_coloured(const struct eb_session *session, FILE *stream)
{
	const char *when = eb_given_value(&session->given, EB_OPT_COLOR);
	const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");

	if (when && strcmp(when, "auto") != 0)
		return strcmp(when, "always") == 0;
	return isatty(fileno(stream)) && term && strcmp(term, "dumb") != 0 &&
	       (!no_color || !*no_color);
}

void eb_session_load(struct eb_session *session)
{
	hb_load(session->cluster, (char *const *)session->given.operands->pdata,
		session->given.operands->len, session->diag);
}

int eb_session_exit(const struct eb_session *session)
{
	return eb_diag_exit(session->diag, eb_given_value(&session->given, EB_OPT_STRICT) != NULL);
}

/* ---- options that the model or the messages take ------------------------------------------------ */

static char *take_accept(struct eb_session *session, const char *value)
{
	unsigned int code = eb_code_parse(value);

	if (!code)
		return g_strdup_printf("no message has the code '%s'", value);
	if (eb_diag_accept(session->diag, code) < 0)
		return g_strdup_printf("HB-%u is an error, it cannot be accepted", code);
	return NULL;
}

/* web1=10.0.0.1,10.0.1.1: one address for each link. */
static char *take_address(struct eb_session *session, const char *value)
{
	const char *equals = strchr(value, '=');
	g_auto(GStrv) addresses = g_strsplit(equals ? equals + 1 : "", ",", -1);

	for (size_t i = 0; addresses[i]; i++) {
		g_autofree char *one =
			g_strdup_printf("%.*s=%s", (int)(equals - value), value, addresses[i]);

		if (hb_node_address_add(session->cluster, one) < 0)
			return g_strdup_printf("'%s' is no address of a node, expected "
					       "NODE=[DEVICE:]ADDRESS[,ADDRESS...], DEVICE of 15 "
					       "characters at most",
					       one);
	}
	return addresses[0] ? NULL
			    : g_strdup_printf("'%s' is no address of a node, expected NODE=ADDRESS",
					      value);
}

static char *take_override(struct eb_session *session, const char *value)
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

static char *take_self(struct eb_session *session, const char *value)
{
	session->cluster->self = hb_string(session->cluster, value, strlen(value));
	return NULL;
}

static char *take_service(struct eb_session *session, const char *value)
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

static char *take_provider(struct eb_session *session, const char *value)
{
	session->choices.stock = strcmp(value, "heartbeat") == 0;
	return NULL;
}

static char *take_drbd(struct eb_session *session, const char *value)
{
	session->choices.drbd = strcmp(value, "simple") == 0 ? EB_DRBD_SIMPLE : EB_DRBD_PROMOTABLE;
	return NULL;
}

static char *take_target(struct eb_session *session, const char *value)
{
	session->choices.target = value;
	return NULL;
}

static char *take_fence_provider(struct eb_session *session, const char *value)
{
	session->choices.stock_fencing = strcmp(value, "fence-agents") == 0;
	return NULL;
}

static char *take_fence_prefix(struct eb_session *session, const char *value)
{
	if (!*value || value[strspn(value, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-")])
		return g_strdup_printf("'%s' is no prefix of an agent, expected one such as eb_",
				       value);
	session->choices.fence_prefix = value;
	return NULL;
}

/* Each returns NULL, or what is wrong with the value (g_free). */
static char *(*const takers[EB_OPTIONS])(struct eb_session *session, const char *value) = {
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

int eb_session_take(struct eb_session *session)
{
	for (guint i = 0; i < session->given.given->len; i++) {
		const struct eb_given *given =
			&g_array_index(session->given.given, struct eb_given, i);
		g_autofree char *why =
			takers[given->id] ? takers[given->id](session, given->value) : NULL;

		if (why)
			return eb_usage_error(session->given.command, why);
	}
	return 0;
}

bool eb_session_shapes(enum eb_option_id id)
{
	return takers[id] != NULL;
}
