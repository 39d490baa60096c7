// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What escapebeat does: a row for each command, and the exit codes that all of them share. The
 * texts are those of its help and its manual.
 */
#include "heartbeat-compat/grammar.h"

const struct eb_command eb_commands[EB_COMMANDS] = {
	[EB_COLLECT] = {
		.name = "collect", .operand = "", .least = 0, .most = 0, .fill = EB_FILL_NONE,
		.brief = "gather what is known of this node in a bundle",
		.detail = "Writes a bundle, a tar file: the files below /etc/ha.d, the node's name, "
			  "addresses and routes, its units and scripts, the configuration of DRBD, "
			  "the installed agents and the versions of what matters; with crm on, the "
			  "CIB. check and plan take bundles, one of each node, also compressed. "
			  "Keys and passwords are left out, and files that stonith lines name: a "
			  "plan needs none of them. Comments stay, but for what stands in them behind "
			  "a word like password, and so do the scripts in resource.d, with the "
			  "passwords that somebody wrote into them: what else they tell of this site "
			  "is in the bundle. For strangers there is --obfuscate, which has neither.",
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
			  "folders are several nodes, and are compared. Nothing is changed. What plan "
			  "will warn of and ask for is told behind that, and does not count for the "
			  "exit code: it is no fault of the files, and without a fence device there is "
			  "always a decision; plan ends with 3 then. What plan will refuse as an error "
			  "counts.",
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
			  "be played to the end; 3: the plan leaves a decision open, or this machine lacks something, or does not boot the lab. Needs root, "
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
	[EB_RELOAD] = {
		.name = "reload", .operand = "", .least = 0, .most = 0, .fill = EB_FILL_NONE,
		.brief = "let escapebeatd read /etc/ha.d again",
		.detail = "For clusters whose haresources lives on, under escapebeatd. Judges "
			  "/etc/ha.d first: with faults nothing is asked. Then the daemon of this node "
			  "translates it with the options of the plan that was applied here, so that "
			  "--service, --drbd, --provider and their like need not be said again. "
			  "Resources follow when all nodes have the same files; untouched ones go on. "
			  "Exit code 5 when the daemon does not run or refuses.",
		.examples = "escapebeat reload",
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

const struct eb_exit eb_exits[] = {
	{ 0, "nothing to say" },
	{ 1, "errors; rehearse: something is not as predicted" },
	{ 2, "warnings; rehearse: differs for known reasons only" },
	{ 3, "a decision is open (plan's do not count for check) or a file is missing" },
	{ EB_EXIT_USAGE, "the command line is not valid" },
	{ EB_EXIT_STALE, "the world is not the one that the plan was made from" },
	{ EB_EXIT_LATE, "not in time; what was changed stays" },
	{ 0, NULL },
};
