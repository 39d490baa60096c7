// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>

#include "heartbeat-compat/diag.h"
#include "heartbeat-compat/grammar.h"
#include "lib/core.h"

enum {
	COLLECT = 1 << EB_COLLECT,
	CHECK = 1 << EB_CHECK,
	PLAN = 1 << EB_PLAN,
	SHOW = 1 << EB_SHOW,
	REHEARSE = 1 << EB_REHEARSE,
	APPLY = 1 << EB_APPLY,
	VERIFY = 1 << EB_VERIFY,
	ROLLBACK = 1 << EB_ROLLBACK,
	EXPLAIN = 1 << EB_EXPLAIN,
	ALL = COLLECT | CHECK | PLAN | SHOW | REHEARSE | APPLY | VERIFY | ROLLBACK | EXPLAIN,
};

static const char *const formats[] = { "text",  "corosync", "cib",  "pcs", "crm",
				       "files", "json",     "html", "svg", NULL };
static const char *const stages[] = { "files", "cluster", "resources", NULL };
static const char *const whens[] = { "auto", "always", "never", NULL };
static const char *const drbds[] = { "promotable", "simple", NULL };
static const char *const targets[] = { "pacemaker-2.0", "pacemaker-2.1", "pacemaker-3.0",
				       "pacemaker-3.0.2", NULL };
static const char *const fence_providers[] = { "escapebeat", "fence-agents", NULL };
static const char *const providers[] = { "escapebeat", "heartbeat", NULL };

