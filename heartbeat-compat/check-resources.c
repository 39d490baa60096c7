// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * haresources against itself and against ha.cf. Heartbeat refuses only a node that it does not
 * know; all else is accepted and goes wrong later.
 */
#include <string.h>

#include "heartbeat-compat/check.h"
#include "heartbeat-compat/lex.h"
#include "lib/core.h"

static void refuse_node(const struct hb_word *name, const struct hb_config *ha_cf,
			struct eb_diag *diag)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	const struct hb_node *node;
	struct eb_message *message;
	const char *near;

	eb_for_each (node, ha_cf->nodes)
		g_ptr_array_add(names, (char *)node->word.text);
	g_ptr_array_add(names, NULL);
	message = eb_diag_add(diag, EB_MSG_NODE_UNKNOWN, name->span, "'%s' is not a node of ha.cf",
			      name->text);
	near = eb_did_you_mean(name->text, (const char *const *)names->pdata);
	if (near)
		eb_message_did_you_mean(message, near);
	node = ha_cf->nodes->pdata[0];
	eb_message_note(message, node->word.span, "the nodes are named from here on");
}

/* The first word of every line, also of one that names nothing but the node. */
static void check_names(const struct hb_config *config, const struct hb_config *ha_cf,
			struct eb_diag *diag)
{
	g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
	const struct hb_record *record;
	const struct hb_node *node;

	eb_for_each (node, ha_cf->nodes)
		g_hash_table_add(names, (gpointer)node->name);
	eb_for_each (record, config->records[HB_FILE_HARESOURCES]) {
		g_autofree char *lower = g_ascii_strdown(record->name.text, -1);

		if ((record->group || record->effect == HB_VOID) && !record->unread &&
		    !g_hash_table_contains(names, lower))
			refuse_node(&record->name, ha_cf, diag);
	}
}

/* Harmless when started twice. */
static bool may_repeat(const struct hb_resource *resource)
{
	static const char *const scripts[] = { "MailTo",   "Delay",   "AudibleAlarm",
					       "WinPopup", "SendArp", "IPsrcaddr" };

	for (size_t i = 0; i < EB_COUNT(scripts); i++)
		if (strcmp(resource->script, scripts[i]) == 0)
			return true;
	return false;
}

/* May be mounted on several nodes at once, or is no device at all. */
static bool is_shared(const struct hb_resource *resource)
{
	static const char *const types[] = { "nfs",  "nfs4", "cifs",  "smbfs", "glusterfs", "ceph",
					     "gfs",  "gfs2", "ocfs2", "tmpfs", "lustre",    "none",
					     "bind", "proc", "sysfs", "afs" };
	const struct hb_word *device = resource->args->pdata[0], *type = eb_item(resource->args, 2);

	/* HOST:PATH and //HOST/PATH. */
	if (strchr(device->text, ':') || g_str_has_prefix(device->text, "//"))
		return true;
	for (size_t i = 0; type && i < EB_COUNT(types); i++)
		if (strcmp(type->text, types[i]) == 0)
			return true;
	return false;
}

/*
 * Do its arguments name a thing that all nodes share and one at a time may use? A service is each
 * node's own. DRBD may be allowed two primaries, a file system of no known type be made for two.
 */
static bool is_exclusive(const struct hb_resource *resource)
{
	static const char *const scripts[] = { "LVM", "Raid1", "ServeRAID", "ICP", "LinuxSCSI" };

	if (resource->addr)
		return true;
	if (strcmp(resource->script, "Filesystem") == 0)
		return eb_item(resource->args, 2) && !is_shared(resource);
	for (size_t i = 0; resource->args->len && i < EB_COUNT(scripts); i++)
		if (strcmp(resource->script, scripts[i]) == 0)
			return true;
	return false;
}

/* What makes a resource the same as another one: its address, or script and arguments. */
static const char *identity(const struct hb_resource *resource)
{
	return resource->addr ? resource->addr->ip.text : resource->word.text;
}

struct seen {
	const struct hb_group *group;
	const struct hb_resource *resource;
	bool first; /* the key of its line */
};

