// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * escapebeat-convert(7): nothing in it is written twice. Forms and fates are the rows of
 * mapping.def, devices those of stonith-table.c, clients and scripts those of the translation.
 */
#include <string.h>

#include "heartbeat-compat/clients.h"
#include "heartbeat-compat/mapping.h"
#include "heartbeat-compat/old-cib-table.h"
#include "heartbeat-compat/script-table.h"
#include "heartbeat-compat/stonith-table.h"
#include "lib/man.h"

static void put_row(struct eb_man *man, const struct eb_mapping *row)
{
	g_autofree char *result = eb_mapping_result(row);
	g_autofree char *example =
		g_strdup_printf("%s\n    %c %s", row->example, eb_mark_signs[row->mark], result);

	eb_man_item(man, row->form);
	eb_man_textf(man, "%c%s. %s", g_ascii_toupper(*eb_mark_names[row->mark]),
		     eb_mark_names[row->mark] + 1, row->text);
	eb_man_literal(man, example);
}

static void put_file(struct eb_man *man, enum hb_file file, const char *heading, const char *intro)
{
	eb_man_section(man, heading);
	eb_man_text(man, intro);
	eb_man_list(man);
	for (const struct eb_mapping *row = eb_mappings; row->form; row++)
		if (row->file == file)
			put_row(man, row);
	eb_man_list_end(man);
}

static void put_unbuilt(struct eb_man *man)
{
	eb_man_text(man,
		    "Documents of Heartbeat name more than any build of version 3 knows; a line "
		    "with one of these is an error (HB-1101).");
	eb_man_list(man);
	for (const struct hb_unbuilt *row = hb_unbuilt; row->name; row++) {
		eb_man_item(man, row->name);
		eb_man_textf(man, "%s.", row->brief);
	}
	eb_man_list_end(man);
}

static void put_device(struct eb_man *man, const struct hb_plugin *plugin)
{
	static const char *const origins[] = {
		[HB_AGENT_NONE] = "",
		[HB_AGENT_BOTH] = "",
		[HB_AGENT_OWN] = ", which only the suite has",
		[HB_AGENT_STOCK] = ", which only fence-agents has",
	};
	g_auto(GStrv) params = g_strsplit(plugin->params, " ", -1);
	g_autoptr(GString) term = g_string_new(plugin->type);

	for (size_t i = 0; params[i]; i++)
		g_string_append_printf(term, " %.*s", (int)strcspn(params[i], ":"), params[i]);
	eb_man_item(man, term->str);
	if (plugin->agent)
		eb_man_textf(man, "%s%s.%s%s%s", plugin->agent, origins[plugin->origin],
			     plugin->reason ? " Approximated: " : "",
			     plugin->reason ? plugin->reason : "", plugin->reason ? "." : "");
	else
		eb_man_textf(man, "Refused: %s.", plugin->reason);
}

static void put_devices(struct eb_man *man)
{
	eb_man_section(man, "FENCE DEVICES");
	eb_man_text(man,
		    "The plugins of stonith(8) with their parameters in order, and the agent that "
		    "each becomes. The last parameter takes the rest of the line.");
	eb_man_list(man);
	for (const struct hb_plugin *plugin = hb_plugins; plugin->type; plugin++)
		put_device(man, plugin);
	eb_man_list_end(man);
}

static void put_clients(struct eb_man *man)
{
	eb_man_section(man, "CLIENTS");
	eb_man_text(man,
		    "Programs of Heartbeat and of its Pacemaker that a respawn line may start, "
		    "and why they have no work left.");
	eb_man_list(man);
	for (const struct eb_client *client = eb_clients; client->name; client++) {
		eb_man_item(man, client->name);
		eb_man_textf(man, "Dropped: %s.", client->reason);
	}
	eb_man_list_end(man);
}

static void put_scripts(struct eb_man *man)
{
	eb_man_section(man, "SCRIPTS");
	eb_man_text(man, "Scripts of haresources, and the parameters of the agent that their "
			 "arguments become, in order.");
	eb_man_list(man);
	for (const struct eb_script *script = eb_scripts; script->name; script++) {
		g_autoptr(GString) text = g_string_new(script->type ? script->type : "hbscript");

		for (size_t i = 0; script->params[i]; i++)
			g_string_append_printf(text, " %s", script->params[i]);
		eb_man_item(man, script->name);
		eb_man_textf(man, "%s.%s%s%s", text->str, script->reason ? " Approximated: " : "",
			     script->reason ? script->reason : "", script->reason ? "." : "");
	}
	eb_man_list_end(man);
}

