// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <qb/qbipcs.h>

#include "heartbeat-compat/daemon/acl.h"
#include "heartbeat-compat/daemon/client.h"
#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/daemon/ipc.h"
#include "heartbeat-compat/daemon/privilege.h"
#include "heartbeat-compat/daemon/verbs.h"

static const char SHARED[] = "/dev/shm"; /* where libqb shares */

enum { CLIENTS_MAX = 64, GROUPS_MAX = 1024 };

struct hb_ipc {
	struct hb_daemon *daemon;
	qb_ipcs_service_t *service;
	unsigned int clients;
	uid_t refused; /* who was complained of last */
	bool complained;
};

/* One connection; may outlive its socket while an answer is owed. */
struct peer {
	uid_t uid;
	gid_t gid;
	bool owed; /* it has asked and was not answered yet */
};

struct hb_answer {
	qb_ipcs_connection_t *connection; /* a reference */
	struct peer *peer;
	int32_t id;
};

/* libqb hands no context to its handlers but the service's. */
static struct hb_ipc *of(qb_ipcs_connection_t *connection)
{
	return qb_ipcs_connection_service_context_get(connection);
}

/* ---- who may -------------------------------------------------------------------------------- */

static bool is_user(const char *name, uid_t uid)
{
	const struct passwd *user = getpwnam(name);
	char *end = NULL;

	if (user)
		return user->pw_uid == uid;
	return strtoul(name, &end, 10) == uid && *name && !*end;
}

/* The gid of the connection is the effective one; a user's other groups count, too. */
static bool in_group(const char *name, uid_t uid, gid_t gid)
{
	const struct group *group = getgrnam(name);
	const struct passwd *user;
	gid_t want, groups[GROUPS_MAX];
	int n = GROUPS_MAX;

	if (!group)
		return false;
	want = group->gr_gid;
	if (gid == want)
		return true;
	user = getpwuid(uid);
	if (!user || getgrouplist(user->pw_name, user->pw_gid, groups, &n) < 0)
		return false;
	while (n--)
		if (groups[n] == want)
			return true;
	return false;
}

static bool grants(const struct hb_grant *grant, uid_t uid, gid_t gid)
{
	const char *name;

	eb_for_each (name, grant->uids)
		if (is_user(name, uid))
			return true;
	eb_for_each (name, grant->gids)
		if (in_group(name, uid, gid))
			return true;
	return false;
}

bool hb_ipc_admits(const struct hb_settings *settings, const char *client, uid_t uid, gid_t gid)
{
	const struct hb_grant *grant, *anybody = NULL;

	if (uid == 0)
		return true;
	eb_for_each (grant, settings->grants) {
		if (strcmp(grant->client, client) == 0)
			return grants(grant, uid, gid);
		if (strcmp(grant->client, "anon") == 0)
			anybody = grant;
	}
	return anybody && grants(anybody, uid, gid);
}

/* A flood of requests is one line. */
static void complain(struct hb_ipc *ipc, uid_t uid, const char *why)
{
	if (ipc->complained && ipc->refused == uid)
		return;
	ipc->complained = true;
	ipc->refused = uid;
	hb_log(HB_LOG_WARN, "refused a client of user %u: %s", uid, why);
}

/* ---- connections ---------------------------------------------------------------------------- */

/* As some client or other; requests are judged by the client's name. */
static bool admits_any(const struct hb_settings *settings, uid_t uid, gid_t gid)
{
	const struct hb_grant *grant;

	if (uid == 0)
		return true;
	eb_for_each (grant, settings->grants)
		if (grants(grant, uid, gid))
			return true;
	return false;
}

/*
 * What a connection shares lies in a folder that libqb has made for it just before, PREFIX of which
 * are our pid and the client's. A client outside the group is let in there: to give it to him
 * would take root.
 */
static int share(qb_ipcs_connection_t *connection, uid_t uid)
{
	struct qb_ipcs_connection_stats stats;
	g_autoptr(GDir) folder = g_dir_open(SHARED, 0, NULL);
	g_autofree char *prefix = NULL;
	const char *name;
	int failed = -ENOENT;

	if (!folder || qb_ipcs_connection_stats_get(connection, &stats, 0) < 0)
		return failed;
	prefix = g_strdup_printf("qb-%d-%d-", (int)getpid(), stats.client_pid);
	while ((name = g_dir_read_name(folder))) {
		g_autofree char *path = g_build_filename(SHARED, name, NULL);

		if (g_str_has_prefix(name, prefix))
			failed = hb_acl_share(path, uid);
	}
	return failed;
}

/* The daemon's group may use the shared pages, and so may root; others only when they are let in. */
static int open_to(qb_ipcs_connection_t *connection, uid_t uid, gid_t gid)
{
	bool within = uid == 0 || uid == geteuid() || in_group(HB_GROUP, uid, gid);

	if (geteuid() == 0)
		qb_ipcs_connection_auth_set(connection, uid, gid, 0600);
	else
		qb_ipcs_connection_auth_set(connection, (uid_t)-1, getegid(), 0660);
	return within || geteuid() == 0 ? 0 : share(connection, uid);
}

static int32_t on_accept(qb_ipcs_connection_t *connection, uid_t uid, gid_t gid)
{
	struct hb_ipc *ipc = of(connection);
	struct peer *peer;
	int failed;

	if (ipc->clients >= CLIENTS_MAX)
		return -EAGAIN;
	if (!admits_any(ipc->daemon->settings, uid, gid)) {
		complain(ipc, uid, "apiauth does not admit this user");
		return -EACCES;
	}
	failed = open_to(connection, uid, gid);
	if (failed) {
		complain(ipc, uid, "the pages of its connection cannot be shared with it");
		return failed;
	}
	peer = g_new0(struct peer, 1);
	*peer = (struct peer) { .uid = uid, .gid = gid };
	qb_ipcs_context_set(connection, peer);
	return 0;
}

