// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a daemon of a pair, web1 and web2, knows: both are members, a router answers its pings, each
 * has lines of haresources. The world for what others send to it. Where it is linked, what the
 * daemon logs has to be one line of text for people: else it aborts.
 */
#ifndef EB_PAIR_H
#define EB_PAIR_H

#include "heartbeat-compat/daemon/lines.h"
#include "heartbeat-compat/daemon/state.h"

/* Lives as long as the process. */
const struct hb_settings *eb_pair_settings(void);

/* A new state, at 1 s of its clock, of the daemon on web1; hb_state_free(). */
struct hb_state *eb_pair_state(void);

/* hb_lines_free(). */
struct hb_lines *eb_pair_lines(void);

#endif
