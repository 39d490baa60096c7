// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A word of haresources: an address, a script that is an agent by now (script-table.c), or a
 * service.
 */
#include <string.h>

#include "heartbeat-compat/extras.h"
#include "heartbeat-compat/script-form.h"
#include "heartbeat-compat/script-table.h"
#include "heartbeat-compat/secret.h"
#include "heartbeat-compat/translation.h"

void eb_job_say(struct eb_job *job, enum eb_mark mark, const char *reason)
{
	g_autoptr(GString) text = g_string_new(NULL);
	const struct eb_resource *made = job->made;
	const struct eb_pair *param;

	g_string_printf(text, "%s:%s%s%s %s", made->class, made->provider ? made->provider : "",
			made->provider ? ":" : "", made->type, made->id);
	eb_for_each (param, made->params)
		g_string_append_printf(text, " %s=%s", param->name, param->value);
	eb_made(job->t,
		eb_word_became(job->t, job->line, &job->word->word, mark, text->str, reason),
		made->id);
}

/* ---- parameters ------------------------------------------------------------------------------------ */

void eb_job_param(struct eb_job *job, const char *name, const char *value)
{
	if (value)
		eb_pair_add(job->t->plan, job->made->params, name, value);
}

/* An argument that holds a secret. */
static bool is_secret(const struct eb_job *job, const struct hb_word *arg)
{
	const struct hb_word *word = &job->word->word;
	size_t end = arg->span.column - word->span.column + strlen(arg->text);

	return end > eb_argument_open(word->text, strlen(word->text));
}

static const char *keep_secret(struct eb_job *job, const char *param, const char *value)
{
	const char *script = job->word->script;

	return eb_secret_param(
		job->t, job->made->id, &(struct eb_pair) { param, value }, job->word->word.span,
		EB_TEXT(job->t, "%.*s", (int)eb_argument_open(script, strlen(script)), script));
}

const char *eb_job_value(struct eb_job *job, const char *param, const struct hb_word *arg)
{
	return is_secret(job, arg) ? keep_secret(job, param, arg->text) : arg->text;
}

const char *eb_job_values(struct eb_job *job, const char *param)
{
	g_autoptr(GString) text = g_string_new(NULL);
	const struct hb_word *arg;
	bool secret = false;

	eb_for_each (arg, job->word->args) {
		g_string_append_printf(text, "%s%s", arg_at ? " " : "", arg->text);
		secret |= is_secret(job, arg);
	}
	if (secret)
		return keep_secret(job, param, text->str);
	return text->len ? eb_arena_string(job->t->plan->arena, text->str) : NULL;
}

/* ---- addresses ------------------------------------------------------------------------------------- */

static void make_address(struct eb_job *job)
{
	const struct hb_address *addr = eb_word_address(job->word);

	eb_agent_set(job->t, job->made, "IPaddr2", NULL);
	eb_job_param(job, "ip", addr->ip.text);
	if (addr->prefix >= 0)
		eb_job_param(job, "cidr_netmask", EB_TEXT(job->t, "%d", addr->prefix));
	eb_job_param(job, "nic", addr->nic.text);
	eb_job_param(job, "iflabel", addr->label.text);
	eb_job_param(job, "broadcast", addr->broadcast.text);
	eb_job_say(job, EB_EXACT, NULL);
}

/* An address that stands further up already; two owners would fight over it. */
static bool repeated(struct eb_job *job, const char *name)
{
	if (!eb_word_address(job->word) || !eb_id_taken(job->t, EB_TEXT(job->t, "hb-%s", name)))
		return false;
	eb_word_became(job->t, job->line, &job->word->word, EB_DROPPED, NULL,
		       "this address stands further up already");
	return true;
}

/* ---- scripts that are agents --------------------------------------------------------------------------- */

static void add_each(struct eb_job *job, const struct eb_script *script)
{
	const struct hb_word *arg;

	eb_for_each (arg, job->word->args) {
		const char *value = eb_job_value(job, script->params[arg_at], arg);

		/* Only a CIB of old can have it. */
		if (!*value)
			continue;
		if (arg_at == 0 && script->prefix && g_str_has_prefix(value, script->prefix))
			value += strlen(script->prefix);
		if (arg_at == 0 && script->folder && !strchr(value, '/'))
			value = EB_TEXT(job->t, "%s%s", script->folder, value);
		eb_job_param(job, script->params[arg_at], value);
	}
}

/* "10.0.0.1/eth0"; the script takes what is behind the first slash for the device. */
static void add_parts(struct eb_job *job, const struct eb_script *script)
{
	const struct hb_word *arg = job->word->args->pdata[0];
	const char *slash = strchr(arg->text, '/');

	eb_job_param(job, script->params[0],
		     EB_TEXT(job->t, "%.*s", (int)strcspn(arg->text, "/"), arg->text));
	eb_job_param(job, script->params[1], slash && slash[1] ? slash + 1 : NULL);
}

static void add_arguments(struct eb_job *job, const struct eb_script *script)
{
	const struct hb_word *first = eb_item(job->word->args, 0);

	if (!first)
		return;
	switch (script->form) {
	case EB_ARGUMENTS_EACH: add_each(job, script); break;
	case EB_ARGUMENTS_JOINED:
		eb_job_param(job, script->params[0], eb_job_values(job, script->params[0]));
		break;
	case EB_ARGUMENTS_SLASH: add_parts(job, script); break;
	case EB_ARGUMENTS_PORT:
		eb_job_param(job, script->params[!first->text[strspn(first->text, G_CSET_DIGITS)]],
			     first->text);
		break;
	}
}

