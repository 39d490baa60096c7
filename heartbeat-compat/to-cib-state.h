// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The status section of a CIB that crm_simulate has written: what attributes each node has.
 */
#ifndef EB_TO_CIB_STATE_H
#define EB_TO_CIB_STATE_H

#include <glib.h>

/* A node's attribute. */
struct eb_attribute {
	const char *node, *name;
	char *value;
};

/* The CIB with these attributes (struct eb_attribute *) and no other ones, on nodes that have a
 * state. NULL when it is no CIB; g_free it. */
char *eb_cib_with_attributes(const char *xml, const GPtrArray *attributes);

#endif
