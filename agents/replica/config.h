// SPDX-License-Identifier: GPL-2.0-or-later
/* What drbd.conf says of a resource, as far as a failover depends on it. */
#ifndef EB_AGENTS_REPLICA_CONFIG_H
#define EB_AGENTS_REPLICA_CONFIG_H

#include <stdint.h>

#include "lib/agent.h"

/*
 * Is the resource in the configuration?  Warns of a fencing policy without a handler, with which
 * DRBD refuses to be primary once its peer is gone.  OCF_SUCCESS, or a failure that was told.
 */
enum eb_ocf eb_drbd_config_check(const char *conf, const char *resource, int64_t deadline_ms);

#endif
