// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hb_addnode, hb_delnode, hb_setweight, hb_setsite: one program, told apart by its name. Nodes
 * are those of corosync.conf, which is the same file on all of them; a daemon that changed it
 * behind the operator's back would part the cluster, so these say what to do instead, step by step.
 */
#include <libgen.h>
#include <stdio.h>
#include <string.h>

#include "heartbeat-compat/commands/say.h"

static const struct {
	const char *name, *operands;
	int least;
	const char *instead;
	const char *steps; /* "@" is what was named */
} commands[] = {
	{ "hb_addnode", "<node> <node> ...", 1, "these steps add @:",
	  "1. ha.cf of all nodes: node @. The new one gets /etc/ha.d and /etc/corosync/authkey of "
	  "another\n"
	  "2. corosync.conf of all nodes: a block node { } below nodelist, with name, addresses and a "
	  "nodeid that was not used yet; below quorum two_node: 0\n"
	  "3. on one of the old nodes: corosync-cfgtool -R\n"
	  "4. on the new one: systemctl start escapebeatd\n"
	  "5. on the old ones: heartbeat -r\n"
	  "What pcs made has 'pcs cluster node add' for 2 and 3.\n" },
	{ "hb_delnode", "<node> <node> ...", 1, "these steps remove @:",
	  "1. on it: systemctl stop escapebeatd pacemaker corosync\n"
	  "2. ha.cf and corosync.conf of the others: without it; where two are left, two_node: 1 below "
	  "quorum. Lines of haresources begin with another node\n"
	  "3. on one of the others: corosync-cfgtool -R\n"
	  "4. there: crm_node --force --remove @\n"
	  "5. on the others: heartbeat -r\n"
	  "What pcs made has 'pcs cluster node remove' for 3 and 4, and for its half of 2.\n" },
	{ "hb_setweight", "<node> <weight>", 2, "votes are quorum_votes in corosync.conf", NULL },
	{ "hb_setsite", "<node> <site>", 2, "sites are tickets of booth, or corosync's qdevice",
	  NULL },
};

/* The text with these names in their places; g_free. */
static char *about(const char *text, char **names)
{
	g_autofree char *all = g_strjoinv(" ", names);
	g_auto(GStrv) parts = g_strsplit(text, "@", -1);

	return g_strjoinv(all, parts);
}

int main(int argc, char **argv)
{
	const char *name = basename(argv[0]);

	for (size_t i = 0; i < EB_COUNT(commands); i++) {
		g_autofree char *instead = NULL, *steps = NULL;

		if (strcmp(commands[i].name, name) != 0)
			continue;
		if (argc - 1 < commands[i].least || argv[1][0] == '-') {
			fprintf(stderr, "usage: %s %s\n", name, commands[i].operands);
			return 1;
		}
		instead = about(commands[i].instead, argv + 1);
		steps = commands[i].steps ? about(commands[i].steps, argv + 1) : g_strdup("");
		hb_say_error(name, "nothing is changed, corosync keeps the list of nodes: %s",
			     instead);
		fputs(steps, stderr);
		return 1;
	}
	fprintf(stderr,
		"%s: called by none of its names: hb_addnode, hb_delnode, hb_setweight, "
		"hb_setsite\n",
		name);
	return 1;
}
