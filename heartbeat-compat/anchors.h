// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Rows of a plan and the objects that they became, as places of one document: a line of ha.cf
 * at "row-12", a word of a line of haresources at "row-12-2", what it became at
 * "object-hb-ip-10.0.0.1". The picture and the table point at each other with them.
 */
#ifndef EB_ANCHORS_H
#define EB_ANCHORS_H

#include "heartbeat-compat/plan.h"

struct eb_anchors;

struct eb_anchors *eb_anchors_new(const struct eb_plan *plan);
void eb_anchors_free(struct eb_anchors *anchors);

/* Where the row stands; of a word of a row, too. */
const char *eb_row_anchor(const struct eb_anchors *anchors, const struct eb_fate *row);

/* An object that a row names; the first one that does is where it comes from. */
struct eb_object {
	const char *anchor;
	const struct eb_fate *row; /* a line, or a word */
	const char *place;         /* of the line */
};

/* NULL when no row names it: it follows from a default. */
const struct eb_object *eb_object(const struct eb_anchors *anchors, const char *name);

/*
 * Text that may quote a file, as text of XML or HTML: markup is escaped, bytes that are no
 * UTF-8 and characters that cannot be seen are replaced; g_free it.
 */
char *eb_markup(const char *text);

#endif
