// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The running cluster as its own tools tell it: once asked, a picture that does not move. The
 * tools' programs are asked rather than their libraries, whose interface changes between
 * releases while crm_mon's XML has a schema.
 */
#ifndef EB_CLUSTER_VIEW_H
#define EB_CLUSTER_VIEW_H

#include <stdbool.h>

#include <glib.h>

struct eb_seen_node {
	char *name;
	bool online, unclean;
};

/* A primitive that is active on a node; an instance of a clone is one, too. */
struct eb_seen_place {
	char *resource, *group; /* group: NULL when it is in none */
	char *node;
	bool clone;
};

struct eb_seen_attribute {
	char *node, *name, *value;
};

struct eb_view {
	bool dc, quorum, maintenance;
	GPtrArray *nodes;      /* struct eb_seen_node * */
	GPtrArray *places;     /* struct eb_seen_place * */
	GPtrArray *attributes; /* struct eb_seen_attribute *: of nodes that are online */
};

/* NULL: Pacemaker does not answer here. */
struct eb_view *eb_view_take(void);
void eb_view_free(struct eb_view *view);

/* NULL when the cluster does not know the node. */
const struct eb_seen_node *eb_view_node(const struct eb_view *view, const char *name);

/* A place outside of clones whose resource is active on another node, too; NULL: none. */
const struct eb_seen_place *eb_view_twice(const struct eb_view *view);

/* Where a resource is active, NULL when nowhere. */
const char *eb_view_where(const struct eb_view *view, const char *resource);

/* Has the cluster nothing to do: is no action left or under way? When not, *what (g_free; may be
 * NULL) is the first that is left, or NULL. */
bool eb_view_idle(char **what);

/*
 * Ids of nodes, each between blanks (" 1 2 "): the members that corosync counts, and those of
 * them on which Pacemaker runs, whether or not it does here. NULL when corosync does not answer;
 * g_free.
 */
char *eb_corosync_members(void);
char *eb_pacemaker_members(void);

#endif
