// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A CIB as a tree of elements that know their lines. What an element holds besides elements is
 * of no account in a CIB.
 */
#ifndef EB_XML_TREE_H
#define EB_XML_TREE_H

#include "heartbeat-compat/plan.h"

struct eb_element {
	const char *name;
	GPtrArray *attributes; /* struct eb_pair * */
	GPtrArray *children;   /* struct eb_element * */
	unsigned int line;
};

/* Where a document is not well-formed: at the tag in question, or where it cannot be read on. */
struct eb_xml_fault {
	char *why;                 /* g_free it */
	unsigned int line, column; /* from 1, in bytes; 0: of the whole */
};

/* Parses a document; everything lives in the arena. NULL: it is not well-formed, see fault. */
struct eb_element *eb_xml_parse(struct eb_arena *arena, const char *text, size_t length,
				struct eb_xml_fault *fault);

/* The value of an attribute, NULL: it has none of this name. */
const char *eb_xml_get(const struct eb_element *element, const char *name);

/* The first child of this name, NULL: there is none, or no element. */
const struct eb_element *eb_xml_child(const struct eb_element *element, const char *name);

#endif
