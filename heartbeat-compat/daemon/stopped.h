// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What Pacemaker knows to have ended on a node: the only proof that a node which says nothing any
 * more has let go of a line. It outlives an orderly end of the node; a fencing erases it, and who
 * crashed has not stopped anything.
 */
#ifndef EB_STOPPED_H
#define EB_STOPPED_H

#include "heartbeat-compat/daemon/lines.h"

/*
 * A worker, arg unused: asks the CIB's status. Answers `off` for each node on which Pacemaker does
 * not run, and `stopped` (RESOURCE and NODE parted by a tab) where the last thing known of a
 * resource there is that it was stopped, or was not running.
 */
int hb_stopped_find(int out, void *arg);

/* The same from the XML of the section; hb_msg_free. */
struct hb_msg *hb_stopped_of(const char *xml);

/* In such an answer: does Pacemaker not run on the node? Has all of the line ended there? */
bool hb_stopped_off(const struct hb_msg *answer, const char *node);
bool hb_stopped_line(const struct hb_msg *answer, const struct hb_line *line, const char *node);

#endif