static void tell_twice(const struct seen *now, const struct seen *before, struct eb_diag *diag)
{
	bool key = strcmp(now->resource->word.text, before->resource->word.text) == 0 &&
		   now->group != before->group && (now->first || before->first);
	const char *what = now->resource->addr ? "address" : "resource";
	struct eb_message *message;

	if (is_exclusive(now->resource) && strcmp(now->group->node, before->group->node) != 0)
		message = eb_diag_add(
			diag, EB_MSG_RUNS_TWICE, now->resource->word.span,
			"%s %s runs twice: it is in lines of %s and of %s, expected in one", what,
			identity(now->resource), before->group->node, now->group->node);
	else if (key)
		message = eb_diag_add(diag, EB_MSG_KEY_NOT_UNIQUE, now->resource->word.span,
				      "%s %s, by which a line is found, is in two lines", what,
				      identity(now->resource));
	else
		message = eb_diag_add(diag, EB_MSG_RESOURCE_TWICE, now->resource->word.span,
				      "%s %s is in the file twice", what, identity(now->resource));
	eb_message_note(message, before->resource->word.span, "it is used first here");
}

static void check_twice(const struct hb_config *config, struct eb_diag *diag)
{
	g_autoptr(GHashTable) table = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
	const struct hb_group *group;

	eb_for_each (group, config->groups) {
		const struct hb_resource *resource;

		eb_for_each (resource, group->members) {
			struct seen now = { group, resource, resource == group->members->pdata[0] };
			const struct seen *before;

			if (may_repeat(resource))
				continue;
			before = g_hash_table_lookup(table, identity(resource));
			if (before)
				tell_twice(&now, before, diag);
			else
				g_hash_table_insert(table, (gpointer)identity(resource),
						    g_memdup2(&now, sizeof(now)));
		}
	}
}

/* ---- storage ------------------------------------------------------------------------------------ */

/* A path without the slashes that say nothing; g_free it. */
static char *plain_path(const char *path)
{
	return *path == '/' ? g_canonicalize_filename(path, "/") : g_strdup(path);
}

struct mount {
	const struct hb_group *group;
	const struct hb_resource *resource;
};

/* One file system on two nodes at once is destroyed; one mounted over another one hides it. */
static void check_mount(GHashTable *seen, const struct mount *now, guint argument,
			struct eb_diag *diag)
{
	const struct hb_word *word = eb_item(now->resource->args, argument);
	g_autofree char *path = word ? plain_path(word->text) : NULL;
	const struct mount *before = path ? g_hash_table_lookup(seen, path) : NULL;
	bool device = argument == 0;

	if (!path || !*path || (device && is_shared(now->resource)))
		return;
	if (!before) {
		g_hash_table_insert(seen, g_steal_pointer(&path), g_memdup2(now, sizeof(*now)));
		return;
	}
	/* The same word twice has its own message. */
	if (strcmp(before->resource->word.text, now->resource->word.text) == 0 ||
	    before->group == now->group ||
	    (device && strcmp(before->group->node, now->group->node) == 0))
		return;
	eb_message_note(device ? eb_diag_add(diag, EB_MSG_DEVICE_TWICE, word->span,
					     "device %s is mounted by a line of another node, too",
					     word->text)
			       : eb_diag_add(diag, EB_MSG_MOUNT_TWICE, word->span,
					     "two lines mount something on %s", word->text),
			((const struct hb_word *)before->resource->args->pdata[argument])->span,
			"it is used first here");
}

static void check_storage(const struct hb_config *config, struct eb_diag *diag)
{
	g_autoptr(GHashTable) devices =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autoptr(GHashTable) folders =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	const struct hb_group *group;
	const struct hb_resource *resource;

	eb_for_each (group, config->groups)
		eb_for_each (resource, group->members) {
			struct mount now = { group, resource };

			if (strcmp(resource->script, "Filesystem") != 0 || !resource->args->len)
				continue;
			check_mount(devices, &now, 0, diag);
			check_mount(folders, &now, 1, diag);
		}
}

void hb_check_resources(const struct hb_config *config, const struct hb_config *ha_cf,
			struct eb_diag *diag)
{
	if (ha_cf->setting[HB_CRM].value)
		return;
	if (ha_cf->nodes->len)
		check_names(config, ha_cf, diag);
	check_twice(config, diag);
	check_storage(config, diag);
}
