// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <libssh/libssh.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/clock.h"
#include "lib/fence-net.h"
#include "lib/late.h"
#include "lib/ssh.h"

#define FUNCTIONS(X)                                                                               \
	X(ssh_channel_free)                                                                        \
	X(ssh_channel_get_exit_status)                                                             \
	X(ssh_channel_is_closed)                                                                   \
	X(ssh_channel_is_eof)                                                                      \
	X(ssh_channel_new)                                                                         \
	X(ssh_channel_open_session)                                                                \
	X(ssh_channel_read_nonblocking)                                                            \
	X(ssh_channel_request_exec)                                                                \
	X(ssh_channel_request_pty)                                                                 \
	X(ssh_channel_request_shell)                                                               \
	X(ssh_channel_write)                                                                       \
	X(ssh_connect)                                                                             \
	X(ssh_disconnect)                                                                          \
	X(ssh_free)                                                                                \
	X(ssh_get_error)                                                                           \
	X(ssh_get_fd)                                                                              \
	X(ssh_get_poll_flags)                                                                      \
	X(ssh_key_free)                                                                            \
	X(ssh_new)                                                                                 \
	X(ssh_options_set)                                                                         \
	X(ssh_pki_import_privkey_file)                                                             \
	X(ssh_session_is_known_server)                                                             \
	X(ssh_set_blocking)                                                                        \
	X(ssh_userauth_password)                                                                   \
	X(ssh_userauth_publickey)                                                                  \
	X(ssh_userauth_publickey_auto)

EB_LATE(net, FUNCTIONS);

/*
 * Each step of libssh is asked again until it is done or the deadline passes; false: it passed.
 * SSH_AGAIN and SSH_AUTH_AGAIN are not the same number.
 */
static bool patient(struct eb_fence *fence, ssh_session session)
{
	/* What it has still to write is no reason to wait for the other side. */
	bool writes = net.ssh_get_poll_flags(session) & SSH_WRITE_PENDING;
	struct pollfd wait = { .fd = net.ssh_get_fd(session),
			       .events = (short)(writes ? POLLIN | POLLOUT : POLLIN) };
	int left_ms = eb_clock_left(fence->deadline_ms), on = 1;

	/* Until we acknowledge the first piece of an answer, sshd keeps the second. */
	setsockopt(wait.fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof(on));
	/* What libssh has already read does not wake poll(2): look again soon. */
	poll(&wait, 1, left_ms < 20 ? left_ms : 20);
	return left_ms > 0;
}

#define UNTIL_DONE(result, again, step)                                                            \
	do {                                                                                       \
		result = (step);                                                                   \
	} while (result == (again) && patient(fence, session))

static int failed(struct eb_fence *fence, ssh_session session, int r, const char *what)
{
	if (eb_clock_left(fence->deadline_ms) == 0)
		return eb_fence_why(fence, -ETIMEDOUT, "%s %s: no answer (timed out)", what,
				    fence->std->ip);
	return eb_fence_why(fence, r, "%s %s: %s", what, fence->std->ip,
			    net.ssh_get_error(session));
}

/* Is it the host that we know? */
static int check_host(struct eb_fence *fence, ssh_session session)
{
	switch (net.ssh_session_is_known_server(session)) {
	case SSH_KNOWN_HOSTS_OK: return 0;
	case SSH_KNOWN_HOSTS_CHANGED:
	case SSH_KNOWN_HOSTS_OTHER:
		return eb_fence_why(fence, -EACCES,
				    "the host key of %s is not the one that is known",
				    fence->std->ip);
	default:
		return eb_fence_why(fence, -EACCES,
				    "the host key of %s is unknown: put it into known_hosts",
				    fence->std->ip);
	}
}

