// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * drbddisk made a DRBD resource primary before the rest of its line started. That is a promotable
 * clone by now: an instance on each node, promoted where the line runs. Only one of them can be
 * promoted, so a resource that two lines name is one clone.
 */
#include <string.h>

#include "heartbeat-compat/translation.h"

/* What "all" is: the first node's resources whose files are there. */
static GPtrArray *all_names(struct eb_translation *t)
{
	GPtrArray *list = g_ptr_array_new();
	const struct hb_host *host;
	const struct hb_drbd *drbd;

	eb_for_each (host, t->cluster->hosts) {
		eb_for_each (drbd, host->drbds)
			g_ptr_array_add(list, (char *)drbd->name);
		if (list->len)
			break;
	}
	return list;
}

static struct eb_resource *make_clone(struct eb_job *job, const char *name)
{
	static const struct eb_pair meta[] = {
		{ "promotable", "true" }, { "promoted-max", "1" },   { "promoted-node-max", "1" },
		{ "clone-max", "2" },     { "clone-node-max", "1" }, { "notify", "true" },
	};
	struct eb_translation *t = job->t;
	const char *id = eb_id_make(t, eb_slug(t, EB_TEXT(t, "drbd-%s", name)), NULL);
	struct eb_resource *clone = eb_resource_add(t->plan, t->plan->cib.resources, EB_CLONE,
						    EB_TEXT(t, "%s-clone", id));
	struct eb_resource *drbd = eb_resource_add(t->plan, clone->members, EB_PRIMITIVE, id);

	eb_id_take(t, clone->id);
	eb_agent_set(t, drbd, "drbd", NULL);
	eb_pair_add(t->plan, drbd->params, "drbd_resource", name);
	for (size_t i = 0; i < EB_COUNT(meta); i++)
		eb_pair_add(t->plan, clone->meta, meta[i].name, meta[i].value);
	g_hash_table_insert(t->drbds, (gpointer)eb_arena_string(t->plan->arena, name), clone);
	return clone;
}

static void add_clone(struct eb_job *job, GPtrArray *clones, const char *name, bool first)
{
	struct eb_translation *t = job->t;
	struct eb_resource *clone = g_hash_table_lookup(t->drbds, name);
	bool known = clone != NULL;
	bool again = known && g_ptr_array_find(clones, clone, NULL);
	const struct eb_resource *drbd;
	const char *target;

	if (!known)
		clone = make_clone(job, name);
	drbd = clone->members->pdata[0];
	target = EB_TEXT(t, "ocf:%s:drbd %s drbd_resource=%s, promoted", drbd->provider, drbd->id,
			 name);
	eb_made(t,
		eb_word_became(
			t, job->line, &job->word->word, EB_NEAR, target,
			again   ? "promoted by this line already"
			: known ? "the same clone as further up: these lines run together"
			: first ? "DRBD is brought up by the cluster, no longer at boot"
				: "DRBD is brought up by the cluster, no longer at boot; what "
				  "stands left of it starts after the promotion as well"),
		clone->id);
	if (!again)
		g_ptr_array_add(clones, clone);
}

bool eb_translate_drbd(struct eb_job *job, GPtrArray *clones, bool first)
{
	const struct hb_word *arg = eb_item(job->word->args, 0);
	g_autoptr(GPtrArray) names = NULL;
	const char *name;

	if (strcmp(job->word->script, "drbddisk") != 0 || job->t->choices->drbd == EB_DRBD_SIMPLE ||
	    job->word->args->len > 1)
		return false;
	if (arg && *arg->text && strcmp(arg->text, "all") != 0) {
		add_clone(job, clones, arg->text, first);
		return true;
	}
	names = all_names(job->t);
	if (!names->len) {
		eb_message_hint(
			eb_diag_add(job->t->diag, EB_MSG_DRBD_NAMES, job->word->word.span,
				    "drbddisk without name means all resources of DRBD, and "
				    "those are not known"),
			"write drbddisk::NAME, or give the node's bundle, or its drbd.conf");
		return false;
	}
	eb_for_each (name, names)
		add_clone(job, clones, name, first && name_at == 0);
	return true;
}

