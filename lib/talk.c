// SPDX-License-Identifier: GPL-2.0-or-later
#include <arpa/telnet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/clock.h"
#include "lib/fence-net.h"
#include "lib/serial.h"
#include "lib/talk.h"

enum {
	SOON_MS = 20,
	FAREWELL_MS = 500, /* at most, for a device that does not hang up when it is told to */
};

int eb_talk_serial(struct eb_fence *fence, struct eb_talk *talk, const char *path, speed_t speed)
{
	memset(talk, 0, sizeof(*talk));
	talk->fd = eb_serial_open(fence, path, speed);
	return talk->fd < 0 ? talk->fd : 0;
}

int eb_talk_telnet(struct eb_fence *fence, struct eb_talk *talk)
{
	memset(talk, 0, sizeof(*talk));
	talk->telnet = true;
	talk->fd = eb_fence_connect(fence);
	return talk->fd < 0 ? talk->fd : 0;
}

void eb_talk_close(struct eb_talk *talk)
{
	if (talk->door)
		talk->door->close(talk->arg);
	else if (talk->fd >= 0)
		close(talk->fd);
	talk->door = NULL;
	talk->fd = -1;
}

static int put(struct eb_fence *fence, struct eb_talk *talk, const void *data, size_t size)
{
	const char *at = data;

	while (size > 0) {
		struct pollfd wait = { .fd = talk->fd, .events = POLLOUT };
		ssize_t n;

		if (poll(&wait, 1, eb_clock_left(fence->deadline_ms)) < 1)
			return eb_fence_why(fence, -ETIMEDOUT,
					    "the line takes nothing (timed out)");
		n = talk->door ? talk->door->write(talk->arg, at, size) : write(talk->fd, at, size);
		if (n < 0 && (talk->door || errno != EAGAIN))
			return eb_fence_why(fence, -EIO, "the line is dead: %s", strerror(errno));
		if (n > 0) {
			at += n;
			size -= (size_t)n;
		}
	}
	return 0;
}

/*
 * A byte of the telnet protocol (RFC 854) rather than of the conversation?  We are the simplest of
 * terminals: whatever is offered or asked for is refused.
 */
static bool is_command(struct eb_fence *fence, struct eb_talk *talk, unsigned char c)
{
	unsigned char answer[3] = { IAC, 0, c };

	switch (talk->command[0]) {
	case 0:
		if (c == IAC)
			talk->command[0] = IAC;
		return c == IAC || c == '\0';
	case IAC:
		/* An option follows; or a subnegotiation, which ends with IAC SE. */
		talk->command[0] = c == SB || (c >= WILL && c <= DONT) ? c : 0;
		talk->command[1] = 0;
		return c != IAC;
	case SB:
		if (talk->command[1] == IAC && c == SE)
			talk->command[0] = 0;
		talk->command[1] = c;
		return true;
	default:
		if (talk->command[0] == DO || talk->command[0] == WILL) {
			answer[1] = talk->command[0] == DO ? WONT : DONT;
			put(fence, talk, answer, sizeof(answer));
		}
		talk->command[0] = 0;
		return true;
	}
}

/* A byte from the descriptor, after poll(2): as a door's. */
static int take(struct eb_talk *talk, short events, unsigned char *c)
{
	ssize_t n;

	if (talk->ahead_at == talk->ahead_end) {
		n = read(talk->fd, talk->ahead, sizeof(talk->ahead));
		if (n < 0 && errno == EAGAIN)
			return events & (POLLHUP | POLLERR) ? -EIO : 0;
		if (n <= 0)
			/* A serial line has nothing to say; a session has ended. */
			return n < 0 || talk->telnet || events & (POLLHUP | POLLERR) ? -EIO : 0;
		talk->ahead_at = 0;
		talk->ahead_end = (size_t)n;
	}
	*c = talk->ahead[talk->ahead_at++];
	return 1;
}

