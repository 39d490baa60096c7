// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where Pacemaker runs the lines: looked at when somebody wants to know, once for all who do.
 */
#ifndef EB_DAEMON_VIEW_H
#define EB_DAEMON_VIEW_H

#include "heartbeat-compat/daemon/compatd.h"

struct hb_view *hb_view_new(struct hb_daemon *daemon);
void hb_view_free(struct hb_view *view);

/* Looks, not before now, and calls back when daemon->lines are placed; failed: Pacemaker does not
 * answer, or there are no lines yet. */
typedef void hb_placed(void *data, bool failed);
void hb_view_ask(struct hb_view *view, hb_placed *placed, void *data);

/* This node's marks that Pacemaker knew of then: a set of names. */
GHashTable *hb_view_marks(const struct hb_view *view);

#endif
