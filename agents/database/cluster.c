// SPDX-License-Identifier: GPL-2.0-or-later
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agents/database/cluster.h"
#include "lib/attr.h"
#include "lib/file.h"
#include "lib/state.h"

static const char property_set[] = "mysql_replication";

const char *eb_cluster_self(void)
{
	static char name[EB_NODE_NAME];
	const char *told = eb_meta("on_node");

	if (told)
		return told;
	if (!name[0])
		gethostname(name, sizeof(name) - 1);
	return name;
}

bool eb_cluster_lists(const char *list, const char *node)
{
	size_t length = strlen(node), n;

	for (; list && *(list += strspn(list, " ")); list += n) {
		n = strcspn(list, " ");
		if (n == length && !strncmp(list, node, n))
			return true;
	}
	return false;
}

bool eb_cluster_list(char *list, size_t size, const char *node)
{
	size_t used = strlen(list);

	if (eb_cluster_lists(list, node))
		return true;
	if (used + strlen(node) + 2 > size)
		return false;
	snprintf(list + used, size - used, "%s%s", used ? " " : "", node);
	return true;
}

const char *eb_cluster_other(const char *list, char buf[EB_NODE_NAME])
{
	size_t n;

	for (; list && *(list += strspn(list, " ")); list += n) {
		n = strcspn(list, " ");
		snprintf(buf, EB_NODE_NAME, "%.*s", (int)n, list);
		if (strcmp(buf, eb_cluster_self()) != 0)
			return buf;
	}
	return NULL;
}

/* Pacemaker 2.1 changed the words; both may be there. */
const char *eb_cluster_promoted(void)
{
	return eb_meta("notify_promoted_uname") ?: eb_meta("notify_master_uname");
}

const char *eb_cluster_promoting(void)
{
	return eb_meta("notify_promote_uname");
}

bool eb_cluster_has_ended(const char *node)
{
	const char *active = eb_meta("notify_active_uname");

	return (active && !eb_cluster_lists(active, node)) ||
	       eb_cluster_lists(eb_meta("notify_stop_uname"), node);
}

static const char *named(const struct eb_call *call, char joint, const char *what, char buf[256])
{
	char resource[200];

	snprintf(buf, 256, "%s%c%s", eb_mysql_resource(call, resource, sizeof(resource)), joint,
		 what);
	return buf;
}

void eb_cluster_address(const struct eb_call *call, const char *node, char *buf, size_t size)
{
	char name[256];
	struct eb_attr attr = { .name = named(call, '_', "mysql_master_IP", name),
				.deadline_ms = call->deadline_ms };

	if (eb_attr_lasting_get(&attr, node, buf, size) < 0 || !*buf)
		snprintf(buf, size, "%s", node);
}

static int warn(int r, const char *what, const struct eb_attr *attr)
{
	if (r < 0)
		eb_log(EB_WARN, "cannot %s attribute %s: %s", what, attr->name,
		       attr->said[0] ? attr->said : strerror(-r));
	return r;
}

int eb_cluster_tell(const struct eb_call *call, const char *what, const char *text)
{
	return eb_cluster_tell_of(call, NULL, what, text);
}

int eb_cluster_tell_of(const struct eb_call *call, const char *node, const char *what,
		       const char *text)
{
	char name[256];
	struct eb_attr attr = { .name = named(call, '-', what, name),
				.deadline_ms = call->deadline_ms };

	return warn(eb_attr_write(&attr, node, text, true), "write", &attr);
}

int eb_cluster_tell_failed(const struct eb_call *call)
{
	struct eb_attr attr = { .deadline_ms = call->deadline_ms };
	char resource[200];
	int r = eb_attr_failed(&attr, eb_mysql_resource(call, resource, sizeof(resource)),
			       eb_cluster_self());

	if (r < 0)
		eb_log(EB_WARN, "cannot tell the cluster that %s has failed: %s", resource,
		       attr.said[0] ? attr.said : strerror(-r));
	return r;
}

int eb_cluster_ask(const struct eb_call *call, const char *what,
		   void (*each)(const char *node, const char *value, void *context), void *context)
{
	char name[256];
	struct eb_attr attr = { .name = named(call, '-', what, name),
				.deadline_ms = call->deadline_ms };

	return warn(eb_attr_each(&attr, each, context), "read", &attr);
}