/* One byte: 1 it was heard, 0 there is none yet or it was none, -EIO. */
static int hear(struct eb_fence *fence, struct eb_talk *talk, short events)
{
	unsigned char c;
	int r = talk->door ? talk->door->read(talk->arg, &c) : take(talk, events, &c);

	if (r <= 0)
		return r;
	if (talk->telnet && is_command(fence, talk, c))
		return 0;
	if (talk->used == EB_TALK_HEARD)
		memmove(talk->heard, talk->heard + 1, talk->used--);
	talk->heard[talk->used++] = c ? (char)c : ' ';
	talk->heard[talk->used] = '\0';
	return 1;
}

/* Is there something to be heard that poll(2) knows nothing of? */
static bool waits(const struct eb_talk *talk)
{
	return talk->ahead_at < talk->ahead_end;
}

int eb_talk_send(struct eb_fence *fence, struct eb_talk *talk, const char *text)
{
	struct pollfd wait = { .fd = talk->fd, .events = POLLIN };

	for (int n = 0; n < EB_TALK_HEARD; n++)
		if ((!waits(talk) && poll(&wait, 1, 0) < 1) || hear(fence, talk, wait.revents) < 0)
			break;
	talk->used = 0;
	talk->heard[0] = '\0';
	return put(fence, talk, text, strlen(text));
}

int eb_talk_say(struct eb_fence *fence, struct eb_talk *talk, const char *text, const char *end)
{
	char line[512];
	int n = snprintf(line, sizeof(line), "%s%s", text, end), r = -EINVAL;

	if (n >= 0 && (size_t)n < sizeof(line))
		r = eb_talk_send(fence, talk, line);
	else
		eb_fence_why(fence, r, "a name, a password or a plug is too long");
	explicit_bzero(line, sizeof(line));
	return r;
}

int eb_talk_expect(struct eb_fence *fence, struct eb_talk *talk, const char *const *texts)
{
	for (;;) {
		struct pollfd wait = { .fd = talk->fd, .events = POLLIN };
		int left_ms = eb_clock_left(fence->deadline_ms), r = 0;

		/* One at a time: what follows belongs to the next answer. */
		if (talk->door || waits(talk))
			r = hear(fence, talk, 0);
		if (r == 0 && !waits(talk)) {
			/* What a door has read already does not wake poll(2): look again soon. */
			r = poll(&wait, 1, talk->door && left_ms > SOON_MS ? SOON_MS : left_ms);
			if (left_ms == 0 || (r < 1 && !talk->door))
				return eb_fence_why(fence, -ETIMEDOUT,
						    "no '%s' from the device (timed out)",
						    texts[0]);
			r = talk->door ? 0 : hear(fence, talk, wait.revents);
		}
		if (r < 0)
			return eb_fence_why(fence, r, "the line is dead");
		for (int i = 0; r > 0 && texts[i]; i++) {
			size_t len = strlen(texts[i]);

			if (talk->used >= len &&
			    !strncasecmp(talk->heard + talk->used - len, texts[i], len))
				return i;
		}
	}
}

/*
 * Whoever closes while the other side still speaks (and it does: it echoes) resets the connection,
 * and the last word may be thrown away with it.  So the device is let finish, and hangs up itself.
 */
void eb_talk_leave(struct eb_fence *fence, struct eb_talk *talk, const char *text, const char *end)
{
	static const char *const last[] = { "end of session", NULL };
	char why[sizeof(fence->why)];

	if (talk->fd >= 0) {
		memcpy(why, fence->why, sizeof(why));
		eb_fence_renew(fence);
		if (eb_talk_say(fence, talk, text, end) == 0 && (talk->telnet || talk->door)) {
			fence->deadline_ms = eb_clock_ms() + FAREWELL_MS;
			eb_talk_expect(fence, talk, last);
		}
		/* What went wrong before that is what counts. */
		memcpy(fence->why, why, sizeof(why));
	}
	eb_talk_close(talk);
}

const char *eb_talk_line(const struct eb_talk *talk)
{
	size_t at = talk->used;

	while (at && !strchr("\r\n", talk->heard[at - 1]))
		at--;
	return talk->heard + at;
}
