// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef EB_GENERATION_H
#define EB_GENERATION_H

#include <stdint.h>

/* A number that grows with every start, so that others notice a restart; kept in a file of root's. */
int64_t hb_generation_next(void);

#endif
