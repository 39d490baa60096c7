// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Completions are static text: nothing is asked of escapebeat while someone types.
 */
#include <string.h>

#include "heartbeat-compat/complete.h"
#include "heartbeat-compat/diag.h"
#include "heartbeat-compat/grammar.h"
#include "heartbeat-compat/model.h"

/* In single quotes; zsh wants some characters of a description behind a backslash, too. */
static void put_quoted(FILE *out, const char *text, const char *escaped)
{
	fputc('\'', out);
	for (; *text; text++) {
		if (*text == '\'') {
			fputs("'\\''", out);
			continue;
		}
		if (strchr(escaped, *text))
			fputc('\\', out);
		fputc(*text, out);
	}
	fputc('\'', out);
}

/* The codes that may be accepted, or all that can be explained. */
static void put_codes(FILE *out, bool acceptable)
{
	bool first = true;

	for (const struct eb_code *code = eb_code_table(); code->number; code++) {
		if (acceptable && code->severity == EB_ERROR)
			continue;
		fprintf(out, "%sHB-%u", first ? "" : " ", code->number);
		first = false;
	}
}

static void put_explainable(FILE *out)
{
	put_codes(out, false);
	for (size_t i = 0; i < HB_DIRECTIVES; i++)
		fprintf(out, " %s", hb_directive((enum hb_directive_id)i)->name);
	fputs(" exit", out);
}

static void put_choices(FILE *out, const struct eb_option *option)
{
	if (option->fill == EB_FILL_CODE)
		put_codes(out, true);
	for (size_t i = 0; option->choices && option->choices[i]; i++)
		fprintf(out, "%s%s", i ? " " : "", option->choices[i]);
}

static bool applies(const struct eb_option *option, size_t command)
{
	return option->commands & 1U << command;
}

/* ---- bash ---------------------------------------------------------------------------------- */

static void put_bash_values(FILE *out)
{
	for (size_t i = 0; i < EB_OPTIONS; i++) {
		const struct eb_option *option = &eb_options[i];

		if (!option->meta)
			continue;
		fputs("\t", out);
		if (option->letter)
			fprintf(out, "-%c | ", option->letter);
		fprintf(out, "--%s)", option->name);
		if (option->fill == EB_FILL_FILE) {
			fputs(" compopt -o default; return ;;\n", out);
		} else if (option->fill == EB_FILL_NONE) {
			fputs(" return ;;\n", out);
		} else {
			fputs("\n\t\tmapfile -t COMPREPLY < <(compgen -W '", out);
			put_choices(out, option);
			fputs("' -- \"$word\")\n\t\treturn ;;\n", out);
		}
	}
}

static void put_bash_words(FILE *out)
{
	for (size_t c = 0; c < EB_COMMANDS; c++) {
		fprintf(out, "\t%s) words='", eb_commands[c].name);
		for (size_t i = 0; i < EB_OPTIONS; i++)
			if (applies(&eb_options[i], c))
				fprintf(out, "--%s ", eb_options[i].name);
		if (eb_commands[c].fill == EB_FILL_CODE)
			put_explainable(out);
		fputs("' ;;\n", out);
	}
	fputs("\t*) words='", out);
	for (size_t c = 0; c < EB_COMMANDS; c++)
		fprintf(out, "%s ", eb_commands[c].name);
	fputs("--help --version' ;;\n", out);
}

void eb_complete_bash(FILE *out)
{
	fputs("# bash completion of escapebeat\n"
	      "_escapebeat() {\n"
	      "\tlocal word=${COMP_WORDS[COMP_CWORD]} last=${COMP_WORDS[COMP_CWORD - 1]}\n"
	      "\tlocal command='' words i\n\n"
	      "\tCOMPREPLY=()\n"
	      "\tif [ \"$word\" = '=' ]; then word=''; fi\n"
	      "\tif [ \"$last\" = '=' ]; then last=${COMP_WORDS[COMP_CWORD - 2]}; fi\n"
	      "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
	      "\t\tcase ${COMP_WORDS[i]} in\n\t\t",
	      out);
	for (size_t c = 0; c < EB_COMMANDS; c++)
		fprintf(out, "%s%s", c ? " | " : "", eb_commands[c].name);
	fputs(")\n\t\t\tcommand=${COMP_WORDS[i]}\n\t\t\tbreak ;;\n\t\tesac\n\tdone\n"
	      "\tcase $last in\n",
	      out);
	put_bash_values(out);
	fputs("\tesac\n\tcase $command in\n", out);
	put_bash_words(out);
	fputs("\tesac\n"
	      "\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
	      "\tcase $command in check | plan | show) compopt -o default ;; esac\n"
	      "}\n"
	      "complete -F _escapebeat escapebeat\n",
	      out);
}

