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
#include "heartbeat-compat/daemon/door.h"
#include "heartbeat-compat/daemon/ipc.h"
#include "heartbeat-compat/daemon/privilege.h"
#include "heartbeat-compat/daemon/verbs.h"

static const char SHARED[] = "/dev/shm"; /* where libqb shares */

enum { GROUPS_MAX = 1024 };

struct hb_ipc {
	struct hb_daemon *daemon;
	qb_ipcs_service_t *service;
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

/* Who has no name, or his pid for one, was called casual. */
static bool is_casual(const char *client)
{
	return !client || strspn(client, "0123456789") == strlen(client);
}

static const struct hb_grant *grant_of(const struct hb_settings *settings, const char *client)
{
	const struct hb_grant *grant;

	eb_for_each (grant, settings->grants)
		if (strcmp(grant->client, client) == 0)
			return grant;
	return NULL;
}

bool hb_ipc_admits(const struct hb_settings *settings, const char *client, uid_t uid, gid_t gid)
{
	const struct hb_grant *grant;

	if (uid == 0)
		return true;
	grant = grant_of(settings, is_casual(client) ? "anon" : client);
	if (!grant)
		grant = grant_of(settings, "default");
	return grant && grants(grant, uid, gid);
}

bool hb_ipc_allows(const struct hb_settings *settings, const char *verb, const char *client,
		   uid_t uid)
{
	const char *const *whose = hb_verb_clients(verb);

	if (uid == 0 || !whose)
		return true;
	return client && g_strv_contains(whose, client) && grant_of(settings, client);
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
 * would take root. Names that others have put beside it are passed over.
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
		int why;

		if (!g_str_has_prefix(name, prefix))
			continue;
		why = hb_acl_share(path, uid);
		if (why != -ELOOP && why != -ENOTDIR && why != -EPERM && why != -ENOENT)
			failed = why;
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

	if (!admits_any(ipc->daemon->settings, uid, gid)) {
		hb_door_complain(uid, "apiauth does not admit this user");
		return -EACCES;
	}
	failed = open_to(connection, uid, gid);
	if (failed) {
		hb_door_complain(uid, "the pages of its connection cannot be shared with it");
		return failed;
	}
	peer = g_new0(struct peer, 1);
	*peer = (struct peer) { .uid = uid, .gid = gid };
	qb_ipcs_context_set(connection, peer);
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

static void refuse(qb_ipcs_connection_t *connection, struct peer *peer, int32_t id, int code,
		   const char *text)
{
	struct hb_msg *no = hb_msg_new("error");

	hb_door_complain(peer->uid, text);
	hb_msg_add(no, "code", "%d", code);
	hb_msg_add(no, "text", "%s", text);
	hb_answer_send(owe(connection, peer, id), no);
}

static int32_t on_request(qb_ipcs_connection_t *connection, void *data, size_t size)
{
	const struct qb_ipc_request_header *header = data;
	struct peer *peer = qb_ipcs_context_get(connection);
	struct hb_ipc *ipc = of(connection);
	const struct hb_settings *settings = ipc->daemon->settings;
	struct hb_msg *request = NULL;
	const char *client;

	if (peer->owed)
		return 0; /* one at a time: who does not wait is not heard */
	if (size < sizeof(*header) || size > HB_CLIENT_MAX ||
	    hb_msg_decode(header + 1, size - sizeof(*header), &request) < 0) {
		refuse(connection, peer, 1, EBADMSG, "what it sent is no request");
		return 0;
	}
	client = hb_msg_get(request, "client");
	if (!hb_ipc_admits(settings, client, peer->uid, peer->gid))
		refuse(connection, peer, header->id, EACCES, "apiauth does not admit this user");
	else if (!hb_ipc_allows(settings, hb_msg_get(request, "t"), client, peer->uid))
		refuse(connection, peer, header->id, EACCES,
		       "apiauth lets this client look, not act");
	else
		hb_verb(ipc->daemon, request, owe(connection, peer, header->id));
	hb_msg_free(request);
	return 0;
}

/* ---- the service ---------------------------------------------------------------------------- */

int hb_ipc_open(struct hb_daemon *daemon, struct hb_ipc **made)
{
	static struct qb_ipcs_service_handlers handlers = {
		.connection_accept = on_accept,
		.msg_process = on_request,
		.connection_destroyed = on_destroyed,
	};
	struct hb_ipc *ipc = g_new0(struct hb_ipc, 1);
	int failed;

	ipc->daemon = daemon;
	ipc->service = qb_ipcs_create(HB_CLIENT_NAME, 0, QB_IPC_SOCKET, &handlers);
	qb_ipcs_service_context_set(ipc->service, ipc);
	qb_ipcs_poll_handlers_set(ipc->service, hb_door_open(daemon->loop));
	qb_ipcs_enforce_buffer_size(ipc->service, HB_CLIENT_MAX);
	failed = qb_ipcs_run(ipc->service);
	if (failed < 0) {
		hb_door_close();
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
	hb_door_close();
	g_free(ipc);
}
