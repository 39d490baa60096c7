// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Conversations with devices that were made for people: a serial line or a telnet session, words
 * that are sent and words that are waited for, until fence->deadline_ms and not longer.
 */
#ifndef EB_TALK_H
#define EB_TALK_H

#include <termios.h>

#include "lib/fence.h"

enum { EB_TALK_HEARD = 8192 };

struct eb_talk {
	int fd;                   /* -1: not open */
	bool telnet;              /* commands of the protocol are among the bytes */
	unsigned char command[2]; /* of telnet, as far as it has come */
	char heard[EB_TALK_HEARD +
		   1]; /* since the last word was sent; what is too much goes first */
	size_t used;
};

/* Opens a serial line, see lib/serial.h.  0, or -errno and the reason. */
int eb_talk_serial(struct eb_fence *fence, struct eb_talk *talk, const char *path, speed_t speed);

/* Opens a telnet session to ip and ipport; every option that is offered is refused. */
int eb_talk_telnet(struct eb_fence *fence, struct eb_talk *talk);

/* May be called for one that was never opened, if its fd is -1. */
void eb_talk_close(struct eb_talk *talk);

/*
 * Sends a text as it is.  What has come until now belongs to what was said before: it is
 * forgotten.  0, or -errno and the reason.
 */
int eb_talk_send(struct eb_fence *fence, struct eb_talk *talk, const char *text);

/* The same with an end of line behind it, for text that may be a secret. */
int eb_talk_say(struct eb_fence *fence, struct eb_talk *talk, const char *text, const char *end);

/*
 * Reads until one of the texts (ended by NULL) has come, whatever its case: its number; -ETIMEDOUT;
 * -EIO when the line is dead; and the reason.  What was read ends with it, in heard; what comes
 * after it is left for the next call.
 */
int eb_talk_expect(struct eb_fence *fence, struct eb_talk *talk, const char *const *texts);

/* What was heard, on the line that is not ended yet. */
const char *eb_talk_line(const struct eb_talk *talk);

#endif
