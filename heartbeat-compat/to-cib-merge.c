// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "heartbeat-compat/to-cib-merge.h"
#include "heartbeat-compat/to-cib-own.h"
#include "heartbeat-compat/to-cib-refs.h"

static const char ALERT[] = "hb-alert";

struct merging {
	struct eb_merge *merge;
	GHashTable *wrote;   /* id -> digest, as the CIB's record says */
	GHashTable *now;     /* and as it is to say */
	GHashTable *dropped; /* a set of ids */
	bool restore;
	bool touched; /* something has changed, said or not */
};

static void note(GPtrArray *list, const char *what, const char *id, const char *more)
{
	g_ptr_array_add(list, g_strdup_printf("%s %s%s", what, id, more));
}

static void record(struct merging *m, const char *id, const char *digest)
{
	if (digest)
		g_hash_table_replace(m->now, g_strdup(id), g_strdup(digest));
}

/* The section of the configuration, made when it is not there. */
static xmlNode *section(xmlNode *configuration, const char *name)
{
	xmlNode *found = eb_node_child(configuration, name);

	return found ? found : xmlNewChild(configuration, NULL, BAD_CAST name, NULL);
}

/* ---- objects -------------------------------------------------------------------------------- */

static void replace(struct merging *m, xmlNode *parent, xmlNode *there, const xmlNode *wanted)
{
	xmlNode *copy = xmlDocCopyNode((xmlNode *)wanted, parent->doc, 1);

	m->touched = true;
	if (!there) {
		xmlAddChild(parent, copy);
		return;
	}
	xmlReplaceNode(there, copy);
	xmlFreeNode(there);
}

static void put(struct merging *m, xmlNode *parent, const xmlNode *wanted)
{
	const char *id = eb_node_get(wanted, "id"), *wrote = g_hash_table_lookup(m->wrote, id);
	xmlNode *there = eb_node_child_with(parent, "id", id);
	g_autofree char *want = eb_node_meaning(wanted),
			*have = there ? eb_node_meaning(there) : NULL;
	const char *what = there ? "changed" : "added";
	bool edited = wrote && g_strcmp0(have, wrote) != 0;

	if (g_strcmp0(have, want) == 0) {
		record(m, id, want);
		return;
	}
	if (edited && strcmp(want, wrote) == 0) {
		note(m->merge->drift, what, id, "");
		if (!m->restore) {
			record(m, id, wrote);
			return;
		}
	} else {
		note(m->merge->changes, what, id, edited ? ", which was edited by hand" : "");
	}
	record(m, id, want);
	replace(m, parent, there, wanted);
}

static void drop(struct merging *m, xmlNode *node)
{
	m->touched = true;
	eb_ids_of(node, m->dropped);
	xmlUnlinkNode(node);
	xmlFreeNode(node);
}

/* Ours that are not wanted; one that we never wrote was made by hand, and is drift. */
static void drop_gone(struct merging *m, xmlNode *parent, const xmlNode *wanted)
{
	xmlNode *next;

	for (xmlNode *node = parent->children; node; node = next) {
		const char *id = node->type == XML_ELEMENT_NODE ? eb_node_get(node, "id") : "";
		bool drifted = g_hash_table_size(m->wrote) && !g_hash_table_contains(m->wrote, id);

		next = node->next;
		if (!g_str_has_prefix(id, EB_OWN) || eb_node_child_with(wanted, "id", id))
			continue;
		note(drifted ? m->merge->drift : m->merge->changes, "removed", id, "");
		if (!drifted || m->restore)
			drop(m, node);
	}
}

/* All of ours in a section. What goes makes room first: an id may come back as another kind. */
static void merge_section(struct merging *m, xmlNode *configuration, const xmlNode *wanted)
{
	xmlNode *parent = section(configuration, (const char *)wanted->name);
	g_autoptr(GHashTable) kept = eb_kept_of(parent);

	drop_gone(m, parent, wanted);
	for (const xmlNode *node = wanted->children; node; node = node->next)
		if (node->type == XML_ELEMENT_NODE)
			put(m, parent, node);
	eb_kept_put(kept, parent);
}

/* ---- fencing -------------------------------------------------------------------------------- */

/* Fence devices below a section; *foreign: those that are not ours. */
static guint count_devices(const xmlNode *parent, guint *foreign)
{
	guint n = 0;

	for (const xmlNode *node = parent ? parent->children : NULL; node; node = node->next) {
		if (eb_node_is(node, "primitive") &&
		    strcmp(eb_node_get(node, "class"), "stonith") == 0) {
			n++;
			*foreign += !g_str_has_prefix(eb_node_get(node, "id"), EB_OWN);
		}
		if (node->type == XML_ELEMENT_NODE)
			n += count_devices(node, foreign);
	}
	return n;
}