/* With identity_file its key (and password as its passphrase), else the password, else any key. */
static int log_in(struct eb_fence *fence, ssh_session session)
{
	const struct eb_fence_std *std = fence->std;
	ssh_key key = NULL;
	int r = SSH_AUTH_DENIED;

	if (std->identity_file) {
		if (net.ssh_pki_import_privkey_file(std->identity_file, std->password, NULL, NULL,
						    &key) != SSH_OK)
			return eb_fence_why(fence, -EINVAL, "cannot read the key in %s",
					    std->identity_file);
		UNTIL_DONE(r, SSH_AUTH_AGAIN, net.ssh_userauth_publickey(session, NULL, key));
		net.ssh_key_free(key);
	} else if (std->password) {
		UNTIL_DONE(r, SSH_AUTH_AGAIN,
			   net.ssh_userauth_password(session, NULL, std->password));
	} else {
		UNTIL_DONE(r, SSH_AUTH_AGAIN, net.ssh_userauth_publickey_auto(session, NULL, NULL));
	}
	if (r == SSH_AUTH_SUCCESS)
		return 0;
	return failed(fence, session, r == SSH_AUTH_ERROR ? -EIO : -EACCES, "log in to");
}

int eb_ssh_open(struct eb_fence *fence, const char *known_hosts)
{
	const struct eb_fence_std *std = fence->std;
	unsigned port = (unsigned)std->ipport;
	int verbosity = SSH_LOG_NOLOG, off = 0, fd = eb_fence_connect(fence), r;
	ssh_session session;

	if (fd < 0)
		return fd;
	/* While the library is loaded, the other side may start what it speaks by. */
	r = EB_LATE_LOAD(fence, net, FUNCTIONS, EB_SONAME_SSH);
	session = r == 0 ? net.ssh_new() : NULL;
	if (!session) {
		close(fd);
		return r < 0 ? r : -ENOMEM;
	}
	fence->session = session;
	net.ssh_options_set(session, SSH_OPTIONS_PROCESS_CONFIG, &off);
	net.ssh_options_set(session, SSH_OPTIONS_LOG_VERBOSITY, &verbosity);
	net.ssh_options_set(session, SSH_OPTIONS_HOST, std->ip);
	net.ssh_options_set(session, SSH_OPTIONS_PORT, &port);
	net.ssh_options_set(session, SSH_OPTIONS_USER, std->username);
	net.ssh_options_set(session, SSH_OPTIONS_FD, &fd);
	if (known_hosts) {
		net.ssh_options_set(session, SSH_OPTIONS_KNOWNHOSTS, known_hosts);
		net.ssh_options_set(session, SSH_OPTIONS_GLOBAL_KNOWNHOSTS, "/dev/null");
	}
	net.ssh_set_blocking(session, 0);
	eb_fence_debug(fence, "log in to %s port %u as %s", std->ip, port, std->username);
	UNTIL_DONE(r, SSH_AGAIN, net.ssh_connect(session));
	if (r != SSH_OK)
		return failed(fence, session, -EIO, "ssh to");
	r = check_host(fence, session);
	return r < 0 ? r : log_in(fence, session);
}

void eb_ssh_close(struct eb_fence *fence)
{
	ssh_session session = fence->session;

	if (session) {
		net.ssh_disconnect(session);
		net.ssh_free(session);
	}
	fence->session = NULL;
}

/* Reads what has come on one of the two outputs; false: the channel is broken. */
static bool drain(ssh_channel channel, int is_stderr, char *text, size_t *length)
{
	char rest[512] = { 0 };

	for (;;) {
		size_t room = EB_SSH_OUTPUT - *length;
		int n = net.ssh_channel_read_nonblocking(channel, room ? text + *length : rest,
							 room ? (uint32_t)room : sizeof(rest),
							 is_stderr);

		if (n <= 0)
			return n != SSH_ERROR;
		if (room)
			*length += (size_t)n;
	}
}

