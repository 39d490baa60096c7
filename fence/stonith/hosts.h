// SPDX-License-Identifier: GPL-2.0-or-later
/* The machines that a device of the stonith command switches, each with its plug. */
#ifndef EB_STONITH_HOSTS_H
#define EB_STONITH_HOSTS_H

#include <stddef.h>

enum { EB_STONITH_HOSTS = 256 };

struct eb_hosts {
	char *names[EB_STONITH_HOSTS + 1], *plugs[EB_STONITH_HOSTS + 1]; /* ended by NULL */
	size_t n;
};

/*
 * "node1 node2:3": machines in blanks or commas, where the plug is not the name with their plugs.  0;
 * -EINVAL: a word is neither; -E2BIG; -ENOMEM.
 */
int eb_hosts_read(struct eb_hosts *hosts, const char *text);

/* The lines of an agent's list, an id and what people call it: cut up.  0, -E2BIG or -ENOMEM. */
int eb_hosts_read_list(struct eb_hosts *hosts, char *said);

/* The plug of a machine, which may be called by its plug, too, in letters of any case; or NULL. */
const char *eb_hosts_plug(const struct eb_hosts *hosts, const char *host);

void eb_hosts_forget(struct eb_hosts *hosts);

#endif
