// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Man pages, write-only: mdoc from the same tables that the program runs on.
 */
#ifndef EB_MAN_H
#define EB_MAN_H

#include <stdio.h>

#include "lib/core.h"

struct eb_man {
	FILE *out;
};

/*
 * Starts the page TITLE(section): head and NAME.  The date is SOURCE_DATE_EPOCH's
 * when that is set, so that builds repeat; else today's.
 */
struct eb_man eb_man_begin(FILE *out, const char *title, int section, const char *brief);

void eb_man_section(struct eb_man *man, const char *name);

/* Running text, escaped; an empty line starts a paragraph. */
void eb_man_text(struct eb_man *man, const char *text);
void eb_man_textf(struct eb_man *man, const char *fmt, ...) EB_PRINTF(2, 3);

/* Lines to be shown as they are. */
void eb_man_literal(struct eb_man *man, const char *text);

/* A list of terms: list, then item and text as often as needed, then list_end. */
void eb_man_list(struct eb_man *man);
void eb_man_item(struct eb_man *man, const char *term);
void eb_man_list_end(struct eb_man *man);

#endif