/* ---- where it is promoted -------------------------------------------------------------------------- */

static struct eb_tie *tie(struct eb_translation *t, enum eb_tie_kind kind, const char *resource,
			  const char *with)
{
	static const char *const words[] = { [EB_ORDER] = "after", [EB_COLOCATION] = "with" };
	struct eb_tie *tie = eb_arena_make(t->plan->arena, struct eb_tie);

	*tie = (struct eb_tie) {
		.kind = kind,
		.id = EB_TEXT(t, "%s-%s-%s", resource, words[kind], with + strlen("hb-")),
		.resource = resource,
		.with = with,
		.role = kind == EB_ORDER ? "promote" : eb_target(t)->promoted,
		.own_role = kind == EB_ORDER ? NULL : "Started",
		.score = kind == EB_ORDER ? NULL : "INFINITY",
	};
	g_ptr_array_add(t->plan->cib.ties, tie);
	return tie;
}

void eb_tie_to_drbd(struct eb_translation *t, const struct eb_resource *resource,
		    const GPtrArray *clones)
{
	const struct eb_resource *clone;

	eb_for_each (clone, clones) {
		struct eb_tie *order, *colocation;

		if (clone == resource)
			continue;
		colocation = tie(t, EB_COLOCATION, resource->id, clone->id);
		order = tie(t, EB_ORDER, resource->id, clone->id);
		if (resource->kind != EB_CLONE)
			continue;
		colocation->own_role = eb_target(t)->promoted;
		order->own_role = "promote";
	}
}

/* ---- DRBD's own configuration -------------------------------------------------------------------------- */

/* The resources that drbddisk makes primary as of old, in a line's group. */
static GPtrArray *old_disks(struct eb_translation *t)
{
	GPtrArray *list = g_ptr_array_new();
	const struct hb_group *group;
	const struct hb_resource *word;

	if (t->choices->drbd != EB_DRBD_SIMPLE)
		return list;
	eb_for_each (group, t->haresources->groups)
		eb_for_each (word, group->members) {
			const struct hb_word *arg = eb_item(word->args, 0);

			if (strcmp(word->script, "drbddisk") != 0)
				continue;
			if (arg && *arg->text && strcmp(arg->text, "all") != 0)
				g_ptr_array_add(list, (char *)arg->text);
			else
				g_ptr_array_extend_and_steal(list, all_names(t));
		}
	return list;
}

static const char CLONE_HANDLERS[] = "handlers { fence-peer \"/usr/lib/drbd/crm-fence-peer.9.sh\"; "
				     "unfence-peer \"/usr/lib/drbd/crm-unfence-peer.9.sh\"; }";
static const char DISK_HANDLERS[] =
	"handlers { fence-peer \"/usr/lib/drbd/stonith_admin-fence-peer.sh\"; }";

static bool asks_handler(const struct hb_drbd *drbd)
{
	return drbd->fencing.text && strcmp(drbd->fencing.text, "dont-care") != 0;
}

/* With this policy a primary that lost its peer waits for a handler to say that the peer is
 * outdated; without one nothing is promoted any more. The handlers of a clone keep the peer's from
 * being promoted; what is no clone has nothing but the peer's death. */
static void check_fencing(struct eb_translation *t, const struct hb_drbd *drbd, bool clone)
{
	if (!asks_handler(drbd) || drbd->handler.text)
		return;
	eb_message_hint(
		eb_diag_add(t->diag, EB_MSG_DRBD_FENCING, drbd->fencing.span,
			    "DRBD resource %s: fencing %s without a fence-peer handler blocks the "
			    "takeover",
			    drbd->name, drbd->fencing.text),
		"%s", clone ? CLONE_HANDLERS : DISK_HANDLERS);
}

/* dopd carried the question to the peer over Heartbeat's links, and neither is there any more: the
 * handler fails, and the takeover is blocked as if there were none. It has to stay until then. */
