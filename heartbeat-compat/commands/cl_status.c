// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cl_status: the state of the cluster in Heartbeat's words, which scripts compare letter by
 * letter. Results go to standard output, complaints to standard error.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "heartbeat-compat/commands/old.h"
#include "heartbeat-compat/commands/query.h"
#include "heartbeat-compat/commands/say.h"

enum { GOOD = 0, BAD = 1, WRONG = 11, FAILED = HB_QUERY_FAILED };

static const char USAGE[] = "Usage: cl_status <sub-command> [<options>] [<parameters>]\n"
			    "\n"
			    "Sub-commands:\n"
			    "clientstatus <node-name> <client-id> [<timeout>]\n"
			    "\tShow the status of heartbeat clients.\n"
			    "hblinkstatus <node-name> <link-name>\n"
			    "\tShow the status of a heartbeat link\n"
			    "hbstatus\n"
			    "\tIndicate if heartbeat is running on the local system.\n"
			    "\tOptions:\n"
			    "\t\t-v\tverbose: also add \"listnodes -v\" output\n"
			    "listnodes [<option>]\n"
			    "\tList the nodes in the cluster.\n"
			    "\tOptions:\n"
			    "\t\t-p\tlist only 'ping' type nodes\n"
			    "\t\t-n\tlist only 'normal' type nodes\n"
			    "\t\t-v\tverbose: also list type and status,\n"
			    "\t\t\tthen add \"listhblinks -v\" output\n"
			    "listhblinks <node-name>\n"
			    "\tList the network interfaces used as hearbeat links.\n"
			    "\tOptions:\n"
			    "\t\t-v\tverbose: list link status as well\n"
			    "nodestatus <node-name>\n"
			    "\tList the node status.\n"
			    "nodeweight <node-name>\n"
			    "\tList the node weight.\n"
			    "nodesite <node-name>\n"
			    "\tList the node site.\n"
			    "nodetype <node-name>\n"
			    "\tList the nodes of a given type.\n"
			    "rscstatus\n"
			    "\tShow the status of cluster resources.\n"
			    "hbparameter -p <parameter-name>\n"
			    "\tRetrieve the value of a cluster parameter.\n"
			    "\tAs for the valid parameter names, please refer to the man page.\n";

/* What the options of a sub-command said, and its words. */
struct call {
	bool human, verbose, pings, normals;
	const char *parameter;
	char **words;
	int n;
};

/* ---- nodes ---------------------------------------------------------------------------------- */

static int missing(const char *text)
{
	fprintf(stderr, "%s\n", text);
	return WRONG;
}

static int no_such_node(void)
{
	return missing("Error. May be due to incorrect node name");
}

static int print_links(const char *node, bool verbose)
{
	struct hb_msg *list = hb_query("links", "node", node, NULL, NULL);
	const char *value;

	if (!list)
		return FAILED;
	for (unsigned int i = 0; (value = hb_msg_nth(list, "link", i)); i++)
		printf("\t%.*s\n", verbose ? (int)strlen(value) : (int)strcspn(value, "\t"), value);
	hb_msg_free(list);
	return GOOD;
}

static int listnodes(const struct call *call)
{
	struct hb_msg *list = hb_query("nodes", NULL, NULL, NULL, NULL);
	struct hb_listed node;

	if (!list)
		return FAILED;
	if (call->human && !call->verbose)
		puts("The nodes are as follow:");
	for (unsigned int i = 0; hb_listed_read(&node, list, i); i++) {
		bool ping = strcmp(node.type, "ping") == 0;

		if (!(call->pings && !ping) && !(call->normals && ping)) {
			if (call->verbose)
				printf("\n%s\t%s\t(nodetype: %s)\n", node.name, node.status,
				       node.type);
			else
				puts(node.name);
			if (call->verbose)
				print_links(node.name, true);
		}
		hb_listed_clear(&node);
	}
	hb_msg_free(list);
	return GOOD;
}

