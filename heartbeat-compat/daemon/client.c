// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <pwd.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include <qb/qbipcc.h>

#include "heartbeat-compat/daemon/client.h"

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

/* The name of the socket is anybody's: what answers there is believed when it is root's, the
 * cluster's, or one's own. */
static bool is_daemon(qb_ipcc_connection_t *connection)
{
	const struct passwd *user = getpwnam(HB_USER);
	pid_t pid;
	uid_t uid;
	gid_t gid;

	return qb_ipcc_auth_get(connection, &pid, &uid, &gid) == 0 &&
	       (uid == 0 || uid == geteuid() || (user && uid == user->pw_uid));
}

int hb_ask(const char *client, const struct hb_msg *request, int timeout_ms, struct hb_msg **answer)
{
	qb_ipcc_connection_t *connection;
	g_autoptr(GString) whole = NULL;
	g_autofree char *text = NULL;
	size_t size;
	int failed;

	text = hb_msg_encode(request, &size);
	whole = g_string_new_len(text, (gssize)size);
	g_string_append_printf(whole, "client=%s\n", client);
	connection = qb_ipcc_connect(HB_CLIENT_NAME, HB_CLIENT_MAX);
	if (!connection)
		return errno == EACCES || errno == EPERM ? -EACCES : -ECONNREFUSED;
	failed = is_daemon(connection)
			 ? exchange(connection, whole->str, whole->len, timeout_ms, answer)
			 : -ECONNREFUSED;
	qb_ipcc_disconnect(connection);
	return failed;
}
