// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>

#include "heartbeat-compat/diag.h"
#include "heartbeat-compat/help.h"
#include "heartbeat-compat/mapping.h"
#include "heartbeat-compat/model.h"

static void put_options(FILE *out, unsigned int commands)
{
	for (size_t i = 0; i < EB_OPTIONS; i++) {
		const struct eb_option *option = &eb_options[i];
		g_autofree char *left = NULL;

		if ((option->commands & commands) != commands)
			continue;
		left = g_strdup_printf("--%s%s%s", option->name, option->meta ? " " : "",
				       option->meta ? option->meta : "");
		if (option->letter)
			fprintf(out, "  -%c, %-27s %s\n", option->letter, left, option->brief);
		else
			fprintf(out, "      %-27s %s\n", left, option->brief);
	}
}

static void put_exits(FILE *out)
{
	for (const struct eb_exit *e = eb_exits; e->text; e++)
		fprintf(out, "  %d  %s\n", e->code, e->text);
}

/* Examples are lines; each is set in. */
static void put_lines(FILE *out, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (size_t i = 0; lines[i]; i++)
		fprintf(out, "  %s\n", lines[i]);
}

static void put_overview(FILE *out)
{
	fputs("usage: escapebeat COMMAND [OPTION...] OPERAND...\n\n"
	      "Takes a cluster from Heartbeat (/etc/ha.d) to corosync and Pacemaker.\n\n",
	      out);
	for (size_t i = 0; i < EB_COMMANDS; i++)
		fprintf(out, "  %-8s %-8s  %s\n", eb_commands[i].name, eb_commands[i].operand,
			eb_commands[i].brief);
	fputs("\nOptions of every command:\n", out);
	put_options(out, (1U << EB_COMMANDS) - 1);
	fputs("\n'escapebeat COMMAND --help' shows the rest; escapebeat(1) is the manual.\n", out);
}

void eb_help(FILE *out, const struct eb_command *command)
{
	if (!command) {
		put_overview(out);
		return;
	}
	fprintf(out, "usage: escapebeat %s [OPTION...] %s\n\n%s%s\n\n", command->name,
		command->operand, command->brief, g_str_has_suffix(command->brief, "?") ? "" : ".");
	put_options(out, 1U << (command - eb_commands));
	fputs("\nExamples:\n", out);
	put_lines(out, command->examples);
	fputs("\nExit codes:\n", out);
	put_exits(out);
	fputs("\nManual: escapebeat(1)\n", out);
}

void eb_usage(FILE *out, const struct eb_command *command)
{
	if (command)
		fprintf(out,
			"usage: escapebeat %s [OPTION...] %s; 'escapebeat %s --help' shows the "
			"options\n",
			command->name, command->operand, command->name);
	else
		fputs("usage: escapebeat COMMAND [OPTION...] OPERAND...; 'escapebeat --help' shows "
		      "the commands\n",
		      out);
}

/* ---- explain -------------------------------------------------------------------------------------- */

static void explain_code(FILE *out, const struct eb_code *code)
{
	fprintf(out, "HB-%u, %s: %s\n\n%s\n", code->number, eb_severity_name(code->severity),
		code->title, code->remedy);
	if (code->severity == EB_WARNING || code->severity == EB_DECISION)
		fprintf(out, "\nAccept it with --accept HB-%u.\n", code->number);
}

static void explain_row(FILE *out, const struct eb_mapping *row)
{
	g_autofree char *result = eb_mapping_result(row);

	fprintf(out, "\n  %s: %s\n", row->form, eb_mark_names[row->mark]);
	if (*row->text)
		fprintf(out, "      %s\n", row->text);
	fprintf(out, "      %s\n        %c %s\n", row->example, eb_mark_signs[row->mark], result);
}

static void explain_directive(FILE *out, const struct hb_directive *directive)
{
	fprintf(out, "%s %s\n\n%s\n", directive->name, directive->form, directive->brief);
	if (*directive->preset)
		fprintf(out, "Heartbeat's default: %s\n", directive->preset);
	fputs("\nWhat becomes of it (escapebeat-convert(7) has the whole list):\n", out);
	for (const struct eb_mapping *row = eb_mappings; row->form; row++)
		if (eb_mapping_is_of(row, directive->name))
			explain_row(out, row);
}

int eb_explain(FILE *out, const char *word, const char **near)
{
	static const char *names[HB_DIRECTIVES + 2];
	unsigned int number = eb_code_parse(word);
	const struct hb_directive *directive = hb_directive_find(word);

	if (number) {
		explain_code(out, eb_code_find(number));
		return 0;
	}
	if (directive) {
		explain_directive(out, directive);
		return 0;
	}
	if (hb_unbuilt_brief(word)) {
		fprintf(out,
			"%s\n\nHeartbeat 3 is built without it and refuses the line (HB-%d): leave it "
			"out.\n",
			hb_unbuilt_brief(word), EB_MSG_UNKNOWN_DIRECTIVE);
		return 0;
	}
	if (strcmp(word, "exit") == 0) {
		put_exits(out);
		return 0;
	}
	for (size_t i = 0; i < HB_DIRECTIVES; i++)
		names[i] = hb_directive((enum hb_directive_id)i)->name;
	names[HB_DIRECTIVES] = "exit";
	*near = eb_did_you_mean(word, names);
	return -ENOENT;
}
