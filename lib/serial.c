// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "lib/clock.h"
#include "lib/serial.h"

enum { LOCK_AGAIN_MS = 50, DTR_LOW_MS = 200 };

static int set_line(int fd, speed_t speed)
{
	struct termios line;

	if (tcgetattr(fd, &line) < 0)
		return -errno;
	cfmakeraw(&line);
	line.c_cflag &= ~(tcflag_t)(CSTOPB | CRTSCTS);
	line.c_cflag |= CLOCAL | CREAD;
	line.c_cc[VMIN] = 0;
	line.c_cc[VTIME] = 0;
	cfsetspeed(&line, speed);
	return tcsetattr(fd, TCSANOW, &line) < 0 ? -errno : 0;
}

/* A pseudo terminal has no DTR: then nobody greets, and that is no error. */
static void toggle_dtr(const struct eb_fence *fence, int fd)
{
	int dtr = TIOCM_DTR;

	if (ioctl(fd, TIOCMBIC, &dtr) < 0)
		return;
	eb_clock_sleep(DTR_LOW_MS, fence->deadline_ms);
	ioctl(fd, TIOCMBIS, &dtr);
}

int eb_serial_open(struct eb_fence *fence, const char *path, speed_t speed)
{
	EB_CLEAN(eb_closep)
	int fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	int r = 0;

	if (fd < 0)
		return eb_fence_why(fence, -errno, "cannot open %s: %s", path, strerror(errno));
	while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if (eb_clock_left(fence->deadline_ms) == 0)
			return eb_fence_why(fence, -ETIMEDOUT, "%s is in use (timed out)", path);
		eb_clock_sleep(LOCK_AGAIN_MS, fence->deadline_ms);
	}
	r = set_line(fd, speed);
	if (r < 0)
		return eb_fence_why(fence, r, "cannot set %s up: %s", path, strerror(-r));
	tcflush(fd, TCIOFLUSH);
	toggle_dtr(fence, fd);
	r = fd;
	fd = -1;
	return r;
}
