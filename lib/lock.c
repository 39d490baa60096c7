// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>

#include "lib/clock.h"
#include "lib/core.h"
#include "lib/lock.h"

int eb_lock(const char *path, int64_t deadline_ms)
{
	EB_CLEAN(eb_closep) int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	int held;

	if (fd < 0)
		return -errno;
	while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return -errno;
		if (eb_clock_left(deadline_ms) == 0)
			return -ETIMEDOUT;
		eb_clock_sleep(10, deadline_ms);
	}
	held = fd;
	fd = -1;
	return held;
}
