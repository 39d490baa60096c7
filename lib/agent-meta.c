// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What an agent says of itself: metadata, usage and man page, all from its tables.
 *
 * The metadata has four judges that disagree: ocf-tester's DTD of OCF 1.0, the RNG
 * of OCF 1.1, pcs and crmsh.  The document type below carries a small internal
 * subset that teaches the old DTD the attributes of 1.1, so one text satisfies all.
 * crmsh cannot read an XML declaration with an encoding.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/agent.h"
#include "lib/man.h"
#include "lib/xml.h"

static const char head[] =
	"<?xml version=\"1.0\"?>\n"
	"<!DOCTYPE resource-agent SYSTEM \"ra-api-1.dtd\" [\n"
	"<!ATTLIST parameter unique-group CDATA #IMPLIED reloadable (1|0) \"0\">\n"
	"<!ATTLIST action name CDATA #REQUIRED>\n"
	"]>\n";

static void element(struct eb_xml *xml, const char *name, const char *text)
{
	eb_xml_open(xml, name);
	if (!strcmp(name, "longdesc") || !strcmp(name, "shortdesc"))
		eb_xml_attr(xml, "lang", "en");
	eb_xml_text(xml, text);
	eb_xml_close(xml);
}

static const char *default_of(const struct eb_param *param)
{
	return param->shown ? param->shown : param->value;
}

/* pcs shows the longdesc alone, so it begins with what the shortdesc says. */
static void longdesc(struct eb_xml *xml, const struct eb_param *param)
{
	char text[2048];

	snprintf(text, sizeof(text), "%s.%s%s", param->brief, param->detail ? " " : "",
		 param->detail ? param->detail : "");
	element(xml, "longdesc", text);
}

static void metadata_param(struct eb_xml *xml, const struct eb_param *param)
{
	eb_xml_open(xml, "parameter");
	eb_xml_attr(xml, "name", param->name);
	eb_xml_attr(xml, "unique", param->flags & EB_UNIQUE ? "1" : "0");
	eb_xml_attr(xml, "required", param->flags & EB_REQUIRED ? "1" : "0");
	if (param->flags & EB_UNIQUE)
		eb_xml_attr(xml, "unique-group", param->group ? param->group : param->name);
	if (param->flags & EB_RELOADABLE)
		eb_xml_attr(xml, "reloadable", "1");
	longdesc(xml, param);
	element(xml, "shortdesc", param->brief);
	eb_xml_open(xml, "content");
	eb_xml_attr(xml, "type", param->type->content);
	if (default_of(param))
		eb_xml_attr(xml, "default", default_of(param));
	eb_xml_close(xml);
	eb_xml_close(xml);
}

static void seconds(struct eb_xml *xml, const char *name, int value)
{
	char text[32];

	snprintf(text, sizeof(text), "%ds", value);
	eb_xml_attr(xml, name, text);
}

static void metadata_action(struct eb_xml *xml, const struct eb_action *action)
{
	char depth[16];

	eb_xml_open(xml, "action");
	eb_xml_attr(xml, "name", action->name);
	seconds(xml, "timeout", action->timeout);
	if (action->interval)
		seconds(xml, "interval", action->interval);
	if (action->depth || action->interval) {
		snprintf(depth, sizeof(depth), "%d", action->depth);
		eb_xml_attr(xml, "depth", depth);
	}
	if (action->role)
		eb_xml_attr(xml, "role", action->role);
	eb_xml_close(xml);
}

void eb_agent_metadata(const struct eb_agent *agent)
{
	static const struct eb_action own[] = {
		{ .name = "meta-data", .timeout = 5 },
		{ .name = "validate-all", .timeout = 20 },
	};
	struct eb_xml xml = eb_xml_begin(stdout);

	fputs(head, stdout);
	eb_xml_open(&xml, "resource-agent");
	eb_xml_attr(&xml, "name", agent->name);
	eb_xml_attr(&xml, "version", PACKAGE_VERSION);
	element(&xml, "version", "1.1");
	element(&xml, "longdesc", agent->detail);
	element(&xml, "shortdesc", agent->brief);
	eb_xml_open(&xml, "parameters");
	for (const struct eb_param *p = agent->params; p && p->name; p++)
		metadata_param(&xml, p);
	eb_xml_close(&xml);
	eb_xml_open(&xml, "actions");
	for (const struct eb_action *a = agent->actions; a->name; a++)
		metadata_action(&xml, a);
	for (size_t i = 0; i < EB_COUNT(own); i++)
		metadata_action(&xml, &own[i]);
	eb_xml_end(&xml);
}