/* Pacemaker 3 has another word for it. */
static bool is_switch(const char *name)
{
	return strcmp(name, "stonith-enabled") == 0 || strcmp(name, "fencing-enabled") == 0;
}

/* ---- properties ----------------------------------------------------------------------------- */

/* The property in any of the sets, NULL: it is not set. */
static xmlNode *find_property(const xmlNode *crm_config, const char *name)
{
	for (const xmlNode *set = crm_config->children; set; set = set->next) {
		xmlNode *pair = eb_node_child_with(set, "name", name);

		if (pair)
			return pair;
	}
	return NULL;
}

/* The operator's first, which Pacemaker's tools write to. */
static xmlNode *property_set(xmlNode *crm_config, const xmlNode *from)
{
	xmlNode *set;

	for (set = crm_config->children; set; set = set->next)
		if (eb_node_is(set, "cluster_property_set") && !eb_record_is(set))
			return set;
	set = xmlNewNode(NULL, BAD_CAST "cluster_property_set");
	xmlNewProp(set, BAD_CAST "id", BAD_CAST eb_node_get(from, "id"));
	if (crm_config->children)
		return xmlAddPrevSibling(crm_config->children, set);
	return xmlAddChild(crm_config, set);
}

static bool is_own(const xmlNode *pair)
{
	return g_str_has_prefix(eb_node_get(pair, "id"), EB_OWN);
}

static void put_property(struct merging *m, xmlNode *crm_config, const xmlNode *wanted,
			 bool foreign)
{
	const char *name = eb_node_get(wanted, "name"), *id = eb_node_get(wanted, "id");
	const char *wrote = g_hash_table_lookup(m->wrote, id);
	xmlNode *there = find_property(crm_config, name);
	g_autofree char *want = eb_node_meaning(wanted),
			*have = there ? eb_node_meaning(there) : NULL;

	if (g_strcmp0(have, want) == 0) {
		record(m, id, want);
		return;
	}
	/* Set, changed or taken out by hand: the record keeps what was ours. */
	if ((there && !is_own(there)) || (wrote && g_strcmp0(have, wrote) != 0) ||
	    (foreign && is_switch(name) && strcmp(eb_node_get(wanted, "value"), "false") == 0)) {
		record(m, id, wrote);
		return;
	}
	note(m->merge->changes, there ? "changed" : "added", name, "");
	record(m, id, want);
	replace(m, there ? there->parent : property_set(crm_config, wanted->parent), there, wanted);
}

static void drop_properties(struct merging *m, xmlNode *crm_config, const xmlNode *wanted)
{
	for (const xmlNode *set = crm_config->children; set; set = set->next) {
		xmlNode *next;

		for (xmlNode *pair = set->children; !eb_record_is(set) && pair; pair = next) {
			g_autofree char *have = eb_node_meaning(pair);
			const char *id = eb_node_get(pair, "id");
			const char *wrote = g_hash_table_lookup(m->wrote, id);

			next = pair->next;
			if (!eb_node_is(pair, "nvpair") || !is_own(pair) ||
			    eb_node_child_with(wanted, "id", id) ||
			    (wrote && strcmp(have, wrote) != 0))
				continue;
			note(m->merge->changes, "removed", eb_node_get(pair, "name"), "");
			drop(m, pair);
		}
	}
}

static void merge_properties(struct merging *m, xmlNode *configuration, const xmlNode *wanted)
{
	xmlNode *parent = section(configuration, "crm_config");
	const xmlNode *from = eb_node_child(wanted, "cluster_property_set");
	guint foreign = 0;

	count_devices(eb_node_child(configuration, "resources"), &foreign);
	drop_properties(m, parent, from);
	for (const xmlNode *pair = from ? from->children : NULL; pair; pair = pair->next)
		if (eb_node_is(pair, "nvpair"))
			put_property(m, parent, pair, foreign > 0);
}

/* ---- all of it ------------------------------------------------------------------------------ */

/* Those of the translation, and our own. */
static void merge_alerts(struct merging *m, xmlNode *configuration, const xmlNode *wanted,
			 const char *path)
{
	xmlNode *all, *alert;

	if (!path)
		return;
	all = wanted ? xmlCopyNode((xmlNode *)wanted, 1) : xmlNewNode(NULL, BAD_CAST "alerts");
	alert = xmlNewChild(all, NULL, BAD_CAST "alert", NULL);
	xmlNewProp(alert, BAD_CAST "id", BAD_CAST ALERT);
	xmlNewProp(alert, BAD_CAST "path", BAD_CAST path);
	merge_section(m, configuration, all);
	xmlFreeNode(all);
}

