// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Time that only goes forward.  Deadlines are points on this clock, in
 * milliseconds, so that a step of the wall clock neither shortens nor prolongs one.
 */
#ifndef EB_CLOCK_H
#define EB_CLOCK_H

#include <stdint.h>

/* Milliseconds of CLOCK_MONOTONIC. */
int64_t eb_clock_ms(void);

/* Milliseconds until the deadline, never negative, at most INT_MAX: fits poll(2). */
int eb_clock_left(int64_t deadline_ms);

/* Sleeps for ms milliseconds, but not beyond the deadline. */
void eb_clock_sleep(int ms, int64_t deadline_ms);

#endif
