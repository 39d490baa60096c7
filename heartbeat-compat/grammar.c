// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A command line read by the tables: what a word is depends on the command before it.
 */
#include <errno.h>
#include <string.h>

#include "heartbeat-compat/diag.h"
#include "heartbeat-compat/grammar.h"

static void suggest(char **why, const char *prefix, const char *word, const char *const *known)
{
	const char *near = eb_did_you_mean(word, known);
	char *text = *why;

	if (!near)
		return;
	*why = g_strdup_printf("%s; did you mean '%s%s'?", text, prefix, near);
	g_free(text);
}

static int find_command(struct eb_invocation *invocation, const char *word, char **why)
{
	const char *names[EB_COMMANDS + 1] = { NULL };

	for (size_t i = 0; i < EB_COMMANDS; i++) {
		names[i] = eb_commands[i].name;
		if (strcmp(word, names[i]) == 0) {
			invocation->command = &eb_commands[i];
			return 0;
		}
	}
	*why = g_strdup_printf("no command '%s'", word);
	suggest(why, "", word, names);
	return -EINVAL;
}

/* Options that this command takes; before a command: those that every command takes. */
static bool applies(const struct eb_invocation *invocation, const struct eb_option *option)
{
	unsigned int command = (1U << EB_COMMANDS) - 1;

	if (invocation->command)
		command = 1U << (invocation->command - eb_commands);
	return (option->commands & command) == command;
}

static const struct eb_option *find_option(const struct eb_invocation *invocation, const char *name,
					   size_t length, char letter)
{
	for (size_t i = 0; i < EB_OPTIONS; i++) {
		const struct eb_option *option = &eb_options[i];

		if (!applies(invocation, option))
			continue;
		if (name ? strlen(option->name) == length &&
				    strncmp(option->name, name, length) == 0
			 : option->letter && option->letter == letter)
			return option;
	}
	return NULL;
}

static void refuse_option(const struct eb_invocation *invocation, const char *word, char **why)
{
	const char *names[EB_OPTIONS + 1] = { NULL };
	const char *of = invocation->command ? invocation->command->name : "escapebeat";
	g_autofree char *name = g_strndup(word, strcspn(word, "="));
	size_t count = 0;

	for (size_t i = 0; i < EB_OPTIONS; i++)
		if (applies(invocation, &eb_options[i]))
			names[count++] = eb_options[i].name;
	*why = g_strdup_printf("%s has no option '%s'", of, name);
	if (strncmp(name, "--", 2) == 0)
		suggest(why, "--", name + 2, names);
}

static bool chosen(const struct eb_option *option, const char *value, char **why)
{
	if (option->fill != EB_FILL_CHOICE || g_strv_contains(option->choices, value))
		return true;
	/* what is behind the colon explains */
	*why = g_strdup_printf("--%s cannot be '%s', expected %.*s", option->name, value,
			       (int)strcspn(option->brief, ":"), option->brief);
	suggest(why, "", value, option->choices);
	return false;
}

/* *argv is at the option; left at the last word that was used. */
static int take_option(struct eb_invocation *invocation, char ***argv, char **why)
{
	const char *word = **argv;
	bool long_form = word[1] == '-';
	const char *equals = long_form ? strchr(word, '=') : NULL;
	const struct eb_option *option =
		long_form ? find_option(invocation, word + 2,
					equals ? (size_t)(equals - word - 2) : strlen(word + 2), 0)
			  : find_option(invocation, NULL, 0, word[1]);
	struct eb_given given = { 0 };

	if (!option || (!long_form && !option->meta && word[2])) {
		refuse_option(invocation, word, why);
		return -EINVAL;
	}
	given.id = (enum eb_option_id)(option - eb_options);
	if (equals)
		given.value = equals + 1;
	else if (!long_form && word[2])
		given.value = word + 2;
	else if (option->meta && (*argv)[1])
		given.value = *++*argv;
	if (!option->meta != !given.value) {
		*why = g_strdup_printf(option->meta ? "--%s needs %s" : "--%s takes no value",
				       option->name, option->meta);
		return -EINVAL;
	}
	if (given.value && !chosen(option, given.value, why))
		return -EINVAL;
	g_array_append_val(invocation->given, given);
	return 0;
}

static int count_operands(const struct eb_invocation *invocation, char **why)
{
	const struct eb_command *command = invocation->command;
	int count = (int)invocation->operands->len;

	if (!command || eb_given_value(invocation, EB_OPT_HELP) ||
	    eb_given_value(invocation, EB_OPT_VERSION))
		return 0;
	if (count < command->least)
		*why = g_strdup_printf("%s needs %s", command->name, command->operand);
	else if (command->most >= 0 && count > command->most)
		*why = g_strdup_printf("%s takes one %s, '%s' is too many", command->name,
				       command->operand,
				       (char *)invocation->operands->pdata[command->most]);
	return *why ? -EINVAL : 0;
}

int eb_grammar_parse(char **argv, struct eb_invocation *invocation, char **why)
{
	bool operands_only = false;

	*invocation = (struct eb_invocation) {
		.given = g_array_new(FALSE, FALSE, sizeof(struct eb_given)),
		.operands = g_ptr_array_new(),
	};
	*why = NULL;
	for (argv++; *argv; argv++) {
		int failed = 0;

		if (!operands_only && strcmp(*argv, "--") == 0)
			operands_only = true;
		else if (!operands_only && **argv == '-' && (*argv)[1])
			failed = take_option(invocation, &argv, why);
		else if (!invocation->command)
			failed = find_command(invocation, *argv, why);
		else
			g_ptr_array_add(invocation->operands, *argv);
		if (failed)
			return failed;
	}
	return count_operands(invocation, why);
}

void eb_invocation_clear(struct eb_invocation *invocation)
{
	g_array_free(invocation->given, TRUE);
	g_ptr_array_free(invocation->operands, TRUE);
}

const char *eb_given_value(const struct eb_invocation *invocation, enum eb_option_id id)
{
	const char *value = NULL;

	for (guint i = 0; i < invocation->given->len; i++) {
		const struct eb_given *given =
			&g_array_index(invocation->given, struct eb_given, i);

		if (given->id == id)
			value = given->value ? given->value : "";
	}
	return value;
}
