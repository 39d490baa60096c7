// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Serial lines for fence agents: one line, one speaker, and nothing is waited for beyond
 * fence->deadline_ms.
 */
#ifndef EB_SERIAL_H
#define EB_SERIAL_H

#include <termios.h>

#include "lib/fence.h"

/*
 * Opens a line: 8 bits, no parity, no flow control, at speed (B9600); DTR falls for a moment,
 * which many devices greet.  Waits until no other agent has it.  A descriptor, or -errno and
 * the reason.
 */
int eb_serial_open(struct eb_fence *fence, const char *path, speed_t speed);

/* Sends size bytes. */
int eb_serial_send(struct eb_fence *fence, int fd, const void *data, size_t size);

/*
 * Reads until one of the texts (ended by NULL) has come, anywhere: its number; -ETIMEDOUT; -EIO
 * when the line is dead.  What comes after the text is left for the next call.
 */
int eb_serial_expect(struct eb_fence *fence, int fd, const char *const *texts);

#endif
