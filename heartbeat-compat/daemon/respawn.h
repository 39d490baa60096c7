// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The programs of respawn and failfast lines: started when the node is in the cluster, started
 * again when they end, ended with the daemon.
 *
 * A program has one owner. Where a plan was applied that made a unit of systemd for it
 * (clients.h), systemd is that owner, and the daemon leaves the program alone; it also lets go
 * of one that it runs when such a unit appears.
 */
#ifndef EB_RESPAWN_H
#define EB_RESPAWN_H

#include "heartbeat-compat/daemon/compatd.h"

struct hb_respawns;

struct hb_respawns *hb_respawns_new(struct hb_daemon *daemon);
void hb_respawns_free(struct hb_respawns *respawns);

/* The lines are those of daemon->settings now: starts and ends what that asks for. */
void hb_respawns_settings(struct hb_respawns *respawns);

/* The node is in the cluster: programs may run from now on. */
void hb_respawns_begin(struct hb_respawns *respawns);
void hb_respawns_tick(struct hb_respawns *respawns, int64_t now_ms);

/* Ends all of them, last one first. True: none is left; else ask again until it is true. */
bool hb_respawns_end(struct hb_respawns *respawns);

/* How long a program that ended after living_ms waits for its next start, in milliseconds;
 * last_ms: how long it waited before, 0 the first time. */
int64_t hb_respawn_delay(int64_t last_ms, int64_t living_ms);

/* Is a program of this name running? "ipfail" */
bool hb_respawns_runs(const struct hb_respawns *respawns, const char *name);

#endif