const struct eb_command eb_commands[EB_COMMANDS] = {
	[EB_COLLECT] = {
		.name = "collect", .operand = "", .least = 0, .most = 0, .fill = EB_FILL_NONE,
		.brief = "gather what is known of this node in a bundle",
		.detail = "Writes a bundle, a tar file: the files below /etc/ha.d, the node's name, "
			  "addresses and routes, its units and scripts, the configuration of DRBD, "
			  "the installed agents and the versions of what matters; with crm on, the "
			  "CIB. check and plan take bundles, one of each node, also compressed. "
			  "Keys and passwords are left out, and files that stonith lines name: a "
			  "plan needs none of them.",
		.examples = "escapebeat collect\n"
			    "escapebeat collect -o web1.tar\n"
			    "escapebeat collect --obfuscate -o report.tar",
	},
	[EB_CHECK] = {
		.name = "check", .operand = "PATH...", .least = 1, .most = -1,
		.fill = EB_FILL_FILE,
		.brief = "find the faults of a Heartbeat configuration",
		.detail = "Reads ha.cf, haresources and authkeys as Heartbeat does and reports every "
			  "fault with its place. A PATH is a bundle, a folder that holds a node's "
			  "files, one of these files, or - for an ha.cf on standard input. Several bundles or "
			  "folders are several nodes, and are compared. Nothing is changed.",
		.examples = "escapebeat check /etc/ha.d\n"
			    "escapebeat check web1/ha.d web2/ha.d\n"
			    "escapebeat check --json ha.cf",
	},
	[EB_PLAN] = {
		.name = "plan", .operand = "PATH...", .least = 1, .most = -1,
		.fill = EB_FILL_FILE,
		.brief = "say what becomes of each line, and store it",
		.detail = "Translates the configuration to corosync.conf and a CIB, and shows each "
			  "line of the sources with what became of it: exact, approximated, dropped "
			  "or refused; escapebeat-convert(7) lists all of them. With --output the "
			  "plan is stored, for show, and secrets in PLAN.secrets beside it, which "
			  "apply needs. Nothing else is changed. Agents and their parameters are "
			  "checked: against the list in a node's bundle, and against the metadata "
			  "of the agents in /usr/lib/ocf and /usr/sbin of this machine, or where "
			  "EB_OCF_ROOT and EB_FENCE_DIR say.",
		.examples = "escapebeat plan /etc/ha.d\n"
			    "escapebeat plan -o pair.plan --node-address web1=10.0.0.1 \\\n"
			    "    --node-address web2=10.0.0.2 /etc/ha.d\n"
			    "escapebeat plan --accept HB-3701 -o pair.plan web1/ha.d web2/ha.d",
	},
	[EB_SHOW] = {
		.name = "show", .operand = "PLAN", .least = 1, .most = 1, .fill = EB_FILL_FILE,
		.brief = "print a stored plan, or a file that it makes",
		.detail = "Prints the plan again, or what it makes. Refused with exit code 5 when "
			  "one of the files that the plan was made from has changed since.",
		.examples = "escapebeat show pair.plan\n"
			    "escapebeat show --as corosync pair.plan >corosync.conf\n"
			    "escapebeat show --as html pair.plan >pair.html\n"
			    "escapebeat show --as pcs pair.plan >pair.sh",
	},
	[EB_REHEARSE] = {
		.name = "rehearse", .operand = "PLAN", .least = 1, .most = 1,
		.fill = EB_FILL_FILE,
		.brief = "let the new cluster live through failures, here",
		.detail = "Boots the plan as a real corosync and Pacemaker cluster on this machine, in "
			  "namespaces that nothing outside notices: addresses, interfaces, names of "
			  "nodes and times are the plan's. Then all nodes start, one dies and "
			  "returns, the other one does, hb_standby and hb_takeover are played, an "
			  "orderly stop, the loss of ping nodes, of a link, and of all links. The "
			  "table says after each event where each group is and for how long it was "
			  "away, beside what Heartbeat does in the same event. Services are played "
			  "by recorders, which only remember whether they run and when; fence "
			  "devices by the lab's power switch; what is replaced is said. A plan "
			  "without fencing is played without: when all links are cut, both sides "
			  "then start everything, and the table says that there are two owners. Exit code 0: "
			  "as with Heartbeat; 2: different only for reasons that are known, and "
			  "told, or two owners for want of fencing; 1: different otherwise, or on two nodes at once, or it could not "
			  "be played to the end; 3: the plan leaves a decision open, or this machine lacks something. Needs root, "
			  "corosync, Pacemaker, iproute2 and nftables. As long as deadtime and "
			  "initdead of the plan are, as long it takes; a plan made with --override "
			  "deadtime=2 is rehearsed faster. For a lab that is not installed, "
			  "EB_LAB_DIR, EB_LAB_HELPERS and EB_LAB_AGENTS name the folders of its "
			  "scripts, its programs and the agents.",
		.examples = "escapebeat rehearse pair.plan\n"
			    "escapebeat rehearse -o pair.html -o pair.svg pair.plan\n"
			    "escapebeat rehearse --real postfix pair.plan",
	},
	[EB_APPLY] = {
		.name = "apply", .operand = "PLAN", .least = 1, .most = 1, .fill = EB_FILL_FILE,
		.brief = "carry out a plan on this node, in stages",
		.detail = "To be run on each node, as root, with the same PLAN, PLAN.key and, where "
			  "there is one, PLAN.secrets. The "
			  "stage files writes and validates corosync.conf, the key and the CIB; "
			  "nothing runs differently. The stage cluster starts corosync and "
			  "Pacemaker beside Heartbeat, in maintenance mode, and compares what "
			  "Pacemaker sees with what Heartbeat does. Both can be undone without "
			  "anybody noticing. The stage resources ends Heartbeat on this node; on "
			  "the node where it ends last Pacemaker takes over. Stages that are done "
			  "are not repeated, and what a killed apply left is gone on with. Without "
			  "--stage all are done up to the last; with it, up to that one. Do each "
			  "stage on every node before the next one, and the node that serves last. "
			  "Refused with exit code 5 when Heartbeat's files have changed since.",
		.examples = "escapebeat apply --stage files --new-key pair.plan\n"
			    "escapebeat apply --stage cluster pair.plan\n"
			    "escapebeat apply -y pair.plan",
	},
	[EB_VERIFY] = {
		.name = "verify", .operand = "PLAN", .least = 1, .most = 1, .fill = EB_FILL_FILE,
		.brief = "is the cluster what the plan says?",
		.detail = "Looks at services, files, links, quorum and nodes, at what the cluster "
			  "would do next (nothing), at each resource and at who owns its address. "
			  "Exit code 1 when one of them is not right. Nothing is changed.",
		.examples = "escapebeat verify pair.plan",
	},
	[EB_ROLLBACK] = {
		.name = "rollback", .operand = "PLAN", .least = 1, .most = 1,
		.fill = EB_FILL_FILE,
		.brief = "take back on this node what apply did",
		.detail = "From any stage, also from one that was killed: Pacemaker and corosync "
			  "end, files are as they were, and Heartbeat runs if it did. When "
			  "Pacemaker owns the resources already, run it on all nodes at the same "
			  "time: Heartbeat starts once no node runs Pacemaker any more.",
		.examples = "escapebeat rollback pair.plan\n"
			    "escapebeat rollback -y pair.plan",
	},
	[EB_EXPLAIN] = {
		.name = "explain", .operand = "WORD", .least = 1, .most = 1,
		.fill = EB_FILL_CODE,
		.brief = "tell more of a message or a directive",
		.detail = "WORD is the code of a message such as HB-3701, a directive of ha.cf, or "
			  "exit for the exit codes.",
		.examples = "escapebeat explain HB-3701\n"
			    "escapebeat explain deadtime\n"
			    "escapebeat explain exit",
	},
};

