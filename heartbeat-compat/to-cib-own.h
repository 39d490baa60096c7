// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Elements of a CIB: what they mean, whose they are, and what the operator keeps in them.
 */
#ifndef EB_TO_CIB_OWN_H
#define EB_TO_CIB_OWN_H

#include <stdbool.h>

#include <glib.h>
#include <libxml/tree.h>

/* What the ids of our objects begin with. */
#define EB_OWN "hb-"

bool eb_node_is(const xmlNode *node, const char *name);

/* An attribute, "" when there is none; valid as long as the node. */
const char *eb_node_get(const xmlNode *node, const char *name);

/* The first child element of this name, or with this attribute; NULL: none. parent may be NULL. */
xmlNode *eb_node_child(const xmlNode *parent, const char *name);
xmlNode *eb_node_child_with(const xmlNode *parent, const char *key, const char *value);

/*
 * What an element means, as a short digest: attributes in any order and white space make no
 * difference, and neither does what the operator keeps in it. g_free.
 */
char *eb_node_meaning(const xmlNode *node);

/*
 * What an operator says for a while of a resource, and we never do: target-role, is-managed and
 * maintenance. eb_kept_of takes copies from below a section; eb_kept_put puts them where they
 * belong by the ids of resources and are missing. g_hash_table_unref.
 */
GHashTable *eb_kept_of(const xmlNode *section);
void eb_kept_put(GHashTable *kept, xmlNode *section);

/*
 * What was written last: "ID=DIGEST ..." in a property of its own in crm_config, since whoever
 * is elected next has to know it, and it must not be other than the CIB that it tells of.
 * eb_record_write: true when that is a change.
 */
GHashTable *eb_record_read(const xmlNode *crm_config);
bool eb_record_write(xmlNode *crm_config, GHashTable *record);
bool eb_record_is(const xmlNode *property_set);

#endif
