// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Conversations with devices that were made for people: a serial line, a telnet session or a terminal
 * over ssh (lib/ssh.h), words that are sent and words that are waited for, until fence->deadline_ms and not longer.
 */
#ifndef EB_TALK_H
#define EB_TALK_H

#include <sys/types.h>
#include <termios.h>

#include "lib/fence.h"

enum { EB_TALK_HEARD = 8192 };

/* A line that is no descriptor. */
struct eb_talk_door {
	/* A byte: 1, 0 when there is none yet, -EIO when the line is dead. */
	int (*read)(void *arg, unsigned char *byte);
	/* How many were taken, 0 for the time being, -EIO. */
	ssize_t (*write)(void *arg, const void *data, size_t size);
	void (*close)(void *arg);
};

struct eb_talk {
	int fd;                          /* -1: not open */
	const struct eb_talk_door *door; /* what fd is only waited for with; NULL: fd itself */
	void *arg;                       /* the door's */
	bool telnet;                     /* commands of the protocol are among the bytes */
	unsigned char command[2];        /* of telnet, as far as it has come */
	char heard[EB_TALK_HEARD +
		   1]; /* since the last word was sent; what is too much goes first */
	size_t used;
	unsigned char ahead[512]; /* read of fd, but not heard yet */
	size_t ahead_at, ahead_end;
};

/* Opens a serial line, see lib/serial.h.  0, or -errno and the reason. */
int eb_talk_serial(struct eb_fence *fence, struct eb_talk *talk, const char *path, speed_t speed);

/* Opens a telnet session to ip and ipport; every option that is offered is refused. */
int eb_talk_telnet(struct eb_fence *fence, struct eb_talk *talk);

/* May be called for one that was never opened, if its fd is -1. */
void eb_talk_close(struct eb_talk *talk);

/*
 * Says the last word, with its end of line, waits a moment for the device to hang up, and closes: who
 * takes one session at a time would let the next one wait until it misses ours.  Why a call before
 * this one failed stays in fence->why.
 */
void eb_talk_leave(struct eb_fence *fence, struct eb_talk *talk, const char *text, const char *end);

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
