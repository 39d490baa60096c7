// SPDX-License-Identifier: GPL-2.0-or-later
#include <limits.h>
#include <time.h>

#include "lib/clock.h"

int64_t eb_clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int eb_clock_left(int64_t deadline_ms)
{
	int64_t left = deadline_ms - eb_clock_ms();

	if (left < 0)
		return 0;
	return left > INT_MAX ? INT_MAX : (int)left;
}

void eb_clock_sleep(int ms, int64_t deadline_ms)
{
	int left = eb_clock_left(deadline_ms);
	int nap = ms < left ? ms : left;
	struct timespec span = { nap / 1000, nap % 1000 * 1000000L };

	nanosleep(&span, NULL);
}