static void on_created(qb_ipcs_connection_t *connection)
{
	of(connection)->clients++;
}

static int32_t on_closed(qb_ipcs_connection_t *connection)
{
	of(connection)->clients--;
	return 0;
}

static void on_destroyed(qb_ipcs_connection_t *connection)
{
	g_free(qb_ipcs_context_get(connection));
}

/* ---- requests ------------------------------------------------------------------------------- */

static struct hb_answer *owe(qb_ipcs_connection_t *connection, struct peer *peer, int32_t id)
{
	struct hb_answer *answer = g_new0(struct hb_answer, 1);

	*answer = (struct hb_answer) { .connection = connection, .peer = peer, .id = id };
	qb_ipcs_connection_ref(connection);
	peer->owed = true;
	return answer;
}

void hb_answer_send(struct hb_answer *answer, struct hb_msg *msg)
{
	struct qb_ipc_response_header header = { .id = answer->id };
	g_autofree char *text = NULL;
	size_t size;
	struct iovec parts[2];

	text = hb_msg_encode(msg, &size);
	header.size = (int32_t)(sizeof(header) + size);
	parts[0] = (struct iovec) { &header, sizeof(header) };
	parts[1] = (struct iovec) { text, size };
	answer->peer->owed = false;
	qb_ipcs_response_sendv(answer->connection, parts, 2);
	qb_ipcs_connection_unref(answer->connection);
	hb_msg_free(msg);
	g_free(answer);
}

/* Commands of Heartbeat's own take what cl_status may; everybody names himself. */
static bool may(const struct hb_ipc *ipc, const struct hb_msg *request, const struct peer *peer)
{
	const char *client = hb_msg_get(request, "client");

	return client && hb_ipc_admits(ipc->daemon->settings, client, peer->uid, peer->gid);
}

static void refuse(qb_ipcs_connection_t *connection, struct peer *peer, int32_t id, int code,
		   const char *text)
{
	struct hb_msg *no = hb_msg_new("error");

	complain(of(connection), peer->uid, text);
	hb_msg_add(no, "code", "%d", code);
	hb_msg_add(no, "text", "%s", text);
	hb_answer_send(owe(connection, peer, id), no);
}

static int32_t on_request(qb_ipcs_connection_t *connection, void *data, size_t size)
{
	const struct qb_ipc_request_header *header = data;
	struct peer *peer = qb_ipcs_context_get(connection);
	struct hb_ipc *ipc = of(connection);
	struct hb_msg *request = NULL;

	if (peer->owed)
		return 0; /* one at a time: who does not wait is not heard */
	if (size < sizeof(*header) || size > HB_CLIENT_MAX ||
	    hb_msg_decode(header + 1, size - sizeof(*header), &request) < 0)
		refuse(connection, peer, 1, EBADMSG, "what it sent is no request");
	else if (!may(ipc, request, peer))
		refuse(connection, peer, header->id, EACCES, "apiauth does not admit this user");
	else
		hb_verb(ipc->daemon, request, owe(connection, peer, header->id));
	hb_msg_free(request);
	return 0;
}

/* ---- the loop's side ------------------------------------------------------------------------ */

/* libqb asks for handlers without a context: there is one loop in a process. */
static qb_loop_t *loop_;

static int32_t add_job(enum qb_loop_priority p, void *data, qb_loop_job_dispatch_fn fn)
{
	return qb_loop_job_add(loop_, p, data, fn);
}

static int32_t add_fd(enum qb_loop_priority p, int32_t fd, int32_t events, void *data,
		      qb_ipcs_dispatch_fn_t fn)
{
	return qb_loop_poll_add(loop_, p, fd, events, data, fn);
}

static int32_t mod_fd(enum qb_loop_priority p, int32_t fd, int32_t events, void *data,
		      qb_ipcs_dispatch_fn_t fn)
{
	return qb_loop_poll_mod(loop_, p, fd, events, data, fn);
}

static int32_t del_fd(int32_t fd)
{
	return qb_loop_poll_del(loop_, fd);
}

int hb_ipc_open(struct hb_daemon *daemon, struct hb_ipc **made)
{
	static struct qb_ipcs_service_handlers handlers = {
		.connection_accept = on_accept,
		.connection_created = on_created,
		.msg_process = on_request,
		.connection_closed = on_closed,
		.connection_destroyed = on_destroyed,
	};
	static struct qb_ipcs_poll_handlers poll_handlers = { add_job, add_fd, mod_fd, del_fd };
	struct hb_ipc *ipc = g_new0(struct hb_ipc, 1);
	int failed;

	loop_ = daemon->loop;
	ipc->daemon = daemon;
	ipc->service = qb_ipcs_create(HB_CLIENT_NAME, 0, QB_IPC_SOCKET, &handlers);
	qb_ipcs_service_context_set(ipc->service, ipc);
	qb_ipcs_poll_handlers_set(ipc->service, &poll_handlers);
	qb_ipcs_enforce_buffer_size(ipc->service, HB_CLIENT_MAX);
	failed = qb_ipcs_run(ipc->service);
	if (failed < 0) {
		g_free(ipc);
		return failed;
	}
	*made = ipc;
	return 0;
}

void hb_ipc_close(struct hb_ipc *ipc)
{
	if (!ipc)
		return;
	qb_ipcs_destroy(ipc->service);
	g_free(ipc);
}