/* ---- fish ---------------------------------------------------------------------------------- */

void eb_complete_fish(FILE *out)
{
	fputs("# fish completion of escapebeat\n", out);
	for (size_t c = 0; c < EB_COMMANDS; c++) {
		fprintf(out, "complete -c escapebeat -n __fish_use_subcommand -f -a %s -d ",
			eb_commands[c].name);
		put_quoted(out, eb_commands[c].brief, "");
		fputc('\n', out);
	}
	fputs("complete -c escapebeat -n '__fish_seen_subcommand_from explain' -f -a '", out);
	put_explainable(out);
	fputs("'\n", out);
	for (size_t i = 0; i < EB_OPTIONS; i++) {
		const struct eb_option *option = &eb_options[i];

		fputs("complete -c escapebeat -n '__fish_seen_subcommand_from", out);
		for (size_t c = 0; c < EB_COMMANDS; c++)
			if (applies(option, c))
				fprintf(out, " %s", eb_commands[c].name);
		fprintf(out, "' -l %s", option->name);
		if (option->letter)
			fprintf(out, " -s %c", option->letter);
		if (option->meta)
			fputs(option->fill == EB_FILL_FILE ? " -r" : " -x", out);
		if (option->fill == EB_FILL_CODE || option->choices) {
			fputs(" -a '", out);
			put_choices(out, option);
			fputs("'", out);
		}
		fputs(" -d ", out);
		put_quoted(out, option->brief, "");
		fputc('\n', out);
	}
}

/* ---- zsh ----------------------------------------------------------------------------------- */

static void put_zsh_option(FILE *out, const struct eb_option *option)
{
	fputs(" \\\n\t\t\t", out);
	if (option->letter)
		fprintf(out, "{-%c,--%s}", option->letter, option->name);
	else
		fprintf(out, "--%s", option->name);
	put_quoted(out, "[", "");
	put_quoted(out, option->brief, "[]:");
	put_quoted(out, "]", "");
	if (!option->meta)
		return;
	fprintf(out, "':%s:", option->meta);
	if (option->fill == EB_FILL_FILE) {
		fputs("_files", out);
	} else if (option->fill != EB_FILL_NONE) {
		fputs("(", out);
		put_choices(out, option);
		fputs(")", out);
	}
	fputs("'", out);
}

void eb_complete_zsh(FILE *out)
{
	fputs("#compdef escapebeat\n"
	      "_escapebeat() {\n"
	      "\tlocal -a commands\n"
	      "\tcommands=(",
	      out);
	for (size_t c = 0; c < EB_COMMANDS; c++) {
		fprintf(out, "\n\t\t%s:", eb_commands[c].name);
		put_quoted(out, eb_commands[c].brief, ":");
	}
	fputs(")\n"
	      "\tif ((CURRENT == 2)); then\n"
	      "\t\t_describe command commands\n"
	      "\t\treturn\n"
	      "\tfi\n"
	      "\tcase ${words[2]} in\n",
	      out);
	for (size_t c = 0; c < EB_COMMANDS; c++) {
		fprintf(out, "\t%s)\n\t\tshift words\n\t\t((CURRENT--))\n\t\t_arguments",
			eb_commands[c].name);
		for (size_t i = 0; i < EB_OPTIONS; i++)
			if (applies(&eb_options[i], c))
				put_zsh_option(out, &eb_options[i]);
		fputs(" \\\n\t\t\t'*:", out);
		fputs(eb_commands[c].operand, out);
		if (eb_commands[c].fill == EB_FILL_CODE) {
			fputs(":(", out);
			put_explainable(out);
			fputs(")'", out);
		} else {
			fputs(":_files'", out);
		}
		fputs(" ;;\n", out);
	}
	fputs("\tesac\n}\n_escapebeat \"$@\"\n", out);
}
