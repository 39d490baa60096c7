// SPDX-License-Identifier: GPL-2.0-or-later
/* What drbd.conf says of a resource, as far as a failover depends on it. */
#ifndef EB_AGENTS_REPLICA_CONFIG_H
#define EB_AGENTS_REPLICA_CONFIG_H

#include <stdint.h>

#include "lib/agent.h"

/* How the cluster has it: as a promotable clone, or as what drbddisk makes primary. */
enum eb_drbd_kind { EB_DRBD_CLONE, EB_DRBD_DISK };

/*
 * Is the resource in the configuration?  Warns of a fencing policy without a handler that can do
 * its work, with which DRBD refuses to be primary once its peer is gone, and names the handlers of
 * its kind.
 * OCF_SUCCESS, or a failure that was told.
 */
enum eb_ocf eb_drbd_config_check(const char *conf, const char *resource, enum eb_drbd_kind kind,
				 int64_t deadline_ms);

#endif