int eb_cluster_record(const struct eb_call *call, const char *what, const char *text)
{
	char name[256];
	struct eb_attr attr = { .name = named(call, '_', what, name),
				.deadline_ms = call->deadline_ms };

	return warn(eb_attr_property_set(&attr, property_set, text), "write", &attr);
}

int eb_cluster_recall(const struct eb_call *call, const char *what, char *text, size_t size)
{
	char name[256];
	struct eb_attr attr = { .name = named(call, '_', what, name),
				.deadline_ms = call->deadline_ms };

	return warn(eb_attr_property_get(&attr, property_set, text, size), "read", &attr);
}

static const char *semisync_of(const char *node, char buf[EB_NODE_NAME + 16])
{
	snprintf(buf, EB_NODE_NAME + 16, "SEMISYNC_%.*s", EB_NODE_NAME, node);
	return buf;
}

void eb_semisync_text(const struct eb_semisync *semisync, char *buf, size_t size)
{
	snprintf(buf, size, "%s|%ld%s%s",
		 semisync->alone ? "OFF"
		 : semisync->cut ? "CUT"
				 : "ON",
		 semisync->replicas, semisync->named ? "|" : "",
		 semisync->named ? semisync->holders : "");
}

void eb_semisync_read(const char *text, struct eb_semisync *semisync)
{
	const char *bar = strchr(text, '|');

	*semisync = (struct eb_semisync) { .replicas = -1 };
	semisync->alone = !strncmp(text, "OFF|", 4);
	semisync->cut = !strncmp(text, "CUT|", 4);
	if (bar)
		semisync->replicas = strtol(bar + 1, NULL, 10);
	bar = bar ? strchr(bar + 1, '|') : NULL;
	semisync->named = bar && strlen(bar + 1) < sizeof(semisync->holders);
	if (semisync->named)
		snprintf(semisync->holders, sizeof(semisync->holders), "%s", bar + 1);
}

int eb_semisync_record(const struct eb_call *call, const struct eb_semisync *semisync)
{
	char name[EB_NODE_NAME + 16], text[EB_HOLDERS + 32];
	int r;

	eb_semisync_text(semisync, text, sizeof(text));
	if (!eb_remember(call, "semisync", text))
		return 0;
	r = eb_cluster_record(call, semisync_of(eb_cluster_self(), name), text);
	if (r < 0)
		eb_remember(call, "semisync", "");
	return r;
}

int eb_semisync_recall(const struct eb_call *call, const char *node, struct eb_semisync *semisync)
{
	char name[EB_NODE_NAME + 16], text[EB_HOLDERS + 32];
	int r = eb_cluster_recall(call, semisync_of(node, name), text, sizeof(text));

	eb_semisync_read(r < 0 ? "" : text, semisync);
	return r;
}

static const char *path_of(const struct eb_call *call, const char *what, char buf[PATH_MAX])
{
	char own[PATH_MAX];

	snprintf(buf, PATH_MAX, "%.*s.%s", PATH_MAX - 64, eb_state_path(call, NULL, own), what);
	return buf;
}

void eb_remembered(const struct eb_call *call, const char *what, char *text, size_t size)
{
	char path[PATH_MAX];

	if (eb_state_read(path_of(call, what, path), text, size) < 0)
		*text = '\0';
}

bool eb_remembered_lately(const struct eb_call *call, const char *what, const char *text,
			  int seconds)
{
	char path[PATH_MAX];

	return *text && eb_state_says(path_of(call, what, path), text, seconds);
}

bool eb_remember(const struct eb_call *call, const char *what, const char *text)
{
	char path[PATH_MAX], was[EB_WORD], line[EB_WORD];
	int r;

	/* A state file takes one line, and what a server complains of can be long. */
	snprintf(line, sizeof(line), "%.*s", (int)strcspn(text, "\n"), text);
	eb_remembered(call, what, was, sizeof(was));
	if (!strcmp(was, line))
		return false;
	path_of(call, what, path);
	r = *text ? eb_state_write(path, line) : eb_file_remove(path);
	if (r < 0)
		eb_log(EB_WARN, "cannot write %s: %s", path, strerror(-r));
	return true;
}