static void check_outdater(struct eb_translation *t, const struct hb_drbd *drbd, bool clone)
{
	if (!asks_handler(drbd) || !drbd->handler.text ||
	    !strstr(drbd->handler.text, "drbd-peer-outdater"))
		return;
	eb_message_hint(eb_diag_add(t->diag, EB_MSG_DRBD_OUTDATER, drbd->handler.span,
				    "DRBD resource %s: drbd-peer-outdater fails without Heartbeat, "
				    "which blocks the takeover",
				    drbd->name),
			"when Heartbeat has ended: %s", clone ? CLONE_HANDLERS : DISK_HANDLERS);
}

/* Names of lines that DRBD does not have are slips, or files of another cluster. */
static void check_name(struct eb_translation *t, const struct hb_host *host, const char *name)
{
	const struct hb_drbd *drbd;

	eb_for_each (drbd, host->drbds)
		if (strcmp(drbd->name, name) == 0)
			return;
	drbd = host->drbds->pdata[0];
	eb_message_note(eb_diag_add(t->diag, EB_MSG_DRBD_UNKNOWN, (struct eb_span) { 0 },
				    "DRBD has no resource %s%s%s", name, host->uname ? " on " : "",
				    host->uname ? host->uname : ""),
			drbd->word.span, "its resources are defined from here on");
}

static bool has_drbd(const struct hb_host *host, const char *name)
{
	const struct hb_drbd *drbd;

	eb_for_each (drbd, host->drbds)
		if (strcmp(drbd->name, name) == 0)
			return true;
	return false;
}

static const char *node_of(const struct eb_translation *t, const struct hb_host *host)
{
	const struct hb_node *node;

	eb_for_each (node, t->nodes)
		if (host->uname && g_ascii_strcasecmp(node->name, host->uname) == 0)
			return eb_node_name(t, node);
	return NULL;
}

/* Of more than two nodes some may not have the device. Only a bundle has all of a node's files. */
static void ban_strangers(struct eb_translation *t, const char *name)
{
	const struct eb_resource *clone = g_hash_table_lookup(t->drbds, name);
	const struct hb_host *host;
	bool known = false;

	eb_for_each (host, t->cluster->hosts)
		known |= has_drbd(host, name);
	eb_for_each (host, t->cluster->hosts) {
		const char *node = node_of(t, host);
		struct eb_location *ban;

		if (!known || !node || !host->agents || has_drbd(host, name))
			continue;
		ban = eb_arena_make(t->plan->arena, struct eb_location);
		ban->id = eb_id_unique(t, EB_TEXT(t, "%s-not-%s", clone->id, node));
		ban->resource = clone->id;
		ban->node = node;
		ban->score = "-INFINITY";
		g_ptr_array_add(t->plan->cib.locations, ban);
		eb_diag_add(t->diag, EB_MSG_DRBD_NOT_THERE, (struct eb_span) { 0 },
			    "%s has no resource %s of DRBD: what needs it does not run there", node,
			    name);
	}
}

void eb_check_drbd(struct eb_translation *t)
{
	g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(t->drbds), (GCompareFunc)strcmp);
	g_autoptr(GPtrArray) disks = old_disks(t);
	const struct hb_host *host;
	const struct hb_drbd *drbd;

	if (names)
		g_ptr_array_add(t->boots, (char *)"drbd");
	for (GList *name = names; name; name = name->next)
		ban_strangers(t, name->data);
	eb_for_each (host, t->cluster->hosts) {
		for (GList *name = names; name && host->drbds->len; name = name->next)
			check_name(t, host, name->data);
		for (guint i = 0; i < disks->len && host->drbds->len; i++)
			check_name(t, host, disks->pdata[i]);
		eb_for_each (drbd, host->drbds)
			if (g_hash_table_contains(t->drbds, drbd->name))
				check_fencing(t, drbd, true);
			else if (g_ptr_array_find_with_equal_func(disks, drbd->name, g_str_equal,
								  NULL))
				check_fencing(t, drbd, false);
	}
}

void eb_check_outdaters(struct eb_translation *t)
{
	bool clone = t->choices->drbd != EB_DRBD_SIMPLE;
	const struct hb_host *host;
	const struct hb_drbd *drbd;

	eb_for_each (host, t->cluster->hosts)
		eb_for_each (drbd, host->drbds)
			check_outdater(t, drbd, clone || t->ha_cf->setting[HB_CRM].value);
}
