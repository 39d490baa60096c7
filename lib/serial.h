// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Serial lines for fence agents: one line, one speaker.  What is said on them: lib/talk.h.
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

#endif
