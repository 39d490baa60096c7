// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Programs of Heartbeat and of its Pacemaker that a respawn line may start.
 */
#ifndef EB_CLIENTS_H
#define EB_CLIENTS_H

struct eb_client {
	const char *name;
	const char *reason; /* why it has no work left */
};

/* By name, ended by name NULL. */
extern const struct eb_client eb_clients[];

/* NULL: no program of Heartbeat's own. */
const struct eb_client *eb_client_find(const char *name);

/* Where a plan puts units, and what the first unit of a client is called, without ".service";
 * g_free. The daemon leaves a client alone that has one. */
#define EB_CLIENT_UNITS "/etc/systemd/system"
char *eb_client_unit(const char *client);

#endif
