// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The power dance: off, on and reboot of one or more plugs.  Only what the device says when
 * it is asked afterwards counts.
 */
#ifndef EB_FENCE_POWER_H
#define EB_FENCE_POWER_H

#include "lib/fence.h"

/* Each carries an action out, tells how it went, and returns the exit code. */
int eb_fence_off(struct eb_fence *fence);
int eb_fence_on(struct eb_fence *fence);
int eb_fence_reboot(struct eb_fence *fence);

/*
 * The state of all plugs together: on when one of them is on.  all_on (may be NULL): every
 * one is.  0 or -errno.
 */
int eb_fence_get_all(struct eb_fence *fence, enum eb_power *power, bool *all_on);

/* A session, if there is none yet, and time for one exchange, not beyond limit_ms. */
int eb_fence_reach(struct eb_fence *fence, int64_t limit_ms);

/* Ends the session. */
void eb_fence_part(struct eb_fence *fence);

/* Says "cannot WHAT plug 3: WHY" and returns the exit code of a failure. */
int eb_fence_refuse(struct eb_fence *fence, const char *what, int r);

/* Prints "Success: TEXT" and returns 0. */
int eb_fence_succeed(const char *text);

#endif