const struct eb_option eb_options[EB_OPTIONS] = {
	[EB_OPT_ACCEPT] = {
		"accept", 'a', "HB-NNNN", EB_FILL_CODE, NULL, CHECK | PLAN,
		"accept this warning or decision",
		"Accepts this warning or decision: it is still shown, but does not count for the "
		"exit code. A plan remembers it. May be repeated.",
	},
	[EB_OPT_ALONE] = {
		"alone", '\0', NULL, EB_FILL_NONE, NULL, ROLLBACK,
		"the other nodes surely do not run Pacemaker",
		"The other nodes surely do not run Pacemaker: they are switched off, or were looked "
		"at. Else a node that cannot be seen holds the way back.",
	},
	[EB_OPT_AS] = {
		"as", '\0', "FORMAT", EB_FILL_CHOICE, formats, SHOW,
		"text|corosync|cib|pcs|crm|files|json|html|svg",
		"What to print: the plan as text (the default) or JSON, or the files and scripts "
		"that it makes. The scripts for pcs and crm give the CIB on a cluster without "
		"resources; files are those of a node that neither of them writes, such as units of "
		"systemd. The HTML page holds all of it, with a picture; svg is the picture "
		"alone. Pictures are drawn by dot, of graphviz.",
	},
	[EB_OPT_COLOR] = {
		"color", '\0', "WHEN", EB_FILL_CHOICE, whens, ALL,
		"auto, always or never (default: auto)",
		"Whether messages are coloured: auto (the default) means on a terminal that is not "
		"dumb, unless NO_COLOR is set.",
	},
	[EB_OPT_DRBD] = {
		"drbd", '\0', "HOW", EB_FILL_CHOICE, drbds, PLAN,
		"promotable or simple (default: promotable)",
		"What drbddisk becomes: promotable, a promotable clone that brings DRBD up on both "
		"nodes and promotes it where the line runs (ocf:escapebeat:drbd); or simple, a member of "
		"its line as of old, with DRBD brought up at boot as before (ocf:escapebeat:drbddisk; "
		"the script itself with --provider=heartbeat, which has no such agent).",
	},
	[EB_OPT_EVENTS] = {
		"events", '\0', "NUMBER", EB_FILL_NONE, NULL, REHEARSE,
		"play only the first NUMBER events", NULL,
	},
	[EB_OPT_FENCE_PREFIX] = {
		"fence-prefix", '\0', "PREFIX", EB_FILL_NONE, NULL, PLAN,
		"the suite's agents are called fence_PREFIX...",
		"How the suite's fence agents are called where the plan is carried out: with eb_ "
		"fence_ipmilan is fence_eb_ipmilan, as packages install it beside that of "
		"fence-agents. Agents that only fence-agents has keep their names.",
	},
	[EB_OPT_FENCE_PROVIDER] = {
		"fence-provider", '\0', "NAME", EB_FILL_CHOICE, fence_providers, PLAN,
		"escapebeat (the default) or fence-agents",
		"Whose agents reset nodes: escapebeat, with those of fence-agents for devices that "
		"the suite has no agent for; or fence-agents alone. Names and parameters are the "
		"same, but for devices of old plugins that only the suite knows.",
	},
	[EB_OPT_HELP] = { "help", 'h', NULL, EB_FILL_NONE, NULL, ALL, "show this help", NULL },
	[EB_OPT_JSON] = {
		"json", '\0', NULL, EB_FILL_NONE, NULL, CHECK,
		"print the findings as one JSON document", NULL,
	},
	[EB_OPT_NEW_KEY] = {
		"new-key", '\0', NULL, EB_FILL_NONE, NULL, APPLY,
		"make the key of corosync, on the first node",
		"Makes the key of corosync as PLAN.key, which the other nodes need too. For the "
		"first node; a key that is there is used.",
	},
	[EB_OPT_NODE] = {
		"node", '\0', "NODE", EB_FILL_NONE, NULL, APPLY | VERIFY | ROLLBACK,
		"refuse on any other node than NODE", NULL,
	},
	[EB_OPT_NODE_ADDRESS] = {
		"node-address", '\0', "NODE=ADDRESS", EB_FILL_NONE, NULL, CHECK | PLAN,
		"address of a node for corosync",
		"An address of a node, for corosync: NODE=ADDRESS, with one address for each link "
		"separated by commas, or NODE=DEVICE:ADDRESS. Most ha.cf files do not name the "
		"addresses of the nodes. May be repeated.",
	},
	[EB_OPT_OBFUSCATE] = {
		"obfuscate", '\0', NULL, EB_FILL_NONE, NULL, COLLECT,
		"replace names, addresses and secrets",
		"For reports of faults: replaces every name and address of this site, each by the "
		"same stand-in wherever it occurs, and leaves out comments, scripts, secrets and "
		"arguments. Words of Heartbeat, Pacemaker, DRBD and the system stay, and numbers, "
		"so do the last bytes of IPv4 addresses.",
	},
	[EB_OPT_OUTPUT] = {
		"output", 'o', "FILE", EB_FILL_FILE, NULL, COLLECT | PLAN | REHEARSE,
		"store the plan, the bundle or the page in FILE",
		"Where the plan is stored (default: nowhere), or the bundle (default: NODE.tar). Of "
		"a rehearsal: the page with its timelines, or, when FILE ends in .svg, the timeline "
		"alone; may be repeated.",
	},
	[EB_OPT_OVERRIDE] = {
		"override", '\0', "DIRECTIVE=VALUE", EB_FILL_NONE, NULL, CHECK | PLAN,
		"read this line at the end of every ha.cf",
		"Reads the line DIRECTIVE VALUE at the end of every ha.cf, where it replaces an "
		"earlier one. The plan shows it. May be repeated.",
	},
	[EB_OPT_PROVIDER] = {
		"provider", '\0', "NAME", EB_FILL_CHOICE, providers, PLAN,
		"escapebeat or heartbeat (default: escapebeat)",
		"Whose agents are used where the suite has its own: escapebeat, or heartbeat for those "
		"of resource-agents, drbd-utils and Pacemaker. Scripts are always run by ocf:escapebeat:hbscript, "
		"which has no counterpart there.",
	},
	[EB_OPT_REAL] = {
		"real", '\0', "SCRIPT", EB_FILL_NONE, NULL, REHEARSE,
		"run this machine's script, no recorder",
		"Runs /etc/init.d/SCRIPT of this machine in the nodes, instead of a recorder. Web "
		"servers and haproxy are run where they are installed without being asked for. The "
		"nodes see this machine's files, and what they write stays in memory: no service "
		"with much data. May be repeated.",
	},
	[EB_OPT_SELF] = {
		"self", '\0', "NODE", EB_FILL_NONE, NULL, CHECK | PLAN,
		"the node that the first PATH is from",
		"The node that the first PATH is from, as uname -n prints it. Else this is taken "
		"from node.facts or from the name of the folder.",
	},
	[EB_OPT_SERVICE] = {
		"service", '\0', "WORD=NAME", EB_FILL_NONE, NULL, PLAN,
		"the script WORD of haresources is called NAME",
		"What a script of haresources is called on the new nodes, such as httpd=apache2. "
		"May be repeated.",
	},
	[EB_OPT_STAGE] = {
		"stage", '\0', "STAGE", EB_FILL_CHOICE, stages, APPLY,
		"files, cluster or resources: go as far as this",
		"Go as far as this stage, files, cluster or resources (the default).",
	},
	[EB_OPT_STRICT] = {
		"strict", '\0', NULL, EB_FILL_NONE, NULL, CHECK | PLAN,
		"take warnings for errors", NULL,
	},
	[EB_OPT_TARGET] = {
		"target", '\0', "RELEASE", EB_FILL_CHOICE, targets, PLAN,
		"pacemaker-2.0, -2.1 (default), -3.0, -3.0.2",
		"The release of Pacemaker that the plan is for: pacemaker-2.0, pacemaker-2.1, "
		"pacemaker-3.0 or pacemaker-3.0.2. It decides the grammar that the CIB "
		"names, the names of roles (Promoted, or Master before 2.1) and those of fencing "
		"properties (stonith-enabled, or fencing-enabled from 3.0.2 on).",
	},
	[EB_OPT_VALIDATE] = {
		"validate", '\0', NULL, EB_FILL_NONE, NULL, PLAN,
		"ask the agents here, on a node or its twin",
		"Runs validate-all of each resource's agent with the plan's parameters, on this "
		"machine, 5 seconds each at most, and says which fail and why. Agents look for "
		"devices, programs and folders, so this means something on a node only, or on a "
		"machine like it.",
	},
	[EB_OPT_VERSION] = {
		"version", 'V', NULL, EB_FILL_NONE, NULL, ALL, "print the version", NULL,
	},
	[EB_OPT_WAIT] = {
		"wait", 'w', "SECONDS", EB_FILL_NONE, NULL, APPLY | ROLLBACK,
		"how long a stage may take",
		"How long a stage may take, in seconds (default: 300 and initdead). Exit code 6 when "
		"it took longer; what was changed stays, and the command can be repeated.",
	},
	[EB_OPT_WITH_KEY] = {
		"with-key", '\0', NULL, EB_FILL_NONE, NULL, COLLECT,
		"leave keys and passwords in the bundle",
		"Leaves keys and passwords in the bundle, and adds the files that stonith lines name.",
	},
	[EB_OPT_YES] = {
		"yes", 'y', NULL, EB_FILL_NONE, NULL, APPLY | ROLLBACK, "do not ask", NULL,
	},
};

const struct eb_exit eb_exits[] = {
	{ 0, "nothing to say" },
	{ 1, "errors; rehearse: something is not as predicted" },
	{ 2, "warnings; rehearse: differs for known reasons only" },
	{ 3, "a decision is open or a file is missing" },
	{ EB_EXIT_USAGE, "the command line is not valid" },
	{ EB_EXIT_STALE, "the world is not the one that the plan was made from" },
	{ EB_EXIT_LATE, "not in time; what was changed stays" },
	{ 0, NULL },
};

/* ---- parsing ----------------------------------------------------------------------------------- */

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
	unsigned int command = ALL;

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
	*why = g_strdup_printf("--%s cannot be '%s', expected %s", option->name, value,
			       option->brief);
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
