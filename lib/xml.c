// SPDX-License-Identifier: GPL-2.0-or-later
#include <assert.h>

#include "lib/xml.h"

struct eb_xml eb_xml_begin(FILE *out)
{
	return (struct eb_xml) { .out = out };
}

static void indent(struct eb_xml *xml, int depth)
{
	for (int i = 0; i < depth; i++)
		fputs("  ", xml->out);
}

static void finish_tag(struct eb_xml *xml, const char *how)
{
	if (!xml->in_tag)
		return;
	fputs(how, xml->out);
	xml->in_tag = false;
}

static void escape(struct eb_xml *xml, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '&': fputs("&amp;", xml->out); break;
		case '<': fputs("&lt;", xml->out); break;
		case '>': fputs("&gt;", xml->out); break;
		case '"': fputs("&quot;", xml->out); break;
		default: putc(*text, xml->out);
		}
	}
}

void eb_xml_open(struct eb_xml *xml, const char *name)
{
	assert(xml->depth < EB_XML_DEPTH);
	finish_tag(xml, ">\n");
	indent(xml, xml->depth);
	fprintf(xml->out, "<%s", name);
	xml->open[xml->depth++] = name;
	xml->in_tag = true;
	xml->inline_text = false;
}

void eb_xml_attr(struct eb_xml *xml, const char *name, const char *value)
{
	fprintf(xml->out, " %s=\"", name);
	escape(xml, value);
	putc('"', xml->out);
}

void eb_xml_text(struct eb_xml *xml, const char *text)
{
	finish_tag(xml, ">");
	escape(xml, text);
	xml->inline_text = true;
}

void eb_xml_close(struct eb_xml *xml)
{
	const char *name = xml->open[--xml->depth];

	if (xml->in_tag) {
		finish_tag(xml, "/>\n");
	} else {
		if (!xml->inline_text)
			indent(xml, xml->depth);
		fprintf(xml->out, "</%s>\n", name);
	}
	xml->inline_text = false;
}

void eb_xml_end(struct eb_xml *xml)
{
	while (xml->depth > 0)
		eb_xml_close(xml);
}
