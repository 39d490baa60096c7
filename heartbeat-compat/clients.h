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

#endif
