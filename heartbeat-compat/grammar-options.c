// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the commands can be told: a row for each option, with those that take it. The texts are those
 * of help and manual.
 */
#include "heartbeat-compat/grammar.h"

enum {
	COLLECT = 1 << EB_COLLECT,
	CHECK = 1 << EB_CHECK,
	PLAN = 1 << EB_PLAN,
	SHOW = 1 << EB_SHOW,
	REHEARSE = 1 << EB_REHEARSE,
	APPLY = 1 << EB_APPLY,
	VERIFY = 1 << EB_VERIFY,
	ROLLBACK = 1 << EB_ROLLBACK,
	RELOAD = 1 << EB_RELOAD,
	EXPLAIN = 1 << EB_EXPLAIN,
	ALL = COLLECT | CHECK | PLAN | SHOW | REHEARSE | APPLY | VERIFY | ROLLBACK | RELOAD |
	      EXPLAIN,
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
		"fence-agents. The default is how they are called where this program was "
		"built; fence_ stands for the plain names. Agents that only fence-agents has "
		"keep theirs.",
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
		"so do the last bytes of IPv4 addresses. Not with --with-key.",
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
		"keep secrets (scripts always keep theirs)",
		"Leaves keys and passwords in the bundle, and adds the files that stonith lines name. "
		"Scripts always keep theirs.",
	},
	[EB_OPT_YES] = {
		"yes", 'y', NULL, EB_FILL_NONE, NULL, APPLY | ROLLBACK, "do not ask", NULL,
	},
};
