// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * XML, write-only: nesting, indentation and escaping, nothing more.  Agents print
 * metadata with it; linking an XML library would triple their start-up.
 */
#ifndef EB_XML_H
#define EB_XML_H

#include <stdbool.h>
#include <stdio.h>

enum { EB_XML_DEPTH = 8 };

struct eb_xml {
	FILE *out;
	const char *open[EB_XML_DEPTH]; /* element names, borrowed */
	int depth;
	bool in_tag; /* "<name" is written, ">" is not */
	bool inline_text;
};

/* A writer on out, which stays the caller's. */
struct eb_xml eb_xml_begin(FILE *out);

/* Opens an element inside the current one; at most EB_XML_DEPTH deep. */
void eb_xml_open(struct eb_xml *xml, const char *name);

/* Adds an attribute to the element just opened; the value is escaped. */
void eb_xml_attr(struct eb_xml *xml, const char *name, const char *value);

/* Adds escaped text to the current element, which then stays on one line. */
void eb_xml_text(struct eb_xml *xml, const char *text);

/* Closes the current element. */
void eb_xml_close(struct eb_xml *xml);

/* Closes every element that is still open. */
void eb_xml_end(struct eb_xml *xml);

#endif