static int nodestatus(const struct call *call)
{
	struct hb_listed node;
	int code;

	if (!call->n)
		return missing("Not enough parameters.");
	if (!hb_listed_find(&node, call->words[0]))
		return no_such_node();
	if (call->human)
		printf("The cluster node %s is %s\n", node.name, node.status);
	else
		puts(node.status);
	code = strcmp(node.status, "dead") == 0 ? BAD : GOOD;
	hb_listed_clear(&node);
	return code;
}

static int tell_of_node(const struct call *call, size_t which)
{
	struct hb_listed node;

	if (!call->n)
		return missing("No enough parameter.");
	if (!hb_listed_find(&node, call->words[0]))
		return no_such_node();
	puts(node.parts[which]);
	hb_listed_clear(&node);
	return GOOD;
}

static int nodetype(const struct call *call)
{
	return tell_of_node(call, 1);
}

static int nodeweight(const struct call *call)
{
	return tell_of_node(call, 3);
}

static int nodesite(const struct call *call)
{
	return tell_of_node(call, 4);
}

/* ---- links and clients ---------------------------------------------------------------------- */

static int refused(const char *what, const char *why)
{
	hb_say_error("cl_status", "%s", what);
	hb_say_error("cl_status", "REASON: %s", why);
	return FAILED;
}

static int listhblinks(const struct call *call)
{
	struct hb_msg *list;

	if (!call->n)
		return missing("No enough parameter.");
	list = hb_query("links", "node", call->words[0], NULL, NULL);
	if (!list)
		return refused("Cannot start heartbeat link interface walk.", "EINVAL");
	hb_msg_free(list);
	if (call->human)
		puts("\tthis node has the following heartbeat links:");
	return print_links(call->words[0], call->verbose);
}

/* "up", "dead"; NULL: there is no such link. */
static const char *link_status(const struct hb_msg *list, const char *link)
{
	size_t length = strlen(link);
	const char *value;

	for (unsigned int i = 0; list && (value = hb_msg_nth(list, "link", i)); i++)
		if (strncmp(value, link, length) == 0 && value[length] == '\t')
			return value + length + 1;
	return NULL;
}

static int hblinkstatus(const struct call *call)
{
	struct hb_msg *list;
	const char *status;
	int code = GOOD;

	if (call->n < 2)
		return missing("No enough parameter.");
	list = hb_query("links", "node", call->words[0], NULL, NULL);
	status = link_status(list, call->words[1]);
	if (!status)
		code = refused("Cannot get heartbeat link status", "");
	else if (call->human)
		printf("The node %s's heartbeat link %s is %s\n", call->words[0], call->words[1],
		       status);
	else
		puts(status);
	if (status && strcmp(status, "dead") == 0)
		code = BAD;
	hb_msg_free(list);
	return code;
}

static int clientstatus(const struct call *call)
{
	struct hb_msg *answer;
	g_autofree char *what = NULL;

	if (call->n < 2)
		return missing("No enough parameter.");
	answer = hb_query("client", "node", call->words[0], "name", call->words[1]);
	if (!answer) {
		what = g_strdup_printf("Cannot get heartbeat client %s's status", call->words[1]);
		return refused(what, "No timely response.");
	}
	puts(hb_msg_get(answer, "status"));
	hb_msg_free(answer);
	return GOOD;
}

/* ---- the whole ------------------------------------------------------------------------------ */

/* 0; -ECONNREFUSED: Heartbeat is stopped; else nobody knows. */
static int reach(struct hb_msg **answer)
{
	struct hb_msg *request = hb_msg_new("hbstatus");
	int failed = hb_query_try(request, answer);

	hb_msg_free(request);
	return failed;
}

static int not_running(bool verbose, int failed)
{
	struct eb_proc old;

	if (failed != -ECONNREFUSED) {
		hb_say_no_signon("cl_status", failed);
		return FAILED;
	}
	if (hb_old_runs(&old)) {
		hb_say_error("cl_status", "Heartbeat itself runs here, not escapebeatd: its own "
					  "cl_status was replaced");
		return FAILED;
	}
	puts("Heartbeat is stopped on this machine.");
	if (verbose)
		printf("(hb_api_signon: %s)\n", hb_say_why(failed));
	return BAD;
}

