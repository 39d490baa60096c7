// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a fence agent says of itself: metadata, help and man page, all from its tables.
 *
 * The metadata is that of fence-agents (no version element, which would make pcs judge it
 * as an OCF 1.1 resource agent): an option with an old name stands there twice, the old one
 * deprecated.  The fencer reads from it which actions there are, whether on is called when a
 * node joins, and that a plug has to be said.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "lib/fence-options.h"
#include "lib/man.h"
#include "lib/xml.h"

static const char *brief_of(const struct eb_fence *fence)
{
	return fence->alias && fence->alias->brief ? fence->alias->brief : fence->agent->brief;
}

/* "-a, --ip=[ip]" */
static const char *usage_of(const struct eb_param *param, char *buf, size_t size)
{
	char name[64], letter[8] = "";

	snprintf(name, sizeof(name), "%s", param->name);
	for (char *c = name; *c; c++)
		if (*c == '_')
			*c = '-';
	if (param->letter)
		snprintf(letter, sizeof(letter), "-%c, ", param->letter);
	if (param->flags & EB_NO_VALUE)
		snprintf(buf, size, "%s--%s", letter, name);
	else
		snprintf(buf, size, "%s--%s=[%s]", letter, name, param->name);
	return buf;
}

static void content(struct eb_xml *xml, const struct eb_param *param)
{
	eb_xml_open(xml, "content");
	eb_xml_attr(xml, "type", param->choices ? "select" : param->type->content);
	if (param->value)
		eb_xml_attr(xml, "default", param->value);
	for (const char *word = param->choices; word;
	     word = strchr(word, '|') ? strchr(word, '|') + 1 : NULL) {
		char value[64];

		snprintf(value, sizeof(value), "%.*s", (int)strcspn(word, "|"), word);
		eb_xml_open(xml, "option");
		eb_xml_attr(xml, "value", value);
		eb_xml_close(xml);
	}
	eb_xml_close(xml);
}

static void parameter(struct eb_xml *xml, const struct eb_param *param, bool old)
{
	char usage[160];

	eb_xml_open(xml, "parameter");
	eb_xml_attr(xml, "name", old ? param->alias : param->name);
	eb_xml_attr(xml, "unique", "0");
	eb_xml_attr(xml, "required", param->flags & EB_REQUIRED ? "1" : "0");
	if (old || param->flags & EB_UNUSED)
		eb_xml_attr(xml, "deprecated", "1");
	else if (param->alias && strcmp(param->name, "action") != 0)
		eb_xml_attr(xml, "obsoletes", param->alias);
	eb_xml_open(xml, "getopt");
	eb_xml_attr(xml, "mixed", usage_of(param, usage, sizeof(usage)));
	eb_xml_close(xml);
	content(xml, param);
	eb_xml_open(xml, "shortdesc");
	eb_xml_attr(xml, "lang", "en");
	eb_xml_text(xml, param->brief);
	eb_xml_close(xml);
	eb_xml_close(xml);
}

static void action(struct eb_xml *xml, const char *name)
{
	eb_xml_open(xml, "action");
	eb_xml_attr(xml, "name", name);
	eb_xml_close(xml);
}

static void actions(struct eb_xml *xml, const struct eb_fence_agent *agent)
{
	bool lists = agent->list && !(agent->flags & EB_HIDDEN_STATUS);

	eb_xml_open(xml, "actions");
	if (!(agent->flags & EB_NO_ON)) {
		eb_xml_open(xml, "action");
		eb_xml_attr(xml, "name", "on");
		if (agent->flags & EB_ON_TARGET)
			eb_xml_attr(xml, "on_target", "1");
		eb_xml_attr(xml, "automatic", agent->flags & EB_AUTOMATIC ? "1" : "0");
		eb_xml_close(xml);
	}
	action(xml, "off");
	if (!(agent->flags & EB_FABRIC))
		action(xml, "reboot");
	if (!(agent->flags & (EB_TRUSTED | EB_HIDDEN_STATUS)))
		action(xml, "status");
	if (lists)
		action(xml, "list");
	if (lists)
		action(xml, "list-status");
	action(xml, "monitor");
	action(xml, "metadata");
	action(xml, "manpage");
	action(xml, "validate-all");
	for (const struct eb_fence_action *a = agent->actions; a && a->name; a++)
		action(xml, a->name);
	eb_xml_close(xml);
}

/* The other names of the program, with the same beginning as the one it was called by. */
static void symlinks(struct eb_xml *xml, const struct eb_fence *fence)
{
	const char *own = fence->alias ? fence->alias->name : fence->agent->name;
	int prefix = (int)(strlen(fence->program) - strlen(own));

	if (fence->alias || prefix < 0 || strcmp(fence->program + prefix, own) != 0)
		return;
	for (const struct eb_fence_alias *a = fence->agent->aliases; a && a->name; a++) {
		char name[128];

		snprintf(name, sizeof(name), "%.*s%s", prefix, fence->program, a->name);
		eb_xml_open(xml, "symlink");
		eb_xml_attr(xml, "name", name);
		eb_xml_attr(xml, "shortdesc", a->brief ? a->brief : fence->agent->brief);
		eb_xml_close(xml);
	}
}

