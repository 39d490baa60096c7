// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the cluster was told of this member in attributes.  A write can fail, and what was written
 * can get lost (attributes do not outlive a restart of Pacemaker, servers do, in maintenance mode):
 * so what counts as told is what was written for certain, within the last minute.
 */
#ifndef EB_AGENTS_DATABASE_TOLD_H
#define EB_AGENTS_DATABASE_TOLD_H

#include "agents/database/conf.h"

/*
 * Sets that attribute of this node, "" takes it back, unless it was told.  A failure is a warning in
 * the log, and the next call tries again.  0, or the -errno of eb_attr_write().
 */
int eb_told_attribute(const struct eb_call *call, const char *name, const char *text, bool always);

/* The same with RESOURCE-WHAT. */
int eb_told_of_resource(const struct eb_call *call, const char *what, const char *text,
			bool always);

#endif
