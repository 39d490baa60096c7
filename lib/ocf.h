// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The exit codes of the Open Cluster Framework, resource agent API 1.1.
 *
 * What the scheduler does with them decides which one is right: CONFIGURED stops
 * the resource everywhere, ARGS..INSTALLED forbid this node, GENERIC and an
 * unexpected NOT_RUNNING mean recovery here, and any failure of a stop means
 * that the node is fenced.
 */
#ifndef EB_OCF_H
#define EB_OCF_H

enum eb_ocf {
	OCF_SUCCESS = 0,
	OCF_ERR_GENERIC = 1,
	OCF_ERR_ARGS = 2,
	OCF_ERR_UNIMPLEMENTED = 3,
	OCF_ERR_PERM = 4,
	OCF_ERR_INSTALLED = 5,
	OCF_ERR_CONFIGURED = 6,
	OCF_NOT_RUNNING = 7,
	OCF_RUNNING_PROMOTED = 8,
	OCF_FAILED_PROMOTED = 9,
	OCF_DEGRADED = 190,
	OCF_DEGRADED_PROMOTED = 191,
};

/* The standard's name of a code ("not running"); "unknown" for any other number. */
const char *eb_ocf_name(int code);

#endif
