// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What Heartbeat's daemon makes of haresources, beside ResourceManager: the names of nodes.
 */
#ifndef EB_HARESOURCES_DAEMON_H
#define EB_HARESOURCES_DAEMON_H

#include "heartbeat-compat/lex.h"
#include "heartbeat-compat/model.h"

/*
 * What the daemon takes for the node of a line, length 0 when it does not look for one. *inside:
 * it takes the line for a part of the one before; set for the next line.
 */
struct eb_piece hb_daemon_node(struct eb_piece line, bool *inside);

/* Does a node line of ha.cf have this name? Upper and lower case are the same. */
bool hb_names_node(const struct hb_config *config, const char *name);

/*
 * True, with a message, when the daemon refuses a name that ResourceManager reads otherwise, or not
 * as a name; continued: it reads the line as a part of the one before.
 */
bool hb_daemon_refuses(const struct hb_config *config, const struct eb_source *source,
		       struct eb_piece name, bool continued, struct eb_diag *diag);

#endif
