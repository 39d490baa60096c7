// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hb_addnode, hb_delnode, hb_setweight, hb_setsite: one program, told apart by its name. Nodes
 * are those of corosync.conf, which is the same file on all of them; a daemon that changed it
 * behind the operator's back would part the cluster, so these say what to do instead.
 */
#include <libgen.h>
#include <stdio.h>
#include <string.h>

#include "heartbeat-compat/commands/say.h"

static const struct {
	const char *name, *operands;
	int least;
	const char *instead;
} commands[] = {
	{ "hb_addnode", "<node> <node> ...", 1,
	  "add the node to ha.cf on all nodes, then 'escapebeat plan' and 'escapebeat apply', or "
	  "'pcs cluster node add'" },
	{ "hb_delnode", "<node> <node> ...", 1,
	  "remove the node from ha.cf on all nodes, then 'escapebeat plan' and 'escapebeat apply', "
	  "or 'pcs cluster node remove'" },
	{ "hb_setweight", "<node> <weight>", 2, "votes are quorum_votes in corosync.conf" },
	{ "hb_setsite", "<node> <site>", 2, "sites are tickets of booth, or corosync's qdevice" },
};

int main(int argc, char **argv)
{
	const char *name = basename(argv[0]);

	for (size_t i = 0; i < EB_COUNT(commands); i++) {
		if (strcmp(commands[i].name, name) != 0)
			continue;
		if (argc - 1 < commands[i].least || argv[1][0] == '-') {
			fprintf(stderr, "usage: %s %s\n", name, commands[i].operands);
			return 1;
		}
		hb_say_error(name, "corosync keeps the list of nodes: %s", commands[i].instead);
		return 1;
	}
	fprintf(stderr,
		"%s: called by none of its names: hb_addnode, hb_delnode, hb_setweight, "
		"hb_setsite\n",
		name);
	return 1;
}
