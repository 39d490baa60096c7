// SPDX-License-Identifier: GPL-2.0-or-later
#include "heartbeat-compat/complete.h"
#include "heartbeat-compat/diag.h"
#include "heartbeat-compat/grammar.h"
#include "lib/man.h"

static void put_commands(struct eb_man *man)
{
	eb_man_section(man, "COMMANDS");
	eb_man_list(man);
	for (size_t i = 0; i < EB_COMMANDS; i++) {
		const struct eb_command *command = &eb_commands[i];
		g_autofree char *term =
			g_strdup_printf("%s [OPTION...] %s", command->name, command->operand);

		eb_man_item(man, term);
		eb_man_text(man, command->detail);
	}
	eb_man_list_end(man);
}

/* Which commands take the option; not worth a word when all do. */
static void put_takers(GString *text, const struct eb_option *option)
{
	const char *before = " For ";

	if (option->commands == (1U << EB_COMMANDS) - 1)
		return;
	for (size_t c = 0; c < EB_COMMANDS; c++)
		if (option->commands & 1U << c) {
			g_string_append_printf(text, "%s%s", before, eb_commands[c].name);
			before = " and ";
		}
	g_string_append_c(text, '.');
}

static void put_options(struct eb_man *man)
{
	eb_man_section(man, "OPTIONS");
	eb_man_list(man);
	for (size_t i = 0; i < EB_OPTIONS; i++) {
		const struct eb_option *option = &eb_options[i];
		g_autoptr(GString) term = g_string_new(NULL);
		g_autoptr(GString) text = g_string_new(NULL);

		if (option->letter)
			g_string_append_printf(term, "-%c, ", option->letter);
		g_string_append_printf(term, "--%s%s%s", option->name, option->meta ? " " : "",
				       option->meta ? option->meta : "");
		eb_man_item(man, term->str);
		if (option->detail)
			g_string_append(text, option->detail);
		else
			g_string_append_printf(text, "%c%s.", g_ascii_toupper(*option->brief),
					       option->brief + 1);
		put_takers(text, option);
		eb_man_text(man, text->str);
	}
	eb_man_list_end(man);
}

static void put_exits(struct eb_man *man)
{
	eb_man_section(man, "EXIT STATUS");
	eb_man_list(man);
	for (const struct eb_exit *e = eb_exits; e->text; e++) {
		g_autofree char *term = g_strdup_printf("%d", e->code);

		eb_man_item(man, term);
		eb_man_text(man, e->text);
	}
	eb_man_list_end(man);
}

static void put_examples(struct eb_man *man)
{
	eb_man_section(man, "EXAMPLES");
	for (size_t i = 0; i < EB_COMMANDS; i++)
		eb_man_literal(man, eb_commands[i].examples);
}

static void put_messages(struct eb_man *man)
{
	eb_man_section(man, "DIAGNOSTICS");
	eb_man_text(man, "Errors come first, then warnings, decisions and missing files, notes.");
	eb_man_list(man);
	for (const struct eb_code *code = eb_code_table(); code->number; code++) {
		g_autofree char *term =
			g_strdup_printf("HB-%u, %s: %s", code->number,
					eb_severity_name(code->severity), code->title);

		eb_man_item(man, term);
		eb_man_text(man, code->remedy);
	}
	eb_man_list_end(man);
}

void eb_manual(FILE *out)
{
	struct eb_man man = eb_man_begin(out, "escapebeat", 1,
					 "take a cluster from Heartbeat to corosync and Pacemaker");
	g_autoptr(GString) synopsis = g_string_new(NULL);

	eb_man_section(&man, "SYNOPSIS");
	for (size_t i = 0; i < EB_COMMANDS; i++)
		g_string_append_printf(synopsis, "escapebeat %s [OPTION...] %s\n\n",
				       eb_commands[i].name, eb_commands[i].operand);
	eb_man_text(&man, synopsis->str);
	eb_man_section(&man, "DESCRIPTION");
	eb_man_text(
		&man,
		"Reads the configuration of Heartbeat (ha.cf, haresources, authkeys), reports its "
		"faults, and says what it becomes under corosync and Pacemaker. Results go to "
		"standard output, messages to standard error. Words are exact; a slip is refused "
		"with the word that was probably meant.\n\n"
		"A folder may also hold a file node.facts, which says what the three files do "
		"not: lines 'node NAME', 'address DEVICE ADDRESS/PREFIX', 'unit NAME', "
		"'script NAME'.");
	put_commands(&man);
	put_options(&man);
	put_exits(&man);
	put_examples(&man);
	put_messages(&man);
}
