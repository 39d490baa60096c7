// SPDX-License-Identifier: GPL-2.0-or-later
/* Man pages as they come out: dates that repeat, escapes, short lines. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/man.h"
#include "ocf-tests/unit/tap.h"

static char *page(void (*write)(struct eb_man *man))
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	struct eb_man man;

	assert_non_null(out);
	setenv("SOURCE_DATE_EPOCH", "86400", 1);
	man = eb_man_begin(out, "thing", 7, "does things");
	write(&man);
	fclose(out);
	return text;
}

static void write_nothing(struct eb_man *man)
{
}

static void head(void **state)
{
	char *text = page(write_nothing);

	assert_non_null(strstr(text, ".Dd January 2, 1970\n"));
	assert_non_null(strstr(text, ".Dt THING 7\n"));
	assert_non_null(strstr(text, ".Nm thing\n.Nd does things\n"));
	free(text);
}

static void write_escapes(struct eb_man *man)
{
	eb_man_text(man, ".dot first.  C:\\path here.  'quoted' first.\n\nNext.");
	eb_man_literal(man, ".literal\n\n\\n");
}

static void escapes(void **state)
{
	char *text = page(write_escapes);

	assert_non_null(strstr(text, "\n\\&.dot first.\nC:\\epath here.\n\\&'quoted' first.\n"));
	assert_non_null(strstr(text, "\n.Pp\nNext.\n"));
	assert_non_null(strstr(text, "\n\\&.literal\n\n\\en\n.Ed\n"));
	free(text);
}

static void write_long(struct eb_man *man)
{
	for (int i = 0; i < 30; i++)
		eb_man_textf(man,
			     "%d words go on and on, .and 'on, until no line can hold them "
			     "all, and %0*d does not break",
			     i, 90, i);
}

static void lines_are_short(void **state)
{
	char *text = page(write_long), *line, *rest;

	for (line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		/* Only a word that is longer than a line makes a longer line, and it is alone there. */
		if (strlen(line) > 80)
			assert_null(strchr(line, ' '));
		if (line[0] == '\'' || (line[0] == '.' && (line[1] < 'A' || line[1] > 'Z')))
			fail_msg("text became a request: %s", line);
	}
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(head),
		cmocka_unit_test(escapes),
		cmocka_unit_test(lines_are_short),
	};

	return EB_TAP(tests);
}
