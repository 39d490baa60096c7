// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * heartbeat -k: the end of the daemon, also of one that stands still. It goes by the pid that the
 * kernel keeps with the listening socket, never by a file; by its file only for Heartbeat itself
 * (old.h), which is told to stop and not killed. One that systemd runs is stopped by systemd (unit.h).
 */
#ifndef EB_STOP_H
#define EB_STOP_H

/* Ends it and says how that went: 0 when it is gone, or was; 1 when it is not, or nobody knows. */
int hb_stop(void);

#endif