static int hbstatus(const struct call *call)
{
	struct hb_msg *answer = NULL;
	int failed = reach(&answer);

	if (failed)
		return not_running(call->verbose, failed);
	if (call->verbose)
		printf("version:\t%s\nmanaged by:\t\"%s\"\n", hb_msg_get(answer, "version"),
		       hb_msg_get(answer, "managed"));
	else
		puts("Heartbeat is running on this machine.");
	hb_msg_free(answer);
	return call->verbose ? listnodes(call) : GOOD;
}

static int rscstatus(const struct call *call)
{
	struct hb_msg *answer = hb_query("rscstatus", NULL, NULL, NULL, NULL);
	const char *share;

	if (!answer)
		return FAILED;
	share = hb_msg_get(answer, "share");
	if (!call->human)
		puts(share);
	else if (strcmp(share, "transition") == 0)
		puts("This node is in transition.");
	else
		printf("This node is holding %s resources.\n", share);
	hb_msg_free(answer);
	return GOOD;
}

static int hbparameter(const struct call *call)
{
	struct hb_msg *answer;
	g_autofree char *what = NULL;

	if (!call->parameter) {
		hb_say_error("cl_status", "parameter name required");
		return WRONG;
	}
	answer = hb_query("parameter", "name", call->parameter, NULL, NULL);
	if (!answer) {
		what = g_strdup_printf("Cannot get parameter %s's value", call->parameter);
		refused(what, "");
		return BAD;
	}
	if (call->human)
		printf("Heartbeat parameter %s's value: ", call->parameter);
	puts(hb_msg_get(answer, "value"));
	hb_msg_free(answer);
	return GOOD;
}

static const struct {
	const char *name, *options;
	int (*run)(const struct call *call);
} commands[] = {
	{ "clientstatus", "m", clientstatus }, { "hblinkstatus", "m", hblinkstatus },
	{ "hbparameter", "mp:", hbparameter }, { "hbstatus", "mv", hbstatus },
	{ "listhblinks", "mv", listhblinks },  { "listnodes", "mnpv", listnodes },
	{ "nodesite", "m", nodesite },         { "nodestatus", "m", nodestatus },
	{ "nodetype", "m", nodetype },         { "nodeweight", "m", nodeweight },
	{ "rscstatus", "m", rscstatus },
};

/* Options of a sub-command; getopt complains in its name, as Heartbeat's did. */
static bool take_options(struct call *call, const char *options, int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, options)) != -1)
		switch (option) {
		case 'm': call->human = true; break;
		case 'n': call->normals = true; break;
		case 'p':
			call->pings = true;
			call->parameter = optarg;
			break;
		case 'v': call->verbose = true; break;
		default:
			hb_say_error("cl_status", "Error: getopt returnedcharacter %c.", option);
			return false;
		}
	call->words = argv + optind;
	call->n = argc - optind;
	return true;
}

static int sign_on(void)
{
	struct hb_msg *answer = NULL;
	int failed = reach(&answer);

	if (!failed)
		hb_msg_free(answer);
	return failed;
}

/*
 * Installed setgid haclient, as Heartbeat's is, it is for everybody. The credentials that the
 * kernel puts on a message are the real ones, so the effective group has to be made real.
 */
static bool be_group(void)
{
	return getegid() == getgid() || setregid(getegid(), getegid()) == 0;
}

int main(int argc, char **argv)
{
	struct call call = { 0 };
	int failed;

	if (!be_group()) {
		hb_say_error("cl_status", "cannot change to its group");
		return FAILED;
	}
	if (argc < 2) {
		fputs(USAGE, stdout);
		return GOOD;
	}
	for (size_t i = 0; i < EB_COUNT(commands); i++) {
		if (strcmp(commands[i].name, argv[1]) != 0)
			continue;
		/* hbstatus is the one that is there to say so. */
		failed = commands[i].run == hbstatus ? 0 : sign_on();
		if (failed) {
			hb_say_no_signon("cl_status", failed);
			return failed == -ECONNREFUSED ? BAD : FAILED;
		}
		if (!take_options(&call, commands[i].options, argc - 1, argv + 1))
			return WRONG;
		return commands[i].run(&call);
	}
	hb_say_error("cl_status", "%s: invalid sub-command.", argv[1]);
	return WRONG;
}
