// SPDX-License-Identifier: GPL-2.0-or-later
/* XML as it comes out: nesting, escaping, empty elements. */
#include <stdio.h>
#include <stdlib.h>

#include "lib/xml.h"
#include "ocf-tests/unit/tap.h"

static void document(void **state)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	struct eb_xml xml;

	assert_non_null(out);
	xml = eb_xml_begin(out);
	eb_xml_open(&xml, "a");
	eb_xml_attr(&xml, "q", "<\"&'>");
	eb_xml_open(&xml, "empty");
	eb_xml_close(&xml);
	eb_xml_open(&xml, "text");
	eb_xml_text(&xml, "1 < 2 && 3 > 2");
	eb_xml_close(&xml);
	eb_xml_open(&xml, "b");
	eb_xml_open(&xml, "c");
	eb_xml_text(&xml, "");
	eb_xml_end(&xml);
	fclose(out);
	assert_string_equal(text, "<a q=\"&lt;&quot;&amp;'&gt;\">\n"
				  "  <empty/>\n"
				  "  <text>1 &lt; 2 &amp;&amp; 3 &gt; 2</text>\n"
				  "  <b>\n"
				  "    <c></c>\n"
				  "  </b>\n"
				  "</a>\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(document),
	};

	return EB_TAP(tests);
}
