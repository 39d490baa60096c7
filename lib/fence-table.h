// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The standard options of fence agents.
 */
#ifndef EB_FENCE_TABLE_H
#define EB_FENCE_TABLE_H

#include "lib/fence-options.h"

struct eb_fence_row {
	unsigned uses; /* the sets that bring it; 0: every agent has it */
	struct eb_param param;
};

extern const struct eb_fence_row eb_fence_table[];
extern const size_t eb_fence_table_rows;

#endif
