// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * State files: what an agent remembers of a running resource, when nothing in the
 * system shows it.  They lie in HA_RSCTMP, which a reboot empties, so that a node
 * that comes back does not believe in what ran before.
 */
#ifndef EB_STATE_H
#define EB_STATE_H

#include <limits.h>
#include <stdbool.h>

#include "lib/agent.h"

/*
 * The path of this resource's state file: given, when that is not NULL; else
 * HA_RSCTMP/AGENT-INSTANCE.state, written to buf.
 */
const char *eb_state_path(const struct eb_call *call, const char *given, char buf[PATH_MAX]);

/*
 * Replaces the file by this text at once; HA_RSCTMP is made when it is missing, any
 * other folder has to be there.  0 or -errno.
 */
int eb_state_write(const char *path, const char *text);

/*
 * Reads its first line into buf, cut at size.  0; -ENOENT when nothing runs (a
 * folder that is missing counts too); any other -errno means nobody knows.
 */
int eb_state_read(const char *path, char *buf, size_t size);

/* Does it say this, and was it written within the last seconds (0: whenever)?  No file says "". */
bool eb_state_says(const char *path, const char *text, int seconds);

enum { EB_STATE_FRESH_S = 60 }; /* so long what was told to the cluster is believed to be there */

#endif