int eb_ssh_run(struct eb_fence *fence, const char *command, int *status, char **output)
{
	ssh_session session = fence->session;
	ssh_channel channel = net.ssh_channel_new(session);
	char *text = malloc(EB_SSH_OUTPUT + 1);
	size_t length = 0;
	int r = 0, step;

	if (!channel || !text) {
		r = -ENOMEM;
		goto out;
	}
	eb_fence_debug(fence, "run: %s", command);
	UNTIL_DONE(step, SSH_AGAIN, net.ssh_channel_open_session(channel));
	if (step == SSH_OK)
		UNTIL_DONE(step, SSH_AGAIN, net.ssh_channel_request_exec(channel, command));
	if (step != SSH_OK) {
		r = failed(fence, session, -EIO, "run a command on");
		goto out;
	}
	do {
		if (!drain(channel, 0, text, &length) || !drain(channel, 1, text, &length) ||
		    net.ssh_channel_is_closed(channel))
			break;
		if (net.ssh_channel_is_eof(channel) &&
		    net.ssh_channel_get_exit_status(channel) >= 0)
			break;
	} while (patient(fence, session));
	drain(channel, 0, text, &length);
	drain(channel, 1, text, &length);
	text[length] = '\0';
	*status = net.ssh_channel_get_exit_status(channel);
	if (*status < 0)
		r = failed(fence, session, -EIO, "run a command on");
out:
	if (channel)
		net.ssh_channel_free(channel);
	if (r < 0)
		free(text);
	else
		*output = text;
	return r;
}

/* ---- a terminal ------------------------------------------------------------------------- */

struct terminal {
	ssh_session session;
	ssh_channel channel;
};

static int hear(void *arg, unsigned char *byte)
{
	const struct terminal *terminal = arg;
	int n = net.ssh_channel_read_nonblocking(terminal->channel, byte, 1, 0);

	if (n == 1)
		return 1;
	return n < 0 || net.ssh_channel_is_eof(terminal->channel) ? -EIO : 0;
}

static ssize_t say(void *arg, const void *data, size_t size)
{
	const struct terminal *terminal = arg;
	int n = net.ssh_channel_write(terminal->channel, data, (uint32_t)size);

	return n == SSH_AGAIN ? 0 : n < 0 ? -EIO : n;
}

static void hang_up(void *arg)
{
	struct terminal *terminal = arg;

	net.ssh_channel_free(terminal->channel);
	net.ssh_disconnect(terminal->session);
	net.ssh_free(terminal->session);
	free(terminal);
}

static const struct eb_talk_door door = { hear, say, hang_up };

/* Takes the session, when it succeeds. */
static int open_terminal(struct eb_fence *fence, ssh_session session, struct eb_talk *talk)
{
	struct terminal *terminal = calloc(1, sizeof(*terminal));
	ssh_channel channel = net.ssh_channel_new(session);
	int step;

	if (!terminal || !channel) {
		free(terminal);
		return -ENOMEM;
	}
	UNTIL_DONE(step, SSH_AGAIN, net.ssh_channel_open_session(channel));
	if (step == SSH_OK)
		UNTIL_DONE(step, SSH_AGAIN, net.ssh_channel_request_pty(channel));
	if (step == SSH_OK)
		UNTIL_DONE(step, SSH_AGAIN, net.ssh_channel_request_shell(channel));
	if (step != SSH_OK) {
		free(terminal);
		return failed(fence, session, -EIO, "open a terminal on");
	}
	*terminal = (struct terminal) { session, channel };
	*talk = (struct eb_talk) { .fd = net.ssh_get_fd(session), .door = &door, .arg = terminal };
	return 0;
}

int eb_ssh_talk(struct eb_fence *fence, struct eb_talk *talk, const char *known_hosts)
{
	void *agents = fence->session;
	int r;

	fence->session = NULL;
	r = eb_ssh_open(fence, known_hosts);
	if (r == 0)
		r = open_terminal(fence, fence->session, talk);
	if (r < 0)
		eb_ssh_close(fence);
	fence->session = agents;
	return r;
}

const char *eb_ssh_quote(const char *word, char *buf, size_t size)
{
	size_t used = 0;

	for (const char *c = word; size > used + 8; c++) {
		if (c == word)
			buf[used++] = '\'';
		if (!*c) {
			buf[used++] = '\'';
			buf[used] = '\0';
			return buf;
		}
		if (*c == '\'') {
			memcpy(buf + used, "'\\''", 4);
			used += 4;
		} else {
			buf[used++] = *c;
		}
	}
	return NULL;
}