/* ---- an old CIB ---- */

static bool is_kept(const struct eb_renamed *row)
{
	return row->now && strcmp(row->now, row->old) == 0 && !row->reason;
}

/* Those that have kept their name in one sentence, the others one by one. */
static void put_renamed(struct eb_man *man, const char *what, const struct eb_renamed *table)
{
	g_autoptr(GString) text = g_string_new("\n\n");
	const char *separator = ". As they were: ";

	g_string_append(text, what);
	for (const struct eb_renamed *row = table; row->old; row++)
		if (is_kept(row)) {
			g_string_append_printf(text, "%s%s", separator, row->old);
			separator = ", ";
		}
	eb_man_textf(man, "%s.", text->str);
	eb_man_list(man);
	for (const struct eb_renamed *row = table; row->old; row++) {
		if (is_kept(row))
			continue;
		eb_man_item(man, row->old);
		if (!row->now)
			eb_man_textf(man, "%s: %s.", row->refused ? "Refused" : "Dropped",
				     row->reason);
		else
			eb_man_textf(man, "Becomes %s%s%s.", row->now, row->reason ? ", " : "",
				     row->reason ? row->reason : "");
	}
	eb_man_list_end(man);
}

static void put_gone(struct eb_man *man)
{
	for (const struct eb_old_gone *gone = eb_old_gone_table; gone->name; gone++) {
		g_autofree char *term = g_strdup_printf(
			"%s %s", *gone->element ? gone->element : "any", gone->name);

		eb_man_item(man, term);
		eb_man_textf(man, "%s: %s.", gone->refused ? "Refused" : "Dropped", gone->reason);
	}
}

static void put_old_cib(struct eb_man *man)
{
	static const struct {
		const char *text;
		const struct eb_renamed *table;
	} tables[] = {
		{ "Properties of the cluster", eb_old_properties_table },
		{ "Properties that are defaults of resources by now", eb_old_defaults_table },
		{ "Meta attributes of resources, also where they stand among the parameters or in "
		  "the element itself",
		  eb_old_metas_table },
		{ "Parameters of IPaddr, which becomes IPaddr2", eb_old_addresses_table },
	};

	eb_man_section(man, "CIB.XML");
	eb_man_text(
		man,
		"With crm on: Heartbeat's own CIB, of Heartbeat 2 or of Pacemaker on Heartbeat 3. "
		"Each element has a row in the plan, and so has whatever of it is not taken. What "
		"is refused asks for a decision (HB-3713). Names may have underscores for dashes.");
	for (size_t i = 0; i < EB_COUNT(tables); i++)
		put_renamed(man, tables[i].text, tables[i].table);
	eb_man_text(man, "\n\nAttributes of elements that are not taken:");
	eb_man_list(man);
	put_gone(man);
	eb_man_list_end(man);
}

void eb_mapping_manual(FILE *out)
{
	struct eb_man man = eb_man_begin(out, "escapebeat-convert", 7,
					 "what becomes of each line of Heartbeat's files");

	eb_man_section(&man, "DESCRIPTION");
	eb_man_text(
		&man,
		"How escapebeat(1) plan translates the configuration of Heartbeat 3.0.6. Each form "
		"of a line has an entry: what becomes of it, and an example with what the plan "
		"says.\n\n"
		"Exact (=) is the same behaviour. Approximated (~) is as near as corosync and "
		"Pacemaker come. Dropped (-) has no effect any more, for the reason given. Refused "
		"(!) cannot be translated; the reason says what to do.\n\n"
		"The examples belong to two nodes, web1 and web2, with a link on eth0; addresses "
		"are given with --node-address. Secrets are kept in PLAN.secrets, never in the "
		"plan.");
	put_file(
		&man, HB_FILE_HA_CF, "HA.CF",
		"Directives by name. Errors of a line, and warnings, are those of escapebeat check.");
	put_unbuilt(&man);
	put_file(
		&man, HB_FILE_HARESOURCES, "HARESOURCES",
		"A line becomes a group that starts from left to right, or the one resource that "
		"it names; its node is its home. A backslash at the end joins lines. These are the "
		"words of a line.");
	put_scripts(&man);
	put_file(&man, HB_FILE_AUTHKEYS, "AUTHKEYS", "Heartbeat signed its packets.");
	put_old_cib(&man);
	put_devices(&man);
	put_clients(&man);
	eb_man_section(&man, "SEE ALSO");
	eb_man_text(&man, "escapebeat(1)");
}
