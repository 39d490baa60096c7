// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Locks that the kernel takes back when their holder dies: flock(2) on a file.
 */
#ifndef EB_LOCK_H
#define EB_LOCK_H

#include <stdint.h>

/*
 * Takes the lock named by path, which is created (mode 0600) and stays.  Waits
 * until deadline_ms on eb_clock_ms().  Returns a descriptor, close-on-exec; closing
 * it releases the lock.  -ETIMEDOUT, or -errno of open(2).
 */
int eb_lock(const char *path, int64_t deadline_ms);

#endif