static bool has_param(const struct eb_resource *resource, const char *name)
{
	const struct eb_pair *param;

	eb_for_each (param, resource->params)
		if (strcmp(param->name, name) == 0)
			return true;
	return false;
}

static bool make_agent(struct eb_job *job)
{
	const struct eb_script *script = eb_script_find(job->word->script);
	struct eb_op *op;

	if (!script)
		return false;
	if (!script->type || (script->own && job->t->choices->stock)) {
		eb_translate_script(job, EB_NEAR, script->reason);
		return true;
	}
	if (!hb_script_fits(script->name, job->word->args)) {
		eb_translate_script(job, EB_NEAR, "not the arguments that the script takes");
		return true;
	}
	eb_agent_set(job->t, job->made, script->type, NULL);
	add_arguments(job, script);
	if (script->preset.name && !has_param(job->made, script->preset.name))
		eb_job_param(job, script->preset.name, script->preset.value);
	if (script->optional)
		eb_for_each (op, job->made->ops)
			op->on_fail = "ignore";
	eb_job_say(job, script->reason ? EB_NEAR : EB_EXACT, script->reason);
	return true;
}

/* ---- OCF::TYPE::INSTANCE ------------------------------------------------------------------------------ */

/* A line of the file that the wrapper sources, OCF_RESKEY_ip=10.0.0.1: the name that it sets and what
 * stands behind the sign. NULL: it sets none, as when it is no name that a shell has. */
static char *variable_of(const char *line, const char **value)
{
	static const char prefix[] = "OCF_RESKEY_";
	const char *at = strstr(line, prefix), *equals = at ? strchr(at, '=') : NULL;
	const char *comment = strchr(line, '#');
	g_autofree char *name = NULL;

	if (!equals || (comment && comment < equals))
		return NULL;
	at += strlen(prefix);
	name = g_strndup(at, (size_t)(equals - at));
	*value = equals + 1;
	return *name && !name[strspn(name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_")]
		       ? g_steal_pointer(&name)
		       : NULL;
}

static void add_variable(struct eb_job *job, const char *name, const char *value)
{
	g_autofree char *pair = NULL;
	g_auto(GStrv) words = NULL;

	if (!g_shell_parse_argv(value, NULL, &words, NULL))
		return;
	pair = g_strdup_printf("%s=%s", name, words[0]);
	eb_job_param(job, name,
		     eb_argument_open(pair, strlen(pair)) < strlen(pair)
			     ? keep_secret(job, name, words[0])
			     : words[0]);
}

/* Of several lines with one name the last one counts. */
static void add_variables(struct eb_job *job, const char *text)
{
	g_autoptr(GHashTable) last = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	const char *value = NULL;

	for (size_t i = 0; lines[i]; i++) {
		char *name = variable_of(lines[i], &value);

		if (name)
			g_hash_table_replace(last, name, lines[i]);
	}
	for (size_t i = 0; lines[i]; i++) {
		g_autofree char *name = variable_of(lines[i], &value);

		if (name && g_hash_table_lookup(last, name) == lines[i])
			add_variable(job, name, value);
	}
}

/* False: not this form, or its parameters are not known. */
static bool make_ocf(struct eb_job *job)
{
	const struct hb_word *type = eb_item(job->word->args, 0);
	const struct hb_word *instance = eb_item(job->word->args, 1);
	const struct eb_source *source = NULL;
	g_autofree char *ending = NULL;
	const struct hb_host *host;

	if (strcmp(job->word->script, "OCF") != 0 || !instance)
		return false;
	ending = g_strdup_printf("conf/OCF/%s/%s", type->text, instance->text);
	eb_for_each (host, job->t->cluster->hosts)
		source = source ? source : hb_extra_find(host, ending);
	if (!source) {
		eb_translate_script(job, EB_NEAR,
				    EB_TEXT(job->t, "its parameters are not known (%s)", ending));
		return true;
	}
	eb_agent_set(job->t, job->made, type->text, NULL);
	add_variables(job, source->text);
	eb_job_say(job, EB_EXACT, NULL);
	return true;
}

/* ---- a word -------------------------------------------------------------------------------------------- */

void eb_translate_made(struct eb_job *job)
{
	if (eb_word_address(job->word))
		make_address(job);
	else if (!make_agent(job) && !make_ocf(job))
		eb_translate_service(job);
}

void eb_translate_word(struct eb_job *job, GPtrArray *into, const char *line)
{
	struct eb_translation *t = job->t;
	const char *name = eb_word_slug(t, job->word);
	const struct hb_address *addr = eb_word_address(job->word);

	if (job->word->trouble) {
		eb_word_became(t, job->line, &job->word->word, EB_REFUSED, NULL,
			       job->word->trouble);
		return;
	}
	if (repeated(job, name))
		return;
	job->made = eb_resource_add(
		t->plan, into, EB_PRIMITIVE,
		eb_id_make(t, name, !addr && eb_slug_shared(t, name) ? line : NULL));
	eb_translate_made(job);
}