void eb_fence_metadata(const struct eb_fence *fence, const struct eb_param *rows)
{
	struct eb_xml xml = eb_xml_begin(stdout);

	fputs("<?xml version=\"1.0\"?>\n", stdout);
	eb_xml_open(&xml, "resource-agent");
	eb_xml_attr(&xml, "name", fence->program);
	eb_xml_attr(&xml, "shortdesc", brief_of(fence));
	symlinks(&xml, fence);
	eb_xml_open(&xml, "longdesc");
	eb_xml_text(&xml, fence->agent->detail);
	eb_xml_close(&xml);
	eb_xml_open(&xml, "vendor-url");
	eb_xml_text(&xml, fence->agent->url ? fence->agent->url : "");
	eb_xml_close(&xml);
	eb_xml_open(&xml, "parameters");
	for (const struct eb_param *p = rows; p->name; p++) {
		if (p->alias && strcmp(p->name, "action") != 0)
			parameter(&xml, p, true);
		parameter(&xml, p, false);
	}
	eb_xml_close(&xml);
	actions(&xml, fence->agent);
	eb_xml_end(&xml);
}

void eb_fence_help(const struct eb_fence *fence, const struct eb_param *rows)
{
	char usage[160];

	printf("usage: %s -o ACTION [OPTION...]\n"
	       "       %s <name=value lines\n\n%s.\n\noptions:\n",
	       fence->program, fence->program, brief_of(fence));
	for (const struct eb_param *p = rows; p->name; p++) {
		if (p->flags & EB_UNUSED)
			continue;
		printf("  %-38s %s%s%s%s\n", usage_of(p, usage, sizeof(usage)), p->brief,
		       p->value ? " (default " : "", p->value ? p->value : "", p->value ? ")" : "");
	}
}

static void man_option(struct eb_man *man, const struct eb_param *param)
{
	const char *shown = param->shown ? param->shown : param->value;
	char usage[160], wants[256];

	eb_man_item(man, usage_of(param, usage, sizeof(usage)));
	eb_man_textf(man, "%s.", param->brief);
	if (param->detail)
		eb_man_text(man, param->detail);
	eb_param_expects(param, wants, sizeof(wants));
	eb_man_textf(man, "(%s=%s%s%s%s%s%s%s)", param->name, wants,
		     param->flags & EB_REQUIRED ? "; required" : "", shown ? "; default " : "",
		     shown ? shown : "", param->alias ? "; old name " : "",
		     param->alias ? param->alias : "",
		     param->flags & EB_SECRET ? "; on a command line others may read it" : "");
}

static void man_actions(struct eb_man *man, const struct eb_fence_agent *agent)
{
	static const struct {
		const char *name, *text;
	} known[] = {
		{ "off", "Switch off, and wait until the device says so." },
		{ "on", "Switch on, and wait until the device says so." },
		{ "reboot", "Off, as seen by the device, then on." },
		{ "status", "Say whether it is on (exit code 0) or off (2)." },
		{ "monitor", "Is the device there, and does it let us in?" },
		{ "validate-all", "Are the options complete and well formed?" },
	};

	eb_man_section(man, "ACTIONS");
	eb_man_list(man);
	for (size_t i = 0; i < EB_COUNT(known); i++) {
		if (!eb_fence_can(agent, known[i].name))
			continue;
		eb_man_item(man, known[i].name);
		eb_man_text(man, known[i].text);
	}
	if (agent->list) {
		eb_man_item(man, "list, list-status");
		eb_man_text(man, "Print the plugs, a line each; list-status with their states.");
	}
	for (const struct eb_fence_action *a = agent->actions; a && a->name; a++) {
		eb_man_item(man, a->name);
		eb_man_textf(man, "%s.", a->success);
	}
	eb_man_item(man, "metadata, manpage");
	eb_man_text(man, "Print the metadata (XML), or this page.");
	eb_man_list_end(man);
	eb_man_text(man, "Without an action nothing is done.");
}

void eb_fence_man(const struct eb_fence *fence, const struct eb_param *rows)
{
	struct eb_man man = eb_man_begin(stdout, fence->program, 8, brief_of(fence));

	eb_man_section(&man, "SYNOPSIS");
	eb_man_literal(&man, fence->program);
	eb_man_section(&man, "DESCRIPTION");
	eb_man_text(&man, fence->agent->detail);
	fputs(".Pp\n", man.out);
	eb_man_text(&man, "Called without arguments, it reads its options from standard input, "
			  "as name=value lines; that is how the cluster does it, and where "
			  "secrets belong.  Otherwise they are taken from the command line.");
	eb_man_section(&man, "OPTIONS");
	eb_man_list(&man);
	for (const struct eb_param *p = rows; p->name; p++)
		man_option(&man, p);
	eb_man_list_end(&man);
	man_actions(&man, fence->agent);
	eb_man_section(&man, "EXIT STATUS");
	eb_man_text(&man, "0 success, or on; 1 it could not be done, or is not sure to have been "
			  "done; 2 (of status) off.");
}
