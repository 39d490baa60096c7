// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fence_lab: the fence agent of the lab's power switch.
 *
 * Options come as name=value lines on standard input, as the fencer gives them.  "off" is only
 * believed when the switch, asked again, says that the node is off.
 */
#include "ocf-tests/lab/power-client.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

enum { FENCE_OK = 0, FENCE_ERROR = 1, FENCE_OFF = 2 };

struct options {
	char action[32], plug[128], socket[108];
};

/* "plug" and its older name "port"; nodename is sent always and says the same. */
static const struct {
	const char *name;
	size_t offset, size;
} known[] = {
#define MEMBER(m) offsetof(struct options, m), sizeof(((struct options *)0)->m)
	{ "action", MEMBER(action) }, { "option", MEMBER(action) }, { "plug", MEMBER(plug) },
	{ "port", MEMBER(plug) },     { "socket", MEMBER(socket) },
#undef MEMBER
};

static const char metadata[] =
	"<?xml version=\"1.0\"?>\n"
	"<resource-agent name=\"fence_lab\" shortdesc=\"Fence agent of the escapebeat lab\">\n"
	"<longdesc>Switches the nodes of an escapebeat lab on and off.</longdesc>\n"
	"<parameters>\n"
	"<parameter name=\"action\" unique=\"0\" required=\"1\">"
	"<content type=\"string\" default=\"reboot\"/>"
	"<shortdesc lang=\"en\">Fencing action</shortdesc></parameter>\n"
	"<parameter name=\"plug\" unique=\"0\" required=\"0\" obsoletes=\"port\">"
	"<content type=\"string\"/>"
	"<shortdesc lang=\"en\">Node to switch</shortdesc></parameter>\n"
	"<parameter name=\"port\" unique=\"0\" required=\"0\" deprecated=\"1\">"
	"<content type=\"string\"/>"
	"<shortdesc lang=\"en\">Node to switch</shortdesc></parameter>\n"
	"<parameter name=\"socket\" unique=\"0\" required=\"0\">"
	"<content type=\"string\" default=\"" EB_POWER_SOCKET "\"/>"
	"<shortdesc lang=\"en\">Socket of the power switch</shortdesc></parameter>\n"
	"</parameters>\n"
	"<actions>\n"
	"<action name=\"on\" automatic=\"0\"/>\n<action name=\"off\"/>\n<action name=\"reboot\"/>\n"
	"<action name=\"status\"/>\n<action name=\"list\"/>\n<action name=\"monitor\"/>\n"
	"<action name=\"metadata\"/>\n"
	"</actions>\n"
	"</resource-agent>\n";

static void read_options(struct options *options)
{
	char line[256], *value;

	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		value = strchr(line, '=');
		if (line[0] == '#' || !value)
			continue;
		*value++ = '\0';
		for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
			if (strcmp(line, known[i].name) == 0)
				snprintf((char *)options + known[i].offset, known[i].size, "%s",
					 value);
	}
}

/* Ask the switch; say why when it cannot or will not.  Returns FENCE_OK or FENCE_ERROR. */
static int ask(const struct options *options, const char *verb, char *answer, size_t size)
{
	char request[256];
	struct utsname me;
	int rc;

	uname(&me);
	snprintf(request, sizeof(request), "%s %s by %s", verb,
		 options->plug[0] ? options->plug : "-", me.nodename);
	rc = eb_power_ask(options->socket, request, answer, size);
	if (rc < 0) {
		fprintf(stderr, "cannot ask the power switch at %s: %s\n", options->socket,
			strerror(-rc));
		return FENCE_ERROR;
	}
	if (strncmp(answer, "error", 5) == 0) {
		fprintf(stderr, "cannot do %s of %s: %s\n", verb, options->plug, answer);
		return FENCE_ERROR;
	}
	return FENCE_OK;
}

static int status(const struct options *options)
{
	char answer[64];

	if (ask(options, "status", answer, sizeof(answer)) != FENCE_OK)
		return FENCE_ERROR;
	return strcmp(answer, "on") == 0    ? FENCE_OK
	       : strcmp(answer, "off") == 0 ? FENCE_OFF
					    : FENCE_ERROR;
}

static int list(const struct options *options)
{
	char names[4096];

	if (ask(options, "list", names, sizeof(names)) != FENCE_OK)
		return FENCE_ERROR;
	for (char *name = strtok(names, " "); name; name = strtok(NULL, " "))
		printf("%s,\n", name);
	return FENCE_OK;
}

static int switch_power(const struct options *options)
{
	char answer[256];

	if (ask(options, options->action, answer, sizeof(answer)) != FENCE_OK)
		return FENCE_ERROR;
	if (strcmp(options->action, "off") == 0)
		return status(options) == FENCE_OFF ? FENCE_OK : FENCE_ERROR;
	return FENCE_OK;
}

static int monitor(const struct options *options)
{
	char answer[4096];

	return ask(options, "list", answer, sizeof(answer));
}

static int print_metadata(const struct options *options)
{
	fputs(metadata, stdout);
	return FENCE_OK;
}

static const struct {
	const char *name;
	int (*run)(const struct options *);
	int needs_plug;
} actions[] = {
	{ "metadata", print_metadata, 0 }, { "monitor", monitor, 0 },  { "list", list, 0 },
	{ "status", status, 1 },           { "off", switch_power, 1 }, { "on", switch_power, 1 },
	{ "reboot", switch_power, 1 },
};

int main(void)
{
	struct options options = { .action = "reboot", .socket = EB_POWER_SOCKET };

	read_options(&options);
	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
		if (strcmp(options.action, actions[i].name) != 0)
			continue;
		if (actions[i].needs_plug && !options.plug[0]) {
			fprintf(stderr, "%s needs plug=NODE\n", options.action);
			return FENCE_ERROR;
		}
		return actions[i].run(&options);
	}
	fprintf(stderr, "unknown action %s\n", options.action);
	return FENCE_ERROR;
}
