// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the two halves of the picture share: picture-dot.c places things, picture-table.c says
 * what stands in them. Each object is a cell of a table, the only thing in graphviz's language
 * that can be named and linked inside of a node. Nobody else includes this.
 */
#ifndef EB_PICTURE_DOT_H
#define EB_PICTURE_DOT_H

#include "heartbeat-compat/picture.h"

/* The light ones; picture.css knows them by their values. */
#define INK     "#1c2430"
#define FAINT   "#4a5566"
#define OUTLINE "#8d99a8"
#define MACHINE "#f5f7fa"
#define PAPER   "#ffffff"
#define HEAD    "#dce8f3"
#define CABLE   "#2e6da4"
#define PING    "#5f8f6b"
#define ALARM   "#b3261e"

struct picture {
	const struct eb_plan *plan;
	const struct eb_anchors *anchors;
	GString *out;
	const GPtrArray *nodes; /* struct eb_section *, of the nodelist */
	GPtrArray *lowest;      /* char *: what is at the bottom of each node */
};

#define PUT(p, ...) g_string_append_printf((p)->out, __VA_ARGS__)

/* The value of a pair, NULL: none has this name. */
const char *eb_picture_value(const GPtrArray *pairs, const char *name);

/* Where a resource is at home; NULL: nowhere. */
const struct eb_location *eb_picture_home(const struct eb_plan *plan,
					  const struct eb_resource *resource);

bool eb_picture_is_device(const struct eb_resource *resource);

/* As markup, cut to what a cell takes; g_free it. */
char *eb_picture_text(const char *text);

/* The cell that an object is; look: attributes; words is markup. */
void eb_picture_cell(struct picture *p, const char *name, const char *look, const char *words);

/* A cell that leads to where the object comes from, but is not it; name may be unknown. */
void eb_picture_link(struct picture *p, const char *name, const char *look, const char *words);

/* The node resourceN: its name, members in order, rules. */
void eb_picture_resource(struct picture *p, const struct eb_resource *resource, guint at);

#endif