/* What is wrong with fencing in what came out. */
static const char *judge_fencing(const xmlNode *configuration, guint devices)
{
	const xmlNode *config = eb_node_child(configuration, "crm_config");
	const xmlNode *on = find_property(config, "stonith-enabled");
	bool enabled;

	if (!on)
		on = find_property(config, "fencing-enabled");
	enabled = !on || strcmp(eb_node_get(on, "value"), "false") != 0;
	if (!enabled && devices)
		return "there is a fence device, and fencing is switched off by hand: nobody is "
		       "fenced";
	/* A watchdog fences without a device. */
	if (enabled && !devices && !find_property(config, "stonith-watchdog-timeout") &&
	    !find_property(config, "fencing-watchdog-timeout"))
		return "fencing is on, and there is no fence device: Pacemaker starts nothing";
	return NULL;
}

static void merge_all(struct merging *m, xmlNode *into, const xmlNode *from, const char *alert)
{
	static const char *const sections[] = { "resources", "constraints", "rsc_defaults" };
	xmlNode *config = section(into, "crm_config");
	const xmlNode *part;
	guint foreign = 0;

	m->wrote = eb_record_read(config);
	m->now = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	m->dropped = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	part = eb_node_child(from, "crm_config");
	if (part)
		merge_properties(m, into, part);
	for (size_t i = 0; i < G_N_ELEMENTS(sections); i++) {
		part = eb_node_child(from, sections[i]);
		if (part)
			merge_section(m, into, part);
	}
	merge_alerts(m, into, eb_node_child(from, "alerts"), alert);
	eb_find_dangling(into, m->dropped, m->merge->blocked);
	m->touched |= eb_record_write(config, m->now);
	m->merge->devices = count_devices(eb_node_child(into, "resources"), &foreign);
	m->merge->warning = judge_fencing(into, m->merge->devices);
	g_hash_table_unref(m->wrote);
	g_hash_table_unref(m->now);
	g_hash_table_unref(m->dropped);
}

static char *print(xmlDoc *doc)
{
	xmlChar *text;
	int size;
	char *copy;

	xmlDocDumpMemory(doc, &text, &size);
	copy = g_strndup((const char *)text, (gsize)size);
	xmlFree(text);
	return copy;
}

static xmlDoc *parse(const char *text)
{
	return xmlReadMemory(text, (int)strlen(text), NULL, NULL,
			     XML_PARSE_NONET | XML_PARSE_NOBLANKS | XML_PARSE_NOERROR |
				     XML_PARSE_NOWARNING);
}

static xmlNode *configuration_of(const xmlDoc *doc)
{
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;

	return root && eb_node_is(root, "cib") ? eb_node_child(root, "configuration") : NULL;
}

/* Pacemaker takes a patch only to a newer version than its own. */
static void raise_epoch(xmlNode *cib)
{
	g_autofree char *epoch = g_strdup_printf(
		"%" G_GINT64_FORMAT, g_ascii_strtoll(eb_node_get(cib, "epoch"), NULL, 10) + 1);

	xmlSetProp(cib, BAD_CAST "epoch", BAD_CAST epoch);
	xmlSetProp(cib, BAD_CAST "num_updates", BAD_CAST "0");
}

struct eb_merge *eb_cib_merge(const char *current, const char *wanted, const char *alert,
			      bool restore)
{
	xmlDoc *into = parse(current), *from = parse(wanted);
	xmlNode *there = configuration_of(into);
	const xmlNode *ours = configuration_of(from);
	struct eb_merge *merge = NULL;

	if (there && ours) {
		struct merging m = { .restore = restore };

		merge = m.merge = g_new0(struct eb_merge, 1);
		merge->changes = g_ptr_array_new_with_free_func(g_free);
		merge->drift = g_ptr_array_new_with_free_func(g_free);
		merge->blocked = g_ptr_array_new_with_free_func(g_free);
		merge_all(&m, there, ours, alert);
		if (m.touched) {
			raise_epoch(xmlDocGetRootElement(into));
			merge->xml = print(into);
		}
	}
	xmlFreeDoc(into);
	xmlFreeDoc(from);
	return merge;
}

void eb_merge_free(struct eb_merge *merge)
{
	if (!merge)
		return;
	g_ptr_array_unref(merge->changes);
	g_ptr_array_unref(merge->drift);
	g_ptr_array_unref(merge->blocked);
	g_free(merge->xml);
	g_free(merge);
}
