// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <poll.h>
#include <pwd.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <qb/qbipcc.h>

#include "heartbeat-compat/daemon/client.h"
#include "lib/clock.h"

enum { AGAIN_MS = 50 };

static int exchange(qb_ipcc_connection_t *connection, const char *text, size_t size, int timeout_ms,
		    struct hb_msg **answer)
{
	struct qb_ipc_request_header head = { .id = 1, .size = (int32_t)(sizeof(head) + size) };
	struct iovec parts[] = { { &head, sizeof(head) }, { (char *)text, size } };
	g_autofree char *buffer = g_malloc(HB_CLIENT_MAX);
	const struct qb_ipc_response_header *got = (const void *)buffer;
	ssize_t n = qb_ipcc_sendv_recv(connection, parts, 2, buffer, HB_CLIENT_MAX, timeout_ms);

	if (n < 0)
		return (int)n;
	if ((size_t)n < sizeof(*got) || got->size != n)
		return -EPROTO;
	return hb_msg_decode(got + 1, (size_t)n - sizeof(*got), answer) < 0 ? -EPROTO : 0;
}

/*
 * Who listens at the socket, from the kernel: nobody else can say so. The name is anybody's: what
 * listens there is believed when it is root's, the cluster's, or one's own.
 */
static int look_at(int fd, pid_t *pid)
{
	const struct passwd *user = getpwnam(HB_USER);
	struct ucred peer;
	socklen_t size = sizeof(peer);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0)
		return -errno;
	if (peer.uid != 0 && peer.uid != geteuid() && !(user && peer.uid == user->pw_uid))
		return -EPERM;
	if (pid)
		*pid = peer.pid;
	return 0;
}

/*
 * libqb would wait for ever for the word of a daemon that stands still. What it gave up on by
 * itself is NULL afterwards; -ETIMEDOUT: the daemon has not said a word.
 */
static int finish(qb_ipcc_connection_t **connection, int fd, int64_t deadline_ms)
{
	struct pollfd word = { .fd = fd, .events = POLLIN };
	int ready, failed;

	do
		ready = poll(&word, 1, eb_clock_left(deadline_ms));
	while (ready < 0 && errno == EINTR);
	/* Without a word it fails, and frees all there is. */
	failed = qb_ipcc_connect_continue(*connection);
	if (failed)
		*connection = NULL;
	if (failed && ready == 0)
		return -ETIMEDOUT;
	return failed < 0 ? failed : -failed;
}

static int knock(int64_t deadline_ms, qb_ipcc_connection_t **connection, pid_t *pid)
{
	int fd = -1, failed, stranger;

	*connection = qb_ipcc_connect_async(HB_CLIENT_NAME, HB_CLIENT_MAX, &fd);
	if (!*connection)
		return -errno;
	stranger = look_at(fd, pid);
	failed = finish(connection, fd, stranger ? 0 : deadline_ms);
	if (!stranger)
		return failed;
	if (!failed)
		qb_ipcc_disconnect(*connection);
	return stranger;
}

/* A queue that is full, or a door that is shut because too many are in: worth another try. */
static bool is_crowd(int failed)
{
	return failed == -EAGAIN || failed == -ENOTCONN || failed == -ECONNRESET ||
	       failed == -EPIPE || failed == -ESHUTDOWN;
}

static int reach(int64_t deadline_ms, qb_ipcc_connection_t **connection, pid_t *pid)
{
	int failed;

	do {
		failed = knock(deadline_ms, connection, pid);
		if (!is_crowd(failed))
			break;
		eb_clock_sleep(AGAIN_MS, deadline_ms);
	} while (eb_clock_left(deadline_ms));
	if (failed == -ENOENT)
		return -ECONNREFUSED;
	return is_crowd(failed) ? -EBUSY : failed;
}

pid_t hb_listener(void)
{
	qb_ipcc_connection_t *connection = NULL;
	pid_t pid = 0;

	if (knock(0, &connection, &pid) == 0)
		qb_ipcc_disconnect(connection);
	return pid;
}

int hb_ask(const char *client, const struct hb_msg *request, int timeout_ms, struct hb_msg **answer)
{
	int64_t now_ms = eb_clock_ms(), deadline_ms = now_ms + timeout_ms;
	qb_ipcc_connection_t *connection = NULL;
	g_autoptr(GString) whole = NULL;
	g_autofree char *text = NULL;
	size_t size;
	int failed;

	text = hb_msg_encode(request, &size);
	whole = g_string_new_len(text, (gssize)size);
	g_string_append_printf(whole, "client=%s\n", client);
	failed = reach(MIN(deadline_ms, now_ms + HB_CLIENT_CONNECT_MS), &connection, NULL);
	if (failed)
		return failed;
	failed = exchange(connection, whole->str, whole->len, eb_clock_left(deadline_ms), answer);
	qb_ipcc_disconnect(connection);
	return failed;
}