/* Each name once: several monitors share one. */
static bool is_first(const struct eb_agent *agent, const struct eb_action *action)
{
	for (const struct eb_action *a = agent->actions; a != action; a++)
		if (!strcmp(a->name, action->name))
			return false;
	return true;
}

void eb_agent_usage(const struct eb_agent *agent, const char *command)
{
	printf("usage: %s ACTION\n\n%s: %s\n\nACTION is one of:", command, agent->name,
	       agent->brief);
	for (const struct eb_action *a = agent->actions; a->name; a++)
		if (is_first(agent, a))
			printf(" %s", a->name);
	fputs(" status validate-all meta-data man usage\n\n"
	      "Parameters come from the environment as OCF_RESKEY_NAME:\n",
	      stdout);
	for (const struct eb_param *p = agent->params; p && p->name; p++)
		printf("  %-24s %s%s%s%s\n", p->name, p->brief,
		       p->flags & EB_REQUIRED ? " (required)" : "",
		       default_of(p) ? ", default " : "", default_of(p) ? default_of(p) : "");
}

static void man_params(struct eb_man *man, const struct eb_param *params)
{
	char wants[256];

	eb_man_section(man, "PARAMETERS");
	eb_man_list(man);
	for (const struct eb_param *p = params; p && p->name; p++) {
		eb_man_item(man, p->name);
		eb_man_textf(man, "%s.", p->brief);
		if (p->detail)
			eb_man_text(man, p->detail);
		eb_param_expects(p, wants, sizeof(wants));
		eb_man_textf(man, "(%s, %s%s%s%s)",
			     p->flags & EB_REQUIRED ? "required" : "optional", wants,
			     default_of(p) ? ", default " : "", default_of(p) ? default_of(p) : "",
			     p->flags & EB_RELOADABLE ? ", changes without a restart" : "");
	}
	eb_man_list_end(man);
}

static void man_actions(struct eb_man *man, const struct eb_action *actions)
{
	eb_man_section(man, "ACTIONS");
	eb_man_list(man);
	for (const struct eb_action *a = actions; a->name; a++) {
		eb_man_item(man, a->name);
		eb_man_textf(man, "Advised timeout %d s.", a->timeout);
		if (a->interval)
			eb_man_textf(man, "Advised interval %d s, check level %d%s%s.", a->interval,
				     a->depth, a->role ? ", for role " : "", a->role ?: "");
	}
	eb_man_list_end(man);
}

static void man_example(struct eb_man *man, const struct eb_agent *agent)
{
	char line[512];
	size_t used;

	used = (size_t)snprintf(line, sizeof(line), "primitive p_%s ocf:escapebeat:%s", agent->name,
				agent->name);
	for (const struct eb_param *p = agent->params; p && p->name; p++)
		if (p->flags & EB_REQUIRED && used < sizeof(line))
			used += (size_t)snprintf(line + used, sizeof(line) - used, " %s=...",
						 p->name);
	eb_man_section(man, "EXAMPLES");
	eb_man_text(man, "With crmsh:");
	eb_man_literal(man, line);
}

void eb_agent_man(const struct eb_agent *agent)
{
	char title[128];
	struct eb_man man;

	snprintf(title, sizeof(title), "ocf_escapebeat_%s", agent->name);
	man = eb_man_begin(stdout, title, 7, agent->brief);
	eb_man_section(&man, "SYNOPSIS");
	snprintf(title, sizeof(title), "ocf:escapebeat:%s", agent->name);
	eb_man_literal(&man, title);
	eb_man_section(&man, "DESCRIPTION");
	eb_man_text(&man, agent->detail);
	man_params(&man, agent->params);
	man_actions(&man, agent->actions);
	eb_man_section(&man, "EXIT STATUS");
	eb_man_text(&man, "The codes of the OCF resource agent API 1.1: 0 success, 1 error, 2 bad "
			  "argument, 3 unknown action, 4 not permitted, 5 not installed, 6 not "
			  "configured, 7 not running, 8 promoted, 9 promoted and failed.");
	man_example(&man, agent);
}
