// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The new cluster as a picture: links on top, below them the nodes with the groups that are at
 * home there, members in the order in which they start; then what runs on every node or on
 * none in particular, and fencing. Lines between them are constraints.
 *
 * graphviz lays it out. Its library has a licence that does not go with ours, so it is the
 * program dot that is asked.
 */
#ifndef EB_PICTURE_H
#define EB_PICTURE_H

#include "heartbeat-compat/anchors.h"
#include "heartbeat-compat/plan.h"

/* The picture in graphviz's language; g_free it. */
char *eb_picture_dot(const struct eb_plan *plan, const struct eb_anchors *anchors);

/*
 * The picture as an svg element: of a document that has these anchors, or a document of its
 * own (alone), which then brings its style and has no links. NULL when it cannot be drawn,
 * and *why says why; g_free either.
 */
char *eb_picture_svg(const struct eb_plan *plan, const struct eb_anchors *anchors, bool alone,
		     char **why);

#endif
